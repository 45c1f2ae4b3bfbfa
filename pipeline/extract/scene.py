"""Set the scene of a document: whose it is, when it was written, whether it concerns us."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from pipeline.extract.chronicle import own_date
from pipeline.extract.clock import Clock
from pipeline.extract.discourse import Who
from pipeline.extract.mentions import Mention, fold
from pipeline.extract.quotations import quotations
from pipeline.model import Document, When
from pipeline.tracker import Tracker

_WE = re.compile(r"(?<!\w)(?:we|our|us)(?!\w)", re.IGNORECASE)
_REPORTER = re.compile(
    r"told (?:us\b|our (?:report|newsroom|correspondent|website|paper|readers))"
    r"|(?:we|us) (?:have )?(?:asked|contacted|reached)"
    r"|our (?:reporter|readers|newsroom)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = rf"(?:{'|'.join(_DAYS)})"
_DAY = (
    rf"(?:(?P<month>{'|'.join(_MONTHS)})[a-z]*\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<first>\d{{1,2}})(?:st|nd|rd|th)? (?P<after>{'|'.join(_MONTHS)})[a-z]*)\b"
)
_WEEKDAY_AND_DAY = (
    re.compile(rf"\b(?P<weekday>{_WEEKDAY}),? ?\(?(?:the )?{_DAY}", re.IGNORECASE),
    re.compile(rf"\b{_DAY},? ?\(?(?:an? )?(?P<weekday>{_WEEKDAY})\b", re.IGNORECASE),
)
_LAST_WEEK = r"last (?:week|tuesday|wednesday)|the week before|a week (?:ago|earlier)"
# LAW stands for what the law is called. The first finds words for the very day that it came, the
# second words for the days after it.
_COMES = (
    r"(?: (?:first )?(?:took|takes|taking) effect"
    r"| (?:came|went|entered|comes|coming|going|entering) in(?:to (?:force|effect|operation))?"
    r"| kicked in| (?:was|got|had been) (?:passed|enacted|imposed|introduced|promulgated|adopted"
    r"|gazetted|published)| passed| began| started"
    r"|'s (?:passage|enactment|promulgation|arrival|introduction|start))\b"
)
_LAW = r" (?:(?!after|before)[\w'-]+ ){0,4}?(?:LAW)(?: itself)?"
_COMING = (
    r"\b(?:since|when|as soon as|(?:on )?the (?:very )?(?:moment|day|hour)(?: that| on which)?"
    r"|(?:(?:a few )?(?:hours|minutes)|straight|right|immediately|directly) after)" + _LAW + _COMES
)
_SOON = (
    r"\b(?:(?:with)?in (?:\w+ )?(?:hours|days?|a week|weeks) of|(?:days|a week|a fortnight"
    r"|(?:two|three) weeks|soon|shortly) after)" + _LAW + rf"(?:{_COMES}|\b)"
)


def tells_of_the_law(document: Document, tracker: Tracker) -> bool:
    """Tell whether a document names the law's place or the law, and was not written before it."""
    if document.published and document.published < _first_day(tracker)[: len(document.published)]:
        return False
    text = fold(f"{document.title or ''}\n{document.text}")
    law = tracker.law
    if any(fold(name) in text for name in (*law.place, *law.place_zh, *law.names, *law.names_zh)):
        return True
    if any(fold(name) in text for name in law.place_descriptions) and "law" in text:
        return True
    # A passage without its page: believed, unless it speaks of somewhere else.
    return len(text) < 600 and not plays_elsewhere(document, tracker)


def plays_elsewhere(document: Document, tracker: Tracker) -> bool:
    """Tell whether a page is about another jurisdiction.

    It is when it names others twice as often as the law's own place, or more often and in its
    title alone.
    """
    if "elsewhere" not in tracker.words:
        return False
    title = fold(document.title or "")
    text = title + "\n" + fold(document.text)

    def count(names: Iterable[str], where: str) -> int:
        return sum(where.count(fold(name)) for name in names)

    others, place = tracker.words["elsewhere"].phrases, tracker.law.place
    there, here = count(others, text), count(place, text)
    titled = bool(count(others, title)) and not count(place, title)
    return there > 2 * here or (titled and there > here)


def _first_day(tracker: Tracker) -> str:
    return min(m.date for m in tracker.milestones).isoformat()


