"""Describe tables and views as values: each column with its words, so that none goes without."""

from dataclasses import dataclass

DIGIT = "[0-9]"
YEAR = DIGIT * 4
MONTH = f"{YEAR}-[01]{DIGIT}"
DAY = f"{MONTH}-[0-3]{DIGIT}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name as in the dataclass, its SQL type and constraints, its meaning."""

    name: str
    sql: str
    description: str

    @property
    def definition(self) -> str:
        """Write the column as it stands in ``create table``."""
        return f'"{self.name}" {self.sql}'


@dataclass(frozen=True, slots=True)
class Table:
    """One strict table: ``key`` are the columns of its primary key, ``search`` those of its FTS."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    indices: tuple[tuple[str, ...], ...] = ()
    search: tuple[str, ...] = ()
    label: str | None = None
    facets: tuple[str, ...] = ()
    sort: str | None = None

    @property
    def definition(self) -> str:
        """Write the ``create table`` statement."""
        keys = ", ".join(f'"{name}"' for name in self.key)
        lines = [column.definition for column in self.columns] + [f"primary key ({keys})"]
        return f'create table "{self.name}" (\n  ' + ",\n  ".join(lines) + "\n) strict"

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the columns in their order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class View:
    """One question that is asked again and again, and what its columns mean."""

    name: str
    description: str
    sql: str
    columns: tuple[tuple[str, str], ...]
    facets: tuple[str, ...] = ()
    sort: str | None = None


def text(name: str, description: str, *, required: bool = False) -> Column:
    """Describe a column of text."""
    return Column(name, f"text{' not null' if required else ''}", description)


def number(name: str, description: str, *, required: bool = False) -> Column:
    """Describe a column of whole numbers that are never below zero."""
    null = " not null" if required else ""
    return Column(name, f'integer{null} check ("{name}" >= 0)', description)


def flag(name: str, description: str) -> Column:
    """Describe a column of yes (1) or no (0)."""
    return Column(name, f'integer not null check ("{name}" in (0, 1))', description)


def share(name: str, description: str, *, required: bool = False) -> Column:
    """Describe a column of numbers from 0 to 1."""
    null = " not null" if required else ""
    return Column(name, f'real{null} check ("{name}" between 0 and 1)', description)


def day(name: str, description: str, *, required: bool = False) -> Column:
    """Describe a column of whole days, ``2020-07-06``."""
    null = " not null" if required else ""
    return Column(name, f"text{null} check (\"{name}\" glob '{DAY}')", description)


def date(name: str, description: str, *, required: bool = False) -> Column:
    """Describe a column of dates as far as they are known: day, month or year."""
    null = " not null" if required else ""
    patterns = " or ".join(f"\"{name}\" glob '{pattern}'" for pattern in (DAY, MONTH, YEAR))
    return Column(name, f"text{null} check ({patterns})", description)


def moment(name: str, description: str, *, required: bool = False) -> Column:
    """Describe a column of moments in UTC, ``2026-11-24T01:02:03Z``."""
    null = " not null" if required else ""
    clock = ":".join([DIGIT * 2] * 3)
    return Column(name, f"text{null} check (\"{name}\" glob '{DAY}T{clock}*Z')", description)


def choice(
    name: str, values: tuple[str, ...], description: str, *, required: bool = False
) -> Column:
    """Describe a column that takes one of a few words, and list them in its description."""
    null = " not null" if required else ""
    words = ", ".join(f"'{value}'" for value in values)
    return Column(
        name,
        f'text{null} check ("{name}" in ({words}))',
        f"{description}: {', '.join(values[:-1])} or {values[-1]}",
    )


def listing(name: str, description: str) -> Column:
    """Describe a column that holds a JSON array."""
    return Column(name, f'text not null check (json_valid("{name}"))', f"{description} (JSON)")


def link(
    name: str, target: str, description: str, *, required: bool = False, key: str = "id"
) -> Column:
    """Describe a column that points to a row of another table."""
    null = " not null" if required else ""
    return Column(name, f'text{null} references "{target}" ("{key}")', description)


FINGERPRINT = text(
    "fingerprint",
    "Fingerprint of the code and TOML files that made this row; it changes with every upgrade",
    required=True,
)
