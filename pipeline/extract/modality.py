"""Tell acts that a text asserts from those it only imagines, denies, asks for or asks about."""

import re

from spacy.tokens import Token

from pipeline.extract.english import (
    ANNOUNCE_NOUNS,
    DENY,
    DRIVE,
    DUTIES,
    SAY,
    UNREAL,
    URGE,
    word_set,
)

# A heading ("Where we disclose data") and a table's line ("Requests answered: 0") assert nothing.
_NO_STATEMENT = re.compile(r"^(?:Where|How|When|Why|What) [^.]*$|: (?:0|zero|none|nil|-)$", re.I)
_GOVERNED = {"ccomp", "xcomp", "dobj", "advcl", "prep"}
_NOT_YET = {"before", "until", "till"}
_UNSURE = {"may", "might", "could", "ought", "'d"}
_TIMES = {"until", "till", "til", "before", "while", "whilst", "once", "after", "as"}
_WILLING = {
    "ready",
    "willing",
    "able",
    "likely",
    "unlikely",
    "prepared",
    "reluctant",
    "free",
    "keen",
}
_CAUSES = word_set(
    """
    law legislation fear concern worry uncertainty decision change situation risk development
    climate move crackdown pressure ordinance
    """
)
_FALSE = {"false", "untrue", "wrong", "baseless", "unfounded", "incorrect"}
_HABITS = word_set(
    """
    ordinarily usually normally typically routinely regularly generally always often sometimes
    """
)
_CONDITIONS = {"if", "unless", "whether", "lest", "should", "provided", "supposing", "suppose"}
_THREATS = word_set(
    """
    threat possibility risk fear call request demand prospect rumour rumor speculation
    suggestion hope chance option question idea likelihood pressure proposal appeal denial
    warning ability power
    """
)


def modality(
    head: Token,
    steps: tuple[Token, ...],
    companies: frozenset[int] = frozenset(),
    *,
    laid_down: bool = False,
) -> str | None:
    """Return ``done`` or ``announced``, or None when the text does not assert the act.

    ``laid_down`` is for what a company demands of others ("requires that requests come by
    treaty"): there a verb of duty makes the act instead of only asking for it.
    """
    text = head.doc.text.rstrip("\"' )")
    if text.endswith("?") or _NO_STATEMENT.search(text):
        return None
    if (
        _habit(head)
        or _denial(head)
        or _only_thought_of(head)
        or any(t.lower_ in {"despite", "without"} for t in head.ancestors)
    ):
        return None
    chain = [head, *_governors(head)]
    below = {token.i for token in steps}
    for token in chain:
        if laid_down and token.i != head.i and token.lemma_ in DUTIES:
            if not _told(token, companies):
                continue
        if token.dep_ in {"relcl", "acl"} and token.tag_ == "VB" and _is_lacking(token.head):
            return None
        if _unreal(token, below, companies, laid_down=laid_down) or _unreal_above(
            token, head, companies
        ):
            return None
    return _tense(head)


def _only_thought_of(head: Token) -> bool:
    """Tell whether an act is weighed as a subject: "pulling out would abandon the users"."""
    supposed = {"would", "could", "may", "might"}
    return head.dep_ in {"csubj", "csubjpass"} or (
        head.tag_ == "VBG"
        and head.dep_ in {"nsubj", "nsubjpass"}
        and any(c.lower_ in supposed for c in head.head.children)
    )


def stands_aside(head: Token) -> bool:
    """Tell whether an act stands in a clause of time or reason: "until it has read the law"."""
    while head.dep_ in {"xcomp", "ccomp"} and head.head.dep_ == "advcl":
        head = head.head  # "until its lawyers had finished reading"
    return head.dep_ == "advcl" and any(
        c.dep_ in {"mark", "advmod", "prep"} and c.lower_ in _TIMES for c in head.children
    )


def is_over(head: Token) -> bool:
    """Tell whether an act is told as finished ("has studied"), not as going on ("is studying")."""
    if head.tag_ == "VBD":
        return True
    beside = {c.lower_ for c in head.children if c.dep_ in {"aux", "auxpass"}}
    return (
        head.tag_ == "VBN"
        and bool(beside & {"has", "have", "had", "was", "were"})
        and (not beside & {"being"})
    )


def _habit(head: Token) -> bool:
    """Tell whether the act is what a company does as a rule, not what it did."""
    if head.tag_ in {"VBZ", "VBP"} and any(
        c.dep_ == "advcl" and any(g.lower_ in {"when", "whenever"} for g in c.children)
        for c in head.children
    ):
        return True
    return (
        any(c.lower_ in _HABITS for c in head.children)
        and not any(c.dep_ == "neg" for c in head.children)
        and head.tag_ in {"VBZ", "VBP", "VBN"}
        and not any(c.lower_ in {"has", "have"} for c in head.children)
    )


