"""Pools of processes: no job is waited for whose worker is gone."""

from __future__ import annotations

import os
import signal
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from library.files.processes import behind, result_of, spawned


def test_a_worker_that_dies_before_the_pool_has_seen_it_is_noticed(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    with spawned(2, os.getpid) as pool:
        held = pool.submit(gate.read_text)
        # This opens when the first worker has opened the other end, so the second worker gets what kills it.
        with gate.open("w"):
            dead = pool.submit(os._exit, 3)
            with pytest.raises(BrokenProcessPool):
                result_of(pool, dead)
        with pytest.raises(BrokenProcessPool):
            result_of(pool, held)


def test_a_job_gives_what_it_gave_also_its_own_timeout() -> None:
    with spawned(1, os.getpid) as pool:
        assert result_of(pool, pool.submit(abs, -3)) == 3
        with pytest.raises(TimeoutError, match="mine"):
            result_of(pool, pool.submit(late))


def late() -> None:
    raise TimeoutError("mine")


def test_ctrl_c_in_a_terminal_reaches_the_workers_and_they_go_on() -> None:
    with spawned(1, behind) as pool:
        worker = result_of(pool, pool.submit(os.getpid))
        os.kill(worker, signal.SIGINT)
        assert result_of(pool, pool.submit(os.getpid)) == worker
