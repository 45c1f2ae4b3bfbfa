"""The gate lets pass whatever becomes a document that concerns the law, however it is spelled."""

import json
import pickle
import tomllib
from encodings.aliases import aliases
from pathlib import Path

import disguises
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UnreadableDocument
from pipeline.gate import Gate
from pipeline.parse.document import Unwanted, read_document
from pipeline.tracker import load_tracker
from pipeline.tracker_models import Law

ROOT = Path(__file__).parents[2]
TRACKER = load_tracker(ROOT / "data" / "trackers" / "hk-nsl")
GATE = Gate(TRACKER)
TOLD = (
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{told}</p>"
    "<p>The clerks in the upper town have had a quiet spring, and nobody wished to be named.</p>"
    "</body></html>"
)


def passes(body: bytes, media_type: str | None = "text/html", *, gate: Gate = GATE) -> bool:
    if not gate.may(body):
        return False
    try:
        read_document(body, media_type=media_type, wanted=gate.wants)
    except (Unwanted, UnreadableDocument):
        return False
    return True


def kept(body: bytes, media_type: str | None = "text/html", *, gate: Gate = GATE) -> bool:
    try:
        document = read_document(body, media_type=media_type)
    except UnreadableDocument:
        return False
    return gate.wants(document.title, document.text)


def page(told: str, *, title: str = "What they said") -> bytes:
    return TOLD.format(told=told, title=title).encode()


PLAIN = "Telegram refused the Hong Kong police under the national security law."


def test_a_page_that_names_company_place_and_law_passes_and_is_kept():
    assert (passes(page(PLAIN)), kept(page(PLAIN))) == (True, True)


@pytest.mark.parametrize("missing", ["Telegram", "Hong Kong", "national security law"])
def test_a_page_that_lacks_one_of_the_three_is_stopped(missing):
    assert not passes(page(PLAIN.replace(missing, "somebody")))


def test_nothing_is_lost_of_the_demo_pages():
    pages = [path.read_bytes() for path in sorted((ROOT / "data" / "demo").glob("*.html"))]

    stopped = [body for body in pages if not passes(body)]

    assert len(pages) - len(stopped) >= 60
    assert [body[:200] for body in stopped if kept(body)] == []


def gold() -> list[dict[str, str]]:
    folder = ROOT / "data" / "trackers" / "hk-nsl" / "gold"
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def test_nothing_is_lost_of_the_gold_texts():
    told = [(each["text"], each.get("title")) for each in gold()]

    concerning = [each for each in told if GATE.wants(each[1], each[0])]

    assert len(concerning) > 500
    assert [
        text for text, title in concerning if not passes(page(text, title=title or "Said"))
    ] == []


def test_nothing_is_lost_however_names_are_spelled():
    """What the gate stops by its bytes is read to the end; of what passes each eighth is."""
    pages = [disguises.page(number) for number in range(1800)]
    pages += [disguises.near_miss(number) for number in range(200)]

    passing = [each for each in pages if GATE.may(each.body)]
    stopped = [each for each in pages if not GATE.may(each.body)]
    stopped += [each for each in passing[::8] if not passes(each.body, each.media_type)]

    assert len(passing) > 1500
    assert [each for each in stopped if kept(each.body, each.media_type)] == []


def test_the_disguised_pages_are_pages_that_would_be_kept():
    pages = [disguises.page(number) for number in range(0, 1800, 45)]

    would_be = [kept(each.body, each.media_type) for each in pages]

    assert sum(would_be) >= 35


@pytest.mark.parametrize("codec", sorted(set(aliases.values())))
def test_a_page_passes_in_every_encoding_that_has_its_letters(codec):
    told = PLAIN + " 香港國安法"
    try:
        body = page(told).decode().encode(codec, "xmlcharrefreplace")
    except (LookupError, UnicodeError):
        pytest.skip(f"{codec} does not write text on this system, or not this one")
    declared = f"text/html; charset={codec}"

    assert passes(body, declared) >= kept(body, declared)


BROKEN = {
    "a script that never ends": "{0}<script>var a = '<p>{1}</p>'",
    "a comment that never ends": "{1}<!-- <p>{0}</p>",
    "a script in a comment": "<!-- <script> -->{0}{1}",
    "a comment in an attribute": "<p title='<!--'>{0}{1}</p>-->",
    "a comparison": "a < b {0} c > d {1}",
    "marked as data": "<![CDATA[{0}]]>{1}",
    "for browsers without scripts": "<noscript>{0}{1}</noscript>",
    "a template": "<template>{0}</template>{1}",
    "a field of text": "<textarea>{0}{1}</textarea><textarea>",
    "quotes that do not match": "<p title=\"a' b>{0}</p><p class='\">{1}</p>",
    "frames": "<frameset><noframes>{0}{1}</noframes></frameset>",
    "controls": "<\x01p>\x02{0}\x03</p>{1}",
    "closed thrice": "</html></body></html><p>{0}</p>{1}",
    "no tags": "{0}\n\n{1}",
    "deep": "<div>" * 300 + "{0}{1}",
}


