"""Write down what is asked of events beyond the timeline: in days, turns, doubts and proofs."""

from pipeline.store.shapes import View

EVENT = (
    ("event", "Permanent name of the event"),
    ("company", "Company, as spelled in addresses"),
    ("company_name", "Name of the company"),
    ("stance", "Stance that was taken"),
    ("stance_label", "Name of the stance for people"),
    ("scope", "What the stance is about"),
)
PROOF = (
    ("quote", "Best sentence that proves it, verbatim"),
    ("url", "Address of the document with that sentence"),
)

# An event known only by its month lies between two days: the first of the month and its last, or
# the day of the first report, when that came before. An approximate date is mostly followed by
# the event, so it too ends with the first report. A year alone cannot be counted in days. To say
# nothing is no move.
MOVES_SQL = """
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
)
select
  bounded.id as event,
  bounded.company,
  bounded.company_name,
  bounded.stance,
  bounded.stance_label,
  bounded.scope,
  bounded.first_day,
  bounded.last_day,
  cast(julianday(first_day) - julianday(laws.in_force) as integer) as days_after,
  cast(julianday(last_day) - julianday(laws.in_force) as integer) as days_after_at_most,
  bounded.sources,
  bounded.quote,
  bounded.url,
  bounded.colour
from bounded
cross join laws
"""
DAYS = (
    ("first_day", "First day on which it may have happened"),
    ("last_day", "Last day on which it may have happened; another one where only a month is known"),
    ("days_after", "Days from the law coming into force to the first day; below zero before it"),
    ("days_after_at_most", "Days from the law coming into force to the last day"),
    ("sources", "How many publishers report it independently"),
)
COLOUR = (("colour", "Colour of the stance in charts"),)

MOVES = View(
    "moves",
    "Every dated stance in days from the law coming into force; of a month, from and to which day",
    sql=MOVES_SQL,
    columns=(*EVENT, *DAYS, *PROOF, *COLOUR),
    facets=("company", "stance", "scope"),
)

FIRST_MOVES = View(
    "first_moves",
    "The first dated stance of each company, in days from the law coming into force",
    sql=f"""
with moves as ({MOVES_SQL}),
ranked as (
  select
    moves.*,
    row_number() over (
      partition by moves.company
      order by moves.first_day, moves.last_day, moves.sources desc, moves.event
    ) as place
  from moves
)
select
  {", ".join(f"ranked.{name}" for name, _ in (*EVENT, *DAYS, *PROOF, *COLOUR))}
from ranked
where ranked.place = 1
order by ranked.days_after, ranked.last_day, ranked.company_name
""",
    columns=(*EVENT, *DAYS, *PROOF, *COLOUR),
    facets=("stance", "scope"),
)

# Two stances of one day, or of a day and its month, may have come in either order.
TURNS = View(
    "turns",
    "Each time a company took another stance on one matter than it had taken before",
    sql="""
with told as (
  select
    events.id,
    events.company,
    events.scope,
    events.stance,
    events.date,
    lag(events.id) over matter as former,
    lag(events.stance) over matter as former_stance,
    lag(events.date) over matter as former_date
  from events indexed by events_by_matter
  where events.status in ('listed', 'accepted')
    and events.date is not null
    and events.stance <> 'no_comment'
  window matter as (
    partition by events.company, events.scope
    order by events.date, events.stance, events.id
  )
)
select
  events.id as event,
  told.company,
  events.company_name,
  told.stance,
  stances.label as stance_label,
  told.scope,
  told.date,
  told.former_stance,
  former_stances.label as former_label,
  told.former_date,
  told.former,
  told.date > told.former_date || '~' as surely_later,
  events.quote,
  events.url
from told
left join events on events.id = told.id
left join stances on stances.id = told.stance
left join stances as former_stances on former_stances.id = told.former_stance
where told.former_stance <> told.stance
""",
    columns=(
        *EVENT,
        ("date", "When it was said: a day, month or year"),
        ("former_stance", "Stance that it had taken before"),
        ("former_label", "Name of that stance for people"),
        ("former_date", "When that was said"),
        ("former", "The event that says so"),
        ("surely_later", "1 when the dates are exact enough to tell which of the two came first"),
        *PROOF,
    ),
    facets=("company", "stance", "former_stance", "scope"),
)

