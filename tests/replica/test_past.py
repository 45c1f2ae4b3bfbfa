"""The web archive and the search answer as those that they play."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from replica import Replica
from replica.asking import Got, get
from replica.gdelt import build_gdelt
from replica.web_archive import build_archive

DAY = datetime(2020, 7, 7, tzinfo=UTC)


@pytest.fixture
def replica():
    with Replica() as serving:
        yield serving


@pytest.fixture
def past(replica):
    archive = build_archive(replica.port)
    archive.install(replica.world)
    return archive


def cdx(replica: Replica, **options: str) -> Got:
    pairs = "&".join(f"{name.rstrip('_')}={text}" for name, text in options.items())
    return get(replica.url("web-archive.localhost", f"/cdx/search/cdx?{pairs}"))


def test_the_index_of_the_archive_is_read_to_its_end_with_resume_keys(replica, past):
    zoom = replica.url("zoom-trust.localhost", "/hong-kong")
    whole = json.loads(cdx(replica, url=zoom, output="json").body)
    pieces, key = [], ""
    while key is not None:
        more = {"resumeKey": key} if key else {}
        options = {"output": "json", "limit": "10", "showResumeKey": "true", **more}
        _, *rows = json.loads(cdx(replica, url=zoom, **options).body)
        key = rows.pop()[0] if len(rows) > 1 and rows[-2] == [] else None
        pieces += [row for row in rows if row]

    assert whole[0] == [
        "urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length",
    ]  # fmt: skip
    assert len(whole) == 28
    assert pieces == whole[1:]


def test_the_index_tells_revisits_and_keeps_to_period_filter_and_columns(replica, past):
    zoom = replica.url("zoom-trust.localhost", "/hong-kong")
    year = {"from_": "2021", "to": "2021"}

    text = cdx(replica, url=zoom, fl="timestamp,statuscode", **year).body.decode()
    good = cdx(replica, url=zoom, fl="mimetype", filter="statuscode:200", **year).body.decode()
    assert text.splitlines()[:3] == ["20210115083000 -", "20210301000000 503", "20210302000000 200"]
    assert good.split() == ["text/html"] * 2
    assert "warc/revisit" in cdx(replica, url=zoom).body.decode()
    assert cdx(replica, url="http://nowhere.example/", output="json").body == b"[]\n"
    assert cdx(replica, url="closed-paper.localhost*").body == b""  # the port is part of the name
    papers = f"closed-paper.localhost:{replica.port}/"
    assert cdx(replica, url=papers, matchType="prefix").body.count(b"\n") == 40


def test_captures_are_played_back_with_their_moment(replica, past):
    zoom = replica.url("zoom-trust.localhost", "/hong-kong")

    def play(timestamp: str) -> Got:
        return get(replica.url("web-archive.localhost", f"/web/{timestamp}id_/{zoom}"))

    exact, revisit = play("20200115083000"), play("20200315083000")
    assert exact.headers["Memento-Datetime"] == "Wed, 15 Jan 2020 08:30:00 GMT"
    assert revisit.headers["Memento-Datetime"] == "Sun, 15 Mar 2020 08:30:00 GMT"
    assert revisit.body == exact.body
    assert "/web/20210315083000id_/" in play("20210302000000").headers["Location"]
    assert "/web/20200115083000id_/" in play("20200101000000").headers["Location"]
    assert (play("20220220000000").status, play("20210301000000").status) == (404, 503)


def test_the_closest_capture_is_found_both_ways(replica, past):
    story = replica.url("closed-paper.localhost", "/story/12")
    asked = f"/wayback/available?url={story}&timestamp=20200702"
    available = json.loads(get(replica.url("web-archive.localhost", asked)).body)

    assert available["archived_snapshots"]["closest"]["timestamp"] == "20200701123000"
    zoom = replica.url("zoom-trust.localhost", "/hong-kong")
    row = cdx(replica, url=zoom, sort="closest", closest="20210116", limit="1", fl="timestamp")
    assert row.body == b"20210115083000\n"


def test_the_archive_loses_its_patience_on_demand(replica, past):
    switch = replica.url("control.localhost", "/__control/archive")
    get(f"{switch}?requests=2")
    answers = [cdx(replica, url="http://nowhere.example/") for _ in range(3)]

    assert [got.status for got in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "120"
    get(switch)
    assert cdx(replica, url="http://nowhere.example/").status == 200


def search(replica: Replica, since: datetime, until: datetime, **options: str) -> Got:
    pairs = {
        "query": "law", "mode": "artlist", "format": "json", "maxrecords": "250",
        "startdatetime": f"{since:%Y%m%d%H%M%S}", "enddatetime": f"{until:%Y%m%d%H%M%S}",
    } | options  # fmt: skip
    asked = "&".join(f"{name}={text}" for name, text in pairs.items())
    return get(replica.url("gdelt.localhost", f"/api/v2/doc/doc?{asked}"))


def test_a_search_never_gives_more_than_250_rows(replica):
    build_gdelt(replica.port).install(replica.world)

    def found(hours: int) -> int:
        return len(json.loads(search(replica, DAY, DAY + timedelta(hours=hours)).body)["articles"])

    assert [found(hours) for hours in (24, 12, 6)] == [250, 250, 187]
    assert search(replica, DAY + timedelta(days=90), DAY + timedelta(days=91)).body == b"{}"


def test_a_search_is_odd_on_demand(replica):
    build_gdelt(replica.port).install(replica.world)
    hour = (DAY, DAY + timedelta(hours=1))
    assert json.loads(search(replica, *hour).body)["articles"][-1]["seendate"] == "20200707T000000Z"

    replica.world.controls["gdelt"](illegal=True)
    with pytest.raises(json.JSONDecodeError):
        json.loads(search(replica, *hour).body)
    replica.world.controls["gdelt"](say="Please limit requests to one every 5 seconds.")
    limited = search(replica, *hour)
    assert (limited.status, limited.body[:12]) == (200, b"Please limit")
    assert limited.headers["Content-Type"].startswith("text/html")
    replica.world.controls["gdelt"]()
    assert search(replica, *hour, query="x").body.startswith(b"Your query was too short")
