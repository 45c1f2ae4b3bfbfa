"""The figures that come with the tracker of Hong Kong, and what they say to its companies."""

from collections import Counter
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from whole_reports import read_reports

from pipeline.figures import stored_figures
from pipeline.reference_figures import read_reference_figures
from pipeline.store import Store
from pipeline.store.contents import Contents
from pipeline.tracker import load_tracker

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
ROOT = Path(__file__).parents[2]
HK = ROOT / "data" / "trackers" / "hk-nsl"
SAMPLES = ROOT.parent / "shared" / "samples" / "transparency"


@pytest.fixture(scope="module")
def hong_kong():
    return read_reference_figures(HK, load_tracker(HK))


def test_hong_kong_has_figures_of_nine_companies(hong_kong):
    assert Counter(figure.company for figure in hong_kong) == {
        "google": 132,
        "apple": 90,
        "meta": 44,
        "linkedin": 16,
        "microsoft": 14,
        "github": 13,
        "discord": 3,
        "tiktok": 3,
        "twitter": 1,
    }
    assert len({figure.id for figure in hong_kong}) == len(hong_kong)


def test_what_a_third_party_read_out_of_a_file_is_no_copy_of_it(hong_kong):
    parsed = [figure for figure in hong_kong if figure.told_by == "parsed"]

    assert Counter(figure.company for figure in parsed) == {
        "apple": 54,
        "linkedin": 16,
        "microsoft": 13,
        "google": 3,
    }
    assert {figure for figure in hong_kong if figure.source.endswith(".json")} == set(parsed)


def test_every_number_points_at_its_row_in_the_table_that_holds_it(hong_kong):
    lines = {
        path.stem: path.read_text(encoding="utf-8").splitlines()
        for path in (HK / "figures").glob("*.csv")
    }

    for figure in hong_kong:
        row = lines[figure.company][figure.cell_row - 1]
        assert figure.part == f"figures/{figure.company}.csv"
        assert f",{figure.kind},{figure.printed_kind}," in row
        assert figure.source in row


def test_only_meta_contradicts_itself(hong_kong):
    assert [
        (figure.company, figure.period, figure.kind, figure.contradiction)
        for figure in hong_kong
        if figure.contradiction
    ] == [
        (
            "meta",
            "2021_H1",
            "emergency",
            "0 of 2 requests are answered, and the share is printed as 100 %",
        )
    ]


