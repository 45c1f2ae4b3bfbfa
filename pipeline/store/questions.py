"""Write down the questions that researchers ask first: for Datasette, notebooks and scripts alike.

A view is asked with conditions; a question stands as it is, and its answer can be printed.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.store.opening import connect, explained


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name in addresses, its words, and the query that answers it."""

    name: str
    title: str
    description: str
    sql: str


def answer(database: Path, question: Question) -> list[dict[str, Any]]:
    """Answer a question, a dictionary for each row, in the order that the question gives.

    The database is opened for reading only. Raises StoreError when it is missing or not ours.
    """
    with closing(connect(database, "r", wait_seconds=5.0)) as connection, explained(database):
        return [dict(row) for row in connection.execute(question.sql)]


# An event known only by its month lies between two days: the first of the month and its last, or
# the day of the first report, when that came before. An approximate date is mostly followed by
# the event, so it too ends with the first report. A year alone cannot be counted in days. To say
# nothing is no move.
_MOVES = """
with possible as (
  select
    timeline.*,
    substr(timeline.date || '-01', 1, 10) as first_day,
    case
      when timeline.precision = 'approximate' then '9999'
      when length(timeline.date) = 7 then date(timeline.date || '-01', '+1 month', '-1 day')
      else timeline.date
    end as latest_day,
    substr(timeline.first_reported || '-12-31', 1, 10) as report
  from timeline
  where length(timeline.date) >= 7
    and timeline.stance <> 'no_comment'
),
bounded as (
  select
    possible.*,
    max(first_day, min(latest_day, coalesce(report, latest_day))) as last_day
  from possible
),
moves as (
  select
    bounded.*,
    cast(julianday(first_day) - julianday(laws.in_force) as integer) as days_after,
    cast(julianday(last_day) - julianday(laws.in_force) as integer) as days_after_at_most
  from bounded
  cross join laws
)
"""

FIRST_THIRTY_DAYS = Question(
    "first_thirty_days",
    "Who moved in the first 30 days, and when",
    "Every stance that was taken within 30 days of the law coming into force, earliest first; "
    "first_day and last_day differ where only the month is known",
    _MOVES
    + """
select
  moves.company_name,
  moves.stance_label,
  moves.scope,
  moves.first_day,
  moves.last_day,
  moves.days_after,
  moves.days_after_at_most,
  moves.sources,
  moves.id as event,
  moves.quote,
  moves.url,
  moves.colour
from moves
where moves.days_after <= 30
  and moves.days_after_at_most >= 0
order by moves.first_day, moves.last_day, moves.company_name, moves.id
""",
)

STANCES_TAKEN = Question(
    "stances_taken",
    "Which stances were taken, and by how many",
    "Companies and events for each stance, and how many of the events rest on one source only",
    """
select
  stances.label as stance_label,
  count(distinct timeline.company) as companies,
  count(timeline.id) as events,
  coalesce(sum(timeline.sources = 1), 0) as one_source,
  coalesce(sum(timeline.sources > 1), 0) as more_sources,
  min(timeline.date) as earliest,
  max(timeline.date) as latest,
  stances.colour,
  stances.id as stance
from stances
left join timeline on timeline.stance = stances.id
group by stances.id
order by stances.position
""",
)

DAYS_TO_FIRST_MOVE = Question(
    "days_to_first_move",
    "How long after the law each company first moved",
    "The first dated stance of each company, in days from the law coming into force; "
    "below zero before it; the two counts differ where only the month is known",
    _MOVES
    + """,
ranked as (
  select
    moves.*,
    row_number() over (
      partition by moves.company
      order by moves.first_day, moves.last_day, moves.sources desc, moves.id
    ) as place
  from moves
)
select
  ranked.company_name,
  ranked.days_after,
  ranked.days_after_at_most,
  ranked.first_day,
  ranked.last_day,
  ranked.stance_label,
  ranked.scope,
  ranked.sources,
  ranked.id as event,
  ranked.quote,
  ranked.url,
  ranked.colour
from ranked
where ranked.place = 1
order by ranked.days_after, ranked.last_day, ranked.company_name
""",
)

ONE_SOURCE = Question(
    "one_source",
    "Which events rest on one source",
    "Events that a single publisher reports: look at these before you rely on them",
    """
select
  timeline.date,
  timeline.company_name,
  timeline.stance_label,
  timeline.scope,
  documents.publisher,
  timeline.confidence,
  timeline.id as event,
  timeline.quote,
  timeline.url
from timeline
left join event_claims on event_claims.event = timeline.id and event_claims.position = 0
left join claims on claims.id = event_claims.claim
left join documents on documents.id = claims.document
where timeline.sources = 1
order by timeline.date is null, timeline.date, timeline.id
""",
)

_COMPARED = """
select
  said_versus_did.company_name,
  said_versus_did.period_start,
  said_versus_did.period_end,
  said_versus_did.kind,
  said_versus_did.printed_kind,
  said_versus_did.received,
  said_versus_did.answered,
  said_versus_did.derived,
  said_versus_did.derived_low,
  said_versus_did.derived_high,
  said_versus_did.stance_label,
  said_versus_did.stance_date,
  said_versus_did.reason,
  said_versus_did.quote,
  said_versus_did.url,
  said_versus_did.source,
  said_versus_did.event,
  said_versus_did.figure,
  said_versus_did.colour
from said_versus_did
"""

WORD_AND_FIGURES_PART = Question(
    "word_and_figures_part",
    "Where did word and figures part?",
    "What companies answered, by their own reports, while a stance said that they answer nothing",
    _COMPARED
    + """
where said_versus_did.verdict = 'differs'
order by
  said_versus_did.company_name,
  said_versus_did.period_start,
  said_versus_did.kind,
  said_versus_did.figure
""",
)

CANNOT_BE_TOLD = Question(
    "cannot_be_told",
    "What cannot be told, and why",
    "Figures since the law that neither bear a stance out nor speak against it: rows that are "
    "missing, reports that contradict themselves, requests about which nothing was said",
    _COMPARED
    + """
where said_versus_did.verdict = 'cannot tell'
  and said_versus_did.period_end > (select min(laws.in_force) from laws)
order by
  said_versus_did.company_name,
  said_versus_did.period_start,
  said_versus_did.kind,
  said_versus_did.figure
""",
)

QUESTIONS = (
    FIRST_THIRTY_DAYS,
    STANCES_TAKEN,
    DAYS_TO_FIRST_MOVE,
    ONE_SOURCE,
    WORD_AND_FIGURES_PART,
    CANNOT_BE_TOLD,
)
