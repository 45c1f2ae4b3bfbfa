"""A tracker's files are read as written, or refused with the place that is wrong."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.errors import NotFound, TrackerError
from pipeline.tracker import list_trackers, load_tracker

TRACKER = """
name = "Tideland press act"

[law]
names = ["press act"]
names_zh = ["新聞法"]
terms = ["Section 9"]
enacted = 2031-02-01
in_force = 2031-03-01
place = ["Tideland"]
utc_offset = "+08:00"

[law.authorities]
names = ["Tideland police"]

[[milestones]]
id = "in-force"
date = 2031-03-01
label = "The act is in force"
phrases = ["since the act took effect"]
source = "https://gazette.example/act"
"""

COMPANIES = """
[[company]]
slug = "zoom"
name = "Zoom"
aliases = ["Zoom Video"]
products = [{ name = "Zoom Phone", aliases = ["ZP"] }]
not = ["zoom in on"]
kind = "platform"
ambiguous = true
country = "US"

[[company]]
slug = "harbour-chat"
name = "Harbour Chat"
names = [{ name = "Bay Chat", until = 2030-05-01 }, { name = "Harbour Chat", since = 2030-05-01 }]
parent = "zoom"
kind = "messaging"
"""

STANCES = """
[words.stop]
verbs = ["pause"]

[words.requests]
nouns = ["request"]
scope = "data_requests"

[[stance]]
id = "paused"
label = "Paused"
definition = "Has stopped for now."
colour = "#E69F00"
rules = [
    { act = "stop requests", scope = "data_requests", unless = ["requests"], with = "stop" },
    { act = "not stop|requests =stop -requests|stop", scope = "law", limited = "no_comment" },
]
holds = [{ text = "Zoom paused.", company = "zoom", published = 2031-03-02 }]
fails = [{ text = "Zoom did not pause.", company = "harbour-chat" }]

