"""Jobs that go wrong: failures, dead letters, killed workers, and workers that are told to stop."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling.errors import StateConflict
from scheduling.jobs import queue, tending, worker
from scheduling.jobs.attempt import Bench
from tests.scheduling.jobs import toys
from tests.scheduling.jobs.asking import ended, get, put, until

pytestmark = pytest.mark.anyio


async def test_a_failing_job_is_tried_again_and_then_dead(engine: AsyncEngine, working: Bench) -> None:
    """Three attempts, the last error kept; replayed it is tried anew, and succeeds when what was wrong is mended."""
    assert working.engine is engine
    job = await put(engine, "failing", toys.FAIL)
    dead = await ended(engine, job)
    assert (dead.status, dead.attempts) == ("dead", 3)
    assert dead.error == "RuntimeError: attempt 3 of a job that fails"
    async with engine.begin() as connection:
        again = await queue.replay(connection, "failing", job.id)
    assert (again.status, again.attempts) == ("queued", 0)
    done = await ended(engine, job)
    assert (done.status, done.attempts, done.error) == ("succeeded", 3, "")
    assert await toys.notes(engine, job.id) == [1, 1, 2, 2, 3]
    async with engine.begin() as connection:
        with pytest.raises(StateConflict, match="succeeded; only one that is dead, failed or cancelled"):
            await queue.replay(connection, "failing", job.id)


async def test_what_the_laws_refuse_is_not_tried_again(engine: AsyncEngine, working: Bench) -> None:
    """A refusal fails the job at once, and what its step had written is gone."""
    assert working.engine is engine
    failed = await ended(engine, await put(engine, "refused", toys.REFUSE))
    assert (failed.status, failed.attempts, failed.error) == ("failed", 1, "Never on a Sunday.")
    assert await toys.notes(engine, failed.id) == []


async def test_a_job_whose_worker_is_killed_goes_on_where_it_was(engine: AsyncEngine, database: str) -> None:
    """A worker killed with -9 in the middle of 300 steps: another one does the rest, and no step is done twice."""
    async with toys.process(database) as first:
        job = await put(engine, "killed", toys.COUNT, 150)
        await until(engine, job, lambda one: one.done >= 20)
        os.kill(first.pid, signal.SIGKILL)
        await first.wait()
    halfway = await get(engine, job)
    assert halfway.status == "running"
    assert 20 <= halfway.done < 150
    async with toys.process(database):
        done = await ended(engine, job)
    assert (done.status, done.attempts, done.done) == ("succeeded", 2, 150)
    assert await toys.notes(engine, job.id) == list(range(150))


async def test_a_job_that_kills_its_workers_is_given_up(engine: AsyncEngine, database: str) -> None:
    """After as many dead workers as it has attempts, the next one does not touch it."""
    job = await put(engine, "poison", toys.HANG)
    for attempt in (1, 2):
        async with toys.process(database) as victim:
            await until(engine, job, lambda one, number=attempt: one.attempts == number)  # type: ignore[misc]
            while len(await toys.notes(engine, job.id)) < attempt:
                await asyncio.sleep(0.01)
            victim.kill()
            await victim.wait()
    async with toys.process(database):
        dead = await ended(engine, job)
    assert (dead.status, dead.error) == ("dead", "each of its workers died, the last one without a word")
    assert await toys.notes(engine, job.id) == [0, 0]


async def test_a_worker_that_was_thought_dead_does_no_harm(engine: AsyncEngine, database: str) -> None:
    """A worker stopped in its tracks loses its job to another; woken up again, it does not do a single step more."""
    async with toys.process(database) as sleeper:
        job = await put(engine, "asleep", toys.COUNT, 200)
        await until(engine, job, lambda one: one.done >= 5)
        os.kill(sleeper.pid, signal.SIGSTOP)
        async with toys.process(database):
            await until(engine, job, lambda one: one.attempts == 2 and one.done >= 50)
            os.kill(sleeper.pid, signal.SIGCONT)
            done = await ended(engine, job)
            await asyncio.sleep(0.3)
    assert (done.status, done.attempts) == ("succeeded", 2)
    assert await toys.notes(engine, job.id) == list(range(200))


async def test_a_worker_that_is_told_to_stop_hands_its_job_back(engine: AsyncEngine) -> None:
    """What it was doing waits in the queue at once, is not counted as an attempt, and the next worker goes on."""
    async with worker.working(Bench(engine, toys.utc_now), toys.WORK, toys.PACE):
        job = await put(engine, "stopped", toys.COUNT, 100)
        await until(engine, job, lambda one: one.done >= 5)
    handed = await get(engine, job)
    assert (handed.status, handed.attempts) == ("queued", 0)
    assert 5 <= handed.done < 100
    async with worker.working(Bench(engine, toys.utc_now), toys.WORK, toys.PACE):
        done = await ended(engine, job)
    assert (done.status, done.attempts) == ("succeeded", 1)
    assert await toys.notes(engine, job.id) == list(range(100))


async def test_a_lost_connection_is_opened_again(engine: AsyncEngine, working: Bench) -> None:
    """The database closes the connection that the worker listens on; jobs put afterwards run all the same."""
    assert working.engine is engine
    await ended(engine, await put(engine, "cut", toys.COUNT, 1))
    async with engine.begin() as connection:
        cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lockstep-jobs'")
        assert list((await connection.execute(cut)).scalars())
    assert (await ended(engine, await put(engine, "cut", toys.COUNT, 1, key="after"))).status == "succeeded"


async def test_what_the_engine_has_lost_is_put_back(engine: AsyncEngine) -> None:
    """An unfinished job that is not in the engine's queue is put there again, once, and then runs."""
    job = await put(engine, "lost", toys.COUNT, 2)
    kept = await put(engine, "kept", toys.COUNT, 2)
    later = toys.utc_now() + 2 * tending.LOST_AFTER
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM pgqueuer.pgqueuer WHERE payload LIKE '%lost%'"))
        assert await tending.put_back(connection, later) == 1
        assert await tending.put_back(connection, later) == 0
    async with worker.working(Bench(engine, toys.utc_now), toys.WORK, toys.PACE):
        assert [(await ended(engine, one)).status for one in (job, kept)] == ["succeeded"] * 2
    assert await toys.notes(engine, job.id) == [0, 1]


