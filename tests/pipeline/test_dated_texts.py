"""Whole texts, annotated before the date reader saw them: how many dates are found and right.

The texts are ours, in the ways in which wires, business pages, histories and weblogs tell time.
They were written when the rules were complete, and were scored before anybody worked with them. A
value of null marks a time that is no date ("since Vietnam"): what is read there does not count.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from dated_texts import share_right

from pipeline.dates import find_dates

TEXTS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "pages" / "dated_texts.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def read(text: dict[str, Any]) -> list[tuple[int, int, str]]:
    found = find_dates(text["text"], published=text["published"])
    return [(e.start, e.end, e.value) for e in found if e.value]


def test_of_dates_in_texts_it_never_saw_nearly_all_are_found_and_right():
    right, told = share_right(TEXTS, read)

    assert told == 200
    assert right / told >= 0.97


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text["id"])
def test_hardly_anything_else_is_taken_for_a_date(text):
    marked = [(date["start"], date["end"]) for date in text["dates"]]
    beside = [
        d for d in read(text) if not any(d[0] < end and start < d[1] for start, end in marked)
    ]

    assert len(beside) <= 1
