"""Play GDELT's DOC 2.0 search, with its odd errors: sentences as 200 text/html, illegal JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from replica.pages import Outlet, set_page
from replica.stories import filler_stories
from replica.wire import Request, Wire
from replica.worlds import Reply, World

HOST = "gdelt.localhost"
PATH = "/api/v2/doc/doc"
FORM = "%Y%m%d%H%M%S"
MOST = 250  # of the real interface: never more rows than this


@dataclass(frozen=True, slots=True)
class Row:
    """One article that was seen; ``seen`` is UTC."""

    url: str
    title: str
    seen: datetime

    def written(self) -> dict[str, str]:
        """Give the row as it stands in an answer."""
        return {
            "url": self.url,
            "url_mobile": "",
            "title": self.title,
            "seendate": f"{self.seen:%Y%m%dT%H%M%SZ}",
            "socialimage": "",
            "domain": self.url.split("/")[2].partition(":")[0],
            "language": "English",
            "sourcecountry": "China",
        }


class Gdelt:
    """A search over fixed ``rows``, and over ``always``: addresses found in any period.

    What is always found counts as seen within the period, a minute after its start and so on: a
    night that asks for yesterday finds something, whenever it runs.
    """

    def __init__(self, rows: Iterable[Row], always: Iterable[tuple[str, str]] = ()) -> None:
        self.rows = sorted(rows, key=lambda row: (row.seen, row.url))
        self.always = tuple(always)
        self._sentence: str | None = None
        self._illegal = False

    def install(self, world: World, host: str = HOST) -> None:
        """Open the search on a host, with the switch ``gdelt`` for its oddities."""
        world.put(host, "/robots.txt", Reply(status=404))
        world.put(host, PATH, self._answer)
        world.controls["gdelt"] = self.be_odd

    def be_odd(self, say: str | None = None, illegal: bool | str = False) -> None:
        """Answer everything with this sentence; write illegal escapes into titles. No more if not.

        An example of a sentence: "Please limit requests to one every 5 seconds."
        """
        self._sentence = say
        self._illegal = bool(illegal)

    def _answer(self, request: Request, _wire: Wire) -> Reply:
        query = request.query
        if self._sentence is not None:
            return _say(self._sentence)
        if len(query.get("query", "")) < 3:
            return _say("Your query was too short or too long.")
        if query.get("mode", "").lower() != "artlist" or query.get("format", "").lower() != "json":
            return _say("Only the mode artlist in the format json is played here.")
        try:
            since = datetime.strptime(query["startdatetime"], FORM).replace(tzinfo=UTC)
            until = datetime.strptime(query["enddatetime"], FORM).replace(tzinfo=UTC)
        except (KeyError, ValueError):
            return _say("Invalid/Unsupported Start Date.")
        found = self.find(since, until)
        if query.get("sort", "").lower() != "dateasc":
            found.reverse()
        text = _write(found[: min(int(query.get("maxrecords", "75")), MOST)])
        if self._illegal:
            text = text.replace("'", r"\'")
        return Reply(text.encode(), media_type="application/json; charset=utf-8")

    def find(self, since: datetime, until: datetime) -> list[Row]:
        """Give what was seen in a period, both ends within, the earliest first."""
        found = [row for row in self.rows if since <= row.seen <= until]
        for number, (url, title) in enumerate(self.always, 1):
            found.append(Row(url, title, since + timedelta(minutes=number)))
        return sorted(found, key=lambda row: (row.seen, row.url))


def _write(rows: list[Row]) -> str:
    if not rows:
        return "{}"
    return json.dumps({"articles": [row.written() for row in rows]}, indent=1, ensure_ascii=False)


def _say(sentence: str) -> Reply:
    return Reply(f"{sentence}\n".encode(), media_type="text/html; charset=utf-8")


def _story(request: Request, _wire: Wire) -> Reply:
    number = int(request.path.rpartition("/")[2])
    outlet = Outlet("Open Paper", f"http://{request.authority}", number % 3)
    return set_page(filler_stories(60, 1, first=number)[0], outlet)


def build_gdelt(port: int, *, always: Iterable[tuple[str, str]] = ()) -> Gdelt:
    """Find one article an hour in the first ten days of July 2020, and 720 more on July 7.

    The latter stand on a paper that answers, the others on one that closed, of whose articles one
    in six was archived (see ``replica.web_archive``).
    """
    start = datetime(2020, 7, 1, tzinfo=UTC)
    rows = [
        Row(
            f"http://closed-paper.localhost:{port}/story/{number}",
            f"The city's companies and the law's reach, part {number}",
            start + timedelta(hours=number, minutes=30),
        )
        for number in range(240)
    ]
    rows += [
        Row(
            f"http://open-paper.localhost:{port}/story/{number}",
            f"What the firms do, hour by hour: 'part {number}'",
            datetime(2020, 7, 7, tzinfo=UTC) + timedelta(minutes=2 * number),
        )
        for number in range(720)
    ]
    return Gdelt(rows, always)


def open_papers(world: World) -> None:
    """Put the two papers whose articles the search finds: one answers, one is gone for good."""
    world.put("open-paper.localhost", "/robots.txt", Reply(status=404))
    world.put("open-paper.localhost", "*", _story)
    world.put("closed-paper.localhost", "*", Reply(b"<h1>Gone</h1>", status=410))
