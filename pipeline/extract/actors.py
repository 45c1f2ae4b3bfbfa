"""Find who acts: climb from an act to its subject, and from the subject to a company."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.extract.acts import phrase
from pipeline.extract.discourse import Discourse, Who
from pipeline.extract.english import (
    ANNOUNCE_NOUNS,
    COMPANY_NOUNS,
    DUTIES,
    ENACT,
    MEDIUM,
    NOT_THE_ACTOR,
    QUANTITIES,
    SAY,
    SPEAKERS,
)
from pipeline.extract.lexicon import Words
from pipeline.extract.sets import cleft, members

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
_IT = {"it", "its", "itself"}
_THEY = {"they", "their", "them", "both", "all", "themselves", "theirs"}
_WE = {"we", "our", "us", "ourselves", "i", "my"}
_PERSON = {"he", "she", "his", "her"}
_RELATIVE = {"that", "which", "who", "whom", "whose", "what"}


@dataclass(frozen=True, slots=True)
class Actors:
    """The companies that act, and how they were found (``named``, ``pronoun``, ``speaker`` ...)."""

    who: tuple[Who, ...]
    how: str


NOBODY = Actors((), "nobody")


class ActorFinder:
    """Resolve the actors of one sentence against what the text has said before."""

    def __init__(
        self, groups: Groups, discourse: Discourse, words: Words, *, quoted: frozenset[int]
    ) -> None:
        self._words = words
        self._passive_things = {"requests", "data"}
        self._groups = groups
        self._discourse = discourse
        self._quoted = quoted
        self.said_here: tuple[Who, ...] = ()

    def of_act(
        self, head: Token, *, steps: Collection[int] = (), told_to_others: bool = False
    ) -> Actors:
        """Return who does the act whose chain starts at ``head``.

        ``steps`` are the tokens of the chain: a subject among them is what is acted on ("reviews
        ended"). ``told_to_others`` is for acts that a company lays down for the authorities ("the
        police must use the treaty"): whoever is the subject, the one who says it takes the stance.
        """
        subjects = list(self._subjects(head, 0))
        found = [actors for actors in map(self.resolve, subjects) if actors.who]
        if found:
            who = dict.fromkeys(w for actors in found for w in actors.who)
            return Actors(tuple(who), found[0].how)
        things = all(
            s.i in steps or self._words.nouns[s.i] & self._passive_things for s in subjects
        )
        if subjects and not things and not told_to_others:
            return NOBODY  # somebody acts, but no company that we know
        unsaid = self._unsaid(head)
        return self._addressee(head) if told_to_others and not unsaid.who else unsaid

    def _unsaid(self, head: Token) -> Actors:
        """Return the actor of a passive or a headline that names none: the one who says it."""
        owner = [c for c in head.children if c.dep_ == "nsubjpass"]
        if owner and not self._words.of(owner[0]) and not self._named_in(owner[0]):
            if owner[0].pos_ in {"NOUN", "PROPN"} and owner[0].i not in self._groups:
                return NOBODY  # "capital was pulled out": none of what companies answer with
        if owner and len(inside := self._named_in(owner[0])) == 1:
            return Actors(inside, "named")  # "a third of the staff of the Times will be moved"
        for above in head.ancestors:
            if above.pos_ in {"VERB", "AUX"} and above.lemma_ in SAY | DUTIES:
                for subject in self._subjects(above, 0):
                    found = self.resolve(subject)
                    if found.who:
                        return Actors(found.who, "speaker")
                    if above.lemma_ not in SAY:
                        return NOBODY  # "activists want requests to go by treaty"
                return self._only_one(head)
        for aside in head.children:  # "Requests must, it says, come by treaty"
            if aside.dep_ in {"parataxis", "ccomp", "advcl"} and aside.lemma_ in SAY:
                for subject in self._subjects(aside, 0):
                    if (found := self.resolve(subject)).who:
                        return Actors(found.who, "speaker")
        if self.said_here and any(t.lower_ == "according" for t in head.doc):
            return Actors(self.said_here, "speaker")
        for token in head.doc[: head.i]:
            if token.i in self._groups and (
                token.i == 0 or token.dep_ in {"ROOT", "dep", "npadvmod", "nsubj"}
            ):
                return Actors(self._groups[token.i], "headline")
        return self._implied(head)

    def _addressee(self, head: Token) -> Actors:
        """Return the one company that requests go to: "police must pursue requests to Google"."""
        asked = {
            who
            for i, group in self._groups.items()
            if head.doc[i].dep_ == "pobj" and head.doc[i].head.lower_ in {"to", "from", "by"}
            for who in group
        }
        return Actors(tuple(asked), "alone") if len(asked) == 1 else NOBODY

    def _implied(self, head: Token) -> Actors:
        """Return whom the text is about, for "None of the requests was granted" alone."""
        asked = [c for c in head.children if c.dep_ == "nsubjpass"]
        about = self._discourse.focus or self._discourse.topic
        if self._discourse.others or len({company for company, _ in about}) != 1:
            return NOBODY
        of_requests = any(
            "requests" in self._words.nouns[t.i] for subject in asked for t in phrase(subject)
        )
        return Actors(about[:1], "implied") if of_requests else NOBODY

    def _only_one(self, head: Token) -> Actors:
        """Return the one company of a sentence whose act names nobody, if there is just one."""
        named = {
            w for i, group in self._groups.items() if not is_medium(head.doc[i]) for w in group
        }
        return Actors(tuple(named), "alone") if len(named) == 1 else NOBODY

    def _subjects(self, token: Token, depth: int) -> Iterator[Token]:
        if depth > 8:
            return
        if (
            token.pos_ in {"NOUN", "PROPN"}
            and token.dep_ not in {"ROOT"}
            and not _has_subject(token)
        ):
            yield from self._subjects_of_noun(token, depth)
            return
        if _is_passive(token):
            yield from _by(token)
            if token.lemma_ == "join":
                yield from (c for c in token.children if c.dep_ == "nsubjpass")
            return
        found = [c for c in token.children if c.dep_ in {"nsubj", "csubj", "expl"}]
        if token.dep_ in {"acomp", "attr"} or (token.head.lemma_ == "be" and token.dep_ == "prep"):
            found += list(_by(token)) + list(_by(token.head))
        for subject in found:
            if subject.lower_ in _RELATIVE and token.dep_ in {"relcl", "ccomp", "advcl"}:
                yield from self._antecedents(token)
            else:
                yield subject
        if not found:
            yield from self._above(token, depth)

    def _antecedents(self, verb: Token) -> Iterator[Token]:
        """Yield what a relative clause speaks of, and whom that is said to be or to include."""
        singled_out = cleft(verb)
        if singled_out is not None:
            yield singled_out
        elif verb.dep_ == "relcl":
            yield verb.head
            if not self.resolve(verb.head).who:
                yield from members(verb.head)

    def _subjects_of_noun(self, token: Token, depth: int) -> Iterator[Token]:
        own = [c for c in token.children if c.dep_ == "poss"] + list(_by(token))
        if own:
            yield from own
            return
        head, dep = token.head, token.dep_
        while dep in {"pobj", "prep", "conj", "compound", "appos"} and head.pos_ in {"ADP", "NOUN"}:
            if head.pos_ == "NOUN":
                own = [c for c in head.children if c.dep_ == "poss"] + list(_by(head))
                yield from own
                if own:
                    return
            dep, head = head.dep_, head.head
        if dep in {"nsubjpass"} or (
            dep == "nsubj" and head.lemma_ in {"be", "apply", "last", "come"}
        ):
            yield from _by(head)
        elif head.pos_ in {"VERB", "AUX"} and dep != "nsubj" and head.lemma_ in ENACT:
            yield from self._subjects(head, depth + 1)

    def _above(self, token: Token, depth: int) -> Iterator[Token]:
        head, dep = token.head, token.dep_
        if dep in {"conj", "xcomp", "advcl", "ccomp", "parataxis", "dep"}:
            yield from self._subjects(head, depth + 1)
            if head.lemma_ == "join":
                yield from (c for c in head.children if c.dep_ == "dobj")
        elif dep == "pcomp":
            yield from self._subjects(head.head, depth + 1)
            if head.head.lemma_ == "join":
                yield from (c for c in head.head.children if c.dep_ == "dobj")
        elif dep in {"acl", "relcl"}:
            if head.lemma_.lower() in ANNOUNCE_NOUNS:
                yield from self._subjects_of_noun(head, depth + 1)
            elif token.tag_ != "VBN":
                said_to_be = list(members(head))
                yield from said_to_be or [head]

    def resolve(self, token: Token) -> Actors:
        """Return the companies that a noun phrase or pronoun stands for."""
        if token.i in self._groups:
            return Actors(self._with_conjuncts(token), "named")
        if (one := self._one_of_two(token)) is not None:
            return Actors((one,), "pronoun")
        if token.pos_ == "PRON" or token.lower_ in _IT | _THEY | _WE:
            return self._pronoun(token)
        return self._noun(token)

    def _one_of_two(self, token: Token) -> Who | None:
        """Return whom "the former", "the latter firm", "one" and "the other" mean of the last two."""
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
        if word in _WE:
            return Actors(self._we(token), "quotation")
        if discourse.others and not self._before(token):
            return NOBODY  # the police, the critics: whom the sentence before was about
        if word in _THEY or word in QUANTITIES:
            here = self._before(token) or self._listed(token)
            for group in (here if len(here) > 1 else (), discourse.group, here, discourse.focus):
                if group:
                    return Actors(group, "pronoun")
        if word in _IT or word in _PERSON:
            subject = _clause_subject(token)
            if subject is not None and subject.i not in self._groups:
                if subject.pos_ in {"NOUN", "PROPN"} and subject.tag_ in {"NN", "NNP"}:
                    who = self.resolve(subject).who or self._named_in(subject)
                    return Actors(who, "pronoun")
            here = self._before(token)
            if here and (len(here) == 1 or word == "its"):
                return Actors(here, "pronoun")
            if word in _PERSON:
                return Actors(discourse.focus[:1], "pronoun")
            focus = discourse.focus if len(discourse.focus) == 1 else discourse.focus[:1]
            return Actors(here[:1] or focus, "pronoun")
        return NOBODY

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
        if lemma in NOT_THE_ACTOR or token.lower_ in NOT_THE_ACTOR:
            return NOBODY
        named = self._named_in(token)
        determiners = {c.lower_ for c in token.children if c.dep_ == "det"}
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
                return self.resolve(child)
            if child.dep_ == "prep" and child.lower_ in {"for", "of", "at", "from"}:
                if any(c.pos_ in {"PROPN", "NOUN"} for c in child.children) and lemma in SPEAKERS:
                    return NOBODY  # "a spokesperson for the Immigration Department"
        return self._description(token, lemma)

    def _after_colon(self, token: Token) -> tuple[Who, ...]:
        """Return the companies of a list that ends a sentence: "Four firms paused requests: A, B"."""
        colon = next((t.i for t in reversed(token.doc) if t.text == ":"), None)
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
        inside = (t for t in phrase(token) if t.i != token.i and not is_medium(t))
        return tuple(dict.fromkeys(who for t in inside for who in self._groups.get(t.i, ())))

    def _description(self, token: Token, lemma: str) -> Actors:
        plural = token.tag_ in {"NNS", "NNPS"}
        words = [t.lower_ for t in phrase(token) if t.dep_ in {"compound", "amod", "det", "nummod"}]
        if plural and (lemma in COMPANY_NOUNS or lemma in QUANTITIES):
            if here := self._after_colon(token):
                return Actors(here, "named")
            return Actors(self._discourse.kind_of_group(lemma, any_kind=lemma in _GENERIC), "group")
        described = " ".join([*(w for w in words if w not in {"the", "this"}), token.lower_])
        for noun in (described, token.lower_):
            if found := self._discourse.described(noun):
                return Actors(found, "description")
        definite = bool({"the", "this", "that"} & set(words))
        if lemma in COMPANY_NOUNS and definite:
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
        subjects = [
            child
            for child in above.children
            if child.dep_ in {"nsubj", "nsubjpass"} and child.i < token.i and child.pos_ != "PRON"
        ]
        if subjects:
            return subjects[-1]
    return None


def _is_list(token: Token) -> bool:
    return token.tag_ in {"NNS", "NNPS"} or token.lemma_.lower() in COMPANY_NOUNS


def is_medium(token: Token) -> bool:
    """Tell whether a name is where something was said ("on Twitter"), not who said it."""
    return token.dep_ == "pobj" and token.head.lower_ in MEDIUM


def governing_say(token: Token) -> Token | None:
    """Return the nearest verb of saying above a token, or None."""
    for above in token.ancestors:
        if above.lemma_ in SAY and above.pos_ in {"VERB", "AUX"}:
            return above
        if above.dep_ in {"relcl"}:
            return None
    return None


def _has_subject(token: Token) -> bool:
    return any(c.dep_ == "nsubj" for c in token.children)


def _is_passive(token: Token) -> bool:
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children) or (
        token.tag_ == "VBN" and token.dep_ in {"acl"}
    )


def _by(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ in {"by", "at"}:
            yield from (c for c in child.children if c.dep_ == "pobj")
        elif child.dep_ in {"prep", "acomp", "attr", "dobj"} and child.lower_ in {"on", "of"}:
            for inner in child.children:
                yield from _by(inner)
