"""Read a document that concerns the law sentence by sentence, with the language model.

Only ``Reader`` imports it, and late: what it needs takes more than a second of a processor.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.dates import DateExpression, find_dates
from pipeline.extract.actors import ActorFinder
from pipeline.extract.acts import Act, find_acts
from pipeline.extract.asking import asked_about, last_scope
from pipeline.extract.borrowing import borrowed, in_turn
from pipeline.extract.chronicle import entry_dates
from pipeline.extract.clock import Clock, published_of
from pipeline.extract.dating import date_act
from pipeline.extract.discourse import Discourse, Who
from pipeline.extract.folding import Found, fold_claims
from pipeline.extract.following import (
    elsewhere,
    has_limit,
    limits_what_was_said,
    remember,
    speakers,
)
from pipeline.extract.idioms import IDIOMS
from pipeline.extract.lexicon import Lexicon, Words
from pipeline.extract.mentions import Mention, fold
from pipeline.extract.modality import is_over, modality, stands_aside
from pipeline.extract.parsing import Parsed, irregular_verbs, load_model, parse
from pipeline.extract.plain import Plain, reword
from pipeline.extract.quotations import quotations
from pipeline.extract.references import Actors
from pipeline.extract.relevance import Relevant
from pipeline.extract.retelling import date_the_last, share_dates
from pipeline.extract.scene import clock, own_company, plays_elsewhere, topic
from pipeline.extract.sentences import Sentence, split_sentences
from pipeline.extract.showing import Parse, Sight, show
from pipeline.extract.timing import (
    beside,
    dates_in,
    last_day,
    needs_the_law,
    tells_of_before,
    too_early,
)
from pipeline.extract.told_dates import dates_of, day_said
from pipeline.model import Claim, Document, When
from pipeline.tracker import Tracker

NO_ONE: Who = ("", None)  # who acts stands in no list; others may still be said to do the same
REACH = 8  # sentences that "it" or "the company" reaches back to a name
MOST = 80_000  # characters that are parsed of one document: forty pages of companies alone


@dataclass
class _Text:
    """One document while it is being read."""

    document: Document
    sentences: list[Sentence]
    mentions: list[Mention]
    quotes: list[tuple[int, int]]
    dates: list[DateExpression]
    discourse: Discourse
    clock: Clock
    entries: dict[int, When] = field(default_factory=dict)
    away: bool = False
    before_law: bool = False
    asked: str | None = None
    limits: list[tuple[int, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class _Scene:
    """One sentence while it is being read."""

    parsed: Parsed
    words: Words
    finder: ActorFinder
    dates: list[tuple[DateExpression, int, int]]
    state: _Text


class CloseReader:
    """Read documents against one tracker; holds the language model open."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._nlp = load_model()
        self._lexicon = Lexicon(tracker, irregular_verbs(self._nlp))
        self._parents = {c.slug: c.parent for c in tracker.companies}
        self._descriptions = {
            c.slug: frozenset(fold(d) for d in c.descriptions) for c in tracker.companies
        }
        self._kinds = {
            slug: frozenset(described.split()[-1] for described in described_as)
            for slug, described_as in self._descriptions.items()
        }
        self._called = {c.slug: c.name for c in tracker.companies}

    def read(self, relevant: Relevant) -> list[Claim]:
        """Return the claims of a document, in the order of its text."""
        with self._nlp.memory_zone():  # forget the words of a text with it: there is always a next
            return [self._claim(found) for found in self._find(relevant)]

    def explain(self, relevant: Relevant) -> list[tuple[Claim, Parse]]:
        """Return the claims of a document, each with the parse that made it."""
        with self._nlp.memory_zone():
            return [
                (self._claim(found), self._show(found, found.sight))
                for found in self._find(relevant)
                if found.sight is not None
            ]

    def _show(self, found: Found, sight: Sight) -> Parse:
        return show(
            sight,
            self._called[found.company],
            announced=found.announced,
            limited="limit" in found.rule,
        )

    def _find(self, relevant: Relevant) -> list[Found]:
        return [
            replace(found, start=start, end=end, text=relevant.written[start:end])
            for found in self._find_seen(relevant)
            for start, end in [relevant.where(found.start, found.end)]
        ]

    def _find_seen(self, relevant: Relevant) -> list[Found]:
        state = self._open(relevant.document, relevant.mentions)
        found: list[Found] = []
        for parsed in parse(self._nlp, self._candidates(state)):
            found += self._read_sentence(parsed, state, found)
        return fold_claims(share_dates(found), relevant.document.text, state.limits)

    def _open(self, document: Document, mentions: list[Mention]) -> _Text:
        text = document.text
        time = clock(document, self._tracker)
        milestones = [(p, m.date.isoformat()) for m in self._tracker.milestones for p in m.phrases]
        return _Text(
            document,
            split_sentences(text),
            mentions,
            quotations(text),
            find_dates(text, published=time.published or time.week.value, milestones=milestones),
            Discourse(
                self._descriptions,
                self._kinds,
                self._parents,
                own=own_company(document, mentions, self._tracker),
                topic=topic(mentions),
            ),
            time,
            entry_dates(text),
            plays_elsewhere(document, self._tracker),
            before_law=(document.published or "9") < self._tracker.law.in_force.isoformat(),
        )

    def _candidates(self, state: _Text) -> Iterator[tuple[Sentence, Plain]]:
        """Yield the sentences worth a parse: those that name a company, and acts next to them."""
        starts = [mention.start for mention in state.mentions]
        clauses = [clause for whole in state.sentences for clause in whole.clauses()]
        spans = [(bisect_left(starts, c.start), bisect_left(starts, c.end)) for c in clauses]
        since = 0 if state.discourse.own else REACH + 1
        read = 0
        for number, (sentence, (first, last)) in enumerate(zip(clauses, spans, strict=True)):
            named = state.mentions[first:last]
            since = 0 if named or state.discourse.own else since + 1
            before = number + 1 < len(spans) and spans[number + 1][0] < spans[number + 1][1]
            near = bool(named) and len(state.document.text) < MOST
            if not near and not (
                (since <= REACH or before) and self._lexicon.triggers.search(sentence.text)
            ):
                continue  # of a longer text, a sentence that only names a company is not worth it
            if (read := read + len(sentence.text) + 20) > MOST:
                return
            local = [_local(mention, sentence) for mention in named]
            yield (
                sentence,
                reword(
                    sentence.text,
                    local,
                    parents=self._parents,
                    idioms=IDIOMS,
                    third_person=self._lexicon.third_person,
                ),
            )

    def _read_sentence(self, parsed: Parsed, state: _Text, before: list[Found]) -> list[Found]:
        words = self._lexicon.read(parsed.doc)
        finder = ActorFinder(
            parsed.groups, state.discourse, words, quoted=_quoted(parsed, state.quotes)
        )
        finder.said_here = speakers(parsed, finder)
        dates = dates_in(parsed, state.dates, state.discourse.last_day)
        law = self._tracker.law.in_force.isoformat()
        state.before_law = tells_of_before(parsed, words, dates, law, earlier=state.before_law)
        scene = _Scene(parsed, words, finder, dates, state)
        near = self._lexicon.classes_near(_around(parsed.sentence.whole, state.document.text))
        acts = find_acts(parsed.doc, words, self._lexicon, state.discourse.things, near)
        away = elsewhere(parsed.doc, words, state.discourse, whole_page=state.away)
        read = [one for act in acts for one in self._read_act(act, scene, away=away)]
        found = in_turn([one for one in read if one.company], parsed)
        state.asked = last_scope([f.scope for f in found]) or asked_about(words, ()) or state.asked
        date_the_last(parsed, words, scene.dates, before, state.clock)
        found += borrowed(
            parsed,
            words,
            finder,
            found=[*before[-64:], *(found or read)],
            clock=state.clock,
            dates=scene.dates,
        )
        state.limits.append((parsed.sentence.whole.start, limits_what_was_said(parsed, words)))
        remember(parsed, finder, state.discourse, found, said_on=day_said(scene.dates, state.clock))
        things = frozenset(n for classes in words.nouns for n in classes)
        asked = frozenset({"requests", "data"})
        kept = frozenset() if things & asked else state.discourse.things & asked
        state.discourse.things = things | kept
        return found

    def _read_act(self, act: Act, scene: _Scene, *, away: bool) -> list[Found]:
        steps = tuple(step.token for step in act.steps)
        asked = "route" in act.rule.act or bool({"directly", "route"} & set(act.rule.required))
        mode = modality(act.head, steps, frozenset(scene.parsed.groups), laid_down=asked)
        if mode is None or away or _ended_study(act):
            return []
        actors = scene.finder.of_act(
            act.head, steps=[token.i for token in steps], told_to_others=asked
        )
        if "" < last_day(beside(act, scene.dates)) < min(scene.state.clock.milestones):
            return []
        if scene.state.before_law and needs_the_law(act):
            return []
        found = [self._found(who, act, actors, mode, scene) for who in actors.who or [NO_ONE]]
        return [one for one in found if not too_early(one, scene.state.clock)]

    def _found(self, who: Who, act: Act, actors: Actors, mode: str, scene: _Scene) -> Found:
        how, sentence, state = actors.how, scene.parsed.sentence.whole, scene.state
        limited = act.rule.limited is not None and has_limit(act, scene.parsed, scene.words)
        speaker = scene.finder.said_here
        entry, of_the_page = state.entries.get(sentence.paragraph), {None, state.clock.basis}
        announced, effective = date_act(
            act.head,
            act.rule.scope,
            dates_of(who, scene.parsed, scene.dates),
            state.clock,
            lead=sentence.start == state.sentences[0].start,
            stance=act.rule.stance,
            entry=entry,
        )
        if act.rule.stance == "no_comment" and announced.value is None:
            announced = published_of(state.clock)  # newsrooms ask for the page at hand
        scope = act.rule.scope
        if act.rule.stance == "no_comment":
            without = {step.token.i for step in act.steps}
            scope = asked_about(scene.words, without) or state.asked or scope
        if len(state.entries) > 2 and entry is None and announced.basis == state.clock.basis:
            announced = When()  # a chronicle tells of other days than its own
        if how == "quotation" and not speaker:
            speaker = state.discourse.quoting
            if announced.basis in of_the_page and state.discourse.said_on.value:
                announced = state.discourse.said_on
        own = any(slug == who[0] for slug, _ in speaker) or bool(state.discourse.own)
        return Found(
            company=who[0],
            product=who[1],
            stance=act.rule.limited if limited and act.rule.limited else act.rule.stance,
            scope=scope,
            announced=announced,
            effective=effective,
            modality=mode,
            start=sentence.start,
            end=sentence.end,
            speaker=self._speaker_name(who, speaker),
            voice="own" if own else "reported",
            how=how,
            at=act.head.i,
            rule=f"{act.rule.stance}: {act.rule.act}" + (" + limit" if limited else ""),
            words=_as_written(act, scene),
            general=act.rule.limited is not None and mode == "announced",
            aside=stands_aside(act.head),
            sight=Sight(
                act,
                actors.token,
                how,
                scene.parsed,
                scene.words,
                scene.dates,
                state.document.text,
            ),
        )

    def _speaker_name(self, who: Who, speaker: tuple[Who, ...]) -> str | None:
        """Name the company itself when it is among those that speak, else who speaks first."""
        slugs = [company for company, _ in speaker]
        return self._called[who[0] if who[0] in slugs else slugs[0]] if slugs else None

    def _claim(self, found: Found) -> Claim:
        return found.claim(self._called[found.company])


