"""Texts that nobody wrote in good faith: reading them ends, and quotes what stands there."""

import html
import json
from functools import lru_cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli.running import run
from pipeline.extract import Reader
from pipeline.extract.sentences import LONGEST, split_sentences
from pipeline.model import Claim
from pipeline.parse.given import given_document
from pipeline.tracker import load_tracker
from pipeline.visible import visible

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
SAID = "Zoom paused requests from Hong Kong"


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_tracker(TRACKER))


def claims(text: str) -> list[Claim]:
    return reader().read(given_document("d", text, published="2020-07-07"))


PIECES = ["Zoom", "Google", " paused ", " Hong Kong ", "requests", ". ", "“", "”", "\n", "«", ", "]
PIECES += [" it ", " will not ", "hand over data", "TikTok", "left ", "\u200b", "\x00", "🦊"]
PIECES += ["\u202e", "\u00ad", "\ud83e", "\u0307", "ß", "İ", "; ", "\r", "\u2028", "\ue000", "…"]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=60).map("".join))
def test_every_quote_stands_where_it_says_in_any_text(text):
    for claim in claims(text):
        assert text[claim.start : claim.end] == claim.quote


DATED = "Zoom said on Monday that it has paused data requests from Hong Kong."
MARKS = st.sampled_from(["\u200b", "\x00", "\u202e", "\ufeff", "\u2060", ""])


@settings(max_examples=40, deadline=None)
@given(st.lists(MARKS, min_size=len(DATED), max_size=len(DATED)))
def test_invisible_characters_anywhere_change_no_claim_and_no_quote(marks):
    text = "".join(char + mark for char, mark in zip(DATED, marks, strict=True))

    (claim,) = claims(text)

    assert (claim.company, claim.stance, claim.announced.value) == ("zoom", "paused", "2020-07-06")
    assert visible(claim.quote).text == DATED
    assert text[claim.start : claim.end] == claim.quote


@given(st.text() | st.text(alphabet="a\u200b\x00\ud800b \n"))
def test_what_is_left_of_a_text_keeps_its_places(text):
    seen = visible(text)

    for at, char in enumerate(seen.text):
        assert text[seen.start(at)] == char or char == "\ufffd"
        assert seen.end(at + 1) == seen.start(at) + 1


@given(st.text(alphabet="ab ,.;\n“", min_size=1, max_size=40), st.integers(1, 400))
def test_sentences_have_a_longest_length_and_leave_no_word_out(piece, times):
    text = piece * times

    sentences = split_sentences(text)

    assert all(len(one.text) <= LONGEST for one in sentences)
    assert all(text[one.start : one.end] == one.text for one in sentences)
    assert "".join(text.split()) == "".join("".join(one.text.split()) for one in sentences)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Goo\u200bgle has paused data requests from Hong Kong.", "google"),
        ("Link\u00adedIn has pau\u200dsed data requests from Ho\u2060ng Kong.", "linkedin"),
        (
            "\u202bZoom\u202c \u200fhas paused\u200e data \u2067requests\u2069 from Hong Kong.",
            "zoom",
        ),
        ("Zo\x00om\x00 has paused data requests from Hong Kong.", "zoom"),
        ("🦊Zoom🦊 has paused 🙅‍♀️ data requests from Hong Kong 🇭🇰.", "zoom"),
        ("Zoom has paused data requests from Hong Kong. \ud800", "zoom"),
        ("\ufeffZoom\ufe0f has paused data requests from Hong Kong.", "zoom"),
    ],
    ids=["zero width", "soft hyphen", "direction", "NUL", "emoji", "half a character", "BOM"],
)
def test_what_a_reader_sees_is_read(text, company):
    assert [(claim.company, claim.stance) for claim in claims(text)] == [(company, "paused")]


