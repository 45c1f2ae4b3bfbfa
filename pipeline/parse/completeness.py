"""Tell whether a text is all of its article or only what a reader without a subscription gets."""

import re

WALL = re.compile(
    r"subscribe(?:rs?)? (?:now |today )?to (?:continue|read|keep|unlock|get full)"
    r"|to (?:continue|keep) reading|continue reading (?:with|by|your)|already a subscriber"
    r"|for subscribers only|subscriber[- ]only|(?:sign|log) in to (?:continue|read)"
    r"|this (?:article|story|content) is (?:for|only available|reserved)"
    r"|unlock this (?:article|story)|you have reached your (?:article )?limit"
    r"|register to (?:continue|read)|weiterlesen mit|jetzt abonnieren, um|nur für abonnenten"
    r"|réservé aux abonnés|il vous reste .{1,20}à lire|exclusivo para suscriptores"
    r"|contenuto riservato agli abbonati|訂閱.{0,8}(?:閱讀|全文)|订阅.{0,8}(?:阅读|全文)"
    r"|登入.{0,6}(?:閱讀|全文)|会員限定"  # of lower case: to ignore it takes four times as long
)
MORE = re.compile(
    r"(?:\[(?:…|\.\.\.|&hellip;)\]|…|\.\.\.)\s*(?:\(?(?:read|continue|see|full|view)[^\n]{0,30})?$"
    r"|(?:read more|continue reading|read the full (?:story|article)|read full article)\W*$",
    re.IGNORECASE,
)
ENDED = re.compile(r"[.!?。！？…\"”’»)\]:;*†|]\s*$")


def judge_completeness(text: str, *, page_text: str = "", free: bool | None = None) -> str:
    """Judge a text: ``full``, ``truncated``, ``teaser`` or ``empty``.

    ``teaser`` is cut on purpose: the page (its visible words are ``page_text``) speaks of a
    subscription, or says ``isAccessibleForFree: false``, and there is little text. ``truncated``
    ends with an ellipsis, "read more" or in the middle of a sentence. ``empty`` has under eight
    words, or under twelve characters of Chinese.
    """
    words = len(text.split()) + len(re.findall(r"[\u3040-\u9fff]", text)) // 2
    if words < 8:
        return "empty"
    # of a longer text it says nothing, and a search through all words of a page takes its time
    wall = words < 600 and any(WALL.search(each.lower()) for each in (text[-400:], page_text))
    if words < 250 and (wall or free is False):
        return "teaser"
    last = text.rstrip()[-400:].splitlines()[-1].strip()
    if MORE.search(last):
        return "teaser" if words < 120 else "truncated"
    if wall and free is not True:
        return "truncated"
    if len(last) > 60 and not ENDED.search(last) and not last.startswith(("- ", "• ")):
        return "truncated"
    return "full"
