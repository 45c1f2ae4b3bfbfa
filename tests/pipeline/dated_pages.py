"""Build the small pages of tests/pages/dates.toml."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DatedPage:
    name: str
    html: str
    published: str | None
    url: str | None
    captured_at: str | None


def dated_pages() -> list[DatedPage]:
    file = Path(__file__).parents[1] / "pages" / "dates.toml"
    recorded = tomllib.loads(file.read_text(encoding="utf-8"))
    return [build(recorded, page) for page in recorded["page"]]


def build(recorded: dict, page: dict) -> DatedPage:
    body = page["body"].replace("{text}", recorded["text"])
    body = body.replace("{around}", recorded["around"])
    head = page.get("head", "")
    if "<title" not in head:
        heading = re.search(r"<h1[^>]*>([^<]*)", body)
        head = f"<title>{heading[1] if heading else 'Paper'}</title>{head}"
    html = recorded["frame"].replace("{lang}", page.get("lang", "en"))
    return DatedPage(
        name=page["name"],
        html=html.replace("{head}", head).replace("{body}", body),
        published=page["published"] or None,
        url=page.get("url"),
        captured_at=page.get("captured_at"),
    )
