"""Draw the versions of watched pages for the terminal, and lay them out for programs."""

import os
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.cli.paper import Paper
from pipeline.cli.timelines import stance_styles
from pipeline.novelties import shortened
from pipeline.statements.word_diff import plain_diff, readable, word_diff
from pipeline.statements.wording import key

if TYPE_CHECKING:
    from pipeline.store.contents import StatementSentence, StatementVersion
    from pipeline.tracker import Tracker

NO_NEWS = frozenset({"unreachable", "our_upgrade"})  # nothing that a company said or did
_STYLES = {"kept": "", "gone": "red strike", "new": "green underline"}


def chosen_versions(
    versions: "Iterable[StatementVersion]", *, since: str | None, everything: bool
) -> "list[StatementVersion]":
    """Choose what is shown, page by page, each page from its oldest version on.

    Pages come in the order in which they are first met. Without ``everything`` outages and what
    our own upgrades read otherwise are left out.
    """
    places: dict[str, int] = {}
    chosen = []
    for version in versions:
        places.setdefault(version.source, len(places))
        if (everything or version.change not in NO_NEWS) and version.seen_at >= (since or ""):
            chosen.append(version)
    return sorted(chosen, key=lambda one: (places[one.source], one.seen_at))


def version_object(
    version: "StatementVersion", sentences: "Iterable[StatementSentence]", tracker: "Tracker"
) -> dict[str, Any]:
    """Lay a version out as a JSON object; ``stances`` are the sentences that came or went with it.

    Moments are in UTC. ``reworded`` has objects with ``before``, ``after`` and ``diff``.
    """
    return {
        "id": version.id,
        "company": version.company,
        "company_name": _company_name(version, tracker) if version.company else None,
        "source": version.source,
        "url": version.url,
        "change": version.change,
        "seen_at": version.seen_at,
        "before_at": version.before_at,
        "last_at": version.last_at,
        "digest": version.digest,
        "appeared": list(version.appeared),
        "disappeared": list(version.disappeared),
        "replaced": version.replaced,
        "reworded": [
            {"before": before, "after": after, "diff": plain_diff(word_diff(before, after))}
            for before, after in version.reworded
        ],
        "stances": [
            {
                "company": one.company,
                "stance": one.stance,
                "scope": one.scope,
                "sentence": one.sentence,
                "absent_until": one.absent_until,
                "present_from": one.present_from,
                "present_until": one.present_until,
                "absent_from": one.absent_from,
                "ended_by": one.ended_by,
                "event": one.event,
            }
            for one in _touched(version, sentences)
        ],
    }


def print_statements(
    versions: "Sequence[StatementVersion]",
    sentences: "Sequence[StatementSentence]",
    tracker: "Tracker",
) -> None:
    """Print the versions, page by page, in the order given."""
    paper = Paper()
    styles = stance_styles(tracker)
    for _, group in groupby(versions, key=lambda version: version.source):
        of_page = list(group)
        paper.line((_company_name(of_page[0], tracker), "bold"), ("  " + of_page[0].url, "dim"))
        for version in of_page:
            paper.line(f"  {version.seen_at[:10]}  ", (happened(version), "bold"))
            _print_sentences(paper, version, _touched(version, sentences), styles)
        paper.gap()


def happened(version: "StatementVersion") -> str:
    """Say in words what a version is, and between which days it came to be."""
    seen, before = _day(version.seen_at), _day(version.before_at)
    until = _day(version.last_at)
    if version.change == "first_seen":
        return "first seen"
    if version.change == "our_upgrade":
        return "read otherwise by a newer Stanceline; the page did not change"
    if version.change == "unreachable":
        shown = "" if until in (None, seen) else f" until {until}"
        return f"could not be read{shown}" + (" and still cannot" if until is None else "")
    if version.change == "gone":
        back = f", still gone on {until} and back later" if until else ""
        return f"gone, last seen on {before}{back}"
    when = f"on {seen}" if before in (None, seen) else f"between {before} and {seen}"
    if version.replaced:
        back = f", still on {until} and not later" if until else ""
        return f"another text altogether came {when}: a wall, another language, or a new page{back}"
    return f"changed {when}"


