"""Engines do every task once, whatever happens to their processes."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from engine_work import (
    burn,
    die_once,
    double,
    fall_over_once,
    hang,
    kill_dask_once,
    read_lost_file,
    refuse,
    return_what_cannot_travel,
    run_out_of_memory,
    wait_for,
    whose,
)

from pipeline.engines import EngineLost, UnusableEngine, WorkerLost, engine_names, open_engine
from pipeline.engines.local import NAME, LocalEngine
from pipeline.errors import OurMistake

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

LONG = 60.0  # seconds of the clock, for a machine that has other things to do


@pytest.fixture(scope="module")
def local():
    with open_engine("local", workers=2) as engine:
        yield engine


@pytest.fixture(scope="module")
def dask():
    with (
        cluster_of(1) as cluster,
        open_engine("dask", scheduler=cluster.scheduler_address) as engine,
    ):
        yield engine


@contextmanager
def cluster_of(workers: int) -> Iterator[Any]:
    """Run a cluster of dask in threads of this process, which saves four seconds."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=2,
        processes=False,
        protocol="tcp",
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
    ) as cluster:
        yield cluster


def processes() -> "list[BaseProcess]":
    return [process for process in active_children() if process.name == NAME]


@pytest.fixture(params=["local", "dask"])
def engine(request):
    return request.getfixturevalue(request.param)


def test_engines_are_found_in_their_folder():
    assert engine_names() == ["dask", "local"]


def test_an_unknown_engine_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(UnusableEngine, match="no engine is called 'steam'; there is dask, local"):
        open_engine("steam")


def test_an_engine_whose_package_is_missing_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "pipeline.engines.dask", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(UnusableEngine, match=r'distributed.* pip install "stanceline\[cluster\]"'):
        open_engine("dask")


def test_the_local_engine_has_no_scheduler():
    with (
        pytest.raises(UnusableEngine, match="no use for the scheduler tcp"),
        open_engine("local", scheduler="tcp://10.0.0.5:8786"),
    ):
        pass


def test_no_workers_are_too_few():
    with pytest.raises(UnusableEngine, match="0 workers cannot work"):
        open_engine("local", workers=0)


def test_each_task_is_answered_by_its_own_future(engine):
    futures = [engine.submit(double, number) for number in range(50)]

    assert [future.result(LONG) for future in futures] == [2 * number for number in range(50)]


def test_tasks_are_done_in_the_main_thread_of_other_processes(engine):
    process, main = engine.submit(whose, None).result(LONG)

    assert (process != os.getpid(), main) == (True, True)


def test_the_watchdog_bites_in_an_engine(engine):
    assert engine.submit(hang, None).result(LONG) == "stopped"


def test_what_the_work_raises_comes_out_of_the_future(engine):
    error = engine.submit(read_lost_file, "a.warc.gz").exception(LONG)

    assert (type(error), str(error)) == (FileNotFoundError, "a.warc.gz is not there")


def test_an_error_that_cannot_travel_is_told_in_words(engine):
    error = engine.submit(refuse, None).exception(LONG)

    assert (type(error), str(error)) == (
        OurMistake,
        "Stubborn: no; this is a mistake of ours, please report it",
    )


def test_an_answer_that_cannot_travel_harms_nobody_else(engine):
    error = engine.submit(return_what_cannot_travel, None).exception(LONG)

    assert isinstance(error, AttributeError)
    assert engine.submit(double, 4).result(LONG) == 8


def test_a_task_whose_process_dies_is_done_again(engine, tmp_path):
    assert engine.submit(die_once, tmp_path / "mark").result(LONG) == "done"


def test_half_an_answer_of_a_dead_process_keeps_nobody_waiting(local, tmp_path):
    assert local.submit(fall_over_once, tmp_path / "mark").result(LONG) == "done"


def test_a_task_that_takes_all_memory_in_three_processes_is_lost_and_no_other(local):
    lost = local.submit(run_out_of_memory, None)
    futures = [local.submit(double, number) for number in range(5)]

    assert type(lost.exception(LONG)) is WorkerLost
    assert [future.result(LONG) for future in futures] == [0, 2, 4, 6, 8]


