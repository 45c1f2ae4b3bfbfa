"""Find acts in a parsed sentence: chains such as stop -> process -> requests, read downwards.

A chain starts at a verb or noun of one of the tracker's word classes and follows its arguments:
the object, the subject of a passive, the verb it governs, what its prepositions lead to. Negations
on the way become steps of their own. A rule holds when its steps and a chain's agree one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Token

from pipeline.extract.english import word_set
from pipeline.extract.lexicon import Lexicon, Rule, Words

OBJECTS = {"dobj", "obj", "nsubjpass", "attr", "oprd", "dative"}
_CLAUSES = {"relcl", "advcl", "ccomp", "parataxis", "csubj"}
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
_QUANTITIES = word_set(
    """
    all most some part third half number each dozen rest bulk
    """
)
_POINTING = {"them", "any", "theirs", "own", "those", "these", "none", "so"}
_CIRCUMSTANCES = {"on", "in", "for", "at", "as", "about", "over"}
_TIMES = {"after", "before", "during", "since", "amid", "despite", "because", "under"}
_WHEN = {"in", "since", "at", "during", "for", "by", "until", "after", "before"}
_ASKED = {"ask", "tell", "order", "request", "instruct", "urge"}
_WHETHER = {"whether", "what", "how", "if"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: the token and its classes; a negation has the class ``not`` alone."""

    token: Token
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Act:
    """A rule that holds at a chain; ``head`` is the chain's highest token."""

    rule: Rule
    head: Token
    steps: tuple[Step, ...]
    objects: tuple[Token, ...]


def find_acts(
    doc: Doc, words: Words, lexicon: Lexicon, meant: frozenset[str] = frozenset()
) -> list[Act]:
    """Return the acts of a sentence in the order of its words; one rule for each chain.

    ``meant`` are the classes that "them", "any" or "theirs" may stand for: what the sentence
    before was about.
    """
    reader = _ChainReader(words, meant)
    acts: list[Act] = []
    used: set[int] = set()
    for token in sorted(doc, key=_depth):
        if token.i in used or not words.of(token):
            continue
        best = _best_act(reader, token, words, lexicon)
        if best is not None:
            acts.append(best)
            used |= {step.token.i for step in best.steps}
    return sorted(acts, key=lambda act: act.head.i)


def _depth(token: Token) -> tuple[int, int]:
    return sum(1 for _ in token.ancestors), token.i


def _best_act(reader: "_ChainReader", token: Token, words: Words, lexicon: Lexicon) -> Act | None:
    chains = list(islice(reader.chains(token), 64))
    for rule in lexicon.rules:
        for steps, objects in chains:
            classes = reader.object_classes(objects, heads_only=rule.heads_only)
            classes |= reader.left_out(steps, objects)
            if _matches(rule, steps, classes) and _allowed(rule, token, words):
                return Act(rule, token, steps, objects)
    return None


def _matches(rule: Rule, steps: tuple[Step, ...], objects: frozenset[str]) -> bool:
    wanted = rule.steps
    if objects & rule.spared:
        return False
    if len(wanted) == len(steps) + 1:
        if not wanted[-1] & objects:
            return False
    elif len(wanted) != len(steps):
        return False
    return all(want & step.classes for want, step in zip(wanted, steps, strict=False))


def _allowed(rule: Rule, head: Token, words: Words) -> bool:
    low, high = clause_limits(head)

    def stands(name: str) -> bool:
        if any(low <= start < high for start, _ in words.phrases.get(name, ())):
            return True
        return any(name in words.nouns[i] for i in range(low, high))

    if not all(stands(name) for name in rule.required):
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


