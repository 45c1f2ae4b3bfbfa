"""Find out which files of CC-NEWS to read for a period: ask for the lists of their months."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pipeline.backfilling_walk import Intake, kept_since
from pipeline.errors import StancelineError
from scrapers.answers import Answer, Ask
from scrapers.ccnews import (
    Month,
    NewsFile,
    OutsideNews,
    UnreadableList,
    days_without,
    files_of,
    in_order,
    months_of,
    no_list,
    read_list,
)

LISTS_SOURCE = "ccnews"
SETTLED = timedelta(days=7)  # so long after its month a list is taken to be whole


class NoPeriod(StancelineError):
    """Days for which there can be no news archive; the message says for which there is."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """The addresses of the files to read, in the order of their crawl.

    ``told`` is what a person should know, but need not look at.
    """

    addresses: tuple[str, ...]
    told: tuple[str, ...]


def crawled_in(
    since: date,
    until: date,
    *,
    today: date,
    get: Callable[[Ask], Answer],
    intake: Intake,
    at: str,
) -> Crawled:
    """Ask which files hold the news of these days, both included; ``at`` is where they are.

    A list that is kept from when its month was over is not asked for again. What is wrong is noted
    with the intake, and the files that are known are given all the same. Raises NoPeriod.
    """
    try:
        months = months_of(since, until, today=today)
    except OutsideNews as error:
        raise NoPeriod(str(error)) from error
    files: list[NewsFile] = []
    told: list[str] = []
    for month in months:
        url = month.list_address(at=at)
        body = kept_since(intake, url, _settled(month))
        if body is None:
            ask = Ask(url, LISTS_SOURCE, "index")
            answer = get(ask)
            intake.take(ask, answer)
            if answer.failure is not None or answer.status != 200:
                missing = no_list(month, status=answer.status, note=answer.note, today=today, at=at)
                (intake.note if missing.is_problem else told.append)(missing.why)
                continue
            body = answer.body
        try:
            listed = read_list(body)
        except UnreadableList as error:
            intake.note(f"{url}: {error}; the same command asks again")
            continue
        files += listed.files
        if listed.odd:
            intake.note(f"{url}: {len(listed.odd)} lines are no files, such as {listed.odd[0]!r}")
    wanted = files_of(in_order(files), since, until)
    without = days_without(wanted, since, until, today=today)
    if files and without:
        days = ", ".join(map(str, without[:7])) + (", ..." if len(without) > 7 else "")
        told.append(f"no file was begun on {days}: the crawler stood still, or the list has a gap")
    return Crawled(tuple(file.address(at=at) for file in wanted), tuple(told))


def _settled(month: Month) -> datetime:
    """Tell from when on nothing can be added to the list of a month."""
    following = date(month.year + month.number // 12, month.number % 12 + 1, 1)
    return datetime.combine(following + SETTLED, time(), UTC)
