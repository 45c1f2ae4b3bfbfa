"""Find acts in a parsed sentence: chains such as stop -> process -> requests, read downwards.

A chain starts at a verb or noun of one of the tracker's word classes and follows its arguments:
the object, the subject of a passive, the verb it governs, what its prepositions lead to. Negations
on the way become steps of their own. A rule holds when its steps and a chain's agree one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Token

from pipeline.extract.arguments import Arguments, Step
from pipeline.extract.bearing import alone, describes, owned
from pipeline.extract.english import word_set
from pipeline.extract.lexicon import Lexicon, Rule, Words

_NEGATIONS = word_set(
    """
    not n't never neither nor without nobody none hardly cannot
    """
)
# Verbs that only say how an act begins or is meant; the act is the verb they govern.
TRANSPARENT = word_set(
    """
    begin start decide plan agree continue go intend choose vow promise pledge opt resolve
    keep have be commit determine prepare elect move set do proceed seek try expect mean
    appear seem put
    """
)


_NOBODY = {"neither", "none", "nobody"}


@dataclass(frozen=True, slots=True)
class Act:
    """A rule that holds at a chain; ``head`` is the chain's highest token."""

    rule: Rule
    head: Token
    steps: tuple[Step, ...]
    objects: tuple[Token, ...]


def find_acts(
    doc: Doc,
    words: Words,
    lexicon: Lexicon,
    meant: frozenset[str] = frozenset(),
    near: frozenset[str] = frozenset(),
) -> list[Act]:
    """Return the acts of a sentence in the order of its words; one rule for each chain.

    ``meant`` are the classes that "them", "any" or "theirs" may stand for: what the sentence
    before was about. ``near`` are those whose phrases stand in the sentences around this one.
    """
    reader = _ChainReader(words, meant)
    acts: list[Act] = []
    used: set[int] = set()
    for token in sorted(doc, key=_depth):
        if token.i in used or not words.of(token):
            continue
        best = _best_act(reader, token, words, lexicon, near)
        if best is not None:
            acts.append(best)
            used |= {step.token.i for step in best.steps}
    return sorted(acts, key=lambda act: act.head.i)


def _depth(token: Token) -> tuple[int, int]:
    return sum(1 for _ in token.ancestors), token.i


def _best_act(
    reader: "_ChainReader", token: Token, words: Words, lexicon: Lexicon, near: frozenset[str]
) -> Act | None:
    chains = [
        (
            steps,
            objects,
            reader.object_classes(objects, heads_only=True) | reader.left_out(steps, objects),
            reader.object_classes(objects, heads_only=False) | reader.left_out(steps, objects),
        )
        for steps, objects in islice(reader.chains(token), 64)
    ]
    begun = frozenset(name for steps, *_ in chains for name in steps[0].classes)
    for rule in lexicon.rules:
        if begun.isdisjoint(rule.steps[0]):
            continue  # no chain here begins like it
        for steps, objects, heads, phrases in chains:
            if (
                _matches(rule, steps, heads if rule.heads_only else phrases)
                and not rule.spared & _spared(rule, steps, phrases, reader)
                and ("its" not in rule.required or _owns(rule, (steps[-1].token, *objects), words))
                and _allowed(rule, token, words, near, (steps[-1].token, *objects))
            ):
                return Act(rule, token, steps, objects)
    return None


def _spared(
    rule: Rule, steps: tuple[Step, ...], objects: frozenset[str], reader: "_ChainReader"
) -> frozenset[str]:
    """Return the classes of all that an act touches, for the rule to spare some of them."""
    if rule.spared and rule.heads_only:
        beside = tuple(reader.arguments(steps[0].token))
        objects |= reader.object_classes(beside, heads_only=False)
    if len(steps) == len(rule.steps) > 1 and steps[-1].token.pos_ == "NOUN":
        objects |= steps[-1].classes
    return objects


def _owns(rule: Rule, ends: tuple[Token, ...], words: Words) -> bool:
    return any(owned(end) for end in ends if rule.steps[-1] & words.of(end))


def _matches(rule: Rule, steps: tuple[Step, ...], objects: frozenset[str]) -> bool:
    wanted = rule.steps
    if len(wanted) == len(steps) + 1:
        if not wanted[-1] & objects:
            return False
    elif len(wanted) != len(steps):
        return False
    return all(want & step.classes for want, step in zip(wanted, steps, strict=False))


def _allowed(
    rule: Rule, head: Token, words: Words, near: frozenset[str], objects: tuple[Token, ...]
) -> bool:
    low, high = clause_limits(head)

    def stands(name: str) -> bool:
        if name in near:
            return True
        if any(low <= start < high for start, _ in words.phrases.get(name, ())):
            return True
        told = (i for i in range(low, high) if name in words.nouns[i])
        return any(name != "ordered" or not describes(head.doc[i], objects, head) for i in told)

    if "alone" in rule.required and not alone(head, words):
        return False
    if not all(stands(name) for name in rule.required if name not in {"its", "alone"}):
        return False
    return not any(stands(name) for name in rule.unless)


