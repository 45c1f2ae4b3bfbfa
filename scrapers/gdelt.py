"""Divide time until GDELT can answer: it gives 250 articles at most, whatever it found.

GDELT DOC 2.0 dates articles by the quarter of an hour in which it saw them, so spans are made of
whole quarters. A span is a pair of moments (UTC): from the first up to before the second.
"""

import re
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]

MOST_ROWS = 250
QUARTER = timedelta(minutes=15)


def is_full(body: bytes) -> bool:
    """Tell whether an answer may have left articles out.

    Counts what was sent, not the links that could be made of it, and so without reading it:
    GDELT's JSON is not always sound.
    """
    return len(re.findall(rb'"url"\s*:', body)) >= MOST_ROWS


def halves(span: Span) -> tuple[Span, Span] | None:
    """Divide a span in the middle; None when it cannot be divided any more.

    The same span gives the same halves, so that a search that was stopped goes the same way again.
    """
    since, until = span
    quarters = (until - since) // QUARTER
    if quarters < 2:
        return None
    middle = since + quarters // 2 * QUARTER
    return (since, middle), (middle, until)
