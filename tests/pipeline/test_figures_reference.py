"""The figures that come with a tracker: how its tables are read, and what is wrong with them."""

import csv
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import get_args

import pytest

from pipeline.errors import TrackerError
from pipeline.reference_figures import COLUMNS, read_reference_figures
from pipeline.store.figure_tables import Teller
from scrapers.figures import FigureKind

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
GOOD = {
    "country": "Hong Kong",
    "period_start": "2020-07-01",
    "period_end": "2020-12-31",
    "period": "2020 H2",
    "kind": "legal",
    "printed_kind": "Criminal",
    "received": "1,062",
    "accounts": "81",
    "answered": "0 + 47",
    "percentage": "",
    "told_by": "copy",
    "source": "https://copy.example/",
    "note": "Parsed, and copied",
}


@pytest.fixture
def read(tmp_path):
    """Write one table of figures; read the folder."""

    def answer(*rows, name="google.csv", columns=COLUMNS):
        (tmp_path / "figures").mkdir(exist_ok=True)
        with (tmp_path / "figures" / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([row.get(column, "x") for column in columns] for row in rows)
        return read_reference_figures(tmp_path, made.TRACKER)

    return answer


@pytest.fixture
def problem(read):
    """Give what is wrong with one changed row."""

    def answer(**changes):
        with pytest.raises(TrackerError) as caught:
            read({**GOOD, **changes})
        return str(caught.value)

    return answer


def test_a_tracker_without_figures_has_none(tmp_path):
    assert read_reference_figures(tmp_path, made.TRACKER) == ()


def test_a_row_is_read_as_it_is_printed(read):
    (figure,) = read(GOOD)

    assert (figure.company, figure.kind, figure.told_by) == ("google", "legal", "copy")
    assert (figure.received, figure.received_printed) == (1062, "1,062")
    assert (figure.answered, figure.answered_printed) == (47, "0 + 47")
    assert (figure.percentage, figure.note) == (None, "Parsed, and copied")
    assert (figure.cell_row, figure.cell_column) == (2, 1 + COLUMNS.index("received"))
    assert figure.release_digest.startswith("sha256:")
    assert (figure.part, figure.release_date) == ("figures/google.csv", None)


@pytest.mark.parametrize(
    ("received", "number", "notation", "lists_all"),
    [
        ("", None, None, False),
        ("blank", None, "blank", False),
        (" -", None, "dash", False),
        ("n/a", None, "not_available", False),
        ("0", 0, "zero", False),
        ("< 10", None, "less_than", False),
        ("no row", None, "no_row", False),
        ("no row of all", 0, "no_row", True),
    ],
)
def test_no_number_is_told_apart_from_none(read, received, number, notation, lists_all):
    (figure,) = read({**GOOD, "received": received})

    assert (figure.received, figure.received_notation) == (number, notation)
    assert figure.lists_all is lists_all


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({}, "received"),
        ({"received": "no row"}, "received"),
        ({"received": ""}, "answered"),
        ({"received": "", "answered": "", "percentage": "5 %"}, "percentage"),
        ({"received": "", "answered": ""}, "accounts"),
    ],
)
def test_the_place_of_a_row_is_that_of_the_first_number_that_counts(read, changes, column):
    (figure,) = read({**GOOD, **changes})

    assert (figure.cell_row, figure.cell_column) == (2, 1 + COLUMNS.index(column))


def test_a_percentage_is_worked_out(read):
    (figure,) = read({**GOOD, "received": "42", "answered": "", "percentage": "5"})

    assert (figure.derived, figure.derived_low, figure.derived_high) == (2, 2, 2)


@pytest.mark.parametrize(
    ("percentage", "bounds"),
    [
        ("2 legal, 38 policy", (42, 42)),
        ("38 policy", (40, 40)),
        ("blank", (0, 0)),
        ("", (None,) * 2),
    ],
)
def test_google_s_shares_of_removals_are_read_as_its_own_table_is(read, percentage, bounds):
    row = {**GOOD, "kind": "removal_items", "received": "106", "answered": ""}

    (figure,) = read({**row, "percentage": percentage})

    assert (figure.derived_low, figure.derived_high) == bounds