@pytest.mark.parametrize("way", BROKEN.values(), ids=BROKEN)
def test_a_broken_page_is_seen_as_documents_see_it(way):
    body = page(way.format("Telegram refused police in Hong Kong", " under the security law"))

    assert passes(body) >= kept(body)


def test_a_text_file_is_read_as_it_stands():
    text = b"Telegram <b>\n\nThe law of HONG\nKONG is the security\nlaw &amp; more\n"

    assert (GATE.may(text), kept(text, "text/plain")) == (True, True)


@pytest.mark.parametrize(
    ("told", "is_kept"),
    [
        ("HSBC backs the national-security law that comes to Hong Kong.", True),
        ("HSBC backs the national security law that comes to the city.", False),  # no place
        ("Telegram is popular in Hong Kong, says a translation.", False),  # no NSL in it
        ("Telegram is popular in Hong Kong, where the NSL is in force.", True),
        ("Telegram has no user data of Hong Kong.", True),
        ("Telegram has power user database tips for Hong Kong.", False),
        ("The zoom lens from Hong Kong quotes the security law.", False),  # no company's name
        ("Telegram \u9999\u6e2f\u570b\u5b89\u6cd5", True),
        ("谷歌表示，香港國安法生效後", True),
        ("Google表示，香港國安法生效後", True),
    ],
)
def test_what_concerns_the_law(told, is_kept):
    body = page(told)

    assert (kept(body), passes(body)) == (is_kept, is_kept)


def test_nearly_no_ordinary_page_passes():
    pages = [disguises.ordinary(number) for number in range(200)]

    assert sum(GATE.may(each.body) for each in pages) <= 2


def elsewhere(law: str) -> Gate:
    """Make the gate of another law, out of its TOML alone."""
    read = Law.model_validate(tomllib.loads(law))
    return Gate(pickle.loads(pickle.dumps(TRACKER.model_copy(update={"law": read}))))


BRAZIL = """
names = ["Marco Civil", "lei de segurança"]
enacted = 2014-04-23
in_force = 2014-06-23
place = ["Brasília", "Brasilia"]
utc_offset = "-03:00"
authorities = { names = ["tribunal"] }
"""
RUSSIA = """
names = ["152-ФЗ"]
terms = ["закон о данных"]
enacted = 2014-07-21
in_force = 2015-09-01
place = ["Россия", "Russia"]
utc_offset = "+03:00"
authorities = { names = ["Роскомнадзор"] }
"""


@pytest.mark.parametrize(
    ("law", "told"),
    [
        (BRAZIL, "Telegram deixou Brasília por causa da lei de segurança."),
        (BRAZIL, "Telegram deixou BRASÍLIA por causa da Lei de Seguran&ccedil;a."),
        (BRAZIL, "Telegram deixou Bras&iacute;lia: Marco&nbsp;Civil"),
        (BRAZIL, "Telegram deixou Brasi\u0301lia: <b>M</b>arco <i>C</i>ivil"),
        (BRAZIL, "Telegram deixou Bra<b>sília</b>: lei de segu&shy;ran&shy;\u00e7a"),
        (RUSSIA, "Telegram и Россия: закон о данных"),
        (RUSSIA, "Telegram и РОССИЯ: 152-ФЗ"),
        (RUSSIA, "Telegram и Р&#1086;&#1089;сия: закон о&nbsp;данных"),
        (RUSSIA, "Telegram и &#x420;&#x43e;&#x441;&#x441;&#x438;&#x44f;: 152-&#1060;&#1047;"),
        (RUSSIA, "Telegram и <b>Р</b>оссия: закон <i>о</i> данных"),
        (RUSSIA, "Telegram и Росс<b>ия</b>: за\u00adкон о данных"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "windows-1251", "koi8-r", "utf-16"])
def test_the_gate_of_another_law_comes_from_its_toml_alone(law, told, charset):
    gate = GATES.setdefault(law, elsewhere(law))
    declared = f"text/html; charset={charset}"
    body = page(told, title="O que disse").decode().encode(charset, "xmlcharrefreplace")

    assert (passes(body, declared, gate=gate), kept(body, declared, gate=gate)) == (True, True)


GATES: dict[str, Gate] = {}
NAMES = ("Hong Kong", "national security law")
WAYS = ("{0}", "&#{1};", "&#x{1:x};", "{0}\u200b", "{0}&shy;", "&amp;#{1};")


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from(WAYS), min_size=30, max_size=30),
    st.integers(1, 8),
    st.sampled_from(("<b>", "<br>", "</p><p>", " ", "<!-- x -->")),
)
def test_letters_may_be_written_anyhow(ways, at, tag):
    told = PLAIN
    for name in NAMES:
        letters = [
            way.format(x, ord(x)) if x != " " else x for way, x in zip(ways, name, strict=False)
        ]
        letters.insert(at, tag)
        told = told.replace(name, "".join(letters))
    body = page(told)

    assert passes(body) or not kept(body)
