"""A night: what is well comes in whole, what is ill is named, and nothing comes in twice."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from nights import (
    TRACKER,
    Web,
    article,
    data_folder,
    entry,
    feed,
    give_validators,
    moment,
    night,
    rows_of,
    select,
)
from replica import (
    EXPECTED,
    ILL_OUTCOMES,
    Asked,
    Replica,
    build_misbehaving,
    build_night,
    sources_toml,
)
from replica.companies import STATEMENTS
from replica.newsrooms import NEWSROOMS, stories_of

from pipeline.cli.running import run
from pipeline.rebuilding import rebuild
from pipeline.refreshing import Night
from pipeline.store import Store
from pipeline.tracker import load_tracker
from scrapers.judging import NEXT_STEPS

ROOT = Path(__file__).parents[2]
CHILD = """
import json, sys
from pathlib import Path
from nights import night
done = night(Path(sys.argv[1]))
status = Path("/proc/self/status").read_text()  # rusage would hand on the mark of the parent
peak = int(status.partition("VmHWM:")[2].split()[0])
print(json.dumps({
    "ill": {ill.source: [ill.what.partition(" ")[0], ill.next_step] for ill in done.ill},
    "problems": done.run.problems,
    "peak_mb": peak / 1024,
}))
"""
# Five outlets that print one agency's report, and companies of their own voice.
PAST = {
    *("harbour_daily", "quay_courier", "kilobyte_wire", "tideline_times", "meridian_post"),
    *("zoom_statement", "telegram_statement", "proton_statement", "google_report"),
}
ZOOM = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."


def run_in_a_child(code: str, *arguments: object) -> str:
    places = [ROOT, ROOT / "tests", ROOT / "tests" / "support"]
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
    ).stdout


@dataclass(frozen=True)
class FullNight:
    """A night of 30 sources, 10 of which misbehave, as told by the process that ran it."""

    port: int
    data: Path
    told: dict


@pytest.fixture(scope="module")
def full_night(tmp_path_factory) -> FullNight:
    with Replica() as replica:
        replica.world, sources = build_night(replica.port)
        data = data_folder(tmp_path_factory.mktemp("full") / "data", sources)
        return FullNight(replica.port, data, json.loads(run_in_a_child(CHILD, data)))


def test_a_night_with_ten_ill_sources_reads_every_page_of_the_other_twenty(full_night):
    pages = []
    for newsroom in NEWSROOMS:
        stories = stories_of(newsroom)
        pages += [f"http://{newsroom.host}:{full_night.port}{story.path}" for story in stories]
        # Without a registered domain no other host is known to be the same site's.
        pages.append(f"http://m.{newsroom.host}:{full_night.port}{stories[1].path}")
    pages += [f"http://{name}-trust.localhost:{full_night.port}/hong-kong" for name in STATEMENTS]

    assert select(full_night.data, "select url from documents order by url") == [
        (page,) for page in sorted(pages)
    ]


def test_a_night_names_each_ill_source_with_its_outcome_and_the_next_step(full_night):
    assert full_night.told["ill"] == {
        source: [outcome, NEXT_STEPS[outcome]] for source, outcome in ILL_OUTCOMES.items()
    }
    assert full_night.told["problems"] == []


def test_a_night_with_a_gzip_bomb_and_an_endless_page_keeps_its_memory(full_night):
    assert full_night.told["peak_mb"] < 500


@dataclass(frozen=True)
class Past:
    """Nights on which all was well, the last of which found something new."""

    data: Path
    rows: list[dict[str, list]]
    requests: list[list[Asked]]
    dump: list[str]


@pytest.fixture(scope="module")
def past(tmp_path_factory) -> Past:
    rows, requests = [], []
    with Replica() as replica:
        replica.world, sources = build_night(replica.port)
        give_validators(replica.world)
        chosen = [source for source in sources if source["id"] in PAST]
        data = data_folder(tmp_path_factory.mktemp("past") / "data", chosen)
        for day in (0, 1, 2, 3):
            replica.forget()
            if day == 3:
                replica.world.next_night()
            night(data, days=day)
            rows.append(rows_of(data))
            requests.append(replica.requests)
    return Past(data, rows, requests, dump_of(data))


def dump_of(data: Path) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return list(store.dump())


def test_a_night_with_nothing_new_asks_every_page_again_and_only_conditionally(past):
    conditions = {"if-none-match", "if-modified-since"}

    assert [asked for asked in past.requests[1] if not conditions & set(asked.headers)] == []
    assert {(asked.host, asked.path) for asked in past.requests[1]} == {
        (asked.host, asked.path) for asked in past.requests[0]
    }


def test_a_night_with_nothing_new_changes_nothing_but_the_ledger_of_nights(past):
    changed = [name for name, rows in past.rows[0].items() if past.rows[1][name] != rows]

    assert changed == ["looks", "runs", "visits", "archive_files"]


def test_a_rebuild_from_nothing_but_the_captures_equals_the_nights_to_the_byte(past):
    for path in past.data.glob("timeline.db*"):
        path.unlink()
    rebuild(past.data, load_tracker(past.data / TRACKER))

    assert dump_of(past.data) == past.dump


@pytest.mark.parametrize("command", ["check", "verify"])
def test_after_some_nights_nothing_is_wrong_with_archive_and_quotes(past, command, capsys):
    code = run([command, "--data", str(past.data)])

    assert (code, capsys.readouterr().out) == (0, "")


def test_an_agency_story_in_five_newspapers_is_one_story(past):
    told = select(
        past.data, "select count(*), count(distinct story) from documents where agency = 'ap'"
    )

    assert told == [(5, 1)]


@pytest.fixture(scope="module")
def bad_night(tmp_path_factory) -> Path:
    with Replica() as replica:
        replica.world, sources = build_misbehaving(replica.port)
        few = [{**source, "most_links": 3} for source in sources]
        data = data_folder(tmp_path_factory.mktemp("bad") / "data", few)
        night(data)
    return data


@pytest.mark.parametrize(("source", "outcome"), EXPECTED.items())
def test_each_misbehaviour_has_its_outcome_after_a_night(bad_night, source, outcome):
    found = select(
        bad_night,
        f"select looks.outcome from looks join sources on looks.url = sources.url "
        f"where sources.id = '{source}'",
    )

    assert found == [(outcome,)]


def papers(web: Web, *names: str) -> list[dict]:
    """Put one newspaper a name on the web, each with a feed and one article."""
    entries = []
    for name in names:
        page = f"http://{name}.example/2020/07/story"
        web.put(page, article(f"{ZOOM}\n\nThe reporter of {name} asked twice."))
        web.put(f"http://{name}.example/feed", feed(page), media_type="application/rss+xml")
        entries.append(entry(name, "feed", f"http://{name}.example/feed"))
    return entries


def digests(data: Path) -> dict[str, dict]:
    found = sorted((data / "private" / "digests").glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in found}


def told(night: Night) -> tuple[list[str], list[str]]:
    """Name the kinds and events of its changes, and of those of an update apart."""
    return tuple(
        [f"{change.kind} {change.event.id}" for change in changes]
        for changes in (night.changes, night.upgrade)
    )


def forget_a_word(data: Path) -> None:
    """Upgrade the tracker so that it no longer knows the word on which the story hangs."""
    stances = data / TRACKER / "stances.toml"
    text = stances.read_text(encoding="utf-8")
    stances.write_text(text.replace('"pause", ', "").replace('"paused", ', ""), encoding="utf-8")


def test_what_changed_is_kept_as_a_digest_and_reported_once(tmp_path):
    web = Web()
    data = data_folder(tmp_path / "data", papers(web, "paper"))
    first, second = night(data, web=web), night(data, web=web, days=1)

    assert told(first) == (["new zoom-paused-2020-07-07"], [])
    assert told(second) == ([], [])
    (name, digest), *others = digests(data).items()
    assert (name, others) == (f"{first.run.id}-digest", [])
    assert [change["event"]["id"] for change in digest["changes"]] == ["zoom-paused-2020-07-07"]
    text = (data / "private" / "digests" / f"{name}.txt").read_text(encoding="utf-8")
    assert ZOOM in text


def test_what_an_update_of_the_tracker_does_is_told_apart_from_news(tmp_path):
    web = Web()
    data = data_folder(tmp_path / "data", papers(web, "paper"))
    night(data, web=web)
    forget_a_word(data)
    second, third = night(data, web=web, days=1), night(data, web=web, days=2)

    assert told(second) == ([], ["withdrawn zoom-paused-2020-07-07"])
    assert told(third) == ([], [])
    assert [name for name in digests(data) if name.endswith("-upgrade")] == [
        f"{second.run.id}-upgrade"
    ]


def test_an_update_is_no_news_either_when_a_rebuild_came_before_the_night(tmp_path):
    web = Web()
    data = data_folder(tmp_path / "data", papers(web, "paper"))
    night(data, web=web)
    forget_a_word(data)
    rebuild(data, load_tracker(data / TRACKER))
    second = night(data, web=web, days=1)

    assert told(second) == ([], ["withdrawn zoom-paused-2020-07-07"])


def test_an_update_is_no_news_either_when_the_first_night_with_it_was_killed(tmp_path):
    web = Web()
    data = data_folder(tmp_path / "data", papers(web, "paper"))
    night(data, web=web)
    forget_a_word(data)
    night_cut_short(data, web, "end")
    third = night(data, web=web, days=2)

    assert told(third) == ([], ["withdrawn zoom-paused-2020-07-07"])


def night_cut_short(data: Path, web: Web, where: str) -> None:
    """Run a night that is stopped as by Ctrl-C at a page, breaks down there, or at its very end."""

    def stop(ask, outcome):
        if ask.purpose == "page":
            raise {"Ctrl-C": KeyboardInterrupt, "page": SystemExit}[where]

    if where == "end":  # the third moment, after that of recording and of visiting
        moments = iter([moment(1), moment(1)])
        with pytest.raises(StopIteration):
            night(data, web=web, days=1, clock=lambda: next(moments))
    else:
        with pytest.raises((KeyboardInterrupt, SystemExit)):
            night(data, web=web, days=1, watch=stop)


@pytest.mark.parametrize("where", ["Ctrl-C", "page", "end"])
@pytest.mark.parametrize("nights_before", [0, 1])
def test_what_a_night_found_that_was_cut_short_is_reported_by_the_next(
    tmp_path, nights_before, where
):
    web = Web()
    data = data_folder(tmp_path / "data", [entry("old", "statement", "http://old.example/terms")])
    for _ in range(nights_before):
        night(data, web=web)
    (data / TRACKER / "sources.toml").write_text(sources_toml(papers(web, "paper")))
    night_cut_short(data, web, where)
    last = night(data, web=web, days=2)

    assert told(last) == (["new zoom-paused-2020-07-07"], [])


@pytest.mark.parametrize("where", ["scrapers.kinds.sitemap.read_links", "pipeline.touring.follow"])
def test_a_mistake_of_ours_in_what_a_source_offers_stops_nobody_else(tmp_path, monkeypatch, where):
    web = Web()
    web.put("http://broken.example/map", "<urlset/>", media_type="text/xml")
    sources = [entry("broken", "sitemap", "http://broken.example/map"), *papers(web, "a", "b")]
    data = data_folder(tmp_path / "data", sources)
    module, _, name = where.rpartition(".")
    sound = getattr(import_module(module), name)

    def mistaken(*given, **named):
        if "broken" in repr((given, named)):
            raise KeyError("links")
        return sound(*given, **named)

    monkeypatch.setattr(where, mistaken)
    done = night(data, web=web)

    assert select(data, "select source from documents order by source") == [("a",), ("b",)]
    (problem,) = done.run.problems
    assert "broken" in problem
    assert problem.endswith("KeyError: 'links'; this is a mistake of ours, please report it")


def test_a_mistake_of_ours_in_a_kind_of_source_stops_nobody_else(tmp_path, monkeypatch):
    web = Web()
    sources = [entry("broken", "sitemap", "http://broken.example/map"), *papers(web, "a", "b")]
    data = data_folder(tmp_path / "data", sources)
    monkeypatch.setattr("scrapers.kinds.sitemap.addresses", lambda *_, **__: {}["links"])
    done = night(data, web=web)

    assert select(data, "select source from documents order by source") == [("a",), ("b",)]
    assert [problem for problem in done.run.problems if "broken" in problem] != []
