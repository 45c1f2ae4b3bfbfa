"""Lay an evaluation out: tables of texts for people, one object for machines, errors to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluating import Outcome, Reading, date_fits, judge
from pipeline.evaluating_scores import NOTHING, Bin, Dates, Report, Share, Tally
from pipeline.model import Claim

_BAR = 20  # characters of a full bar


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; the first column is a name, the others are figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_of(report: Report) -> list[Table]:
    """Lay a report out for people; a table without rows is left out."""
    figures = ("right", "false", "missed", "precision", "recall", "F1")
    total = ("all", *_tally(report.overall))
    stances = tuple((name, *_tally(found)) for name, found in report.stances.items())
    groups = tuple(
        (name, *_tally(found), _share(dates.dated))
        for name, (found, dates) in report.groups.items()
    )
    voices = tuple(
        (name, _share(right), _share(dates.dated), _share(dates.undated))
        for name, (right, dates) in report.voices.items()
    )
    tables = [
        Table("By stance", ("stance", *figures), (*stances, total)),
        Table("Overall", ("measure", "value"), _overall(report)),
        Table("By phenomenon or category", ("group", *figures, "announced"), groups),
        Table("By voice of the claim", ("voice", "right", "announced", "undated"), voices),
        _confusion_table(report),
        confidence_table(report.bins, "Confidence, with claims that await a review"),
    ]
    return [table for table in tables if table.rows]


def confidence_table(bins: Sequence[Bin], title: str) -> Table:
    """Lay out how honest confidence is: its mean beside the share that was right, drawn as bars."""
    columns = ("from", "mean", "right", "with its date", "drawn")
    return Table(title, columns, tuple(_bin(one) for one in bins))


def object_of(report: Report) -> dict[str, Any]:
    """Lay a report out as one JSON object; shares are numbers from 0 to 1, or null of nothing."""
    return {
        "passages": report.passages,
        "micro_f1": report.overall.f1,
        "macro_f1": report.macro_f1,
        "overall": _tally_object(report.overall),
        "announced": _dates_object(report.announced),
        "effective": _dates_object(report.effective),
        "scope": _share_object(report.scope),
        "negatives": _share_object(report.negatives),
        "negative_claims": report.negative_claims,
        "withheld": report.withheld,
        "stances": {name: _tally_object(found) for name, found in report.stances.items()},
        "groups": {
            name: {**_tally_object(found), "announced": _dates_object(dates)}
            for name, (found, dates) in report.groups.items()
        },
        "voices": {
            name: {"right": _share_object(right), "announced": _dates_object(dates)}
            for name, (right, dates) in report.voices.items()
        },
        "confusions": [
            {"gold": gold, "read": read, "count": count}
            for (gold, read), count in report.confusions.items()
        ],
        "confidence": [
            {
                "from": one.low,
                "mean": one.mean,
                "right": _share_object(one.right),
                "with_date": _share_object(one.fully),
            }
            for one in report.bins
        ],
        "sure": _share_object(report.sure),
    }


def errors_of(readings: Sequence[Reading], *, threshold: float) -> Iterator[str]:
    """Yield a block for each passage that was read wrongly: its text, and each error with its rule.

    An error is a false claim, a missed event, or a date or scope that does not fit.
    """
    for reading in readings:
        lines = [line for one in judge(reading, threshold=threshold) for line in _errors_in(one)]
        if lines:
            document = reading.passage.document
            head = f"## {document.id}, {reading.passage.file}"
            when = f"published {document.published or 'unknown'}"
            yield "\n".join((f"{head}, {when}", document.text.strip(), *lines)) + "\n"


def _errors_in(one: Outcome) -> Iterator[str]:
    what = f"{one.company} {one.stance}"
    if one.false and one.claim:
        yield f"   false: {what}: {_origin(one.claim)}"
    if one.missed and one.event:
        doubt = f"; withheld: {_origin(one.withheld)}" if one.withheld else ""
        yield f"   missed: {what}: {one.event.evidence or 'no evidence given'}{doubt}"
    if one.claim and one.event:
        claim, event = one.claim, one.event
        pairs = (
            ("announced", claim.announced.value, event.announced, claim.announced.basis),
            ("effective", claim.effective.value, event.effective, claim.effective.basis),
        )
        for name, read, gold, basis in pairs:
            if not date_fits(read, gold):
                yield f"   {name}: {what}: read {read} ({basis}), gold {gold}: {_origin(claim)}"
        if event.scope and claim.scope != event.scope:
            yield f"   scope: {what}: read {claim.scope}, gold {event.scope}: {_origin(claim)}"


def _origin(claim: Claim) -> str:
    return f"rule {claim.rule}, confidence {claim.confidence:.2f}, quote {claim.quote!r}"


def _overall(report: Report) -> tuple[tuple[str, str], ...]:
    return (
        ("passages", str(report.passages)),
        ("micro F1", _figure(report.overall.f1)),
        ("macro F1", _figure(report.macro_f1)),
        ("announced, where the gold has a date", _share(report.announced.dated)),
        ("announced left empty, where it has none", _share(report.announced.undated)),
        ("effective, where the gold has a date", _share(report.effective.dated)),
        ("effective left empty, where it has none", _share(report.effective.undated)),
        ("scope", _share(report.scope)),
        ("passages with nothing to find that drew a claim", _share(report.negatives)),
        ("false claims on them", str(report.negative_claims)),
        ("claims below the threshold, in review", str(report.withheld)),
        ("right at a confidence of 0.9 or more", _share(report.sure)),
    )


def _confusion_table(report: Report) -> Table:
    """Lay out what was read (columns) for each stance of the gold (rows)."""
    names = sorted({name for pair in report.confusions for name in pair} - {NOTHING})
    sides = (*names, NOTHING)
    rows = tuple(
        (gold, *(str(report.confusions.get((gold, read), "")) for read in sides)) for gold in sides
    )
    return Table("Gold (rows) and what was read (columns)", ("gold", *sides), rows)


def _bin(one: Bin) -> tuple[str, ...]:
    bar = "#" * round((one.right.value or 0) * _BAR)
    return (f"{one.low:.2f}", _figure(one.mean), _share(one.right), _share(one.fully), bar)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _share(share: Share) -> str:
    return f"{_figure(share.value)} ({share.hits} of {share.total})" if share.total else "-"


def _tally(tally: Tally) -> tuple[str, ...]:
    counts = (str(tally.right), str(tally.false), str(tally.missed))
    return (*counts, *map(_figure, (tally.precision, tally.recall, tally.f1)))


def _tally_object(tally: Tally) -> dict[str, float | None]:
    return {
        "right": tally.right,
        "false": tally.false,
        "missed": tally.missed,
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }


def _share_object(share: Share) -> dict[str, float | None]:
    return {"share": share.value, "hits": share.hits, "total": share.total}


def _dates_object(dates: Dates) -> dict[str, Any]:
    return {"dated": _share_object(dates.dated), "undated": _share_object(dates.undated)}
