"""Find an act's own clause, and the verb of saying that it is told by."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.extract.english import SAY, SPEAKERS

VERBAL = {"VERB", "AUX"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_LIGHT = {"make", "put", "maintain", "see", "find"}  # "put a halt to": no saying without a clause
_REASONS = {"for", "after", "before", "about", "over", "despite", "since"}  # of another verb
HAPPEN = {"be", "begin", "start", "come", "take", "happen", "follow", "apply", "go", "last"}
_TO_COME = {"will", "would", "shall", "'ll", "wo", "to"}
_NO_SAYING = {"do", "follow", "be", "have", "join", "make", "let", "help", "keep", "see"}
_BESIDE = {"parataxis", "ccomp", "conj", "advcl", "dep"}
_MARKS = {"mark", "advmod", "prep"}


@dataclass(frozen=True, slots=True)
class Frame:
    """An act with the tokens of its own clause, those it shares a subject with, and its saying.

    ``core`` runs from the act up to its finite verb; ``outer`` holds verbs before it with the same
    subject ("copied the step and put a halt to ..."), whose dates count where it has none.
    """

    head: Token
    say: Token | None
    core: frozenset[int]
    outer: frozenset[int]

    @property
    def verbs(self) -> list[Token]:
        """The verbs of the act's own clause, from the left."""
        return [self.head.doc[i] for i in sorted(self.core) if self.head.doc[i].pos_ in VERBAL]

    @property
    def future(self) -> bool:
        """Whether the act is told as something to come."""
        return any(
            c.lower_ in _TO_COME and not (c.lower_ == "to" and t.dep_ in {"acl", "relcl"})
            for t in self.verbs
            for c in t.children
            if c.dep_ == "aux"
        )

    @property
    def finite(self) -> Token:
        """The verb that the act's clause hangs on; the act itself where there is none."""
        tops = [t for t in self.verbs if t.head.i not in self.core or t.head.i == t.i]
        return tops[0] if tops else self.head


def frame_of(head: Token) -> Frame:
    """Return the clause of the act that hangs on ``head``, and the verb of saying above it."""
    say = _saying(head) or _saying_beside(head)
    core, outer = {head.i}, set[int]()
    token, now = head, core
    while token.head.i != token.i and not starts_clause(token):
        if token.dep_ == "conj" and token.pos_ in VERBAL:
            now = outer
        token = token.head
        if say is not None and token.i == say.i:
            break
        now.add(token.i)
    return Frame(head, say, frozenset(core), frozenset(outer))


def own_subject(token: Token) -> bool:
    """Tell whether a verb has a subject of its own."""
    return any(c.dep_ in _SUBJECTS for c in token.children)


def starts_clause(token: Token) -> bool:
    """Tell whether a token is the top of a clause, whose verb above has dates of its own."""
    if token.dep_ == "nsubj" and token.head.lemma_ not in HAPPEN:
        return True  # "its decision to stop drew fire": the fire has a day of its own
    if token.dep_ in {"ccomp", "parataxis"}:
        return True
    if token.dep_ == "relcl":
        return not _is_infinitive(token)
    if token.dep_ == "pcomp":
        return token.head.lower_ in _REASONS
    return token.dep_ in {"conj", "advcl", "acl"} and own_subject(token)


def conjunctions(verb: Token) -> set[str]:
    """Return the words that put a clause under another: "when", "since", "while"."""
    return {c.lower_ for c in verb.children if c.dep_ == "mark" or c.tag_ == "WRB"}


def _is_infinitive(verb: Token) -> bool:
    """Tell whether a verb is that of "the latest firm to stop", whose day is the clause's own."""
    return not own_subject(verb) and any(c.tag_ == "TO" for c in verb.children)


def is_saying(token: Token, below: Token | None = None) -> bool:
    """Tell whether a token is a verb of saying, for what hangs on it by ``below``."""
    if token.lemma_ not in SAY or token.pos_ not in VERBAL:
        return False
    return token.lemma_ not in _LIGHT or (below is not None and below.dep_ == "ccomp")


def _saying(head: Token) -> Token | None:
    """Return the nearest verb of saying that the act is told by.

    A clause about a name ("Zoom, which paused requests, said ...") or beside the saying ("said so
    when it paused requests") is the writer's own; one inside what is said is part of it.
    """
    token, aside = head, False
    while token.head.i != token.i:
        starts = starts_clause(token) and (
            token.dep_ == "relcl" or (token.dep_ == "advcl" and bool(conjunctions(token)))
        )
        above = token.head
        if token.dep_ != "conj" and (is_saying(above, token) or _embeds(above, token)):
            if not starts and (not aside or token.dep_ == "ccomp"):
                return above
            return None
        if token.dep_ == "relcl" and above.lemma_ == "day" and is_saying(above.head):
            return above.head  # "declared the same day that they had stopped"
        aside = aside or starts
        token = above
    return None


def _embeds(verb: Token, clause: Token) -> bool:
    """Tell whether a verb takes a whole clause that somebody tells or learns: "it emerged that"."""
    told = clause.dep_ == "ccomp" and verb.lemma_ not in _NO_SAYING
    return told and own_subject(verb) and own_subject(clause)


def _saying_beside(head: Token) -> Token | None:
    """Return the saying that follows what is said: "..., a spokesman confirmed by email"."""
    for token in (head, *head.ancestors):
        for child in token.children:
            # A parser may hang the saying on its speaker: "a spokesman (that was) confirmed".
            verbs = [child, *(c for c in child.children if c.dep_ == "acl")]
            said = [v for v in verbs if _is_beside(v, head) and _is_attribution(v)]
            if said:
                return said[0]
        if starts_clause(token):
            return None
    return None


def _is_beside(verb: Token, head: Token) -> bool:
    return is_saying(verb) and (verb.i > head.i or verb.dep_ == "parataxis")


def _is_attribution(verb: Token) -> bool:
    """Tell whether a verb of saying says what stands before it, and nothing after it."""
    says_more = any(c.dep_ in {"ccomp", "xcomp", "dobj"} and c.i > verb.i for c in verb.children)
    marked = any(c.dep_ in _MARKS and c.i < verb.i for c in verb.children if c.pos_ == "SCONJ")
    by_speaker = verb.dep_ == "acl" and verb.head.lemma_ in SPEAKERS and verb.head.i == verb.i - 1
    spoken = by_speaker or (verb.dep_ in _BESIDE and own_subject(verb))
    first = (verb.head if by_speaker else verb).left_edge.i
    comma = first > 0 and verb.doc[first - 1].text in {",", '"'}
    return spoken and comma and not says_more and not marked