async def test_old_jobs_are_forgotten_and_dead_ones_kept(engine: AsyncEngine, working: Bench) -> None:
    """Tending deletes what succeeded long ago, keeps what an operator has not seen to, and frees the keys."""
    assert working.engine is engine
    done = await ended(engine, await put(engine, "old", toys.COUNT, 1))
    failed = await ended(engine, await put(engine, "old", toys.REFUSE))
    async with engine.begin() as connection:
        assert await tending.forget(connection, toys.utc_now()) == 0
        assert await tending.forget(connection, toys.utc_now() + 2 * tending.KEPT) >= 1
        assert await queue.listed(connection, tenant="old") == (failed,)
    assert (await put(engine, "old", toys.COUNT, 5)).id == done.id


async def test_an_operator_reads_and_replays_dead_letters(engine: AsyncEngine, database: str, working: Bench) -> None:
    """List, show, replay and cancel on the command line, for people and for scripts, without colours."""
    assert working.engine is engine
    dead = await ended(engine, await put(engine, "letters", toys.FAIL))

    async def run(*words: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "scheduling", "jobs", *words, "--database", database]
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False, text=True)
        return done.returncode, done.stdout, done.stderr

    code, out, _ = await run("list", "--tenant", "letters", "--status", "dead")
    assert code == 0
    assert out.splitlines()[0].split() == ["JOB", "TENANT", "KIND", "STATUS", "DONE", "ATTEMPTS", "CREATED", "ERROR"]
    assert out.splitlines()[1].split()[:6] == [dead.id, "letters", "toy.fail", "dead", "0/?", "3"]
    assert "\x1b" not in out
    code, out, _ = await run("show", dead.id, "--format", "json")
    assert code == 0
    shown = json.loads(out)
    assert (shown["status"], shown["payload"], shown["error"]) == ("dead", {}, dead.error)
    code, out, _ = await run("replay", dead.id)
    assert (code, out.splitlines()[4].split()) == (0, ["status", "queued"])
    assert (await ended(engine, dead)).status == "succeeded"
    code, _, err = await run("cancel", dead.id)
    assert (code, err) == (
        1,
        "python -m scheduling jobs: The job is succeeded; only one that is waiting or running can be cancelled.\n",
    )
    assert (await run("show", "00000000-0000-4000-8000-000000000000"))[0] == 64
