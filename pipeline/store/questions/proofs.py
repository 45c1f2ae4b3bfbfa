"""Ask what the events rest on, and how sure they are."""

from pipeline.store.questions.asking import Parameter, Question

ONE_SOURCE = Question(
    "one_source",
    "Which events rest on one source?",
    "Events that a single publisher reports: look at these before you rely on them",
    """
select
  timeline.date,
  timeline.company_name,
  timeline.stance_label,
  timeline.scope,
  timeline.publisher,
  timeline.confidence,
  timeline.id as event,
  timeline.quote,
  timeline.url
from timeline
where timeline.sources = 1
""",
    whole="timeline?sources=1",
)

_EVIDENCE = """
select
  evidence.date,
  evidence.company_name,
  evidence.stance_label,
  evidence.scope,
  evidence.own,
  evidence.reported,
  evidence.publishers,
  evidence.sources,
  evidence.event,
  events.quote,
  events.url
from evidence
join events on events.id = evidence.event
"""

TOLD_BY_OTHERS = Question(
    "told_by_others",
    "Which events are only told by others?",
    "Events for which we have no word of the company itself",
    _EVIDENCE + "where evidence.own = 0 and evidence.reported > 0",
    whole="evidence?own=0&reported__gt=0",
)

OWN_WORDS = Question(
    "own_words",
    "How much is told in own words?",
    "Events of each company: told only in its own words, only by others, or by both",
    """
select
  evidence.company_name,
  count(*) as events,
  sum(evidence.own > 0 and evidence.reported = 0) as only_own,
  sum(evidence.own > 0 and evidence.reported > 0) as both,
  sum(evidence.own = 0 and evidence.reported > 0) as only_reported,
  evidence.company
from evidence
group by evidence.company
order by count(*) desc, evidence.company
""",
)

CONTRADICTING = Question(
    "contradicting",
    "Which events contradict each other?",
    "Pairs within 30 days: one company, one matter, two stances. Each is a change of mind, a "
    "stance of two products, or a misreading: look at both",
    """
select
  contradictions.company_name,
  contradictions.scope,
  contradictions.date,
  contradictions.stance,
  contradictions.sources,
  contradictions.other_date,
  contradictions.other_stance,
  contradictions.other_sources,
  contradictions.event,
  contradictions.other_event,
  contradictions.quote,
  contradictions.other_quote
from contradictions
""",
    whole="contradictions",
)

QUOTES_WITH = Question(
    "quotes_with",
    "Which quotes hold a word?",
    "Claims whose sentence holds all of the words, in any of their forms, 500 of them at most. "
    "Chinese words are not found here unless they stand alone; the search of our own pages finds "
    "them",
    """
select
  claims.company_name,
  stances.label as stance_label,
  claims.announced,
  claims.quote,
  claims.voice,
  claims.speaker,
  event_claims.event,
  claims.id as claim,
  documents.publisher,
  documents.url
from (
  select claims_fts.rowid as place
  from claims_fts
  where claims_fts match (
    select group_concat('"' || words.value || '"', ' ')
    from json_each(
      '["' || replace(
        trim(replace(replace(coalesce(nullif(trim(:word), ''), 'pause'), '\\', ' '), '"', ' ')),
        ' ',
        '","'
      ) || '"]'
    ) as words
  )
  limit 500
) as hits
join claims on claims.rowid = hits.place
join stances on stances.id = claims.stance
join documents on documents.id = claims.document
left join event_claims on event_claims.claim = claims.id
order by claims.company_name, claims.announced, claims.id
""",
    parameters=(Parameter("word", "one word or several; empty means pause"),),
    whole="claims",
)

FIRST_REPORTS = Question(
    "first_reports",
    "Which outlets reported first?",
    "For each outlet, how many events it reported before all others that we read, and how many of "
    "those nobody else reported",
    """
select
  timeline.first_publisher as publisher,
  count(*) as first_reports,
  count(distinct timeline.company) as companies,
  sum(timeline.sources = 1) as alone,
  min(timeline.first_reported) as earliest,
  max(timeline.first_reported) as latest
from timeline
where timeline.first_publisher is not null
group by timeline.first_publisher
order by count(*) desc, timeline.first_publisher
""",
)

REPORT_LAGS = Question(
    "report_lags",
    "How long after an announcement did the first report come?",
    "Days from the announcement to the first report that we read, the thousand longest; of events "
    "whose day is known. Below zero where the report came before what it foretells",
    """
with lags as (
  select
    timeline.id,
    cast(julianday(timeline.first_reported) - julianday(timeline.date) as integer) as days
  from timeline
  where timeline.precision = 'day'
    and length(timeline.date) = 10
    and length(timeline.first_reported) = 10
  order by days desc, timeline.date, timeline.id
  limit 1000
)
select
  lags.days,
  events.company_name,
  events.stance,
  events.date,
  events.first_reported,
  events.first_publisher,
  events.basis,
  lags.id as event,
  events.quote,
  events.url
from lags
join events on events.id = lags.id
order by lags.days desc, events.date, lags.id
""",
    whole="timeline?precision=day",
)

DATES_BY_BASIS = Question(
    "dates_by_basis",
    "How were the dates found?",
    "Events by what their date came from: words in the text, or only the day of publication; and "
    "by how exact it is",
    """
select
  case
    when timeline.date is null then 'no date'
    when timeline.basis = 'published' then 'day of publication'
    else 'words in the text'
  end as found_in,
  timeline.precision,
  count(*) as events,
  count(distinct timeline.company) as companies
from timeline
group by 1, timeline.precision
order by count(*) desc, 1, timeline.precision
""",
)

UNDATED = Question(
    "undated",
    "Which events have no date, and why?",
    "Events whose announcement could not be dated: no document of theirs has a day of "
    "publication, or the texts speak of an earlier time without naming it",
    """
select
  timeline.company_name,
  timeline.stance_label,
  timeline.scope,
  iif(
    timeline.first_reported is null,
    'no document has a day of publication',
    'the texts do not tell when; first reported ' || timeline.first_reported
  ) as why,
  timeline.sources,
  timeline.id as event,
  timeline.quote,
  timeline.url
from timeline
where timeline.date is null
""",
    whole="timeline?date__isnull=1",
)

LANGUAGES_OF_EVIDENCE = Question(
    "languages_of_evidence",
    "In which languages is the evidence?",
    "Documents, claims and events in each language",
    """
select
  languages.language,
  languages.documents,
  languages.claims,
  languages.events,
  languages.companies
from languages
""",
)

OF_PRODUCTS = Question(
    "of_products",
    "Which stances are of products?",
    "Events whose claims name products: they need not hold for the whole company",
    """
select
  events.company_name,
  events.products,
  stances.label as stance_label,
  events.scope,
  events.date,
  events.sources,
  events.id as event,
  events.quote,
  events.url
from events indexed by events_of_products
join stances on stances.id = events.stance
where events.status in ('listed', 'accepted')
  and events.products <> '[]'
order by events.company, events.date, events.id
""",
    whole="timeline?products__not=%5B%5D",
)

QUESTIONS = (
    ONE_SOURCE,
    TOLD_BY_OTHERS,
    OWN_WORDS,
    CONTRADICTING,
    QUOTES_WITH,
    FIRST_REPORTS,
    REPORT_LAGS,
    DATES_BY_BASIS,
    UNDATED,
    LANGUAGES_OF_EVIDENCE,
    OF_PRODUCTS,
)