[[stance]]
id = "no_comment"
label = "No comment"
definition = "Did not say."
colour = "#999999"
lasts = false
rules = [{ act = "stop", scope = "law" }]
holds = [{ text = "Zoom did not say.", company = "zoom" }]
fails = [{ text = "Zoom said so.", company = "zoom" }]
"""

SOURCES = """
[[source]]
id = "zoom_blog"
kind = "feed"
url = "https://blog.zoom.example/feed"
publisher = "Zoom"
language = "en"
timezone = "America/Los_Angeles"
company = "zoom"
expect = { links_per_week = 2, dated_share = 0.9 }
"""

SOUND = {
    "tracker.toml": TRACKER,
    "companies.toml": COMPANIES,
    "stances.toml": STANCES,
    "sources.toml": SOURCES,
}


@pytest.fixture
def write(tmp_path):
    """Write a sound tracker in which one text of one file was replaced by another."""

    def _write(file: str = "", old: str = "", new: str = "") -> Path:
        folder = tmp_path / "trackers" / "tideland"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in SOUND.items():
            assert name != file or old in text
            changed = text.replace(old, new, 1) if name == file else text
            (folder / name).write_text(changed, encoding="utf-8")
        return folder

    return _write


@pytest.fixture
def complaint(write):
    """Return what is said of a sound tracker after one change."""

    def _complaint(file: str, old: str, new: str) -> str:
        with pytest.raises(TrackerError) as caught:
            load_tracker(write(file, old, new))
        return str(caught.value)

    return _complaint


def test_a_sound_tracker_is_read_as_written(write):
    tracker = load_tracker(write())

    assert (tracker.id, tracker.name, tracker.threshold) == ("tideland", "Tideland press act", 0.5)
    assert tracker.law.in_force == date(2031, 3, 1)
    assert tracker.law.authorities.names == ("Tideland police",)
    assert tracker.milestones[0].phrases == ("since the act took effect",)
    zoom, harbour = tracker.companies
    assert zoom.not_ == ("zoom in on",)
    assert zoom.products[0].aliases == ("ZP",)
    assert harbour.names[0].until == date(2030, 5, 1)
    assert tracker.words["requests"].scope == "data_requests"
    first, second = tracker.stances[0].rules
    assert (first.with_, first.unless, first.limited) == (("stop",), ("requests",), None)
    assert second.limited == "no_comment"
    assert [stance.lasts for stance in tracker.stances] == [True, False]
    assert tracker.stances[0].holds[0].published == date(2031, 3, 2)
    assert (tracker.sources[0].pace_seconds, tracker.sources[0].every_hours) == (2.0, 24.0)


def test_a_tracker_cannot_be_changed_after_loading(write):
    tracker = load_tracker(write())

    with pytest.raises(ValidationError):
        tracker.companies[0].name = "Zoomer"


def test_companies_and_stances_are_found_by_their_ids(write):
    tracker = load_tracker(write())

    assert tracker.company("harbour-chat").name == "Harbour Chat"
    assert tracker.stance("no_comment").label == "No comment"


def test_an_unknown_company_or_stance_names_the_nearest(write):
    tracker = load_tracker(write())

    with pytest.raises(NotFound, match=r"no company 'harbor-chat'; did you mean 'harbour-chat'\?"):
        tracker.company("harbor-chat")
    with pytest.raises(NotFound, match=r"no stance 'pause'; did you mean 'paused'\?"):
        tracker.stance("pause")


def test_an_unknown_key_names_file_entry_key_and_the_likely_one(complaint):
    assert complaint("companies.toml", "aliases", "alais") == (
        "companies.toml: company 'zoom': key 'alais' is unknown; did you mean 'aliases'?"
    )


def test_an_unknown_key_deep_inside_names_the_whole_way(complaint):
    said = complaint("companies.toml", 'aliases = ["ZP"]', 'alias = ["ZP"]')

    assert said == (
        "companies.toml: company 'zoom': product 'Zoom Phone': key 'alias' is unknown; "
        "did you mean 'aliases'?"
    )


FAULTS = [
    ("tracker.toml", 'name = "T', 'nam = "T', "key 'name' is missing; add it"),
    ("tracker.toml", "name =", "threshold = 2\nname =", "key 'threshold': 2 must be less than"),
    ("tracker.toml", "name =", 'threshold = "1"\nname =', "key 'threshold': '1' must be a number"),
    ("tracker.toml", '"press act"', "", "law: key 'names': the list is empty"),
    ("tracker.toml", '"Tideland police"', "", "law: authorities: key 'names': the list is empty"),
    ("tracker.toml", "2031-02-01", '"2031-02-30"', "law: key 'enacted': '2031-02-30' is no day"),
    ("tracker.toml", "2031-02-01", "2031", "law: key 'enacted': 2031 is no day of the calendar"),
    ("tracker.toml", "+08:00", "HKT", "law: key 'utc_offset': 'HKT' is no offset from UTC"),
    ("tracker.toml", "source =", "sources =", "milestone 'in-force': key 'source' is missing"),
    ("tracker.toml", "https://gazette.", "gazette.", "milestone 'in-force': key 'source': 'gaz"),
    ("tracker.toml", "[[milestones]]", "[[milestone]]", "key 'milestones' is missing"),
    (
        "companies.toml",
        'slug = "zoom"',
        'slug = "Zoom!"',
        "company 'Zoom!': key 'slug': 'Zoom!' is",
    ),
    ("companies.toml", 'slug = "zoom"\n', "", "company 'Zoom': key 'slug' is missing"),
    ("companies.toml", 'name = "Zoom"', 'name = " Zoom"', "key 'name': ' Zoom' is empty or has sp"),
    ("companies.toml", '["Zoom Video"]', '"ZV"', "key 'aliases': 'ZV' must be a list in brackets"),
    ("companies.toml", '["Zoom Video"]', '["Z", 3]', "key 'aliases', item 2: 3 must be a text"),
    ("companies.toml", '"platform"', '"platfrom"', "key 'kind': 'platfrom' is not allowed; did yo"),
    ("companies.toml", "= true", '= "yes"', "key 'ambiguous': 'yes' must be true or false"),
    ("companies.toml", '"US"', '"usa"', "key 'country': 'usa' is no country"),
    ("companies.toml", '"harbour-chat"', '"zoom"', "company 'zoom': key 'slug' is used twice"),
    ("companies.toml", '"Zoom Video"', '"bay chat"', "'Bay Chat' also belongs to 'zoom'"),
    ("companies.toml", '"ZP"', '"Harbour Chat"', "'Harbour Chat' also belongs to 'zoom'"),
    ("companies.toml", '"zoom in on"', '"Bay chat"', "'Bay chat' is also a name of 'harbour-chat'"),
    (
        "companies.toml",
        'parent = "zoom"',
        'parent = "zom"',
        "'zom' is no company; did you mean 'zo",
    ),
    ("companies.toml", '= "zoom"\nk', '= "harbour-chat"\nk', "key 'parent' leads back to it"),
    ("companies.toml", "until = 2030", "since = 2030-06-01, until = 2030", "'until' is not after"),
    ("stances.toml", '"#E69F00"', '"orange"', "stance 'paused': key 'colour': 'orange' is no col"),
    ("stances.toml", '{ act = "stop", scope = "law" }', "", "key 'rules': the list is empty"),
    ("stances.toml", '"stop requests"', '"stp requests"', "'stp' is no word class; did you mean"),
    ("stances.toml", "-requests|stop", "-requests|stpo", "key 'act': 'stpo' is no word class"),
    ("stances.toml", 'unless = ["requests"]', 'unless = ["ever"]', "key 'unless': 'ever' is no w"),
    ("stances.toml", 'with = "stop"', 'with = "stops"', "key 'with': 'stops' is no word class"),
    (
        "stances.toml",
        'limited = "no_',
        'limited = "on_',
        "key 'limited': 'on_comment' is no stance",
    ),
    ("stances.toml", 'scope = "law", l', 'scope = "laws", l', "key 'scope': 'laws' is not allowed"),
    ("stances.toml", 'verbs = ["pause"]', "", "words 'stop': no words"),
    ("stances.toml", "verbs", "vebs", "words 'stop': key 'vebs' is unknown; did you mean 'verbs'?"),
    ("stances.toml", "[words.stop]", "[words.not]", "words 'not': this is an operator"),
    ("stances.toml", 'company = "zoom"', 'company = "zom"', "holds no. 1: key 'company': 'zom' is"),
    ("stances.toml", "2031-03-02", '"March"', "holds no. 1: key 'published': 'March' is no day"),
    ("stances.toml", 'id = "no_comment"', 'id = "paused"', "stance 'paused': key 'id' is used tw"),
    ("sources.toml", '= "zoom"', '= "zom"', "source 'zoom_blog': key 'company': 'zom' is no comp"),
    ("sources.toml", '"feed"', '"fed"', "key 'kind': 'fed' is not allowed; did you mean 'feed'?"),
    ("sources.toml", '"feed"', '"search"', "key 'query' is missing; say what the search looks"),
    ("sources.toml", "publisher", 'keep = "(x"\npublisher', "key 'keep': '(x' is no regular exp"),
    ("sources.toml", "https:", "file:", "key 'url': 'file://blog.zoom.example/feed' is no web"),
    ("sources.toml", "[[source]]", "pace_seconds = 3\n[[source]]", "key 'pace_seconds' is unknown"),
    ("sources.toml", "share = 0.9", "share = 9", "expect: key 'dated_share': 9 must be less than"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS)
def test_a_fault_is_named_with_its_file_entry_and_key(complaint, file, old, new, said):
    lines = complaint(file, old, new).splitlines()

    assert [line for line in lines if line.startswith(f"{file}: ") and said in line]


def test_all_problems_of_all_files_are_told_at_once(write):
    folder = write("companies.toml", '"US"', '"usa"')
    (folder / "sources.toml").write_text(SOURCES.replace("feed", "fed", 1), encoding="utf-8")
    stances = STANCES.replace("#E69F00", "orange").replace("#999999", "grey")
    (folder / "stances.toml").write_text(stances, encoding="utf-8")

    with pytest.raises(TrackerError) as caught:
        load_tracker(folder)

    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "companies.toml",
        "stances.toml",
        "stances.toml",
        "sources.toml",
    ]


def test_a_syntax_error_is_told_with_line_and_column(complaint):
    said = complaint("sources.toml", 'kind = "feed"', "kind = feed")

    assert said.startswith("sources.toml: is no TOML: ")
    assert "line 4, column 8" in said


def test_companies_that_cannot_be_read_are_not_called_unknown_elsewhere(complaint):
    said = complaint("companies.toml", "[[company]]", "[company")

    assert [line.split(": ")[0] for line in said.splitlines()] == ["companies.toml"]


def test_a_phrase_means_one_milestone(complaint):
    twice = """
