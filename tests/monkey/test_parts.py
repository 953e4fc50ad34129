"""The monkey's own parts: what a terminal sends, what a log says, and the fewest steps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.monkey.drawing import Monkey, bound
from tests.monkey.findings import in_log
from tests.monkey.shrinking import shrunk
from tests.monkey.steps import Step, sent

LOG = """\
2026-11-28 05:11:45,912 WARNING studio.jobs.desk a server does not answer
2026-11-28 05:11:46,912 ERROR screens.drawing.unhandled a mistake of the studio, which goes on
Traceback (most recent call last):
  File "/home/you/screens/app.py", line 20, in on_event
    await super().on_event(event)
  File "/usr/lib/python3.11/asyncio/runners.py", line 190, in run
    return runner.run(main)
KeyError: 17
2026-11-28 05:11:47,001 WARNING py.warnings /usr/lib/x.py:3: RuntimeWarning: coroutine 'PictureSlot.f' was never awaited
  widget = 3
2026-11-28 05:11:47,002 WARNING py.warnings /usr/lib/x.py:3: DeprecationWarning: it is old
"""


@pytest.mark.parametrize(
    ("step", "bytes_sent"),
    [
        (Step("press", "pageup"), "\x1b[5~"),
        (Step("press", "shift+left"), "\x1b[1;2D"),
        (Step("press", "ctrl+p"), "\x10"),
        (Step("press", "question_mark"), "?"),
        (Step("paste", "a\nb"), "\x1b[200~a\nb\x1b[201~"),
        (Step("click", "0 9"), "\x1b[<0;1;10M\x1b[<0;1;10m"),
        (Step("wheel", "down 3 4"), "\x1b[<65;4;5M"),
        (Step("focus", "out"), "\x1b[O"),
        (Step("size", "80 24"), ""),
    ],
)
def test_a_step_is_what_a_terminal_sends(step: Step, bytes_sent: str) -> None:
    assert sent(step) == bytes_sent


def test_the_same_seed_gives_the_same_steps_with_every_key_but_the_one_that_leaves() -> None:
    keys = bound()
    first, again, other = (islice(Monkey(seed, (80, 24), keys), 2000) for seed in ("1", "1", "2"))
    steps = [*first]
    assert steps == [*again]
    assert steps != [*other]
    pressed = {step.what for step in steps if step.kind == "press"}
    assert {"f3", "pageup", "escape"} <= pressed
    assert not {"ctrl+q", "f10"} & pressed


def test_a_log_tells_of_mistakes_and_of_what_was_left_behind(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(LOG)
    names = [finding.name for finding in in_log(tmp_path / "log")]
    assert names[0] == "KeyError: … at screens/app.py:20"
    assert "never awaited" in names[1]
    assert len(names) == 2
    assert not [*in_log(tmp_path / "log", len(LOG))]


@given(st.lists(st.integers(0, 9), max_size=60), st.lists(st.integers(0, 9), max_size=4))
def test_the_fewest_steps_are_those_that_are_needed(steps: list[int], needed: list[int]) -> None:
    """What breaks it is some steps in their order, with anything between them."""

    def breaks(some: Sequence[int]) -> bool:
        left = iter(some)
        return all(one in left for one in needed)

    if breaks(steps) and needed:
        assert [*shrunk(steps, breaks)] == needed


def test_what_never_breaks_it_again_stays_whole() -> None:
    steps = [*range(40)]
    assert shrunk(steps, lambda _: False) == steps
