"""The publication date: chosen among all the dates of a page, and never guessed."""

from datetime import date
from pathlib import Path
from runpy import run_path

import pytest

from pipeline.errors import UnreadableDocument
from pipeline.model import DateCandidate
from pipeline.parse.document import read_document
from pipeline.parse.published import latest_day
from pipeline.parse.written import machine_date, url_date, url_month, written_dates

PAGES = run_path(str(Path(__file__).with_name("dated_pages.py")))["dated_pages"]()
FRAME = "<html><head><title>Servers leave</title>{}</head><body><h1>Servers leave</h1>{}{}</body>"
TEXT = "<p>Several firms said that they stopped answering requests while they study the rules.</p>"


def read(head: str = "", body: str = "", **hints: str):
    return read_document(FRAME.format(head, body, TEXT * 3).encode(), **hints)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_recorded_page_has_the_day_a_careful_reader_writes_down(page):
    document = read_document(page.html.encode(), url=page.url, captured_at=page.captured_at)

    assert document.published == page.published


def test_the_choice_its_basis_and_all_candidates_are_kept():
    document = read(
        '<meta property="article:published_time" content="2020-07-06T10:00:00+08:00">',
        "<p>Published 6 July 2020</p>",
    )

    assert (document.published, document.published_basis) == ("2020-07-06", "text")
    assert document.published_candidates[0] == DateCandidate("2020-07-06", "text", "6 July 2020")
    assert DateCandidate("2020-07-06", "meta", "2020-07-06T10:00:00+08:00") in (
        document.published_candidates
    )
    assert not document.published_conflict


def test_candidates_more_than_a_day_apart_are_a_conflict():
    document = read(
        '<meta property="article:published_time" content="2024-01-30T00:00:00Z">',
        "<p>Published 6 July 2020</p>",
    )

    assert document.published_conflict


def test_neighbouring_days_are_a_time_zone_and_no_conflict():
    document = read(
        '<meta property="article:published_time" content="2020-07-07T02:00:00Z">',
        "<p>Published 6 July 2020</p>",
    )

    assert (document.published, document.published_conflict) == ("2020-07-06", False)


def test_a_given_date_wins_and_says_so():
    document = read("", "<p>Published 6 July 2020</p>", published="2020-08-01")

    assert (document.published, document.published_basis) == ("2020-08-01", "given")
    assert document.published_candidates[0] == DateCandidate("2020-08-01", "given", "2020-08-01")
    assert document.published_conflict


def test_a_given_date_that_is_no_date_is_refused():
    with pytest.raises(UnreadableDocument, match="2020-13-45"):
        read(published="2020-13-45")


def test_the_day_of_a_change_is_kept_beside_the_publication():
    document = read(
        '<meta property="article:modified_time" content="2020-07-09T10:00:00+08:00">',
        "<p>Published 6 July 2020</p>",
    )

    assert (document.published, document.modified) == ("2020-07-06", "2020-07-09")


def test_a_page_that_names_only_a_year_has_no_date():
    document = read("", "<footer>© 2016 The Paper</footer>")

    assert (document.published, document.published_basis) == (None, None)
    assert document.published_candidates == ()


def test_a_page_that_names_only_a_month_has_no_day():
    assert read("", '<p class="date">September 2013</p>').published is None


def test_nothing_after_the_capture_is_believed():
    late = '<meta property="article:published_time" content="2020-07-20T10:00:00Z">'

    assert read(late, captured_at="2020-07-10T10:00:00Z").published is None
    assert read(late, captured_at="2020-07-20T11:00:00Z").published == "2020-07-20"


@pytest.mark.parametrize(
    ("captured_at", "latest"),
    [
        ("2020-07-06T16:31:00Z", date(2020, 7, 7)),
        ("2020-07-06T01:00:00Z", date(2020, 7, 6)),
        (None, date(2099, 12, 31)),
    ],
)
def test_the_latest_day_is_that_of_the_east_of_the_world(captured_at, latest):
    assert latest_day(captured_at) == latest


