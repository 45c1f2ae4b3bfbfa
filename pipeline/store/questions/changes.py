"""Ask what is new, what was put right, and what awaits a person."""

from pipeline.store.questions.asking import Parameter, Question

WHATS_NEW = Question(
    "whats_new",
    "What changed since a date?",
    "Events whose first evidence was captured since then, and corrections made since then, the "
    "latest first. What our own upgrades read otherwise is not news, and not here",
    """
with asked as (
  select coalesce(nullif(trim(:since), ''), min(laws.in_force)) as since
  from laws
),
news as (
  select
    evidence.first_captured as moment,
    'new event' as what,
    evidence.event,
    null as field,
    null as before,
    null as after,
    null as reason
  from evidence
  cross join asked
  where evidence.first_captured >= asked.since
  union all
  select
    corrections.made_at,
    'correction',
    corrections.event,
    corrections.field,
    corrections.before,
    corrections.after,
    corrections.reason
  from corrections
  cross join asked
  where corrections.made_at >= asked.since
  order by moment desc, what, event
)
select
  news.moment,
  news.what,
  events.company_name,
  events.stance,
  events.date,
  news.event,
  news.field,
  news.before,
  news.after,
  news.reason,
  events.quote,
  events.url
from news
left join events on events.id = news.event
order by news.moment desc, news.what, news.event, news.field
""",
    parameters=(
        Parameter("since", "a day or moment in UTC, as 2026-01-31; empty means the law's first"),
    ),
    whole="evidence?_sort_desc=first_captured",
)

CORRECTIONS_MADE = Question(
    "corrections_made",
    "What was corrected?",
    "Public corrections, the latest first: what the timeline said before, and what it says now",
    """
select
  corrections.made_at,
  events.company_name,
  events.stance,
  corrections.field,
  corrections.before,
  corrections.after,
  corrections.reason,
  corrections.event
from corrections
left join events on events.id = corrections.event
order by corrections.made_at desc, corrections.id
""",
    whole="corrections",
)

UNDER_REVIEW = Question(
    "under_review",
    "What awaits a review?",
    "Events that are not on the timeline until a person has looked at them, the surest first",
    """
select
  events.confidence,
  events.company_name,
  stances.label as stance_label,
  events.scope,
  events.date,
  events.sources,
  (select count(*) from event_claims where event_claims.event = events.id) as claims,
  events.id as event,
  events.quote,
  events.url
from events
join stances on stances.id = events.stance
where events.status = 'in_review'
order by events.confidence desc, events.id
""",
    whole="events?status=in_review&_sort_desc=confidence",
)

LOST_SENTENCES = Question(
    "lost_sentences",
    "Which statements lost a sentence?",
    "Sentences with a stance that are no longer on the page that a company watched for itself "
    "showed: the page lost them, is gone, or shows another text",
    """
select
  companies.name as company_name,
  stances.label as stance_label,
  statement_sentences.sentence,
  statement_sentences.ended_by,
  statement_sentences.present_from,
  statement_sentences.present_until,
  statement_sentences.absent_from,
  statement_sentences.url,
  statement_sentences.source
from statement_sentences
join companies on companies.slug = statement_sentences.company
join stances on stances.id = statement_sentences.stance
where statement_sentences.absent_from is not null
order by statement_sentences.absent_from desc, statement_sentences.id
""",
    whole="statement_sentences?absent_from__notnull=1",
)

QUESTIONS = (WHATS_NEW, CORRECTIONS_MADE, UNDER_REVIEW, LOST_SENTENCES)
