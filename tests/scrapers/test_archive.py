import gzip
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.archive import Archive
from scrapers.captures import Capture
from scrapers.errors import ArchiveError

DAY = "2020-07-07T01:02:03Z"


def add(archive, number=1, *, body=b"<p>Zoom has paused.", **options):
    return archive.append(
        f"https://paper.example/{number}",
        body + str(number).encode(),
        **{"media_type": "text/html", "source": "paper", "captured_at": DAY, **options},
    )


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "warc")


def run_child(code: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_capture_is_read_back_as_it_was_given(archive):
    given = add(archive, body=b"\x00\xff\r\n\r\nWARC/1.1\r\n")

    assert list(archive.captures()) == [given]
    assert archive.read(given.file, given.offset) == given
    assert Archive(archive.folder).read(given.file, given.offset) == given


@settings(deadline=None)  # each example waits for the disk, which keeps no time
@given(
    body=st.binary(max_size=2000),
    url=st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), max_size=50).map(
        lambda text: f"https://paper.example/{text}"
    ),
)
def test_any_bytes_under_any_address_come_back(tmp_path_factory, body, url):
    archive = Archive(tmp_path_factory.mktemp("warc"))

    given = archive.append(url, body, media_type=None, source="added", captured_at=DAY)

    assert list(archive.captures()) == [given]
    assert archive.verify() == []


def test_each_day_has_its_own_file_and_captures_come_in_order(archive):
    second = add(archive, 1, captured_at="2020-07-08T00:00:00Z")
    demo = add(archive, 2, file="demo.warc.gz")
    first = add(archive, 3, captured_at="2020-07-07T23:59:59Z")
    third = add(archive, 4, captured_at="2020-07-08T00:00:01Z")

    assert list(archive.captures()) == [first, second, third, demo]
    assert [first.file, second.file] == ["2020-07-07.warc.gz", "2020-07-08.warc.gz"]


def test_the_same_bytes_at_the_same_address_are_kept_once(archive):
    first = add(archive)
    size = (archive.folder / first.file).stat().st_size

    again = add(Archive(archive.folder), captured_at="2020-08-01T00:00:00Z")

    assert again == first
    assert (archive.folder / first.file).stat().st_size == size


def test_the_same_bytes_at_another_address_are_another_capture(archive):
    captures = [
        archive.append(url, b"same", media_type=None, source="added", captured_at=DAY)
        for url in ("https://a.example/", "https://b.example/")
    ]

    assert list(archive.captures()) == captures


def test_the_same_captures_give_the_same_archive(tmp_path):
    for name in ("one", "two"):
        add(Archive(tmp_path / name))

    one, two = (next((tmp_path / name).iterdir()).read_bytes() for name in ("one", "two"))
    assert one == two


def test_other_tools_read_the_file_and_find_its_digests_true(archive):
    given = add(archive)

    with (archive.folder / given.file).open("rb") as file:
        iterator = ArchiveIterator(file, check_digests=True)
        found = []
        for record in iterator:
            content = record.content_stream().read()
            place = (iterator.get_record_offset(), iterator.get_record_length())
            found.append((record.rec_type, record.digest_checker.passed, content, place))
    assert [entry[:2] for entry in found] == [("warcinfo", True), ("resource", True)]
    assert found[1][2:] == (given.body, (given.offset, given.length))


def test_an_empty_archive_has_no_captures(archive):
    assert list(archive.captures()) == []
    assert archive.verify() == []