@pytest.mark.parametrize(
    "written",
    [
        "July 6, 2020", "Jul. 6th, 2020", "6 July 2020", "6th of July, 2020", "06-Jul-2020",
        "Monday, July 06 2020", "2020-07-06", "2020/7/6", "2020. 7. 6.", "2020年7月6日",
        "2020年07月06日", "２０２０年７月６日", "2020년 7월 6일", "6. Juli 2020", "6 juillet 2020",
        "6 de julio de 2020", "6 luglio 2020", "6 de julho de 2020", "6 juli 2020", "6 lipca 2020",
        "6 июля 2020", "6 липня 2020", "6 Temmuz 2020", "6. července 2020", "6 iulie 2020",
        "2020. július 6.", "6 Ιουλίου 2020", "6. heinäkuuta 2020", "6 يوليو 2020",
        "ngày 6 tháng 7 năm 2020", "Mon Jul 06 21:14:00 EDT 2020", "06.07.2020", "06.07.20",
    ],
)  # fmt: skip
def test_a_day_is_read_in_many_languages(written):
    assert [one.day for one in written_dates(f"({written})")] == [date(2020, 7, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "Version 1.2.13",
        "call 555 020 2020",
        "31 June 2020",
        "6 July 1893",
        "12:30:2020",
        "5 of 2020",
    ],
)
def test_numbers_that_are_no_day_are_not_read(text):
    assert written_dates(text) == []


def test_a_numeric_day_keeps_both_readings():
    (one,) = written_dates("03/04/2019")

    assert (one.day, one.swapped) == (date(2019, 4, 3), date(2019, 3, 4))


@pytest.mark.parametrize(
    ("raw", "day", "in_utc"),
    [
        ("2020-07-06T23:30:00-07:00", date(2020, 7, 6), False),
        ("2020-07-06T23:30:00Z", date(2020, 7, 6), True),
        ("2020-07-06T23:30:00.123+0000", date(2020, 7, 6), True),
        ("20200706", date(2020, 7, 6), False),
        ("1594036800", date(2020, 7, 6), True),
        ("1594036800000", date(2020, 7, 6), True),
        ("Mon, 06 Jul 2020 21:14:00 GMT", date(2020, 7, 6), True),
    ],
)
def test_machine_dates_keep_the_day_of_their_own_time_zone(raw, day, in_utc):
    one = machine_date(raw)

    assert one is not None
    assert (one.day, one.in_utc) == (day, in_utc)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2020/07/06/x", date(2020, 7, 6)),
        ("https://a.example/2020/jul/06/x", date(2020, 7, 6)),
        ("https://a.example/x-2020-07-06.html", date(2020, 7, 6)),
        ("https://a.example/20200706-x.html", date(2020, 7, 6)),
        ("https://a.example/06-07-2020/x", date(2020, 7, 6)),
    ],
)
def test_an_address_tells_its_day(url, day):
    one = url_date(url)

    assert one is not None
    assert one.day == day


@pytest.mark.parametrize(
    "url",
    ["https://2020-07-06.example/x", "https://a.example/20993412/x", "https://a.example/2020/07/x"],
)
def test_a_host_a_number_or_a_month_is_no_day(url):
    assert url_date(url) is None


def test_an_address_tells_its_month():
    assert url_month("https://a.example/2020/07/x") == (2020, 7)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Title\n\nPublished July 6, 2020\n\nA sentence that goes on.", "2020-07-06"),
        ("Title\n\nHONG KONG, July 6, 2020 (Agency) - A sentence.", "2020-07-06"),
        ("Title\n\n6 July 2020\n\nA sentence that goes on.", "2020-07-06"),
        ("Title\n\nOn July 6, 2020 the rules were announced, and firms answered.", None),
        ("Title\n\nPublished 03/04/2019\n\nA sentence that goes on.", None),
    ],
)
def test_a_text_file_is_dated_only_where_it_is_unmistakable(text, published):
    assert read_document(text.encode()).published == published
