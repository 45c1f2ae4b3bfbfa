"""Hold the bundled demo pages to what expected.jsonl says of them."""

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (DEMO / "expected.jsonl").read_text("utf-8").splitlines()
]
FILES = [row["file"] for row in ROWS]

STANCES = {
    "paused",
    "refused",
    "withdrew",
    "not_receiving_requests",
    "reviewing",
    "complied",
    "resumed",
    "no_comment",
}
SCOPES = {"data_requests", "content_removal", "market", "staff", "infrastructure", "law"}

# company, stance, scope, beginning of the day on which it was said or done
REFERENCE = [
    ("hsbc", "complied", "law", "2020-06-03"),
    ("standard-chartered", "complied", "law", "2020-06-03"),
    ("swire", "complied", "law", ""),
    ("jardine-matheson", "complied", "law", ""),
    ("telegram", "paused", "data_requests", "2020-07-05"),
    ("meta", "paused", "data_requests", "2020-07-06"),
    ("google", "paused", "data_requests", "2020-07-06"),
    ("twitter", "paused", "data_requests", "2020-07-06"),
    ("apple", "reviewing", "law", "2020-07-06"),
    ("apple", "not_receiving_requests", "data_requests", "2020-07-06"),
    ("tiktok", "withdrew", "market", "2020-07-06"),
    ("signal", "refused", "data_requests", "2020-07-07"),
    ("zoom", "paused", "data_requests", "2020-07-07"),
    ("linkedin", "paused", "data_requests", "2020-07-07"),
    ("microsoft", "paused", "data_requests", "2020-07-07"),
    ("tunnelbear", "withdrew", "infrastructure", "2020-07-13"),
    ("private-internet-access", "withdrew", "infrastructure", "2020-07-14"),
    ("ipvanish", "withdrew", "infrastructure", "2020-07-15"),
    ("new-york-times", "withdrew", "staff", "2020-07-14"),
    ("naver", "withdrew", "infrastructure", "2020-07-20"),
    ("naver", "withdrew", "infrastructure", "2020-07-21"),
    ("purevpn", "withdrew", "infrastructure", "2020-07-28"),
    ("google", "not_receiving_requests", "data_requests", "2020-08-13"),
    ("google", "not_receiving_requests", "data_requests", "2020-08-14"),
    ("apple", "not_receiving_requests", "data_requests", "2020-09-05"),
    ("smartone", "no_comment", "content_removal", "2021-01-10"),
    ("hkbn", "complied", "content_removal", "2021-01-13"),
    ("google", "no_comment", "data_requests", "2021-05-08"),
    ("twitter", "no_comment", "data_requests", "2021-05-08"),
    ("apple", "no_comment", "data_requests", "2021-05-08"),
    ("telegram", "refused", "data_requests", "2021-05-08"),
    ("wix", "complied", "content_removal", "2021-06-03"),
    ("meta", "refused", "data_requests", "2021-06-08"),
    ("meta", "no_comment", "law", "2021-07"),
    ("google", "complied", "data_requests", "2021-09"),
    ("meta", "refused", "data_requests", "2022-04-07"),
    ("telegram", "refused", "content_removal", "2022-05-19"),
    ("google", "refused", "content_removal", "2022-12-12"),
    ("radio-free-asia", "withdrew", "staff", "2024-03-29"),
    ("google", "complied", "content_removal", "2024-05-14"),
]

# stances that merging needs from more than one outlet
RETOLD = [
    ("telegram", "paused"),
    ("meta", "paused"),
    ("google", "paused"),
    ("twitter", "paused"),
    ("tiktok", "withdrew"),
    ("zoom", "paused"),
    ("microsoft", "paused"),
    ("linkedin", "paused"),
    ("apple", "not_receiving_requests"),
    ("signal", "refused"),
    ("tunnelbear", "withdrew"),
    ("purevpn", "withdrew"),
    ("naver", "withdrew"),
    ("new-york-times", "withdrew"),
    ("google", "not_receiving_requests"),
    ("hkbn", "complied"),
    ("wix", "complied"),
    ("meta", "refused"),
    ("google", "complied"),
    ("telegram", "refused"),
    ("google", "refused"),
    ("radio-free-asia", "withdrew"),
    ("hsbc", "complied"),
]

