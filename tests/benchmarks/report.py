"""Write docs/performance.md from what the benchmarks measured, with the machine and the day.

    python tests/benchmarks/report.py RESULTS.json docs/performance.md

RESULTS.json is what pytest-benchmark writes; tables are what ``measuring.tell`` left in it.
"""

import json
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ["deflate", "hyperscan", "trafilatura", "lxml", "spacy", "distributed", "warcio"]
INTRODUCTION = """\
# How fast it is

Written by `make performance`; change the benchmarks, not this file. Everything in a table was
measured in one run on one machine that others may have used at the same time, so read the ratios:
they hold on other machines, seconds do not. Processor time is that of all processes together, user
and system. `make bench-quick` holds some of the ratios in CI, against the floors in
`tests/benchmarks/floors.toml`.
"""


def report(results: dict[str, Any]) -> str:
    """Put the page together."""
    tables = [
        table
        for benchmark in results["benchmarks"]
        for table in benchmark["extra_info"].get("tables", ())
    ]
    return "\n".join([INTRODUCTION, _machine(results), *map(_section, tables)])


def _machine(results: dict[str, Any]) -> str:
    info = results["machine_info"]
    cpu = info.get("cpu", {})
    versions = ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))
    day = results["datetime"][:10]
    rows = [
        ("processor", f"{cpu.get('brand_raw', info.get('machine'))}, {os.cpu_count()} cores"),
        ("memory", f"{_memory_gb()} GB"),
        ("system", f"{info['system']} on {info['machine']}"),
        ("Python", f"{info['python_implementation']} {info['python_version']}"),
        ("packages", versions),
        ("measured on", day),
    ]
    return f"## The machine\n\n{_table(('', ''), rows)}"


def _section(table: dict[str, Any]) -> str:
    return f"## {table['title']}\n\n{table['says']}\n\n{_table(table['head'], table['rows'])}"


def _table(head: Any, rows: Any) -> str:
    numbers = ["---:" if head[0] else "---" for _ in head[1:]]
    lines = [head, ["---", *numbers], *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _cell(content: object) -> str:
    return str(content).replace("|", "\\|").replace("\n", " ")


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    measured, page = map(Path, sys.argv[1:])
    written = report(json.loads(measured.read_text(encoding="utf-8")))
    page.write_text(written, encoding="utf-8")
