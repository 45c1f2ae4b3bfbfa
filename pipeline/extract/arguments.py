"""Find what a verb or noun acts on, and which word classes that stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Token

from pipeline.extract.english import word_set
from pipeline.extract.lexicon import Words

OBJECTS = {"dobj", "obj", "nsubjpass", "attr", "oprd", "dative"}
_CLAUSES = {"relcl", "advcl", "ccomp", "parataxis", "csubj"}
_QUANTITIES = word_set(
    """
    all most some part third half number each dozen rest bulk last remainder majority portion
    quarter handful couple dozens hundreds several many both one two three percent cent
    """
)
_POINTING = {"them", "any", "theirs", "own", "those", "these", "none", "so"}
_CIRCUMSTANCES = {"on", "in", "for", "at", "as", "about", "over"}
TIMES = word_set("following upon after before during since amid despite because under")
_WHEN = {"in", "since", "at", "during", "for", "by", "until", "after", "before"}
_ASKED = {"ask", "tell", "order", "request", "instruct", "urge"}
_SEEK = {"ask", "want", "send", "request", "demand", "need", "seek"}
_WHETHER = {"whether", "what", "how", "if"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: the token and its classes; a negation has the class ``not`` alone."""

    token: Token
    classes: frozenset[str]


class Arguments:
    """Find the arguments of the verbs and nouns of one sentence.

    ``meant`` are the classes that "them", "any" or "theirs" may stand for.
    """

    def __init__(self, words: Words, meant: frozenset[str]) -> None:
        self._words = words
        self._meant = meant

    def arguments(self, token: Token) -> list[Token]:
        """Return what a verb or noun acts on."""
        found: list[Token] = []
        whole = any(child.dep_ in {"dobj", "nsubjpass"} for child in token.children)
        for child in token.children:
            beside = TIMES | _CIRCUMSTANCES if whole else TIMES
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
                found += self._asked(child, token)
            elif child.dep_ in {"prep", "agent", "prt", "advmod"}:
                for inner in child.children:
                    if inner.dep_ in {"pobj", "pcomp"}:
                        found.append(inner)
                    if inner.dep_ == "pcomp" and any(c.lower_ in _WHETHER for c in inner.children):
                        found += self._asked(inner, token)
            elif child.dep_ == "acl" and token.pos_ == "NOUN" and child.tag_ == "VB":
                found.append(child)
        found += self._turned_arguments(token) + _asked_for(token, found)
        found += [other for arg in list(found) for other in arg.conjuncts if other not in found]
        return [arg for arg in found if arg.i != token.i]

    def _leads(self, prep: Token) -> bool:
        """Tell whether a preposition names the way that requests must go: "under the treaty"."""
        return any("route" in self._words.nouns[t.i] for c in prep.children for t in phrase(c))

    def _asked(self, clause: Token, above: Token) -> list[Token]:
        """Return what an indirect question is about: "what the law means", "how to respond"."""
        subjects = [c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}]
        weighed = {"assess", "decide"} & self._words.verbs[above.i] and self._words.verbs[clause.i]
        return [*subjects, clause] if weighed else subjects

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
            if (
                arg.pos_ == "VERB"
                and arg.dep_ in {"xcomp", "pcomp", "ccomp"}
                and self._words.verbs[arg.i]
            ):
                continue  # what a governed verb acts on is not what this one acts on
            classes |= self._words.nouns[arg.i]
            if arg.lower_ == "what" and any(t.lemma_ in _SEEK for t in islice(arg.ancestors, 2)):
                classes.add("data")
            if arg.lemma_.lower() in _QUANTITIES or arg.pos_ in {"ADJ", "NUM", "PRON", "DET"}:
                # "all of its servers", "a third of the staff"
                classes |= {
                    name
                    for prep in arg.children
                    if prep.lower_ == "of"
                    for thing in prep.children
                    for name in self._words.nouns[thing.i]
                }
            if _points(arg) or (arg.lower_ == "it" and not heads_only):
                earlier = (self._words.nouns[other.i] for other in arg.doc[: arg.i])
                classes |= {name for names in earlier for name in names}
                classes |= self._meant if arg.lower_ != "it" else self._meant & {"requests", "law"}
            if not heads_only:
                for token in phrase(arg):
                    kind = {"data"} if self._only_describes(token) else set()
                    classes |= self._words.nouns[token.i] - kind
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
        stops = "hold" in steps[0].classes or head.lemma_ in {"stop", "cease", "refuse"}
        passive = any(c.dep_ in {"nsubjpass", "auxpass", "dobj", "xcomp"} for c in head.children)
        if len(steps) > 1 or not stops or things or (passive and not args):
            return frozenset()
        if head.pos_ not in {"VERB", "NOUN"}:
            return frozenset()
        if head.pos_ == "NOUN" and any(c.dep_ == "poss" for c in head.children):
            return frozenset({"requests"})  # "Facebook's pause": of what else, under this law
        return self._meant & {"requests", "data"}


def _asked_for(verb: Token, objects: list[Token]) -> list[Token]:
    """Return what a bare refusal refuses: "Asked to take the site down, GoDaddy declined"."""
    if objects or verb.pos_ != "VERB":
        return []
    asking = [c for c in verb.children if c.dep_ == "advcl" and c.tag_ == "VBN"]
    asking += [verb.head] if verb.dep_ == "conj" else []  # "was asked to, but refused"
    return [c for a in asking if a.lemma_ in _ASKED for c in a.children if c.dep_ == "xcomp"]


def _when(token: Token) -> bool:
    """Tell whether an argument only says when: "stopped in July", "stopped on Monday"."""
    if token.dep_ != "pobj":
        return False
    return token.head.lower_ in _WHEN or token.lower_.endswith("day")


def _whatever(clause: Token) -> list[Token]:
    """Return the object that opens a clause: "whatever the police send", "what they ask for"."""
    if clause.lemma_ not in _SEEK:
        return []
    return [t for t in clause.subtree if t.lower_ in {"whatever", "what"} and t.i < clause.i]


def _points(token: Token) -> bool:
    """Tell whether a word only points at what was spoken of: "them", "all nine", "all of these"."""
    if token.lower_ in _POINTING or token.pos_ == "NUM" or _each_one(token):
        return True
    inner = [t for prep in token.children if prep.lower_ == "of" for t in prep.children]
    return any(t.lower_ in _POINTING for t in inner)


def _each_one(token: Token) -> bool:
    return token.lower_ == "one" and any(c.lower_ in {"every", "each"} for c in token.children)


def phrase(head: Token) -> Iterator[Token]:
    """Yield the tokens of a noun phrase, without the clauses that hang on it."""
    yield head
    for child in head.children:
        if child.dep_ in _CLAUSES or (child.dep_ == "pcomp" and child.pos_ in {"VERB", "AUX"}):
            continue
        if child.dep_ in {"conj"} and child.pos_ in {"VERB", "AUX"}:
            continue
        yield from phrase(child)
