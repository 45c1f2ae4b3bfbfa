"""Turn a tracker's word classes and rules into look-ups over parsed sentences."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick_rs
from spacy.tokens import Doc, Token

from pipeline.extract.english import word_set
from pipeline.extract.mentions import fold
from pipeline.tracker import Tracker

_SOUGHT_NEAR = frozenset({"commanded"})  # an order may stand in the sentence before the obeying
_VERBAL = {"ROOT", "xcomp", "ccomp", "pcomp", "advcl", "relcl", "acl", "conj", "parataxis"}
_WORDS = word_set(
    "comment clarification interview explain clarify statement explanation elaborate remark"
)
_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to express a stance: what each step of a chain must be.

    ``spared`` (written ``-class``) are classes the objects must not have; ``heads_only`` (written
    ``=class``) asks for the class in the object itself, not in what describes it.
    """

    stance: str
    scope: str
    act: str
    steps: tuple[frozenset[str], ...]
    spared: frozenset[str]
    heads_only: bool
    required: tuple[str, ...]
    unless: tuple[str, ...]
    limited: str | None


@dataclass(frozen=True)
class Words:
    """What the words of one parsed sentence mean to the tracker.

    ``verbs[i]`` and ``nouns[i]`` are the classes of token i; ``phrases`` maps a class to the
    token ranges where one of its phrases stands.
    """

    verbs: list[set[str]]
    nouns: list[set[str]]
    phrases: dict[str, list[tuple[int, int]]]

    def of(self, token: Token) -> set[str]:
        """Return the classes of a token, whether verb or noun."""
        return self.verbs[token.i] | self.nouns[token.i]


class _Phrases:
    """Phrases with their classes, all looked for at once."""

    def __init__(self, phrases: Sequence[tuple[str, str]]) -> None:
        whole = [(name, phrase) for name, phrase in phrases if "*" not in phrase]
        self._names = [name for name, _ in whole]
        self._automaton = ahocorasick_rs.AhoCorasick([phrase for _, phrase in whole])
        self._gapped = [(name, _pattern(phrase)) for name, phrase in phrases if "*" in phrase]

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the phrases in a text in lower case: their class and place."""
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            whole = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
            if whole:
                yield self._names[index], start, end
        for name, pattern in self._gapped:
            for match in pattern.finditer(text):
                yield name, match.start(), match.end()


class Lexicon:
    """The word classes and rules of one tracker, compiled once.

    ``irregular`` maps forms of verbs that no ending makes to their verb.
    """

    def __init__(self, tracker: Tracker, irregular: Mapping[str, str]) -> None:
        self._verbs: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._nouns: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._adjectives: dict[str, list[str]] = defaultdict(list)
        phrases: list[tuple[str, str]] = []
        for name, words in tracker.words.items():
            for phrase in words.verbs:
                first, *rest = phrase.split()
                self._verbs[first].append((name, tuple(rest)))
            for phrase in words.nouns:
                *rest, last = phrase.split()
                self._nouns[last].append((name, tuple(rest)))
            for word in words.adjectives:
                self._adjectives[word].append(name)
            phrases += [(name, phrase) for phrase in words.phrases]
        self._phrases = _Phrases(phrases)
        self._sought_near = _Phrases([each for each in phrases if each[0] in _SOUGHT_NEAR])
        self.rules = tuple(_rules(tracker))
        self.third_person = {_third_person(v): v for v in self._verbs if v.isalpha()}
        self.triggers = _triggers(self._verbs, self._nouns, self.rules, irregular)

    def read(self, doc: Doc) -> Words:
        """Look up every token of a parsed sentence."""
        verbs = [self._verb_classes(token) for token in doc]
        nouns = [self._noun_classes(token) for token in doc]
        _set_newsroom_apart(doc, nouns)
        return Words(verbs, nouns, self._find_phrases(doc))

    def _verb_classes(self, token: Token) -> set[str]:
        stems = _stems(token.lower_)
        forms: set[str] = set()
        if _is_verbal(token):
            forms = {token.lemma_.lower(), token.lower_} | stems
        elif token.tag_ == "NN":
            forms = stems
        return {
            name
            for form in forms
            for name, rest in self._verbs.get(form, ())
            if _follows(token, rest)
        }

    def _noun_classes(self, token: Token) -> set[str]:
        if _is_excepted(token):
            return set()
        classes = set(self._adjectives.get(token.lower_, ()))
        if _is_nominal(token):
            forms = {token.lemma_.lower(), token.lower_}
            for form in forms | {form.removesuffix("s") for form in forms}:
                classes.update(n for n, rest in self._nouns.get(form, ()) if _precedes(token, rest))
        return classes

    def classes_near(self, text: str) -> frozenset[str]:
        """Return the classes with a phrase in the text around, of those that are sought there."""
        return frozenset(name for name, _, _ in self._sought_near.find(fold(text)))

    def _find_phrases(self, doc: Doc) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for name, start, end in self._phrases.find(fold(doc.text)):
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                found[name].append((span.start, span.end))
        return found


def _set_newsroom_apart(doc: Doc, nouns: list[set[str]]) -> None:
    """Tell what the authorities and the companies exchange from what a newsroom asks and gets."""
    for token in doc:
        if token.lower_ in {"this", "our", "my"}:  # "our letter", "this agency", "this article"
            nouns[token.head.i] -= {"requests", "police", "works"}
    for token in doc:
        if "writings" in nouns[token.i] and _sent_by_police(token, nouns):
            nouns[token.i].add("requests")
        if "requests" in nouns[token.i] and _for_words(token):
            nouns[token.i] = nouns[token.i] - {"requests"} | {"comment"}
        if token.lower_ == "details" and _of_the_news(token):
            nouns[token.i] -= {"data", "particulars"}


def _of_the_news(details: Token) -> bool:
    """Tell whether details are those of what is reported: "confirmed it, but gave no details"."""
    few = {"no", "few", "any", "further", "more", "other"}
    told = details.head.lemma_ in {"give", "offer", "provide", "share"}
    return told and {c.lower_ for c in details.children} <= few


def _for_words(request: Token) -> bool:
    """Tell whether a request asks for no more than words: "requests for comment", "to explain"."""
    near = {*request.subtree, *request.doc[request.i + 1 : request.i + 3]}
    return any(t.lemma_.lower() in _WORDS for t in near if t.i > request.i)


def _sent_by_police(noun: Token, nouns: Sequence[set[str]]) -> bool:
    """Tell whether a letter or a call is the authorities': "a police letter", "letters from it"."""
    return any(
        "police" in nouns[t.i]
        for t in noun.subtree
        if t.i != noun.i and t.dep_ in {"compound", "poss", "nmod", "pobj", "conj"}
        if not any(
            c.lower_ in {"this", "our"} for c in t.children
        )  # "from this agency": a newsroom
    )


