"""Write a WARC file like those of Common Crawl's news archive, with known answers planted in it.

Pages of 20 kB to 2 MB (log-normal, 200 kB in the mean), one gzip member a record as crawlers write
them, and between them what else a crawl brings home. A few pages tell of a company's answer to the
law, each in another spelling or encoding; what they tell, and the make-up of the file, is written
beside it. The same arguments give the same file, kept in a cache until this code changes:

    python tests/benchmarks/news_archive.py --pages 10000
"""

import argparse
import base64
import hashlib
import json
import math
import os
import random
import sys
import tempfile
import uuid
import zlib
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from statistics import NormalDist
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from ahocorasick_rs import BytesAhoCorasick, Implementation
from benchmarks.news_pages import Insert, Site, a_page, sites
from benchmarks.news_plants import BOTH, DISGUISES, LAW, PLACE, TELLING, Planted, plant

from pipeline.tracker import load_tracker

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
MADE_OF = ("news_words.py", "news_words.toml", "news_pages.py", "news_plants.py", "news_archive.py")
TELLING_SHARE = 0.0019  # beside what is planted
SHARES = {"both": 0.0071, "place": 0.0390, "law": 0.0300}  # of the pages
PLANTED = 0.001
GOLDEN = 0.6180339887
REFUSED, PICTURES, PAPERS = 0.02, 0.01, 0.005  # further records, beside the pages
BLOCK = 100  # pages made at a time, in the order of the file
CRAWLED = datetime(2020, 7, 7, 1, 23, 45, tzinfo=UTC)
OLD_CHARSETS = {"zh-Hans": ("gbk", 0.3), "zh-Hant": ("big5", 0.3), "ru": ("windows-1251", 0.1)}


@dataclass(frozen=True, slots=True)
class Archive:
    """A file, and what is known of it: what was planted, and the make-up that was counted."""

    path: Path
    truth: tuple[Planted, ...]
    makeup: dict[str, Any]


def archive(pages: int, *, seed: int = 1, planted: int | None = None, workers: int = 2) -> Archive:
    """Give the file of these arguments, from the cache or made now.

    ``planted`` pages have a known answer; else one in a thousand has, and one at the least.
    """
    count = max(1, round(PLANTED * pages)) if planted is None else planted
    path = cache_folder() / f"news-{pages}-{count}-{seed}-{_made_by()}.warc.gz"
    beside = path.with_suffix(".json")
    if not (path.exists() and beside.exists()):
        truth, makeup = _write(path, _kinds(pages, count, seed), seed=seed, workers=workers)
        told = {"truth": [asdict(each) for each in truth], "makeup": makeup}
        beside.write_text(json.dumps(told, indent=1), encoding="utf-8")
    told = json.loads(beside.read_text(encoding="utf-8"))
    return Archive(path, tuple(Planted(**each) for each in told["truth"]), told["makeup"])


def cache_folder() -> Path:
    """Name the folder that benchmarks keep files in, $STANCELINE_BENCH or a temporary one."""
    given = os.environ.get("STANCELINE_BENCH")
    folder = Path(given) if given else Path(tempfile.gettempdir()) / "stanceline-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _made_by() -> str:
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in MADE_OF)).hexdigest()[:8]


def _kinds(pages: int, planted: int, seed: int) -> list[str]:
    """Say of each page what it holds; those that tell of the law are numbered."""
    telling = round(TELLING_SHARE * pages)
    kinds = [f"planted {number}" for number in range(planted)]
    kinds += [f"telling {planted + number}" for number in range(telling)]
    for kind, share in SHARES.items():
        kinds += [kind] * round(share * pages)
    kinds += ["plain"] * (pages - len(kinds))
    random.Random(f"kinds {seed}").shuffle(kinds)
    return kinds


def _bytes_wanted(number: int | None, chance: random.Random) -> int:
    """Draw the size of a page.

    The few that are numbered are spread evenly over the same sizes: what a file costs to read must
    not hang on whether thirty draws came out long or short.
    """
    sizes = NormalDist(math.log(200_000) - 0.8**2 / 2, 0.8)
    drawn = chance.random() if number is None else (number * GOLDEN + 0.5) % 1
    return min(2_000_000, max(20_000, int(math.exp(sizes.inv_cdf(max(drawn, 1e-9))))))


