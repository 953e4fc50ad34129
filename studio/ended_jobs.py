"""What is told of jobs that ended: while nobody looked, in another room, or with the picture that one drew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from library.errors import NotInLibrary
from library.records import Picture
from studio.errors import Notice
from studio.jobs.states import State
from studio.plain_text import plain

if TYPE_CHECKING:
    from library.store import Library
    from studio.jobs.views import JobView

FAILURES = frozenset({State.FAILED, State.LOST})
"""Ends that a person should know of at once."""

_MOST_SCENE = 60
"""Characters of a scene that are told; the reason of a failure stands behind it."""


class End(NamedTuple):
    """How a job ended: of which scene it was, and why it failed, or what of its picture should be looked at."""

    state: State
    scene: str
    reason: str

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to look at."""
        return self.state is State.DONE and not self.reason


def end_of(job: JobView) -> End:
    """The end of a job that has ended."""
    return End(job.state, job.scene, job.notice.line() if job.notice is not None and not job.notice.is_praise else "")


def notice_of_job(library: Library, picture: Picture) -> Notice | None:
    """What the job of a picture says of it: its rank in its batch, what went wrong; None where nothing. Blocks."""
    if not picture.facts.job_id:
        return None
    try:
        notice = library.jobs.get(picture.facts.job_id).notice
        return msgspec.json.decode(notice, type=Notice) if notice else None
    except (NotInLibrary, msgspec.DecodeError):
        return None


def words(ends: Sequence[End], of: int = 0) -> str:
    """One line for all of them: "7 of 8 drawn, 1 failed: Milo sleeps: the server is out of memory".

    `of` are the jobs that they are among, where some have not ended.
    """
    of = max(of, len(ends))
    drawn = [end for end in ends if end.state is State.DONE]
    parts = [_drawn(drawn, of)] if drawn else []
    for word, told in (
        ("failed", [end for end in ends if end.state in FAILURES]),
        ("to be looked at", [end for end in drawn if end.reason]),
        ("cancelled", [end for end in ends if end.state is State.CANCELLED]),
    ):
        if told:
            counted = f"{len(told):,} {word}" if of > 1 else word if drawn else word.capitalize()
            parts.append(_joined(counted, _short(told[0].scene), plain(told[0].reason)))
    return ", ".join(parts)


def _drawn(drawn: Sequence[End], of: int) -> str:
    if len(drawn) < of:
        return f"{len(drawn):,} of {of:,} drawn"
    said = "A picture is drawn" if of == 1 else f"{of:,} pictures are drawn"
    # The scene of what is to be looked at is told behind it.
    is_told = len({end.scene for end in drawn}) == 1 and all(end.is_well for end in drawn)
    return _joined(said, _short(drawn[0].scene)) if is_told else said


def _joined(*said: str) -> str:
    return ": ".join(filter(None, said))


def _short(scene: str) -> str:
    line = plain(scene)
    return line if len(line) <= _MOST_SCENE else f"{line[: _MOST_SCENE - 1].rstrip()}…"
