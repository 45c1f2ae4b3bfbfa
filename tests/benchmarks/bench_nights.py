"""Measure whole nights against the replica: what a page costs, and what the past costs.

Each night is a process of its own, as under cron; the replica plays the newsrooms in this one.
Seconds count from the opening of the archive on, without the start of Python.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from big_archive import article, fill
from nights import data_folder, fill_out, give_validators
from replica import ILL, Replica, Reply, World, build_night, sources_toml
from replica.wire import Request, Wire

from pipeline.tracker import load_tracker
from pipeline.tracker_models import Tracker

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
NEW = 1_000_200  # pages from here on are in no archive; this one is of the company with most claims
# The memory's mark is the system's own (Linux): rusage hands a child the mark of its parent.
NIGHT = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from pipeline.rebuilding import rebuild
from pipeline.refreshing import refresh
from pipeline.tracker import load_tracker
from scrapers.fetcher import Fetcher

data, days = Path(sys.argv[1]), float(sys.argv[2])
tracker = load_tracker(data / "trackers" / "hk-nsl")
times = [time.perf_counter()]

def clock():
    return time.time() + days * 86_400

def asked(ask):
    if len(times) == 1:
        times.append(time.perf_counter())
    return fetcher.steps(ask)

def answered(ask, outcome):
    if ask.purpose == "page":
        if len(times) == 2:
            times.append(time.perf_counter())
        times[3:] = [time.perf_counter()]

if days < 0:
    rebuild(data, tracker)
    night, times = None, times * 4
else:
    with Fetcher(
        contact=None, loopback=True, robots_folder=data / "private" / "robots", clock=clock
    ) as fetcher:
        night = refresh(
            data,
            tracker,
            get=asked,
            clock=lambda: datetime.fromtimestamp(clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            watch=answered,
        )
times.append(time.perf_counter())
status = Path("/proc/self/status").read_text()
print(json.dumps({
    "times": times,
    "peak_mb": int(status.partition("VmHWM:")[2].split()[0]) / 1024,
    "new": sum(visit.new for visit in night.visits) if night else 0,
    "unchanged": sum(visit.unchanged for visit in night.visits) if night else 0,
    "bad": sum(visit.bad for visit in night.visits) if night else 0,
}))
"""


@dataclass(frozen=True)
class Night:
    """What a night took; ``times`` are when it began, asked first, had read a page, all, and ended.

    The first page takes longest: the reader is made then.
    """

    times: list[float]
    peak_mb: float
    new: int
    unchanged: int
    bad: int

    @property
    def opening(self) -> float:
        return self.times[1] - self.times[0]

    @property
    def loading(self) -> float:
        return self.times[2] - self.times[1]

    @property
    def visiting(self) -> float:
        return self.times[3] - self.times[2]

    @property
    def closing(self) -> float:
        return self.times[4] - self.times[3]

    @property
    def seconds(self) -> float:
        return self.times[-1] - self.times[0]


class Papers:
    """Newsrooms on loopback, listing ``pages`` each; of ``edition`` 1 one page in six is edited."""

    def __init__(self, tracker: Tracker, *, hosts: int, pages: int, first: int = NEW) -> None:
        self.edition = 0
        self.port = 0  # until they are open
        self._tracker = tracker
        self._hosts = hosts
        self._numbers = range(first, first + hosts * pages)

    @property
    def origins(self) -> dict[str, str]:
        hosts = range(self._hosts)
        return {f"paper_{host}": f"http://paper-{host}.localhost:{self.port}" for host in hosts}

    @contextmanager
    def open(self) -> Iterator[None]:
        world = World()
        with Replica(world) as replica:
            self.port = replica.port
            for host, origin in enumerate(self.origins.values()):
                served = partial(self._serve, origin, self._numbers[host :: self._hosts])
                world.put(f"paper-{host}.localhost", "*", served)
            yield

    def _serve(self, origin: str, numbers: range, request: Request, wire: Wire) -> Reply:
        if request.path == "/sitemap.txt":
            listed = "\n".join(f"{origin}/page/{number}" for number in numbers)
            return Reply(listed.encode(), media_type="text/plain", etag=f'"{numbers}"')
        number = request.path.removeprefix("/page/")
        if not number.isdecimal():  # they have no robots.txt
            return Reply(status=404)
        edited = (int(number) - self._numbers.start) % 6 == 0
        page = article(origin, int(number), self._tracker, edition=self.edition * edited)
        return Reply(page.body, etag=page.etag)


def lay_out(data: Path, papers: Papers, *, pace_seconds: float = 0.001) -> Tracker:
    """Make a data folder whose sources are these newsrooms."""
    folder = data / "trackers" / TRACKER.name
    shutil.copytree(TRACKER, folder)
    sources = [
        {
            "id": name,
            "kind": "sitemap",
            "url": f"{origin}/sitemap.txt",
            "publisher": name,
            "language": "en",
            "timezone": "UTC",
            "pace_seconds": pace_seconds,
            "most_links": 10_000,
        }
        for name, origin in papers.origins.items()
    ]
    (folder / "sources.toml").write_text(sources_toml(sources), encoding="utf-8")
    return load_tracker(folder)


def spend(data: Path, *, days: int = 0) -> Night:
    """Spend a night on which all is well, as many days from now; -1 remakes the database."""
    night = run_night(data, days=days)
    assert night.bad == 0
    return night


def run_night(data: Path, *, days: int = 0) -> Night:
    done = subprocess.run(
        [sys.executable, "-c", NIGHT, str(data), str(days)], stdout=subprocess.PIPE, check=True
    )
    return Night(**json.loads(done.stdout))


