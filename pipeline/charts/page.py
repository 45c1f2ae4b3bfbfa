"""Write a page that holds a picture and the same numbers as tables; it asks nobody for anything."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from urllib.parse import urlsplit

from pipeline.charts.words import (
    heading,
    numbers_in_words,
    place_in_words,
    shown_period,
    silence_in_words,
)
from pipeline.store.contents import Comparison
from pipeline.visible import one_line

MOST = 600  # characters of a cell: a name of ten thousand letters hides the row that it stands in
COLUMNS = ("Period", "Kind", "Received and answered", "Stance in force", "Verdict", "Why", "Where")
STYLE = """
body { font: 16px/1.45 Arial, "Liberation Sans", Helvetica, sans-serif; color: #1b1b1b;
  background: #fff; margin: 1.5em auto; max-width: 75em; padding: 0 1em; }
svg { display: block; max-width: 100%; height: auto; }
table { border-collapse: collapse; font-size: 0.8em; margin: 1em 0 2em; width: 100%; }
caption { font-size: 1.3em; font-weight: bold; padding: 0.5em 0; text-align: left; }
th, td { border-bottom: 1px solid #ccc; overflow-wrap: anywhere; padding: 0.3em 0.6em 0.3em 0;
  text-align: left; vertical-align: top; }
th, td.period, td.verdict { white-space: nowrap; }
td.kind, td.numbers, td.stance { min-width: 8.5em; }
td.why { min-width: 15em; }
td.where { min-width: 11em; }
tr.differs td { background: #fdeee9; }
tr.differs td.verdict { color: #9c2706; font-weight: bold; }
.scroll { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; } }
"""


def page(svg: str, comparisons: Sequence[Comparison], *, in_force: date, law: str) -> bytes:
    """Write the page. ``svg`` is taken as it is; all else is text, whatever stands in it."""
    by_company: defaultdict[str, list[Comparison]] = defaultdict(list)
    for row in comparisons:
        by_company[row.company].append(row)
    names = ", ".join(_text(rows[0].company_name, 60) for rows in by_company.values())
    title = f"{names}: what was said, and what was done"
    tables = "\n".join(map(_table, by_company.values()))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
{svg.strip()}
<p>The law: <bdi>{_text(law)}</bdi>, in force since {in_force}.</p>
{tables}
{_stances(comparisons)}
</main>
</body>
</html>
""".encode()


def _table(rows: Sequence[Comparison]) -> str:
    ordered = sorted(rows, key=lambda row: (row.period_start, row.period_end))  # stable: as read
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    body = "\n".join(map(_row, ordered))
    name = _text(rows[0].company_name, 60)
    return (
        f'<div class="scroll"><table>\n<caption><bdi>{name}</bdi>, number by number</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _row(row: Comparison) -> str:
    stance = ""
    if row.stance_label:
        stance = f"{_text(row.stance_label)} since {_text(row.stance_date or 'an unknown day')}"
    if later := silence_in_words(row):
        stance += f", followed by {_text(later)}"
    why = [row.reason]
    if row.contradiction and row.contradiction not in row.reason:
        why.append(f"Contradiction: {row.contradiction}.")
    if row.restated:
        why.append("Restated: releases give different numbers.")
    if row.disputed:
        why.append("Sources disagree: they give different numbers.")
    kind = f"{_text(heading(row.kind))}<br><small><bdi>{_text(row.printed_kind)}</bdi></small>"
    note = f"<br><small>Note: <bdi>{_text(row.note)}</bdi></small>" if row.note else ""
    cells = (
        _text(shown_period(row.period_start, row.period_end)),
        kind,
        _text(numbers_in_words(row)),
        stance,
        _text(row.verdict),
        _text(" ".join(why)),
        _linked(row.source, place_in_words(row)) + note,
    )
    marked = ' class="differs"' if row.verdict == "differs" else ""
    names = ("period", "kind", "numbers", "stance", "verdict", "why", "where")
    shown = "".join(
        f'<td class="{name}">{cell}</td>' for name, cell in zip(names, cells, strict=True)
    )
    return f"<tr{marked}>{shown}</tr>"


def _stances(rows: Iterable[Comparison]) -> str:
    """List the stances in force with the sentences that prove them."""
    by_event = {row.event: row for row in rows if row.event and row.quote}
    if not by_event:
        return ""
    items = "\n".join(
        f"<li><bdi>{_text(row.company_name, 60)}</bdi>, {_text(row.stance_label or '')}, "
        f"{_text(row.stance_date or 'undated')}: <q><bdi>{_text(row.quote or '')}</bdi></q> "
        f"{_linked(row.url or '', event)}</li>"
        for event, row in sorted(by_event.items())
    )
    return f"<h2>What was said</h2>\n<ul>\n{items}\n</ul>"


def _linked(address: str, words: str) -> str:
    """Link to a web address, and to nothing else."""
    try:
        safe = urlsplit(address).scheme in ("http", "https")
    except ValueError:
        safe = False
    if not safe:
        return _text(words)
    return f'<a href="{escape(one_line(address))}" rel="noreferrer noopener">{_text(words)}</a>'


def _text(words: str, most: int = MOST) -> str:
    shown = one_line(words)
    return escape(shown if len(shown) <= most else shown[:most].rstrip() + "…")