def _stems(word: str) -> set[str]:
    """Return the verbs that a word can be the form of: "ruled out handing over data".

    The model takes many a gerund for a noun, and cannot lemmatise verbs that it does not know.
    """
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            doubled = {stem[:-1]} if stem[-1] == stem[-2] else set()
            return {stem, stem + "e"} | doubled
    return set()


def _is_verbal(token: Token) -> bool:
    return (
        token.pos_ in {"VERB", "AUX"}
        or token.tag_.startswith("VB")
        or (token.dep_ in _VERBAL and token.pos_ not in {"PROPN", "PRON"} and token.tag_ != "NNS")
    )


def _is_nominal(token: Token) -> bool:
    """Tell whether a token can be a noun, be it by its role alone: "servers" tagged as a verb."""
    return token.pos_ in _NOMINAL or token.dep_ in {
        "dobj",
        "pobj",
        "nsubj",
        "nsubjpass",
        "attr",
        "compound",
    }


def _third_person(verb: str) -> str:
    """Spell the form that headlines use: "suspends", "refuses", "complies", "pushes"."""
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _is_excepted(token: Token) -> bool:
    """Tell whether a noun is named only to be left out: "but not in Hong Kong"."""
    head = token.head
    return head.pos_ == "ADP" and any(c.dep_ == "neg" and c.i == head.i - 1 for c in head.children)


def _follows(token: Token, rest: tuple[str, ...]) -> bool:
    """Tell whether the further words of a verb ("hand over") come after it, in order."""
    at = token.i + 1
    loose = len(rest) > 1  # "return ... to" must belong together, "put ... on hold" says so itself
    for word in rest:
        for other in token.doc[at : at + 14]:
            if other.is_punct and not other.is_quote and other.text != "-":
                return False
            near = loose or other.i - at < 2 or token.i in {other.head.i, other.head.head.i}
            if near and (other.lower_ == word or other.lemma_.lower() == word):
                at = other.i + 1
                break
        else:
            return False
    return True


def _precedes(token: Token, rest: tuple[str, ...]) -> bool:
    if not rest:
        return True
    before = token.doc[max(0, token.i - len(rest)) : token.i]
    return (
        tuple(t.lower_ for t in before) == rest or tuple(t.lemma_.lower() for t in before) == rest
    )


def _pattern(phrase: str) -> re.Pattern[str]:
    words = [re.escape(word) if word != "*" else r"\w+(?: \w+){0,8}" for word in phrase.split()]
    return re.compile(r"(?<!\w)" + " ".join(words) + r"(?!\w)")


def _rules(tracker: Tracker) -> Iterator[Rule]:
    for stance in tracker.stances:
        for rule in stance.rules:
            words = rule.act.split()
            steps = tuple(
                frozenset(step.lstrip("=").split("|")) for step in words if step[0] != "-"
            )
            spared = frozenset(w for step in words if step[0] == "-" for w in step[1:].split("|"))
            yield Rule(
                stance.id,
                rule.scope,
                rule.act,
                steps,
                spared,
                any(step[0] == "=" for step in words),
                rule.with_,
                tuple(rule.unless),
                rule.limited,
            )


def _triggers(
    verbs: dict[str, list[tuple[str, tuple[str, ...]]]],
    nouns: dict[str, list[tuple[str, tuple[str, ...]]]],
    rules: tuple[Rule, ...],
    irregular: Mapping[str, str],
) -> re.Pattern[str]:
    """Compile a cheap test whether a sentence can hold any act at all."""
    acting = {name for rule in rules for step in rule.steps for name in step} | {"same", "route"}
    stems = set()
    for table in (verbs, nouns):
        for word, entries in table.items():
            if any(name in acting for name, _ in entries):
                stems.add(word[:-1] if len(word) > 4 and word.endswith(("e", "y")) else word)
    stems |= {form for form, verb in irregular.items() if verb in stems or verb[:-1] in stems}
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, stems))) + ")", re.I)
