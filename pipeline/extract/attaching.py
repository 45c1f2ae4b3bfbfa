"""Find the clause that a date stands in: that of an act, that of its saying, or another's."""

import re
from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Token

from pipeline.extract.clauses import (
    VERBAL,
    Frame,
    is_saying,
    own_subject,
    starts_clause,
)
from pipeline.extract.english import word_set

SAID, ACT, SHARED = "said", "act", "shared"

_SUBJECTS = {"nsubj", "nsubjpass"}
_LIMITS = {"until", "till", "through", "throughout", "pending"}
_ISSUED = {"date", "publish", "release", "file", "issue", "post", "send", "circulate", "update"}
_OUTSIDE = {"after", "before", "following", "despite", "amid", "since", "until"}
_NOUNS_OWN = {"of", "for"}  # "the protests of June": never when something was done
_ENTRANCES = {"in", "to", "by", "via", "through", "with", "at", "from", "on", "per"}
_DAYTIMES = {"morning", "afternoon", "evening", "night", "time", "noon", "midnight"}
_MARKS = {"mark", "advmod", "prep"}
UTTERANCES = word_set(
    """
    statement post memo email e-mail mail letter blog report tweet notice note announcement filing
    interview briefing message article paper figure release hearing document update call reply
    response decision pledge promise vow plan podcast record advertisement testimony guide
    edition version conference posting talk session meeting newsletter story comment remark thread
    """
)
_DATELINE = re.compile(r"(?:[A-Z][\w.]*[ ,/]*){0,6}")
_AGENCY = re.compile(r",?\s*(?:\([A-Za-z .]{2,30}\)|/[A-Za-z]+/)?\s*(?:--?|:)(?:\s|$)")


def role_of(frame: Frame, first: int, last: int) -> str | None:
    """Tell whose date the tokens ``first`` up to ``last`` are.

    ``said`` is the saying's, ``act`` the act's, ``shared`` that of a verb with the same subject;
    None is anybody else's, that of a noun ("last week's law") or an end ("until March").
    """
    doc = frame.head.doc
    if _in_attribution(doc, first):
        return SAID
    carriers = {t.i for t in frame.head.ancestors if t.i not in frame.core}
    place = _place(doc, first, last, stops=frame.core, carriers=carriers)
    if place is None:
        return None
    verb, utterance = place
    if utterance is not None and utterance.i in carriers:
        return SAID  # "Monday's announcement that it would stop"
    role = _role_of_verb(frame, verb, first, last)
    if utterance is not None and role is not None:
        return SAID
    return role


def begins_with(frame: Frame, first: int, last: int) -> bool:
    """Tell whether a date stands in a clause of beginning: "since it passed on June 30"."""
    verb = date_verb(frame.head.doc, first, last)
    return (
        verb is not None
        and verb.dep_ == "advcl"
        and verb.head.i in frame.core
        and any(c.dep_ == "mark" and c.lower_ == "since" for c in verb.children)
    )


def _in_attribution(doc: Doc, first: int) -> bool:
    """Tell whether a date stands in "according to court papers read out on Friday"."""
    before = [t.lower_ for t in doc[:first]]
    if "according" not in before:
        return False
    start = len(before) - 1 - before[::-1].index("according")
    return "," not in before[start:]


def date_verb(doc: Doc, first: int, last: int) -> Token | None:
    """Return the verb that the date at these tokens hangs on, if it hangs on one."""
    place = _place(doc, first, last)
    return place[0] if place is not None else None


def _role_of_verb(frame: Frame, verb: Token, first: int, last: int) -> str | None:
    say = frame.say
    if say is not None and (verb.i == say.i or _is_beside(say, frame.head, first)):
        return SAID
    if verb.i in frame.core or _inside(verb, frame.core):
        return ACT
    if verb.pos_ not in VERBAL:
        return ACT  # a line without a verb: "Zoom (7 July)"
    if verb.dep_ in {"acl", "relcl"} and verb.head.i in frame.core and is_saying(verb):
        return SAID  # "a pause announced on July 7"
    sayings = {say.i, *_above(say)} if say is not None else set[int]()
    if verb.i in sayings or _inside(verb, sayings):
        return SAID
    if verb.i in frame.outer or _inside(verb, frame.outer) or _is_before(verb, say):
        return SHARED
    heading = _heading(frame, verb, first)
    if heading is not None:
        return heading
    when = _when_after(frame.head.doc, last)
    if when is not None:
        return (
            SAID if say is not None and when.i == say.i else ACT if when.i in frame.core else None
        )
    return None


def _heading(frame: Frame, verb: Token, first: int) -> str | None:
    """Read dates of a verb above: "It was on Monday that Zoom stopped", and "On Monday Google
    paused and Zoom stopped", whose date stands before both.
    """
    for token in (frame.head, *frame.head.ancestors):
        above = token.head
        if above.i == token.i:
            return None
        if above.i == verb.i:
            if token.dep_ in {"ccomp", "csubj", "relcl", "advcl"} and _is_cleft(above):
                return ACT
            if token.dep_ == "ccomp" and token.i > above.i:
                return SAID  # "its statement of Monday said it had decided to stop"
            fronted = all(first < c.i for c in verb.children if c.dep_ in _SUBJECTS)
            return SHARED if token.dep_ == "conj" and fronted else None
        if token.dep_ in {"relcl", "advcl", "acl"}:
            return None
    return None


