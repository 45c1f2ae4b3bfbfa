"""Hand out what the newsrooms write; the same seed gives the same words."""

import random
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

HONG_KONG = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Story:
    """An article without its page. ``text`` has paragraphs between empty lines."""

    title: str
    text: str
    published: datetime
    author: str
    language: str = "en"

    @property
    def path(self) -> str:
        """Give the path of its page: the day and the words of the title."""
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")
        if self.language != "en":  # addresses of Chinese papers bear a number
            words = f"{int(self.published.timestamp())}"
        return f"/{self.published:%Y/%m/%d}/{words}"

    @property
    def paragraphs(self) -> list[str]:
        """Give the paragraphs in their order."""
        return self.text.strip().split("\n\n")


@cache
def material() -> dict[str, Any]:
    """Read the texts that all stories are made of."""
    return tomllib.loads(Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))


def law_stories(outlet: int, *, outlets: int) -> list[Story]:
    """Give the wordings that are this outlet's own: no other one prints them."""
    wordings = [
        (fact["day"], wording) for fact in material()["fact"] for wording in fact["wordings"]
    ]
    # Steps of 11 (coprime to 30) spread the wordings of one fact over different outlets.
    mine = [wordings[index * 11 % len(wordings)] for index in range(outlet, len(wordings), outlets)]
    return [
        Story(wording["title"], wording["text"], _at(day, 9 + outlet, 7 * outlet), _author(outlet))
        for day, wording in mine
    ]


def agency_copy(name: str, outlet: int) -> Story:
    """Give an agency's report as one outlet prints it: its own headline, edits, and the credit."""
    report = next(entry for entry in material()["agency"] if entry["name"] == name)
    paragraphs = report["text"].strip().split("\n\n")
    titles = (report["title"], f"{report['title']} - {report['name'].upper()}")
    if outlet % 3 == 1:
        paragraphs = paragraphs[:-1]  # cut from the end, as desks do
    if outlet % 3 == 2:
        paragraphs.insert(1, "Readers in the city may find our guide to the law useful.")
    if outlet % 2:
        paragraphs[0] = paragraphs[0].partition("— ")[2] or paragraphs[0].partition(") - ")[2]
        paragraphs.append(report["credit"])
    published = _at(report["day"], 12 + outlet % 5, 11)
    return Story(titles[outlet % 2], "\n\n".join(paragraphs), published, report["author"])


def filler_stories(outlet: int, count: int, *, first: int = 0) -> list[Story]:
    """Give articles on nothing in particular; ``first`` continues an earlier count."""
    return [_filler(outlet, number) for number in range(first, first + count)]


def chinese_stories(language: str, fillers: int) -> list[Story]:
    """Give articles in Chinese, traditional (zh-HK) or simplified (zh-CN)."""
    stories = [
        Story(entry["title"], entry["text"], _at(entry["day"], 18, 0), "本報記者", language)
        for entry in material()["zh"]
        if entry["lang"] == language
    ]
    parts = material()["filler_zh"][language]
    for number in range(fillers):
        draw = random.Random(f"{language}-{number}")
        title, *sentences = (
            pattern.format(place=draw.choice(parts["place"]), number=draw.randint(2, 60))
            for pattern in [draw.choice(parts["titles"]), *draw.sample(parts["sentences"], 4)]
        )
        day = date(2020, 7, 1) + timedelta(days=number)
        stories.append(Story(title, "\n\n".join(sentences), _at(day, 8, number), "記者", language))
    return stories


def _filler(outlet: int, number: int) -> Story:
    draw = random.Random(f"{outlet}-{number}")
    parts = material()["filler"]

    def fill(pattern: str) -> str:
        words = {name: draw.choice(parts[name]) for name in ("place", "people", "thing", "day")}
        return str(pattern.format(**words, number=draw.randint(3, 400)))

    title = fill(draw.choice(parts["titles"]))
    sentences = [fill(pattern) for pattern in draw.sample(parts["sentences"], 9)]
    text = "\n\n".join(" ".join(sentences[start : start + 3]) for start in (0, 3, 6))
    day = date(2020, 6, 20) + timedelta(days=draw.randint(0, 40))
    return Story(title, text, _at(day, 6 + number, outlet), _author(outlet + number))


def _author(number: int) -> str:
    names = ("Rosa Lindqvist", "Edmund Poon", "Hilary Mak", "Tobias Grange", "Ines Farrow")
    return names[number % len(names)]


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour % 24, minute % 60), HONG_KONG)


def utc(moment: datetime) -> datetime:
    """Give the same moment as UTC."""
    return moment.astimezone(UTC)
