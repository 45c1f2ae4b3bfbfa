"""What ``stanceline statements`` shows of watched pages."""

import io
from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from pipeline.cli.statements import (
    chosen_versions,
    happened,
    print_statements,
    stay_in_words,
    version_object,
)
from pipeline.store.contents import StatementSentence, StatementVersion

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
TRACKER = made.make_tracker()
URL = "https://zoom.example/requests"
PAUSED = "We paused the handling of requests."
RESUMED = "We resumed the handling of requests."


class Terminal(io.StringIO):
    """Hold what is written, and say that it is a screen."""

    def isatty(self) -> bool:
        return True


def version(change: str, seen: str, before: str | None = None, **more: object) -> StatementVersion:
    plain = StatementVersion(
        id=f"zoom-{seen}",
        source="zoom_requests",
        company="zoom",
        url=URL,
        change=change,
        seen_at=f"{seen}T01:02:03Z",
        before_at=before and f"{before}T01:02:03Z",
    )
    return replace(plain, **more)


FIRST = version("first_seen", "2020-07-01")
CHANGED = version("changed", "2020-07-08", "2020-07-02", appeared=(PAUSED, "We wait."))
OUTAGE = version("unreachable", "2020-08-01", "2020-07-31", last_at="2020-08-03T01:02:03Z")
UPGRADE = version("our_upgrade", "2020-09-01", disappeared=("12 views.",))
REWORDED = version("changed", "2021-03-02", "2021-03-01", reworded=((PAUSED, RESUMED),))
GONE = version("gone", "2021-05-01", "2021-04-30")
VERSIONS = (FIRST, CHANGED, OUTAGE, UPGRADE, REWORDED, GONE)
STAY = StatementSentence(
    id="stay",
    source="zoom_requests",
    company="zoom",
    url=URL,
    stance="paused",
    scope="data_requests",
    sentence=PAUSED,
    absent_until="2020-07-02T01:02:03Z",
    present_from="2020-07-08T01:02:03Z",
    present_until="2021-03-01T01:02:03Z",
    absent_from="2021-03-02T01:02:03Z",
    ended_by="changed",
    event="zoom-paused-2020-07",
)
ALWAYS = replace(
    STAY,
    id="always",
    stance="refused",
    sentence="We never answer.",
    absent_until=None,
    present_from="2020-07-01T01:02:03Z",
    present_until="2021-04-30T01:02:03Z",
    absent_from="2021-05-01T01:02:03Z",
    ended_by="gone",
    event=None,
)


def test_a_page_is_printed_version_by_version(capsys):
    shown = chosen_versions(VERSIONS, since=None, everything=True)
    print_statements(shown, [STAY, ALWAYS], TRACKER)

    assert capsys.readouterr().out == (
        """\
Zoom  https://zoom.example/requests
  2020-07-01  first seen
    “We never answer.”
      ● Refused  data requests
      there from the first look on 2020-07-01; last seen on 2021-04-30, gone with its page on 2021-05-01
  2020-07-08  changed between 2020-07-02 and 2020-07-08
    + We paused the handling of requests.
      ● Paused  data requests  zoom-paused-2020-07
      absent on 2020-07-02, present on 2020-07-08; last seen on 2021-03-01, absent on 2021-03-02
    + We wait.
  2020-08-01  could not be read until 2020-08-03
  2020-09-01  read otherwise by a newer Stanceline; the page did not change
    - 12 views.
  2021-03-02  changed between 2021-03-01 and 2021-03-02
    ~ We [-paused-]{+resumed+} the handling of requests.
      ● Paused  data requests  zoom-paused-2020-07
      absent on 2020-07-02, present on 2020-07-08; last seen on 2021-03-01, absent on 2021-03-02
  2021-05-01  gone, last seen on 2021-04-30
    “We never answer.”
      ● Refused  data requests
      there from the first look on 2020-07-01; last seen on 2021-04-30, gone with its page on 2021-05-01

"""  # noqa: E501
    )


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", "COLUMNS": "100", **environment}.items():
        monkeypatch.setenv(name, value)
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    print_statements([REWORDED], [], TRACKER)
    return screen.getvalue()