def _write(
    path: Path, kinds: list[str], *, seed: int, workers: int
) -> tuple[list[Planted], dict[str, Any]]:
    blocks = [kinds[start : start + BLOCK] for start in range(0, len(kinds), BLOCK)]
    counted: Counter[str] = Counter()
    truth: list[Planted] = []
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        with unfinished.open("wb") as file, ProcessPoolExecutor(workers) as pool:
            file.write(zlib_member(_warcinfo(path.name)))
            made = pool.map(partial(_block, seed), range(len(blocks)), blocks)
            for packed, planted, counts in made:
                file.write(packed)
                truth += planted
                counted.update(counts)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return truth, {"pages": len(kinds), "packed_bytes": path.stat().st_size, **counted}


def _block(seed: int, number: int, kinds: list[str]) -> tuple[bytes, list[Planted], Counter[str]]:
    chance = random.Random(f"{seed} {number}")
    papers = sites()
    members: list[bytes] = []
    truth: list[Planted] = []
    counted: Counter[str] = Counter()
    for place, kind in enumerate(kinds):
        when = CRAWLED + timedelta(seconds=number * BLOCK + place)
        site = chance.choice(papers)
        url, page, planted = _page(site, chance, kind, f"{number * BLOCK + place:06}")
        counted.update(_traits(page.html))
        counted["html_bytes"] += len(page.body)
        counted["telling"] += kind.startswith(("telling", "planted"))
        counted[f"in {page.charset}"] += 1
        counted[page.language.partition("-")[0]] += 1
        truth += [planted] if planted else []
        media_type = f"text/html; charset={page.charset}"
        members.append(_response(url, when, chance, page.body, media_type))
        members += _others(site, when, chance, counted)
    return b"".join(map(zlib_member, members)), truth, counted


@dataclass(frozen=True, slots=True)
class _Made:
    html: str
    body: bytes
    charset: str
    language: str


def _page(
    site: Site, chance: random.Random, kind: str, number: str
) -> tuple[str, _Made, Planted | None]:
    """Make a page of a kind; a planted one tells what is to be found in it."""
    planted, charset, unfold = None, "utf-8", str
    kind, _, told = kind.partition(" ")
    if kind == "planted":
        disguise = DISGUISES[int(told) % len(DISGUISES)]
        papers = [each for each in sites() if each.speech.language == disguise.language]
        site = chance.choice(papers)
        url = f"https://{site.host}/2020-07-07/{number}.html"
        insert, planted = plant(disguise, url, chance)
        charset, unfold = disguise.charset, disguise.unfold
    else:
        url = f"https://{site.host}/2020-07-{chance.randrange(1, 8):02}/{number}.html"
        insert = _insert(kind, site, chance)
        old, share = OLD_CHARSETS.get(site.speech.language, ("windows-1252", 0.02))
        charset = old if chance.random() < share else charset
    wanted = _bytes_wanted(int(told) if told else None, chance)
    html = a_page(site, chance, bytes_wanted=wanted, url=url, insert=insert)
    if chance.random() < 0.01:  # addresses of readers' letters, hidden from those who collect them
        hidden = "".join(f"&#{ord(letter)};" for letter in f"mailto:desk@{site.host}")
        html = html.replace("<footer", f'<a href="{hidden}">@</a><footer')
    html = unfold(html.replace('charset="utf-8"', f'charset="{charset}"', 1))
    body = html.encode(charset, "xmlcharrefreplace")
    return url, _Made(html, body, charset, site.speech.language), planted


def _insert(kind: str, site: Site, chance: random.Random) -> Insert:
    """Put the place, the law or both into an ordinary page, as ordinary pages hold them."""
    language = "zh" if site.speech.language.startswith("zh") else "en"
    place, law = chance.choice(PLACE[language]), chance.choice(LAW[language])
    if kind == "telling":
        return Insert(paragraphs=(chance.choice(TELLING[language]),))
    if kind == "both":
        return Insert(option="Hong Kong", story=law) if chance.random() < 0.7 else BOTH[language]
    if kind == "law":
        return Insert(story=law) if chance.random() < 0.6 else Insert(paragraphs=(law,))
    if kind == "place":
        return chance.choice(
            (
                Insert(option="Hong Kong"),
                Insert(state="Hong Kong"),
                Insert(story=place),
                Insert(paragraphs=(place,)),
            )
        )
    return Insert()


