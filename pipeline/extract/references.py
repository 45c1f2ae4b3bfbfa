"""Find whom a noun phrase or a pronoun means: the companies of the text so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.extract.arguments import phrase
from pipeline.extract.bearing import is_owner, same_subject, whose
from pipeline.extract.discourse import Discourse, Who
from pipeline.extract.english import (
    COMPANY_NOUNS,
    MEDIUM,
    NOT_THE_ACTOR,
    QUANTITIES,
    SPEAKERS,
    word_set,
)
from pipeline.extract.lexicon import Words

Groups = Mapping[int, tuple[Who, ...]]  # token index -> the companies that it stands for

_REFERABLE = {"nsubj", "nsubjpass", "ROOT", "pobj", "conj", "appos", "poss"}
_OWNED = {"operation", "business", "arm", "desk", "division", "branch", "bureau", "newsroom", "app"}
_ANY = {"a", "an", "any", "each", "every", "no", "another"}
_GENERIC = {
    "company",
    "firm",
    "group",
    "giant",
    "platform",
    "business",
    "corporation",
    "player",
    "titan",
    "enterprise",
    "multinational",
}
# What says something without being meant by "it" in what it says.
_WRITTEN = word_set("report statement notice page post filing figure letter table website line")
# Who reports is no company of the text, unless it is named or described as one.
_REPORTERS = {"paper", "newspaper", "outlet", "broadcaster", "publisher"}
_IT = {"it", "its", "itself"}
_THEY = {"they", "their", "them", "both", "all", "themselves", "theirs"}
_WE = {"we", "our", "us", "ourselves", "i", "my"}
_RELATIVE = {"that", "which", "who"}
_PERSON = {"he", "she", "his", "her"}


@dataclass(frozen=True, slots=True)
class Actors:
    """The companies that act, and how they were found (``named``, ``pronoun``, ``speaker`` ...).

    ``token`` is the word that stands for them, where one does.
    """

    who: tuple[Who, ...]
    how: str
    token: Token | None = None


NOBODY = Actors((), "nobody")


class References:
    """Resolve the noun phrases of one sentence against what the text has said before."""

    def __init__(
        self, groups: Groups, discourse: Discourse, words: Words, *, quoted: frozenset[int]
    ) -> None:
        self._words = words
        self._passive_things = {"requests", "data"}
        self._groups = groups
        self._discourse = discourse
        self._quoted = quoted
        self.said_here: tuple[Who, ...] = ()

    def resolve(self, token: Token) -> Actors:
        """Return the companies that a noun phrase or pronoun stands for."""
        if token.i in self._groups:
            return Actors(self._with_conjuncts(token), "named")
        if (one := self._one_of_two(token)) is not None:
            return Actors((one,), "pronoun")
        counted = token.pos_ == "NUM" and token.lower_ in QUANTITIES
        if token.pos_ == "PRON" or counted or token.lower_ in _IT | _THEY | _WE:
            return self._pronoun(token)
        return self._noun(token)

    def _one_of_two(self, token: Token) -> Who | None:
        """Return whom "the former", "the latter firm", "one", "the other" mean of the last two."""
        words = {token.lower_}
        if token.lemma_.lower() in COMPANY_NOUNS:
            words = {c.lower_ for c in token.children if c.dep_ == "amod"}
        elif token.dep_ not in {"nsubj", "nsubjpass"} or any(
            c.dep_ in {"prep", "amod", "relcl", "nummod"} for c in token.children
        ):
            words &= {"former", "latter"}
        first, last = bool(words & {"former", "one"}), bool(words & {"latter", "other"})
        if not (first or last):
            return None
        here = [w for i, g in sorted(self._groups.items()) if i < token.i for w in g]
        pair = here if len(here) == 2 else list(self._discourse.group)
        return pair[0 if first else 1] if len(pair) == 2 else None

    def _with_conjuncts(self, token: Token) -> tuple[Who, ...]:
        who = list(self._groups[token.i])
        for other in [*token.conjuncts, *(c for c in token.children if c.dep_ == "appos")]:
            who += self._groups.get(other.i, ())
        for prep in token.children:  # "Google, along with Twitter, ..."
            if prep.dep_ == "prep" and prep.lower_ in {"with", "like", "including", "alongside"}:
                who += [w for t in prep.subtree for w in self._groups.get(t.i, ())]
        return tuple(dict.fromkeys(who))

    def _pronoun(self, token: Token) -> Actors:
        word = token.lower_
        discourse = self._discourse
        if word == "it" and (first := same_subject(token)) is not None:
            return self._pronoun(first)
        if word in _WE:
            return Actors(self._we(token), "quotation")
        if discourse.others and not self._before(token):
            return NOBODY  # the police, the critics: whom the sentence before was about
        if word in _THEY or word in QUANTITIES:
            here = self._named_in(token) or self._before(token) or self._listed(token)
            for group in (here if len(here) > 1 else (), discourse.group, here, discourse.focus):
                if group:
                    return Actors(group, "pronoun")
        if word in {"those", "ones"}:
            return Actors(self._named_in(token) or self._after_colon(token), "named")
        if word in _IT | _PERSON:
            return self._singular(token)
        return NOBODY

    def _singular(self, token: Token) -> Actors:
        """Return whom "it", "its" or "she" means: the clause above, the sentence, the text."""
        above = self._above_it(token)
        if above is not None:
            return above
        here = self._before(token)
        if here and (len(here) == 1 or token.lower_ == "its"):
            return Actors(here, "pronoun")
        focus = self._discourse.focus[:1]
        return Actors(focus if token.lower_ in _PERSON else here[:1] or focus, "pronoun")

    def _above_it(self, token: Token) -> Actors | None:
        """Return whom the subject of the clause above says, or None where it does not tell."""
        subject = _clause_subject(token)
        if subject is None:
            return None
        if subject.i in self._groups:
            return Actors(self._groups[subject.i], "pronoun") if subject.dep_ != "nsubj" else None
        if subject.pos_ in {"NOUN", "PROPN"} and subject.tag_ in {"NN", "NNP"}:
            who = self.resolve(subject).who or self._named_in(subject)
            if who or subject.lemma_.lower() not in _WRITTEN:
                return Actors(who, "pronoun")
        return None

    def _listed(self, token: Token) -> tuple[Who, ...]:
        """Return the companies that the clause above lists: "Four firms said they ...: A, B"."""
        subject = _clause_subject(token)
        if subject is None or subject.tag_ not in {"NNS", "NNPS", "CD"}:
            return ()
        return self._named_in(subject) or self._after_colon(subject)

    def _we(self, token: Token) -> tuple[Who, ...]:
        if token.i in self._quoted or not self._discourse.own:
            return self.said_here or self._discourse.quoting or self._discourse.own
        return self._discourse.own

    def _before(self, token: Token, *, subjects_only: bool = False) -> tuple[Who, ...]:
        """Return the companies a pronoun can mean within its own sentence: the nearest subject."""
        best: tuple[Who, ...] = ()
        for other in token.doc[: token.i]:
            if other.i in self._groups and not is_medium(other):
                if subjects_only and other.dep_ not in {"nsubj", "nsubjpass"}:
                    continue
                if other.dep_ in _REFERABLE or other.head.dep_ == "nsubj":
                    if (
                        not best
                        or other.dep_ in {"nsubj", "nsubjpass"}
                        or other.head.lemma_ == "to"
                    ):
                        best = self._groups[other.i]
        return best

    def _noun(self, token: Token) -> Actors:
        lemma = token.lemma_.lower()
        named = self._named_in(token)
        plain = lemma in COMPANY_NOUNS and not named  # "the telecoms group", but "Facebook groups"
        if {lemma, token.lower_} & NOT_THE_ACTOR and not (plain or _speaks(token)):
            return NOBODY
        if not named and token.pos_ == "PROPN" and _has_office(token):
            return Actors(self._before(token)[:1] or self._discourse.focus[:1], "speaker")
        if not named and (lemma in {"parent", "owner"} or _has(token, "parent")):
            return Actors(self._discourse.owner(), "description")
        determiners = {c.lower_ for c in token.children if c.dep_ == "det"}
        if not named and determiners & {"neither", "both"} and lemma in COMPANY_NOUNS:
            return Actors(self._discourse.group, "group")
        if not named and (determiners & _ANY) and lemma in COMPANY_NOUNS:
            return NOBODY  # "a platform that does not obey": nobody in particular
        if named and (lemma in SPEAKERS | COMPANY_NOUNS | _OWNED or _is_list(token)):
            return Actors(named, "named")
        if named and any(
            c.dep_ in {"poss", "compound", "appos"} and c.i in self._groups for c in token.children
        ):
            return Actors(named, "named")
        for child in token.children:
            if child.dep_ == "poss":
                return self.resolve(whose(child))
            if child.dep_ == "prep" and child.lower_ in {"for", "of", "at", "from"}:
                if any(c.pos_ in {"PROPN", "NOUN"} for c in child.children) and lemma in SPEAKERS:
                    return NOBODY  # "a spokesperson for the Immigration Department"
        return self._description(token, lemma)

    def _after_colon(self, token: Token) -> tuple[Who, ...]:
        """Return the companies of a list that ends a sentence: "Four firms paused them: A, B"."""
        colon = next((t.i for t in reversed(token.doc) if t.lower_ in {":", "namely"}), None)
        if colon is None or colon < token.i:
            return ()
        if any(t.pos_ in {"VERB", "AUX"} for t in token.doc[colon:]):
            return ()
        return tuple(w for i, group in sorted(self._groups.items()) if i > colon for w in group)

    def _subject_above(self, token: Token) -> tuple[Who, ...]:
        """Return the company of the clause above: "Snap's counsel wrote that the company ..."."""
        subject = _clause_subject(token)
        return self.resolve(subject).who if subject is not None and subject.i != token.i else ()

    def _described_before(self, token: Token) -> tuple[Who, ...]:
        """Return the company that an earlier subject describes: "The app ... the company"."""
        for other in token.doc[: token.i]:
            if other.dep_ in {"nsubj", "nsubjpass"} and other.pos_ == "NOUN":
                if found := self._discourse.described(other.lower_):
                    return found
        return ()

    def _named_in(self, token: Token) -> tuple[Who, ...]:
        """Return the companies named inside a noun phrase."""
        listed = [c for c in token.children if c.dep_ == "relcl" and c.lemma_ == "include"]
        below = [*phrase(token), *(t for clause in listed for t in phrase(clause))]
        inside = (
            t
            for t in below
            if t.i != token.i
            and (t.dep_ != "dobj" or t.head.dep_ == "relcl")  # "lawyers advising Google"
            and not is_owner(t)
            and not is_medium(t)
        )
        return tuple(dict.fromkeys(who for t in inside for who in self._groups.get(t.i, ())))

    def _description(self, token: Token, lemma: str) -> Actors:
        plural = token.tag_ in {"NNS", "NNPS"}
        words = [t.lower_ for t in phrase(token) if t.dep_ in {"compound", "amod", "det", "nummod"}]
        if plural and not list(token.children) and token.head.tag_ in {"VBP", "VB"}:
            return NOBODY  # "Lenders do not comment on customers": what all of them always do
        if plural and (lemma in COMPANY_NOUNS or lemma in QUANTITIES):
            if here := self._after_colon(token):
                return Actors(here, "named")
            return Actors(self._discourse.kind_of_group(lemma, any_kind=lemma in _GENERIC), "group")
        described = " ".join([*(w for w in words if w not in {"the", "this"}), token.lower_])
        nouns = (described,) if lemma in _GENERIC else (described, token.lower_)
        for noun in nouns if described not in _GENERIC else ():
            if found := self._discourse.described(noun):
                return Actors(found, "description")
        definite = bool({"the", "this", "that"} & set(words))
        if lemma in COMPANY_NOUNS - _REPORTERS and definite:
            here = self._before(token, subjects_only=True) or self._described_before(token)
            here = here or self._subject_above(token) or self._discourse.focus
            return Actors((here or self._discourse.topic)[:1], "description")
        if lemma in SPEAKERS - COMPANY_NOUNS and not plural and token.pos_ == "NOUN":
            here = self._before(token)
            return Actors(here[:1] or self._discourse.focus[:1], "speaker")
        return NOBODY


def _clause_subject(token: Token) -> Token | None:
    """Return the subject of the clause above a pronoun: what "it" most likely repeats."""
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    for above in verb.ancestors if verb is not None else ():
        if above.dep_ == "relcl" and any(
            c.dep_ == "nsubj" and c.lower_ in _RELATIVE for c in above.children
        ):
            return above.head  # "the Times, which said that it would go"
        subjects = [
            child
            for child in above.children
            if child.dep_ in {"nsubj", "nsubjpass"} and child.i < token.i and child.pos_ != "PRON"
        ]
        if subjects:
            return subjects[-1]
    return None


def _speaks(token: Token) -> bool:
    """Tell whether a page is a company's own voice: "Zoom's help pages say"."""
    return token.lemma_.lower() in SPEAKERS and any(c.dep_ == "poss" for c in token.children)


def _has_office(person: Token) -> bool:
    """Tell whether a person speaks for somebody: "spokeswoman Remi Vaughn"."""
    return any(
        c.dep_ == "compound" and c.lemma_.lower() in SPEAKERS - COMPANY_NOUNS
        for c in person.children
    )


def _has(token: Token, word: str) -> bool:
    return any(c.lower_ == word for c in token.children)


def _is_list(token: Token) -> bool:
    return token.tag_ in {"NNS", "NNPS"} or token.lemma_.lower() in COMPANY_NOUNS


def is_medium(token: Token) -> bool:
    """Tell whether a name is where something was said ("on Twitter"), not who said it."""
    return token.dep_ == "pobj" and token.head.lower_ in MEDIUM
