"""Make up whole pages of news as browsers get them: scripts, styles, lists, and an article.

Nothing is copied from anywhere. What makes real pages slow to read is here: a page of 200 kB has
some thousand elements, two thirds of its bytes are scripts, state and styles, and its article is a
fiftieth of it. Every page has buttons to share it, so that every page holds companies' names.
"""

import json
import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from benchmarks.news_words import LANGUAGES, Speech, name_in, speech_of

WEIGHTS = (52, 12, 8, 8, 5, 5, 3, 4, 3)  # per cent of the pages, in the order of LANGUAGES
ENDINGS = ("example", "test", "invalid")  # names that no real site can have
SHARING = (
    ("Facebook", "https://www.facebook.com/sharer.php?u="),
    ("Twitter", "https://twitter.com/intent/tweet?url="),
    ("WhatsApp", "https://wa.me/?text="),
    ("LinkedIn", "https://www.linkedin.com/shareArticle?url="),
    ("Telegram", "https://t.me/share/url?url="),
    ("Google News", "https://news.google.com/search?q="),
)
COUNTRIES = [
    "Austria",
    "Brazil",
    "Canada",
    "Chile",
    "Denmark",
    "Egypt",
    "Finland",
    "Ghana",
    "India",
    "Japan",
    "Kenya",
    "Peru",
]
TOOLS = ("googletagmanager", "facebook-pixel", "twitterCard", "apple-touch", "amazonAds", "msTile")


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of one paper share."""

    speech: Speech
    host: str
    mark: str  # with which its class names begin
    head: str
    navigation: str
    footer: str


@dataclass(frozen=True, slots=True)
class Insert:
    """What is put into a page besides what it would say anyway; HTML, "" for nothing."""

    headline: str = ""
    paragraphs: tuple[str, ...] = ()
    story: str = ""  # one more headline in a list of others
    option: str = ""  # one more place in the list of a form
    state: str = ""  # a value in the state that a script is given


def a_page(
    site: Site, chance: random.Random, *, bytes_wanted: int, url: str, insert: Insert
) -> str:
    """Make a page of about so many bytes; its charset is declared as ``utf-8``.

    The path of ``url`` begins with the day on which it came out.
    """
    speech = site.speech
    headline = insert.headline or chance.choice(speech.headlines)
    article = _article(site, chance, insert)
    parts = [_head(site, chance, url, headline), site.navigation, article]
    parts += [_stories(site, chance, insert.story), _form(chance, insert.option)]
    parts.append(_state(site, chance, insert.state))
    blocks, weights = zip(*BLOCKS, strict=True)
    wide = 1.5 if speech.language in ("ru", "ar") or speech.language.startswith("zh") else 1.0
    written = sum(map(len, parts)) + len(site.footer)
    while written < bytes_wanted:
        block = chance.choices(blocks, weights)[0]
        parts.append(block(site, chance))
        written += int(len(parts[-1]) * (wide if block in (_stories, _comments) else 1))
    parts.append(site.footer)
    return "\n".join(parts)


@cache
def sites() -> tuple[Site, ...]:
    """Make up the papers: some of each language, as many as its weight says."""
    chance = random.Random("papers")
    wanted = (max(1, weight // 2) for weight in WEIGHTS)
    return tuple(
        _site(speech, chance)
        for language, count in zip(LANGUAGES, wanted, strict=True)
        for speech in [speech_of(language)]
        for _ in range(count)
    )


def _site(speech: Speech, chance: random.Random) -> Site:
    name = f"{name_in('', chance)}{name_in('', chance).lower()}"
    host, mark = f"www.{name.lower()}.{chance.choice(ENDINGS)}", name[:3].lower()
    items = "".join(
        f'<li class="{mark}-nav__item"><a class="{mark}-nav__link" href="/{word.lower()}/" '
        f'data-track="nav:{number}">{word}</a></li>'
        for number, word in enumerate(chance.sample(speech.names, 24))
    )
    navigation = (
        f'<header class="{mark}-header" role="banner"><a href="/" aria-label="{name}">{name}</a>'
        f'<nav class="{mark}-nav"><ul>{items}</ul></nav></header>'
    )
    about = "".join(f'<li><a href="/{word.lower()}">{word}</a></li>' for word in speech.names[:30])
    footer = (
        f'<footer class="{mark}-footer"><ul>{about}</ul><p>© 2020 {name}</p></footer></body></html>'
    )
    styles = "".join(_styles(mark, chance) for _ in range(4))
    head = (
        f'<meta property="og:site_name" content="{name}"><meta name="viewport" '
        'content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/assets/{_hex(chance, 10)}.css"><style>{styles}</style>'
    )
    return Site(speech, host, mark, head, navigation, footer)


def _head(site: Site, chance: random.Random, url: str, headline: str) -> str:
    day = url.split("/")[3]
    story = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": f"{day}T08:15:00+00:00",
        "author": {"@type": "Person", "name": " ".join(chance.sample(site.speech.names, 2))},
        "publisher": {"@type": "Organization", "name": site.mark.upper()},
        "image": [f"https://{site.host}/img/{_hex(chance, 24)}.jpg"],
    }
    language = site.speech.language
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{headline}</title>"
        f'<meta property="og:title" content="{headline}"><meta property="og:url" content="{url}">'
        f'<meta property="og:type" content="article"><link rel="canonical" href="{url}">'
        f'<meta property="article:published_time" content="{day}T08:15:00+00:00">'
        f'<meta name="twitter:card" content="summary_large_image">{site.head}'
        f'<script type="application/ld+json">{json.dumps(story, ensure_ascii=False)}</script>'
        f'</head><body class="{site.mark}-page">'
    )


def _article(site: Site, chance: random.Random, insert: Insert) -> str:
    """Write 300 to 900 words, with what is inserted near the top."""
    speech, mark = site.speech, site.mark
    paragraphs = [
        speech.paragraph(chance, sentences=chance.choice((1, 2, 2, 3)))
        for _ in range(chance.randrange(11, 30))
    ]
    paragraphs[1:1] = insert.paragraphs
    told = "".join(f'<p class="{mark}-text">{paragraph}</p>\n' for paragraph in paragraphs)
    share = "".join(
        f'<li><a class="{mark}-share" href="{address}" title="Share on {name}">'
        f'<svg width="24" height="24"><path d="{_curve(chance, 12)}"/></svg>{name}</a></li>'
        for name, address in SHARING
    )
    headline = insert.headline or chance.choice(speech.headlines)
    return (
        f'<main><article class="{mark}-article" itemscope><h1>{headline}</h1>'
        f'<ul class="{mark}-shares">{share}</ul><figure><img src="/img/{_hex(chance, 16)}.jpg" '
        f'alt="{chance.choice(speech.names)}"></figure>\n{told}</article></main>'
    )


def _stories(site: Site, chance: random.Random, first: str = "") -> str:
    mark, speech = site.mark, site.speech
    headlines = chance.choices(speech.headlines, k=10)
    if first:
        headlines[0] = first
    items = "".join(_card(site, chance, headline) for headline in headlines)
    return f'<section class="{mark}-related"><h2>{speech.names[7]}</h2><ul>{items}</ul></section>'


def _card(site: Site, chance: random.Random, headline: str) -> str:
    mark, name = site.mark, _hex(chance, 9)
    return (
        f'<li class="{mark}-card {mark}-card--small"><div class="{mark}-card__frame">'
        f'<a href="/2020/07/{name}/" tabindex="-1"><picture><source media="(min-width: 980px)" '
        f'srcset="/img/{name}-640.jpg 640w, /img/{name}-960.jpg 960w"><img loading="lazy" '
        f'class="{mark}-card__image" src="/img/{name}-320.jpg" alt=""></picture></a></div>'
        f'<div class="{mark}-card__body"><span class="{mark}-card__section">'
        f'<a href="/news/">{chance.choice(site.speech.names)}</a></span>'
        f'<h3 class="{mark}-card__title"><a href="/2020/07/{name}/">{headline}</a></h3>'
        f'<div class="{mark}-card__foot"><time datetime="2020-07-{chance.randrange(1, 29):02}">'
        f'{chance.randrange(1, 24)} h</time><span aria-hidden="true"><svg width="12" height="12">'
        f'<use href="#{mark}-bubble"/></svg></span><span>{chance.randrange(300)}</span></div></div>'
        "</li>\n"
    )


def _comments(site: Site, chance: random.Random) -> str:
    mark, speech = site.mark, site.speech
    return (
        f'<div id="comments-{_hex(chance, 6)}">'
        + "".join(
            f'<div class="{mark}-comment" data-id="{_hex(chance, 16)}">'
            f'<span class="{mark}-comment__by">'
            f"{chance.choice(speech.names)}</span><p>{speech.paragraph(chance, sentences=2)}</p>"
            f'<button data-vote="up">{chance.randrange(90)}</button></div>\n'
            for _ in range(9)
        )
        + "</div>"
    )


def _state(site: Site, chance: random.Random, value: str = "") -> str:
    speech = site.speech
    ascii_only = speech.language.startswith("zh") and chance.random() < 0.3
    stories = [
        {
            "id": _hex(chance, 12),
            "__typename": "ArticleTeaser",
            "headline": chance.choice(speech.headlines),
            "summary": "\u003cp\u003e" + chance.choice(speech.sentences) + "\u003c/p\u003e",
            "url": f"/2020/07/{_hex(chance, 9)}/",
            "premium": False,
            "commentsEnabled": True,
            "section": {"__typename": "Section", "id": chance.randrange(40), "path": "/news/"},
            "region": value if value and not number else chance.choice(COUNTRIES),
            "updatedAt": 1594000000000 + chance.randrange(10**9),
        }
        for number in range(12)
    ]
    written = json.dumps(stories, ensure_ascii=ascii_only, separators=(",", ":"))
    written = written.replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<script>window.__{site.mark.upper()}_{_hex(chance, 4)}__={written};</script>"


def _form(chance: random.Random, more: str) -> str:
    names = [*COUNTRIES, *([more] if more else [])]
    options = "".join(f'<option value="{number}">{name}' for number, name in enumerate(names))
    return f'<form action="/newsletter"><select name="c{_hex(chance, 4)}">{options}</select></form>'


def _script(site: Site, chance: random.Random) -> str:
    return f"<script>{''.join(chance.sample(_code(), 3))}</script>"


def _tag(site: Site, chance: random.Random) -> str:
    tool = chance.choice(TOOLS)
    pixel = "".join(chance.choices(string.ascii_letters + string.digits, k=120))
    return (
        f'<script async src="https://cdn.{tool}.test/{_hex(chance, 12)}.js"></script>'
        f'<div class="{site.mark}-ad" id="ad-{_hex(chance, 8)}" '
        f'data-slot="/{chance.randrange(10**8)}/{tool}" data-sizes="[[300,250],[728,90]]">'
        f'<img alt="" width="1" height="1" src="data:image/png;base64,{pixel}"></div>'
    )


def _icons(site: Site, chance: random.Random) -> str:
    return (
        '<svg style="display:none">'
        + "".join(
            f'<symbol id="{site.mark}-{_hex(chance, 5)}" viewBox="0 0 24 24">'
            f'<path d="{_curve(chance, 30)}"/></symbol>'
            for _ in range(8)
        )
        + "</svg>"
    )


def _style(site: Site, chance: random.Random) -> str:
    return f"<style>{_styles(site.mark, chance)}</style>"


BLOCKS: tuple[tuple[Callable[[Site, random.Random], str], int], ...] = (
    (_script, 34),
    (_state, 20),
    (_stories, 26),
    (_style, 12),
    (_comments, 12),
    (_tag, 20),
    (_icons, 5),
)


def _styles(mark: str, chance: random.Random) -> str:
    kinds = ("card", "nav", "text", "comment", "ad", "footer", "related", "share")
    return "".join(
        f".{mark}-{chance.choice(kinds)}__{chance.choice(TOOLS)[:6].lower()}{chance.randrange(99)}"
        f"{{margin:{chance.randrange(40)}px {chance.randrange(40)}px;color:#{_hex(chance, 6)};"
        f"font-size:{chance.randrange(10, 40)}px;"
        f"display:{chance.choice(('block', 'flex', 'grid'))}}}"
        for _ in range(40)
    )


@cache
def _code() -> tuple[str, ...]:
    """Write pieces of scripts as packers leave them: they do nothing, in few and short names."""
    chance = random.Random("scripts")
    names = [first + second for first in "abcdefghijkmnoprt" for second in "nrtxyz_"]
    calls = [
        "push",
        "map",
        "slice",
        "indexOf",
        "getAttribute",
        "addEventListener",
        "apply",
        "call",
        "length",
        "then",
    ]
    shapes = (
        "function {0}({1},{2}){{return {1}.{3}({2})||{4}}}",
        "var {0}={1}&&{2}.{3}({4}),{1}=null;",
        'if("{5}"===typeof {0}){{{1}={2}.{3}("{5}",{4})}}else{{{2}++}}',
        "e.{3}=function(){{return this.{0}.{3}({1},{2}>{4}?{1}:{2})}},",
        '{0}.{3}({{key:"{5}",value:{4},enumerable:!0}});',
    )
    pieces = []
    for _ in range(600):
        few, words = chance.sample(names, 4), [name_in("", chance).lower() for _ in range(3)]
        pieces.append(
            "".join(
                chance.choice(shapes).format(
                    *chance.choices(few, k=3),
                    chance.choice(calls[:5]),
                    chance.randrange(9),
                    chance.choice(words),
                )
                for _ in range(40)
            )
        )
    return tuple(pieces)


def _hex(chance: random.Random, digits: int) -> str:
    return f"{chance.getrandbits(4 * digits):0{digits}x}"


def _curve(chance: random.Random, points: int) -> str:
    return "M" + " ".join(
        f"{chance.randrange(240) / 10}c{chance.random():.2f}" for _ in range(points)
    )
