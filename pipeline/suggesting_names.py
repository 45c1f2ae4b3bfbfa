"""Gather names that may be companies: how texts spell them, and what speaks for their being one."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.english import COMPANY_NOUNS, word_set
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.mentions import NameFinder, fold
from pipeline.extract.parsing import irregular_verbs, load_model
from pipeline.extract.scene import tells_of_the_law
from pipeline.extract.sentences import split_sentences
from pipeline.model import Document
from pipeline.tracker import Tracker

# Bodies that answer no law as a company does, and what no company is called: a name with one of
# these words in it is left out.
_NO_COMPANY = word_set(
    """
    government ministry minister department bureau police court courts tribunal judiciary
    parliament congress senate council legislature legislative assembly cabinet commission
    commissioner committee secretariat secretary party embassy consulate authority authorities
    administration customs prosecutor prosecutors army navy treasury kingdom republic states
    european united nations university college school academy institute society association
    federation club campaign movement union amnesty rights watch reporters journalists freedom
    democracy democratic justice act article bill ordinance law rules regulations convention
    treaty agreement constitution statement notice interpol fbi cia nsa doj un eu uk us usa uae
    who nato npc nasa monday tuesday wednesday thursday friday saturday sunday january february
    march april june july august september october november december
    """
)
# Words that a business carries in its name, and that shorter spellings of it leave out.
_TRADES = word_set(
    """
    security vpn app bank insurance holdings group telecom telecommunications technologies
    technology
    networks network systems software media airways airlines securities capital communications
    mobile messenger mail cloud hosting games studios labs
    """
)
_LEGAL = re.compile(
    r",? (?:Inc|Corp|Ltd|Plc|PLC|plc|LLC|Co|AG|SA|AB|BV|GmbH|Corporation|Limited)\.?$"
)
_SPELLED = r"[A-Z0-9](?:(?:[\w&.-]|[’'](?!s\b))*[\w&])?"  # "O'Neill", but not "Alphabet's"
_RUN = re.compile(rf"(?<![\w@#/.]){_SPELLED}(?: (?:& |of )?{_SPELLED})*(?!\w)")
_INITIALS = re.compile(
    rf"(?<!\w)({_SPELLED}(?: (?:and |of |& )?{_SPELLED}){{1,7}}) \(([A-Z]{{2,6}})\)"
)
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")

_BUSINESSES = "|".join(
    sorted(
        COMPANY_NOUNS
        - word_set(  # people and bodies are called so too
            """
            group foundation non-profit nonprofit organisation organization household owner parent
            unit player rival peer competitor brand host tool site paper newspaper
            """
        )
        | word_set("bank insurer vpn airline browser"),
        key=lambda noun: (-len(noun), noun),
    )
)
_PEOPLE = (
    r"spokes\w+|users?|customers?|subscribers?|employees|co-founder|founder|chief executive|CEO"
)
_BUSINESS_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:{_BUSINESSES})s?(?: called| such as| like| including)?"
    rf"|(?:{_PEOPLE}) (?:of|for|at)) $",
    re.IGNORECASE,
)
_BUSINESS_AFTER = re.compile(
    rf",? (?:Inc|Corp|Ltd|Plc|PLC|plc|LLC|Limited)\b"
    rf"|(?:[’']s?)? (?:{_PEOPLE}|apps?|servers|website|software|transparency report)\b"
    rf"|,? \(?(?:an?|the|one of|another|which)\b[\w’' -]{{0,60}}?(?<!\w)(?:{_BUSINESSES})\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Z /.]+(?:, [^-–—]{1,30})?(?: \([^)]{1,30}\))? ?[-–—] ")
_JOINED = re.compile(r"(?:,|,? and|,? or|,? as well as) ")
_REPORTER_BEFORE = re.compile(
    r"(?<!\w)(?:told|according to|interview with|e-?mail to|seen by|reported by) $", re.IGNORECASE
)
_PLACE_BEFORE = re.compile(r"(?<!\w)(?:in|from|to|of|across|outside|between) $", re.IGNORECASE)
_REPORTER_AFTER = re.compile(r"(?:[’']s)? (?:reported|reports|newspaper|reporter|newsroom)\b")


@dataclass
class Name:
    """One name: its spellings and what texts show of it; changes while texts are gone through.

    ``labels`` counts what the model took it for. ``business`` and ``newsroom`` count the places
    where the words around it make it a company, or one who reports, ``places`` those where it is
    where something happens.
    """

    spellings: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    business: int = 0
    newsroom: int = 0
    places: int = 0

    @property
    def spelling(self) -> str:
        """Return the most frequent spelling; of equally frequent ones the shortest."""
        return min(self.spellings, key=lambda s: (-self.spellings[s], len(s), s))

    @property
    def label(self) -> str | None:
        """Return what the model mostly took it for, or None where it never saw a name."""
        return max(self.labels, key=lambda label: (self.labels[label], label), default=None)

    @property
    def is_business(self) -> bool:
        """Tell whether the words around the name, or in it, make it a company."""
        words = set(self.spelling.lower().split())
        return bool(self.business or words & _TRADES or _INNER_CAPITAL.search(self.spelling))

    def add(self, other: "Name") -> None:
        """Take in what texts show of another spelling."""
        self.spellings += other.spellings
        self.labels += other.labels
        self.business += other.business
        self.newsroom += other.newsroom
        self.places += other.places


def gather_names(
    documents: Iterable[Document], tracker: Tracker, model: Language
) -> dict[str, Name]:
    """Return the names that stand on no list of the tracker, in sentences that may hold an act.

    They are keyed by their first spelling; spellings of one name are merged. ``model`` finds
    names (``load_model(names=True)``); names that it overlooks are known by their capitals.
    """
    known, lexicon = NameFinder(tracker), Lexicon(tracker, irregular_verbs(load_model()))
    found: dict[str, Name] = {}
    initials: dict[str, str] = {}
    for document in documents:
        if (document.language or "en")[:2] != "en" or not tells_of_the_law(document, tracker):
            continue
        telling = [s for s in split_sentences(document.text) if _may_tell(s.text, lexicon)]
        listed = [(m.start, m.end) for m in known.find(document.text)]
        starts = [start for start, _ in listed]
        with model.memory_zone():
            docs = model.pipe((sentence.text for sentence in telling), batch_size=64)
            for sentence, doc in zip(telling, docs, strict=True):
                first, last = (bisect_left(starts, at) for at in (sentence.start, sentence.end))
                here = [(a - sentence.start, b - sentence.start) for a, b in listed[first:last]]
                _gather(doc, here, found)
                initials |= {short: long for long, short in _INITIALS.findall(sentence.text)}
    return merge_spellings(found, initials)


def _may_tell(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a sentence can hold an act, and shows by its capitals what is a name."""
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", text) if len(word) > 3]
    headline = len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
    return not headline and bool(lexicon.triggers.search(text))


