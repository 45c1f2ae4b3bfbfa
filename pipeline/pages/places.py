"""Say where our pages and files lie, as seen from the page that is being written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

ALL = "all"  # the name of the picture with all companies
MOST_EVENTS = 5000  # in a picture: with more of them nobody sees one
Query = Mapping[str, str | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Places:
    """Where links lead: to a server, or between the files of a folder.

    ``prefix`` is the way from the page to the top: "/" on a server, "" or "../" in a folder.
    ``served`` tells the two apart: a folder has no database to ask and no search. ``site`` is the
    web address of the top, ending in "/", under which pages are quoted; None when none is known.
    ``tracker`` names the files that are handed out.
    """

    prefix: str = "/"
    served: bool = True
    site: str | None = None
    tracker: str = "timeline"

    def front(self) -> str:
        """Lead to the front page."""
        return self.prefix if self.served else f"{self.prefix}index.html"

    def companies(self) -> str:
        """Lead to the list of companies."""
        return self._page("companies")

    def company(self, slug: str) -> str:
        """Lead to the page of a company."""
        return self._page(f"companies/{quote(slug, safe='')}")

    def event(self, event: str) -> str:
        """Lead to the page of an event."""
        return self._page(f"events/{quote(event, safe='')}")

    def timeline(self, query: Query | None = None) -> str:
        """Lead to the timeline of all companies, or to the events that a query chooses."""
        return self._page("events") + _asked(query)

    def corrections(self) -> str:
        """Lead to the list of corrections."""
        return self._page("corrections")

    def search(self, words: str = "") -> str:
        """Lead to the search; only a server has one."""
        return f"{self.prefix}search" + _asked({"q": words})

    def table(self, name: str, query: Query | None = None) -> str:
        """Lead to a table, view or question in Datasette; only a server has one."""
        return f"{self.prefix}timeline" + (f"/{name}" if name else "") + _asked(query)

    def look(self, name: str) -> str:
        """Lead to a style sheet or script."""
        return f"{self.prefix}looks/{name}"

    def figures(self, company: str, ending: str = "svg") -> str:
        """Lead to the picture of what a company said beside what it did."""
        return self._picture("figures", company, ending)

    def stances(self, company: str = "", ending: str = "svg") -> str:
        """Lead to the picture of a company's stances, or of all stances."""
        return self._picture("stances", company, ending)

    def feed(self, *, company: str = "", stance: str = "") -> str:
        """Lead to the feed of all events, of a company or of a stance."""
        if self.served:
            return self.download("atom", "atom", {"company": company, "stance": stance})
        if company:
            return f"{self.prefix}companies/{company}.atom"
        return f"{self.prefix}stances/{stance}.atom" if stance else f"{self.prefix}events.atom"

    def download(self, name: str, ending: str, query: Query | None = None) -> str:
        """Lead to a file of a format; in a folder it always holds the whole timeline."""
        if self.served:
            return f"{self.prefix}events.{name}" + _asked(query)
        return f"{self.prefix}downloads/{file_name(self.tracker, name, ending)}"

    def permanent(self, event: str) -> str:
        """Give the address under which an event is quoted, absolute if we know where we are."""
        address = f"events/{quote(event, safe='')}.html"
        return f"{self.site}{address}" if self.site else address

    def _page(self, name: str) -> str:
        return f"{self.prefix}{name}" + ("" if self.served else ".html")

    def _picture(self, kind: str, company: str, ending: str) -> str:
        folder = "-/" if self.served else "pictures/"
        return f"{self.prefix}{folder}{kind}/{quote(company or ALL, safe='')}.{ending}"


def file_name(tracker: str, name: str, ending: str, *parts: str) -> str:
    """Name a file that is handed out: tracker, what was chosen, and the format where several
    end alike: ``hk-nsl.md``, ``hk-nsl.json``, ``hk-nsl-timelinejs.json``.
    """
    told = [tracker, *parts]
    if name != ending and ending in ("csv", "json"):
        told.append(name.removesuffix(f"-{ending}"))
    return f"{'-'.join(told)}.{ending}"


def _asked(query: Query | None) -> str:
    """Write a query; what is not asked is left out, so that one choice has one address."""
    chosen = {name: value for name, value in (query or {}).items() if value}
    return f"?{urlencode(chosen, doseq=True)}" if chosen else ""
