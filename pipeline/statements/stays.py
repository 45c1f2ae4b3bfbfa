"""Say between which looks a sentence with a stance stood on a watched page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.extract.sentences import split_sentences
from pipeline.model import When
from pipeline.statements.comparing import compare
from pipeline.statements.faces import Faces
from pipeline.statements.observing import Observation, StanceSentence, in_order, said_in
from pipeline.statements.wording import key
from pipeline.visible import visible

Name = tuple[str, str, str]  # company, stance, and the sentence as it is spelled
EndedBy = Literal["changed", "gone", "replaced"]


@dataclass(frozen=True, slots=True)
class Stay:
    """One stretch of time in which a sentence stood on a page, as far as looks tell.

    It came after ``absent_until``, the last look without it (None: it was there from the first
    look on), and stood from ``present_from`` to ``present_until``. It left before ``absent_from``,
    the first look without it (None while it stands); ``ended_by`` says whether then the page was
    ``changed`` or ``gone``, or ``replaced`` by another text altogether. All are moments in UTC.
    """

    company: str
    stance: str
    scope: str
    sentence: str
    absent_until: str | None
    present_from: str
    present_until: str
    absent_from: str | None = None
    ended_by: EndedBy | None = None


def stays(observations: Iterable[Observation]) -> tuple[Stay, ...]:
    """List the stays of each company, stance and sentence, by the moment they began.

    A look that reached nothing says nothing; a page that was gone had no sentence. A sentence that
    stands on the page as ever is present though it was read there without its stance, and one that
    was read with it before or after is too: its words are the evidence, not our reading of a day.
    What the page said before is told by looks at the same text alone: a wall before it, or another
    language, says nothing of a sentence. One that only words another anew came nobody knows when.
    """
    readings: dict[str, tuple[str, ...]] = {}
    course = _Course()
    looks = in_order(observations)
    wanted: dict[Name, StanceSentence] = {}
    for look in looks:
        for stance in look.stances:
            wanted.setdefault((stance.company, stance.stance, key(stance.sentence)), stance)
    for look in looks:
        sentences = said_in(look, readings)
        if look.outcome == "gone":
            course.lose(look)
        elif sentences is not None:
            course.see(look, sentences, wanted)
    return course.found()


@dataclass(slots=True)
class _Face:
    """One text of a page: the last look that saw it, what it said, and the stays that are open."""

    look: Observation
    said: tuple[str, ...] | None = None
    open_at: dict[Name, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Course:
    """What is known after each look; a face tells of its own sentences alone."""

    stays: list[Stay] = field(default_factory=list)
    faces: Faces = field(default_factory=Faces)
    shown: dict[int, _Face] = field(default_factory=dict)
    standing: dict[str, frozenset[str]] = field(default_factory=dict)
    other_since: str | None = None  # when the page began to show the face that it shows now
    face: int = -1
    gone: str | None = None

    def see(
        self, look: Observation, said: tuple[str, ...], wanted: Mapping[Name, StanceSentence]
    ) -> None:
        before, self.face = self.face, self.faces.face_of(said)
        if before != self.face:
            self.other_since = look.at
        shown = self.shown.setdefault(self.face, _Face(look))
        anew = _worded_anew(shown.said or (), said)
        present = _keys_of(look, self.standing)
        absent = None if shown.said is None else shown.look.at
        for name, stance in wanted.items():
            at = shown.open_at.get(name)
            if name[2] in present:
                if at is None:
                    since = None if any(name[2] in each for each in anew) else self.gone or absent
                    shown.open_at[name] = len(self.stays)
                    self.stays.append(_begun(stance, look, since))
                else:
                    self.stays[at] = replace(self.stays[at], present_until=look.at)
            elif at is not None:
                self._end(shown, name, look.at, "changed")
        shown.look, shown.said, self.gone = look, said, None

    def lose(self, look: Observation) -> None:
        for shown in self.shown.values():
            for name in list(shown.open_at):
                self._end(shown, name, look.at, "gone")
        self.gone = look.at if self.shown else None

    def _end(self, shown: _Face, name: Name, moment: str, ended: EndedBy) -> None:
        at = shown.open_at.pop(name)
        self.stays[at] = replace(self.stays[at], absent_from=moment, ended_by=ended)

    def found(self) -> tuple[Stay, ...]:
        """Give all stays; those of a face that is not shown any more ended nobody knows how."""
        for face, shown in self.shown.items():
            if face != self.face and self.other_since is not None:
                for name in list(shown.open_at):
                    self._end(shown, name, self.other_since, "replaced")
        return tuple(
            sorted(
                self.stays,
                key=lambda one: (one.present_from, one.company, one.stance, one.sentence),
            )
        )


def _worded_anew(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    """Spell the sentences that say anew what others said before: they did not come just then."""
    return [key(sentence) for _, sentence in compare(before, after).reworded] if before else []


def dated_between(absent_until: str | None, present_from: str) -> When:
    """Date what happened between two looks as far as both agree: a day, a month, a year, or not.

    Nobody saw the moment itself; no day in between is made up.
    """
    if absent_until is None:
        return When()
    absent, present = absent_until[:10], present_from[:10]
    for length, precision in ((10, "day"), (7, "month"), (4, "year")):
        if absent[:length] == present[:length]:
            basis = f"absent on {absent}, present on {present}"
            return When(present[:length], precision, basis)
    return When()


def _begun(stance: StanceSentence, look: Observation, absent: str | None) -> Stay:
    return Stay(
        company=stance.company,
        stance=stance.stance,
        scope=stance.scope,
        sentence=stance.sentence,
        absent_until=absent,
        present_from=look.at,
        present_until=look.at,
    )


def _keys_of(look: Observation, standing: dict[str, frozenset[str]]) -> frozenset[str]:
    """Spell all sentences of a look and their clauses, each text once."""
    if look.outcome != "page" or look.text is None:
        return frozenset()
    if look.text not in standing:
        lines = (" ".join(line.split()) for line in visible(look.text).text.splitlines())
        sentences = [one for line in lines for one in split_sentences(line)]
        pieces = {key(piece.text) for one in sentences for piece in one.clauses()}
        standing[look.text] = frozenset(pieces | {key(one.text) for one in sentences})
    return standing[look.text] | {key(stance.sentence) for stance in look.stances}