def stay_in_words(sentence: "StatementSentence") -> str:
    """Say between which days a sentence stood on its page, and no more than looks tell."""
    since = _day(sentence.present_from)
    before = _day(sentence.absent_until)
    if before is None:
        words = f"there from the first look on {since}"
    elif before == since:
        words = f"absent and present on {since}"
    else:
        words = f"absent on {before}, present on {since}"
    end = _day(sentence.absent_from)
    if end is None:
        return f"{words}, still there"
    last = _day(sentence.present_until)
    ended = {
        "gone": f"gone with its page on {end}",
        "replaced": f"not seen since, for another text came on {end}",
    }.get(sentence.ended_by or "", f"absent on {end}")
    return f"{words}; last seen on {last}, {ended}"


def _print_sentences(
    paper: Paper,
    version: "StatementVersion",
    touched: "Sequence[StatementSentence]",
    styles: dict[str, tuple[str, str]],
) -> None:
    told: set[str] = set()
    rows: list[tuple[str, str, str]] = []
    if not version.replaced:
        rows += [("+", text, text) for text in version.appeared]
        rows += [("-", text, text) for text in version.disappeared]
        rows += [("~", *pair) for pair in version.reworded]
    for sign, before, after in rows:
        if sign == "~":
            paper.line("~ ", *_difference(before, after, marked=_is_plain(paper)), indent=4)
        else:
            style = "green" if sign == "+" else "red"
            paper.line((f"{sign} {shortened(after)}", style), indent=4)
        held = [one for one in touched if _holds(before, one) or _holds(after, one)]
        told |= {one.id for one in held}
        for one in held:
            _print_stance(paper, one, styles)
    for one in touched:  # what was there from the first look on, or went with its page
        if one.id not in told:
            paper.line((f"“{one.sentence}”", "italic"), indent=4)
            _print_stance(paper, one, styles)


def _print_stance(
    paper: Paper, sentence: "StatementSentence", styles: dict[str, tuple[str, str]]
) -> None:
    label, style = styles.get(sentence.stance, (sentence.stance, "bold"))
    scope = sentence.scope.replace("_", " ")
    event = f"  {sentence.event}" if sentence.event else ""
    paper.line((label, style), f"  {scope}", (event, "dim"), indent=6)
    paper.line((stay_in_words(sentence), "dim"), indent=6)


def _difference(before: str, after: str, *, marked: bool) -> list[str | tuple[str, str]]:
    segments = word_diff(before, after)
    if marked:
        return [plain_diff(segments)]
    return [(one.text, _STYLES[one.kind]) for one in readable(segments)]


def _is_plain(paper: Paper) -> bool:
    """Tell whether nothing but letters can be shown: a word struck through would seem to stand."""
    return not paper.terminal or os.environ.get("TERM") in ("dumb", "unknown")


def _touched(
    version: "StatementVersion", sentences: "Iterable[StatementSentence]"
) -> "list[StatementSentence]":
    """List the sentences with a stance that came to or left the page with this version.

    A page that comes back as it was has no version of its own: its sentences stand with the outage.
    """
    if version.change in NO_NEWS:
        return []
    back = version.last_at if version.change == "gone" else None
    return [
        one
        for one in sentences
        if one.source == version.source
        and (
            version.seen_at in (one.present_from, one.absent_from)
            or (back is not None and one.absent_until == back)
        )
    ]


def _holds(sentence: str, stance: "StatementSentence") -> bool:
    return key(stance.sentence).casefold() in key(sentence).casefold()


def _company_name(version: "StatementVersion", tracker: "Tracker") -> str:
    names = {company.slug: company.name for company in tracker.companies}
    return names.get(version.company or "", version.company or version.source)


def _day(moment: str | None) -> str | None:
    return None if moment is None else moment[:10]
