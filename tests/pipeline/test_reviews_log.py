"""The log of rulings and its sheet: whatever people write comes back as it was."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import JULY, ZOOM, Newsroom
from tales import told

from pipeline.errors import StoreError
from pipeline.exports.csv_rows import cell
from pipeline.reviews import sheet
from pipeline.reviews.log import append_log, read_log
from pipeline.reviews.making import Wish
from pipeline.reviews.rulings import Ruling, UnsoundRuling, is_named_well, named
from pipeline.reviews.sheet import COLUMNS, Row, coded, read_sheet, write_sheet

HOSTILE = [
    "",
    "plain, with a comma",
    '=HYPERLINK("http://evil.example";"x")',
    "'=1+1",
    "''=1+1",
    "'",
    "-5",
    "+852 2345 6789",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "x;=1+1",
    "; =1+1",
    "\t=1+1",
    "two\nlines",
    "two\n=lines",
    "carriage\rreturn",
    'a "quoted" word',
    "json:",
    "json:\\u0041",
    "nul\x00nul",
    "\x1b[31mred",
    "\u202eturned",
    "\ufeffmarked",
    "視訊，＝一",
    "\U0001f600",
    " blanks ",
    "=" * 1000,
    "long " * 20_000,
]


def rulings_of_all_kinds(reason: str = "I asked.") -> list[Ruling]:
    other = told("2020-07-08", "Harbour Daily", quote=f"It paused: {reason}")
    late = told("2021-09-01", "Wire")
    room = Newsroom(JULY, other, late)
    room.rule("accept", ZOOM)
    room.rule("correct", ZOOM, "date", "unknown")
    room.rule("split", ZOOM, claims=[other])
    room.rule("merge", "zoom-paused-2021-09-01", value=ZOOM)
    room.rule("reject", JULY.id)
    room.rule("withdraw", room.rulings[0].id)
    return room.rulings


def written(rulings: list[Ruling], path: Path) -> Path:
    with path.open("wb") as out:
        assert write_sheet(rulings, out) == len(rulings)
    return path


def test_what_was_appended_is_read_back(tmp_path):
    rulings = rulings_of_all_kinds()
    path = tmp_path / "private" / "reviews.jsonl"
    append_log(path, rulings[:2])
    append_log(path, rulings[2:])

    assert read_log(path) == tuple(rulings)
    assert read_log(tmp_path / "none.jsonl") == ()


def test_a_last_line_that_a_crash_tore_is_left_out_and_kept_aside(tmp_path):
    first, second, *_ = rulings_of_all_kinds()
    path = tmp_path / "reviews.jsonl"
    append_log(path, [first])
    with path.open("ab") as file:
        file.write(b'{"id": "r1", "targ')

    assert read_log(path) == (first,)
    append_log(path, [second])
    assert read_log(path) == (first, second)
    assert (tmp_path / "reviews.jsonl.torn").exists()


def test_a_line_that_stands_there_twice_counts_once(tmp_path):
    first, *_ = rulings_of_all_kinds()
    append_log(tmp_path / "reviews.jsonl", [first, first])

    assert read_log(tmp_path / "reviews.jsonl") == (first,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ruling": "applaud"}, "ruling must be one of accept"),
        ({"made_at": "yesterday"}, "made_at must be a moment"),
        ({"reviewer": " "}, "reviewer must be a text that is not empty"),
        ({"value": 7}, "value must be a text or null"),
        ({"reason": "nul\x00"}, "it holds a NUL"),
        ({"was_public": 1}, "was_public must be true or false"),
        ({"seen": "abc"}, "seen must be a list of texts"),
        ({"claims": [{"id": "c1"}]}, "claims must be a list of objects"),
        ({"ruling": "correct"}, "field must be one of stance"),
        ({"ruling": "merge"}, "value must name the other event"),
        ({"ruling": "split", "value": "x"}, "claims must name what is split off"),
        ({"colour": "red"}, "unknown keys"),
    ],
)
def test_a_line_that_is_no_ruling_is_named_with_the_next_step(change, message, tmp_path):
    first, *_ = rulings_of_all_kinds()
    path = tmp_path / "reviews.jsonl"
    append_log(path, [first])
    entry = json.loads(path.read_text("utf-8")) | change
    path.write_text(json.dumps(entry) + "\n" + path.read_text("utf-8"), "utf-8")

    with pytest.raises(StoreError, match=f"line 1: .*{message}.*restore the file from a backup"):
        read_log(path)


def test_an_id_is_made_of_all_that_a_ruling_says():
    first, *_ = rulings_of_all_kinds()
    same = named(first)

    assert same == first
    assert is_named_well(first)
    assert named(first, taken={first.id}).id.startswith(first.id)


def test_a_sheet_comes_back_as_it_was_and_has_the_same_bytes_each_time(tmp_path):
    rulings = rulings_of_all_kinds()
    path = written(rulings, tmp_path / "a.csv")

    assert [row.entry for row in read_sheet(path)] == rulings
    assert written(rulings[::-1], tmp_path / "b.csv").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_hostile_words_come_back_from_a_sheet_in_which_no_cell_runs(text, tmp_path):
    words = text.replace("\x00", "") or "x"  # quotes of pages may hold NULs, what people say not
    rulings = [
        named(replace(each, reason=words, reviewer=f"{words}!"))
        for each in rulings_of_all_kinds(text)
    ]
    path = written(rulings, tmp_path / "a.csv")

    assert [row.entry for row in read_sheet(path)] == rulings
    with path.open(encoding="utf-8", newline="") as lines, sheet.long_cells():
        assert [value for row in csv.reader(lines) for value in row if runs(value)] == []


def runs(value: str) -> bool:
    """Tell whether a spreadsheet would take a cell for a formula."""
    bare = value.lstrip(" \t\r\n\ufeff\u202e")
    return bare[:1] in tuple("=@|%＝＋－＠") or (bare[:1] in ("+", "-") and not bare[1:2].isdigit())


@settings(deadline=None)
@given(st.text())
def test_any_text_comes_back_from_a_cell(text):
    assert sheet.told(cell(coded(text))) == text


def by_hand(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "hand.csv"
    path.write_bytes("\n".join(lines).encode() + b"\n")
    return path


def test_a_sheet_that_was_written_by_hand_needs_four_columns(tmp_path):
    path = by_hand(
        tmp_path,
        "target,ruling,reviewer,reason,field,value",
        f"{ZOOM},accept,Ed,I asked.,,",
        f'{ZOOM},correct,Ed,"Two',
        'lines",date,2020-07-08',
        f"{ZOOM},note,Ed,=see below,,",
    )

    assert read_sheet(path) == [
        Row(2, Wish("accept", ZOOM, "Ed", "I asked.")),
        Row(3, Wish("correct", ZOOM, "Ed", "Two\nlines", "date", "2020-07-08")),
        Row(5, Wish("note", ZOOM, "Ed", "=see below")),
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["target,ruling,reviewer", "x,accept,Ed"], r"line 1: .*missing columns \['reason'\]"),
        (["target,ruling,reviewer,reason,mood"], r"line 1: unknown columns \['mood'\]"),
        (["target,ruling,reviewer,reason", "x,accept,,why"], "line 2: reviewer must not be empty"),
        (["target,ruling,reviewer,reason", "x,accept"], "line 2: it has 2 cells under 4 columns"),
        (["target,ruling,reviewer,reason", 'x,"accept"?,a,b'], "line 2: this is no CSV"),
        (
            ["target,ruling,reviewer,reason,made_at", "x,accept,Ed,why,today"],
            "line 2: made_at must be a moment",
        ),
    ],
)
def test_an_unsound_line_is_named(lines, message, tmp_path):
    with pytest.raises(UnsoundRuling, match=message):
        read_sheet(by_hand(tmp_path, *lines))


def test_a_sheet_that_is_no_utf8_is_named(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("target,ruling,reviewer,reason\nx,accept,Zoë,why\n".encode("latin-1"))

    with pytest.raises(UnsoundRuling, match="this is no UTF-8"):
        read_sheet(path)


def test_a_line_that_was_changed_after_it_got_its_id_is_named(tmp_path):
    path = written(rulings_of_all_kinds(), tmp_path / "a.csv")
    path.write_text(path.read_text("utf-8").replace("accept,", "reject,", 1), "utf-8")

    with pytest.raises(UnsoundRuling, match=r"line 2: r[0-9a-f]{8} said something else"):
        read_sheet(path)


def test_the_columns_are_what_the_manual_says():
    assert COLUMNS[:8] == (
        *("id", "made_at", "reviewer", "ruling", "target", "field", "value", "reason"),
    )
