"""Give a notebook what it asks of a database, and the looks of its plots and tables.

Where there is no database, or nothing in it, a notebook says so and runs to its end all the same.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any, TypeVar

from pipeline.edition import Line, StanceWords
from pipeline.errors import StoreError, TrackerError
from pipeline.model import Event, StoredClaim
from pipeline.outside import REL, web_address
from pipeline.store import Choice, Store
from pipeline.store.contents import Comparison
from pipeline.store.questions import Question, answer
from pipeline.tracker import load_tracker, tracker_folder
from pipeline.visible import one_line

_Answer = TypeVar("_Answer")

INK, PALE, GREY, ALERT, CALM = "#1b1b1b", "#555555", "#999999", "#D55E00", "#0072B2"
WIDTH = 520  # pixels of a plot without its axis: a page of a journal holds that
LETTERS = 76  # of a title that stand over such a plot
MOST = 400  # letters of a table's cell

FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
THEME: dict[str, Any] = {
    "config": {
        "font": FONT,
        "background": "white",
        "padding": 12,
        "view": {"stroke": None, "continuousWidth": WIDTH, "discreteWidth": WIDTH},
        "title": {
            "anchor": "start",
            "frame": "group",
            "offset": 14,
            "fontSize": 16,
            "color": INK,
            "subtitleFontSize": 12,
            "subtitleColor": PALE,
            "subtitlePadding": 6,
            "subtitleLineHeight": 16,
            "lineHeight": 20,
        },
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": PALE,
            "domainColor": GREY,
            "gridColor": "#e6e6e6",
            "tickColor": GREY,
            "labelLimit": 0,
        },
        "header": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "labelLimit": 0},
        "legend": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "titleColor": PALE,
            "labelLimit": 0,
        },
        "text": {"fontSize": 12, "color": INK},
        "bar": {"stroke": INK, "strokeWidth": 0.4},
    }
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of HTML that a notebook shows; whoever makes one has escaped what is in it."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True, slots=True)
class Desk:
    """One database to ask; without one, ``problem`` says why, and every answer is empty."""

    database: Path
    problem: str | None = None
    tracker: str = ""
    law: str = ""
    in_force: date | None = None
    stances: tuple[StanceWords, ...] = ()
    count: int = 0
    updated_at: str = ""

    def ask(self, question: Question) -> list[dict[str, Any]]:
        """Answer a question, a dictionary for each row."""
        return [] if self.problem else answer(self.database, question)

    def events(self) -> list[Event]:
        """Read the events of the timeline, in its order."""
        return [] if self.problem else self._read(lambda store: store.timeline())

    def lines(self, *, unlisted: bool = False) -> list[Line]:
        """Read events with their proofs; with ``unlisted`` those as well that await a review."""
        choice = Choice(include_unlisted=unlisted)
        return [] if self.problem else self._read(lambda store: list(store.lines(choice)))

    def claims(self) -> list[StoredClaim]:
        """Read all claims with their documents, whose texts are left out."""
        return [] if self.problem else self._read(lambda store: store.claims(texts=False))

    def comparisons(self) -> list[Comparison]:
        """Read what companies said beside what they did."""
        return [] if self.problem else self._read(lambda store: store.comparisons())

    def threshold(self) -> float | None:
        """Give the confidence below which an event awaits a review; None when it is not known."""
        if self.problem:
            return None
        try:
            return load_tracker(tracker_folder(self.database.parent, self.tracker)).threshold
        except TrackerError:
            return None

    def palette(self, labels: Iterable[str]) -> dict[str, list[str]]:
        """Give the labels and colours of those stances that occur, as a scale wants them."""
        occurring = set(labels)
        kept = [stance for stance in self.stances if stance.label in occurring]
        return {
            "domain": [stance.label for stance in kept],
            "range": [stance.colour for stance in kept],
        }

    def nothing(self, told: str) -> Shown:
        """Say why there is nothing to show; without a database, that this is the reason."""
        return nothing(
            "No database was read; the top of this page says why." if self.problem else told
        )

    def label(self, stance: str) -> str:
        """Say what a stance is called."""
        return next((each.label for each in self.stances if each.id == stance), stance)

    def _read(self, ask: Callable[[Store], _Answer]) -> _Answer:
        with Store.open(self.database) as store:
            return ask(store)

    def _repr_html_(self) -> str:
        if self.problem:
            return nothing(self.problem).html
        law = escape(one_line(self.law))
        if not self.count:
            return (
                f"<p>{law}: no event is on the timeline yet; fill it with 'stanceline demo' or "
                "'stanceline refresh'.</p>"
            )
        told = counted(self.count, "event")
        last = escape(self.updated_at[:10])
        return f"<p>{law}: {told} on the timeline, from captures and rulings up to {last}.</p>"


def open_desk(folder: str) -> Desk:
    """Take a data folder to ask; ``$STANCELINE_DATA`` wins over the one that is named."""
    database = Path(os.environ.get("STANCELINE_DATA", folder)) / "timeline.db"
    return desk_of(database)


def desk_of(database: Path) -> Desk:
    """Take one database to ask."""
    try:
        with Store.open(database) as store:
            edition = store.edition(Choice())
    except StoreError as error:
        return Desk(database, problem=str(error))
    return Desk(
        database,
        tracker=edition.tracker,
        law=edition.law,
        in_force=date.fromisoformat(edition.in_force),
        stances=edition.stances,
        count=edition.count,
        updated_at=edition.updated_at,
    )


def headed(finding: str, *notes: str) -> dict[str, list[str]]:
    """Lay out the title of a plot: what it finds, and under it what it counts."""
    small = int(LETTERS * 1.25)
    return {
        "text": wrap(one_line(finding), LETTERS),
        "subtitle": [line for note in notes for line in wrap(one_line(note), small)],
    }


def nothing(told: str) -> Shown:
    """Say that there is nothing to show, and why."""
    return Shown(f"<p><em>{escape(one_line(told))}</em></p>")


def table(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> Shown:
    """Show rows as a table; ``columns`` maps their keys to headings.

    A value that is a web address becomes a link to it. Whatever came from outside stays text.
    """
    left = 'style="text-align:left;vertical-align:top"'
    head = "".join(f"<th {left}>{escape(name)}</th>" for name in columns.values())
    body = "".join(
        "<tr>" + "".join(f"<td {left}>{_cell(row[key])}</td>" for key in columns) + "</tr>"
        for row in rows
    )
    return Shown(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Count things in words: ``1 event``, ``3 events``; ``many`` where an s does not do."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def listed(names: Sequence[str], *, most: int = 4) -> str:
    """List names in a sentence; beyond ``most`` the rest is counted."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _cell(value: object) -> str:
    words = "" if value is None else one_line(str(value))
    shown = escape(words if len(words) <= MOST else words[:MOST].rstrip() + "…")
    address = web_address(words)
    if address is None:
        return f"<bdi>{shown}</bdi>"
    return f'<a href="{escape(address)}" rel="{REL}">{shown}</a>'
