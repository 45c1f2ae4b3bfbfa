"""Choose the figures that the comparison shows, and tell which of them are at odds."""

# For each kind of figure: the scope of the stances that it can test, what is counted, what
# becomes of it, and why it tests no stance, where it tests none.
KINDS: dict[str, tuple[str, str, str, str | None]] = {
    "total": ("data_requests", "requests", "answered", None),
    "legal": ("data_requests", "legal requests", "answered", None),
    "emergency": ("data_requests", "emergency requests", "answered", None),
    "preservation": (
        "data_requests",
        "preservation requests",
        "answered",
        "Preservation requests test no stance: data is kept, and nothing is handed over",
    ),
    "treaty": (
        "data_requests",
        "treaty requests",
        "answered",
        "Treaty requests test no stance: the treaty is the way that companies leave open",
    ),
    "device": ("data_requests", "device requests", "answered", None),
    "account": ("data_requests", "account requests", "answered", None),
    "content": ("data_requests", "requests", "answered with content", None),
    "financial": ("data_requests", "financial identifier requests", "answered", None),
    "digital_content": ("data_requests", "digital content requests", "answered", None),
    "push_token": ("data_requests", "push token requests", "answered", None),
    "account_restriction": (
        "content_removal",
        "account restriction requests",
        "acted on",
        None,
    ),
    "removal_requests": ("content_removal", "removal requests", "acted on", None),
    "removal_items": ("content_removal", "items", "removed or restricted", None),
    "removal_reasons": (
        "content_removal",
        "removal requests",
        "acted on",
        "The reasons count the removal requests once more, so they test no stance",
    ),
}


def _quoted(value: str | None) -> str:
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


KIND_ROWS = ",\n    ".join(
    f"({', '.join(map(_quoted, (kind, *words)))})" for kind, words in KINDS.items()
)


NUMBERS = "('number', 'zero', 'range', 'less_than', 'at_least', 'restated')"


def _told(notation: str) -> str:
    """Tell numbers in any notation from a blank, a dash and the like."""
    return f"iif({notation} in {NUMBERS}, 'number', {notation})"