REAL_OUTLETS = re.compile(
    r"\b(?:reuters|bloomberg|hong kong free press|hkfp|south china morning post|scmp|techcrunch"
    r"|the verge|new york times|washington post|wall street journal|associated press|afp|cnn|bbc"
    r"|radio free asia|apple daily|rthk|the standard|ming pao|hket|engadget|macrumors|taipei times"
    r"|taiwan news|upi|the hill|tom's guide|android central|quartz|ntd|newsweek|nikkei|yonhap)\b"
    r"|明報|蘋果日報|經濟日報|香港電台|立場新聞|眾新聞",
    re.IGNORECASE,
)


@cache
def source(file: str) -> str:
    body = (DEMO / file).read_bytes()
    return body.decode("windows-1252" if b"charset=windows-1252" in body else "utf-8")


@cache
def soup(file: str) -> BeautifulSoup:
    return BeautifulSoup(source(file), "html.parser")


@cache
def visible_text(file: str) -> str:
    page = BeautifulSoup(source(file), "html.parser")
    for hidden in page(["script", "style", "head"]):
        hidden.decompose()
    return " ".join(page.get_text().split())


def linked_data(file: str) -> list[Any]:
    return [
        json.loads(script.get_text())
        for script in soup(file).find_all("script", type="application/ld+json")
    ]


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for item in value for node in nodes(item)]
    if isinstance(value, dict):
        return [value, *(node for item in value.values() for node in nodes(item))]
    return []


def publishers(file: str) -> list[str]:
    names = [tag["content"] for tag in soup(file).find_all("meta", property="og:site_name")]
    for node in nodes(linked_data(file)):
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and "name" in publisher:
            names.append(publisher["name"])
    return names


def told_events() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(row, event) for row in ROWS for event in row["events"]]


def test_there_are_forty_pages_and_more():
    assert len(ROWS) >= 40


def test_every_page_is_listed_once_and_every_listed_page_exists():
    assert sorted(FILES) == sorted(page.name for page in DEMO.glob("*.html"))


@pytest.mark.parametrize("row", ROWS, ids=FILES)
def test_a_page_declares_where_its_facts_come_from(row):
    declared = [
        tag["content"]
        for tag in soup(row["file"]).find_all("meta", attrs={"name": "stanceline:facts-from"})
    ]

    assert declared == row["facts_from"]
    assert declared
    assert all(urlsplit(url).scheme in {"http", "https"} for url in declared)


@pytest.mark.parametrize("row", ROWS, ids=FILES)
def test_a_page_lives_on_a_reserved_host(row):
    canonical = [tag["href"] for tag in soup(row["file"]).find_all("link", rel="canonical")]

    assert canonical == [row["url"]]
    assert (urlsplit(row["url"]).hostname or "").endswith(".example")


@pytest.mark.parametrize("file", FILES)
def test_a_page_links_and_loads_nothing_from_a_real_host(file):
    page = soup(file)
    addresses = [tag.get("href") or tag.get("src") for tag in page.find_all(["a", "img", "link"])]

    hosts = {urlsplit(address).hostname for address in addresses if address} - {None}
    assert {host for host in hosts if not str(host).endswith(".example")} == set()


@pytest.mark.parametrize("file", FILES)
def test_a_page_says_that_it_is_a_demo(file):
    first_comment = re.search(r"<!--(.*?)-->", source(file), re.DOTALL)

    assert first_comment is not None
    assert "Stanceline" in first_comment[1]
    assert first_comment.start() < 700


@pytest.mark.parametrize("file", FILES)
def test_no_page_names_a_real_outlet_as_its_publisher(file):
    title = soup(file).title

    assert title is not None
    assert [name for name in publishers(file) if REAL_OUTLETS.search(name)] == []
    masthead = re.split(r" [|:–—-]+ |::|\|", title.get_text())[-1]
    assert not REAL_OUTLETS.search(masthead)


@pytest.mark.parametrize("row", ROWS, ids=FILES)
def test_the_evidence_stands_in_the_visible_text(row):
    missing = [
        event["evidence"]
        for event in row["events"] + row["optional_events"]
        if not event["evidence"] or event["evidence"] not in visible_text(row["file"])
    ]

    assert missing == []


