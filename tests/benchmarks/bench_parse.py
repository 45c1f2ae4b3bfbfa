"""How right and how fast the dates of the recorded pages are, beside htmldate and trafilatura."""

from pathlib import Path
from runpy import run_path
from time import process_time

import pytest
from htmldate import find_date
from htmldate.meta import reset_caches
from trafilatura import bare_extraction, extract_metadata

from pipeline.parse.document import read_document

PIPELINE_TESTS = Path(__file__).parents[1] / "pipeline"
PAGES = run_path(str(PIPELINE_TESTS / "dated_pages.py"))["dated_pages"]()
NEVER = "2099-12-31"


def ours(page) -> str | None:
    document = read_document(page.html.encode(), url=page.url, captured_at=page.captured_at)
    return document.published


def by_htmldate(page) -> str | None:
    latest = (page.captured_at or NEVER)[:10]
    return find_date(page.html, original_date=True, url=page.url, max_date=latest)


def by_trafilatura(page) -> str | None:
    try:
        return extract_metadata(page.html, default_url=page.url).date
    except AssertionError:  # raised on some malformed pages
        return None


def apart(page) -> None:
    by_htmldate(page)
    bare_extraction(page.html, favor_precision=True, include_comments=False)


@pytest.mark.parametrize(
    "dating", [ours, by_htmldate, by_trafilatura], ids=lambda one: one.__name__
)
def test_dates_of_the_recorded_pages(benchmark, dating):
    right = sum(dating(page) == page.published for page in PAGES)
    benchmark.name = f"{dating.__name__}: {right} of {len(PAGES)} right"

    benchmark.pedantic(lambda: [dating(page) for page in PAGES], rounds=3)
    if dating is ours:
        assert right == len(PAGES)


def test_time_beside_htmldate_and_trafilatura_run_apart(benchmark):
    for page in PAGES:  # both load their tables of words at the first page
        ours(page)
        apart(page)
    reset_caches()  # htmldate remembers strings that it has read
    start = process_time()
    for page in PAGES:
        apart(page)
    seconds_apart = process_time() - start

    reset_caches()
    start = process_time()
    for page in PAGES:
        ours(page)
    seconds_ours = process_time() - start
    benchmark.name = f"ours, {seconds_ours / seconds_apart:.2f} times the two apart"

    benchmark.pedantic(lambda: [ours(page) for page in PAGES], rounds=3)
