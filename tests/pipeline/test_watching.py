"""Watched pages, night by night: what appeared, changed and vanished, and between which looks."""

import json
from pathlib import Path

import pytest
from nights import TRACKER, Web, data_folder, entry, moment, night, rows_of, select
from replica import sources_toml

from pipeline.nights import recorded
from pipeline.rebuilding import rebuild
from pipeline.store import Store
from pipeline.tracker import load_tracker
from scrapers.answers import Answer, Ask

PAGE = "http://zoom.example/trust"
PAUSED = "We have paused processing data requests from and related to Hong Kong SAR."
REWORDED = "We have paused the processing of data requests from, and related to, Hong Kong SAR."
OFFICES = "Our offices in Asia are open from nine to six, and closed on public holidays."
PUBLISHED = "We publish a report on the requests that all governments send to us twice a year."
USERS = "We tell people about a request for their data unless the law forbids us to do so."


def page(*sentences: str, viewed: int = 12_345, updated: str = "3 March 2021") -> str:
    told = "".join(f"<p>{sentence}</p>" for sentence in (*sentences, PUBLISHED, USERS))
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Requests | Zoom</title></head>'
        f"<body><nav><a href='/'>Zoom</a> <a href='/buy{viewed}'>Pricing</a></nav><main>"
        f"<h1>Requests from governments</h1><p>Last updated: {updated}</p>{told}"
        f"<p>{viewed:,} views</p></main><footer>Cookie preferences</footer></body></html>"
    )


class Watched:
    """Zoom's page, watched on a web where nothing else is."""

    def __init__(self, folder: Path):
        self.web = Web()
        source = entry("zoom_trust", "statement", PAGE, company="zoom")
        self.data = data_folder(folder / "data", [source])

    def show(self, *sentences: str, day: float, **furniture: object) -> None:
        self.web.put(PAGE, page(*sentences, **furniture))
        night(self.data, web=self.web, days=day)

    def fail(self, *, day: float, status: int = 503) -> None:
        self.web.put(PAGE, status=status)
        night(self.data, web=self.web, days=day)

    def versions(self) -> list[tuple[object, ...]]:
        return select(
            self.data,
            "select change, before_at, seen_at, last_at, appeared, disappeared "
            "from statement_versions order by seen_at, id",
        )

    def rebuilt(self) -> "Watched":
        rebuild(self.data, load_tracker(self.data / TRACKER))
        return self


@pytest.fixture
def zoom(tmp_path) -> Watched:
    return Watched(tmp_path)


def dump_of(data: Path) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return list(store.dump())


def listed(*sentences: str) -> str:
    return json.dumps(sentences)


def test_a_change_lies_between_the_last_look_that_found_the_old_words_and_the_first_at_the_new(
    zoom,
):
    zoom.show(OFFICES, day=0)
    zoom.show(OFFICES, day=1)
    zoom.show(PAUSED, OFFICES, day=2)

    assert zoom.versions() == [
        ("first_seen", None, moment(0), moment(1), "[]", "[]"),
        ("changed", moment(1), moment(2), None, listed(PAUSED), "[]"),
    ]


def test_a_night_that_finds_the_same_changes_nothing_but_the_diary_of_nights(zoom):
    zoom.show(PAUSED, day=0)
    before = rows_of(zoom.data)
    zoom.show(PAUSED, day=1)
    after = rows_of(zoom.data)

    assert {table for table in after if after[table] != before[table]} == {
        "looks",
        "runs",
        "visits",
        "archive_files",
    }


def test_a_counter_and_a_date_of_update_make_no_version_and_no_document(zoom):
    for day in range(4):
        zoom.show(PAUSED, day=day, viewed=12_345 + day, updated=f"{day + 1} March 2021")

    assert zoom.versions() == [("first_seen", None, moment(0), None, "[]", "[]")]
    assert select(zoom.data, "select count(*) from captures") == [(4,)]
    assert select(zoom.data, "select captured_at from documents") == [(moment(0),)]


def test_an_outage_is_told_once_with_its_last_night_and_ends_no_version(zoom):
    zoom.show(PAUSED, day=0)
    for day in (1, 2, 3):
        zoom.fail(day=day)
    zoom.show(PAUSED, day=4)

    assert zoom.versions() == [
        ("first_seen", None, moment(0), None, "[]", "[]"),
        ("unreachable", moment(0), moment(1), moment(3), "[]", "[]"),
    ]


def test_a_page_that_was_never_seen_is_not_missed(zoom):
    zoom.fail(day=0)
    zoom.fail(day=1, status=410)

    assert zoom.versions() == []


