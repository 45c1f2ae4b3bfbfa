"""Ask where what companies said and what their reports count go together, and where not."""

from pipeline.store.questions.asking import Question

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
_IN_ORDER = """
order by
  said_versus_did.company_name,
  said_versus_did.period_start,
  said_versus_did.kind,
  said_versus_did.figure
"""

WORD_AND_FIGURES_PART = Question(
    "word_and_figures_part",
    "Where did word and figures part?",
    "What companies answered, by their own reports, while a stance said that they answer nothing",
    _COMPARED + "where said_versus_did.verdict = 'differs'" + _IN_ORDER,
    whole="said_versus_did?verdict=differs",
)

CANNOT_BE_TOLD = Question(
    "cannot_be_told",
    "What cannot be told, and why?",
    "Figures since the law that neither bear a stance out nor speak against it: rows that are "
    "missing, reports that contradict themselves, requests about which nothing was said",
    _COMPARED
    + """
where said_versus_did.verdict = 'cannot tell'
  and said_versus_did.period_end > (select min(laws.in_force) from laws)
"""
    + _IN_ORDER,
    whole="said_versus_did?verdict=cannot+tell",
)

VERDICTS = Question(
    "verdicts",
    "How do words and figures compare, company by company?",
    "Figures since the law by what they say of the stance in force: consistent with it, differing "
    "from it, or neither",
    """
select
  said_versus_did.company_name,
  count(*) as figures,
  sum(said_versus_did.verdict = 'consistent') as consistent,
  sum(said_versus_did.verdict = 'differs') as differs,
  sum(said_versus_did.verdict = 'cannot tell') as cannot_tell,
  min(said_versus_did.period_start) as earliest,
  max(said_versus_did.period_end) as latest,
  said_versus_did.company
from said_versus_did
where said_versus_did.period_end > (select min(laws.in_force) from laws)
group by said_versus_did.company
order by said_versus_did.company_name, said_versus_did.company
""",
)

RESTATED = Question(
    "restated",
    "Which figures were restated?",
    "Figures that two releases of one company print otherwise, each with its release",
    """
select
  said_versus_did.company_name,
  said_versus_did.period_start,
  said_versus_did.period_end,
  said_versus_did.kind,
  said_versus_did.printed_kind,
  said_versus_did.received_printed,
  said_versus_did.answered,
  said_versus_did.percentage,
  said_versus_did.release_date,
  said_versus_did.verdict,
  said_versus_did.source,
  said_versus_did.figure
from said_versus_did
where said_versus_did.restated
order by
  said_versus_did.company_name,
  said_versus_did.period_start,
  said_versus_did.kind,
  said_versus_did.printed_kind,
  said_versus_did.release_date,
  said_versus_did.figure
""",
    whole="said_versus_did?restated=1",
)

QUESTIONS = (WORD_AND_FIGURES_PART, CANNOT_BE_TOLD, VERDICTS, RESTATED)
