"""What is told of jobs that ended while nobody looked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from studio.jobs.states import State
from studio.plain_text import plain

if TYPE_CHECKING:
    from studio.jobs.views import JobView

FAILURES = frozenset({State.FAILED, State.LOST})
"""Ends that a person should know of at once."""

_MOST_SCENE = 60
"""Characters of a scene that are told; the reason of a failure stands behind it."""


class End(NamedTuple):
    """How a job ended: of which scene it was, and why it failed."""

    state: State
    scene: str
    reason: str


def end_of(job: JobView) -> End:
    """The end of a job that has ended."""
    return End(job.state, job.scene, job.notice.line() if job.notice is not None else "")


def words(ends: Sequence[End]) -> str:
    """One line for all of them: "4 pictures are drawn, 1 failed: Milo sleeps: the server is out of memory"."""
    drawn = [end for end in ends if end.state is State.DONE]
    failed = [end for end in ends if end.state in FAILURES]
    parts = []
    if len(drawn) == 1:
        parts.append("1 picture is drawn" if failed else _joined("A picture is drawn", _short(drawn[0].scene)))
    elif drawn:
        parts.append(f"{len(drawn):,} pictures are drawn")
    if failed:
        first = failed[0]
        parts.append(_joined(f"{len(failed):,} failed", _short(first.scene), plain(first.reason)))
    return ", ".join(parts)


def _joined(*said: str) -> str:
    return ": ".join(filter(None, said))


def _short(scene: str) -> str:
    line = plain(scene)
    return line if len(line) <= _MOST_SCENE else f"{line[: _MOST_SCENE - 1].rstrip()}…"
