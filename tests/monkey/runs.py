"""One run: a studio in a fresh home, steps, the end, and what was found."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from tests.monkey import checks
from tests.monkey.findings import Finding, in_log
from tests.monkey.home import Home, copied
from tests.monkey.steps import Step
from tests.monkey.terminal import Cage
from tests.monkey.watched import STACKS

PATIENCE: Final = 40.0
"""Seconds after which a studio hangs that was told to leave: on a busy machine it has much to do before."""
SETTLES: Final = 0.4
"""Seconds after the last step in which what it set going comes to light."""
COMMAND: Final = ["-W", "always::RuntimeWarning", "-W", "always::ResourceWarning", "-m", "tests.monkey.watched"]


class Place(NamedTuple):
    """Where the monkey sits: the drawn home, a folder for its own, the terminal, and a ComfyUI server's address."""

    drawn: Home
    folder: Path
    size: tuple[int, int]
    protocol: str
    server: str = ""


class Run(NamedTuple):
    """What a run came to: the steps that were done, and each finding with the number of steps done by then."""

    steps: tuple[Step, ...]
    findings: tuple[tuple[int, Finding], ...]
    has_ended: bool
    """The studio ended, and nobody had asked it to."""


def run(
    place: Place,
    steps: Iterable[Step],
    is_enough: Callable[[Finding], bool] = lambda _: False,
    *,
    is_judged: bool = True,
) -> Run:
    """Do the steps, until they end, the studio does or a finding is enough. `is_judged`: look at what is left too."""
    home = copied(place.drawn, place.folder)
    home.settle(place.protocol, place.server)
    done: list[Step] = []
    found: list[tuple[int, Finding]] = []
    with Cage([*COMMAND, str(home.folder)], home.environment(), home.folder, place.size) as cage:
        if not cage.attend(PATIENCE, lambda: b"Name " in cage.last or cage.has_ended):
            return Run((), ((0, Finding("it does not begin", cage.last.decode(errors="replace"))),), True)
        read = 0
        for step in steps:
            cage.do(step)
            done.append(step)
            read = _read(home, read, len(done), found)
            if cage.has_ended or any(is_enough(finding) for _, finding in found):
                break
        cage.attend(SETTLES)
        has_ended = cage.has_ended
        found += [(len(done), finding) for finding in _leave(cage, home, has_ended)]
        status = cage.process.poll()
    _read(home, read, len(done), found)
    # The palette may leave too.
    is_mistake = has_ended and status != 0
    if status not in (0, None) and not found:
        found.append((len(done), Finding(f"it left with status {status}", cage.last.decode(errors="replace"))))
    if is_judged and status == 0:
        found += [(len(done), finding) for finding in (*checks.left_behind(home), *checks.lost(home))]
    return Run(tuple(done), tuple(found), is_mistake)


def _read(home: Home, offset: int, steps: int, found: list[tuple[int, Finding]]) -> int:
    """Take what is new in the log; gives how much of it is read."""
    size = home.log.stat().st_size if home.log.exists() else 0
    if size < offset:
        # The log was put aside and begun anew.
        offset = 0
    if size > offset:
        found += [(steps, finding) for finding in in_log(home.log, offset)]
    return size


def _leave(cage: Cage, home: Home, has_ended: bool) -> Iterable[Finding]:
    """Leave as a person does."""
    if has_ended:
        return
    cage.attend(PATIENCE, lambda: cage.is_held or cage.has_ended)
    cage.do(Step("press", "ctrl+q"))
    if not cage.attend(PATIENCE, lambda: cage.has_ended):
        for number in (signal.SIGUSR2, signal.SIGUSR1):
            cage.process.send_signal(number)
            cage.attend(1.0)
        yield Finding("it hangs", (home.folder / STACKS).read_text())
