"""Hold the date reader to a table of sentences, each with one expression marked by braces."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.dates import DateExpression, find_dates

MILESTONES = (
    ("the law took effect", "2020-06-30"),
    ("the Article 43 rules", "2020-07-06"),
)


@dataclass(frozen=True, slots=True)
class Row:
    published: str | None
    value: str
    precision: str
    sentence: str

    @property
    def text(self) -> str:
        return self.sentence.replace("{", "").replace("}", "")

    @property
    def start(self) -> int:
        return self.sentence.index("{")

    @property
    def end(self) -> int:
        return self.sentence.index("}") - 1


def read_rows() -> list[Row]:
    lines = Path(__file__).with_name("dates_table.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines[1:])
    return [Row(day or None, value, p, s.replace("\\n", "\n")) for day, value, p, s in cells]


def at(row: Row) -> list[DateExpression]:
    found = find_dates(row.text, published=row.published, milestones=MILESTONES)
    return [each for each in found if each.start < row.end and row.start < each.end]


ROWS = read_rows()


def test_the_table_holds_three_hundred_rows_or_more():
    assert len(ROWS) >= 300
    assert len({(row.published, row.sentence) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.published} {row.sentence}")
def test_an_expression_in_its_sentence_is_read_as_the_table_says(row):
    found = [(each.value or "null", each.precision or "null") for each in at(row)]

    assert found == ([] if row.value == "none" else [(row.value, row.precision)])
