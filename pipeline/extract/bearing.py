"""Tell how a word stands in its clause: owned, without an object, as a mere description."""

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.extract.english import word_set
from pipeline.extract.lexicon import Words
from pipeline.extract.plain import STAND_IN

_OWNERS = {"its", "their", "our", "whose"}
_BESIDE = word_set("nsubj aux neg punct cc conj mark npadvmod advcl prt")
_TELLING = {"relcl", "compound", "poss", "amod"}
_SUPPOSED = {"must", "may", "might", "could", "would", "should"}
_WHEN = word_set(
    "on in by within after before during since amid despite because under following upon"
)


def owned(token: Token) -> bool:
    """Tell whether a thing is the company's own: "its app", "Zoom's app", "the Zoom app"."""
    return any(
        child.dep_ in {"poss", "compound", "nmod"}
        and (child.lower_ in _OWNERS or child.text == STAND_IN)
        for child in token.children
    )


def alone(verb: Token, words: Words) -> bool:
    """Tell whether a verb stands without object or place: "has left altogether"."""
    adverbs = {i for start, end in words.phrases.get("alone", ()) for i in range(start, end)}
    return verb.pos_ == "VERB" and all(
        (child.dep_ in _BESIDE and child.lower_ != "on")  # "has gone on refusing"
        or (child.dep_ == "prep" and child.lower_ in _WHEN and _has_noun(child))
        or (child.dep_ == "advmod" and child.i in adverbs)
        for child in verb.children
    )


def _has_noun(preposition: Token) -> bool:
    """Tell a time from a way of going on: "gone on Friday", but "gone on refusing"."""
    return any(c.dep_ == "pobj" for c in preposition.children)


def describes(token: Token, things: tuple[Token, ...], act: Token) -> bool:
    """Tell whether a word only tells which thing is meant: "posts that mock the police".

    Nor does what a company must or may do beside its act tell why it acted.
    """
    below = token
    while below.i not in {below.head.i, act.i}:
        if any(c.dep_ == "aux" and c.lower_ in _SUPPOSED for c in below.children):
            return True
        if below.head in things:
            return below.dep_ in _TELLING or below.lower_ in {"of", "about", "against"}
        below = below.head
    return False


def is_owner(token: Token) -> bool:
    """Tell whether a name only says whose something is: "the app, owned by Google, said"."""
    return (
        token.dep_ == "pobj"
        and token.head.dep_ == "agent"
        and token.head.head.lemma_ in {"own", "back", "control", "fund", "buy", "acquire"}
    )


def same_subject(token: Token) -> Token | None:
    """Return the "it" that the sentence is about, where a later "it" is the same thing."""
    return next(
        (
            other
            for other in token.doc[: token.i]
            if other.lower_ == "it" and other.dep_ == "nsubj" and other.head.dep_ == "ROOT"
            if other.head.lemma_ != "be"
        ),
        None,
    )


def whose(owner: Token) -> Token:
    """Return what "whose" stands for, the noun before its clause; any other owner is itself."""
    if owner.lower_ != "whose":
        return owner
    return next((above.head for above in owner.ancestors if above.dep_ == "relcl"), owner)


def has_subject(token: Token) -> bool:
    """Tell whether a verb has a subject of its own."""
    return any(c.dep_ == "nsubj" for c in token.children)


def is_passive(token: Token) -> bool:
    """Tell whether the subject of a verb is what is acted on."""
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children) or (
        token.tag_ == "VBN" and token.dep_ in {"acl"}
    )


def agents_of(token: Token) -> Iterator[Token]:
    """Yield who does the act of a passive or a noun: what "by" leads to."""
    for child in token.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ in {"by", "at"}:
            at = child.lower_ == "at"  # "frozen at Viber", but not "at this time"
            yield from (
                c for c in child.children if c.dep_ == "pobj" and not (at and c.pos_ == "NOUN")
            )
        elif child.dep_ in {"prep", "acomp", "attr", "dobj"} and child.lower_ in {"on", "of"}:
            for inner in child.children:
                yield from agents_of(inner)
