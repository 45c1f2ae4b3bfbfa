"""Say what a source offers: links, each with the hints that came along."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A web address that a source offered.

    ``published`` is the ISO day (or month, or year) that the source gives, in the source's own
    time zone; None when it gives none or one that cannot be. ``title`` is plain text.
    """

    url: str
    title: str | None = None
    published: str | None = None

    def __post_init__(self) -> None:
        """Mend half an emoji, which JSON may hold and neither archive nor database can."""
        if self.title and not self.title.isascii():
            whole = self.title.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            object.__setattr__(self, "title", whole)


@dataclass(frozen=True, slots=True)
class Offer:
    """What stood on one page of a source: links in its order, and further pages to ask for more.

    ``problems`` are sentences on what could not be read, for the person who owns the source.
    """

    links: tuple[Link, ...] = ()
    more: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