def test_a_list_without_a_full_stop_is_read_in_pieces_around_its_clauses():
    text = "Menu, Sport, Weather, Harbour, " * 200 + SAID + ", Contact, Imprint" * 200

    (claim,) = claims(text)

    assert (claim.company, claim.stance) == ("zoom", "paused")
    assert SAID in claim.quote
    assert len(claim.quote) <= LONGEST


HOSTILE = {
    "a megabyte without a stop": f"{SAID} and " * 25_000,
    "a megabyte of semicolons": f"{SAID}; " * 27_000,
    "a megabyte of short sentences": f"{SAID}. " * 27_000,
    "a megabyte of zero width": f"{SAID}.\u200b\u200b " * 25_000,
    "a megabyte of dates": "On July 1 2020 Zoom paused requests, July 2, July 3 " * 18_000,
    "ten thousand names in a list": "Google, " * 10_000 + f"and {SAID}.",
    "ten thousand names in sentences": "Google. " * 10_000 + f"{SAID}.",
    "nested quotes": "“" * 5_000 + f"We paused requests from Hong Kong, said {SAID}" + "”" * 5_000,
    "quotes within quotes": "“‘«「" * 20_000 + SAID + "」»’”" * 20_000,
    "brackets": "(" * 400_000 + SAID + ")" * 400_000,
    "one long word": "a" * 1_000_000 + " Hong Kong Zoom",
    "a long name": "Hong Kong Zoom" + "oom" * 300_000,
    "spaces": " " * 1_000_000 + SAID,
    "empty lines": "\n" * 500_000 + SAID,
    "full stops": "Zoom . . . " * 90_000 + "Hong Kong",
    "abbreviations": "Zoom Inc. Mr. St. " * 55_000 + "Hong Kong",
    "foxes": "🦊" * 200_000 + SAID,
    "capitals": "HONG KONG ZOOM " * 60_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_end_in_time(text):
    reader()
    before = process_time()

    found = claims(text)

    assert process_time() - before < 10  # half of it on the machine that this was measured on
    assert all(text[claim.start : claim.end] == claim.quote for claim in found)
    assert all(len(claim.quote) <= LONGEST for claim in found)


SHOWN = [
    "nested quotes",
    "quotes within quotes",
    "ten thousand names in a list",
    "a megabyte without a stop",
    "foxes",
]
ODD = {name: HOSTILE[name] for name in SHOWN} | {
    "invisible": f"Zo\u200bom\u202e has pau\u2060sed requests from Hong\u00ad Kong.\x00 {SAID}."
}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param(kind, text, id=f"{kind}-{name}")
        for name, text in ODD.items()
        for kind in ("text", "html", "jsonl")
        if kind == "html" or name != "a megabyte without a stop"  # its reading takes seconds
    ],
)
def test_the_command_line_reads_hostile_files_to_their_end(kind, text, tmp_path, capsys):
    path = tmp_path / "file"
    page = f"<!doctype html><html><body><article><p>{html.escape(text)}</p></article></body></html>"
    given_text = text + "\ud800"
    line = json.dumps({"id": "a", "text": given_text, "published": "2020-07-07"})
    written = {"text": text, "html": page, "jsonl": line}[kind]
    path.write_text(written, encoding="utf-8")

    arguments = ["--jsonl", str(path)] if kind == "jsonl" else [str(path), "--json"]
    assert run(["extract", *arguments]) == 0

    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {claim["stance"] for claim in found} <= {"paused"}
    if kind == "jsonl":
        assert all(given_text[c["start"] : c["end"]] == c["quote"] for c in found)


@pytest.mark.parametrize("tag", ["div", "blockquote", "span", "q", "table", "ul><li"])
def test_deeply_nested_pages_are_read_or_refused_in_one_line(tag, tmp_path, capsys):
    path = tmp_path / "deep.html"
    path.write_text(f"<html><body>{f'<{tag}>' * 50_000}<p>{SAID}.</p></body></html>")

    assert run(["extract", str(path), "--json"]) in (0, 1)

    assert len(capsys.readouterr().err.splitlines()) <= 1
