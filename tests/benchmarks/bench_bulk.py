"""Measure the reading of whole news archives beside unpacking alone and beside other readers.

All works read the same generated file in the same run, and ratios are asserted. Files and the
environments of others are kept in $STANCELINE_BENCH, else in a temporary folder.
"""

import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from benchmarks.measuring import PATHS, backfilled, cost_of, tell
from benchmarks.news_archive import Archive, archive, cache_folder
from benchmarks.peers.environments import NotMeasured, peers, run

HERE = Path(__file__).parent
PAGES = int(os.environ.get("STANCELINE_BENCH_PAGES", "10000"))
ROUNDS = 2
# The chain's processor time against unpacking alone, and its pages per second of processor time
# against theirs: what is wanted, and what was reached so far. Less than was reached fails; what is
# wanted and not reached is an expected failure, and stands as one under every run.
TO_GZIP, TO_FASTEST = 0.40, 1.8
TO_TRAFILATURA, TO_NEWSPLEASE = 60, 400
REACHED_TO_GZIP, REACHED_TO_FASTEST = 1.15, 6.3
REACHED_TO_TRAFILATURA, REACHED_TO_NEWSPLEASE = 27, 190


@pytest.fixture(scope="module")
def news() -> Archive:
    return archive(PAGES)


@pytest.fixture(scope="module")
def small() -> Archive:
    return archive(300)


@pytest.fixture(scope="module")
def costs(news, small):
    """Run each work on the file in turns; the least processor time of each counts."""
    works = {
        "gzip -dc": lambda: unpacked_by("gzip", news),
        "libdeflate, member by member": lambda: of_ours("unpack", news, small),
        "our reader, every body": lambda: of_ours("read", news, small),
        "our reader and the gate": lambda: of_ours("gate", news, small),
        "the whole chain": lambda: of_ours("chain", news, small),
    }
    if shutil.which("igzip"):
        works["igzip -dc"] = lambda: unpacked_by("igzip", news)
    least: dict[str, dict] = {}
    for _ in range(ROUNDS):
        for name, work in works.items():
            told = work()
            if name not in least or told["cpu_seconds"] < least[name]["cpu_seconds"]:
                least[name] = told
    return least


@pytest.fixture(scope="module")
def command(news, tmp_path_factory):
    """Run the command on the file once, into a folder of its own."""
    data = tmp_path_factory.mktemp("bulk")
    return SimpleNamespace(data=data, cost=backfilled(data, news.path))


@pytest.fixture(scope="module")
def others(news):
    """Run every peer on its part of the file; one that fails says why."""
    found = {}
    for peer in peers():
        try:
            found[peer.name] = run(peer, news.path, cache=cache_folder())
        except NotMeasured as error:
            found[peer.name] = str(error)
    return found


def unpacked_by(program: str, news: Archive) -> dict:
    command = ["sh", "-c", f'exec {program} -dc "$0" > /dev/null', news.path]
    return {"cpu_seconds": cost_of(command).cpu_seconds}


def of_ours(work: str, news: Archive, small: Archive) -> dict:
    command = [sys.executable, HERE / "bulk_chain.py", work, news.path, "--warm", small.path]
    return json.loads(cost_of(command, env=PATHS).said)


def test_the_file_is_made_up_as_archives_of_news_are(benchmark, news, small):
    made = benchmark.pedantic(lambda: news.makeup, rounds=1)

    pages = made["pages"]
    shares = {
        "pages in HTML": f"{pages:,}",
        "mean size of a page": f"{made['html_bytes'] / pages / 1e3:.0f} kB",
        "the file, packed": f"{made['packed_bytes'] / 1e6:.0f} MB",
        "unpacked to packed": f"{made['html_bytes'] / made['packed_bytes']:.1f}",
        "pages in English": f"{made['en'] / pages:.0%}",
        "pages in Chinese": f"{made['zh'] / pages:.1%}",
        "pages not in UTF-8": f"{1 - made['in utf-8'] / pages:.1%}",
        "the place in the raw bytes": f"{made['place'] / pages:.2%}",
        "the law in the raw bytes": f"{made['law'] / pages:.2%}",
        "both in the raw bytes": f"{made['both'] / pages:.2%}",
        "both and a company in the text": f"{made['telling'] / pages:.2%}",
        "a known answer planted": f"{len(news.truth) / pages:.2%}",
        "errors and redirects besides": f"{made['refused'] / pages:.1%}",
        "pictures besides": f"{made['pictures'] / pages:.1%}",
        "PDFs besides": f"{made['papers'] / pages:.1%}",
    }
    tell(
        benchmark,
        "The file that is read",
        "Made up by our generator, nothing of it is real: pages with scripts, state, styles, "
        "lists of headlines and an article of 300 to 900 words; one gzip member a record. "
        "Every page names companies, on its buttons to share it.",
        ("of the file", "is"),
        list(shares.items()),
    )
    assert 0.9 < made["html_bytes"] / pages / 200_000 < 1.1


