"""Find the stance in force for each figure that is shown, and what leaves a doubt about it."""

# A stance holds for a period when it began before the period was a month old: a pause of 6 July
# covers the half-year from 1 July, one of August does not. It begins when it takes effect, else
# when it was said. "~" sorts after digits and hyphens, so that what is dated only "2020" has
# begun for certain when that year is over. Who takes a stance again has not begun it anew, and
# what has no date at all holds for no period.
#
# Of several that hold, the one that began last counts. Where two began on one day, the one that
# was said first does, and then the one that more sources report: Google said on 6 July that it
# had paused, and on 15 August that it had handed over nothing since then. The second looks back
# on the weeks that the figures count; what they test is what was said beforehand. A vague day
# ("2020-07") counts as the earlier one beside a day of that month, for the same reason.
#
# When a stance that answers otherwise may have begun after it and before the period's end, the
# two cross, and nothing can be told. Nor can it when another stance may have followed, before the
# period was a month old, that says nothing of such requests: since Google no longer takes requests
# directly, nobody knows whether its pause still held for emergencies. Who says the first once more
# after that has left no doubt. Two of one day do not follow each other. When no stance holds, the
# nearest word is kept for the reason. All this is asked once a period and kind, not once a figure.
#
# What every claim tells of a product holds for no figure of the company. Such a stance, one without
# any date and one that awaits review leave a doubt, where they would answer otherwise.
#
# "faced" and what is made of it is not materialized: SQLite would join two large tables without
# an index.
STANCE_IN_FORCE = """
taken as materialized (
  select
    events.id as event,
    events.company,
    kinds.kind,
    events.stance,
    stances.label,
    stances.answers,
    coalesce(events.effective, events.date) as began,
    events.date,
    events.sources,
    events.status = 'in_review' as waits,
    stance_kinds.kind is not null as speaks,
    events.products = '[]' or exists (
      select 1
      from event_claims
      join claims on claims.id = event_claims.claim
      where event_claims.event = events.id and claims.product is null
    ) as whole,
    (
      select substr(group_concat(named.value, ' and '), 1, 80)
      from json_each(events.products) as named
    ) as products
  from events
  join stances on stances.id = events.stance
  join kinds on kinds.scope = events.scope and kinds.untested is null
  left join stance_kinds on stance_kinds.stance = events.stance and stance_kinds.kind = kinds.kind
  where events.status in ('listed', 'accepted', 'in_review')
    and stances.answers is not null
),
spoken as materialized (
  select
    taken.*,
    lag(taken.stance) over (
      partition by taken.company, taken.kind, taken.speaks, taken.whole
      order by taken.began, taken.date, taken.sources desc, taken.event
    ) as former,
    printf(
      '%08d',
      row_number() over (order by taken.began, taken.date desc, taken.sources, taken.event desc)
    ) as turn
  from taken
  where not taken.waits and taken.began is not null
),
begun as materialized (
  select spoken.* from spoken where spoken.former is not spoken.stance
),
spans as materialized (
  select distinct shown.topic, shown.company, shown.kind, shown.period_start, shown.period_end
  from shown
),
heard as materialized (
  select
    spans.*,
    (
      select max(
        (
          begun.speaks
          and begun.whole
          and begun.began || '~' <= date(spans.period_start, '+31 days')
        )
        || begun.speaks || begun.whole || begun.turn || begun.event
      )
      from begun
      where begun.company = spans.company
        and begun.kind = spans.kind
        and begun.began <= spans.period_end
    ) as loudest,
    (
      select max(spoken.began)
      from spoken
      where spoken.company = spans.company
        and spoken.kind = spans.kind
        and spoken.speaks
        and spoken.whole
        and spoken.began || '~' <= date(spans.period_start, '+31 days')
    ) as last_said
  from spans
),
stood as materialized (
  select
    heard.*,
    coalesce(substr(heard.loudest, 1, 1) = '1', 0) as holds,
    substr(heard.loudest, 2, 1) = '1' as speaks,
    substr(heard.loudest, 3, 1) = '1' as whole,
    events.id as event,
    events.stance,
    stances.label,
    stances.answers,
    coalesce(events.effective, events.date) as began,
    (
      select min(other.began || ' (' || other.label || ')')
      from spoken as other
      where other.company = heard.company
        and other.kind = heard.kind
        and other.speaks
        and other.whole
        and other.answers <> stances.answers
        and other.began || '~' > coalesce(events.effective, events.date)
        and other.began <= heard.period_end
    ) as crossed,
    (
      select min(
        case
          when other.waits then other.label || ' awaits review'
          when other.began is null
            then other.label || ' may hold, at a time that is not known'
          else other.label || ' since ' || other.began || ' is told of ' || other.products
            || ' alone'
        end
      )
      from taken as other
      where other.company = heard.company
        and other.kind = heard.kind
        and other.speaks
        and other.answers <> stances.answers
        and (other.waits or other.began is null or not other.whole)
        and (
          other.began is null
          or (other.began || '~' > heard.last_said and other.began <= heard.period_end)
        )
    ) as doubt,
    (
      select taken.products
      from taken
      where taken.event = events.id and taken.kind = heard.kind
    ) as products,
    (
      select substr(
        min(other.began || '~' || other.event),
        1 + instr(min(other.began || '~' || other.event), '~')
      )
      from spoken as other
      where other.company = heard.company
        and other.kind = heard.kind
        and not other.speaks
        and other.whole
        and other.began || '~' > heard.last_said
        and (other.began <> heard.last_said or length(other.began) < 10)
        and other.began <= date(heard.period_start, '+31 days')
    ) as follower
  from heard
  left join events on events.id = substr(heard.loudest, 12)
  left join stances on stances.id = events.stance
),
faced as not materialized (
  select
    shown.*,
    stood.holds,
    stood.speaks,
    stood.whole,
    stood.products,
    stood.event,
    stood.stance,
    stood.label,
    stood.answers,
    stood.began,
    stood.crossed,
    stood.doubt,
    stood.follower
  from shown
  join stood on stood.topic = shown.topic
)
"""