# Two numbers of one kind and period are at odds when two releases print them and they cannot both
# be right; shares less than a point apart may be one share, rounded. It is a restatement where both
# come from the company's files, and a dispute where one is the news. What a better witness tells as
# well is shown once: the company's own file, a copy of it, what a third party read out of it, the
# news; then what was downloaded later. A blank, a dash and a number do not tell the same, nor does
# a row that contradicts itself tell what a sound one does. Rows of ONE release never restate each
# other: Google counts every requestor, and Discord's table holds a country twice. Nearly always all
# releases print the same, and nothing has to be compared with everything else.
FIGURES_SHOWN = f"""
printed as materialized (
  select
    figures.id,
    figures.company,
    figures.kind,
    figures.period_start,
    figures.period_end,
    figures.company || '/' || figures.kind || '/' || figures.period_start || '/'
      || figures.period_end || '/' || lower(figures.printed_kind) as matter,
    figures.company || '/' || figures.kind || '/' || figures.period_start || '/'
      || figures.period_end as topic,
    figures.release_digest || ' ' || figures.source as release,
    case figures.told_by
      when 'file' then 1 when 'copy' then 2 when 'parsed' then 3 else 4
    end as witness,
    figures.told_by = 'news' as hearsay,
    figures.release_date,
    coalesce(figures.received_notation = 'no_row', 0) as absent,
    {_told("figures.received_notation")} as received_told,
    {_told("figures.answered_notation")} as answered_told,
    {_told("figures.percentage_notation")} as share_told,
    figures.contradiction is not null as unsound,
    coalesce(figures.received, figures.received_low) as least,
    coalesce(figures.received, figures.received_high) as most,
    figures.accounts,
    coalesce(figures.answered, figures.derived_low) as low,
    coalesce(figures.answered, figures.derived_high) as high,
    case
      when figures.percentage_notation in ('number', 'zero') then cast(figures.percentage as real)
    end as share
  from figures
),
placed as materialized (
  select
    printed.*,
    json_array(
      absent, received_told, answered_told, share_told, unsound, least, most, accounts, low, high,
      share
    ) as numbers,
    row_number() over (partition by matter order by witness, release_date desc, id) as place
  from printed
),
twins as (
  select
    placed.*,
    row_number() over (partition by matter, release, numbers order by place) as twin
  from placed
),
versions as materialized (
  select
    twins.*,
    row_number() over (partition by matter, numbers, twin order by place) as telling
  from twins
),
contested as materialized (
  select placed.matter
  from placed
  group by placed.matter
  having min(placed.release) <> max(placed.release) and min(placed.numbers) <> max(placed.numbers)
),
paired as (
  select
    one.id,
    max(
      other.place < one.place
      and other.absent = one.absent
      and other.unsound = one.unsound
      and (one.received_told is null or other.received_told is one.received_told)
      and (one.answered_told is null or other.answered_told is one.answered_told)
      and (one.share_told is null or other.share_told is one.share_told)
      and (one.least is null or coalesce(other.least >= one.least, 0))
      and (one.most is null or coalesce(other.most <= one.most, 0))
      and (one.accounts is null or other.accounts is one.accounts)
      and (one.low is null or coalesce(other.low >= one.low, 0))
      and (one.high is null or coalesce(other.high <= one.high, 0))
      and (one.share is null or coalesce(abs(other.share - one.share) < 1, 0))
    ) as retold,
    one.hearsay or other.hearsay as hearsay,
    max(
      other.absent = one.absent
      and coalesce(other.least <= one.most, 1)
      and coalesce(other.most >= one.least, 1)
      and coalesce(other.accounts = one.accounts, 1)
      and coalesce(other.low <= one.high, 1)
      and coalesce(other.high >= one.low, 1)
      and coalesce(abs(other.share - one.share) < 1, 1)
    ) as agrees
  from contested
  join versions as one on one.matter = contested.matter and one.telling = 1
  join versions as other on other.matter = contested.matter and other.release <> one.release
  group by one.id, other.release, one.hearsay or other.hearsay
),
retelling as materialized (
  select
    paired.id,
    max(paired.retold) as retold,
    max(not paired.agrees and not paired.hearsay) as restated,
    max(not paired.agrees and paired.hearsay) as disputed
  from paired
  group by paired.id
),
shown as materialized (
  select
    versions.id,
    versions.matter,
    versions.topic,
    versions.release,
    versions.hearsay,
    versions.company,
    versions.kind,
    versions.period_start,
    versions.period_end,
    versions.absent,
    versions.low,
    versions.high,
    versions.share,
    versions.id in (select retelling.id from retelling where retelling.restated) as reprinted,
    versions.id in (select retelling.id from retelling where retelling.disputed) as disputed
  from versions
  where versions.telling = 1
    and versions.id not in (select retelling.id from retelling where retelling.retold)
)
"""

# A release may spell a kind of request otherwise, or leave a row out. A kind that it does not
# print, though it prints others for the same period, is held against those: "missing" names both.
# What both releases print is not in doubt when one of them prints another kind beside it.
KINDS_MISSING = """
spelled as materialized (
  select distinct printed.topic, printed.matter, printed.release
  from printed
  where not printed.hearsay and not printed.absent
),
uneven as materialized (
  select spelled.topic
  from spelled
  group by spelled.topic
  having count(distinct spelled.matter) * count(distinct spelled.release) > count(*)
),
missing as materialized (
  select distinct one.matter, other.matter as instead
  from uneven
  join spelled as one on one.topic = uneven.topic
  join spelled as other on other.topic = uneven.topic and other.release <> one.release
  where not exists (
    select 1
    from spelled
    where spelled.matter = one.matter and spelled.release = other.release
  )
)
"""