@pytest.mark.parametrize("row", ROWS, ids=FILES)
def test_an_expectation_speaks_the_words_of_the_design(row):
    date.fromisoformat(row["published"])
    for event in row["events"] + row["optional_events"]:
        assert event["stance"] in STANCES
        assert event["scope"] in SCOPES
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", event["company"])
        for day in (event["announced"], event["effective"]):
            assert day is None or re.fullmatch(r"20\d\d(-[01]\d(-[0-3]\d)?)?", day)


@pytest.mark.parametrize("row", ROWS, ids=FILES)
def test_a_page_tells_one_event_per_company_and_stance(row):
    told = Counter((event["company"], event["stance"]) for event in row["events"])

    assert [pair for pair, times in told.items() if times > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=FILES)
def test_nothing_is_announced_after_the_page_was_published(row):
    later = [
        event
        for event in row["events"]
        if event["announced"] and event["announced"] > row["published"]
    ]

    assert later == []


@pytest.mark.parametrize("file", FILES)
def test_a_page_has_the_size_of_a_page(file):
    assert 8_000 <= (DEMO / file).stat().st_size <= 25_000


def test_ten_english_pages_and_more_yield_nothing():
    empty = [row for row in ROWS if row["language"] == "en" and not row["events"]]

    assert len(empty) >= 10


def test_six_chinese_pages_and_more_wait_for_their_reader():
    chinese = [row for row in ROWS if row["language"] == "zh-Hant"]

    assert len(chinese) >= 6
    assert all(row["later"] is True and row["events"] for row in chinese)
    assert all(len(re.findall(r"[\u4e00-\u9fff]", visible_text(r["file"]))) > 300 for r in chinese)


def test_only_chinese_pages_are_marked_for_later():
    assert {row["language"] for row in ROWS if row.get("later")} == {"zh-Hant"}


def test_one_page_is_not_utf_8_and_says_so():
    other = [file for file in FILES if b"charset=windows-1252" in (DEMO / file).read_bytes()]

    assert len(other) == 1
    with pytest.raises(UnicodeDecodeError):
        (DEMO / other[0]).read_bytes().decode("utf-8")


@pytest.mark.parametrize("wanted", REFERENCE, ids="-".join)
def test_the_pages_cover_what_really_happened(wanted):
    company, stance, scope, day = wanted

    assert [
        row["file"]
        for row, event in told_events()
        if (event["company"], event["stance"], event["scope"]) == (company, stance, scope)
        and any((said or "").startswith(day) for said in (event["announced"], event["effective"]))
    ]


@pytest.mark.parametrize("wanted", RETOLD, ids="-".join)
def test_a_major_event_is_told_by_two_outlets_and_more(wanted):
    hosts = {
        urlsplit(row["url"]).hostname
        for row, event in told_events()
        if (event["company"], event["stance"]) == wanted
    }

    assert len(hosts) >= 2


def test_the_pages_run_from_june_2020_to_may_2024():
    days = sorted(row["published"] for row in ROWS)

    assert days[0].startswith("2020-06")
    assert days[-1].startswith("2024-05")


def test_fifteen_outlets_and_more_have_their_own_templates():
    bodies = {}
    for row in ROWS:
        classes = {name for tag in soup(row["file"]).find_all(class_=True) for name in tag["class"]}
        bodies[urlsplit(row["url"]).hostname] = frozenset(classes)

    assert len(set(bodies.values())) >= 15


def test_no_two_pages_share_their_evidence():
    pages: dict[str, set[str]] = {}
    for row, event in told_events():
        pages.setdefault(event["evidence"], set()).add(row["file"])

    assert {sentence: files for sentence, files in pages.items() if len(files) > 1} == {}


def test_some_pages_have_no_structured_data():
    assert len([file for file in FILES if not linked_data(file)]) >= 5


def test_some_structured_data_disagrees_with_the_day_of_the_page():
    wrong = [
        row["file"]
        for row in ROWS
        for node in nodes(linked_data(row["file"]))
        if "Article" in str(node.get("@type"))
        and not str(node.get("datePublished", row["published"])).startswith(row["published"])
    ]

    assert len(set(wrong)) >= 3
