"""Ask how well the sources are read, and what could not be seen."""

from pipeline.store.questions.asking import Question

GAVE_MOST = Question(
    "gave_most",
    "Which sources gave most?",
    "Sources by the claims that were found in their documents",
    """
select
  source_health.source,
  source_health.publisher,
  source_health.kind,
  source_health.claims,
  source_health.documents,
  source_health.captures,
  source_health.dated_share,
  source_health.last_published,
  source_health.last_capture
from source_health
where source_health.documents > 0
order by source_health.claims desc, source_health.documents desc, source_health.source
""",
    whole="source_health?_sort_desc=claims",
)

ILL_SOURCES = Question(
    "ill_sources",
    "Which sources are ill?",
    "Sources with addresses that gave no good answer when last asked, whose own page did not come "
    "at the last visit, or that were visited and never gave a document",
    """
select
  source_health.source,
  source_health.publisher,
  source_health.kind,
  source_health.failing,
  source_health.last_outcome,
  source_health.last_bad_answer,
  source_health.last_visit,
  source_health.last_capture,
  source_health.documents
from source_health
where source_health.failing > 0
  or source_health.last_outcome not in ('new', 'unchanged', 'not_modified')
  or (source_health.last_visit is not null and source_health.documents = 0)
order by source_health.failing desc, source_health.source
""",
    whole="source_health?_sort_desc=failing",
)

COVERAGE_GAPS = Question(
    "coverage_gaps",
    "What could not be seen?",
    "Addresses that gave no good answer, by source and by what came instead",
    """
select
  coverage.source,
  sources.publisher,
  coverage.outcome,
  count(distinct coverage.url) as addresses,
  count(*) as times,
  min(coverage.looked_at) as earliest,
  max(coverage.looked_at) as latest
from coverage
join sources on sources.id = coverage.source
group by coverage.source, coverage.outcome
order by count(distinct coverage.url) desc, coverage.source, coverage.outcome
""",
    whole="coverage",
)

QUESTIONS = (GAVE_MOST, ILL_SOURCES, COVERAGE_GAPS)
