"""Words beside figures, as the store compares them; made by hand for its tests."""

from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from pipeline.model import Event
from pipeline.store import Store
from pipeline.store.contents import Comparison, Figure

CONTENTS = Path(__file__).parents[1] / "pipeline" / "store_contents.py"
made = SimpleNamespace(**run_path(str(CONTENTS)))
FIGURE: Figure = made.FIGURE
NUMBERS = dict.fromkeys(("received", "answered", "derived", "derived_low", "derived_high"))
UNKNOWN = {**NUMBERS, "received_notation": "dash", "percentage_notation": "dash"}
LATER = {"period_start": "2021-01-01", "period_end": "2021-06-30"}


def event(stance: str, date: str | None, **changes: object) -> Event:
    """Make an event of Google."""
    plain = {"company": "google", "stance": stance, "date": date}
    return made.make_event(f"google-{stance}-{date}", **{**plain, **changes})


PAUSE = event("paused", "2020-07-06", effective="2020-07-01")


def told(number: int, **changes: object) -> Figure:
    """Make the figure as one release among several prints it."""
    given = {"id": f"f{number}", "release_digest": f"sha256:{number}", **changes}
    return replace(FIGURE, **given)


def compared(
    path: Path, *figures: Figure, events: tuple[Event, ...] = (PAUSE,), **asked: object
) -> list[Comparison]:
    """Fill a database with figures and events; give what the store says of them."""
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(figures=figures, events=events, redirects=()))
        return store.comparisons(**asked)