@pytest.fixture(scope="module")
def tracker() -> Tracker:
    return load_tracker(TRACKER)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Print a line past what catches the output of tests."""

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"\n  {line}", end="", flush=True)

    return say


def test_pages_a_second_with_1_10_and_50_hosts(benchmark, tracker, tmp_path, say):
    def measure() -> dict[int, Night]:
        nights = {}
        for hosts in (1, 10, 50):
            papers = Papers(tracker, hosts=hosts, pages=300 // hosts)
            with papers.open():
                data = tmp_path / str(hosts)
                lay_out(data, papers)
                nights[hosts] = spend(data)
        return nights

    nights = benchmark.pedantic(measure, rounds=1)

    for hosts, night in nights.items():
        rate = night.new / night.visiting
        ratio = rate / (nights[1].new / nights[1].visiting)
        benchmark.extra_info[f"pages_a_second_{hosts}"] = round(rate)
        say(f"hosts: {hosts}; {rate:.0f} pages a second, {ratio:.2f} times as many as of one")


@pytest.mark.parametrize("pace", [0.05, 0.25])
def test_a_night_lasts_as_long_as_one_host_and_not_all(benchmark, tracker, tmp_path, say, pace):
    hosts, pages = 10, 20
    papers = Papers(tracker, hosts=hosts, pages=pages)
    with papers.open():
        lay_out(tmp_path, papers, pace_seconds=pace)
        night = benchmark.pedantic(spend, (tmp_path,), rounds=1)

    seconds, bound = night.loading + night.visiting, pages * pace
    benchmark.extra_info["times_the_pace"] = round(seconds / bound, 2)
    say(
        f"{hosts} hosts, {pages} pages each at {pace} s: {seconds:.1f} s, {night.loading:.1f} of "
        f"them to load the reader; the pace of one comes to {bound:.1f} s, of all to "
        f"{hosts * bound:.1f} s"
    )
    assert seconds < hosts * bound


def test_a_night_with_nothing_new_takes_under_a_tenth_of_the_first(benchmark, tmp_path, say):
    with Replica() as replica:
        replica.world, sources = build_night(replica.port)
        give_validators(replica.world)
        fill_out(replica.world, links=1000)  # pages of 45 kB; newsrooms serve more
        well = [source for source in sources if source["id"] not in {*ILL, "search"}]
        data = data_folder(tmp_path / "data", well)
        first = run_night(data)
        again = benchmark.pedantic(run_night, (data,), {"days": 1}, rounds=1)
        third = run_night(data, days=2)

    for name, night in (("second", again), ("third", third)):
        ratio = night.seconds / first.seconds
        benchmark.extra_info[f"{name}_of_first"] = round(ratio, 3)
        say(
            f"{name} night, nothing new: {night.unchanged} looks, {night.seconds:.2f} s, "
            f"{ratio:.3f} of the first's {first.seconds:.2f} s"
        )
    # On the second all pages are asked again, as most corrections come in a day.
    assert again.unchanged > first.new * 0.9
    assert again.seconds < first.seconds / 10


def test_a_night_of_10_000_unchanged_pages(benchmark, tracker, tmp_path, say):
    fetching = Papers(tracker, hosts=20, pages=25)
    with fetching.open():
        lay_out(tmp_path / "first", fetching)
        first = spend(tmp_path / "first")
    papers = Papers(tracker, hosts=20, pages=500, first=0)
    with papers.open():
        fill(tmp_path, lay_out(tmp_path, papers), origins=papers.origins, count=10_000)
        night = benchmark.pedantic(spend, (tmp_path,), rounds=1)

    looks, cost = night.unchanged, night.visiting / night.unchanged
    ratio = cost / (first.visiting / first.new)
    benchmark.extra_info.update(looks_a_second=round(1 / cost), peak_mb=round(night.peak_mb))
    say(
        f"{looks} unchanged pages: {night.seconds:.0f} s, {1 / cost:.0f} looks a second, "
        f"{ratio:.2f} of a new page's time, {night.peak_mb:.0f} MB (first night: "
        f"{first.peak_mb:.0f} MB)"
    )
    assert (night.new, looks) == (20, 10_000)  # the newsrooms' lists of links are new
    assert night.peak_mb < 500


def test_a_night_costs_what_changed_and_not_what_is_archived(benchmark, tracker, tmp_path, say):
    papers = Papers(tracker, hosts=20, pages=6)

    def measure() -> dict[int, Night]:
        nights = {}
        for count in (1_000, 10_000, 100_000):
            data = tmp_path / str(count)
            papers.edition = 0
            fill(data, lay_out(data, papers), origins=papers.origins, count=count)
            spend(data)
            papers.edition = 1
            nights[count] = spend(data, days=1)
        return nights

    with papers.open():
        nights = benchmark.pedantic(measure, rounds=1)
        remade = spend(tmp_path / "1000", days=-1)

    least = nights[1_000]
    for count, night in nights.items():
        assert (night.new, night.unchanged) == (20, 120)  # with the 20 lists of links
        ratio, memory = night.seconds / least.seconds, night.peak_mb / least.peak_mb
        benchmark.extra_info[f"times_as_long_{count}"] = round(ratio, 2)
        say(
            f"{count} documents: {night.seconds:.1f} s ({night.opening:.2f} opening, "
            f"{night.loading + night.visiting:.1f} visiting, {night.closing:.2f} closing), "
            f"{ratio:.2f} times as long; {night.peak_mb:.0f} MB, {memory:.2f} times as much"
        )
    say(f"all of 1,120 pages read again: {remade.seconds:.1f} s, {remade.peak_mb:.0f} MB")
    assert nights[100_000].seconds < 2 * least.seconds
    assert nights[100_000].peak_mb < 1.2 * least.peak_mb
