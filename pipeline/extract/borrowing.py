"""Read stances that a sentence borrows: "followed suit", "a step also taken by", "alongside"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from pipeline.dates import DateExpression
from pipeline.extract.actors import ActorFinder
from pipeline.extract.dating import Clock, date_act
from pipeline.extract.discourse import Who
from pipeline.extract.english import word_set
from pipeline.extract.folding import Found
from pipeline.extract.lexicon import Words
from pipeline.extract.modality import modality
from pipeline.extract.parsing import Parsed
from pipeline.model import When

_REPLIES = {"reply", "answer", "response", "comment"}
_LENDABLE = {
    "no_comment",
    "paused",
    "refused",
    "withdrew",
    "not_receiving_requests",
    "complied",
    "resumed",
}
_ALIKE = {"similar", "same", "comparable", "identical", "such", "equivalent", "matching", "kind"}
_LEADS = {"suit", "lead", "example", "footsteps"}
_TURNS = {"next", "then", "second", "third", "fourth", "fifth", "sixth", "last"}
_STANDING_ALONE = {"have", "do", "will", "be"}
_TIME_OPENERS = word_set(
    """
    on in a an the one two three four five earlier later last next that this by from since
    yesterday tomorrow too also likewise soon shortly within days hours weeks
    """
)
_TOO = {"too", "also", "likewise", "ditto", "same", "so", "equally"}


def borrowed(
    parsed: Parsed,
    words: Words,
    finder: ActorFinder,
    *,
    found: Sequence[Found],
    clock: Clock,
    dates: list[tuple[DateExpression, int, int]],
) -> list[Found]:
    """Return finds that repeat, for other companies, what was found last."""
    near = parsed.sentence.start - 400  # the sentence before, or two short ones
    told = [f for f in found if f.end >= near]
    lent = [f for f in told if f.stance in _LENDABLE]
    lent = lent or [f for f in told if f.stance == "reviewing"]  # the weakest of all: it yields
    if not lent:
        return []
    here = [f for f in lent if f.start == parsed.sentence.whole.start]
    claimed = {f.company for f in here if f.company}
    out: list[Found] = []
    if here:
        beside = [who for who in _beside(parsed) if who[0] not in claimed]
        out += [_lend(here[-1], who, parsed, "alongside") for who in beside]
    else:
        out += [_lend(lent[-1], who, parsed, "led") for who in _leaders(parsed)]
    for token, repeats in _repetitions(parsed, words):
        if modality(token, (token,), frozenset(parsed.groups)) is None or _negated(token):
            continue
        source = lent[-1]
        if token.lower_ in {"do", "did", "does"} and source.end < parsed.sentence.whole.start - 3:
            continue  # "it will do so" takes up the sentence before, not an older one
        if source.stance == "no_comment" and not _repeats_a_reply(token):
            continue
        for who in finder.of_act(token).who:
            if who[0] in claimed or who[0] == source.company:
                continue
            announced, effective = date_act(token, source.scope, dates, clock)
            if announced.basis in {None, "published"} and source.announced.basis != "published":
                announced = source.announced
            one = _lend(source, who, parsed, repeats)
            out.append(replace(one, announced=announced, effective=effective))
    if here:
        gapped = _gapped(parsed)
        out += [one for name in gapped for one in _lend_gapped(here[-1], parsed, name, dates)]
    out += _extended(parsed, lent, claimed)
    return out


def in_turn(found: Sequence[Found], parsed: Parsed) -> list[Found]:
    """Give each of several companies its own act where a sentence says "respectively".

    "Zoom and Line respectively paused ... and withdrew ...": the first act is the first company's.
    """
    acts = sorted({one.at for one in found})
    who = [w for _, group in sorted(parsed.groups.items()) for w in group]
    said = any(token.lower_ == "respectively" for token in parsed.doc)
    if not said or len(acts) < 2 or len(acts) != len(who):
        return list(found)
    return [one for one in found if (one.company, one.product) == who[acts.index(one.at)]]


def _lend_gapped(
    source: Found,
    parsed: Parsed,
    name: tuple[int, int],
    dates: list[tuple[DateExpression, int, int]],
) -> Iterator[Found]:
    at, end = name
    own = [
        When(e.value, "day" if len(e.value) == 10 else "month", e.text)
        for e, first, _ in dates
        if at < first < end and e.value and len(e.value) in {7, 10}
    ]
    when = own[0] if own else When()
    for who in parsed.groups[at]:
        if who[0] != source.company:
            dated = source.announced.basis not in {None, "published"}
            yield replace(
                _lend(source, who, parsed, "gapped"),
                announced=when if dated else source.announced,
                effective=when if source.effective.value or not dated else When(),
            )


def _lend(source: Found, who: Who, parsed: Parsed, words: str) -> Found:
    return replace(
        source,
        company=who[0],
        product=who[1],
        start=parsed.sentence.whole.start,
        end=parsed.sentence.whole.end,
        how="borrowed",
        rule=f"{source.rule}, borrowed",
        words=words.lower(),
        voice="reported",
        speaker=None,
    )


def _negated(token: Token) -> bool:
    return any(c.dep_ == "neg" for c in token.children)


def _repetitions(parsed: Parsed, words: Words) -> Iterator[tuple[Token, str]]:
    """Yield what repeats an act: "similar moves", "followed suit", "has too", "Ditto Telegram"."""
    for token in parsed.doc:
        children = {child.lower_ for child in token.children}
        if token.lower_ in {"same", "ditto", "likewise"} and len(parsed.doc) <= 6:
            yield parsed.doc[:].root, token.text  # a line of a list: "Zoom: same"
        elif token.lemma_ == "follow":
            if all(c.lower_ in _LEADS for c in token.children if c.dep_ == "dobj"):
                yield token, token.text
        elif "same" in words.verbs[token.i] and token.lemma_ != "join":
            yield token, token.text
        elif "same" in words.nouns[token.i]:
            below = {other.lower_ for other in token.subtree}
            if children & _ALIKE or "kind" in below or ("rule" in below and "well" in below):
                yield token, token.text
            elif below & (_TOO | {"already"}):
                yield from ((c, token.text) for c in token.children if c.dep_ in {"relcl", "acl"})
        elif token.lemma_ in _STANDING_ALONE and _elliptic(token):
            yield token, "too"
        elif token.lemma_ in {"come", "be"} and _next_in_line(token):
            yield token, token.text


def _repeats_a_reply(token: Token) -> bool:
    """Tell whether it is a reply that is repeated: "gave the same answer"."""
    below = [token, *(c for c in token.children if c.dep_ in {"dobj", "attr"})]
    return any(t.lemma_.lower() in _REPLIES for t in below)


def _next_in_line(token: Token) -> bool:
    """Tell whether a verb only gives a company its turn: "Then came Zoom", "Zoom was next"."""
    order = any(t.lower_ in _TURNS for t in token.children)
    turned = any(c.dep_ == "nsubj" and c.i > token.i for c in token.children)
    full = any(c.dep_ in {"dobj", "xcomp", "ccomp", "aux", "neg"} for c in token.children)
    return not full and (
        (token.lemma_ == "come" and (order or turned)) or (token.lemma_ == "be" and order)
    )


def _elliptic(token: Token) -> bool:
    """Tell whether an auxiliary stands for a whole act: "LinkedIn has too", "as did Zoom"."""
    if any(c.dep_ in {"dobj", "xcomp", "ccomp", "attr", "acomp", "aux"} for c in token.children):
        return any(c.lower_ == "so" for c in token.children if c.dep_ != "ccomp")
    words = [t for t in token.subtree if not t.is_punct]
    marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
    if token.dep_ == "advcl" and marks:
        return "as" in marks or any(t.lower_ == "so" for t in words)  # "a week after Zoom did so"
    return (
        token.dep_ in {"ROOT", "conj", "ccomp", "parataxis"}
        and len(words) <= 10
        and any(t.lower_ in _TOO for t in words)
    )


def _gapped(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """Yield names with a time of their own after an act: "..., Zoom a day later and PIA in May".

    Each comes with the token at which its time ends.
    """
    doc = parsed.doc
    for i in sorted(parsed.groups):
        if i < 2 or doc[i - 1].lower_ not in {",", "and", "but", ";"}:
            continue
        end = next((t.i for t in doc[i + 1 :] if t.is_punct or t.lower_ == "and"), len(doc))
        words = doc[i + 1 : end]
        timed = 0 < len(words) <= 7 and words[0].lower_ in _TIME_OPENERS
        if timed and not any(t.pos_ in {"VERB", "AUX"} for t in words):
            yield i, end


def _beside(parsed: Parsed) -> list[Who]:
    """Return companies named beside the actor: "alongside X", "joined X", "next to X"."""
    out: list[Who] = []
    for i, group in parsed.groups.items():
        token = parsed.doc[i]
        head = token.head
        if _negated(head) or any(t.lower_ == "without" for t in (head.head, head.head.head)):
            continue  # "without following Zoom"
        joined = token.dep_ in {"dobj", "nsubj", "nsubjpass"} and head.lemma_ == "join"
        beside = token.dep_ == "pobj" and head.lower_ in {"alongside", "beside", "besides"}
        next_to = token.dep_ == "pobj" and head.lower_ == "to" and head.head.lower_ == "next"
        by = token.dep_ == "pobj" and head.lower_ == "by" and head.head.lemma_ in {"join", "follow"}
        after = token.dep_ in {"pobj", "dobj"} and head.lower_ == "following"
        like = token.dep_ == "pobj" and head.lower_ == "like" and _before_it(token)
        if joined or beside or next_to or by or after or like:
            out += group
    return [*out, *_leaders(parsed)]


def _leaders(parsed: Parsed) -> list[Who]:
    """Return companies whose act is taken up: "following Zoom's lead", "the example of Zoom"."""
    out: list[Who] = []
    for i, group in parsed.groups.items():
        token = parsed.doc[i]
        noun = token.head.head if token.head.lower_ == "of" else token.head
        if token.dep_ in {"poss", "pobj"} and noun.lower_ in _LEADS and not _negated(noun.head):
            out += group
    return out


def _before_it(token: Token) -> bool:
    """Tell whether a name is followed by "before it": "like Surfshark and IPVanish before it"."""
    following = [other.lower_ for other in token.doc[token.i + 1 : token.i + 3]]
    return following in (["before", "it"], ["before", "them"])


def _extended(parsed: Parsed, lent: Sequence[Found], claimed: set[str]) -> list[Found]:
    """Read "extended this policy to its WhatsApp": a company's own stance, for more products."""
    out = []
    for token in parsed.doc:
        if token.lemma_ not in {"extend", "apply", "cover", "include"} or _negated(token):
            continue
        products = [
            who
            for i, group in sorted(parsed.groups.items())
            if i > token.i
            for who in group
            if who[1]
        ]
        for who in products:
            own = [f for f in lent if f.company == who[0] and f.product is None]
            if own:
                one = _lend(own[-1], who, parsed, token.text)
                out.append(replace(one, effective=When()))
    return out