SAMPLE_FILES = {
    "google-global-user-data-requests.csv": "google",
    "google-global-user-data-dlr-requests.csv": "google",
    "google-government-removal-requests.csv": "google",
    "apple-account_requests.csv": "apple",
    "apple-device_requests.csv": "apple",
    "apple-financial_identifier_requests.csv": "apple",
    "github-government_takedowns_processed.csv": "github",
    "meta-2021_H1.csv": "meta",
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_a_later_download_of_the_same_release_is_shown_once(hong_kong, name, tmp_path):
    tracker = load_tracker(HK)
    body = (SAMPLES / name).read_bytes()
    printed = tuple(
        figure
        for figure in stored_figures(
            read_reports(body, name.replace("meta-", "PRPL-Facebook-Government-Report-")),
            place=tracker.law.place,
            told_by="file",
            source="https://report.example/",
            release_digest="sha256:a",
            release_date="2026-11-24",
        )
        if figure.period_start >= "2019" and figure.received_notation != "no_row"
    )
    assert printed

    with Store.open(tmp_path / "timeline.db", mode="w") as store:
        store.rebuild(Contents(tracker, "f" * 16, figures=hong_kong))
        before = Counter(_numbers(each) for each in store.comparisons((SAMPLE_FILES[name],)))
        with store.transaction("f" * 16) as rows:
            rows.put_figures(printed)
        found = store.comparisons((SAMPLE_FILES[name],))

    assert Counter(map(_numbers, found)) == before
    assert sum(each.told_by == "file" and each.release_date is not None for each in found) == len(
        printed
    )


def _numbers(each):
    return (
        each.period_start,
        each.kind,
        each.printed_kind.casefold(),
        each.received,
        each.accounts,
        each.answered,
        each.derived,
        each.restated,
    )


def spoken(company, stance, date, effective=None, sources=3):
    return made.make_event(
        f"{company}-{stance.replace('_', '-')}-{date}",
        company=company,
        stance=stance,
        date=date,
        effective=effective,
        sources=sources,
    )


SAID = (
    spoken("google", "paused", "2020-07-06", "2020-06-30", sources=10),
    spoken("google", "not_receiving_requests", "2020-08-13", "2020-08-13"),
    spoken("google", "refused", "2020-08-15", "2020-06-30", sources=1),
    spoken("google", "complied", "2021-09-12", "2020"),
    spoken("meta", "paused", "2020-07-06", "2020-07-06", sources=11),
    spoken("meta", "refused", "2021-06-08", "2020-07"),
    spoken("apple", "not_receiving_requests", "2020-07-06"),
    spoken("apple", "not_receiving_requests", "2020-09"),
    spoken("microsoft", "paused", "2020-07-07", "2020-07-07"),
    spoken("linkedin", "paused", "2020-07-07", "2020-07-07"),
    spoken("twitter", "paused", "2020-07-06", "2020-06-30"),
)


@pytest.fixture(scope="module")
def compared(hong_kong, tmp_path_factory):
    path = tmp_path_factory.mktemp("figures") / "timeline.db"
    contents = Contents(load_tracker(HK), "f" * 16, events=SAID, figures=hong_kong)
    with Store.open(path, mode="w") as store:
        store.rebuild(contents)
        return store.comparisons()


def verdicts(compared, company, *kinds, since="2020-07-01"):
    return {
        (each.period_start, each.kind): each.verdict
        for each in compared
        if each.company == company and each.kind in kinds and each.period_start >= since
    }


def test_google_s_pause_parts_from_its_figures(compared):
    found = verdicts(compared, "google", "total", "legal", "emergency")

    assert {key for key, verdict in found.items() if verdict == "differs"} == {
        ("2020-07-01", "legal"),
        ("2020-07-01", "emergency"),
        ("2020-07-01", "total"),
    }
    assert {key for key, verdict in found.items() if verdict == "cannot tell"} == {
        ("2023-01-01", "emergency"),
        ("2023-07-01", "emergency"),
        ("2024-01-01", "emergency"),
        ("2024-07-01", "emergency"),
        ("2025-01-01", "emergency"),
    }
    (legal,) = [
        each
        for each in compared
        if (each.company, each.period_start, each.kind) == ("google", "2020-07-01", "legal")
    ]
    assert (legal.event, legal.reason) == (
        "google-paused-2020-07-06",
        "Paused since 2020-06-30; 2 of 42 legal requests were answered (5 % printed).",
    )


def test_google_s_refusal_to_remove_a_song_says_nothing_of_all_removals(compared):
    assert set(verdicts(compared, "google", "removal_items", "removal_requests").values()) == {
        "cannot tell"
    }


def test_meta_kept_its_word_as_far_as_can_be_told(compared):
    found = verdicts(compared, "meta", "total", "legal", "emergency")

    assert {key for key, verdict in found.items() if verdict != "consistent"} == {
        ("2021-01-01", "emergency"),  # the report contradicts itself
        ("2022-01-01", "emergency"),  # none was received
    }
    assert "differs" not in found.values()


def test_apple_spoke_of_content_and_gave_none(compared):
    since = "2020-07-01"
    mine = [each for each in compared if each.company == "apple" and each.period_start >= since]

    assert {each.verdict for each in mine if each.kind == "content"} == {"consistent"}
    assert {each.verdict for each in mine if each.kind != "content"} == {"cannot tell"}


def test_microsoft_s_missing_rows_tell_nothing(compared):
    found = verdicts(compared, "microsoft", "legal", "emergency")

    assert len(found) == 7
    assert set(found.values()) == {"cannot tell"}


def test_no_stance_is_in_force_before_the_law(compared):
    assert [each for each in compared if each.period_start < "2020-07-01" and each.stance] == []


def test_two_newspapers_disagree_about_meta_s_restrictions(compared):
    disputed = {(each.company, each.answered, each.told_by) for each in compared if each.disputed}

    assert disputed == {("meta", 1, "news"), ("meta", 13, "news")}
    assert [each for each in compared if each.restated] == []
