"""A person at a terminal goes through the queue; every answer is typed on a real one."""

import re
import shutil
from pathlib import Path

import pytest
import terminals

from pipeline.cli.running import run
from pipeline.reviews.log import log_path, read_log
from pipeline.store import Store

SAID = "On 7 July 2020 {} paused data requests from the Hong Kong police."


@pytest.fixture(scope="module")
def three_waiting(tmp_path_factory) -> Path:
    """Build a data folder of three events that one page each tells of; nobody writes in it."""
    folder = tmp_path_factory.mktemp("waiting")
    pages = []
    for name in ("Google", "Telegram", "Zoom"):
        pages.append(folder / f"{name}.txt")
        pages[-1].write_text(SAID.format(name), encoding="utf-8")
    data = folder / "data"
    assert run(["add", *map(str, pages), "--published", "2020-07-08", "--data", str(data)]) == 0
    return data


@pytest.fixture
def data(three_waiting, tmp_path) -> Path:
    return Path(shutil.copytree(three_waiting, tmp_path / "data"))


def queue_of(data: Path) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return [each.event for each in store.rulings().waiting()]


def converse(data: Path, answers: list[str], *options: str) -> str:
    """Answer each question of ``stanceline review`` in turn; return all that the screen showed."""
    waiting = iter(answers)

    def reply() -> bytes:
        answer = next(waiting, "\x04")
        return answer.encode() + (b"" if answer == "\x04" else b"\n")

    shown = terminals.converse("review", "--data", str(data), *options, columns=100, reply=reply)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n")


def test_a_person_rules_on_one_event_after_the_other(data):
    first, second, third = queue_of(data)
    shown = converse(
        data,
        [
            *("Ed", "a", "I read it."),
            *("c", "date", "2020-07", "The page says July."),
            *("n", "Ask again."),
            *("r", "A copy of the first."),
            *("", "q"),
        ],
    )

    assert [(each.ruling, each.target, each.reviewer) for each in read_log(log_path(data))] == [
        ("accept", first, "Ed"),
        ("correct", second, "Ed"),
        ("note", second, "Ed"),
        ("reject", second, "Ed"),
    ]
    assert f"accept {first}: applied" in shown
    assert "date from 20" in shown and "to 2020-07: applied" in shown
    assert third in shown
    assert "review: 4 rulings made" in shown


def test_what_proves_an_event_is_on_the_screen_before_it_is_ruled_on(data):
    first, *_ = queue_of(data)
    with Store.open(data / "timeline.db") as store:
        claim = store.event_chain(first).evidence[0].claim
    shown = " ".join(converse(data, ["q"], "--by", "Ed").split())

    assert "awaits review: one source only" in shown
    assert f"»{' '.join(claim.claim.quote.split())}«" in shown
    assert "an added text published 2020-07-08" in shown


def test_events_are_merged_and_split_at_the_terminal(data):
    first, second, _ = queue_of(data)
    converse(data, ["m", second, "One act.", "s", "2", "Two acts.", "q"], "--by", "Ed")

    merge, split = read_log(log_path(data))
    assert (merge.target, merge.value) == (first, second)
    assert (split.target, len(split.claims)) == (second, 1)


@pytest.mark.parametrize(
    "answers",
    [
        ["\x04"],
        ["a", "\x04"],
        [
            *("x", "?", "a", "", "m", "", "c", "", "s", "99"),
            *("m", "no-such-event", "One act.", "c", "date", "July", "So it says.", "q"),
        ],
    ],
    ids=["leaves", "leaves in the middle", "says nonsense"],
)
def test_who_thinks_better_of_it_has_ruled_nothing(answers, data):
    shown = converse(data, answers, "--by", "Ed")

    assert "review: 0 rulings made" in shown
    assert not log_path(data).exists()