def test_a_page_that_is_taken_down_is_gone_and_compared_when_it_comes_back(zoom):
    zoom.show(PAUSED, OFFICES, day=0)
    zoom.fail(day=1, status=410)
    zoom.show(OFFICES, day=9)

    assert zoom.versions() == [
        ("first_seen", None, moment(0), moment(0), "[]", "[]"),
        ("gone", moment(0), moment(1), moment(1), "[]", "[]"),
        ("changed", moment(0), moment(9), None, "[]", listed(PAUSED)),
    ]


def test_a_sentence_with_a_stance_has_the_looks_between_which_it_stood_there(zoom):
    zoom.show(OFFICES, day=0)
    zoom.show(OFFICES, day=1)
    zoom.show(PAUSED, OFFICES, day=2)
    zoom.show(PAUSED, OFFICES, day=3)
    zoom.show(OFFICES, day=4)

    assert select(
        zoom.data,
        "select company, stance, sentence, absent_until, present_from, present_until, absent_from, "
        "ended_by from statement_sentences",
    ) == [
        ("zoom", "paused", PAUSED, moment(1), moment(2), moment(3), moment(4), "changed"),
    ]


def events_of(zoom: Watched) -> list[tuple[object, ...]]:
    return select(zoom.data, "select company, stance, date, precision, basis from events")


def test_a_stance_that_came_between_two_looks_is_dated_as_far_as_both_agree(zoom):
    zoom.show(OFFICES, day=0)
    zoom.show(PAUSED, OFFICES, day=2)

    basis = f"absent on {moment(0)[:10]}, present on {moment(2)[:10]}"
    assert events_of(zoom) == [("zoom", "paused", moment(0)[:7], "month", basis)]


@pytest.mark.parametrize("later", [PAUSED, REWORDED])
def test_a_stance_that_stood_there_from_the_first_look_has_no_date(zoom, later):
    zoom.show(PAUSED, day=0)
    zoom.show(later, OFFICES, day=2)

    assert events_of(zoom) == [("zoom", "paused", None, None, None)]


def test_the_day_on_which_a_page_says_it_was_published_dates_what_it_says(zoom):
    day = '"2020-07-07T09:00:00Z"'
    told = (
        '<script type="application/ld+json">{"@type": "Article", "datePublished": '
        f'{day}, "dateModified": {day}}}</script>'
    )
    zoom.web.put(PAGE, page(PAUSED, OFFICES).replace("</head>", f"{told}</head>"))
    night(zoom.data, web=zoom.web)

    assert events_of(zoom) == [("zoom", "paused", "2020-07-07", "day", "published")]


def test_an_older_copy_out_of_a_web_archive_takes_its_place_in_the_history(zoom):
    zoom.show(PAUSED, OFFICES, day=0)
    copy = f"http://archive.example/web/20200708010203/{PAGE}"
    ask = Ask(copy, "zoom_trust", "page", of=PAGE, of_at="2020-07-08T01:02:03Z")
    body = page(OFFICES).encode()
    headers = (("Content-Type", "text/html"),)
    with recorded(zoom.data, load_tracker(zoom.data / TRACKER), command="backfill") as intake:
        intake.take(ask, Answer(copy, copy, moment(1), 200, headers, body, 1))
        intake.settle()

    assert zoom.versions() == [
        ("first_seen", None, "2020-07-08T01:02:03Z", "2020-07-08T01:02:03Z", "[]", "[]"),
        ("changed", "2020-07-08T01:02:03Z", moment(0), None, listed(PAUSED), "[]"),
    ]


def test_a_rebuild_tells_the_same_history(zoom):
    zoom.show(OFFICES, day=0)
    zoom.fail(day=1)
    zoom.show(PAUSED, OFFICES, day=2, viewed=1)
    zoom.show(PAUSED, OFFICES, day=3, viewed=2)
    zoom.fail(day=4, status=404)
    zoom.show(OFFICES, day=5)
    nights = dump_of(zoom.data)

    assert dump_of(zoom.rebuilt().data) == nights