CONTRADICTIONS = View(
    "contradictions",
    "Pairs of events within 30 days: one company, one matter, two stances. A change of mind, two "
    "products, or a misreading",
    sql="""
select
  one.id as event,
  one.company,
  one.company_name,
  one.stance,
  one.scope,
  one.date,
  one.sources,
  other.id as other_event,
  other.stance as other_stance,
  other.date as other_date,
  other.sources as other_sources,
  one.quote,
  other.quote as other_quote,
  one.url,
  other.url as other_url
from events as one indexed by events_by_matter
cross join events as other indexed by events_by_matter
where one.status in ('listed', 'accepted')
  and other.status in ('listed', 'accepted')
  and other.company = one.company
  and other.scope = one.scope
  and other.date >= one.date
  and other.date <= date(substr(one.date || '-01', 1, 10), '+30 days')
  and length(one.date) >= 7
  and length(other.date) >= 7
  and other.stance <> one.stance
  and (other.date > one.date or other.id > one.id)
""",
    columns=(
        ("event", "The earlier event, or one of the two"),
        ("company", "Company, as spelled in addresses"),
        ("company_name", "Name of the company"),
        ("stance", "Stance that it took in the one event"),
        ("scope", "What both stances are about"),
        ("date", "When that was said: a day or month"),
        ("sources", "How many publishers report that independently"),
        ("other_event", "The other event"),
        ("other_stance", "Stance that it took there"),
        ("other_date", "When that was said: a day or month"),
        ("other_sources", "How many publishers report that independently"),
        ("quote", "Best sentence for the one, verbatim"),
        ("other_quote", "Best sentence for the other, verbatim"),
        ("url", "Address of the document with the one sentence"),
        ("other_url", "Address of the document with the other sentence"),
    ),
    facets=("company",),
)

EVIDENCE = View(
    "evidence",
    "What each event on the timeline rests on: claims in its own words and told by others, "
    "publishers, languages, and since when we have had them",
    sql="""
select
  events.id as event,
  events.company,
  events.company_name,
  events.stance,
  stances.label as stance_label,
  events.scope,
  events.date,
  events.sources,
  count(claims.id) as claims,
  count(iif(claims.voice = 'own', claims.id, null)) as own,
  count(iif(claims.voice = 'reported', claims.id, null)) as reported,
  count(distinct documents.publisher) as publishers,
  count(distinct documents.language) as languages,
  min(documents.published) as first_published,
  max(documents.published) as last_published,
  min(documents.captured_at) as first_captured,
  max(documents.captured_at) as last_captured
from events
join stances on stances.id = events.stance
left join event_claims on event_claims.event = events.id
left join claims on claims.id = event_claims.claim
left join documents on documents.id = claims.document
where events.status in ('listed', 'accepted')
group by events.id
order by events.date is null, events.date, events.company, events.stance, events.id
""",
    columns=(
        *EVENT,
        ("date", "When it was said: a day, month or year; null when unknown"),
        ("sources", "How many publishers report it independently"),
        ("claims", "How many claims it was made from"),
        ("own", "How many of them are the company's own words"),
        ("reported", "How many of them are told by others"),
        ("publishers", "How many publishers the documents have"),
        ("languages", "How many languages the documents are in"),
        ("first_published", "Earliest publication of a document"),
        ("last_published", "Latest publication of a document"),
        ("first_captured", "When its first document was captured, in UTC: it was known since then"),
        ("last_captured", "When its latest document was captured, in UTC"),
    ),
    facets=("company", "stance", "scope"),
)

LANGUAGES = View(
    "languages",
    "The languages of the evidence: documents, claims and events in each",
    sql="""
select
  documents.language,
  count(distinct documents.id) as documents,
  count(distinct claims.id) as claims,
  count(distinct event_claims.event) as events,
  count(distinct claims.company) as companies
from documents
left join claims on claims.document = documents.id
left join event_claims on event_claims.claim = claims.id
group by documents.language
order by count(distinct claims.id) desc, documents.language
""",
    columns=(
        ("language", "Language of the documents; null when it could not be told"),
        ("documents", "How many documents are in it"),
        ("claims", "How many claims were found in them"),
        ("events", "How many events rest on those, alone or with others"),
        ("companies", "How many companies they speak of"),
    ),
)

EVENT_VIEWS = (MOVES, FIRST_MOVES, TURNS, CONTRADICTIONS, EVIDENCE, LANGUAGES)
EVENT_KEPT = (FIRST_MOVES, TURNS, EVIDENCE, LANGUAGES)
