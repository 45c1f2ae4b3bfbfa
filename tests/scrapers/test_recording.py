"""A run's looks come back from its WARC file as they were taken, or not at all."""

import gzip
import json
from dataclasses import replace

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.answers import Answer, Ask
from scrapers.archive import Archive
from scrapers.archive_index import index_path
from scrapers.links import Link
from scrapers.looks import Look, RunEnd, RunStart
from scrapers.recording import Recording
from scrapers.warc_records import digest_of

DAY = "2026-11-28T02:15:01Z"
PAGE = b"<p>Zoom has paused data requests.</p>"


def make_ask(url="https://paper.example/1", **changes):
    return replace(Ask(url, "paper"), **changes)


def make_answer(url="https://paper.example/1", **changes):
    answer = Answer(
        url=url,
        final_url=url,
        asked_at=DAY,
        status=200,
        headers=(("Content-Type", "text/html"), ("ETag", '"one"')),
        body=PAGE,
        elapsed_ms=12,
        sent=(("Host", "paper.example"),),
    )
    return replace(answer, **changes)


@pytest.fixture
def recording(tmp_path):
    return Recording(tmp_path / "warc", command="refresh", started_at=DAY)


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "warc")


def looks_of(archive):
    return [entry for entry in archive.entries() if isinstance(entry, Look)]


def take(recording, number, **changes):
    url = f"https://paper.example/{number}"
    return recording.keep(make_ask(url), make_answer(url, **changes))


def forget_sent(look):
    """The headers of a request stand in a record of their own, and are not read back."""
    return replace(look, answer=replace(look.answer, sent=()))


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        ({}, {}),
        ({"link": Link("https://paper.example/1", "Zoom: paused", "2020-07-07")}, {}),
        ({"via": "https://paper.example/feed", "purpose": "links"}, {}),
        ({}, {"final_url": "https://paper.example/moved"}),
        ({}, {"status": 404, "body": b"gone"}),
        ({}, {"status": None, "headers": (), "body": b"", "failure": "robots", "note": "no"}),
        ({}, {"body": PAGE[:9], "failure": "too_slow", "note": "over 60 s"}),
        ({}, {"headers": (("Content-Encoding", "gzip"), ("X-Name", "a"))}),
        (
            {"of": "https://zoom.example/trust", "of_at": "2020-07-08T01:00:00Z"},
            {"headers": (("Memento-Datetime", "Wed, 08 Jul 2020 01:00:00 GMT"),)},
        ),
    ],
)
def test_a_look_is_read_back_as_it_was_taken(recording, archive, ask, answer):
    kept = recording.keep(make_ask(**ask), make_answer(**answer))

    assert looks_of(archive) == [forget_sent(kept)]
    assert archive.verify() == []


def test_a_good_answer_is_a_capture_and_a_bad_one_is_none(recording, archive):
    good = recording.keep(make_ask(), make_answer())
    for changes in (
        {"status": 404},
        {"failure": "too_slow"},
        {"status": None, "failure": "robots"},
    ):
        recording.keep(make_ask("https://paper.example/2"), make_answer(**changes))

    assert list(archive.captures()) == [good.capture]
    assert archive.read(good.capture.file, good.capture.offset).body == PAGE


def test_an_archived_copy_has_the_address_and_the_moment_of_its_page(recording, archive):
    asked = "https://web.archive.example/web/20200708010000id_/https://zoom.example/trust"
    ask = make_ask(asked, of="https://zoom.example/trust", of_at="2020-07-08T01:00:00Z")

    capture = recording.keep(ask, make_answer(asked)).capture

    assert (capture.url, capture.captured_at, capture.asked) == (ask.of, ask.of_at, asked)
    assert list(archive.captures()) == [capture]


@pytest.mark.parametrize(
    "again", [{}, {"status": 304, "body": b""}], ids=["the same bytes", "not modified"]
)
def test_what_came_again_is_kept_once(recording, archive, again):
    first = recording.keep(make_ask(), make_answer())

    second = recording.keep(make_ask(), make_answer(**again), kept=first.capture.digest)

    assert (second.capture, second.repeats) == (None, digest_of(PAGE))
    assert [(look.capture, look.repeats) for look in looks_of(archive)] == [
        (first.capture, None),
        (None, digest_of(PAGE)),
    ]
    assert second.end - second.offset < first.end - first.offset + 400


def test_what_was_not_modified_is_played_back_as_the_page_that_is_kept(recording, archive):
    kept = recording.keep(make_ask(), make_answer()).capture.digest
    newer = (("ETag", '"two"'), ("Date", "today"))

    look = recording.keep(make_ask(), make_answer(status=304, body=b"", headers=newer), kept=kept)

    with (archive.folder / look.file).open("rb") as file:
        (revisit,) = [record for record in ArchiveIterator(file) if record.rec_type == "revisit"]
    assert revisit.http_headers is None  # a replay tool then takes those of the kept page
    assert looks_of(archive)[1].answer.header("ETag") == '"two"'


def test_of_an_answer_without_end_only_the_beginning_is_kept(recording):
    endless = make_answer(body=bytes(10_000_000), failure="too_large")

    look = recording.keep(make_ask(), endless)

    assert look.end - look.offset < 3_000


