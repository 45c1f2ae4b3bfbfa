"""Read the title and the date of a plain text, where they are unmistakable."""

import re
from datetime import date

from pipeline.model import DateCandidate
from pipeline.parse.published import Dating
from pipeline.parse.written import Written, written_dates

LABEL = re.compile(
    r"^\W*(?:published|posted|date|publication date|released|veröffentlicht|publié|publicado"
    r"|pubblicato|發佈|发布|刊登|日期)\b[\s:：]*(?:on|at|am|le|el|il)?\W*(?:[^\W\d_]{3,12},?\s)?$",
    re.IGNORECASE,
)
PLACE = re.compile(r"^[A-Z][A-Z .,’'()-]{2,50}[,(–—-]\s?$")


def plain_title(text: str) -> str | None:
    """Take the first line for the title when it stands alone, is short and ends no sentence."""
    lines = text.lstrip("\n").split("\n")
    line = lines[0].strip()
    alone = len(lines) > 1 and not lines[1].strip()
    return line if alone and 3 < len(line) < 200 and line[-1] not in ".:;,。" else None


def plain_date(text: str, *, latest: date) -> Dating:
    """Read a line "Published ...", a line that is a date alone, or the dateline of an agency.

    Only the first fifteen lines are looked at; dates in sentences are news, not the publication.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()][:15]
    for line in lines:
        for one in written_dates(line[:120])[:1]:
            if one.day <= latest and one.swapped is None and _is_dating(line, one):
                day = one.day.isoformat()
                candidate = DateCandidate(day, "text", one.raw)
                return Dating(published=day, basis="text", candidates=(candidate,))
    return Dating()


def _is_dating(line: str, one: Written) -> bool:
    before, after = line[: one.start], line[one.start + len(one.raw) :]
    if PLACE.match(before) and re.match(r"\s?[)–—/:-]|\s\(", after):
        return True
    if len(line) > 120:
        return False
    return bool(LABEL.match(before)) or not re.sub(r"\W|\d|[^\W\d_]{1,12}day", "", before + after)