def _as_written(act: Act, scene: _Scene) -> str:
    """Return the words that made an act as the document spells them, not as the parser saw them."""
    parsed, text = scene.parsed, scene.state.document.text
    spans = {(parsed.starts[s.token.i], parsed.ends[s.token.i]): None for s in act.steps}
    return " ".join(" ".join(text[a:b].split()).lower() for a, b in spans)


def _around(sentence: Sentence, text: str) -> str:
    """Return what stands about a sentence in a text, some two sentences either way."""
    return text[max(0, sentence.start - 250) : sentence.end + 250]


def _local(mention: Mention, sentence: Sentence) -> Mention:
    """Return a mention with its place counted from the start of its sentence."""
    start, end = mention.start - sentence.start, min(mention.end, sentence.end) - sentence.start
    return Mention(start, end, mention.company, mention.product)


def _ended_study(act: Act) -> bool:
    return (
        act.rule.stance == "reviewing"
        and "assess" in act.steps[0].classes
        and is_over(act.steps[0].token)
    )


def _quoted(parsed: Parsed, quotes: list[tuple[int, int]]) -> frozenset[int]:
    sentence = parsed.sentence
    first = max(0, bisect_left(quotes, (sentence.start, 0)) - 1)  # one may have begun before
    near = quotes[first : bisect_left(quotes, (sentence.end, 0))]
    return frozenset(
        i for i, start in enumerate(parsed.starts) if any(a <= start < b for a, b in near)
    )
