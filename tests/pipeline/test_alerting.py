"""What wakes a person, and that it arrives without giving a secret away."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from events import ZOOM

from pipeline.alerting import alert_text, send_alerts
from pipeline.changes import Change
from pipeline.health import Ill

PAUSED = replace(ZOOM, quote="Call @everyone to http://evil.example/", url="http://evil.example/")
QUIET = Ill("zoom_trust", "quiet for 9 days (expects 1 a week)", "Look at the page.")


def changed(*names: str) -> Change:
    return Change("changed", PAUSED, PAUSED, names)


def test_a_quiet_night_wakes_nobody():
    assert alert_text([], []) is None


@pytest.mark.parametrize("names", [("sources",), ("quote", "url"), ("sources", "quote", "url")])
def test_evidence_that_changed_alone_wakes_nobody(names):
    assert alert_text([changed(*names)], []) is None


@pytest.mark.parametrize("name", ["id", "date", "effective", "stance", "scope", "products"])
def test_a_line_that_says_something_else_wakes_a_person(name):
    assert alert_text([changed(name, "quote")], []) == (
        f"Changes on the timeline: 1\nchanged: zoom-paused-2020-07-07 ({name}, quote)"
    )


def test_changes_and_ill_sources_stand_in_one_message():
    gone = Change("withdrawn", replace(PAUSED, id="zoom-paused-2020"), PAUSED, ())

    assert alert_text([Change("new", PAUSED, None, ()), changed("url"), gone], [QUIET]) == (
        "Changes on the timeline: 2\n"
        "new: zoom-paused-2020-07-07\n"
        "withdrawn: zoom-paused-2020 (gone)\n"
        "\n"
        "Sources that are ill: 1\n"
        "zoom_trust: quiet for 9 days (expects 1 a week). Look at the page."
    )


def test_an_ill_source_alone_wakes_a_person():
    assert alert_text([], [QUIET]) == f"Sources that are ill: 1\n{QUIET}"


def test_a_long_list_is_cut_and_says_so():
    body = alert_text([Change("new", PAUSED, None, ())] * 25, [])

    assert body is not None
    assert body.splitlines() == [
        "Changes on the timeline: 25",
        *["new: zoom-paused-2020-07-07"] * 20,
        "and 5 more",
    ]


numbers = count(1)


@pytest.fixture
def inbox() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give an address and what arrives there; a schema of its own, since apprise keeps them all."""
    from apprise import NotificationManager
    from apprise.decorators import notify

    scheme, arrived = f"inbox{next(numbers)}", []

    @notify(on=scheme)
    def keep(body: str, title: str, notify_type: str, *args: object, **kwargs: object) -> None:
        arrived.append((title, body))

    yield f"{scheme}://", arrived
    NotificationManager().remove(scheme)


def test_an_alert_arrives_at_each_address_as_it_was_written(inbox):
    url, arrived = inbox

    assert send_alerts([url, url], title="Stanceline", body="a_b *c* <d>\n\ne") == []
    assert arrived == [("Stanceline", "a_b *c* <d>\n\ne")] * 2


def test_an_address_that_fails_is_named_without_its_secrets_and_stops_no_other(inbox, caplog):
    url, arrived = inbox
    urls = ["nonsense://hunter2", "hunter2", "tgram://hunter2/x", "json://u:hunter2@127.0.0.1:1/"]
    with caplog.at_level(logging.DEBUG):
        problems = send_alerts([*urls, url], title="Stanceline", body="hunter2 is not here")

    assert problems == [
        "alert 1 of 5 (nonsense): is no apprise URL; correct it in $STANCELINE_ALERTS",
        "alert 2 of 5 (no scheme): is no apprise URL; correct it in $STANCELINE_ALERTS",
        "alert 3 of 5 (tgram): is no apprise URL; correct it in $STANCELINE_ALERTS",
        "alert 4 of 5 (json): was not delivered; see that the service is up and the URL still "
        "valid",
    ]
    assert len(arrived) == 1
    assert "hunter2" not in caplog.text


def test_no_addresses_are_no_problem():
    assert send_alerts([], title="Stanceline", body="x") == []