[[milestones]]
id = "enacted"
date = 2031-02-01
label = "The act is enacted"
phrases = ["Since the act took effect"]
source = "https://gazette.example/act"

[[milestones]]"""

    assert complaint("tracker.toml", "\n[[milestones]]", twice) == (
        "tracker.toml: milestone 'in-force': key 'phrases': 'since the act took effect' also "
        "belongs to 'enacted'; leave it with one of them"
    )


def test_an_address_is_read_by_one_source(complaint):
    again = SOURCES.replace("zoom_blog", "again") + "[[source]]"

    assert "source 'zoom_blog': key 'url' is read by 'again' already" in complaint(
        "sources.toml", "[[source]]", again
    )


def test_a_file_in_another_encoding_says_where(write):
    folder = write()
    (folder / "sources.toml").write_bytes("# caf\xe9\n".encode("latin-1"))

    with pytest.raises(TrackerError, match=r"sources.toml: byte 5 is not UTF-8"):
        load_tracker(folder)


def test_a_byte_order_mark_does_no_harm(write):
    folder = write()
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8-sig")

    assert load_tracker(folder).sources[0].id == "zoom_blog"


def test_a_missing_file_is_named(write):
    folder = write()
    (folder / "stances.toml").unlink()

    with pytest.raises(TrackerError, match=r"^stances.toml: is missing in .*tideland; write it$"):
        load_tracker(folder)


def test_a_missing_folder_lists_the_trackers_that_exist(write):
    folder = write()

    with pytest.raises(TrackerError, match="no such tracker; choose one of hk-nsl, tideland"):
        load_tracker(folder.with_name("tidelands"))


def test_a_folder_must_be_called_like_a_tracker(write):
    folder = write()

    with pytest.raises(TrackerError, match="rename the folder"):
        load_tracker(folder.rename(folder.with_name("Tide Land")))


def test_trackers_are_listed_by_their_folders(write):
    data = write().parents[1]
    (data / "trackers" / "empty").mkdir()

    assert list_trackers(data) == ["tideland"]
    assert list_trackers(data / "elsewhere") == []


def test_a_law_without_sources_can_be_followed(write):
    folder = write()
    (folder / "sources.toml").write_text("", encoding="utf-8")

    assert load_tracker(folder).sources == ()


def test_reading_a_tracker_needs_nothing_heavy():
    code = (
        "import sys, pipeline.tracker; print(sorted({'spacy', 'click', 'rich'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert answer.stdout.strip() == "[]"
