"""Show why a sentence was read as it was: the chain of words from the actor to what it acts on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from pipeline.dates import DateExpression
from pipeline.extract.acts import Act
from pipeline.extract.lexicon import Words
from pipeline.extract.parsing import Parsed
from pipeline.model import When

_ROLES = {
    "nsubj": "subject",
    "nsubjpass": "object",  # of a passive: what it is done to
    "csubj": "subject",
    "dobj": "object",
    "attr": "is",
    "acomp": "is",
    "oprd": "as",
    "dative": "to",
    "poss": "whose",
    "appos": "that is",
    "conj": "and",
    "ccomp": "that",
    "parataxis": "beside",
    "relcl": "which",
    "acl": "which",
    "advcl": "while",
    "compound": "kind",
    "amod": "kind",
    "nmod": "kind",
}
_HOW = {
    "named": "is of that company",
    "pronoun": "is read as that company",
    "quotation": "is read as that company, which speaks",
    "description": "is read as that company, which it describes",
    "group": "is read as the companies named before",
    "speaker": "speaks, and nobody else is said to act",
    "headline": "stands at the head of the line",
    "alone": "is the only company in the sentence",
    "implied": "is whom the sentences before are about",
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader saw when it read one act: enough to show it later."""

    act: Act
    actor: Token | None
    how: str
    parsed: Parsed
    words: Words
    dates: Sequence[tuple[DateExpression, int, int]]
    text: str

    def word(self, token: Token) -> str:
        """Return a token as the text spells it, not as the parser was shown it."""
        return self.words_of(token.i, token.i)

    def words_of(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        start, end = self.parsed.starts[first], self.parsed.ends[last]
        return " ".join(self.text[start:end].split()).strip(" ,:;-–—")

    @property
    def acting(self) -> str | None:
        """The words that stand for who acts: "The video service Zoom"; None where none do."""
        if self.actor is None:
            return None
        near = [
            child.i
            for child in self.actor.children
            if child.dep_ in {"det", "compound", "amod", "nmod", "poss", "appos"}
            and abs(child.i - self.actor.i) < 4
        ]
        return self.words_of(min([self.actor.i, *near]), max([self.actor.i, *near]))


@dataclass(frozen=True, slots=True)
class Parse:
    """A reading in words: the chain, and what else decided it."""

    chain: str
    notes: tuple[str, ...]


def show(sight: Sight, company: str, *, announced: When, limited: bool) -> Parse:
    """Put a reading into words: ``Zoom <-subject- paused -object-> processing -of-> requests``.

    An arrow points from a word to what hangs on it, and names the role that it has there.
    """
    return Parse(_chain(sight), tuple(_notes(sight, company, announced, limited=limited)))


def _chain(sight: Sight) -> str:
    stations = [sight.actor] if sight.actor is not None else []
    stations += [step.token for step in sight.act.steps if not _denies(step.token)]
    if (thing := _thing(sight)) is not None:
        stations.append(thing)
    shown = [sight.acting or sight.word(stations[0])]
    seen = [stations[0]]
    for station in stations[1:]:
        if station in seen:
            continue
        for role, token in _way(seen[-1], station):
            if (word := sight.word(token)) != shown[-1]:  # an idiom is several words to the parser
                shown += [role, word]
            seen.append(token)
    return " ".join(shown)


def _denies(token: Token) -> bool:
    return token.dep_ in {"neg", "det", "advmod"}


def _thing(sight: Sight) -> Token | None:
    """Return the object that fits the last class of the rule, where no step is it already."""
    act = sight.act
    if len(act.rule.steps) == len(act.steps):
        return None
    wanted = act.rule.steps[-1]
    fitting = [token for token in act.objects if sight.words.of(token) & wanted]
    return next(iter(fitting or act.objects), None)


def _way(start: Token, end: Token) -> Iterator[tuple[str, Token]]:
    """Yield the arrows and words that lead from one word to another; prepositions are arrows."""
    above = [start, *start.ancestors]
    down = [end, *end.ancestors]
    top = next((token for token in down if token in above), None)
    if top is None:
        return
    for below, token in pairwise(above[: above.index(top) + 1]):
        if token.pos_ != "ADP" or token.i == end.i:
            yield f"<-{_role(below)}-", token
    for token in reversed(down[: down.index(top)]):
        if token.pos_ != "ADP" or token.i == end.i:
            yield f"-{_role(token)}->", token


def _role(token: Token) -> str:
    if token.pos_ == "ADP":
        return token.lower_
    if token.head.pos_ == "ADP" or token.dep_ in {"pobj", "pcomp"}:
        return token.head.lower_
    if token.dep_ == "xcomp":
        return "to" if any(c.lower_ == "to" for c in token.children) else "object"
    if token.dep_ == "advcl":
        marks = [c.lower_ for c in token.children if c.dep_ in {"mark", "advmod"}]
        return marks[0] if marks else _ROLES["advcl"]
    return _ROLES.get(token.dep_, token.dep_)


def _notes(sight: Sight, company: str, announced: When, *, limited: bool) -> Iterator[str]:
    actor = sight.acting or company
    if sight.actor is not None and sight.actor.i in sight.parsed.groups and sight.how == "named":
        does = "act" if " and " in actor else "acts"
        yield f"“{actor}” {does}" + ("" if company in actor else f", a name of {company}")
    else:
        yield f"“{actor}” {_HOW.get(sight.how, 'acts').replace('that company', company)}"
    for step in sight.act.steps:
        if _denies(step.token):
            low, high = _phrase(sight, "stop", step.token.i) or (step.token.i, step.token.i + 1)
            denied = sight.word(step.token.head)
            yield f"with “{sight.words_of(low, high - 1)}” on “{denied}”"
    if limited and (limits := sight.words.phrases.get("limit")):
        low, high = max(limits, key=lambda span: (span[1] - span[0], -span[0]))
        yield f"limited by “{sight.words_of(low, high - 1)}”"
    for expression, low, high in sight.dates:
        if announced.value is not None and expression.text == announced.basis:
            root = sight.parsed.doc[low:high].root
            while root.head.i != root.i and (root.head.pos_ == "ADP" or low <= root.head.i < high):
                root = root.head
            if expression.text not in (above := sight.word(root.head)):
                yield f"“{expression.text}” hangs on “{above}”"
            break


def _phrase(sight: Sight, name: str, i: int) -> tuple[int, int] | None:
    """Return the phrase of a class that covers a token: "no longer"."""
    return next((span for span in sight.words.phrases.get(name, ()) if i in range(*span)), None)
