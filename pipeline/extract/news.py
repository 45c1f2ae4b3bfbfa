"""Tell news from background: whether a page's own day can be the day of what it tells."""

from spacy.tokens import Token

from pipeline.extract.clauses import HAPPEN, Frame, conjunctions, own_subject

_NOW = {"has", "have", "is", "are", "will", "'s", "'ve", "'re", "'ll", "wo"}
_REPORTS = {"say", "tell", "confirm", "add", "write", "show", "concede", "state"}
_RELATIVES = {"which", "who", "whose"}
_EARLIER = {"after", "since", "when", "once"}
_DUTY = {"must", "can", "shall"}


def is_background(frame: Frame) -> bool:
    """Tell whether a sentence takes an act for known: "Its decision to stop drew criticism"."""
    teller = frame.say if frame.say is not None else frame.finite
    if "had" in auxiliaries(teller):
        return not _is_attributed(frame)
    if frame.say is not None:
        return False
    return _is_presupposed(frame) or _is_aside(frame.finite)


def _is_presupposed(frame: Frame) -> bool:
    noun = frame.head.head if frame.head.dep_ == "acl" else frame.head
    if noun.pos_ != "NOUN":
        return False
    owners = [c for c in noun.children if c.dep_ == "poss" or c.lower_ == "by"]
    news = noun.dep_ == "nsubj" and noun.head.lemma_ in HAPPEN - {"be"}  # "its freeze took effect"
    if noun.dep_ == "dobj":
        return any(c.pos_ == "PROPN" for c in owners)  # "criticised Snap's decision to stop"
    return bool(owners) and not news and noun.dep_ in {"nsubj", "nsubjpass", "pobj"}


def _is_aside(verb: Token) -> bool:
    if verb.dep_ == "relcl":
        return any(t.lower_ in _RELATIVES for t in verb.subtree if t.i < verb.i)
    return verb.dep_ == "advcl" and own_subject(verb) and bool(_EARLIER & conjunctions(verb))


def is_standing(frame: Frame, stance: str) -> bool:
    """Tell whether a sentence describes how things are done, rather than what was done.

    "Yahoo takes requests through the treaty alone" may have been so for years.
    """
    verb = frame.finite
    if stance == "refused":
        return frame.say is None and any(c.lower_ == "never" for c in verb.children)
    if stance != "not_receiving_requests":
        return False
    if {"would", "have"} <= auxiliaries(frame.say or verb):
        return True  # what was not done: "had they used the treaty, Yahoo would have answered"
    if frame.say is not None:
        return False
    helpers = auxiliaries(verb)
    plain = verb.tag_ in {"VBZ", "VBP"} and not helpers - {"do", "does"}
    plain = plain or (verb.tag_ == "VBN" and bool(helpers) and helpers <= {"is", "are"})
    return plain or bool(helpers & _DUTY)


def is_told_as_news(frame: Frame) -> bool:
    """Tell whether the words themselves speak of now: "has stopped", "a spokesman said"."""
    helpers = {word for token in frame.verbs for word in auxiliaries(token)}
    if helpers & _NOW or frame.head.tag_ == "VBG":
        return True
    if frame.say is not None and frame.say.lemma_ in _REPORTS:
        return True
    return _is_attributed(frame)


def _is_attributed(frame: Frame) -> bool:
    return any(t.lower_ == "according" for t in frame.head.doc)


def auxiliaries(verb: Token) -> set[str]:
    """Return the auxiliaries of a verb, lower case."""
    return {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
