import os
import time
from functools import partial

import pytest
from tests import jobs

from formgen import workers
from formgen.workers import OUT_OF_MEMORY, Crew, Fate, Lost, in_processes


def run(*whats, crew=2, seconds=5.0, prepare=jobs.nothing):
    given = ((what,) for what in whats)
    return list(in_processes(Crew(jobs.do, prepare, crew, seconds), given))


@pytest.mark.parametrize("crew", [1, 2, 3])
def test_results_come_in_the_order_of_the_jobs(crew):
    assert run(*range(40), crew=crew) == list(range(40))


def test_no_jobs_are_no_results():
    assert run() == []


def test_what_is_no_job_gives_none():
    crew = Crew(jobs.do, jobs.nothing, 2, 5.0)
    assert list(in_processes(crew, [None, (1,), None, (2,), None])) == [None, 1, None, 2, None]


@pytest.mark.parametrize(
    ("what", "lost"),
    [
        ("abort", Lost(Fate.CRASHED, -6)),
        ("exit", Lost(Fate.CRASHED, 3)),
        ("sleep", Lost(Fate.TIMED_OUT)),
        ("stop", Lost(Fate.TIMED_OUT)),
        ("raise", Lost(Fate.FAILED, reason="AwkwardError: ab")),
    ],
)
@pytest.mark.parametrize("crew", [1, 2])
def test_a_lost_job_is_told_of_and_the_others_are_done(what, lost, crew):
    seconds = 1.0 if lost.fate is Fate.TIMED_OUT else 10.0
    assert run(1, 2, what, 3, 4, 5, crew=crew, seconds=seconds) == [1, 2, lost, 3, 4, 5]


def test_a_process_that_takes_too_much_is_ended_where_the_system_does_not_bound_it():
    crew = Crew(jobs.eat, jobs.under_watch, 1, 20.0)
    eaten = Lost(Fate.CRASHED, OUT_OF_MEMORY)
    assert list(in_processes(crew, [(8,), (4000,), (16,)])) == [1, eaten, 2]


def test_many_crashes_are_each_their_own():
    whats = ["abort" if number % 3 == 2 else number for number in range(30)]
    lost = Lost(Fate.CRASHED, -6)
    assert run(*whats) == [lost if what == "abort" else what for what in whats]


@pytest.mark.parametrize("what", ["no pickle", "bad pickle"])
def test_a_result_that_cannot_be_sent_is_told_of(what):
    first, second, third = run(1, what, 2, crew=1)
    assert (first, second.fate, third) == (1, Fate.FAILED, 2)


def test_a_worker_that_dies_at_rest_costs_nothing():
    def given():
        yield ("die later",)
        yield ("pid",)
        time.sleep(0.5)
        yield (1,)

    crew = Crew(jobs.do, jobs.nothing, 2, 5.0)
    assert list(in_processes(crew, given()))[::2] == ["die later", 1]


def test_a_process_serves_its_time_and_is_replaced(monkeypatch):
    monkeypatch.setattr(workers, "_JOBS_EACH", 3)
    pids = run(*["pid"] * 9, crew=1)
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 3]


def test_jobs_are_taken_only_a_few_ahead():
    taken = []

    def given():
        for number in range(100):
            taken.append(number)
            yield (number,)

    results = in_processes(Crew(jobs.do, jobs.nothing, 2, 5.0), given())
    assert next(results) == 0
    assert len(taken) <= 10
    results.close()


def test_a_start_that_fails_is_tried_again(tmp_path):
    prepare = partial(jobs.start_at_the_second_try, tmp_path / "mark")
    assert run(1, 2, crew=1, prepare=prepare) == [1, 2]


def test_workers_that_never_start_are_told_of():
    with pytest.raises(RuntimeError, match="exit code 5"):
        run(1, prepare=jobs.never_start)


def test_an_abandoned_run_leaves_no_process():
    results = in_processes(Crew(jobs.do, jobs.nothing, 2, 60.0), iter([("pid",), ("sleep",)] * 3))
    pid = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