def write_response(path: Path, *, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x.example")], is_http_request=True)
        fields = {"WARC-Date": DAY}
        for kind, head, payload in (("request", request, b""), ("response", http, body)):
            writer.write_record(
                writer.create_warc_record(
                    "https://x.example/",
                    kind,
                    payload=BytesIO(payload),
                    length=len(payload),
                    http_headers=head,
                    warc_headers_dict=fields,
                )
            )


def test_answers_that_other_tools_recorded_are_captures_without_their_encodings(archive):
    archive.folder.mkdir()
    path = archive.folder / "other.warc.gz"
    packed = gzip.compress(b"<p>text")
    write_response(
        path,
        status="200 OK",
        headers=[("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
        body=packed,
    )
    write_response(path, status="404 Not Found", headers=[], body=b"gone")

    found = list(archive.captures())

    assert [(each.url, each.body, each.media_type, each.source) for each in found] == [
        ("https://x.example/", b"<p>text", "text/html", "warc")
    ]
    assert archive.verify() == []
    assert archive.read(found[0].file, found[0].offset) == found[0]


def test_a_record_torn_at_any_byte_is_moved_aside_and_the_rest_untouched(tmp_path):
    whole = Archive(tmp_path / "whole")
    first = add(whole, 1)
    second = add(whole, 2)
    content = (whole.folder / first.file).read_bytes()
    for cut in range(second.offset + 1, len(content), 7):
        archive = Archive(tmp_path / str(cut))
        archive.folder.mkdir()
        path = archive.folder / first.file
        path.write_bytes(content[:cut])

        assert list(archive.captures()) == [first]
        assert len(archive.verify()) == 1
        assert add(archive, 2) == second
        assert path.read_bytes() == content
        aside = archive.folder / f"{first.file}.torn-{second.offset}"
        assert aside.read_bytes() == content[second.offset : cut]
        assert archive.verify() == []


def test_zeros_that_a_power_cut_left_are_moved_aside(archive):
    first = add(archive, 1)
    with (archive.folder / first.file).open("ab") as file:
        file.write(bytes(5000))

    second = add(archive, 2)

    assert list(archive.captures()) == [first, second]


def test_an_earlier_tail_of_the_same_place_is_not_overwritten(archive):
    first = add(archive, 1)
    end = first.offset + first.length
    for tail in (b"\x1f\x8b\x08one", b"\x1f\x8b\x08two"):
        path = archive.folder / first.file
        path.write_bytes(path.read_bytes()[:end] + tail)
        add(Archive(archive.folder), 2)

    kept = sorted(path.read_bytes() for path in archive.folder.glob("*.torn-*"))
    assert kept == [b"\x1f\x8b\x08one", b"\x1f\x8b\x08two"]


def test_damage_inside_a_file_is_reported_and_never_cut_off(archive):
    first, second = add(archive, 1), add(archive, 2)
    path = archive.folder / first.file
    content = bytearray(path.read_bytes())
    content[first.offset + 40] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(ArchiveError, match=rf"{first.file}: the record at {first.offset}"):
        list(archive.captures())
    assert [line for line in archive.verify() if f"at {first.offset}:" in line] != []
    third = add(archive, 3)
    assert path.read_bytes()[: len(content)] == content
    assert archive.read(second.file, second.offset) == second
    assert archive.read(third.file, third.offset) == third


def tamper(archive: Archive, given: Capture, old: bytes, new: bytes, *, tail: bytes = b"") -> None:
    """Put other bytes into the last record of a file, packed as well as the right ones."""
    path = archive.folder / given.file
    content = path.read_bytes()
    record = gzip.decompress(content[given.offset :]).replace(old, new)
    path.write_bytes(content[: given.offset] + gzip.compress(record) + tail)


def test_a_body_that_does_not_match_its_digest_is_found(archive):
    given = add(archive, body=b"<p>paused")
    tamper(archive, given, b"<p>paused", b"<p>bought")

    problems = archive.verify()

    assert len(problems) == 1
    assert problems[0].startswith(f"{given.file} at {given.offset}: ")
    assert "digest failed" in problems[0]


def test_a_gzip_member_that_is_no_record_is_named(archive):
    archive.folder.mkdir()
    (archive.folder / "odd.warc.gz").write_bytes(gzip.compress(b"hello"))

    with pytest.raises(ArchiveError, match=r"odd\.warc\.gz: the record at 0"):
        list(archive.captures())
    assert len(archive.verify()) == 1


def test_a_record_without_its_date_is_named(archive):
    given = add(archive)
    tamper(archive, given, b"WARC-Date:", b"WARC-Data:")

    with pytest.raises(ArchiveError, match="lacks its address or its date"):
        list(archive.captures())


@pytest.mark.parametrize("offset", [0, 3, 10**9])
def test_reading_where_no_capture_lies_says_so(archive, offset):
    given = add(archive)

    with pytest.raises(ArchiveError, match="damaged"):
        archive.read(given.file, offset)


@pytest.mark.parametrize("file", ["gone.warc.gz", "../secret", "/etc/passwd"])
def test_a_file_that_is_not_there_says_so(archive, file):
    with pytest.raises(ArchiveError, match="not there"):
        archive.read(file, 0)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (" text/html;  charset=utf-8 ", "text/html; charset=utf-8"),
        ("application/octet-stream", None),
        ("", None),
        ("text/html\x00", None),
        ("text/\r\n\r\nhtml", "text/ html"),
    ],
)
def test_a_strange_media_type_costs_no_capture(archive, sent, kept):
    given = add(archive, media_type=sent)

    assert given.media_type == kept
    assert list(archive.captures()) == [given]


def test_problems_before_a_torn_record_are_told_too(archive):
    given = add(archive, body=b"<p>paused")
    tamper(archive, given, b"<p>paused", b"<p>bought", tail=b"\x1f\x8b\x08")

    told = [line.partition(": ")[2][:12] for line in archive.verify()]
    assert told == ["block digest", "a record was"]


@pytest.mark.parametrize(
    "url", ["https://x.example/a b", "https://x/\r\nWARC-Type: x", "\ud800", "", "<a>"]
)
def test_an_address_that_would_break_a_record_is_refused(archive, url):
    with pytest.raises(ArchiveError, match="archive can hold"):
        archive.append(url, b"x", media_type=None, source="added", captured_at=DAY)
    assert not archive.folder.exists()


KILLED = """
import random, sys
from pathlib import Path
from scrapers.archive import Archive
archive = Archive(Path(sys.argv[1]))
for number in range(10_000):
    body = random.Random(number).randbytes(300_000)  # does not pack, so that writing takes long
    archive.append(f"https://x.example/{number}", body, media_type="text/html", source="x",
                   captured_at="2020-07-07T01:02:03Z")
    print(number, flush=True)
"""


def test_a_process_killed_while_it_appends_loses_nothing_it_had_reported(tmp_path):
    archive = Archive(tmp_path)
    seen = 0
    for attempt in range(6):
        child = run_child(KILLED, tmp_path)
        assert child.stdout is not None
        for line in child.stdout:
            seen = max(seen, int(line) + 1)
            if seen >= 5 * (attempt + 1):
                break
        child.send_signal(signal.SIGKILL)
        child.communicate()
        kept = [capture.url for capture in archive.captures()]

        assert kept[:seen] == [f"https://x.example/{number}" for number in range(seen)]
        assert len(kept) <= seen + 40


FULL = """
import resource, signal, sys
from pathlib import Path
from scrapers.archive import Archive
from scrapers.errors import ArchiveError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    Archive(folder).append("https://x.example/big", __import__("os").urandom(100_000),
                           media_type=None, source="x", captured_at="2020-07-07T01:02:03Z")
except ArchiveError as error:
    print(error)
"""


@pytest.mark.parametrize("before", [0, 1])
def test_a_full_disk_is_named_and_leaves_the_archive_as_it_was(archive, before):
    kept = [add(archive) for _ in range(before)]
    archive.folder.mkdir(exist_ok=True)
    state = {path.name: path.read_bytes() for path in archive.folder.iterdir()}

    told, _ = run_child(FULL, archive.folder).communicate()

    assert "2020-07-07.warc.gz: the capture could not be written" in told
    assert {path.name: path.read_bytes() for path in archive.folder.iterdir()} == state
    assert list(archive.captures()) == kept


READ_ONLY = """
import os, sys
from pathlib import Path
from scrapers.archive import Archive
from scrapers.errors import ArchiveError
os.chdir(sys.argv[1])
archive = Archive(Path("."))
archive.append("https://x.example/", b"warm", media_type=None, source="x",
               captured_at="2020-07-01T01:02:03Z")
os.chmod(".", 0o555)
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    archive.append("https://x.example/", b"x", media_type=None, source="x",
                   captured_at="2020-07-07T01:02:03Z")
except ArchiveError as error:
    print(error)
"""


def test_a_folder_that_may_not_be_written_is_named(archive):
    archive.folder.mkdir()

    told, _ = run_child(READ_ONLY, archive.folder).communicate()
    archive.folder.chmod(0o755)

    assert "2020-07-07.warc.gz: the capture could not be written" in told
    assert "permissions" in told
    assert [capture.body for capture in archive.captures()] == [b"warm"]


def test_a_file_in_the_folder_s_place_is_named(tmp_path):
    (tmp_path / "warc").write_text("no folder")

    with pytest.raises(ArchiveError, match="could not be"):
        add(Archive(tmp_path / "warc"))
    with pytest.raises(ArchiveError, match="could not be read"):
        list(Archive(tmp_path / "warc").captures())