def test_a_terminal_strikes_out_what_is_gone_and_underlines_what_is_new(monkeypatch):
    shown = on_a_terminal(monkeypatch)

    assert "~ We \x1b[9;31mpaused\x1b[0m\x1b[4;32mresumed\x1b[0m the handling" in shown


def test_without_colours_the_strokes_stay(monkeypatch):
    shown = on_a_terminal(monkeypatch, NO_COLOR="1")

    assert "~ We \x1b[9mpaused\x1b[0m\x1b[4mresumed\x1b[0m the handling" in shown


def test_a_terminal_that_shows_letters_only_gets_marks(monkeypatch):
    shown = on_a_terminal(monkeypatch, TERM="dumb")

    assert "~ We [-paused-]{+resumed+} the handling of requests." in shown
    assert "\x1b" not in shown


def test_a_page_cannot_steer_the_terminal(capsys):
    evil = replace(
        CHANGED, appeared=("We wait\x1b[2J\u202e.",), url="https://zoom.example/\x1b]0;x"
    )
    print_statements([evil], [], TRACKER)

    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)


def test_outages_and_upgrades_of_our_own_are_shown_when_asked_for():
    other = replace(FIRST, id="o", source="meta_law", company="meta")

    assert chosen_versions([*VERSIONS, other], since=None, everything=False) == [
        FIRST,
        CHANGED,
        REWORDED,
        GONE,
        other,
    ]
    assert chosen_versions(VERSIONS, since="2020-08", everything=True) == [
        OUTAGE,
        UPGRADE,
        REWORDED,
        GONE,
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (version("changed", "2021-03-02", "2021-03-02"), "changed on 2021-03-02"),
        (version("unreachable", "2021-03-02"), "could not be read and still cannot"),
        (
            version("unreachable", "2021-03-02", last_at="2021-03-02T09:00:00Z"),
            "could not be read",
        ),
        (
            version("gone", "2021-03-02", "2021-03-01", last_at="2021-03-09T09:00:00Z"),
            "gone, last seen on 2021-03-01, still gone on 2021-03-09 and back later",
        ),
    ],
)
def test_what_happened_is_said_in_words(given, words):
    assert happened(given) == words


def test_a_sentence_that_stands_is_still_there():
    standing = replace(STAY, absent_from=None, ended_by=None)

    assert stay_in_words(standing) == "absent on 2020-07-02, present on 2020-07-08, still there"


def test_what_comes_back_with_its_page_is_told_with_the_outage():
    outage = replace(GONE, last_at="2021-05-03T01:02:03Z")
    back = replace(
        ALWAYS,
        absent_until="2021-05-03T01:02:03Z",
        present_from="2021-05-04T01:02:03Z",
        absent_from=None,
        ended_by=None,
    )

    stances = version_object(outage, [ALWAYS, back, STAY], TRACKER)["stances"]
    assert [one["present_from"] for one in stances] == [ALWAYS.present_from, back.present_from]


def test_a_version_is_one_object_for_programs():
    assert version_object(REWORDED, [STAY, ALWAYS], TRACKER) == {
        "id": "zoom-2021-03-02",
        "company": "zoom",
        "company_name": "Zoom",
        "source": "zoom_requests",
        "url": URL,
        "change": "changed",
        "seen_at": "2021-03-02T01:02:03Z",
        "before_at": "2021-03-01T01:02:03Z",
        "last_at": None,
        "digest": None,
        "appeared": [],
        "disappeared": [],
        "replaced": False,
        "reworded": [
            {
                "before": PAUSED,
                "after": RESUMED,
                "diff": "We [-paused-]{+resumed+} the handling of requests.",
            }
        ],
        "stances": [
            {
                "company": "zoom",
                "stance": "paused",
                "scope": "data_requests",
                "sentence": PAUSED,
                "absent_until": "2020-07-02T01:02:03Z",
                "present_from": "2020-07-08T01:02:03Z",
                "present_until": "2021-03-01T01:02:03Z",
                "absent_from": "2021-03-02T01:02:03Z",
                "ended_by": "changed",
                "event": "zoom-paused-2020-07",
            }
        ],
    }
