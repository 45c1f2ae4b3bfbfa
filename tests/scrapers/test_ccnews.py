"""The files of CC-NEWS that hold the news of a period are found, each once."""

import gzip
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from scrapers.ccnews import (
    LIST_BYTES,
    Month,
    NewsFile,
    OutsideNews,
    UnreadableList,
    days_without,
    files_of,
    in_order,
    months_of,
    no_list,
    read_list,
)

TODAY = date(2026, 11, 24)
FIRST, LAST = date(2018, 1, 1), date(2022, 12, 31)
DAYS = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]


def news_file(stamp, serial=0):
    path = f"crawl-data/CC-NEWS/{stamp[:4]}/{stamp[4:6]}/CC-NEWS-{stamp}-{serial:05}.warc.gz"
    begun_at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return NewsFile(begun_at, serial, path)


def news_files(*stamps):
    return [news_file(stamp, serial) for serial, stamp in enumerate(stamps)]


def packed(*paths):
    return gzip.compress("".join(f"{path}\n" for path in paths).encode(), mtime=0)


def stamps_of(files):
    return [file.begun_at.strftime("%d %H") for file in files]


@pytest.fixture(scope="module")
def five_years():
    """Files of five years and the weeks around: one to three a day, and none on some days."""
    chance, files = Random(7), []
    day = FIRST - timedelta(days=10)
    while day < LAST + timedelta(days=10):
        hours = sorted(chance.sample(range(24), chance.choice([0, 1, 1, 2, 3])))
        files += [news_file(f"{day:%Y%m%d}{hour:02}0000") for hour in hours]
        day += timedelta(days=1)
    return files


def begins_late_enough(file, since, files):
    """Tell by the words of the rule, file by file, whether one may hold what came since a day."""
    day = file.begun_at.date()
    before = [each.begun_at for each in files if each.begun_at.date() < since]
    ran_on = file.begun_at == max(before) and day >= since - timedelta(days=2)
    return day >= since or ran_on


def test_every_period_of_five_years_gets_each_of_its_files_once(five_years):
    """The first file hangs on the first day alone, the last on the last day alone.

    So every first day with one end, and every end with one first day, are held against the rule;
    they make up all 1.7 million periods. That it is so is seen on all short periods, over every
    border, and on a draw of the others.
    """
    place = {file: number for number, file in enumerate(five_years)}
    begins = {day: place[files_of(five_years, day, LAST)[0]] for day in DAYS}
    ends = {day: place[files_of(five_years, FIRST, day)[-1]] + 1 for day in DAYS}
    chance = Random(11)
    periods = [(day, day + timedelta(more)) for day in DAYS for more in (0, 1, 27, 30, 365)]
    periods += [tuple(sorted(chance.sample(DAYS, 2))) for _ in range(1000)]

    for day in DAYS:  # the files are in order, so those around a border show where it lies
        around = five_years[begins[day] - 15 : begins[day] + 15]
        late_enough = [file for file in around if begins_late_enough(file, day, around)]
        assert late_enough == around[15:], day
        around = five_years[ends[day] - 15 : ends[day] + 15]
        early_enough = [f for f in around if f.begun_at.date() <= day + timedelta(days=3)]
        assert early_enough == around[:15], day
    assert sorted(begins.values()) == list(begins.values())
    assert sorted(ends.values()) == list(ends.values())
    for since, until in periods:
        if until <= LAST:
            assert files_of(five_years, since, until) == five_years[begins[since] : ends[until]]


def test_the_lists_asked_for_hold_every_file_of_every_period(five_years):
    """As above: the first list hangs on the first day alone, the last on the last day alone."""
    periods = [(day, day) for day in DAYS]
    periods += [(day, LAST) for day in DAYS] + [(FIRST, day) for day in DAYS]

    for since, until in periods:
        files = files_of(five_years, since, until)
        counts = [month.year * 12 + month.number for month in months_of(since, until, today=TODAY)]
        assert counts == list(range(counts[0], counts[-1] + 1))
        for file in (files[0], files[-1]):
            assert file.begun_at.year * 12 + file.begun_at.month in counts


def test_a_period_reads_from_the_file_that_ran_into_it_to_three_days_after():
    files = news_files(
        "20200630010000", "20200630220000", "20200701030000", "20200704235959", "20200705000000"
    )

    found = files_of(files, date(2020, 7, 1), date(2020, 7, 1))

    assert stamps_of(found) == ["30 22", "01 03", "04 23"]


def test_files_of_crawlers_side_by_side_all_run_into_the_first_day():
    files = [news_file("20200630210000", 5)]
    files += [news_file("20200630220000", serial) for serial in (6, 7)]

    found = files_of(files, date(2020, 7, 1), date(2020, 7, 1))

    assert [file.serial for file in found] == [6, 7]


def test_a_file_that_was_begun_long_before_does_not_run_into_the_first_day():
    files = news_files("20200628235959", "20200703000000")

    assert stamps_of(files_of(files, date(2020, 7, 1), date(2020, 7, 1))) == ["03 00"]


