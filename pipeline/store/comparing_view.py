"""Write down the comparison of words and figures, as a view."""

from pipeline.store.comparing_sides import (
    FIGURES_SHOWN,
    KIND_ROWS,
    KINDS_MISSING,
)
from pipeline.store.comparing_stances import STANCE_IN_FORCE
from pipeline.store.figure_tables import (
    CELL_COLUMN,
    CELL_ROW,
    PART,
    RELEASE_DATE,
    RELEASE_DIGEST,
    TOLD_BY,
)
from pipeline.store.shapes import View

# The numbers in words: what was asked, what was given, and the share as it is printed. What is
# materialized here and below is so to keep SQLite from copying long expressions into each other:
# it took 0.1 s to read the query alone.
_WORDED = """
counted as not materialized (
  select
    figures.id,
    figures.country,
    figures.received,
    figures.lists_all,
    figures.contradiction,
    faced.matter,
    faced.topic,
    faced.release,
    faced.hearsay,
    faced.absent,
    faced.low,
    faced.high,
    faced.reprinted,
    faced.disputed,
    faced.holds,
    faced.event,
    faced.stance,
    faced.answers,
    faced.began,
    faced.speaks,
    faced.whole,
    faced.products,
    faced.crossed,
    faced.doubt,
    followers.id as follower,
    coalesce(followers.effective, followers.date) as follower_began,
    follower_stances.label as follower_label,
    faced.label || ' since ' || faced.began || coalesce(
      ', followed by ' || follower_stances.label || ' since '
      || coalesce(followers.effective, followers.date) || ', which says nothing of such requests',
      ''
    ) as word,
    kinds.many,
    kinds.done,
    kinds.untested,
    case
      when figures.received is not null then cast(figures.received as text)
      when figures.received_notation in ('range', 'less_than', 'at_least', 'restated')
        then substr(trim(figures.received_printed), 1, 40)
    end as asked,
    case
      when faced.low = faced.high then cast(faced.low as text)
      when faced.high is not null then coalesce(faced.low, 0) || ' to ' || faced.high
      else 'at least ' || faced.low
    end as given,
    case
      when faced.share is null or trim(figures.percentage) = '' then ''
      when rtrim(trim(figures.percentage), ' %') glob '*[^0-9]*'
        then ' (printed: ' || substr(trim(figures.percentage), 1, 40) || ')'
      else ' (' || rtrim(trim(figures.percentage), ' %') || ' % printed)'
    end as share_words
  from faced
  join figures on figures.id = faced.id
  join kinds on kinds.kind = figures.kind
  left join events as followers on followers.id = faced.follower and faced.holds
  left join stances as follower_stances on follower_stances.id = followers.stance
),
phrased as not materialized (
  select
    counted.*,
    coalesce(
      asked || iif(asked = '1', ' was', ' were') || ' received',
      'how many were received is not told'
    ) as received_words,
    iif('1' in (asked, given), ' was ', ' were ') || done || share_words as done_words,
    iif(coalesce(asked, given) = '1', rtrim(many, 's'), many) as things
  from counted
),
worded as materialized (
  select
    phrased.*,
    case
      when asked is null and given is null then 'no number is printed'
      when given is null
        then asked || ' ' || things || iif(asked = '1', ' was', ' were') || ' received; how many '
        || 'were ' || done || ' is not told'
      when asked is null then given || ' ' || things || done_words || '; ' || received_words
      else given || ' of ' || asked || ' ' || things || done_words
    end as numbers_words
  from phrased
)
"""

