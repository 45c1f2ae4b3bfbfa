"""Whole archives are read by workers and written by one: each page once, whatever goes wrong."""

import gzip

import pytest
from bulk_files import MOMENT, TARTS, Inline, Kept, packed, record

from pipeline.bulk import Job, Order, OtherCode, job_of, read_range
from pipeline.bulk_driving import read_archives
from pipeline.bulk_positions import Positions
from pipeline.engines import EngineLost, WorkerLost
from pipeline.tracker import load_tracker, tracker_folder
from scrapers.warc_records import FOREIGN_SOURCE


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    return job_of(load_tracker(tracker_folder(tmp_path_factory.mktemp("data"), "hk-nsl")))


def read(files, job, ledger, *, engine=None, intake=None):
    intake = intake if intake is not None else Kept()
    bulk = read_archives(
        files, job=job, engine=engine or Inline(), intake=intake, positions=Positions(ledger)
    )
    return bulk, intake


def test_a_page_that_concerns_the_law_comes_with_its_rows(job, tmp_path):
    file = packed(tmp_path / "a.warc.gz", record(0), record(1, TARTS))

    bulk, intake = read([file], job, tmp_path / "ledger")

    ((ask, answer, rows),) = intake.taken
    assert (ask.url, ask.source) == ("https://paper.example/0", FOREIGN_SOURCE)
    assert (answer.asked_at, answer.status) == (MOMENT, 200)
    assert [(each.claim.company, each.claim.stance) for each in rows.claims] == [("zoom", "paused")]
    assert (bulk.records, bulk.pages, bulk.gated, bulk.new, bulk.problems) == (2, 2, 1, 1, [])


def test_what_an_earlier_run_read_is_passed_over(job, tmp_path):
    file = packed(tmp_path / "a.warc.gz", record(0))
    read([file], job, tmp_path / "ledger")

    bulk, intake = read([file], job, tmp_path / "ledger")

    assert (bulk.passed_over, bulk.records, intake.taken) == (1, 0, [])


def test_a_tracker_that_looks_for_other_names_reads_again(job, tmp_path):
    file = packed(tmp_path / "a.warc.gz", record(0))
    read([file], job, tmp_path / "ledger")
    company = job.tracker.companies[0].model_copy(update={"aliases": ("Another Name",)})
    companies = (company, *job.tracker.companies[1:])
    other = job_of(job.tracker.model_copy(update={"companies": companies}))

    bulk, _ = read([file], other, tmp_path / "ledger")

    assert (bulk.passed_over, bulk.records) == (0, 1)


def test_a_page_that_lies_in_two_files_is_kept_once(job, tmp_path):
    files = [packed(tmp_path / f"{name}.warc.gz", record(0)) for name in "ab"]

    bulk, intake = read(files, job, tmp_path / "ledger")

    assert (bulk.new, bulk.known, intake.urls()) == (1, 1, ["0"])


def test_pages_come_in_the_order_of_the_files_and_not_of_the_workers(job, tmp_path):
    files = [
        packed(tmp_path / f"{name}.warc.gz", record(f"{name}0"), record(f"{name}1"))
        for name in "cab"
    ]

    _, intake = read(files, job, tmp_path / "ledger")

    assert intake.urls() == ["c0", "c1", "a0", "a1", "b0", "b1"]


def test_a_record_that_kills_its_workers_is_named_and_the_others_are_read(job, tmp_path):
    records = [record(number) for number in range(4)]
    file = packed(tmp_path / "a.warc.gz", *records)
    deadly = len(gzip.compress(records[0], mtime=0)) + len(gzip.compress(records[1], mtime=0))

    def dies(order):
        inside = order.start <= deadly < (order.size if order.end is None else order.end)
        return WorkerLost("its worker was killed") if inside else None

    bulk, intake = read([file], job, tmp_path / "ledger", engine=Inline(dies=dies))

    assert intake.urls() == ["0", "1", "3"]
    assert bulk.missing == [(file, (deadly, deadly + 1))]
    assert f"from {deadly} to before {deadly + 1} is missing" in bulk.problems[0]

    bulk, intake = read([file], job, tmp_path / "ledger", intake=intake)

    assert (intake.urls(), bulk.missing) == (["0", "1", "3", "2"], [])


def test_a_lost_engine_ends_the_run_and_the_same_run_goes_on(job, tmp_path):
    files = [packed(tmp_path / f"{name}.warc.gz", record(name)) for name in "abcdefgh"]
    gone = EngineLost("the scheduler does not answer")

    bulk, intake = read(
        files,
        job,
        tmp_path / "ledger",
        engine=Inline(dies=lambda order: gone if "c.warc" in order.file else None),
    )
    assert intake.urls() == ["a", "b"]
    assert bulk.problems == [f"{gone}; the same command goes on where this one was"]

    bulk, intake = read(files, job, tmp_path / "ledger", intake=intake)
    assert intake.urls() == list("abcdefgh")
    assert (bulk.passed_over, bulk.problems) == (2, [])


def test_a_lost_file_is_named_and_the_others_are_read(job, tmp_path):
    file = packed(tmp_path / "a.warc.gz", record(0))
    gone = str(tmp_path / "gone.warc.gz")

    bulk, intake = read([gone, file], job, tmp_path / "ledger")

    assert intake.urls() == ["0"]
    assert len(bulk.problems) == 1
    assert gone in bulk.problems[0]


def test_a_damaged_record_is_named_with_its_file_and_place(job, tmp_path):
    file = packed(tmp_path / "a.warc.gz", record(0, moment="yesterday"), record(1))

    bulk, intake = read([file], job, tmp_path / "ledger")

    assert intake.urls() == ["1"]
    assert bulk.problems == [f"{file}: the record at 0: its date 'yesterday' is none"]
    assert intake.notes == bulk.problems
    assert bulk.damaged == 1


def test_a_worker_with_other_code_is_refused(job, tmp_path):
    file = packed(tmp_path / "a.warc.gz", record(0))
    other = Job("other", "0123456789abcdef", job.tracker)

    with pytest.raises(OtherCode, match="install the same on both"):
        read_range(Order(other, file, None))


def test_a_reading_that_holds_much_stops_and_the_next_goes_on(job, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.bulk.MOST_HELD_BYTES", 1)
    file = packed(tmp_path / "a.warc.gz", *(record(number) for number in range(5)))
    engine = Inline()

    bulk, intake = read([file], job, tmp_path / "ledger", engine=engine)

    assert intake.urls() == ["0", "1", "2", "3", "4"]
    assert (bulk.records, bulk.new) == (5, 5)
    assert len(engine.orders) > 4
