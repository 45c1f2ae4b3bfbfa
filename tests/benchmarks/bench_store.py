"""How fast a database is remade and asked; run with ``make bench``."""

import re
import sqlite3
import time
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
import sqlite_utils

from pipeline.fingerprint import fingerprint
from pipeline.store import Store
from pipeline.store.evidence_tables import CLAIMS, DOCUMENTS, PUBLICATION_DATES
from pipeline.store.rows import rows_of
from scrapers.archive import Archive

CONTENTS = Path(__file__).parents[1] / "pipeline" / "store_contents.py"
made = SimpleNamespace(**run_path(str(CONTENTS)))
CLAIM_COUNT = 20_000
EVENT_COUNT = 2_000


@pytest.fixture(scope="module")
def contents():
    """Make 1,000 documents of 20 claims each, and an event of every tenth claim."""
    documents = [make_article(number) for number in range(CLAIM_COUNT // 20)]
    claims = tuple(
        made.make_claim(number, document=documents[number // 20]) for number in range(CLAIM_COUNT)
    )
    events = tuple(
        made.make_event(f"zoom-paused-{number}", claims=(claims[number * 10].id,))
        for number in range(EVENT_COUNT)
    )
    return made.make_contents(documents=tuple(documents), claims=claims, events=events)


def make_article(number):
    plain = made.make_document(number)
    filler = " ".join(f"word{number}x{place}" for place in range(400))
    return made.replace(plain, text=f"{plain.text} {filler}")


def test_rebuild_of_20_000_claims(benchmark, contents, tmp_path):
    rows = sum(map(len, rows_of(contents).values()))
    with Store.open(tmp_path / "timeline.db", mode="w") as store:
        benchmark.pedantic(store.rebuild, (contents,), rounds=3, warmup_rounds=1)
    benchmark.extra_info["rows_per_second"] = round(rows / benchmark.stats["min"])


def test_raw_rows_against_the_upsert_of_sqlite_utils(benchmark, contents, tmp_path):
    rows = rows_of(contents)[CLAIMS.name]
    objects = [dict(zip(CLAIMS.names, row, strict=True)) for row in rows]
    unlinked = re.sub(r'references "\w+" \("\w+"\)', "", CLAIMS.definition)

    def fresh(name):
        path = tmp_path / f"{name}-{time.perf_counter_ns()}.db"
        connection = sqlite3.connect(path)
        connection.execute("pragma journal_mode = wal")
        connection.execute(unlinked)
        return connection

    def raw():
        connection = fresh("raw")
        places = ", ".join("?" * len(CLAIMS.names))
        start = time.perf_counter()
        with connection:
            connection.executemany(f"insert or replace into claims values ({places})", rows)
        return time.perf_counter() - start

    def upsert():
        table = sqlite_utils.Database(fresh("utils")).table("claims")
        start = time.perf_counter()
        table.upsert_all(objects, pk="id")
        return time.perf_counter() - start

    times = benchmark.pedantic(lambda: (raw(), upsert()), rounds=3)
    benchmark.extra_info["raw_rows_per_second"] = round(len(rows) / times[0])
    benchmark.extra_info["sqlite_utils_over_raw"] = round(times[1] / times[0], 1)


WRITTEN = (DOCUMENTS, PUBLICATION_DATES, CLAIMS)


def in_a_transaction(path, told, laid):
    """Write documents with their claims as a night does, each with its search."""
    with Store.open(path, mode="w") as store, store.transaction("bench") as rows:
        for document, claims in told.items():
            rows.put_document(document, claims)


def raw(path, told, laid):
    connection = sqlite3.connect(path)
    with connection:
        for table in WRITTEN:
            places = ", ".join("?" * len(table.names))
            connection.executemany(
                f"insert or replace into {table.name} values ({places})", laid[table.name]
            )
        make_searchable(connection)


def by_sqlite_utils(path, told, laid):
    database = sqlite_utils.Database(path)
    for table in WRITTEN:
        objects = [dict(zip(table.names, row, strict=True)) for row in laid[table.name]]
        database.table(table.name).upsert_all(objects, pk=table.key)
    with database.conn:
        make_searchable(database.conn)


def make_searchable(connection):
    for table in (DOCUMENTS, CLAIMS):
        name = f"{table.name}_fts"
        connection.execute(f"insert into {name} ({name}) values ('rebuild')")


def test_the_rows_of_a_night_against_raw_ones_and_the_upsert_of_sqlite_utils(
    benchmark, contents, tmp_path
):
    """The same documents and claims with their search, into the same tables with their triggers."""
    chosen = contents.claims[: CLAIM_COUNT // 2]
    told = {stored.document: [] for stored in chosen}
    for stored in chosen:
        told[stored.document].append(stored)
    laid = rows_of(made.replace(contents, claims=chosen, documents=(), events=()))
    count = sum(len(laid[table.name]) for table in WRITTEN)
    times = {write.__name__: [] for write in (in_a_transaction, raw, by_sqlite_utils)}

    def in_turn():
        for write in (in_a_transaction, raw, by_sqlite_utils):
            path = tmp_path / f"{write.__name__}-{time.perf_counter_ns()}.db"
            with Store.open(path, mode="w") as store:
                store.rebuild(made.make_contents(documents=(), claims=(), events=()))
            begun = time.process_time()
            write(path, told, laid)
            times[write.__name__].append(time.process_time() - begun)

    benchmark.pedantic(in_turn, rounds=3)

    least = {name: min(taken) for name, taken in times.items()}
    print("\nrows with their search  µs a row  rows/s  ÷ raw")
    for name, taken in least.items():
        ratio = taken / least["raw"]
        print(f"{name:22}  {taken / count * 1e6:8.1f}  {count / taken:6.0f}  {ratio:5.2f}")
        benchmark.extra_info[f"{name} ÷ raw"] = round(ratio, 2)
    assert least["in_a_transaction"] < 2 * least["raw"]  # where rows are laid out beforehand


@pytest.fixture(scope="module")
def filled(contents, tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "timeline.db"
    with Store.open(path, mode="w") as store:
        store.rebuild(contents)
    return path


@pytest.mark.parametrize(
    "question",
    [
        lambda store: store.timeline(),
        lambda store: store.timeline(companies=("zoom",), since="2020-07", until="2020-07-31"),
        lambda store: store.event_chain("zoom-paused-7"),
        lambda store: store.claims(),
        lambda store: store.check_quotes(),
        lambda store: sum(1 for _ in store.dump()),
    ],
    ids=["timeline", "filtered timeline", "chain", "claims", "check quotes", "dump"],
)
def test_question(benchmark, filled, question):
    with Store.open(filled) as store:
        benchmark(question, store)


def test_append_of_a_capture(benchmark, tmp_path):
    archive = Archive(tmp_path / "warc")
    body = b"<p>Zoom has paused data requests." * 1000
    numbers = iter(range(10**9))

    def append():
        number = next(numbers)
        archive.append(
            f"https://paper.example/{number}",
            body + str(number).encode(),
            media_type="text/html",
            source="paper",
            captured_at="2020-07-07T01:02:03Z",
        )

    benchmark(append)


def test_reading_of_2_000_captures(benchmark, tmp_path, contents):
    archive = Archive(tmp_path / "warc")
    for document in contents.documents * 2:
        archive.append(
            f"{document.url}/{time.perf_counter_ns()}",
            document.text.encode(),
            media_type="text/html",
            source="paper",
            captured_at="2020-07-07T01:02:03Z",
        )

    assert benchmark(lambda: sum(1 for _ in archive.captures())) == 2 * len(contents.documents)


def test_fingerprint_of_code_and_tracker(benchmark):
    folder = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"

    assert len(benchmark(fingerprint, folder)) == 16
    assert benchmark.stats["min"] < 0.02