def _gather(doc: Doc, listed: Sequence[tuple[int, int]], found: dict[str, Name]) -> None:
    text = doc.text
    spans = [
        (start, end, label)
        for start, end, label in _names_in(doc)
        if not any(a < end and start < b for a, b in listed)
    ]
    beside = _in_a_list([(start, end) for start, end, _ in spans], listed, text)
    for start, end, label in spans:
        name = found.setdefault(text[start:end], Name())
        before, after = text[:start], text[end:]
        name.spellings[text[start:end]] += 1
        if label is not None:
            name.labels[label] += 1
        named = _BUSINESS_BEFORE.search(before) or _BUSINESS_AFTER.match(after)
        name.business += bool(named) or (start, end) in beside
        name.newsroom += bool(_REPORTER_BEFORE.search(before) or _REPORTER_AFTER.match(after))
        name.places += bool(_PLACE_BEFORE.search(before))


def _in_a_list(
    names: Sequence[tuple[int, int]], listed: Sequence[tuple[int, int]], text: str
) -> set[tuple[int, int]]:
    """Return the names in one list with a company of the tracker: "Google, Kik and Vimeo"."""
    together: set[tuple[int, int]] = set(listed)
    ordered = sorted([*names, *listed])
    pairs = [
        (one, other)
        for one, other in pairwise(ordered)
        if _JOINED.fullmatch(text[one[1] : other[0]])
    ]
    for one, other in [*pairs, *reversed(pairs)]:
        if one in together or other in together:
            together |= {one, other}
    return together - set(listed)