class _ChainReader:
    def __init__(self, words: Words, meant: frozenset[str]) -> None:
        self._words = words
        self._meant = meant

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
                if {child.lower_, *(c.lower_ for c in child.children)} & _NOBODY:
                    return child
        for other in token.doc[token.i + 1 : token.i + 6]:
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

    def arguments(self, token: Token) -> list[Token]:
        """Return what a verb or noun acts on."""
        found: list[Token] = []
        whole = any(child.dep_ in {"dobj", "nsubjpass"} for child in token.children)
        for child in token.children:
            beside = _TIMES | _CIRCUMSTANCES if whole else _TIMES
            if child.dep_ == "prep" and child.lower_ in beside and not self._leads(child):
                continue  # "suspended dividends on orders" suspends no orders
            if child.dep_ in OBJECTS or child.dep_ in {"xcomp", "pcomp"}:
                found.append(child)
            elif child.dep_ == "ccomp" and child.pos_ in {"NOUN", "PROPN"}:
                found.append(child)  # a parser's slip: a clause is never a bare noun
            elif child.dep_ == "advcl" and child.tag_ == "VBG" and child.i - token.i <= 2:
                found.append(child)  # another: "hold off answering"
            elif child.dep_ == "ccomp" and _whatever(child):
                found += _whatever(child)
            elif child.dep_ == "ccomp" and any(c.lower_ in _WHETHER for c in child.children):
                found += [c for c in child.children if c.dep_ in {"nsubj", "nsubjpass"}]
            elif child.dep_ in {"prep", "agent", "prt", "advmod"}:
                found += [c for c in child.children if c.dep_ in {"pobj", "pcomp"}]
            elif child.dep_ == "acl" and token.pos_ == "NOUN" and child.tag_ == "VB":
                found.append(child)
        found += self._turned_arguments(token) + _asked_for(token, found)
        found += [other for arg in list(found) for other in arg.conjuncts if other not in found]
        return [arg for arg in found if arg.i != token.i]

    def _leads(self, prep: Token) -> bool:
        """Tell whether a preposition names the way that requests must go: "under the treaty"."""
        return any("route" in self._words.nouns[t.i] for c in prep.children for t in phrase(c))

    def _turned_arguments(self, token: Token) -> list[Token]:
        """Return arguments that stand before the verb: subjects of change, heads of clauses."""
        if token.dep_ in {"relcl", "acl"} and token.tag_ in {
            "VBN",
            "VBD",
            "VBZ",
            "VBP",
            "VB",
            "VBG",
        }:
            has_object = any(c.dep_ in {"dobj", "nsubjpass"} for c in token.children)
            if not has_object and token.head.pos_ in {"NOUN", "PRON"}:
                return [token.head]
        if token.dep_ == "prep" or token.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
            return []
        subjects = [c for c in token.children if c.dep_ == "nsubj"]
        if token.dep_ in {"acomp", "attr"} or (
            token.dep_ == "pobj" and token.head.head.lemma_ == "be"
        ):
            verb = token.head if token.dep_ != "pobj" else token.head.head
            subjects = [c for c in verb.children if c.dep_ == "nsubj"]
        if any(c.dep_ in {"dobj", "xcomp"} for c in token.children) and token.pos_ != "ADJ":
            return []
        return [s for s in subjects if self._words.nouns[s.i] or self._words.verbs[s.i]]

    def object_classes(self, args: tuple[Token, ...], *, heads_only: bool) -> frozenset[str]:
        """Return the classes of the noun phrases a chain ends in, without their clauses."""
        classes: set[str] = set()
        for arg in args:
            if any(c.lower_ in {"our", "my"} for c in arg.children):
                classes |= self._words.nouns[arg.i] - {"requests"} | {"comment"}
                continue  # "did not answer our letter": the newsroom's, not the police's
            if arg.pos_ == "VERB" and arg.dep_ in {"xcomp", "pcomp"} and self._words.verbs[arg.i]:
                continue  # what a governed verb acts on is not what this one acts on
            classes |= self._words.nouns[arg.i]
            if arg.lemma_.lower() in _QUANTITIES:  # "all of its servers", "a third of the staff"
                classes |= {
                    name
                    for prep in arg.children
                    if prep.lower_ == "of"
                    for thing in prep.children
                    for name in self._words.nouns[thing.i]
                }
            if arg.lower_ in _POINTING or _each_one(arg) or (arg.lower_ == "it" and not heads_only):
                earlier = (self._words.nouns[other.i] for other in arg.doc[: arg.i])
                classes |= {name for names in earlier for name in names}
                classes |= self._meant if arg.lower_ != "it" else set()
            if not heads_only:
                for token in phrase(arg):
                    if not self._only_describes(token):
                        classes |= self._words.nouns[token.i]
        return frozenset(classes)

    def _only_describes(self, token: Token) -> bool:
        """Tell whether data only say what kind of service it is: "provides chat services"."""
        kind = self._words.nouns[token.head.i]
        return (
            token.dep_ == "compound" and bool(kind) and not kind & {"requests", "data", "process"}
        )

    def left_out(self, steps: tuple[Step, ...], args: tuple[Token, ...]) -> frozenset[str]:
        """Return what a stop without an object stops: the requests that were last spoken of."""
        head = steps[-1].token
        here = ("place", "police")
        things = [a for a in args if not (self._words.nouns[a.i].intersection(here) or _when(a))]
        stops = "hold" in steps[0].classes or head.lemma_ in {"stop", "cease"}
        passive = any(c.dep_ in {"nsubjpass", "auxpass", "dobj", "xcomp"} for c in head.children)
        if len(steps) > 1 or not stops or things or (passive and not args):
            return frozenset()
        if head.pos_ not in {"VERB", "NOUN"}:
            return frozenset()
        return self._meant & {"requests", "data"}


