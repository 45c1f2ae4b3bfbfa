"""Find whom a set takes in: "the latest firm to ...", "among those that ...", "firms: A, B"."""

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.extract.english import word_set

_BECOME = {"be", "become", "remain"}
_COUNTED = {"be", "count", "rank", "number", "belong", "join", "figure", "stand"}
_COLLECTIONS = word_set(
    """
    list group number rank ranks row line string series wave club one some first second third last
    latest handful dozen chorus exodus coalition camp
    """
)
_ADD = {"add", "count", "include", "place", "put"}


def members(noun: Token, depth: int = 0) -> Iterator[Token]:
    """Yield the tokens that a sentence says to be the set, or in the set, that a noun names.

    "Zoom has become the latest company to ...", "Zoom is among the firms that ...", "Add Zoom to
    the list of those that ...", "It was Zoom that ...": Zoom; nothing for a set that is only
    described.
    """
    head = noun.head
    if depth > 4 or head.i == noun.i:
        return
    if noun.dep_ in {"attr", "oprd", "acomp"} and head.lemma_ in _BECOME:
        yield from _subjects(head)
    elif noun.dep_ == "appos" and noun.i > head.i:
        yield head
    elif noun.dep_ in {"dobj", "conj"} and head.lemma_ == "join":
        yield from _subjects(head)
    elif noun.dep_ == "pobj":
        yield from _through(head, depth)


def _through(prep: Token, depth: int) -> Iterator[Token]:
    above = prep.head
    if above.pos_ in {"VERB", "AUX"}:
        if above.lemma_ in _COUNTED:
            yield from _subjects(above)
        elif above.lemma_ in _ADD:
            yield from (c for c in above.children if c.dep_ in {"dobj", "nsubjpass"})
    elif above.lemma_.lower() in _COLLECTIONS or prep.lower_ == "among":
        yield from members(above, depth + 1)


def _subjects(verb: Token) -> Iterator[Token]:
    if any(child.dep_ == "neg" for child in verb.children):
        return  # "did not join the firms that ..."
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ not in {"it", "there"}:
            yield child
    if verb.dep_ in {"xcomp", "conj"} and not any(c.dep_ == "nsubj" for c in verb.children):
        yield from _subjects(verb.head)


def cleft(verb: Token) -> Token | None:
    """Return who "It was Zoom that paused ..." singles out, for its verb; else None."""
    be = verb.head
    if verb.dep_ not in {"ccomp", "relcl", "advcl"}:
        return None
    named = be if be.dep_ == "attr" else None
    copula = be.head if named is not None else be
    if copula.lemma_ != "be" or not any(c.lower_ == "it" for c in copula.children):
        return None
    if not any(c.lower_ in {"that", "which", "who"} for c in verb.children):
        return None
    return named or next((c for c in copula.children if c.dep_ == "attr"), None)
