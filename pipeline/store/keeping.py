"""Keep the answers of slow views in tables, and never show one that is out of date.

Table ``kept`` names the views whose kept rows hold. Triggers take a name out as soon as a row
changes that the view was made from; from then on the view works its answer out, until ``refresh``
keeps it anew. So who forgets to refresh loses time, and never the truth.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from pipeline.store.shapes import View

MARKS = "kept"
MARKS_DEFINITION = f'create table "{MARKS}" (\n  "name" text not null primary key\n) strict'
OPERATIONS = ("insert", "update", "delete")


def table_of(view: View) -> str:
    """Name the table that keeps a view's rows."""
    return f"{MARKS}_{view.name}"


def definition(view: View) -> str:
    """Write the ``create table`` of a view's kept rows; ``place`` is their order."""
    lines = ['"place" integer primary key', *(f'"{name}" any' for name, _ in view.columns)]
    return f'create table "{table_of(view)}" (\n  ' + ",\n  ".join(lines) + "\n) strict"


def gated(view: View) -> str:
    """Write the view that reads its kept rows while they hold, and works them out when not.

    SQLite would work out both arms of a union before it looks at their conditions. It reads the
    argument of ``json_each`` only when it is asked for. The union holds places alone, so that
    columns nobody asks for are never read. Both arms have their rows in order; to say so would
    have SQLite sort all of them to count them.
    """
    names = [name for name, _ in view.columns]
    holds = f"exists (select 1 from {MARKS} where name = '{view.name}')"
    shown = ",\n  ".join(
        f"iif(places.made is null, held.\"{name}\", json_extract(places.made, '$[{at}]')) "
        f'as "{name}"'
        for at, name in enumerate(names)
    )
    listed = ", ".join(f'"{name}"' for name in names)
    return f"""
select
  {shown}
from (
  select place, null as made
  from {table_of(view)}
  where {holds}
  union all
  select worked_out.key, worked_out.value
  from json_each(
    iif(
      {holds},
      '[]',
      (
        select json_group_array(json_array({listed}))
        from (
{view.sql.strip()}
        )
      )
    )
  ) as worked_out
) as places
left join {table_of(view)} as held on held.place = places.place and places.made is null
"""


def triggers(tables: Mapping[str, Iterable[str]]) -> list[str]:
    """Write the triggers that take a view's mark away: table -> names of views made from it."""
    written = []
    for table, names in sorted(tables.items()):
        marks = ", ".join(f"'{name}'" for name in sorted(names))
        written += [
            f'create trigger "{table}_{operation}_ends_what_is_kept" '
            f'after {operation} on "{table}" '
            f"when exists (select 1 from {MARKS}) "  # cheap: all but the first row find it empty
            f"begin delete from {MARKS} where name in ({marks}); end"
            for operation in OPERATIONS
        ]
    return written


def tables_read(connection: sqlite3.Connection, sql: str) -> set[str]:
    """Tell which tables and views a query reads, from SQLite itself."""
    seen: set[str] = set()

    def watch(action: int, one: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ and one:
            seen.add(one)
        return sqlite3.SQLITE_OK

    connection.set_authorizer(watch)
    try:
        connection.execute(f"explain {sql}")
    finally:
        connection.set_authorizer(None)
    return seen


def refresh(connection: sqlite3.Connection, views: Sequence[View]) -> None:
    """Keep anew the rows of each view whose kept rows no longer hold, in the open transaction."""
    held = {name for (name,) in connection.execute(f"select name from {MARKS}")}
    for view in views:
        if view.name in held:
            continue
        names = ", ".join(f'"{name}"' for name, _ in view.columns)
        connection.execute(f'delete from "{table_of(view)}"')
        connection.execute(
            f'insert into "{table_of(view)}" select row_number() over (), {names} '
            f"from ({view.sql.strip()})"
        )
        connection.execute(f"insert into {MARKS} values (:name)", {"name": view.name})