# Why the verdict is what it is: the first that applies.
_JUDGED = """
judged as not materialized (
  select
    worded.*,
    case
      when contradiction is not null then 'contradicts itself'
      when absent and not lists_all then 'no row'
      when absent then 'all are listed'
      when untested is not null then 'untested'
      when event is null then 'no stance'
      when not holds and not speaks then 'speaks of others'
      when not holds then iif(whole, 'began inside', 'of products')
      when crossed is not null then 'crossed'
      when doubt is not null then 'in doubt'
      when follower is not null then 'followed'
      when received = 0 then 'none received'
      when answers = 'none' and low > 0 then 'differs'
      when answers = 'none' and high = 0 and received > 0 then 'consistent'
      when answers = 'some' and low > 0 then 'consistent'
      when given is not null and asked is not null then 'settles nothing'
      else 'not told'
    end as why
  from worded
),
reasoned as materialized (
  select
    judged.*,
    iif(why in ('differs', 'consistent'), why, 'cannot tell') as own_verdict,
    case why
      when 'contradicts itself'
        then 'The report contradicts itself: ' || substr(contradiction, 1, 300)
      when 'no row'
        then 'The report has no row for ' || substr(trim(country), 1, 60)
        || ', and does not say that it lists every place'
      when 'all are listed'
        then 'The report lists every place and has no row for ' || substr(trim(country), 1, 60)
        || ': nothing was received to test a stance by'
      when 'untested' then untested || '; ' || received_words
      when 'no stance'
        then 'No stance about such requests is known for this period; ' || numbers_words
      when 'began inside' then word || ', inside the period; ' || numbers_words
      when 'of products' then word || ' is told of ' || products || ' alone; ' || numbers_words
      when 'in doubt' then word || ', but ' || doubt || '; ' || numbers_words
      when 'speaks of others' then word || ' cannot be tested by such figures; ' || numbers_words
      when 'crossed'
        then word || ', but another stance may hold in the same period, ' || crossed || '; '
        || numbers_words
      when 'none received' then word || '; nothing was received to test it by'
      when 'settles nothing' then word || '; ' || numbers_words || ', which settles nothing'
      else word || '; ' || numbers_words
    end
    || iif(
      holds and why in ('contradicts itself', 'no row', 'all are listed'),
      ' (' || word || ')',
      ''
    )
    || '.' as own_reason
  from judged
),
ruled as materialized (
  select
    reasoned.id,
    reasoned.matter,
    reasoned.topic,
    reasoned.release,
    reasoned.absent,
    reasoned.hearsay,
    reasoned.reprinted or reasoned.disputed as contested,
    reasoned.own_verdict as verdict
  from reasoned
),
removed as materialized (
  select gone.id as absence, one.id, one.verdict <> gone.verdict as split
  from ruled as gone
  join ruled as one on one.topic = gone.topic and one.release <> gone.release
  where gone.absent and not gone.hearsay and not one.absent and not one.hearsay
),
renamed as (
  select one.id
  from missing
  join ruled as one on one.matter = missing.matter
  join ruled as other on other.matter = missing.instead
  where not (one.absent or one.hearsay or other.absent or other.hearsay)
    and one.verdict <> other.verdict
),
odds as materialized (
  select each.id, max(each.split) as split
  from (
    select iif(sides.absent, removed.absence, removed.id) as id, removed.split
    from removed
    cross join (select 0 as absent union all select 1) as sides
    union all
    select renamed.id, 1 from renamed
  ) as each
  group by each.id
),
parted as (
  select ruled.matter
  from ruled
  where ruled.contested
  group by ruled.matter
  having min(ruled.verdict) <> max(ruled.verdict)
),
settled as (
  select
    reasoned.*,
    reasoned.reprinted or odds.id is not null as restated,
    coalesce(odds.split, 0) or (
      (reasoned.reprinted or reasoned.disputed)
      and reasoned.matter in (select parted.matter from parted)
    ) as split
  from reasoned
  left join odds on odds.id = reasoned.id
)
"""

