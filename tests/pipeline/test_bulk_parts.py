"""Files are divided into parts for workers, and nothing of them is lost or read in vain."""

from collections import deque
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.bulk_parts import PART_BYTES, Part, after, lost, narrowed, parts_of
from pipeline.bulk_positions import Position, Positions
from scrapers.errors import ArchiveError

NEW = Position("job", "a.warc.gz", 3 * PART_BYTES)


def spans(parts):
    return [(part.start, part.end) for part in parts]


def test_a_file_that_may_be_entered_anywhere_is_cut_into_parts():
    assert spans(parts_of(NEW, divisible=True)) == [
        (0, PART_BYTES),
        (PART_BYTES, 2 * PART_BYTES),
        (2 * PART_BYTES, 3 * PART_BYTES),
    ]


def test_of_another_file_the_next_part_begins_where_the_one_before_stopped():
    (first,) = parts_of(NEW, divisible=False)
    position, second = after(first, NEW, stopped=PART_BYTES + 7, done=True)

    assert spans([first, second]) == [(0, PART_BYTES), (PART_BYTES + 7, 2 * PART_BYTES + 7)]
    assert (position.read_to, position.whole) == (PART_BYTES + 7, False)


def test_a_file_of_unknown_size_is_one_part():
    (only,) = parts_of(Position("job", "a", None), divisible=True)
    position, rest = after(only, Position("job", "a", None), stopped=99, done=True)

    assert (spans([only]), position.whole, rest) == ([(0, None)], True, None)


def test_a_file_that_was_read_to_its_end_has_no_parts():
    assert parts_of(Position("job", "a", 10, read_to=10, whole=True), divisible=True) == []


def test_an_empty_file_is_looked_at_once():
    (only,) = parts_of(Position("job", "a", 0), divisible=False)

    position, rest = after(only, Position("job", "a", 0), stopped=0, done=True)

    assert (position.whole, rest) == (True, None)


def test_a_record_that_kills_its_worker_is_missing_alone():
    part = Part("a.warc.gz", 70, 71, chained=False)
    assert narrowed(part, NEW) == (NEW, [])

    position, span = lost(part, NEW)

    assert (position.missing, span, position.whole) == (((70, 71),), (70, 71), False)


@dataclass
class Disk:
    """A file of records, each with its place; those that are ``deadly`` kill who reads them."""

    places: list[int]
    size: int
    deadly: frozenset[int]
    gives_up: frozenset[int] = frozenset()
    seen: list[int] = field(default_factory=list)

    def read(self, part):
        """Read a part: where it stopped, whether that is its end; None when the worker died."""
        end = self.size if part.end is None else part.end
        inside = [place for place in self.places if part.start <= place < end]
        if self.deadly & set(inside):
            return None
        for number, place in enumerate(inside):
            if number and place in self.gives_up:
                self.seen += inside[:number]
                return place, False
        self.seen += inside
        return next((place for place in self.places if place >= end), self.size), True


def run(disk, position, *, divisible, most_steps):
    """Read as the driver does, for so many steps; give how far it came, and what it named."""
    work = deque(parts_of(position, divisible=divisible))
    named = []
    while work and most_steps:
        most_steps -= 1
        part = work.popleft()
        result = disk.read(part)
        if result is not None:
            position, rest = after(part, position, stopped=result[0], done=result[1])
            work.extendleft([rest] if rest else [])
            continue
        position, pieces = narrowed(part, position)
        work.extendleft(reversed(pieces))
        if not pieces:
            position, span = lost(part, position)
            named.append(span)
    return position, named


@st.composite
def disks(draw):
    places = sorted({0, *draw(st.lists(st.integers(1, 4 * PART_BYTES), max_size=12))})
    deadly = draw(st.frozensets(st.sampled_from(places), max_size=2))
    gives_up = draw(st.frozensets(st.sampled_from(places), max_size=3))
    return Disk(places, places[-1] + draw(st.integers(1, PART_BYTES)), deadly, gives_up)


@settings(max_examples=150, deadline=None)
@given(disk=disks(), stops=st.lists(st.integers(0, 9), max_size=3))
def test_each_record_that_lets_itself_be_read_is_read_once_whatever_stops_the_run(disk, stops):
    position = Position("job", "a", disk.size)
    for steps in [*stops, 10_000]:
        position, _ = run(disk, position, divisible=True, most_steps=steps)

    assert sorted(disk.seen) == [place for place in disk.places if place not in disk.deadly]
    assert position.whole
    assert {start for start, _ in position.missing} == disk.deadly


@settings(max_examples=150, deadline=None)
@given(disk=disks(), stops=st.lists(st.integers(0, 9), max_size=3))
def test_of_a_chained_file_all_before_a_deadly_record_is_read(disk, stops):
    position = Position("job", "a", disk.size)
    for steps in [*stops, 10_000]:
        position, _ = run(disk, position, divisible=False, most_steps=steps)

    first = min(disk.deadly, default=disk.size)
    assert sorted(disk.seen) == [place for place in disk.places if place < first]
    assert list(position.missing) == ([(first, None)] if disk.deadly else [])


@settings(max_examples=100, deadline=None)
@given(disk=disks(), divisible=st.booleans())
def test_once_mended_the_same_run_reads_just_what_was_missing(disk, divisible):
    position, _ = run(disk, Position("job", "a", disk.size), divisible=divisible, most_steps=9999)
    read_before = set(disk.seen)
    disk.deadly, disk.seen = frozenset(), []

    position, named = run(disk, position, divisible=divisible, most_steps=9999)

    assert set(disk.seen) == set(disk.places) - read_before
    assert (position.missing, named, position.whole) == ((), [], True)


def test_positions_are_kept_and_the_latest_counts(tmp_path):
    path = tmp_path / "private" / "archives.jsonl"
    ledger = Positions(path)
    for at in range(300):
        ledger.keep(Position("job", "a", 999, read_to=at))
    ledger.keep(Position("job", "b", None, 7, whole=True, missing=((1, 2), (5, None))))

    again = Positions(path)

    assert again.of("job", "a", 999).read_to == 299
    assert again.of("job", "b", None).missing == ((1, 2), (5, None))
    assert again.of("job", "a", 1000) == Position("job", "a", 1000)
    assert again.of("other", "a", 999) == Position("other", "a", 999)
    assert len(path.read_text().splitlines()) == 2


def test_a_line_that_is_no_position_is_told_with_its_place(tmp_path):
    path = tmp_path / "archives.jsonl"
    path.write_text('{"job": "a"}\n{"job": "b"}\n')

    with pytest.raises(ArchiveError, match=r"archives\.jsonl, line 1: .*Remove that line"):
        Positions(path)


def test_a_file_that_is_to_be_read_again_begins_at_its_beginning(tmp_path):
    ledger = Positions(tmp_path / "archives.jsonl")
    ledger.keep(Position("job", "a", 9, read_to=9, whole=True))

    ledger.forget("job", ["a", "b"])

    assert ledger.of("job", "a", 9) == Position("job", "a", 9)
