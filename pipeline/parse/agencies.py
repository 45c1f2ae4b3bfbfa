"""Read which news agency a page credits with its report.

A credit stands in a set place and form: the dateline, the byline, the last lines, the name of the
site. The same names in sentences ("Telegram told Reuters") and under pictures are none, nor is a
share in the work ("with files from", "staff and agencies").
"""

import re
from collections.abc import Iterable, Iterator

NAMES = {
    "aap": "AAP|Australian Associated Press|aap.com.au",
    "afp": "AFP|Agence France-Presse|Agence France Presse|法新社|afp.com",
    "ani": "ANI|Asian News International",
    "ansa": "ANSA|ansa.it",
    "ap": "AP|AP News|Associated Press|The Associated Press|美聯社|美联社|apnews.com",
    "bernama": "Bernama|bernama.com",
    "bloomberg": "Bloomberg|Bloomberg News|彭博社|彭博|bloomberg.com",
    "cna_taiwan": "Central News Agency|中央社|中央社 CNA|Focus Taiwan|cna.com.tw|focustaiwan.tw",
    "cns": "China News Service|中新社|chinanews.com|chinanews.com.cn",
    "cp": "Canadian Press|The Canadian Press",
    "dpa": "DPA|Deutsche Presse-Agentur|德新社|dpa.com",
    "efe": "EFE|Agencia EFE|efe.com",
    "ians": "IANS|Indo-Asian News Service",
    "interfax": "Interfax|interfax.com",
    "jiji": "Jiji|Jiji Press|時事通信社|时事通讯社|jiji.com",
    "kyodo": "Kyodo|Kyodo News|共同社|kyodonews.net",
    "pa": "PA|PA Media|PA News Agency|Press Association",
    "pti": "PTI|Press Trust of India",
    "reuters": "Reuters|Thomson Reuters|路透社|路透|reuters.com",
    "tass": "TASS|塔斯社|tass.com",
    "upi": "UPI|United Press International|upi.com",
    "xinhua": "Xinhua|Xinhua News Agency|新華社|新华社|xinhuanet.com|news.cn",
    "yonhap": "Yonhap|Yonhap News|Yonhap News Agency|韓聯社|韩联社|yna.co.kr",
}
SLUGS = {name.casefold(): slug for slug, names in NAMES.items() for name in names.split("|")}
SHORT = {"法新": "afp", "美聯": "ap", "美联": "ap", "路透": "reuters", "新華": "xinhua"}
HEAD, TAIL = 12, 4  # lines; the title, a summary and a caption may stand before the dateline
REACH = 400  # characters of a line; a page in one line of a million must not be searched whole


def _any_of(names: Iterable[str]) -> str:
    """Match any of the names; abbreviations all large or all small: "Pa." and "Ani" are others."""
    return "|".join(
        f"{name}|{name.casefold()}" if name.isupper() and name.isascii() else f"(?i:{name})"
        for name in map(re.escape, sorted(names, key=lambda name: (-len(name), name)))
    )


ALL = [name for names in NAMES.values() for name in names.split("|") if "." not in name]
CHINESE = _any_of(name for name in ALL if not name.isascii())
AGENCY = rf"(?<![A-Za-z])(?P<agency>{_any_of(ALL)})(?![A-Za-z])(?i:[-/ ]Jiji)?"
DATELINE = re.compile(
    rf"(?P<place>[^()（）\[\]]{{0,60}}?)\s*[(（\[/](?:{AGENCY}|CNA)[)）\]/](?P<after>.*)"
)
SMALL = re.compile(
    r"d[aei]|of|and|the|jan|feb|mar|a[bp]r|may|ju[ln]|a[gu][go]|sep|oct|nov|di?[ce]c"
)
CHINESE_DATELINE = re.compile(
    r"[（(【\[](?P<enclosed>[^）)】\]。綜综據据]{1,40}[電电])[)）】\]]"
    rf"|(?P<open>(?:{CHINESE})[^。！？，；]{{0,25}}[日號号]\s*[專专外]?[電电])(?![文訊讯話话視视報报])"
    rf"|.{{0,15}}?[日號号][電电]\s*[（(](?P<closing>{CHINESE})[)）]"
)
CHINESE_NAME = re.compile(rf"{CHINESE}|(?:{'|'.join(SHORT)})(?=[電电])")
BYLINE = re.compile(
    r"(?:(?P<writer>[^,/|(（]+?)(?:\s*[,/|(（]\s*|\s+(?:for|of)\s+"
    rf"|\s+(?=AF?P\b|(?i:(?:the )?associated press|agence france))))?{AGENCY}"
    r"(?:\s*(?:記者|记者).*|(?i:\s+(?:news|agency|staff|business|technology|asia|writers?|reporters?"
    r"|correspondents?|editors?|desk|wires?|newswires?|service|contributors?|international))*"
    r"(?:(?:\s+in\s+|\s*,\s*)[A-Z][\w.]*(?:\s[A-Z]\w*){0,2})?)[)）]?"
)
DESK = re.compile(
    r"\b(?:staff|agenc\w+|wires?|newsroom|desk|team|editors?|reporters?|correspondents?|with)\b"
    r"|記者|记者|編輯|编辑|綜合|综合",
    re.IGNORECASE,
)
SIGN = re.compile(
    rf"(?:.*[.!?。！？”\"’'」』)）]\s*[-–—/(（]+\s*|[-–—/(（\s]*){AGENCY}(?:/[a-z]{{2,3}})?[\s.)）]*"
)
SOURCE = re.compile(
    rf"\W*(?:(?i:source)|(?:資料|资料|消息)?[來来]源|稿源)\s*[:：]\s*{AGENCY}(?:/[a-z]{{2,3}})?\W*"
)
COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|(?i:copyright))(?:\s|©|\([cC]\)|(?i:by |provided by |the )|\d{4}[-–,]?)*"
    rf"{AGENCY}(?:\s+L\.?P\.?|\s+\d{{4}})?(?=\s*(?:[.,;。]|$|(?i:all rights)))"
)
HANDED_ON = re.compile(
    r"\W*This (?:story|article|report) (?:was|is|has been) (?:[\w-]+ ){0,2}?"
    rf"(?:published|provided|distributed|generated|produced) (?:by|from) (?:an? )?{AGENCY}"
)
OWN_TAILS = (
    (re.compile(r"\bReporting by\b.+\b[Ee]diting by\b"), "reuters"),
    (re.compile(r"Thomson Reuters Trust Principles"), "reuters"),
    (re.compile(r"[（(](?:編譯|编译|記者|记者).{1,40}[審审]校"), "reuters"),
    (re.compile(r"\bAssociated Press (?:\w+ )?writers?\b.+\bcontributed to this\b"), "ap"),
)