def _denial(head: Token) -> bool:
    """Tell whether a verb denies that something happened: "denied giving data"."""
    return head.lemma_ in {"deny"} and any(
        c.dep_ in {"xcomp", "ccomp", "pcomp"} and c.tag_ in {"VBG", "VBD", "VBN", "VBZ"}
        for c in head.children
    )


def _governors(head: Token) -> list[Token]:
    """Return what stands above an act, as far as its truth hangs on it."""
    found = []
    token = head
    while token.head.i != token.i:
        if token.dep_ in {"relcl"} or (token.dep_ in {"conj", "advcl"} and _own_subject(token)):
            if token.dep_ != "advcl":
                break
            if not any(c.lower_ in _CONDITIONS | {"when"} for c in token.children):
                break
        token = token.head
        if token.lemma_.lower() in ANNOUNCE_NOUNS and any(c.dep_ == "poss" for c in token.children):
            break  # "declined to comment on Facebook's decision to ...": the decision stands
        found.append(token)
    return found


def _own_subject(token: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)


def _unreal(token: Token, below: set[int], companies: frozenset[int], *, laid_down: bool) -> bool:
    auxiliaries = {c.lower_ for c in token.children if c.dep_ in {"aux", "auxpass"}}
    if auxiliaries & _UNSURE:
        return True
    if "should" in auxiliaries:
        return True
    if "must" in auxiliaries and any(c.i in companies for c in token.children):
        return True  # "Google must comply"; but "requests must come by treaty" tells Google's rule
    if "can" in auxiliaries and not any(
        c.dep_ in {"neg", "advmod"} and c.lower_ in {"no", "longer", "not", "n't"}
        for c in token.children
    ):
        return True
    negated = any(c.dep_ == "neg" for c in token.children)
    if auxiliaries & {"would", "'d"} and not negated and not _reported(token):
        return True  # but "would not" is how news says "refused to"
    if {"would", "have"} <= auxiliaries:
        return True
    for child in token.children:
        if child.dep_ == "mark" and child.lower_ in _NOT_YET and token.tag_ in {"VBP", "VBZ"}:
            return True  # "wants to know more before it answers again"
        if child.dep_ == "mark" and child.lower_ in _CONDITIONS:
            return not (laid_down and child.lower_ == "unless")
        if child.dep_ == "advcl" and token.i in below:
            marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "advmod"}}
            if laid_down and ("unless" in marks or _only(child)):
                continue  # "takes none unless they come by treaty" is its rule, not a condition
            opened = child.left_edge.lower_ in {"should", "were", "had"}  # "should a court ask"
            if opened or marks & {"if", "unless", "were", "should"}:
                return True
    return False


def _only(clause: Token) -> bool:
    return any(t.lower_ == "only" for t in clause.doc[max(0, clause.left_edge.i - 1) : clause.i])


def _reported(token: Token) -> bool:
    """Tell whether "would" is the future of a past: "said it would"."""
    top = token
    while top.head.i != top.i:
        if top.dep_ in {"ccomp", "parataxis", "relcl", "acl"} or (top.dep_ == "xcomp"):
            above = top.head
            if (
                above.tag_ in {"VBD", "VBN", "VBZ", "VBP", "VBG", "NN", "NNS"}
                or above.lemma_ in SAY
            ):
                return True
        top = top.head
    return any(c.lemma_ in SAY for c in top.children if c.dep_ in {"parataxis", "ccomp", "advcl"})


def _unreal_above(token: Token, head: Token, companies: frozenset[int]) -> bool:
    if token.i == head.i or _acted_on(token, head):
        return False
    lemma = token.lemma_.lower()
    if token.pos_ == "NOUN" and (lemma in _THREATS or _denied(token) or _hearsay(token)):
        return True
    if token.pos_ == "ADJ":
        return lemma in _WILLING
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    if token.lower_ in _UNSURE:
        return True
    path = _child_towards(token, head)
    if path is None or any(c.lower_ == "why" for c in path.children):
        return False  # who asks why takes it for a fact
    if any(c.dep_ == "neg" for c in token.children) and path.dep_ in _GOVERNED:
        return _negates(token, path)
    if token.lower_ == "used" and path.dep_ == "xcomp" and path.tag_ == "VB":
        return True  # "used to answer": it does so no more
    if lemma == "have" and path.dep_ == "xcomp" and token.tag_ != "VBD":
        return any(c.i in companies for c in token.children)  # "Google will have to comply"
    if any(_hearsay(c) for c in token.children if c.dep_ == "nsubj"):
        return True
    if lemma in DENY and path.dep_ in {"ccomp", "dobj", "xcomp", "pcomp", "prep"}:
        return True
    if (
        lemma in UNREAL
        and path.dep_ in {"xcomp", "ccomp", "dobj", "prep"}
        and not _announces(token)
    ):
        return True
    return lemma in URGE and path.dep_ in {"xcomp", "ccomp"} and _urges_a_company(token, companies)


