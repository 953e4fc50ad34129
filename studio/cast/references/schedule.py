"""What comes next of a reference set: draw, wait, or end; pure, with the time given.

Pictures are drawn one after the other. An engine that says how long its minute's quota lasts is waited for just so
long; a day's quota, or any longer wait, ends the run, and the set goes on when somebody asks for it again. A picture
that cannot be drawn is passed over; where two fail in a row, something is wrong with more than the picture.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import msgspec

from studio.cast.references.sets import ReferenceSet
from studio.errors import Pause

LONGEST_WAIT = 15 * 60.0
"""Seconds that a run waits for an engine; what takes longer ends it."""

USUAL_WAIT = 60.0
"""Seconds where an engine does not say how long."""

MOST_REFUSALS = 10
"""How often in a row an engine may ask for a pause before the run ends."""

MOST_FAILURES = 2
"""How many pictures in a row may fail before the run ends."""


class Draw(NamedTuple):
    """Draw the picture of this number."""

    number: int


class Wait(NamedTuple):
    """Wait until this time (Unix seconds): the engine asked for it."""

    until: float


class End(NamedTuple):
    """The run is over. `until` is when the engine takes jobs again, 0 where it did not say.

    `why`: all is `done`; a `quota` lasts too long to wait for; the engine is `busy` without an end; pictures `failed`.
    """

    why: Literal["done", "quota", "busy", "failed"]
    until: float = 0.0


Next: TypeAlias = Draw | Wait | End


class Drawn(NamedTuple):
    """There is a picture."""


class Failed(NamedTuple):
    """There is none, and why."""

    why: str


class Limited(NamedTuple):
    """The engine asked for a pause, at this time (Unix seconds)."""

    pause: Pause
    at: float


Outcome: TypeAlias = Drawn | Failed | Limited


def next_of(made: ReferenceSet, now: float) -> Next:
    """What to do now (Unix seconds)."""
    first = next((number for number, shot in enumerate(made.shots) if shot.state == "open"), None)
    if made.failures >= MOST_FAILURES:
        return End("failed")
    if first is None:
        return End("failed" if made.left else "done")
    if made.quota == "day" and not made.wait_until:
        return End("quota")
    if now < made.wait_until:
        too_long = made.quota == "day" or made.wait_until - now > LONGEST_WAIT
        return End("quota", made.wait_until) if too_long else Wait(made.wait_until)
    if made.refusals >= MOST_REFUSALS:
        return End("busy")
    return Draw(first)


def heeded(made: ReferenceSet, number: int, outcome: Outcome) -> ReferenceSet:
    """The set after something came of its picture of this number."""
    if isinstance(outcome, Limited):
        return _paused(made, outcome)
    shot = made.shots[number]
    if isinstance(outcome, Drawn):
        shot, failures = msgspec.structs.replace(shot, state="drawn", why=""), 0
    else:
        shot, failures = msgspec.structs.replace(shot, state="failed", why=outcome.why), made.failures + 1
    shots = (*made.shots[:number], shot, *made.shots[number + 1 :])
    return msgspec.structs.replace(
        made, shots=shots, wait_until=0.0, quota="", refusals=0, failures=failures
    )  # fmt: skip


def _paused(made: ReferenceSet, outcome: Limited) -> ReferenceSet:
    seconds, quota = outcome.pause.seconds, outcome.pause.quota
    if seconds is None and quota == "minute":
        seconds = USUAL_WAIT
    # Of a day's quota whose end is not told nobody knows when it is full again.
    until = 0.0 if seconds is None else outcome.at + max(0.0, seconds)
    return msgspec.structs.replace(made, wait_until=until, quota=quota, refusals=made.refusals + 1)


def resumed(made: ReferenceSet) -> ReferenceSet:
    """The set as somebody asks for it again: what failed is tried once more.

    A pause of which the engine told the end stays: it would only refuse again.
    """
    shots = tuple(
        msgspec.structs.replace(shot, state="open", why="") if shot.state == "failed" else shot for shot in made.shots
    )
    quota = made.quota if made.wait_until else ""
    return msgspec.structs.replace(made, shots=shots, quota=quota, refusals=0, failures=0)