def test_the_whole_chain_costs_less_than_unpacking_with_gzip(benchmark, costs, news, command):
    benchmark.pedantic(lambda: costs, rounds=1)

    gzip = costs["gzip -dc"]["cpu_seconds"]
    chain = costs["the whole chain"]
    alone = [costs[name]["cpu_seconds"] for name in costs if "igzip" in name or "libd" in name]
    seconds = {name: told["cpu_seconds"] for name, told in costs.items()}
    seconds["the command, with its start"] = command.cost.cpu_seconds
    pages, size = news.makeup["pages"], news.makeup["packed_bytes"]
    tell(
        benchmark,
        "Reading a news archive",
        f"Processor time of all processes, the least of {ROUNDS} rounds in turns. The whole chain "
        "is: unpack, gate, parse, extract, store. What a process loads once is loaded by a small "
        f"file before, which takes {chain['start_seconds'] / gzip:.2f} of what gzip takes for the "
        "large one; the command is run once, and loads it in its worker. "
        f"Wanted of the chain: at most {TO_GZIP} of gzip, {TO_FASTEST} of the fastest unpacking."
        f"{'' if shutil.which('igzip') else ' igzip is not installed here (Debian: isal).'}",
        (
            "work",
            "CPU ÷ gzip -dc",
            "CPU ÷ fastest unpacking",
            "pages per CPU s",
            "MB packed per CPU s",
        ),
        [
            (
                name,
                f"{spent / gzip:.2f}",
                f"{spent / min(alone):.2f}",
                f"{pages / spent:,.0f}",
                f"{size / spent / 1e6:,.0f}",
            )
            for name, spent in sorted(seconds.items(), key=lambda each: -each[1])
        ],
    )
    assert chain["pages"] == pages
    assert seconds["the whole chain"] / gzip <= REACHED_TO_GZIP
    assert seconds["the whole chain"] / min(alone) <= REACHED_TO_FASTEST
    if seconds["the whole chain"] > min(TO_GZIP * gzip, TO_FASTEST * min(alone)):
        pytest.xfail(f"wanted: at most {TO_GZIP} of gzip, {TO_FASTEST} of the fastest unpacking")


def test_everything_that_was_planted_is_found(benchmark, news, command):
    benchmark.pedantic(lambda: command, rounds=1)

    with closing(sqlite3.connect(command.data / "timeline.db")) as connection:
        claims = set(
            connection.execute(
                "select documents.url, company, stance, announced"
                " from claims join documents on documents.id = claims.document"
            )
        )
        kept = {url for (url,) in connection.execute("select url from documents")}
    told = [each for each in news.truth if each.company]
    wanted = {(each.url, each.company, each.stance, each.announced) for each in told}
    lost = [each for each in told if each.url not in {url for url, *_ in claims}]
    tell(
        benchmark,
        "What was planted, and what was found",
        "Each answer in another spelling or encoding; pages in Chinese are kept without claims.",
        ("disguise", "planted", "kept", "read right"),
        [
            (
                name,
                len(those := [each for each in news.truth if each.disguise == name]),
                sum(each.url in kept for each in those),
                sum(
                    (each.url, each.company, each.stance, each.announced) in claims
                    for each in those
                )
                if those[0].company
                else "-",
            )
            for name in dict.fromkeys(each.disguise for each in news.truth)
        ],
    )
    benchmark.extra_info["claims_besides"] = len(claims - wanted)
    assert [each.disguise for each in news.truth if each.url not in kept] == []
    assert lost == []
    assert wanted <= claims


def test_the_chain_reads_many_times_the_pages_of_others(benchmark, costs, others, news):
    benchmark.pedantic(lambda: others, rounds=1)

    mean = news.makeup["html_bytes"] / news.makeup["pages"]
    ours = news.makeup["pages"] / costs["the whole chain"]["cpu_seconds"]
    gzip = news.makeup["pages"] / costs["gzip -dc"]["cpu_seconds"]
    rates = {  # by the bytes they read: a part of the file has pages of other sizes than the whole
        name: told["html_bytes"] / mean / told["cpu_seconds"]
        for name, told in others.items()
        if isinstance(told, dict)
    }
    rows = [
        (
            name,
            f"{told['pages']:,}",
            f"{rates[name]:,.0f}",
            f"{ours / rates[name]:,.1f}",
            f"{gzip / rates[name]:,.2f}",
            ", ".join(f"{package} {version}" for package, version in told["versions"].items()),
        )
        if isinstance(told, dict)
        else (name, f"not measured: {told}", "", "", "", "")
        for name, told in others.items()
    ]
    tell(
        benchmark,
        "Other readers of the same file",
        f"Our whole chain reads {ours:,.0f} pages a second of processor time. The slow ones get a "
        "part of the file, scaled by bytes; their reading of the archive is not counted, nor are "
        "their imports. Fundus's crawler would pass over every page of an unknown paper: its "
        "parser of one paper reads all of them here. Of all of these only the chain says what "
        "companies answered. Wanted: "
        f"{TO_TRAFILATURA} times a trafilatura loop, {TO_NEWSPLEASE} times news-please.",
        ("reader", "pages", "pages per CPU s", "ours is faster by", "CPU ÷ gzip -dc", "versions"),
        [
            (
                "our whole chain",
                f"{news.makeup['pages']:,}",
                f"{ours:,.0f}",
                "1",
                f"{gzip / ours:.2f}",
                "",
            ),
            *rows,
        ],
    )
    if "trafilatura loop" in rates:
        assert ours / rates["trafilatura loop"] >= REACHED_TO_TRAFILATURA
    if "news-please from_html loop" in rates:
        assert ours / rates["news-please from_html loop"] >= REACHED_TO_NEWSPLEASE
    wanted = {"trafilatura loop": TO_TRAFILATURA, "news-please from_html loop": TO_NEWSPLEASE}
    short = [name for name in wanted if name in rates and ours / rates[name] < wanted[name]]
    if short:
        pytest.xfail(f"wanted of {', '.join(short)}: {wanted}")