def test_processes_killed_while_idle_are_replaced(local):
    before, _ = local.submit(whose, None).result(LONG)
    for process in processes():
        process.kill()
        process.join()

    after, _ = local.submit(whose, None).result(LONG)
    assert after != before


def test_processes_are_replaced_before_they_grow_old():
    with closing(LocalEngine(1, tasks_each=2)) as engine:
        pids = [engine.submit(whose, None).result(LONG)[0] for _ in range(4)]

    assert list(Counter(pids).values()) == [2, 2]


def test_what_is_in_work_when_an_engine_closes_is_lost_with_it():
    before = processes()
    with open_engine("local", workers=1) as engine:
        engine.submit(double, 1).result(LONG)
        futures = [engine.submit(burn, 1000.0) for _ in range(3)]

    assert [type(future.exception(LONG)) for future in futures] == [EngineLost] * 3
    assert processes() == before


def test_processes_end_with_a_parent_that_is_killed():
    program = (
        "import os\n"
        "from engine_work import burn, double\n"
        "from pipeline.engines import open_engine\n"
        "with open_engine('local', workers=1) as engine:\n"
        "    print(engine.submit(double, 2).result(), flush=True)\n"
        "    engine.submit(burn, 1000.0)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    support = str(Path(__file__).parents[1] / "support")
    ended = subprocess.run(  # which waits for all who hold the output, not only for the parent
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([support, *sys.path])},
        capture_output=True,
        check=False,
        timeout=LONG,
    )

    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, b"4\n")


def test_a_task_whose_worker_of_dask_is_killed_is_done_by_the_next(tmp_path):
    pytest.importorskip("distributed")
    with open_engine("dask", workers=1) as engine:
        futures = [
            engine.submit(kill_dask_once, tmp_path / "mark"),
            *(engine.submit(double, number) for number in range(9)),
        ]

        assert [future.result(LONG) for future in futures] == ["done", *range(0, 18, 2)]


def test_what_is_in_work_when_the_scheduler_goes_is_lost_with_it(tmp_path):
    settings = pytest.importorskip("dask.config")
    dask = pytest.importorskip("dask")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "2s"}),  # half a minute else
        cluster_of(1) as cluster,
        open_engine("dask", scheduler=cluster.scheduler_address) as engine,
    ):
        future = engine.submit(wait_for, tmp_path / "mark")
        cluster.sync(cluster.scheduler.close)
        error = future.exception(LONG)
        later = engine.submit(double, 2).exception(LONG)
        (tmp_path / "mark").touch()
        with settings.set({"distributed.comm.timeouts.connect": 0.1}):
            cluster.close()  # asks the scheduler, which is gone, for 30 s by default

    assert [type(each) for each in (error, later)] == [EngineLost, EngineLost]
    assert "start it again" in str(error)


@pytest.mark.parametrize("address", ["", "nonsense", "carrier-pigeon://10.0.0.5:8786"])
def test_what_is_no_address_is_refused(address):
    pytest.importorskip("distributed")
    with (
        pytest.raises(UnusableEngine, match="no address of a scheduler"),
        open_engine("dask", scheduler=address),
    ):
        pass


def test_workers_can_not_be_asked_of_a_cluster_that_runs():
    pytest.importorskip("distributed")
    with (
        pytest.raises(UnusableEngine, match="leave the number of workers out"),
        open_engine("dask", workers=2, scheduler="tcp://10.0.0.5:8786"),
    ):
        pass


def test_a_scheduler_that_does_not_answer_is_named():
    dask = pytest.importorskip("pipeline.engines.dask")
    with (
        pytest.raises(EngineLost, match="no scheduler answers at tcp://127"),
        dask.open_engine(workers=None, scheduler="tcp://127.0.0.1:1", patience_seconds=0.2),
    ):
        pass


def test_a_scheduler_without_workers_is_named():
    dask = pytest.importorskip("pipeline.engines.dask")
    with (
        cluster_of(0) as cluster,
        pytest.raises(EngineLost, match="has no workers; start some with: dask worker tcp://127"),
        dask.open_engine(workers=None, scheduler=cluster.scheduler_address, patience_seconds=0.2),
    ):
        pass
