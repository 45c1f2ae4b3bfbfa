"""Read stances that a sentence borrows: "followed suit", "a step also taken by", "alongside"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from pipeline.dates import DateExpression
from pipeline.extract.actors import ActorFinder
from pipeline.extract.dating import Clock, date_act
from pipeline.extract.discourse import Who
from pipeline.extract.folding import Found
from pipeline.extract.lexicon import Words
from pipeline.extract.modality import modality
from pipeline.extract.parsing import Parsed
from pipeline.model import When

_LENDABLE = {"paused", "refused", "withdrew", "not_receiving_requests", "complied", "resumed"}
_ALIKE = {"similar", "same", "comparable", "identical", "such", "equivalent", "matching", "kind"}
_LEADS = {"suit", "lead", "example"}
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
    lent = [f for f in found if f.stance in _LENDABLE and f.end >= near]
    if not lent:
        return []
    here = [f for f in lent if f.start == parsed.sentence.whole.start]
    claimed = {f.company for f in here}
    out: list[Found] = []
    if here:
        beside = [who for who in _beside(parsed) if who[0] not in claimed]
        out += [_lend(here[-1], who, parsed, "alongside") for who in beside]
    for token, repeats in _repetitions(parsed, words):
        if modality(token, (token,), frozenset(parsed.groups)) is None or _negated(token):
            continue
        source = lent[-1]
        for who in finder.of_act(token).who:
            if who[0] in claimed or who[0] == source.company:
                continue
            announced, effective = date_act(token, source.scope, dates, clock)
            if announced.basis in {None, "published"} and source.announced.basis != "published":
                announced = source.announced
            one = _lend(source, who, parsed, repeats)
            out.append(replace(one, announced=announced, effective=effective))
    out += _extended(parsed, lent, claimed)
    return out


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
        if token.lemma_ == "follow":
            if all(c.lower_ in _LEADS for c in token.children if c.dep_ == "dobj"):
                yield token, token.text
        elif "same" in words.verbs[token.i] and token.lemma_ != "join":
            yield token, token.text
        elif "same" in words.nouns[token.i]:
            below = {other.lower_ for other in token.subtree}
            if children & _ALIKE or "kind" in below:
                yield token, token.text
            elif below & (_TOO | {"already"}):
                yield from ((c, token.text) for c in token.children if c.dep_ in {"relcl", "acl"})
        elif token.dep_ in {"ROOT", "conj"} and token.pos_ == "AUX" and _elliptic(token):
            yield token, "too"


def _elliptic(token: Token) -> bool:
    """Tell whether an auxiliary stands alone with "too": "LinkedIn has too", "so did Zoom"."""
    words = [t for t in token.subtree if not t.is_punct]
    return (
        len(words) <= 8
        and any(t.lower_ in _TOO for t in words)
        and token.lemma_ in {"have", "do", "will"}
    )


def _beside(parsed: Parsed) -> list[Who]:
    """Return companies named beside the actor: "alongside X", "joined X", "next to X"."""
    out: list[Who] = []
    for i, group in parsed.groups.items():
        token = parsed.doc[i]
        head = token.head
        joined = token.dep_ in {"dobj", "nsubj", "nsubjpass"} and head.lemma_ == "join"
        beside = token.dep_ == "pobj" and head.lower_ in {"alongside", "beside", "besides"}
        next_to = token.dep_ == "pobj" and head.lower_ == "to" and head.head.lower_ == "next"
        by = token.dep_ == "pobj" and head.lower_ == "by" and head.head.lemma_ in {"join", "follow"}
        like = token.dep_ == "pobj" and head.lower_ == "like" and _before_it(token)
        if joined or beside or next_to or by or like:
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
