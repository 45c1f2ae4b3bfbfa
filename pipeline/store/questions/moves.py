"""Ask who moved when, and who moved on."""

from pipeline.store.questions.asking import Parameter, Question

_MOVES = """
select
  moves.company_name,
  moves.stance_label,
  moves.scope,
  moves.first_day,
  moves.last_day,
  moves.days_after,
  moves.days_after_at_most,
  moves.sources,
  moves.event,
  moves.quote,
  moves.url,
  moves.colour
from {moves}
"""
_IN_ORDER = "order by moves.first_day, moves.last_day, moves.company_name, moves.event"

WHERE_COMPANIES_STAND = Question(
    "where_companies_stand",
    "Where does each company stand now?",
    "The latest stance of each company, for each thing that stances are about",
    """
select
  latest_stance.company_name,
  latest_stance.scope,
  latest_stance.stance_label,
  latest_stance.date,
  latest_stance.precision,
  latest_stance.event,
  latest_stance.quote,
  latest_stance.url
from latest_stance
order by latest_stance.company_name, latest_stance.scope
""",
    whole="latest_stance",
)

WITHIN_DAYS = Question(
    "within_days",
    "Who reacted within a week?",
    "The first dated stance of each company, where it surely came within so many days of the law",
    _MOVES.format(moves="first_moves as moves")
    + """
where moves.days_after >= 0
  and moves.days_after_at_most <= cast(coalesce(nullif(:days, ''), 7) as integer)
"""
    + _IN_ORDER,
    parameters=(Parameter("days", "number of days from the law coming into force; empty means 7"),),
    whole="first_moves?days_after__gte=0&_sort=days_after",
)

FIRST_THIRTY_DAYS = Question(
    "first_thirty_days",
    "Who moved in the first 30 days, and when?",
    "Every stance that was taken within 30 days of the law coming into force, earliest first; "
    "first_day and last_day differ where only the month is known",
    _MOVES.format(moves="moves")
    + """
where moves.days_after <= 30
  and moves.days_after_at_most >= 0
"""
    + _IN_ORDER,
    whole="moves?days_after__lte=30&days_after_at_most__gte=0",
)

DAYS_TO_FIRST_MOVE = Question(
    "days_to_first_move",
    "How long after the law did each company first move?",
    "The first dated stance of each company, in days from the law coming into force; "
    "below zero before it; the two counts differ where only the month is known",
    _MOVES.format(moves="first_moves as moves")
    + "order by moves.days_after, moves.last_day, moves.company_name",
    whole="first_moves",
)

STANCES_TAKEN = Question(
    "stances_taken",
    "Which stances were taken, and by how many?",
    "Companies and events for each stance, and how many of the events rest on one source only",
    """
with counted as (
  select
    timeline.stance,
    count(distinct timeline.company) as companies,
    count(*) as events,
    sum(timeline.sources = 1) as one_source,
    sum(timeline.sources > 1) as more_sources,
    min(timeline.date) as earliest,
    max(timeline.date) as latest
  from timeline
  group by timeline.stance
)
select
  stances.label as stance_label,
  coalesce(counted.companies, 0) as companies,
  coalesce(counted.events, 0) as events,
  coalesce(counted.one_source, 0) as one_source,
  coalesce(counted.more_sources, 0) as more_sources,
  counted.earliest,
  counted.latest,
  stances.colour,
  stances.id as stance
from stances
left join counted on counted.stance = stances.id
order by stances.position
""",
)

STANCES_BY_MONTH = Question(
    "stances_by_month",
    "How many events of each stance are there in each month?",
    "Events on the timeline by the month in which they were announced; those of which only the "
    "year is known stand under the year",
    """
with counted as (
  select
    substr(timeline.date, 1, 7) as month,
    timeline.stance,
    count(*) as events,
    count(distinct timeline.company) as companies
  from timeline
  where timeline.date is not null
  group by substr(timeline.date, 1, 7), timeline.stance
)
select
  counted.month,
  stances.label as stance_label,
  counted.events,
  counted.companies,
  stances.id as stance,
  stances.colour
from counted
join stances on stances.id = counted.stance
order by counted.month, stances.position
""",
)

_TURNS = """
select
  turns.company_name,
  turns.scope,
  turns.former_label,
  turns.former_date,
  turns.stance_label,
  turns.date,
  turns.surely_later,
  turns.event,
  turns.former,
  turns.quote,
  turns.url
from turns
"""

CHANGED_THEIR_MIND = Question(
    "changed_their_mind",
    "Who changed their mind?",
    "Each time a company took another stance on the same matter than before; surely_later is 0 "
    "where the dates are too vague to tell which came first",
    _TURNS + "order by turns.company, turns.scope, turns.date, turns.event",
    whole="turns",
)

CAME_BACK = Question(
    "came_back",
    "Who came back?",
    "Companies that answer again, and what they had said before; empty where nobody is known to",
    _TURNS
    + """
where turns.stance = 'resumed'
order by turns.company, turns.scope, turns.date, turns.event
""",
    whole="turns?stance=resumed",
)

SILENT_COMPANIES = Question(
    "silent_companies",
    "Of which companies is no event known?",
    "Companies that are followed and stand on no line of the timeline; waiting counts events of "
    "theirs that await a review, and claims what was read of them at all",
    """
select
  companies.name as company_name,
  companies.kind,
  companies.country,
  (
    select count(*)
    from events
    where events.company = companies.slug
      and events.status = 'in_review'
  ) as waiting,
  (select count(*) from claims where claims.company = companies.slug) as claims,
  companies.slug as company
from companies
where not exists (
  select 1
  from events
  where events.company = companies.slug
    and events.status in ('listed', 'accepted')
)
order by companies.name, companies.slug
""",
)

QUESTIONS = (
    WHERE_COMPANIES_STAND,
    WITHIN_DAYS,
    FIRST_THIRTY_DAYS,
    DAYS_TO_FIRST_MOVE,
    STANCES_TAKEN,
    STANCES_BY_MONTH,
    CHANGED_THEIR_MIND,
    CAME_BACK,
    SILENT_COMPANIES,
)
