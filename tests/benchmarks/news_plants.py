"""What is planted in pages: answers of companies with known facts, and what only looks like one."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.news_pages import Insert


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing to be found: in this page, this company took this stance, said on this day.

    Pages in Chinese are to be kept, and have no claims: ``company`` is None there.
    """

    url: str
    disguise: str
    company: str | None
    stance: str | None
    announced: str | None


@dataclass(frozen=True, slots=True)
class Disguise:
    """How a planted page spells: its charset, and what is done to its HTML; ``name`` is told."""

    name: str
    charset: str = "utf-8"
    language: str = "en"
    unfold: Callable[[str], str] = field(default=str)


def _by_number(html: str) -> str:
    """Write letters of the place's and the law's names as numbers, decimal and hexadecimal."""
    html = html.replace("Hong Kong", "H&#111;ng&#32;&#x4b;ong")
    return html.replace("national security law", "nation&#97;l s&#x65;curity l&#0097;w")


def _in_tags(html: str) -> str:
    html = html.replace("Hong Kong", "<b>Hong</b> <i>Kong</i>")
    return html.replace("security law", "security <a href='/law'>law</a>")


def _unbroken(html: str) -> str:
    return html.replace("Hong Kong", "Hong&nbsp;Kong").replace("security law", "security&#160;law")


def _curly(html: str) -> str:
    return html.replace("national security law", "“national security law”")


def _loud(html: str) -> str:
    return html.replace("Hong Kong", "HONG KONG").replace("security law", "Security\n   Law")


DISGUISES = (
    Disguise("UTF-8"),
    Disguise("entities", unfold=_by_number),
    Disguise("UTF-16", charset="utf-16"),
    Disguise("windows-1252", charset="windows-1252", unfold=_curly),
    Disguise("GBK", charset="gbk", language="zh-Hans"),
    Disguise("Big5", charset="big5", language="zh-Hant"),
    Disguise("tags inside of names", unfold=_in_tags),
    Disguise("unbroken spaces", unfold=_unbroken),
    Disguise("capitals and line breaks", unfold=_loud),
    Disguise("UTF-8 among Chinese", language="zh-Hant"),
)
ANSWERS = (
    (
        "Zoom said on July 6 that it has paused answering requests for user data from the "
        "Hong Kong police while it studies the national security law.",
        ("zoom", "paused", "2020-07-06"),
    ),
    (
        "Telegram said on July 5 that it will not hand over user data to the Hong Kong "
        "authorities under the national security law.",
        ("telegram", "refused", "2020-07-05"),
    ),
    (
        "TikTok announced on July 6 that it is pulling its app out of Hong Kong because of the "
        "national security law.",
        ("tiktok", "withdrew", "2020-07-06"),
    ),
    (
        "Signal refused on July 6 to hand over user data to Hong Kong police under the national "
        "security law.",
        ("signal", "refused", "2020-07-06"),
    ),
    (
        "Google suspended the processing of Hong Kong police requests for user data on July 6 in "
        "response to the national security law.",
        ("google", "paused", "2020-07-06"),
    ),
)
IN_CHINESE = {
    "zh-Hant": "谷歌表示，香港國安法實施後，暫停處理香港警方索取用戶資料的要求。",
    "zh-Hans": "谷歌表示，香港国安法实施后，暂停处理香港警方索取用户资料的要求。",
}
PLACE = {
    "en": (
        "A ferry to Hong Kong turned back in the storm",
        "The orchestra of Hong Kong played in a full house",
        "Shares in Hong Kong opened a little lower",
    ),
    "zh": ("香港今日天氣炎熱", "香港球隊昨晚作客"),
}
LAW = {
    "en": (
        "Another parliament debates its security bill",
        "What a national security law would cost the villages",
        "Old security legislation is tidied up",
    ),
    "zh": ("一條國家安全法的歷史", "國家安全法教科書"),
}
TELLING = {  # names place, law and a company, and no company answers
    "en": (
        "In Hong Kong, where the national security law is a week old, prices of flats rose, and "
        "an advert of Apple hung over the harbour.",
        "The national security law was the talk of Hong Kong, and so was the new film that "
        "Netflix shows this summer.",
    ),
    "zh": ("香港國安法實施一週，海邊掛着蘋果公司的廣告。",),
}
BOTH = {  # both are read, and no company
    "en": Insert(
        story="Barristers of Hong Kong read the new national security law line by line",
    ),
    "zh": Insert(story="香港學校教國安法"),
}


def plant(disguise: Disguise, url: str, chance: random.Random) -> tuple[Insert, Planted]:
    """Give what is put into a page, and what is to be found in it."""
    if disguise.language != "en":
        insert = Insert(paragraphs=(IN_CHINESE[disguise.language],))
        return insert, Planted(url, disguise.name, None, None, None)
    told, (company, stance, announced) = chance.choice(ANSWERS)
    return Insert(paragraphs=(told,)), Planted(url, disguise.name, company, stance, announced)