def clause_limits(token: Token) -> tuple[int, int]:
    """Return the token range of a token's clause, without coordinated clauses after it."""
    top = token
    while (
        top.dep_ in {"xcomp", "ccomp", "pcomp", "prep", "acl", "dobj", "conj"}
        and top.head.i != top.i
    ):
        if top.dep_ == "conj" and any(c.dep_ in {"nsubj", "nsubjpass"} for c in top.children):
            break
        top = top.head
    low, high = top.left_edge.i, top.right_edge.i + 1
    in_turn = any(t.lower_ == "respectively" for t in token.doc)
    for child in top.children:
        apart = in_turn or any(c.dep_.startswith("nsubj") for c in child.children)
        if child.dep_ == "conj" and apart:
            if child.left_edge.i > token.i:
                high = min(high, child.left_edge.i)
    return min(low, token.i), max(high, token.i + 1)


class _ChainReader(Arguments):
    def chains(
        self, token: Token, seen: frozenset[int] = frozenset()
    ) -> Iterator[tuple[tuple[Step, ...], tuple[Token, ...]]]:
        """Yield every reading of the chain below a token: its steps and its last arguments."""
        classes = self._words.of(token)
        if token.i in seen or not classes or len(seen) > 3:
            return
        own = self._own_steps(token, frozenset(classes))
        args = self.arguments(token)
        for arg in args:
            for further, objects in self._below(arg, seen | {token.i}):
                yield own + further, objects
        yield own, tuple(args)

    def _below(
        self, arg: Token, seen: frozenset[int]
    ) -> Iterator[tuple[tuple[Step, ...], tuple[Token, ...]]]:
        yield from self.chains(arg, seen)
        if arg.lemma_ in TRANSPARENT:
            for child in arg.children:
                if child.dep_ in {"xcomp", "ccomp"}:
                    yield from self.chains(child, seen | {arg.i})

    def _own_steps(self, token: Token, classes: frozenset[str]) -> tuple[Step, ...]:
        step = Step(token, classes)
        stop = self._no_longer(token)
        if stop is not None:
            return (Step(stop, frozenset({"stop"})), step)
        negation = self.negation(token) or self._negation_above(token)
        return (Step(negation, frozenset({"not"})), step) if negation is not None else (step,)

    def _negation_above(self, token: Token) -> Token | None:
        """Return the negation of a verb that only carries this one: "never began handing over"."""
        while token.dep_ in {"xcomp", "ccomp"} and token.head.lemma_ in TRANSPARENT:
            token = token.head
            found = next((c for c in token.children if c.dep_ == "neg"), None)
            if found is not None and not self._in_stop_phrase(found):
                return found
        return None

    def _no_longer(self, token: Token) -> Token | None:
        for start, end in self._words.phrases.get("stop", ()):
            if any(c.i in range(start, end) for c in chain_children(token)):
                return token.doc[end - 1]
        return None

    def negation(self, token: Token) -> Token | None:
        """Return what negates a verb: "not", "never", or "no" on its object or subject."""
        for child in chain_children(token):
            if child.lower_ in _NEGATIONS or child.dep_ == "neg":
                if not self._in_stop_phrase(child):
                    return child
            if child.dep_ == "det" and child.lower_ == "no":
                return child
            if (inverted := _not_once(token, child)) is not None:
                return inverted
        return self._negation_of_arguments(token)

    def _negation_of_arguments(self, token: Token) -> Token | None:
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                beside = {c.lower_ for c in child.children}
                not_one = child.lower_ == "one" and "not" in beside
                if not_one or {child.lower_, *beside} & _NOBODY:
                    return child
        for other in token.doc[token.i + 1 : token.i + 8]:
            if other.lower_ == "nothing" and other.head.i == token.i:
                return other
        for arg in self.arguments(token):
            if arg.lower_ in _NOBODY | {"nothing", "zero"}:
                return arg
            for child in arg.children:
                if child.lower_ in {"no", "neither", "zero"}:
                    if child.dep_ in {"det", "nummod", "neg"}:
                        return child
        return None

    def _in_stop_phrase(self, token: Token) -> bool:
        return any(a <= token.i < b for a, b in self._words.phrases.get("stop", ()))


def _not_once(verb: Token, child: Token) -> Token | None:
    """Return the negation of "on not one occasion did Zoom hand anything over"."""
    if child.i > verb.i or child.dep_ not in {"prep", "npadvmod", "advmod"}:
        return None
    subjects = [c.i for c in verb.children if c.dep_ == "nsubj"]
    if not any(c.dep_ == "aux" and c.i < i for c in verb.children for i in subjects):
        return None
    return next((t for t in child.subtree if t.lower_ in {"not", "no", "never"}), None)


def chain_children(token: Token) -> Iterator[Token]:
    """Yield a token's children and those of its auxiliaries and adverbs."""
    for child in token.children:
        yield child
        if child.dep_ in {"aux", "advmod", "auxpass", "npadvmod", "neg"}:
            yield from child.children
