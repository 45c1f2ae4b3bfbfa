"""Follow a text from sentence to sentence: who speaks, who is meant next, what limits an act."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from pipeline.extract.actors import ActorFinder
from pipeline.extract.acts import Act, clause_limits
from pipeline.extract.discourse import Discourse, Who
from pipeline.extract.english import OTHERS, SAY, SPEAKERS
from pipeline.extract.folding import Found
from pipeline.extract.lexicon import Words
from pipeline.extract.parsing import Parsed
from pipeline.extract.references import is_medium
from pipeline.model import When


def has_limit(act: Act, parsed: Parsed, words: Words) -> bool:
    """Tell whether a time limit stands on the act: a phrase of time, or that the law is studied.

    Where several companies act in a sentence, the limit has to stand in the act's own clause.
    """
    if _never_yet(act):
        return False  # "has never handed data over" tells of the past, whatever limits the rest
    low, high = 0, len(parsed.doc)
    if len(parsed.groups) > 1:
        low, high = clause_limits(act.head)
    others = _clauses_of_others(act, parsed)
    span = [i for i in range(low, high) if i not in others]
    starts = {start for start, _ in words.phrases.get("limit", ())}
    if any(i in starts and not _opens_the_act(parsed.doc[i], act) for i in span):
        return True
    studied = any("assess" in words.verbs[i] for i in span)
    return studied and any("law" in words.nouns[i] for i in span)


def _never_yet(act: Act) -> bool:
    never = any(step.token.lower_ == "never" for step in act.steps)
    return never and any(c.lower_ in {"has", "have", "had", "'ve"} for c in act.head.children)


def _opens_the_act(mark: Token, act: Act) -> bool:
    """Tell whether "while" or "as" opens the act's own clause: it sets it against another."""
    return mark.dep_ == "mark" and (mark.head.i == act.head.i or mark.head.is_ancestor(act.head))


def _clauses_of_others(act: Act, parsed: Parsed) -> set[int]:
    """Return the tokens of clauses whose subject is a company and that do not hold the act."""
    return {
        t.i
        for i in parsed.groups
        if parsed.doc[i].dep_ in {"nsubj", "nsubjpass"}
        and (verb := parsed.doc[i].head).dep_ in {"advcl", "conj", "relcl"}
        and verb.i != act.head.i
        and not verb.is_ancestor(act.head)
        for t in verb.subtree
    }


def limits_what_was_said(parsed: Parsed, words: Words) -> bool:
    """Tell whether a sentence puts a time limit on what the one before it said."""
    others = {company for group in parsed.groups.values() for company, _ in group}
    studied = any("assess" in c for c in words.verbs) and any("law" in c for c in words.nouns)
    limits = [parsed.doc[start] for start, _ in words.phrases.get("limit", ())]
    # "until it closed in 2019" limits nothing now
    limited = any(not (t.dep_ == "mark" and t.head.tag_ == "VBD") for t in limits)
    of_servers = any("servers" in c for c in words.nouns) and not any(
        {"requests", "data"} & c for c in words.nouns
    )  # "our servers remain online for now" says nothing of requests
    return len(others) <= 1 and (limited or studied) and not of_servers


def elsewhere(doc: Doc, words: Words, discourse: Discourse, *, whole_page: bool) -> bool:
    """Tell whether a sentence plainly plays under another jurisdiction than the tracker's.

    Where a sentence names no place at all, that of the sentence before holds on; on a page that
    is mostly about somewhere else (``whole_page``) it plays there.
    """
    here = any("place" in classes for classes in words.nouns)
    there = any(not _in_passing(doc[start]) for start, _ in words.phrases.get("elsewhere", ()))
    if here or there:
        discourse.elsewhere = there and not here
    return discourse.elsewhere or (whole_page and not here)


def _in_passing(token: Token) -> bool:
    """Tell whether a word stands in a relative clause: "Twitter, which is barred in China, ..."."""
    return any(t.dep_ == "relcl" for t in (token, *token.ancestors))


def speakers(parsed: Parsed, finder: ActorFinder) -> tuple[Who, ...]:
    """Return the companies that speak in a sentence: who says, or according to whom."""
    for token in parsed.doc:
        if token.lemma_ not in SAY or token.pos_ not in {"VERB", "AUX"}:
            continue
        for subject in token.children:
            inverted = subject.dep_ in {"dobj", "attr", "ccomp", "npadvmod"} and subject.i > token.i
            if subject.dep_ == "nsubj" or (inverted and subject.lemma_.lower() in SPEAKERS):
                if subject.lower_ not in {"we", "i", "our"} and (
                    who := finder.resolve(subject).who
                ):
                    return who
    for token in parsed.doc[:-1]:
        if token.lower_ == "according" and parsed.doc[token.i + 1].lower_ == "to":
            for child in parsed.doc[token.i + 1].children:
                if who := finder.resolve(child).who:
                    return who
    return ()


def remember(
    parsed: Parsed,
    finder: ActorFinder,
    discourse: Discourse,
    found: Sequence[Found],
    *,
    said_on: When,
) -> None:
    """Take into the discourse whom a sentence was about, whom it named together and who spoke."""
    named = [who for _, group in sorted(parsed.groups.items()) for who in group]
    subjects = [
        who
        for token in parsed.doc
        if token.dep_ in {"nsubj", "nsubjpass"}
        if token.i in parsed.groups or token.pos_ == "NOUN"
        if (who := finder.resolve(token).who)
    ]
    if subjects:
        discourse.focus = subjects[0]
    elif found:
        discourse.focus = tuple(dict.fromkeys((f.company, f.product) for f in found))
    elif named and not (
        discourse.focus and any(t.dep_ in {"nsubj", "nsubjpass"} for t in parsed.doc)
    ):
        spoken_of = [
            who
            for i, group in sorted(parsed.groups.items())
            if not is_medium(parsed.doc[i])
            for who in group
        ]
        discourse.focus = tuple(spoken_of[:1]) or discourse.focus
    if len({company for company, _ in named}) > 1:
        discourse.group = tuple(dict.fromkeys(named))
    heads = [
        token
        for token in parsed.doc
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ == "ROOT"
    ]
    discourse.others = any(
        token.lemma_.lower() in OTHERS and not finder.resolve(token).who for token in heads
    )
    if finder.said_here:
        discourse.quoting = finder.said_here
        discourse.said_on = said_on
    dated = [f.announced for f in found if f.announced.basis not in {None, "published"}]
    if dated and dated[-1].precision == "day":
        discourse.said_on = discourse.last_day = dated[-1]
    discourse.note(named)
