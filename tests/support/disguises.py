"""Make up pages that concern a law and spell its names in every way that pages do, and near misses.

A page is made from a number alone, so that a test which fails can name it.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

Spell = Callable[[str, random.Random], str]

FILLER = (
    "Clerks in the upper town have had a quiet spring, and the ferries run late as they always do.",
    "Nobody at the counter wished to be named, and the coffee came with a biscuit.",
    "A second firm said that it would look at the matter when its lawyers are back from holiday.",
)
TOLD = {
    "en": "{company} will not answer police in {place} while it studies the {law}, it said.",
    "zh-Hant": "{company} 週一表示，在研究{law}期間，不會回應{place}警方的要求。",
    "zh-Hans": "{company} 周一表示，在研究{law}期间，不会回应{place}警方的要求。",
}
PLACES = {"en": ("Hong Kong", "HKSAR"), "zh-Hant": ("香港",), "zh-Hans": ("香港",)}
LAWS = {
    "en": ("national security law", "security legislation", "NSL", "Article 43", "user data"),
    "zh-Hant": ("國安法", "國家安全法", "43條"),
    "zh-Hans": ("国安法", "国家安全法", "实施细则"),
}
COMPANIES = ("Telegram", "Facebook", "Zoom", "Microsoft")
CHARSETS = {
    "en": ("utf-8",) * 6
    + ("windows-1252", "iso-8859-2", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
    + ("utf-32", "shift_jis", "gb18030", "koi8-r"),
    "zh-Hant": ("utf-8",) * 3
    + ("big5", "big5-hkscs", "gb18030", "shift_jis", "euc-jp", "euc-kr")
    + ("utf-16", "iso-2022-jp"),
    "zh-Hans": ("utf-8",) * 3 + ("gb2312", "gbk", "gb18030", "euc-jp", "utf-16-le"),
}
SIGNS = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\ufe0f", "\x01", "\x82")
CODED_SIGNS = ("&shy;", "&#173;", "&#8203;", "&#x200B;", "&zwnj;", "&#0173;", "&amp;#8203;")
GAPS = (
    "\n",
    "&nbsp;",
    "&#160;",
    "&#xa0;",
    "&#32;",
    "\u00a0",
    "\u3000",
    "  \t",
    "&amp;nbsp;",
    " <br>",
)
TAGS = ("<b>", "</b><i>", '<span class="a">', "<wbr>", "<!-- cut -->", "<!-- a > b -->")


@dataclass(frozen=True, slots=True)
class Page:
    """A made page as bytes; ``how`` tells what was done to it."""

    number: int
    body: bytes
    media_type: str
    how: str


def plainly(name: str, chance: random.Random) -> str:
    return name


def loudly(name: str, chance: random.Random) -> str:
    return chance.choice((name.upper(), name.lower(), name.title()))


def with_gaps(name: str, chance: random.Random) -> str:
    return re.sub(" ", lambda _: chance.choice(GAPS), name)


def parted(name: str, chance: random.Random) -> str:
    """Put each word into an element of its own, perhaps a script between two."""
    between = chance.choice(
        ("</b> <b>", "</b>\n<i></i> <b>", "</b> <script>if (a > b) {}</script><b>")
    )
    return "<b>" + name.replace(" ", between) + "</b>"


def broken(name: str, chance: random.Random) -> str:
    """Break one word, between any two letters."""
    places = [at for at in range(1, len(name)) if " " not in name[at - 1 : at + 1]]
    at = chance.choice(places)
    return name[:at] + chance.choice(TAGS) + name[at:]


def initials(name: str, chance: random.Random) -> str:
    """Give the first letter of each word an element of its own, as small capitals are made."""
    return re.sub(r"\b(\w)(?=\w)", r'<span class="initial">\1</span>', name)


def signed(name: str, chance: random.Random) -> str:
    """Put invisible signs between letters."""
    sign = chance.choice(SIGNS)
    many = chance.choice((0.2, 0.5, 1.0))
    return "".join(x + (sign if x != " " and chance.random() < many else "") for x in name)


def sign_coded(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name))
    return name[:at] + chance.choice(CODED_SIGNS) + name[at:]


def coded(name: str, chance: random.Random) -> str:
    """Write some letters, or all, as numbers."""
    many = chance.choice((0.2, 0.5, 1.0))
    forms = ("&#{};", "&#0{};", "&#00{};", "&#x{:x};", "&#x0{:X};", "&amp;#{};")
    return "".join(
        chance.choice(forms).format(ord(x)) if x != " " and chance.random() < many else x
        for x in name
    )


OF_MARKUP: tuple[Spell, ...] = (plainly, plainly, parted, broken, initials)
OF_LETTERS: tuple[Spell, ...] = (plainly, loudly, with_gaps, signed, sign_coded, coded)


def page(number: int) -> Page:
    """Make one page that concerns the law, its names spelled in one way or two."""
    chance = random.Random(f"disguise {number}")
    language = chance.choice(("en", "en", "zh-Hant", "zh-Hans"))
    ways = [chance.choice(OF_MARKUP), *chance.sample(OF_LETTERS, chance.choice((1, 1, 2)))]
    place = _spelled(chance.choice(PLACES[language]), ways, chance)
    law = _spelled(chance.choice(LAWS[language]), ways, chance)
    company = chance.choice(COMPANIES)
    if chance.random() < 0.3:
        company = _spelled(company, [way for way in ways[1:] if way is not loudly][:1], chance)
    told = TOLD[language].format(company=company, place=place, law=law)
    return _page(number, told, language, chance, "+".join(way.__name__ for way in ways))


def near_miss(number: int) -> Page:
    """Make one page that lacks the place, the law or every company."""
    chance = random.Random(f"miss {number}")
    parts = {"company": "Telegram", "place": "Hong Kong", "law": "security law"}
    missing = chance.choice(("company", "place", "law"))
    parts[missing] = {"company": "Nobody", "place": "Macau", "law": "game"}[missing]
    told = TOLD["en"].format(**parts)
    return _page(number, told, "en", chance, f"without {missing}")


def ordinary(number: int) -> Page:
    """Make one page as most are: scripts, buttons to share it, entities, now and then the place."""
    chance = random.Random(f"ordinary {number}")
    words = ["harbour", "python", "phone", "song", "lawn", "secure", "city", "with", "bath", "king"]
    items = "".join(
        f"<li><a href='/{n}'>{' '.join(chance.choices(words, k=6)).title()}&#8217;s</a></li>"
        for n in range(300)
    )
    state = json.dumps({str(n): f"<p>{chance.choice(words)} – &amp;</p>" for n in range(400)})
    place = "Hong Kong" if chance.random() < 0.05 else "Lisbon"
    body = (
        "<html><head><title>Ordinary</title></head><body><a>Facebook</a><a>Telegram</a><ul>"
        f"{items}</ul><script>{state}</script><select><option>{place}</select>"
        f"<article><p>{'</p><p>'.join(FILLER)}</p></article></body></html>"
    )
    return Page(number, body.encode(), "text/html", "ordinary")


def _spelled(name: str, ways: list[Spell], chance: random.Random) -> str:
    """Spell a name in one way after another; markup that a way made is left alone by the next."""
    pieces = [name]
    for way in ways:
        pieces = [
            way(piece, chance) if len(piece) > 1 and not re.match("[<&]", piece) else piece
            for whole in pieces
            for piece in re.split(r"(<script.*?</script>|<!--.*?-->|<[^>]*>|&[#\w;]*;)", whole)
            if piece
        ]
    return "".join(pieces)


def _page(number: int, told: str, language: str, chance: random.Random, how: str) -> Page:
    charset = chance.choice(CHARSETS[language])
    where = chance.choice(("body", "body", "body", "title", "state"))
    headline, paragraphs = "What the clerks said", [f"<p>{each}</p>" for each in FILLER]
    head = ""
    if where == "state":
        text = re.sub(r"<(script).*?</\1>|<[^>]*>", "", told) + " " + " ".join(FILLER)
        story = {"@type": "NewsArticle", "articleBody": text}
        kept = chance.random() < 0.7
        head = f'<script type="application/ld+json">{json.dumps(story, ensure_ascii=kept)}</script>'
        paragraphs, headline = [], ""
    elif where == "title":
        plain = re.sub(r"<(script).*?</\1>|<[^>]*>", "", told).replace('"', "")
        head = f'<meta property="og:title" content="{plain}">'
    else:
        paragraphs.insert(chance.randrange(3), f"<p>{told}</p>")
    html = (
        f'<!doctype html><html lang="{language}"><head><meta charset="{charset}">'
        f"<title>{headline}</title>{head}</head><body><h1>{headline}</h1>"
        f"{''.join(paragraphs)}</body></html>"
    )
    body = html.encode(charset.replace("gb2312", "gbk"), "xmlcharrefreplace")
    declared = f"text/html; charset={charset}" if chance.random() < 0.5 else "text/html"
    return Page(number, body, declared, f"{how} in {where}, {charset}, {language}")
