"""Jobs over a cap, on the command line: asked about at a terminal, held and told without one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from backends.base import Cost
from studio.cli.drawing import over_cap
from studio.cli.output import Bar
from studio.jobs.spending.caps import Caps
from studio.jobs.states import State
from tests.studio.jobs.bench import Bench
from tests.studio.jobs.spending.paid import drawn_for, paid


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where a person's answer is typed; a terminal at both ends."""
    here, there = os.openpty()
    with open(there, encoding="utf-8") as typed:  # noqa: PTH123
        monkeypatch.setattr("sys.stdin", typed)
        monkeypatch.setattr(over_cap, "on_terminal", lambda: True)
        yield here
    os.close(here)


async def ended(bench: Bench) -> list[State]:
    """The states of a batch of three at five cents, of which one comes under the cap."""
    await bench.desk.start()
    ids = await bench.desk.submit(bench.recipes(count=3))
    states = [(await over_cap.waited_for(bench.desk, job_id, ids, Bar(None))).state for job_id in ids]
    await bench.close()
    return states


@pytest.mark.pty
@pytest.mark.parametrize(
    ("answer", "states"),
    [(b"y\n", [State.DONE] * 3), (b"\n", [State.DONE, State.CANCELLED, State.CANCELLED])],
)
async def test_a_person_is_asked_once_for_all(
    tmp_path: Path, answers: int, answer: bytes, states: list[State], capsys: pytest.CaptureFixture[str]
) -> None:
    os.write(answers, answer)
    bench = paid(tmp_path, drawn_for(Cost(0.05, measured=True)), Caps(day=0.07))
    assert await ended(bench) == states
    assert capsys.readouterr().err.count("$0.05 of $0.07 today is spent. Draw it all the same") == 1


async def test_without_a_terminal_they_stay_held(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(Cost(0.05, measured=True)), Caps(day=0.07))
    assert await ended(bench) == [State.DONE, State.DRAFT, State.DRAFT]