def _is_cleft(verb: Token) -> bool:
    return verb.lemma_ == "be" and any(
        c.dep_ in {"nsubj", "expl"} and c.lower_ == "it" for c in verb.children
    )


def _is_beside(say: Token, head: Token, first: int) -> bool:
    """Tell whether a date stands next to the saying, whatever the parser hangs it on."""
    low, high = sorted((first, say.i))
    if high - low > 3 or low < head.i < high:
        return False
    between = [t.lower_ for t in say.doc[low:high]]
    return not {",", "since", "from", "effective", "starting", "after", "by"} & set(between)


def _inside(verb: Token, tops: Collection[int]) -> bool:
    """Tell whether a verb below one of ``tops`` belongs to its clause rather than to its own."""
    token = verb
    while token.head.i != token.i:
        if token.dep_ in {"relcl", "acl", "ccomp", "csubj", "parataxis", "conj"}:
            return False
        if token.dep_ == "advcl" and (own_subject(token) or _marked(token)):
            return False
        token = token.head
        if token.i in tops:
            return True
    return False


def _marked(verb: Token) -> bool:
    """Tell whether a participle is at another time: "after closing it", "having closed it"."""
    if any(c.lower_ == "having" and c.dep_ == "aux" for c in verb.children):
        return True
    return any(c.dep_ in _MARKS and c.i < verb.i and c.pos_ != "ADV" for c in verb.children)


def _above(say: Token) -> Iterator[int]:
    """Yield what carries the saying: "became the first to say on Monday"."""
    token = say
    while token.head.i != token.i and not starts_clause(token) and token.dep_ != "conj":
        token = token.head
        yield token.i


def _is_before(verb: Token, say: Token | None) -> bool:
    """Tell whether the saying goes on from a verb: "cut them off on Thursday and told them"."""
    if say is None or say.dep_ != "conj" or own_subject(say):
        return False
    return verb.i == say.head.i


def _when_after(doc: Doc, last: int) -> Token | None:
    """Return the verb of "on Thursday, when it told ...", which happened on that date."""
    at = last + 1 if last < len(doc) and doc[last].text == "," else last
    if at < len(doc) and doc[at].lower_ == "when":
        return doc[at].head
    return None


def _place(
    doc: Doc, first: int, last: int, *, stops: Collection[int] = (), carriers: Collection[int] = ()
) -> tuple[Token, Token | None] | None:
    """Return the verb that a date hangs on and the utterance ("a post on Monday") it passes.

    None when the date only describes a noun, or sets an end. A noun among ``stops`` counts like a
    verb; a noun among ``carriers`` tells of the act wherever it stands.
    """
    token = next(
        t for t in reversed(doc[first:last]) if not first <= t.head.i < last or t.head == t
    )
    if token.pos_ in VERBAL:
        token = token.head  # the expression is a clause itself: "since the law took effect"
    utterance, direct = None, True
    if _LIMITS & {t.lower_ for t in doc[max(0, first - 2) : first]}:
        return None
    owned = last < len(doc) and doc[last].text in {"'s", "'", "’s"}
    if owned and token.head.lemma_.lower() not in UTTERANCES:
        return None
    while token.head.i != token.i and token.i not in stops:
        above = token.head
        spoken = above.lemma_.lower() in UTTERANCES and above.pos_ in {"NOUN", "PROPN"}
        issued = token.lemma_ in _ISSUED and not any(a.i in stops for a in above.ancestors)
        told = token.dep_ in {"acl", "relcl"} and (spoken or issued)
        if token.pos_ in VERBAL and not told:
            break
        if above.lower_ in _LIMITS:
            return None
        if spoken and direct and token.lower_ == "for":
            return None  # "its report for 2020"; but "the statement of July 7"
        if token.pos_ in VERBAL and issued:
            utterance = above  # "data released on July 8", "a note dated July 8"
        elif spoken and (_tells(above) or above.i in carriers):
            utterance = above
        elif spoken and above.head.lower_ in _OUTSIDE:
            return None  # "after Monday's announcement"
        elif direct and above.pos_ in {"NOUN", "PROPN"} and _describes(token, above, last):
            return None
        direct = direct and above.pos_ not in {"NOUN", "PROPN"}
        token = above
    return token, utterance


def _describes(token: Token, noun: Token, last: int) -> bool:
    """Tell whether a date belongs to a noun alone: "the July 1 rally", "the figures for 2019"."""
    if noun.lower_ in _DAYTIMES:
        return False
    if token.pos_ == "ADP":
        return token.lower_ in _NOUNS_OWN and noun.i < token.i
    return token.dep_ in {"compound", "poss", "nmod", "nummod"} and noun.i >= last


def _tells(noun: Token) -> bool:
    """Tell whether an utterance is where something was said, not what was acted on."""
    if noun.dep_ == "pobj":
        return noun.head.lower_ in _ENTRANCES
    return noun.dep_ in {"nsubj", "ROOT", "npadvmod", "nsubjpass"}


def is_dateline(doc: Doc, first: int, last: int) -> bool:
    """Tell whether a date heads a report or an entry: "HONG KONG, July 7 - ", "July 7: "."""
    before, after = doc[:first].text, doc[last:].text
    return bool(_DATELINE.fullmatch(before) and _AGENCY.match(after))
