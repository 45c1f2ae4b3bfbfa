"""Turn the looks at a watched page into its versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.statements.comparing import Difference, compare
from pipeline.statements.faces import Faces
from pipeline.statements.observing import Observation, in_order, said_in

Change = Literal["first_seen", "changed", "our_upgrade", "unreachable", "gone"]
Sentences = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a watched page, and what is new in it against the page before.

    ``seen_at`` is the first look that found it so, ``before_at`` the last one that saw the page as
    it was before: the change lies between the two. ``last_at`` is the last look that found it so,
    None while it stands: a night that finds nothing new changes no row. ``unreachable`` nights do
    not end what stood before, ``gone`` does. ``first_seen`` lists no sentence as new.
    ``replaced`` is set when the page shows another text altogether, such as a wall before it or
    another language: nothing follows of single sentences, and what stood before does not end.
    ``our_upgrade`` tells what the same bytes gave to an earlier version of our code: nothing that
    the company did, hence no ``before_at``, and over at once.
    """

    change: Change
    seen_at: str
    before_at: str | None
    last_at: str | None
    digest: str | None
    appeared: Sentences = ()
    disappeared: Sentences = ()
    reworded: tuple[tuple[str, str], ...] = ()
    replaced: bool = False


def history(
    observations: Iterable[Observation], *, former: Mapping[str, Sentences] | None = None
) -> tuple[Version, ...]:
    """List the versions of a page, oldest first; the order of the observations is all the same.

    Whether the page that comes back after an outage changed is told against the page before it;
    what was never seen cannot be lost. ``former`` holds by digest the significant sentences that
    an earlier version of our code read in the same bytes.
    """
    course = _Course(former or {})
    readings: dict[str, Sentences] = {}
    for look in in_order(observations):
        sentences = said_in(look, readings)
        if sentences is not None:
            course.see(look, sentences)
        elif course.page is not None:
            course.miss(look)
    return tuple(course.versions)


@dataclass(slots=True)
class _Face:
    """One text of a page: what it said last, the last look that saw it, its place in versions."""

    known: Sentences
    look: Observation
    standing: int


@dataclass(slots=True)
class _Course:
    """What is known of a page after each look.

    ``page`` is the last look that saw it and ``known`` what it said; ``missed`` is the last look
    of the outage that lasts. ``shown`` holds by number each face of the page, ``outage`` is a place
    in ``versions``.
    """

    former: Mapping[str, Sentences]
    versions: list[Version] = field(default_factory=list)
    faces: Faces = field(default_factory=Faces)
    shown: dict[int, _Face] = field(default_factory=dict)
    face: int = 0
    page: Observation | None = None
    missed: Observation | None = None
    outage: int | None = None

    def see(self, look: Observation, sentences: Sentences) -> None:
        self._end_outage()
        before, self.face = self.face, self.faces.face_of(sentences)
        if self.page is None:
            self._stand(Version("first_seen", look.at, None, None, look.digest), sentences, look)
        elif self.face not in self.shown:
            self._show_another(look, sentences, self.shown[before], before_at=self.page.at)
        else:
            if before != self.face and self.versions[self.shown[before].standing].replaced:
                self._close(self.shown[before].standing, self.shown[before].look.at)
            self._see_again(look, sentences)
        self.page = look

    def _show_another(
        self, look: Observation, sentences: Sentences, shown: _Face, *, before_at: str
    ) -> None:
        difference = compare(shown.known, sentences)
        if look.digest is not None and look.digest == shown.look.digest:
            self.versions.append(_upgrade(look.at, look.digest, difference))
            self.shown[self.face] = _Face(sentences, look, shown.standing)
        else:
            changed = _changed(look, before_at, difference)
            self._stand(replace(changed, replaced=True), sentences, look)

    def _see_again(self, look: Observation, sentences: Sentences) -> None:
        """Compare a look with the last one that saw the same face."""
        shown = self.shown[self.face]
        difference = compare(shown.known, sentences)
        if not difference.found:
            self._close(shown.standing, None)  # a page that was gone stands again
        elif look.digest is not None and look.digest == shown.look.digest:
            self.versions.append(_upgrade(look.at, look.digest, difference))
        else:
            for face in self.shown.values():  # of other faces too: this one goes on
                if self.versions[face.standing].last_at is None:
                    self._close(face.standing, face.look.at)
            self._stand(_changed(look, shown.look.at, difference), sentences, look)
        shown.known, shown.look = sentences, look

    def miss(self, look: Observation) -> None:
        """Begin an outage or let it go on.

        A page that is gone stays so while it cannot be reached: that adds nothing to what is known.
        """
        before = None if self.outage is None else self.versions[self.outage].change
        kind: Change = "gone" if "gone" in (look.outcome, before) else "unreachable"
        if kind != before and self.page is not None:
            self._end_outage()
            if kind == "gone":
                self._close(self.shown[self.face].standing, self.page.at)
            self.outage = len(self.versions)
            self.versions.append(Version(kind, look.at, self.page.at, None, None))
        if kind != "gone" or look.outcome == "gone":
            self.missed = look

    def _stand(self, version: Version, sentences: Sentences, look: Observation) -> None:
        shown = self.shown.setdefault(self.face, _Face(sentences, look, 0))
        shown.standing = len(self.versions)
        self.versions.append(version)
        told = {each.digest for each in self.versions if each.change == "our_upgrade"}
        if version.digest and version.digest in self.former and version.digest not in told:
            difference = compare(self.former[version.digest], sentences)
            if difference.found:
                self.versions.append(_upgrade(version.seen_at, version.digest, difference))

    def _end_outage(self) -> None:
        if self.outage is not None and self.missed is not None:
            self._close(self.outage, self.missed.at)
        self.outage = None

    def _close(self, place: int, moment: str | None) -> None:
        self.versions[place] = replace(self.versions[place], last_at=moment)


def _changed(look: Observation, before_at: str, difference: Difference) -> Version:
    return Version(
        "changed",
        look.at,
        before_at,
        None,
        look.digest,
        difference.appeared,
        difference.disappeared,
        difference.reworded,
    )


def _upgrade(seen_at: str, digest: str, difference: Difference) -> Version:
    return Version(
        "our_upgrade",
        seen_at,
        None,
        seen_at,
        digest,
        difference.appeared,
        difference.disappeared,
        difference.reworded,
    )
