"""Make a page like LinkedIn's: a section under ``h2``, a half-year under ``h4``, then a table.

Hong Kong's rows are the real ones, as are the oddities of Georgia (2024 H1, a percentage among the
accounts) and Belgium (2021 H1, 4 accounts at 0 %), not the rest of their rows; all else is made up.
"""

from collections.abc import Iterable, Sequence

DATA_HEADER = (
    "Country",
    "Requests for member data",
    "Accounts subject to request",
    "Percentage of requests for which some data was provided",
    "Accounts for which some data was provided",
)
REMOVAL_HEADER = ("Country", "Requests for removal", "Action taken", "Percentage of action taken")
DATA: dict[str, tuple[tuple[str, ...], ...]] = {
    "2024: January\u2013June": (
        ("Brazil*", "40", "45", "80%", "33"),
        ("Georgia", "3", "3", "0%", "0%"),
        ("Hong Kong", "1", "1", "0%", "0"),
        ("United States", "1,020", "2,292[1]", "80%", "1,700"),
        ("Total", "1,064", "2,341", "79%", "1,733"),
    ),
    "2023: July-December": (
        ("India", "100", "110", "50%", "52"),
        ("US", "900", "0-499", "75%", "100"),
    ),
    "2021: January \u2014 June": (("Belgium", "6", "6", "0%", "4"), ("Total", "6", "6", "0%", "4")),
}
REMOVALS: dict[str, tuple[tuple[str, ...], ...]] = {
    "2025: January-June": (("China", "5", "5", "100%"), ("Hong Kong", "2", "2", "100%")),
    "2024: January-June": (("China", "9", "8", "89%"),),
    "2023: July-December": (("Hong Kong", "2", "2", "100%"), ("Total", "2", "2", "100%")),
}


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{text}</th>" for text in header)
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>\n"


def section(
    title: str, header: Sequence[str], halves: dict[str, tuple[tuple[str, ...], ...]]
) -> str:
    parts = (f"<h4>{half}</h4>\n{table(header, rows)}" for half, rows in halves.items())
    return f"<h2>{title}</h2>\n{''.join(parts)}"


def page(*sections: str) -> bytes:
    head = '<!doctype html>\n<html lang="en"><head><title>LinkedIn</title></head>'
    return f"{head}<body>\n<h1>Report</h1>\n{''.join(sections)}</body></html>\n".encode()


def whole() -> bytes:
    words = table(("Word", "Meaning"), (("Request", "What a government asks"),))
    return page(
        section("Government requests for member data", DATA_HEADER, DATA),
        section("Government requests for content removal", REMOVAL_HEADER, REMOVALS),
        f"<h2>Words</h2>{words}",
    )


def files() -> dict[str, bytes]:
    return {"government-requests-report": whole()}