def _asked_for(verb: Token, objects: list[Token]) -> list[Token]:
    """Return what a bare refusal refuses: "Asked to take the site down, GoDaddy declined"."""
    if objects or verb.pos_ != "VERB":
        return []
    return [
        c
        for asked in verb.children
        if asked.dep_ == "advcl" and asked.tag_ == "VBN" and asked.lemma_ in _ASKED
        for c in asked.children
        if c.dep_ == "xcomp"
    ]


def _when(token: Token) -> bool:
    """Tell whether an argument only says when: "stopped in July", "stopped on Monday"."""
    if token.dep_ != "pobj":
        return False
    return token.head.lower_ in _WHEN or token.lower_.endswith("day")


def _whatever(clause: Token) -> list[Token]:
    """Return the object that opens a clause: "whatever the police send", "what they ask for"."""
    return [t for t in clause.subtree if t.lower_ in {"whatever", "what"} and t.i < clause.i]


def _not_once(verb: Token, child: Token) -> Token | None:
    """Return the negation of "on not one occasion did Zoom hand anything over"."""
    if child.i > verb.i or child.dep_ not in {"prep", "npadvmod", "advmod"}:
        return None
    subjects = [c.i for c in verb.children if c.dep_ == "nsubj"]
    if not any(c.dep_ == "aux" and c.i < i for c in verb.children for i in subjects):
        return None
    return next((t for t in child.subtree if t.lower_ in {"not", "no", "never"}), None)


def _each_one(token: Token) -> bool:
    return token.lower_ == "one" and any(c.lower_ in {"every", "each"} for c in token.children)


def chain_children(token: Token) -> Iterator[Token]:
    """Yield a token's children and those of its auxiliaries and adverbs."""
    for child in token.children:
        yield child
        if child.dep_ in {"aux", "advmod", "auxpass", "npadvmod", "neg"}:
            yield from child.children


def phrase(head: Token) -> Iterator[Token]:
    """Yield the tokens of a noun phrase, without the clauses that hang on it."""
    yield head
    for child in head.children:
        if child.dep_ in _CLAUSES or (child.dep_ == "pcomp" and child.pos_ in {"VERB", "AUX"}):
            continue
        if child.dep_ in {"conj"} and child.pos_ in {"VERB", "AUX"}:
            continue
        yield from phrase(child)