def test_a_period_without_files_has_none():
    assert list(files_of([], date(2020, 7, 1), date(2020, 7, 1))) == []


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2020-07-07", "2020-07-07", ["2020-07"]),
        ("2020-07-02", "2020-07-27", ["2020-06", "2020-07"]),
        ("2020-07-03", "2020-07-27", ["2020-07"]),
        ("2020-07-07", "2020-07-28", ["2020-07", "2020-08"]),  # the night of the 31st
        ("2019-12-31", "2020-01-01", ["2019-12", "2020-01"]),
        ("2020-02-27", "2020-02-27", ["2020-02", "2020-03"]),
        ("2010-01-01", "2016-08-26", ["2016-08"]),
        ("2026-10-30", "2099-01-01", ["2026-10", "2026-11"]),
        ("0001-01-01", "9999-12-31", None),
    ],
)
def test_lists_are_asked_for_from_before_the_period_to_after(since, until, months):
    found = months_of(date.fromisoformat(since), date.fromisoformat(until), today=TODAY)

    if months is None:
        assert (str(found[0]), str(found[-1]), len(found)) == ("2016-08", "2026-11", 124)
    else:
        assert list(map(str, found)) == months


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2020-07-08", "2020-07-07", "swap the two"),
        ("2016-08-01", "2016-08-25", "CC-NEWS began on 2016-08-26"),
        ("2026-11-25", "2026-11-26", "2026-11-25 is yet to come"),
    ],
)
def test_days_that_cc_news_cannot_know_are_refused(since, until, said):
    with pytest.raises(OutsideNews, match=said):
        months_of(date.fromisoformat(since), date.fromisoformat(until), today=TODAY)


def test_addresses_are_those_of_common_crawl():
    root = "https://data.commoncrawl.org/crawl-data/CC-NEWS/2020/07"

    assert Month(2020, 7).list_address() == f"{root}/warc.paths.gz"
    assert news_file("20200707012345", 42).address() == (
        f"{root}/CC-NEWS-20200707012345-00042.warc.gz"
    )
    assert Month(2020, 7).list_address(at="http://here").startswith("http://here/crawl-data/")


@pytest.mark.parametrize("write", [packed, lambda *paths: "\r\n".join(paths).encode()])
def test_a_list_is_read_packed_or_not_in_order_each_file_once(write):
    early, late = news_files("20200707012345", "20200707234500")

    found = read_list(write(late.path, early.path, "", late.path))

    assert (found.files, found.odd) == ((early, late), ())


def test_a_file_that_two_lists_name_is_read_once():
    file = news_file("20200630235959", 9)
    again = NewsFile(file.begun_at, 9, file.path.replace("/2020/06/", "/2020/07/"))

    assert in_order([again, file]) == [file]


@pytest.mark.parametrize(
    "line",
    [
        "crawl-data/CC-NEWS/2020/07/CC-NEWS-20201307012345-00042.warc.gz",  # month 13
        "crawl-data/CC-NEWS/2020/07/CC-NEWS-2020070701234-00042.warc.gz",
        "crawl-data/CC-NEWS/2020/07/CC-NEWS-20200707012345.warc.gz",
        "crawl-data/CC-NEWS/2020/07/../../CC-NEWS-20200707012345-00042.warc.gz",
        "https://elsewhere.example/CC-NEWS-20200707012345-00042.warc.gz",
        "crawl-data/CC-NEWS/2020/07/CC-NEWS-٢٠٢٠٠٧٠٧٠١٢٣٤٥-00042.warc.gz",
        "crawl-data/CC-NEWS/2020/07/warc.paths.gz",
    ],
)
def test_a_name_that_is_odd_is_told_and_not_guessed(line):
    file = news_file("20200707012345")

    found = read_list(packed(line, file.path, line))

    assert (found.files, found.odd) == ((file,), (line,))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "begins with nothing"),
        (b"<html>Slow down</html>", "begins with '<html>Slow down</html>'"),
        (packed("a/path")[:-9], "does not unpack"),
        (packed("a/path")[:4] + b"\xff" * 40, "does not unpack"),
        (packed("a/path") + b"rubbish", "does not unpack"),
        (gzip.compress(bytes(LIST_BYTES + 1), 1, mtime=0), "over 20,000,000 bytes"),
    ],
)
def test_what_is_no_list_is_named(body, said):
    with pytest.raises(UnreadableList, match=said):
        read_list(body)


@pytest.mark.parametrize(
    ("month", "status", "is_problem"),
    [
        (Month(2026, 11), 404, False),
        (Month(2026, 10), 404, True),
        (Month(2026, 11), 503, True),
        (Month(2026, 11), None, True),
    ],
)
def test_a_list_that_is_missing_is_a_problem_once_its_month_is_over(month, status, is_problem):
    note = None if status else "no answer came (reset)"

    missing = no_list(month, status=status, note=note, today=TODAY)

    assert missing.is_problem is is_problem
    assert str(month) in missing.why
    assert (f"HTTP {status}" if status else "reset") in missing.why or not is_problem


def test_days_on_which_no_file_was_begun_are_listed_up_to_yesterday():
    files = news_files("20261119120000", "20261121120000")

    found = days_without(files, date(2026, 11, 19), date(2026, 11, 23), today=TODAY)

    assert found == [date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 23)]
