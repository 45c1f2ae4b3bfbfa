"""Say where a command works: which tracker, in which data folder."""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import NotFound, TrackerError

if TYPE_CHECKING:
    from pipeline.store import Store
    from pipeline.tracker import Tracker


@dataclass(frozen=True, slots=True)
class Place:
    """One tracker in one data folder; nothing is read before it is asked for."""

    tracker_id: str
    data: Path

    @property
    def database(self) -> Path:
        """Name the file that all answers come from."""
        return self.data / "timeline.db"

    def tracker(self) -> "Tracker":
        """Read the tracker's files; raise TrackerError when they are unsound."""
        from pipeline.tracker import load_tracker, tracker_folder

        folder = tracker_folder(self.data, self.tracker_id)
        try:
            return load_tracker(folder)
        except TrackerError as error:
            if not folder.is_dir():
                raise
            raise TrackerError(f"{folder} is unsound, and nothing was changed:\n{error}") from error

    def store(self) -> "Store":
        """Open the database for reading; raise NotFound when none was built yet."""
        from pipeline.store import Store

        if not self.database.exists():
            raise NotFound(
                f"{self.database}: there is no database yet; "
                "build one with 'stanceline demo', 'stanceline refresh' or 'stanceline add URL'"
            )
        return Store.open(self.database, mode="r")


def _tracker_id(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value):
        raise click.BadParameter(f"{value!r} is no tracker's name; it is spelled like 'hk-nsl'")
    return value


def with_place(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--tracker`` and ``--data``, and hand them over as its first argument."""

    @click.option(
        "--tracker",
        "tracker_id",
        default="hk-nsl",
        show_default=True,
        metavar="ID",
        callback=_tracker_id,
        help="The law that is followed.",
    )
    @click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("data"),
        show_default=True,
        envvar="STANCELINE_DATA",
        show_envvar=True,
        metavar="DIR",
        help="The folder that everything lies in.",
    )
    @functools.wraps(function)
    def placed(*, tracker_id: str, data: Path, **options: Any) -> None:
        function(Place(tracker_id, data), **options)

    return placed