def test_bytes_that_an_older_stanceline_read_otherwise_are_our_upgrade_and_no_change(zoom):
    zoom.show(PAUSED, OFFICES, day=0)
    ledger = zoom.data / "private" / "readings.jsonl"
    (now,) = ledger.read_text(encoding="utf-8").splitlines()
    older = {**json.loads(now), "sentences": ["Requests from governments", PUBLISHED, USERS]}
    ledger.write_text(json.dumps(older) + "\n", encoding="utf-8")

    for _ in range(2):  # it stays told, however often the past is read again
        assert sorted(zoom.rebuilt().versions(), key=lambda row: row[0]) == [
            ("first_seen", None, moment(0), None, "[]", "[]"),
            ("our_upgrade", None, moment(0), moment(0), listed(PAUSED, OFFICES), "[]"),
        ]
    assert len(ledger.read_text(encoding="utf-8").splitlines()) == 2


def test_a_morning_digest_tells_what_changed_on_a_page(zoom):
    zoom.show(PAUSED, OFFICES, day=0)
    zoom.web.put(PAGE, page(OFFICES))
    second = night(zoom.data, web=zoom.web, days=1)
    third = night(zoom.data, web=zoom.web, days=2)
    digest = zoom.data / "private" / "digests" / f"{second.run.id}-digest.txt"

    assert [version.disappeared for version in second.beside.statements] == [(PAUSED,)]
    between = f"between {moment(0)[:10]} and {moment(1)[:10]}"
    text = digest.read_text(encoding="utf-8")
    assert f"statement: zoom_trust changed {between}\n  - {PAUSED}" in text
    assert not third.beside


def leave_the_tracker(zoom: Watched) -> None:
    toml = zoom.data / TRACKER / "sources.toml"
    toml.write_text(sources_toml([entry("other", "statement", "http://other.example/")]))


def test_what_was_seen_of_a_page_stays_when_its_source_leaves_the_tracker(zoom):
    zoom.show(OFFICES, day=0)
    zoom.show(PAUSED, OFFICES, day=2)
    versions, events = zoom.versions(), events_of(zoom)
    leave_the_tracker(zoom)
    night(zoom.data, web=zoom.web, days=3)

    assert (zoom.versions(), events_of(zoom)) == (versions, events)
    assert (zoom.rebuilt().versions(), events_of(zoom)) == (versions, events)


def test_a_page_that_was_added_before_it_was_watched_has_its_history_all_the_same(tmp_path):
    zoom = Watched(tmp_path)
    sources = (zoom.data / TRACKER / "sources.toml").read_text(encoding="utf-8")
    leave_the_tracker(zoom)
    zoom.web.put(PAGE, page(PAUSED, OFFICES))
    with recorded(zoom.data, load_tracker(zoom.data / TRACKER), command="add") as intake:
        ask = Ask(PAGE, "added", "page")
        intake.take(ask, zoom.web.answer(ask, at=moment(0)))
        intake.settle()
    (zoom.data / TRACKER / "sources.toml").write_text(sources, encoding="utf-8")
    night(zoom.data, web=zoom.web, days=1)
    zoom.show(OFFICES, day=2)
    nights = dump_of(zoom.data)

    assert zoom.versions() == [
        ("first_seen", None, moment(1), moment(1), "[]", "[]"),
        ("changed", moment(1), moment(2), None, "[]", listed(PAUSED)),
    ]
    assert dump_of(zoom.rebuilt().data) == nights


def test_another_address_makes_no_change_of_what_the_company_says(zoom):
    zoom.show(OFFICES, day=0)
    other = "http://zoom.example/transparency"
    toml = zoom.data / TRACKER / "sources.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace(PAGE, other), encoding="utf-8")
    away = "Write to our press office for interviews, and for photographs of our founders."
    zoom.web.put(other, page(PAUSED).replace(PUBLISHED, away).replace(USERS, ""))
    night(zoom.data, web=zoom.web, days=2)
    nights = dump_of(zoom.data)

    assert select(zoom.data, "select url, change, replaced from statement_versions") == [
        (PAGE, "first_seen", 0),
        (other, "changed", 1),
    ]
    assert events_of(zoom) == [("zoom", "paused", None, None, None)]
    assert dump_of(zoom.rebuilt().data) == nights


def test_news_of_a_night_that_was_killed_is_told_though_the_tracker_changed_meanwhile(zoom):
    zoom.show(PAUSED, OFFICES, day=0)
    zoom.web.put(PAGE, page(OFFICES))

    def stop(ask, outcome):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        night(zoom.data, web=zoom.web, days=1, watch=stop)
    stances = zoom.data / TRACKER / "stances.toml"
    stances.write_text(f"# edited\n{stances.read_text(encoding='utf-8')}", encoding="utf-8")
    third = night(zoom.data, web=zoom.web, days=2)

    assert [version.disappeared for version in third.beside.statements] == [(PAUSED,)]
