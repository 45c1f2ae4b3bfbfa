"""Measure how many documents a second the date reader reads, against dateparser's search.

The texts are generated, the same ones for both, in the same run; what counts is the ratio.
"""

import json
import random
import re
import time
from datetime import datetime
from pathlib import Path

from dated_texts import share_right
from dateparser.search import search_dates

from pipeline.dates import find_dates

_SENTENCES = (
    "The company said {weekday} that third-quarter net income fell from a year earlier.",
    "Shares closed at $27.50 {weekday}, down 25 cents, after {month} {day}'s report.",
    "It bought the unit in {month} {year} and plans to sell it by the end of next year.",
    "Officials will meet {weekday} to discuss the rule, which took effect {month} {day}.",
    "A spokesman declined to comment on the number of staff who may leave the city.",
    "The group, which has 2,000 employees in 14 countries, also makes pumps and valves.",
    "Two weeks ago the ministry promised an answer within days, but none has come yet.",
    "Analysts had expected less, and most of them still think that the price is too high.",
    "Users noticed no change, and the service went on as it had before the notice.",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_MONTHS = ("Jan.", "February", "March", "April", "June", "July", "Aug.", "Sept.", "October")


def news(count: int, *, sentences: int = 25) -> list[str]:
    """Write texts of about 2,000 characters with the dates of news; always the same ones."""
    chance = random.Random(2020)
    return [
        " ".join(
            chance.choice(_SENTENCES).format(
                weekday=chance.choice(_WEEKDAYS),
                month=chance.choice(_MONTHS),
                day=chance.randint(1, 28),
                year=chance.randint(1985, 2019),
            )
            for _ in range(sentences)
        )
        for _ in range(count)
    ]


def documents_a_second(read, texts: list[str]) -> float:
    begun = time.perf_counter()
    for text in texts:
        read(text)
    return len(texts) / (time.perf_counter() - begun)


def test_news_is_read_many_times_faster_than_by_search(benchmark):
    texts = news(200)
    find_dates(texts[0], published="2020-07-08")

    benchmark(lambda: [find_dates(text, published="2020-07-08") for text in texts])

    ours = documents_a_second(lambda text: find_dates(text, published="2020-07-08"), texts)
    theirs = documents_a_second(lambda text: search_dates(text, languages=["en"]), texts[:4])
    print(f"\ndates: {ours:.0f} documents/s, dateparser search {theirs:.1f}: {ours / theirs:.0f}x")
    assert ours > 200
    assert ours > 20 * theirs


def ours(text):
    found = find_dates(text["text"], published=text["published"])
    return [(e.start, e.end, e.value) for e in found if e.value]


def by_search(text):
    """Read with dateparser's search, cut to the month or year that the words name."""
    told = datetime.fromisoformat(text["published"])
    at, dates = 0, []
    found = search_dates(text["text"], languages=["en"], settings={"RELATIVE_BASE": told})
    for words, when in found or ():
        start = text["text"].find(words, at)
        at = start + len(words)
        if re.search(r"year|^(?:in |of )*\d{4}$", words.strip(), re.IGNORECASE):
            value = f"{when:%Y}"
        elif re.search(r"\b\d{1,2}\b|day|week", words, re.IGNORECASE):
            value = f"{when:%Y-%m-%d}"
        else:
            value = f"{when:%Y-%m}"
        dates.append((start, at, value))
    return dates


def test_more_dates_are_found_and_right_than_by_search(benchmark):
    path = Path(__file__).parents[1] / "pages" / "dated_texts.jsonl"
    texts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    right, told = benchmark(lambda: share_right(texts, ours))

    theirs, _ = share_right(texts, by_search)
    print(f"\ndates right: {right / told:.3f} of {told}, dateparser search {theirs / told:.3f}")
    assert right > 2 * theirs