def _is_lacking(noun: Token) -> bool:
    """Tell whether a sentence says that there is no such thing: "we do not have data to give"."""
    return (
        noun.dep_ == "dobj"
        and noun.head.lemma_ in {"have", "hold", "keep", "store"}
        and any(c.dep_ == "neg" for c in noun.head.children)
    )


def _negates(token: Token, path: Token) -> bool:
    """Tell whether the negation of a verb denies the act that it leads to."""
    if path.dep_ == "prep":
        return token.lemma_ in {"follow", "join"}  # "has not followed others in pausing"
    if path.dep_ == "advcl":
        return token.lemma_ in SAY and any(c.lower_ in {"when", "whether"} for c in path.children)
    return not _transparent_negation(token)


def _acted_on(token: Token, head: Token) -> bool:
    """Tell whether a noun is what a participle acts on: "demands frozen by Zoom"."""
    path = _child_towards(token, head)
    return path is not None and path.dep_ == "acl" and path.tag_ == "VBN"


def _hearsay(source: Token) -> bool:
    """Tell whether nobody in particular says it: "some reports say", "a post claims"."""
    lemma, beside = source.lemma_, {c.lower_ for c in source.children}
    if source.lower_ == "claims":  # the model reads "a post claims that" as a noun
        return not any(c.dep_ == "poss" for c in source.children)
    some = bool(beside & {"some", "certain", "unconfirmed"})
    claims = bool(beside & {"a", "an"}) and source.head.lemma_ == "claim"
    return lemma in {"rumour", "rumor"} or (lemma in {"report", "post"} and (some or claims))


def _denied(noun: Token) -> bool:
    """Tell whether what a noun says is not so: "no plan to", "reports that ... are false"."""
    if any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children):
        return True
    return noun.dep_ in {"nsubj", "nsubjpass"} and any(
        c.lower_ in _FALSE for c in noun.head.children
    )


def _transparent_negation(token: Token) -> bool:
    """ "never began to hand over" denies the act itself: the chain has counted that negation."""
    return token.lemma_ in {"begin", "start", "plan", "intend", "mean", "go", "continue"}


def _announces(token: Token) -> bool:
    return (
        token.lemma_ in {"warn", "suggest", "believe", "mean", "expect"}
        and token.lemma_ in SAY
        and any(c.dep_ == "ccomp" for c in token.children)
    )


def _told(token: Token, companies: frozenset[int]) -> bool:
    """Tell whether a company is the one who is told to do something."""
    objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
    below = [c for v in token.children if v.dep_ in {"ccomp", "xcomp"} for c in v.children]
    objects += [c for c in below if c.dep_ == "nsubj"]
    return any(c.i in companies for c in objects)


def _urges_a_company(token: Token, companies: frozenset[int]) -> bool:
    """Tell whether somebody asks a company to act; a company that tells the police to, acts.

    What no person but a law or a fear has made a company do, it has done.
    """
    said_by = token
    while said_by.dep_ == "conj" and not _own_subject(said_by):
        said_by = said_by.head
    subjects = [c for c in said_by.children if c.dep_ == "nsubj"]
    objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
    if token.lemma_ in DRIVE and token.tag_ in {"VBD", "VBN"}:
        if any(c.lemma_.lower() in _CAUSES for c in subjects):
            return False
    if any(t.i in companies for c in objects for t in c.subtree):
        return True
    speaks_itself = any(c.i in companies or c.pos_ == "PRON" for c in subjects)
    return not speaks_itself or (not objects and token.lemma_ not in {"need", "want", "expect"})


def _child_towards(above: Token, below: Token) -> Token | None:
    token = below
    while token.head.i != token.i:
        if token.head.i == above.i:
            return token
        token = token.head
    return None


def _tense(head: Token) -> str:
    auxiliaries = {c.lower_ for c in head.children if c.dep_ in {"aux", "auxpass"}}
    if auxiliaries & {"will", "'ll", "would", "shall", "wo"}:
        return "announced"
    if head.tag_ == "VB" and "to" in auxiliaries:
        return "announced"
    if head.dep_ in {"xcomp", "pcomp"} and head.head.head.i != head.i and head.head.pos_ == "VERB":
        return _tense(head.head)
    return "done"