@cache
def _seekers() -> dict[str, BytesAhoCorasick]:
    law = load_tracker(TRACKER).law
    sought = {"place": (*law.place, *law.place_zh), "law": (*law.names, *law.names_zh)}
    return {
        trait: BytesAhoCorasick(
            [name.lower().encode() for name in names], implementation=Implementation.DFA
        )
        for trait, names in sought.items()
    }


def _traits(html: str) -> Counter[str]:
    """Count whether the page names place and law anywhere in its bytes, whatever its charset."""
    low = html.encode("utf-8").lower()
    found = {
        trait: int(bool(seeker.find_matches_as_indexes(low)))
        for trait, seeker in _seekers().items()
    }
    return Counter({**found, "both": int(all(found.values()))})


def _others(
    site: Site, when: datetime, chance: random.Random, counted: Counter[str]
) -> list[bytes]:
    """Give what lies between pages: answers that are none, pictures, papers."""
    others = []
    address = f"https://{site.host}/{chance.getrandbits(40):x}"
    if chance.random() < REFUSED:
        status = chance.choice(("404 Not Found", "301 Moved Permanently", "503 Unavailable"))
        body = f"<html><body><h1>{status}</h1></body></html>".encode()
        others.append(_response(address, when, chance, body, "text/html", status=status))
        counted["refused"] += 1
    if chance.random() < PICTURES:
        body = b"\xff\xd8\xff\xe0" + chance.randbytes(chance.randrange(20_000, 90_000))
        others.append(_response(f"{address}.jpg", when, chance, body, "image/jpeg"))
        counted["pictures"] += 1
    if chance.random() < PAPERS:
        body = b"%PDF-1.5\n" + chance.randbytes(chance.randrange(50_000, 300_000))
        others.append(_response(f"{address}.pdf", when, chance, body, "application/pdf"))
        counted["papers"] += 1
    return others


def _response(
    url: str,
    when: datetime,
    chance: random.Random,
    body: bytes,
    media_type: str,
    *,
    status: str = "200 OK",
) -> bytes:
    http = (
        f"HTTP/1.1 {status}\r\nServer: nginx\r\nDate: {when:%a, %d %b %Y %H:%M:%S GMT}\r\n"
        f"Content-Type: {media_type}\r\nX-Crawler-Content-Encoding: gzip\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: max-age=60\r\n\r\n"
    ).encode()
    return _record(
        "response",
        when,
        http + body,
        f"WARC-Target-URI: {url}\r\nWARC-IP-Address: 192.0.2.{chance.randrange(1, 255)}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"WARC-Payload-Digest: sha1:{_digest(body)}\r\n"
        f"WARC-Block-Digest: sha1:{_digest(http + body)}\r\n",
        str(uuid.UUID(int=chance.getrandbits(128), version=4)),
    )


def _digest(content: bytes) -> str:
    return base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def _warcinfo(name: str) -> bytes:
    told = b"software: a generator for benchmarks\r\nformat: WARC File Format 1.0\r\n"
    fields = f"WARC-Filename: {name}\r\nContent-Type: application/warc-fields\r\n"
    return _record("warcinfo", CRAWLED, told, fields, str(uuid.UUID(int=1, version=4)))


def _record(kind: str, when: datetime, block: bytes, fields: str, identity: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {when:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"WARC-Record-ID: <urn:uuid:{identity}>\r\n{fields}Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def zlib_member(record: bytes) -> bytes:
    """Pack a record into a gzip member of its own, with the level that crawlers use."""
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(record) + packer.flush()


def main() -> None:
    """Make a file and print where it is and what it is made of."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=10_000)
    asked.add_argument("--planted", type=int)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    made = archive(given.pages, seed=given.seed, planted=given.planted)
    print(made.path)
    print(json.dumps(made.makeup, indent=1))


if __name__ == "__main__":
    main()
