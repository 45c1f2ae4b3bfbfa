"""Remember who a text is about, so that "it", "the firm", "both" and "we" find their company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model import When

Who = tuple[str, str | None]  # company slug, product or None


@dataclass
class Discourse:
    """What the sentences so far have set; changes as a document is read.

    ``descriptions`` are what texts call each company, ``kinds`` the nouns those end in,
    ``parents`` their owners.
    ``focus`` is whom the last sentence was about, ``group`` the last two or more companies
    named together, ``own`` whose statement the document itself is, ``topic`` the company that
    most of its mentions name, ``quoting`` who spoke last and ``said_on`` when, ``last_day``
    the last day that something was announced on, ``things`` the word classes of the last
    sentence's nouns, ``others`` whether that sentence was about people or bodies that are no
    company, ``elsewhere`` whether the last place named was another jurisdiction, ``seen``
    every company so far, the latest last.
    """

    descriptions: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[str]]
    parents: Mapping[str, str | None]
    own: tuple[Who, ...] = ()
    topic: tuple[Who, ...] = ()
    focus: tuple[Who, ...] = ()
    group: tuple[Who, ...] = ()
    quoting: tuple[Who, ...] = ()
    things: frozenset[str] = frozenset()
    others: bool = False
    elsewhere: bool = False
    said_on: When = field(default_factory=When)
    last_day: When = field(default_factory=When)
    seen: list[Who] = field(default_factory=list)

    def note(self, mentioned: Sequence[Who]) -> None:
        """Take in the companies of a sentence that has been read."""
        for who in mentioned:
            if who in self.seen:
                self.seen.remove(who)
            self.seen.append(who)

    def described(self, noun: str) -> tuple[Who, ...]:
        """Return the last company that a description ("video app", "social network") can mean."""
        for names in (self.descriptions, self.kinds):
            for who in reversed(self.seen):
                if noun in names.get(who[0], ()):
                    return (who,)
        return ()

    def owner(self) -> tuple[Who, ...]:
        """Return the owner of the company that was spoken of last, where it is followed too."""
        for who in [*self.focus, *reversed(self.seen)]:
            if parent := self.parents.get(who[0]):
                return ((parent, None),)
        return ()

    def kind_of_group(self, noun: str, *, any_kind: bool) -> tuple[Who, ...]:
        """Return the last group named together; of banks or carriers only those that are such."""
        if any_kind or not self.descriptions:
            return self.group
        fitting = tuple(who for who in self.group if noun in self.descriptions.get(who[0], ()))
        return fitting if len(fitting) > 1 else ()
