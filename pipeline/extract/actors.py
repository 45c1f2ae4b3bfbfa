"""Find who acts: climb from an act to its subject, and from the subject to a company."""

from collections.abc import Collection, Iterator

from spacy.tokens import Token

from pipeline.extract.arguments import phrase
from pipeline.extract.bearing import agents_of, has_subject, is_passive
from pipeline.extract.discourse import Who
from pipeline.extract.english import ANNOUNCE_NOUNS, BLAME, DRIVE, DUTIES, ENACT, SAY
from pipeline.extract.references import NOBODY, Actors, References, is_medium
from pipeline.extract.sets import cleft, members

_NEED = {"need", "take", "use", "have", "find", "make", "waste", "lose"}  # "took a day to answer"
_RELATIVE = {"that", "which", "who", "whom", "whose", "what"}


class ActorFinder(References):
    """Find the actors of the acts of one sentence."""

    said_here: tuple[Who, ...] = ()

    def of_act(
        self, head: Token, *, steps: Collection[int] = (), told_to_others: bool = False
    ) -> Actors:
        """Return who does the act whose chain starts at ``head``.

        ``steps`` are the tokens of the chain: a subject among them is what is acted on ("reviews
        ended"). ``told_to_others`` is for acts that a company lays down for the authorities ("the
        police must use the treaty"): whoever is the subject, the one who says it takes the stance.
        """
        subjects = [
            subject
            for subject in self._subjects(head, 0)
            if not (
                told_to_others and subject.lower_ == "they"
            )  # the police, who must go by treaty
        ]
        found = [(actors, s) for s in subjects if (actors := self.resolve(s)).who]
        if found:
            who = dict.fromkeys(w for actors, _ in found for w in actors.who)
            return Actors(tuple(who), found[0][0].how, found[0][1])
        things = all(
            s.i in steps or self._words.nouns[s.i] & self._passive_things for s in subjects
        )
        if subjects and not things and not told_to_others:
            return NOBODY  # somebody acts, but no company that we know
        unsaid = self._unsaid(head)
        return self._addressee(head) if told_to_others and not unsaid.who else unsaid

    def _unsaid(self, head: Token) -> Actors:
        """Return the actor of a passive or a headline that names none: the one who says it."""
        for owner in (c for c in head.children if c.dep_ == "nsubjpass"):
            inside = self._named_in(owner) or self._kept_by(owner)
            noun = owner.pos_ in {"NOUN", "PROPN"} and owner.i not in self._groups
            if noun and not inside and not self._words.of(owner):
                return NOBODY  # "capital was pulled out": none of what companies answer with
            if len(inside) == 1:
                # "a third of the staff of the Times will be moved"
                return Actors(inside, "named", owner)
        said = self._said_above(head)
        if said is not None:
            return said
        if (found := self._said_aside(head) or self._before_colon(head)) is not None:
            return found
        if self.said_here and any(t.lower_ == "according" for t in head.doc):
            return Actors(self.said_here, "speaker")
        for token in head.doc[: head.i]:
            if token.i in self._groups and (
                token.i == 0 or token.dep_ in {"ROOT", "dep", "npadvmod", "nsubj"}
            ):
                return Actors(self._groups[token.i], "headline", token)
        return self._implied(head)

    def _said_above(self, head: Token) -> Actors | None:
        """Return the company that says an act, nobody if another lays it down, None if unsaid."""
        for above in head.ancestors:
            if above.pos_ in {"VERB", "AUX"} and above.lemma_ in SAY | DUTIES:
                for subject in self._subjects(above, 0):
                    if (found := self.resolve(subject)).who:
                        return Actors(found.who, "speaker", subject)
                if above.lemma_ in SAY:
                    return self._only_one(head)
                if not is_passive(above):
                    return NOBODY  # "activists want requests to go by treaty"
        return None

    def _said_aside(self, head: Token) -> Actors | None:
        """Return the company of an aside: "Requests must, it says, come by treaty"."""
        for aside in head.children:
            if aside.dep_ in {"parataxis", "ccomp", "advcl"} and aside.lemma_ in SAY:
                for subject in self._subjects(aside, 0):
                    if (found := self.resolve(subject)).who:
                        return Actors(found.who, "speaker", subject)
        return None

    def _before_colon(self, head: Token) -> Actors | None:
        """Return whose line follows a colon: "Zoom added a line: requests are not processed"."""
        colon = next((t.i for t in head.doc[: head.i] if t.text == ":"), None)
        passive = any(c.dep_ == "nsubjpass" for c in head.children)
        if colon is None or not passive:
            return None
        for token in head.doc[:colon]:
            if token.dep_ == "nsubj" and (found := self.resolve(token)).who:
                return Actors(found.who, "speaker", token)
        return None

    def _addressee(self, head: Token) -> Actors:
        """Return the one company that requests go to: "police must pursue requests to Google"."""
        asked = {
            who
            for i, group in self._groups.items()
            if head.doc[i].dep_ == "pobj" and head.doc[i].head.lower_ in {"to", "from", "by"}
            for who in group
        }
        return Actors(tuple(asked), "alone") if len(asked) == 1 else NOBODY

    def _kept_by(self, thing: Token) -> tuple[Who, ...]:
        """Return the company in "the data that Google had stored there was deleted"."""
        clauses = (c for c in thing.children if c.dep_ == "relcl")
        keepers = (
            t
            for clause in clauses
            for t in clause.subtree
            if (t.dep_ == "nsubj" and t.head.i == clause.i)
            or (t.dep_ == "pobj" and t.head.lower_ == "to")  # "the requests sent to Google"
        )
        return tuple(dict.fromkeys(w for t in keepers for w in self._groups.get(t.i, ())))

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
            and not has_subject(token)
        ):
            yield from self._subjects_of_noun(token, depth)
            return
        if is_passive(token):
            yield from agents_of(token)
            if token.lemma_ == "join":
                yield from (c for c in token.children if c.dep_ == "nsubjpass")
            return
        found = [c for c in token.children if c.dep_ in {"nsubj", "csubj", "expl"}]
        if token.dep_ in {"acomp", "attr"} or (token.head.lemma_ == "be" and token.dep_ == "prep"):
            found += list(agents_of(token)) + list(agents_of(token.head))
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
        own = [c for c in token.children if c.dep_ == "poss"] + list(agents_of(token))
        if not own and "leave" in self._words.nouns[token.i]:  # "the departure of Google"
            own = [t for p in token.children if p.lower_ == "of" for t in p.children]
        if not own:  # "the closure of Google's office"
            phrases = (t for p in token.children if p.lower_ == "of" for t in p.subtree)
            own = [t for t in phrases if t.i in self._groups and t.dep_ in {"poss", "compound"}]
        if own:
            yield from own
            return
        head, dep = token.head, token.dep_
        while dep in {"pobj", "prep", "conj", "compound", "appos"} and head.pos_ in {"ADP", "NOUN"}:
            if head.pos_ == "NOUN":
                own = [c for c in head.children if c.dep_ == "poss"] + list(agents_of(head))
                yield from own
                if own:
                    return
            dep, head = head.dep_, head.head
        if dep in {"nsubjpass"} or (
            dep == "nsubj" and head.lemma_ in {"be", "apply", "last", "come"}
        ):
            yield from agents_of(head)
        elif head.pos_ in {"VERB", "AUX"} and dep != "nsubj" and head.lemma_ in ENACT:
            yield from self._subjects(head, depth + 1)

    def _above(self, token: Token, depth: int) -> Iterator[Token]:
        head, dep = token.head, token.dep_
        if dep == "xcomp" and head.lemma_ in DRIVE:  # "the law led Google to leave"
            yield from (c for c in head.children if c.dep_ in {"dobj", "nsubjpass"})
        elif dep == "conj" and is_passive(head) and not is_passive(token):
            yield from (c for c in head.children if c.dep_ == "nsubjpass")
        elif dep in {"conj", "xcomp", "advcl", "ccomp", "parataxis", "dep"}:
            yield from self._subjects(head, depth + 1)
            if head.lemma_ == "join":
                yield from (c for c in head.children if c.dep_ == "dobj")
        elif dep == "pcomp" and head.head.lemma_ in BLAME:  # "criticised HSBC for backing the law"
            yield from (c for c in head.head.children if c.dep_ in {"dobj", "nsubjpass"})
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
                if head.dep_ in {"dobj", "npadvmod"} and head.head.lemma_ in _NEED:
                    yield from self._subjects(head.head, depth + 1)