def test_a_row_that_contradicts_itself_says_so(read):
    (figure,) = read({**GOOD, "received": "2", "answered": "0", "percentage": "100%"})

    assert figure.contradiction


def test_a_name_stays_when_rows_are_added(read):
    (alone,) = read(GOOD)
    _, again = read({**GOOD, "received": "5"}, GOOD)

    assert again.id == alone.id


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "legl"}, "figures/google.csv: row 2: column 'kind': 'legl' is not allowed; did"),
        ({"period_start": "2020-13-01"}, "row 2: column 'period_start': '2020-13-01' is no day"),
        ({"period_end": "2020-06-30"}, "row 2: column 'period_end': 2020-06-30 is before the s"),
        ({"received": "many"}, "row 2: column 'received': 'many' is no number; write it as it is"),
        ({"answered": "1 + x"}, "row 2: column 'answered': '1 + x' is no number"),
        ({"percentage": "101%"}, "row 2: column 'percentage': '101%' is no number"),
        ({"kind": "removal_items", "percentage": "9 law"}, "column 'percentage': '9 law' is no n"),
        ({"told_by": "hearsay"}, "row 2: column 'told_by': 'hearsay' is not allowed"),
        ({"source": "a book"}, "row 2: column 'source': 'a book' is no web address"),
        ({"country": ""}, "row 2: column 'country': '' is empty"),
    ],
)
def test_a_wrong_cell_is_named_with_file_row_and_column(problem, changes, told):
    found = problem(**changes)

    assert told in found
    assert found.count("\n") == 0


def test_the_example_for_contributors_is_read(tmp_path):
    words = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = words[words.index("country,period_start") :].partition("```")[0]
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "google.csv").write_text(table, encoding="utf-8")

    (figure,) = read_reference_figures(tmp_path, made.TRACKER)
    assert (figure.received, figure.percentage, figure.derived) == (42, "5", 2)
    assert all(f"`{word}`" in words for word in (*get_args(FigureKind), *get_args(Teller)))


def test_all_problems_are_told_at_once(read):
    with pytest.raises(TrackerError) as caught:
        read({**GOOD, "kind": "x", "told_by": "y"}, GOOD, GOOD, {**GOOD, "received": "z"})

    assert [line.partition(": ")[2][:13] for line in str(caught.value).splitlines()] == [
        "row 2: column",
        "row 2: column",
        "row 4 repeats",
        "row 5: column",
    ]


def test_unknown_missing_and_doubled_columns_are_named(read):
    columns = [*COLUMNS[:-1], "nota", "kind"]

    with pytest.raises(TrackerError) as caught:
        read(GOOD, columns=columns)

    assert str(caught.value).splitlines() == [
        "figures/google.csv: column 'note' is missing; add it",
        "figures/google.csv: column 'nota' is unknown; did you mean 'note'?",
        "figures/google.csv: column 'kind' stands there twice; drop one of the two",
    ]


def test_a_file_of_no_company_is_named(read):
    with pytest.raises(TrackerError, match=r"gogle.csv: 'gogle' is no company; did you mean 'goo"):
        read(GOOD, name="gogle.csv")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        (b'"', "is no table of comma-separated values"),
        (b"", "column 'country' is missing"),
        (",".join(COLUMNS).encode() + b"\nHong Kong\n", "row 2: has 1 cells and the header 13"),
        (",".join(COLUMNS).encode() + b"\n" + b"\0" * 99, "row 2: has 1 cells"),
    ],
)
def test_what_is_no_table_is_no_traceback(tmp_path, body, told):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "google.csv").write_bytes(body)

    with pytest.raises(TrackerError) as caught:
        read_reference_figures(tmp_path, made.TRACKER)

    assert told in str(caught.value)
