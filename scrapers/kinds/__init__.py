"""Read each kind of source, a file a kind: bytes of its pages in, links out; pure.

A kind is found by the name of its file and offers what ``Kind`` lists. Here stands what the
kinds share: bytes to text, dates to days, and which of the offered links are followed.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from importlib import import_module
from itertools import islice
from typing import Protocol, cast
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from scrapers.addresses import canonical
from scrapers.answers import Purpose
from scrapers.links import Link, Offer
from scrapers.sources import Source

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A label is read as browsers read it: its superset, https://encoding.spec.whatwg.org/#names
SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
EASTERN = re.compile(rb"[\x80-\xff][\x40-\xff][\x80-\xff][\x40-\xff][\x80-\xff]")
# What Chinese news is mostly made of; a wrong reading gives rare characters instead.
COMMON = frozenset(
    "的一是不了在人有他這这中大來来上國国個个到說说們们為为子和地出會会也你對对就年要下可以時时生用能"
    "行方事法公司新聞闻香港台灣湾市政府安全家日月年資资料網网警要求"
)
TAG = re.compile(r"<[/!]?[a-zA-Z-][^<>]*>")
# What may stand before the first element; each branch begins differently, so it never backtracks.
ROOT = re.compile(
    r"(?:[\s\]>\ufeff]|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<![a-zA-Z][^>]*>)*<(?:[\w-]+:)?([\w-]+)"
)
DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")
YEAR_ONE = "1990"  # no page of the web is older: such dates are empty fields of a database


class UnreadableLinks(Exception):
    """A page that is not of its source's kind; the message says what came, and what to do."""


class Kind(Protocol):
    """Say what a file of this folder offers."""

    PURPOSE: Purpose

    def addresses(self, source: Source, *, now: datetime) -> tuple[str, ...]:
        """Say what is asked first; ``now`` is aware."""

    def read_links(
        self, body: bytes, *, url: str, media_type: str | None, source: Source, now: datetime
    ) -> Offer:
        """Read the links of one page. Raise UnreadableLinks for a page of another kind."""


def kind_of(source: Source) -> Kind:
    """Import the kind that a source is of."""
    return cast(Kind, import_module(f"scrapers.kinds.{source.kind}"))


def follow(links: Iterable[Link], source: Source) -> tuple[Link, ...]:
    """Choose the links that are followed: kept ones, newest first, each canonical address once.

    Undated links come last, in the order they were offered: a source that omits dates must not
    push real news out of ``most_links``.
    """
    wanted = (link for link in links if _is_wanted(link, source))
    newest_first = sorted(wanted, key=lambda link: link.published or "", reverse=True)
    return tuple(islice(_once(newest_first), source.most_links))


def _is_wanted(link: Link, source: Source) -> bool:
    texts = (unquote(link.url), link.title or "")  # a Chinese address is percent-encoded

    def says(pattern: str) -> bool:
        return any(re.search(pattern, text, re.IGNORECASE) for text in texts)

    return (not source.keep or says(source.keep)) and not (source.drop and says(source.drop))


def _once(links: Iterable[Link]) -> Iterator[Link]:
    seen = set()
    for link in links:
        url = canonical(link.url)
        if url and url not in seen:
            seen.add(url)
            yield replace(link, url=url)


def offered(
    links: Iterable[Link], *, url: str, source: Source, now: datetime, problems: Iterable[str] = ()
) -> Offer:
    """Offer links without the dates that cannot be, and say so; say too when there is no link."""
    latest = (now + timedelta(days=1)).astimezone(ZoneInfo(source.timezone)).date().isoformat()
    sound, odd = [], []
    for link in links:
        if link.published and not YEAR_ONE <= link.published <= latest:
            odd.append(link)
            sound.append(replace(link, published=None))
        else:
            sound.append(link)
    found = list(problems)
    if odd:
        found.append(
            f"{source.id}: {len(odd)} of {len(sound)} dates on {url} cannot be, such as "
            f"{odd[0].published}; these links count as undated"
        )
    if not sound:
        missing = f"select = {source.select!r} finds no link" if source.select else "no link stands"
        found.append(f"{source.id}: {missing} on {url}; look at the page, then at the TOML")
    return Offer(links=tuple(sound), problems=tuple(found))


def day_of(text: str, timezone: str) -> str | None:
    """Read an ISO 8601 or RFC 5322 date as an ISO day in ``timezone``; None when it is neither.

    A date without time stays as it is, be it a month or a year. A time that names no zone, or one
    by letters that the standard does not know ("HKT"), is taken to be of ``timezone``.
    """
    text = text.strip()
    if DAY.fullmatch(text):
        return text if _exists(text) else None
    iso = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", re.sub(r"\s*(?:UTC|GMT)$", "Z", text))
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
    try:
        here = when.astimezone(ZoneInfo(timezone)) if when.tzinfo else when
    except OverflowError:  # the first and the last day of the calendar
        here = when
    return here.date().isoformat()


def _exists(day: str) -> bool:
    try:
        date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        return False
    return True


def web_address(link: str, base: str) -> str | None:
    """Join a link to the address that it stands under; None when it leads out of the web."""
    link = link.strip()
    try:
        address = link if link.startswith(("http://", "https://")) else urljoin(base, link)
        urlsplit(address)
    except ValueError:
        return None
    return address if link and re.match(r"https?://", address, re.IGNORECASE) else None


def root_of(text: str) -> str | None:
    """Name the first element of HTML or XML in lower case; None when the text is neither."""
    match = ROOT.match(text[:20_000])
    if match is None:
        return None
    before = text[: match.start(1)].lower()
    return "html" if re.search(r"<!doctype\s+html", before) else match[1].lower()


def plain(text: str | None) -> str | None:
    """Turn a title that may hold HTML into plain text; None when nothing is left."""
    if text is None:
        return None
    return " ".join(unescape(TAG.sub("", text)).split()) or None


def decoded(body: bytes, media_type: str | None = None) -> str:
    """Turn bytes into text. What is declared is a hint: what is nearly UTF-8 is UTF-8."""
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    if body[:2] in {b"<\0", b"\0<"}:  # UTF-16 without its mark
        return body.decode("utf-16-le" if body[1] == 0 else "utf-16-be", errors="replace")
    text = body.decode("utf-8", errors="replace")
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    if text.count("\ufffd") * 5 <= beyond_ascii - 1 or not beyond_ascii:
        return text
    encodings = [*_declared(body, media_type), "cp1252"]
    if EASTERN.search(body):
        encodings += ["big5hkscs", "gb18030"]
    readings = [body.decode(encoding, errors="replace") for encoding in dict.fromkeys(encodings)]
    return max(readings, key=_plausibility)


def _declared(body: bytes, media_type: str | None) -> Iterator[str]:
    hints = CHARSET.findall((media_type or "").encode()) + CHARSET.findall(body[:1024])
    for label in hints:
        try:
            name = codecs.lookup(label.decode("ascii")).name
            b"x".decode(name)  # some names of Python are of no encoding: hex, rot13, undefined
        except (LookupError, ValueError):  # UnicodeError is one
            continue
        yield SUPERSETS.get(name, name)


def _plausibility(text: str) -> int:
    text = text[:200_000]  # a beginning tells; all of a file of 60 MB takes seconds
    return sum(letter in COMMON for letter in text) - 10 * text.count("\ufffd")