def test_a_run_tells_when_it_began_and_what_it_did(recording, archive):
    end = recording.end({"looks": 0, "problems": ["é"]}, finished_at="2026-11-28T02:20:00Z")

    assert list(archive.entries()) == [recording.start, end]
    assert recording.start == RunStart(
        "2026-11-28T021501Z-refresh",
        "refresh",
        DAY,
        "2026-11-28T021501Z-refresh.warc.gz",
        recording.start.end,
    )
    assert isinstance(end, RunEnd)
    assert json.loads(end.ledger) == {"looks": 0, "problems": ["é"]}


def test_two_runs_of_one_second_have_a_file_each(tmp_path):
    first, second = (
        Recording(tmp_path, command="refresh", started_at=DAY).start.file for _ in range(2)
    )

    assert (
        sorted([second, first])
        == [first, second]
        == [
            "2026-11-28T021501Z-refresh.warc.gz",
            "2026-11-28T021501Z-refresh_002.warc.gz",
        ]
    )


@pytest.mark.parametrize("former", ["2026-11-28T021501Z-refresh", "2027-01-01T000000Z-add"])
def test_a_run_sorts_behind_those_before_though_the_clock_was_set_back(tmp_path, former):
    (tmp_path / f"{former}.warc.gz").touch()

    names = [Recording(tmp_path, command="add", started_at=DAY).start.file for _ in range(3)]

    assert sorted([*names[::-1], f"{former}.warc.gz"]) == [f"{former}.warc.gz", *names]


def test_an_address_with_line_breaks_is_written_in_one_line(recording, archive):
    look = recording.keep(make_ask("http://a.example/x\r\n\r\ny"), make_answer())

    assert look.ask.url == "http://a.example/x%0D%0A%0D%0Ay"
    assert looks_of(archive) == [look]
    assert archive.verify() == []


def test_an_address_in_chinese_can_be_kept(recording, archive):
    url = "https://paper.example/新聞"

    assert recording.keep(make_ask(url), make_answer(url)).ask.url == url
    assert archive.verify() == []


def test_a_look_torn_at_any_byte_is_none_and_is_moved_aside(tmp_path):
    whole = Recording(tmp_path / "whole", command="refresh", started_at=DAY)
    first = whole.keep(make_ask(), make_answer())
    second = take(whole, 2, body=b"other")
    content = (tmp_path / "whole" / first.file).read_bytes()
    for cut in range(second.offset + 1, second.end, 11):
        archive = Archive(tmp_path / str(cut))
        archive.folder.mkdir()
        (archive.folder / first.file).write_bytes(content[:cut])

        assert looks_of(archive) == [forget_sent(first)]
        assert archive.mend() == [first.file]
        assert (archive.folder / first.file).read_bytes() == content[: second.offset]
        assert archive.mend() == []
        (aside,) = archive.folder.glob("*.torn-*")
        assert aside.read_bytes() == content[second.offset : cut]


def test_what_was_read_before_is_not_read_again(recording, archive):
    first = recording.keep(make_ask(), make_answer())
    second = take(recording, 2, body=b"other")

    assert list(archive.entries({first.file: first.end})) == [forget_sent(second)]
    assert list(archive.entries({first.file: second.end})) == []


def test_other_tools_read_every_record_and_find_its_digests_true(recording, archive):
    recording.keep(make_ask(), make_answer())
    recording.keep(make_ask(), make_answer(), kept=digest_of(PAGE))
    end = recording.end({}, finished_at=DAY)

    with (archive.folder / end.file).open("rb") as file:
        found = {}
        for record in ArchiveIterator(file, check_digests=True):
            record.content_stream().read()
            found.setdefault(record.rec_type, set()).add(record.digest_checker.passed)
    assert found == {
        "warcinfo": {True},
        "request": {True},
        "response": {True},
        "revisit": {None},  # its digest is of a body that lies elsewhere
        "metadata": {True},
    }


def test_a_finished_run_has_an_index_that_leads_to_its_captures(recording, archive):
    capture = recording.keep(make_ask("https://www.paper.example/a?b=1"), make_answer()).capture
    end = recording.end({}, finished_at=DAY)

    (line,) = index_path(archive.folder / end.file).read_text().splitlines()
    key, stamp, entry = line.split(" ", 2)
    assert (key, stamp) == ("example,paper)/1", "20261128021501")
    assert json.loads(entry)["offset"] == str(capture.offset)


def test_a_run_that_was_killed_gets_its_index_from_the_next(recording, archive):
    look = recording.keep(make_ask(), make_answer())

    archive.mend()

    (line,) = index_path(archive.folder / look.file).read_text().splitlines()
    assert json.loads(line.split(" ", 2)[2])["offset"] == str(look.capture.offset)


def test_behind_damage_the_verifying_goes_on(recording, archive):
    first = recording.keep(make_ask(), make_answer())
    second = take(recording, 2, body=b"other")
    path = archive.folder / first.file
    content = bytearray(path.read_bytes())
    content[first.capture.offset + 40] ^= 0xFF
    record = second.capture
    body = gzip.decompress(content[record.offset : record.offset + record.length])
    packed = gzip.compress(body.replace(b"other", b"otter"))
    path.write_bytes(content[: record.offset] + packed + content[record.offset + record.length :])

    told = [line.partition(": ")[0] for line in archive.verify()]
    assert told == [f"{first.file} at {first.capture.offset}", f"{first.file} at {record.offset}"]
