"""What a look comes to: a bad page replaces nothing, and copies are one story in any order."""

from nights import PLACES, Web, article, data_folder, entry, feed, moment, night, rows_of, select
from replica.bad_pages import CAPTCHA, CHALLENGE, CONSENT, SOFT_404, TEASER
from replica.stories import agency_copy

from pipeline.rebuilding import rebuild
from pipeline.store import Store
from pipeline.tracker import load_tracker

FEED = "http://paper.example/feed"
ZOOM = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."
MORE = "It did not say for how long the pause would last, and declined to answer other questions."
TIKTOK = "TikTok said on 7 July 2020 that it would leave Hong Kong within days."
GOOD = article(f"{ZOOM}\n\n{MORE}")
# What an address gives that was good before, and the outcome.
BAD = {
    "challenge": [{"body": CHALLENGE, "status": 403}, "challenge"],
    "captcha": [{"body": CAPTCHA}, "challenge"],
    "consent": [{"body": CONSENT}, "consent"],
    "teaser": [{"body": TEASER}, "teaser"],
    "not-found": [{"body": SOFT_404}, "soft_404"],
    "gone": [{"status": 410}, "gone"],
    "forbidden": [{"status": 403}, "forbidden"],
    "down": [{"status": 503}, "unreachable"],
    "large": [{"body": GOOD, "failure": "too_large", "note": "over 10,000,000 bytes"}, "too_large"],
    "slow": [{"body": GOOD[:400], "failure": "too_slow", "note": "not within 60 s"}, "too_slow"],
    "picture": [{"body": b"\x89PNG\r\n\x1a\n", "media_type": "image/png"}, "wrong_type"],
    "nothing": [{"body": b""}, "unreadable"],
    "script": [{"body": b"<html><body><script>go()</script></body></html>"}, "unreadable"],
}


def address(name: str) -> str:
    return f"http://paper.example/2020/07/{name}"


def paper(folder, web: Web, *names: str):
    """Put a paper with a feed of good pages on a web, and give its data folder."""
    urls = [address(name) for name in names]
    web.put(FEED, feed(*urls), media_type="application/rss+xml")
    for name, url in zip(names, urls, strict=True):
        web.put(url, article(f"{ZOOM}\n\n{MORE}\n\nThis is the {name} edition."))
    return data_folder(folder / "data", [entry("paper", "feed", FEED)])


def dump_of(data) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return list(store.dump())


def test_a_bad_page_never_replaces_a_good_capture_and_stands_in_coverage(tmp_path):
    web = Web()
    data = paper(tmp_path, web, *BAD)
    night(data, web=web)
    before = rows_of(data)
    for name, (bad, _) in BAD.items():
        web.put(address(name), **bad)
    night(data, web=web, days=3)
    after = rows_of(data)

    assert len(before["documents"]) == len(BAD)
    for table in ("documents", "claims", "events", "copies"):
        assert after[table] == before[table]
    assert sorted(row[1:4] for row in after["coverage"]) == sorted(
        (address(name), moment(3), outcome) for name, (_, outcome) in BAD.items()
    )


def test_what_is_good_again_after_bad_pages_replaces_what_stood_before_them(tmp_path):
    web = Web()
    data = paper(tmp_path, web, *BAD)
    night(data, web=web)
    for name, (bad, _) in BAD.items():
        web.put(address(name), **bad)
    night(data, web=web, days=3)
    for name in BAD:
        web.put(address(name), article(f"{TIKTOK}\n\nThis is the {name} edition, corrected."))
    night(data, web=web, days=300)
    found = select(data, "select url, text like '%, corrected.' from documents order by url")
    nights = dump_of(data)
    rebuild(data, load_tracker(data / "trackers" / "hk-nsl"))

    assert found == [(address(name), 1) for name in sorted(BAD)]
    assert {row[0] for row in select(data, "select company from events")} == {"tiktok"}
    assert dump_of(data) == nights


def test_a_teaser_stands_until_the_whole_article_comes(tmp_path):
    web = Web()
    data = paper(tmp_path, web, "story")
    web.put(address("story"), TEASER)
    night(data, web=web)
    first = select(data, "select completeness from documents")
    web.put(address("story"), GOOD)
    night(data, web=web, days=1)

    assert first == [("teaser",)]
    assert select(data, "select completeness from documents") == [("full",)]


def test_a_teaser_that_comes_again_is_a_teaser_still(tmp_path):
    web = Web()
    data = paper(tmp_path, web, "story")
    web.put(address("story"), TEASER)
    for day in (0, 1):
        night(data, web=web, days=day)

    assert select(data, "select looked_at, outcome from coverage order by looked_at") == [
        (moment(0), "teaser"),
        (moment(1), "teaser"),
    ]