_PARTS = (FIGURES_SHOWN, KINDS_MISSING, STANCE_IN_FORCE, _WORDED, _JUDGED)
SAID_VERSUS_DID = View(
    "said_versus_did",
    "What companies said beside what their own reports count, and whether the two agree",
    sql=f"""
with kinds (kind, scope, many, done, untested) as (
  values
    {KIND_ROWS}
),
{", ".join(part.strip() for part in _PARTS)}
select
  companies.name as company_name,
  figures.period_start,
  figures.period_end,
  figures.kind,
  figures.received,
  figures.answered,
  figures.derived,
  figures.percentage,
  stances.label as stance_label,
  iif(settled.split, 'cannot tell', settled.own_verdict) as verdict,
  case
    when settled.split and settled.restated
      then 'Releases disagree, and with them the verdicts; by this one: '
    when settled.split then 'Sources disagree, and with them the verdicts; by this one: '
    else ''
  end || settled.own_reason as reason,
  figures.id as figure,
  figures.company,
  figures.country,
  figures.period,
  figures.printed_kind,
  figures.received_printed,
  figures.received_notation,
  figures.accounts,
  figures.answered_notation,
  figures.derived_low,
  figures.derived_high,
  figures.contradiction,
  settled.restated,
  settled.disputed,
  figures.told_by,
  figures.release_digest,
  figures.release_date,
  figures.part,
  figures.cell_row,
  figures.cell_column,
  figures.source,
  figures.note,
  iif(settled.holds, settled.stance, null) as stance,
  stances.colour,
  events.id as event,
  iif(settled.holds, settled.began, null) as stance_date,
  events.quote,
  events.url,
  settled.follower as followed_by,
  settled.follower_label as followed_label,
  settled.follower_began as followed_date,
  (
    select captures.file || '#' || captures."offset"
    from captures
    where captures.digest = figures.release_digest
    order by captures.file, captures."offset"
    limit 1
  ) as archived
from settled
join figures on figures.id = settled.id
join companies on companies.slug = figures.company
left join events on events.id = settled.event and settled.holds
left join stances on stances.id = events.stance
order by
  figures.company,
  figures.period_start,
  figures.period_end,
  figures.kind,
  figures.printed_kind,
  figures.id
""",
    columns=(
        ("company_name", "Name of the company"),
        ("period_start", "First day of the period"),
        ("period_end", "Last day of the period"),
        ("kind", "What was asked for"),
        ("received", "Requests received; null unless the report prints one number"),
        ("answered", "Requests answered, where the report counts them"),
        ("derived", "Requests answered, worked out from the share answered"),
        ("percentage", "Share answered, as printed"),
        ("stance_label", "Stance in force in that period, for people"),
        ("verdict", "consistent, differs, or cannot tell"),
        ("reason", "Why, in one sentence with both sides"),
        ("figure", "Name of the figure"),
        ("company", "Company, as spelled in addresses"),
        ("country", "Place that asked, as printed"),
        ("period", "The period, as printed"),
        ("printed_kind", "What the report calls it"),
        ("received_printed", "Requests received, as printed"),
        ("received_notation", "How that stands in the report; no_row when it has no such row"),
        ("accounts", "Accounts, devices or items that the requests name"),
        ("answered_notation", "How that stands in the report"),
        ("derived_low", "Fewest answers that the printed range or share allows"),
        ("derived_high", "Most answers that it allows"),
        ("contradiction", "How the report contradicts itself here"),
        ("restated", "1 when the company's releases print other numbers or rows; all are shown"),
        ("disputed", "1 when the news gives another number, here or elsewhere; all are shown"),
        ("told_by", TOLD_BY),
        ("release_digest", RELEASE_DIGEST),
        ("release_date", RELEASE_DATE),
        ("part", PART),
        ("cell_row", CELL_ROW),
        ("cell_column", CELL_COLUMN),
        ("source", "Address of the report"),
        ("note", "What one has to know to read it"),
        ("stance", "Stance in force in that period; null when none is known"),
        ("colour", "Colour of the stance in charts"),
        ("event", "The event that says so"),
        ("stance_date", "Since when it holds, as far as known"),
        ("quote", "The company's stance, verbatim"),
        ("url", "Address of the document with that sentence"),
        ("followed_by", "Event of a later stance that says nothing of such requests"),
        ("followed_label", "Name of that later stance for people"),
        ("followed_date", "Since when it holds"),
        ("archived", "Where the kept download lies: WARC file and offset; null for our own tables"),
    ),
    facets=("company", "kind", "verdict"),
)
