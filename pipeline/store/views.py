"""Write down the questions that are asked again and again, as views."""

from pipeline.store.comparing_view import SAID_VERSUS_DID
from pipeline.store.shapes import View
from pipeline.store.views_events import EVENT_KEPT, EVENT_VIEWS

# The index gives the order: by date, company, stance and id, undated ones last. SQLite would work
# out every row to count a view that is ordered in words. A left join has it begin with the events.
TIMELINE = View(
    "timeline",
    "All events that stand on the timeline, undated ones last",
    sql="""
select
  events.id,
  events.date,
  events.precision,
  events.company,
  events.company_name,
  events.stance,
  stances.label as stance_label,
  stances.colour,
  events.scope,
  events.products,
  events.effective,
  events.effective_precision,
  events.first_reported,
  events.sources,
  (select count(*) from event_claims where event_claims.event = events.id) as claims,
  events.confidence,
  events.status,
  events.quote,
  events.url,
  events.archived,
  events.publisher,
  events.first_publisher,
  events.basis,
  substr(events.date, 1, 4) as year
from events indexed by events_on_timeline
left join stances on stances.id = events.stance
where events.status in ('listed', 'accepted')
""",
    columns=(
        ("id", "Permanent name of the event"),
        ("date", "When it was said: a day, month or year; null when unknown"),
        ("precision", "How exactly the date is known"),
        ("company", "Company, as spelled in addresses"),
        ("company_name", "Name of the company"),
        ("stance", "Stance that was taken"),
        ("stance_label", "Name of the stance for people"),
        ("colour", "Colour of the stance in charts"),
        ("scope", "What the stance is about"),
        ("products", "Products that the claims name (JSON)"),
        ("effective", "From when it holds"),
        ("effective_precision", "How exactly that is known"),
        ("first_reported", "Earliest day on which a document reported it"),
        ("sources", "How many publishers report it independently"),
        ("claims", "How many claims it was made from"),
        ("confidence", "How sure we are, from 0 to 1"),
        ("status", "Listed by its confidence, or accepted by a person"),
        ("quote", "Best sentence that proves it, verbatim"),
        ("url", "Address of the document with that sentence"),
        ("archived", "Where the kept copy lies: WARC file and offset, or a web address"),
        ("publisher", "Who published that sentence"),
        ("first_publisher", "Who reported it first"),
        ("basis", "Words that the date came from, or 'published'"),
        ("year", "Year of the date; null when unknown"),
    ),
    facets=("company", "stance", "scope", "year", "publisher"),
)

LATEST_STANCE = View(
    "latest_stance",
    "Where each company stands now, for each thing that stances are about; a refusal to comment "
    "counts where there is nothing else",
    sql="""
with ranked as (
  select
    events.id,
    events.company,
    events.company_name,
    events.scope,
    events.stance,
    events.date,
    events.precision,
    events.quote,
    events.url,
    row_number() over (
      partition by events.company, events.scope
      order by
        events.stance = 'no_comment', -- who declines to answer does not give up a stance
        coalesce(events.date, events.first_reported) desc,
        events.id desc
    ) as place
  from events
  where events.status in ('listed', 'accepted')
)
select
  ranked.company,
  ranked.company_name,
  ranked.scope,
  ranked.stance,
  stances.label as stance_label,
  ranked.date,
  ranked.precision,
  ranked.id as event,
  ranked.quote,
  ranked.url
from ranked
join stances on stances.id = ranked.stance
where ranked.place = 1
order by ranked.company, ranked.scope
""",
    columns=(
        ("company", "Company, as spelled in addresses"),
        ("company_name", "Name of the company"),
        ("scope", "What the stance is about"),
        ("stance", "The latest stance"),
        ("stance_label", "Name of the stance for people"),
        ("date", "When it was said; null when only its report is dated"),
        ("precision", "How exactly the date is known"),
        ("event", "The event that says so"),
        ("quote", "Best sentence that proves it, verbatim"),
        ("url", "Address of the document with that sentence"),
    ),
    facets=("stance", "scope"),
)

SOURCE_HEALTH = View(
    "source_health",
    "What each source gives: its last visit, captures, documents, dated share, claims, bad answers",
    sql="""
select
  sources.id as source,
  sources.kind,
  sources.publisher,
  (select count(*) from captures where captures.source = sources.id) as captures,
  (select max(captured_at) from captures where captures.source = sources.id) as last_capture,
  count(documents.id) as documents,
  max(documents.published) as last_published,
  round(1.0 * count(documents.published) / nullif(count(documents.id), 0), 3) as dated_share,
  (
    select count(*)
    from claims
    join documents as told on told.id = claims.document
    where told.source = sources.id
  ) as claims,
  (select max(visited_at) from visits where visits.source = sources.id) as last_visit,
  (
    select visits.outcome
    from visits
    where visits.source = sources.id
    order by visits.visited_at desc
    limit 1
  ) as last_outcome,
  (
    select count(*) from looks where looks.source = sources.id and looks.failures > 0
  ) as failing,
  (select max(looked_at) from coverage where coverage.source = sources.id) as last_bad_answer
from sources
left join documents on documents.source = sources.id
group by sources.id
order by sources.id
""",
    columns=(
        ("source", "Name of the source"),
        ("kind", "How it is read"),
        ("publisher", "Who publishes it"),
        ("captures", "Answers that were kept"),
        ("last_capture", "When the last one came, in UTC"),
        ("documents", "Documents that were read out of them"),
        ("last_published", "Day of publication of the youngest document"),
        ("dated_share", "Share of documents whose day of publication is known"),
        ("claims", "Claims that were found in them"),
        ("last_visit", "When it was last visited, in UTC"),
        ("last_outcome", "What its own page gave then"),
        ("failing", "Addresses whose latest look gave no good answer"),
        ("last_bad_answer", "When it last gave no good answer, in UTC"),
    ),
    facets=("kind",),
)

VIEWS = (TIMELINE, LATEST_STANCE, SAID_VERSUS_DID, SOURCE_HEALTH, *EVENT_VIEWS)
# Slow in a large database: their rows are kept.
KEPT = (LATEST_STANCE, SAID_VERSUS_DID, SOURCE_HEALTH, *EVENT_KEPT)