def clock(document: Document, tracker: Tracker) -> Clock:
    """Return what a document knows of time."""
    published, basis, own = document.published, "published", own_date(document.text)
    if own.value and own.basis and (published is None or own.value < published):
        published, basis = own.value, own.basis  # printed again: the words are of their own day
    return Clock(
        published,
        tuple(m.date.isoformat() for m in tracker.milestones),
        frozenset(phrase.casefold() for m in tracker.milestones for phrase in m.phrases),
        When() if published else anchor(document.text, tracker),
        tracker.law.in_force.isoformat(),
        _of_the_law(_COMING, tracker),
        _of_the_law(_SOON, tracker),
        basis,
    )


def _of_the_law(pattern: str, tracker: Tracker) -> re.Pattern[str]:
    """Compile a pattern with the names of the law in it, the longest first."""
    names = sorted(map(re.escape, (*tracker.law.names, *tracker.law.terms)), key=len, reverse=True)
    return re.compile(pattern.replace("LAW", "|".join([*names, "law", "legislation"])), re.I)


def anchor(text: str, tracker: Tracker) -> When:
    """Work out when an undated page was written from its own words; else an unknown date.

    A page that says the law came "last week" was written in the week after, one that says "last
    month" in the month after; one that says "Tuesday (July 14)" in the only year of the law's
    milestones in which that is a Tuesday. The answer serves to resolve other dates only and is
    never stored as a publication date.
    """
    day: date = tracker.law.in_force
    week = _of_the_law(
        rf"(?:LAW)(?:\W+\w+){{0,8}}?\W+(?P<when>{_LAST_WEEK})"
        rf"|(?P<before>{_LAST_WEEK})(?:'s|’s)?(?:\W+\w+){{0,5}}?\W+(?:law|legislation)",
        tracker,
    ).search(text)
    if week:
        end = day + timedelta(days=13 - day.weekday())
        return When(end.isoformat(), "week", week["when"] or week["before"])
    month = _of_the_law(
        rf"(?:LAW){_COMES} (?P<when>last month)|(?P<before>last month)(?:'s|’s) (?:\w+ )?(?:LAW)",
        tracker,
    ).search(text)
    if month:
        after = day.replace(day=1) + timedelta(days=31)
        return When(f"{after:%Y-%m}", "month", month["when"] or month["before"])
    return _checked_weekday(text, {m.date.year for m in tracker.milestones})


def _checked_weekday(text: str, years: set[int]) -> When:
    for match in (m for pattern in _WEEKDAY_AND_DAY for m in pattern.finditer(text)):
        month = _MONTHS.index((match["month"] or match["after"])[:3].lower()) + 1
        number = int(match["day"] or match["first"])
        fitting = []
        for year in sorted(years):
            try:
                day = date(year, month, number)
            except ValueError:
                continue
            if _DAYS[day.weekday()] == match["weekday"].lower():
                fitting.append(day)
        if len(fitting) == 1:
            return When(fitting[0].isoformat(), "week", match[0])
    return When()


def own_company(document: Document, mentions: list[Mention], tracker: Tracker) -> tuple[Who, ...]:
    """Return whose statement a document is.

    It is that of the company whose own page its source is declared to be; or else of the
    publisher, or of the company that says "we" in it.
    """
    declared = speaker_of(document, tracker)
    if declared is not None:
        return ((declared, None),)
    host = (urlsplit(document.url).hostname or "") if document.url else ""
    place = fold(f"{document.publisher or ''} {host.replace('.', ' ').replace('-', ' ')}")
    named = [m.company for m in mentions]
    for company in tracker.companies:
        names = {fold(company.name), company.slug, *(fold(a) for a in company.aliases)}
        if company.slug in named and any(_stands(n, place) for n in names if len(n) > 2):
            return ((company.slug, None),)
    inside = quotations(document.text)
    ours = [
        m for m in _WE.finditer(document.text) if not any(a <= m.start() < b for a, b in inside)
    ]
    if not ours or not named:
        return ()
    slug, count = Counter(named).most_common(1)[0]
    return ((slug, None),) if count * 2 > len(named) and not _reporter(document.text) else ()


def speaker_of(document: Document, tracker: Tracker) -> str | None:
    """Return the company that a document's source is declared to be the voice of."""
    declared = (each.company for each in tracker.sources if each.id == document.source)
    return next(declared, None)


def _stands(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _reporter(text: str) -> bool:
    """Tell whether somebody reports in a text: "told us", "we asked", "our newsroom"."""
    return bool(_REPORTER.search(text))


def topic(mentions: list[Mention]) -> tuple[Who, ...]:
    """Return the company that more than half of a document's mentions name, if there is one."""
    if not mentions:
        return ()
    slug, count = Counter(mention.company for mention in mentions).most_common(1)[0]
    return ((slug, None),) if count * 2 > len(mentions) else ()