def _names_in(doc: Doc) -> Iterator[tuple[int, int, str | None]]:
    """Yield where names stand, with the model's label; None for one that capitals alone show.

    The model often takes a part of a name for the whole: an organisation reaches as far as the
    capitals do. Days, places and persons end a name: "On Tuesday Kik".
    """
    text = doc.text
    dateline = _DATELINE.match(text)
    begin = dateline.end() if dateline else 0
    entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.start_char >= begin]
    proper = {token.idx for token in doc if token.tag_ in {"NNP", "NNPS"}}
    for run in _RUN.finditer(text, begin):
        inside = [e for e in entities if e[0] < run.end() and run.start() < e[1]]
        if len(inside) == 1 and inside[0][2] in {"ORG", "PRODUCT", "FAC", "WORK_OF_ART"}:
            pieces: list[tuple[int, int, str | None]] = [(run.start(), run.end(), inside[0][2])]
        else:
            edges = [run.start(), *(at for a, b, _ in inside for at in (a, b)), run.end()]
            gaps = zip(edges[::2], edges[1::2], strict=True)
            pieces = [*((a, b, None) for a, b in gaps if a < b), *inside]
        for start, end, label in pieces:
            start, end = _trimmed(text, start, end)  # noqa: PLW2901
            if _RUN.fullmatch(text, start, end) and (label or start in proper):
                yield start, end, label


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what belongs to the sentence or the register: "The", "U.S.-based", "'s", "Inc."."""
    while (first := re.match(r"\s+|[\w.-]+\s*", text[start:end])) and (
        not (word := first[0].strip().lower())
        or word in STOP_WORDS
        or re.search(r"-(?:based|owned|funded|backed|listed|led|run|born)$", word)
    ):
        start += first.end()
    end = start + len(text[start:end].rstrip())
    for tail in (r"[’']s?$", _LEGAL):
        if match := re.search(tail, text[start:end]):
            end = start + match.start()
    return start, end


def merge_spellings(found: Mapping[str, Name], initials: Mapping[str, str]) -> dict[str, Name]:
    """Merge spellings that differ in capitals, marks, trades ("Mullvad VPN") or initials only.

    ``initials`` maps a short form that texts put in brackets to the name in front of it.
    """
    merged: dict[str, Name] = {}
    for spelling in sorted(found, key=lambda s: (len(s.split()), len(s), s)):
        long = initials.get(spelling)
        key = _key(long) if long and _stands_for(spelling, long) else _key(spelling)
        words = key.split()
        while len(words) > 1 and words[-1] in _TRADES and " ".join(words) not in merged:
            words.pop()
        short = merged.get(" ".join(words))
        same = key if short is None or short.label == "GPE" else " ".join(words)
        merged.setdefault(same, Name()).add(found[spelling])
    return {name.spelling: name for name in merged.values()}


def _key(spelling: str) -> str:
    return re.sub(r"[^\w& ]+", "", fold(spelling.replace("-", " ")))


def _stands_for(short: str, long: str) -> bool:
    """Tell whether a short form takes its letters from a name's words: HKBN, not COVID."""
    return all(letter in long.upper() for letter in short) and short[0] == long[0]


def companies_among(names: Mapping[str, Name], tracker: Tracker) -> dict[str, Name]:
    """Leave out what is no company's name: bodies, places, peoples, persons, words of the law."""
    law = tracker.law
    elsewhere = tracker.words["elsewhere"].phrases if "elsewhere" in tracker.words else ()
    taken = {
        fold(word)
        for word in (
            *law.names, *law.terms, *law.place, *law.place_descriptions, *law.authorities.names,
            *elsewhere,
            *(source.publisher for source in tracker.sources if source.company is None),
            *(phrase for company in tracker.companies for phrase in company.not_),
        )
    }  # fmt: skip
    surnames = {
        name.spelling.split()[-1]
        for name in names.values()
        if name.label == "PERSON" and " " in name.spelling
    }
    return {
        spelling: name
        for spelling, name in names.items()
        if fold(spelling) not in taken
        and _may_be_company(name, surnames)
        # "Hong Kong Charter": named after the place, as much else there is
        and (name.is_business or not any(fold(place) in fold(spelling) for place in law.place))
    }


def _may_be_company(name: Name, surnames: set[str]) -> bool:
    spelling = name.spelling
    words = set(re.findall(r"[a-z]+", spelling.lower().replace(".", "")))
    if (
        words & _NO_COMPANY
        or words <= _TRADES
        or not 1 < len(spelling) <= 60
        or not re.search("[a-zA-Z]", spelling)
    ):
        return False
    if name.label in {None, "ORG", "PRODUCT"}:
        return True
    if name.label in {"NORP", "LAW", "LANGUAGE"}:
        return False
    if name.label == "PERSON" and " " not in spelling and spelling not in surnames:
        return True  # the model takes half of all new names for a person's
    return name.is_business and (name.label == "PERSON" or name.business > name.places)
