"""Our pages when everything from outside, and what a visitor types, tries to become code."""

from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from hostile_texts import ADDRESSES, HOSTILE
from pages import answers, dangers, links

from pipeline.store import Store

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))


def build(path, **changes):
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(**changes))
    return path


def storable(texts):
    """Leave out halves of characters, which no database takes."""
    return [text for text in texts if text and text == text.encode(errors="ignore").decode()]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A database whose quotes, titles, names and addresses all try to become code."""
    texts, addresses = storable(HOSTILE), storable(ADDRESSES)
    claims = []
    for number, text in enumerate(texts, start=1):
        document = made.make_document(
            number,
            text=f"{text} and {text}",
            title=text,
            publisher=text,
            authors=(text,),
            language=text,
            agency=text,
            published_basis=text,
            url=addresses[number % len(addresses)],
        )
        claim = made.make_claim(number, document=made.make_document(number)).claim
        claims.append(
            made.StoredClaim(
                f"c{number:015x}",
                document,
                replace(claim, quote=text, start=0, end=len(text), speaker=text, rule=text),
            )
        )
    groups = [claims[start : start + 100] for start in range(0, len(claims), 100)]
    events = [
        made.make_event(
            f"zoom-paused-2020-07-{day:02}",
            company_name=texts[day],
            products=(texts[day],),
            basis=texts[day],
            quote=texts[day],
            url=addresses[day],
            archived=addresses[day],
            publisher=texts[day],
            first_publisher=texts[day],
            claims=tuple(claim.id for claim in group),
        )
        for day, group in enumerate(groups, start=1)
    ]
    first = events[0].id
    reviews = [
        made.Review(f"r{n}", first, "note", text, text, made.MOMENT)
        for n, text in enumerate(texts[:15])
    ]
    corrections = [
        made.Correction(f"k{n}", first, "date", text, text, text, made.MOMENT)
        for n, text in enumerate(texts)
    ]
    path = build(
        tmp_path_factory.mktemp("hostile") / "timeline.db",
        claims=tuple(claims),
        documents=(),
        events=tuple(events),
        redirects=(),
        reviews=tuple(reviews),
        corrections=tuple(corrections),
    )
    return SimpleNamespace(path=path, events=events, texts=texts)


def test_hostile_texts_are_text_on_every_page(hostile):
    paths = ["/", "/companies", "/companies/zoom", "/events", "/corrections", "/search?q=alert"]
    paths += [f"/events/{event.id}" for event in hostile.events]

    for answer in answers(hostile.path, *paths):
        assert answer.status_code == 200, answer.text[:300]
        assert dangers(answer.text) == [], answer.url


def test_hostile_texts_are_shown_as_they_are(hostile):
    page = "".join(
        answer.text
        for answer in answers(hostile.path, *[f"/events/{event.id}" for event in hostile.events])
    )

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)</script>" not in page
    assert "javascript:alert(1)" not in [link.casefold() for link in links(page)]


@pytest.mark.parametrize("typed", ["<script>alert(1)<x>", '"><img src=x onerror=alert(1)>'])
def test_what_a_visitor_types_is_text(hostile, typed):
    for answer in answers(
        hostile.path,
        f"/search?q={typed}",
        f"/events?company={typed}&since={typed}&{typed}=1",
        f"/events/{typed}",
        f"/companies/{typed}",
    ):
        assert dangers(answer.text) == []


def test_addresses_in_datasette_lead_to_the_web_or_nowhere(hostile):
    for answer in answers(hostile.path, "/timeline/documents?_size=200", "/timeline/events"):
        found = links(answer.text)

        assert [link for link in found if "@" in link.partition("?")[0]] == []
        assert [
            link for link in found if not link.startswith(("/", "http://", "https://", "#"))
        ] == []