def credited_agency(text: str, authors: tuple[str, ...], publisher: str | None) -> str | None:
    """Name the agency whose report this is: ``afp``, ``ap``, ``reuters``...; None if it says none.

    The dateline is asked first, then the bylines, the tail, and last whose site it is: agencies
    run one another's reports too. A place that names several agencies tells of a compilation, which
    is no agency's.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for told in (
        _in_datelines(line[:REACH] for line in lines[:HEAD]),
        _in_bylines(authors, lines[:HEAD], publisher),
        _in_tail([line[-REACH:] for line in lines[-TAIL:]]),
        _on_site(publisher),
    ):
        credited = set(told)
        if credited:
            return credited.pop() if len(credited) == 1 else None
    return None


def _slug(name: str) -> str:
    return SLUGS[name.casefold()]


def _in_datelines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        found = DATELINE.match(line)
        if found and _is_dateline(found):
            yield _slug(found["agency"]) if found["agency"] else "cna_taiwan"
        chinese = CHINESE_DATELINE.match(line)
        if chinese:
            for name in CHINESE_NAME.findall(chinese[chinese.lastgroup or 0]):
                yield SHORT.get(name) or _slug(name)


def _is_dateline(found: re.Match[str]) -> bool:
    """Tell "HONG KONG, July 7 (AP) — " from "Access Point (AP) — " and from a caption's "(AP)".

    Words in small letters are a sentence; initials that spell the abbreviation explain it. A dash
    or a full stop follows; the text at once only where a day stands before.
    """
    words = re.findall(r"[^\W\d_]+", found["place"])
    if any(word.islower() and not SMALL.fullmatch(word) for word in words):
        return False
    initials = "".join(word[0] for word in words if word[0].isupper())
    if initials.endswith(found["agency"] or "CNA"):
        return False
    if re.match(r"\s*[-–—]|\.(?:\s|-)", found["after"]):
        return True
    return bool(re.search(r"\d", found["place"]) and re.match(r"\s+[A-Z\"“]", found["after"]))


def _in_bylines(
    authors: Iterable[str], lines: Iterable[str], publisher: str | None
) -> Iterator[str]:
    """Find agencies among the authors, unless the outlet's own desk worked with them."""
    written = [line[3:] for line in lines if line[:3].casefold() == "by " and len(line) < 80]
    signed = {name: BYLINE.fullmatch(name.strip()) for name in [*authors, *written]}
    own = (publisher or "").casefold()
    if any(
        found is None and (DESK.search(name) or name.casefold() == own)
        for name, found in signed.items()
    ):
        return
    for found in signed.values():
        if found and not DESK.search(found["writer"] or ""):
            yield _slug(found["agency"])


def _in_tail(lines: list[str]) -> Iterator[str]:
    for line in lines:
        for form in (SOURCE.fullmatch, COPYRIGHT.search, HANDED_ON.match):
            found = form(line)
            if found:
                yield _slug(found["agency"])
        yield from (slug for tail, slug in OWN_TAILS if tail.search(line))
    signed = SIGN.fullmatch(lines[-1]) if lines else None
    if signed:
        yield _slug(signed["agency"])


def _on_site(publisher: str | None) -> Iterator[str]:
    """Know the agency by the name of its site or its host, one for a language included."""
    name = " ".join((publisher or "").casefold().split())
    while name:
        if name in SLUGS:
            yield SLUGS[name]
            return
        name = name.partition(".")[2]