def test_new_bytes_with_the_same_words_change_no_document(tmp_path):
    web = Web()
    data = paper(tmp_path, web, "story")
    night(data, web=web)
    before = rows_of(data)
    web.put(
        address("story"),
        article(f"{ZOOM}\n\n{MORE}\n\nThis is the story edition.", head="<!--2-->"),
    )
    night(data, web=web, days=1)
    after = rows_of(data)

    assert len(after["captures"]) == len(before["captures"]) + 1
    assert after["documents"] == before["documents"]


def test_each_text_that_a_watched_page_ever_had_is_kept_as_a_document(tmp_path):
    web = Web()
    page = "http://zoom.example/hong-kong"
    data = data_folder(tmp_path / "data", [entry("zoom", "statement", page, company="zoom")])
    for day, text in enumerate([ZOOM, f"{ZOOM} {MORE}", ZOOM]):
        web.put(page, article(text, head=f"<!--{day}-->"))
        night(data, web=web, days=day)

    assert select(data, "select captured_at, url from documents order by captured_at") == [
        (moment(0), page),
        (moment(1), page),
    ]


def test_the_date_of_a_link_counts_where_its_page_gives_none(tmp_path):
    web = Web()
    data = paper(tmp_path, web, "story")
    undated = GOOD.replace("2020-07-07T08:00:00Z", "").replace("7 July 2020", "Tuesday")
    web.put(address("story"), undated)
    night(data, web=web)

    assert select(data, "select published, published_basis from documents") == [
        ("2020-07-07", "feed")
    ]


def test_a_page_and_its_link_that_name_other_days_are_told_to_disagree(tmp_path):
    web = Web()
    data = paper(tmp_path, web, "story")
    web.put(FEED, feed(address("story"), on="2020-07-20"), media_type="application/rss+xml")
    night(data, web=web)

    asked = "select published, published_basis = 'feed', published_conflict from documents"
    assert select(data, asked) == [("2020-07-07", 0, 1)]


def test_a_page_that_hangs_costs_only_itself_and_the_next_rebuild_reads_it(tmp_path, monkeypatch):
    web = Web()
    data = paper(tmp_path, web, "story")
    monkeypatch.setattr("pipeline.page_reading.READING_SECONDS", 0.0001)
    night(data, web=web)
    missed = select(data, "select url, outcome from coverage")
    monkeypatch.undo()
    rebuild(data, load_tracker(data / "trackers" / "hk-nsl"))

    assert missed == [(address("story"), "unreadable")]
    assert select(data, "select url from documents") == [(address("story"),)]


def test_one_article_under_two_addresses_that_name_one_is_one_document(tmp_path):
    web = Web()
    data = paper(tmp_path, web, "story", "story?page=home")
    for name in ("story", "story?page=home"):
        head = f'<link rel="canonical" href="{address("story")}"><!--{name}-->'
        web.put(address(name), article(f"{ZOOM}\n\n{MORE}", head=head))
    night(data, web=web)

    assert select(data, "select url from documents") == [(address("story"),)]


OUTLETS = ("anchor", "beacon", "capstan", "dockside", "estuary")
ORDERS = (OUTLETS, OUTLETS[::-1], OUTLETS[2:] + OUTLETS[:2], OUTLETS[3:] + OUTLETS[:3])


def five_outlets(folder, web: Web):
    """Let five newspapers print one agency's report, each with its own headline and edits."""
    sources = []
    for number, name in enumerate(OUTLETS):
        story, page = agency_copy("ap", number), f"http://{name}.example/2020/07/story"
        web.put(page, article(story.text, title=f"{name}: {story.title}"))
        web.put(f"http://{name}.example/feed", feed(page), media_type="application/rss+xml")
        sources.append(entry(name, "feed", f"http://{name}.example/feed"))
    return data_folder(folder, sources)


def test_five_copies_of_an_agency_story_count_as_one_source(tmp_path):
    web = Web()
    data = five_outlets(tmp_path / "data", web)
    night(data, web=web)
    events = select(data, "select company, stance, sources from events where stance = 'paused'")

    assert sorted(events) == [(name, "paused", 1) for name in ("google", "meta", "twitter")]
    assert select(data, "select count(distinct document) from claims") == [(5,)]


def test_the_rows_are_the_same_in_whatever_order_copies_arrive(tmp_path):
    outcomes = []
    for number, order in enumerate(ORDERS):
        web = Web()
        data = five_outlets(tmp_path / str(number), web)
        night(data, web=web, only=order, threads=1)
        rows = rows_of(data, without=PLACES)
        outcomes.append({name: rows[name] for name in rows if name != "archive_files"})

    assert outcomes[1:] == outcomes[:-1]
