"""Pools of processes: no job is waited for whose worker is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
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


OPENCV = """
import os, sys
import studio_of_this_test as studio
paths, sys.path = sys.path, [os.path.dirname(__file__), *sys.path]
studio.begun.set()
studio.go_on.wait()
sys.path = paths
"""
STUDIO = """
import os, sys, threading

begun, go_on = threading.Event(), threading.Event()

if __name__ == "__main__":
    sys.modules["studio_of_this_test"] = sys.modules["__main__"]
    from library.files.processes import behind, spawned

    threading.Thread(target=__import__, args=["cv2"]).start()
    begun.wait()
    with spawned(1, behind) as pool:
        asked = []
        asking = threading.Thread(target=lambda: asked.append(pool.submit(os.getcwd)))
        asking.start()
        asking.join(0.2)
        go_on.set()
        asking.join()
        print(asked[0].result())
"""


def test_a_process_that_is_begun_while_opencv_is_imported_finds_pythons_own_modules(tmp_path: Path) -> None:
    opencv = tmp_path / "cv2"
    opencv.mkdir()
    (opencv / "__init__.py").write_text(OPENCV)
    (opencv / "typing.py").write_text("raise ImportError('this is no module of Python')")
    (tmp_path / "studio.py").write_text(STUDIO)
    here = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, tmp_path / "studio.py"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{here}"},
        cwd=here,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout.strip(), done.stderr) == (str(here), "")
