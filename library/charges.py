"""What services charged, as plain records: a charge for each request that may have cost money, and their totals.

A charge is written before its request is sent, as one that `maybe` was made, with what it would cost; what the service
answers settles it. One that nobody settled, as after a kill, stays one that may have been made, and counts.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

How = Literal["maybe", "nothing", "estimated", "measured"]
"""Whether a charge was made: perhaps, surely not, surely (the amount is an estimate, or the service's own)."""
Key = Literal["all", "day", "month", "engine", "model", "member"]
"""What totals are of: the whole, or each of these."""

NOBODY = ""
"""The member of totals that has what was drawn with nobody of the cast."""

Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$")]


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """What one request to a service cost; `dollars` is at least 0, and what it would cost where `how` is `maybe`.

    `request` is the id that the job had when it was sent: a job that is drawn anew has another, and so another charge.
    `day` is the local day of `time`, as 2026-11-28; times are Unix seconds. `members` are those of the cast who are
    drawn, and share the amount evenly. `number` counts the charges of one request, from 1: what was charged and then
    sent once more costs twice.
    """

    request: str
    job: str
    time: float
    day: Day
    engine: str
    model: str = ""
    members: tuple[str, ...] = ()
    dollars: Annotated[float, msgspec.Meta(ge=0)]
    how: How = "maybe"
    number: Annotated[int, msgspec.Meta(ge=1)] = 1
    changed: float = 0.0

    @property
    def key(self) -> str:
        """What names this charge, of all."""
        return f"{self.request}/{self.number}"


class Spent(msgspec.Struct, frozen=True):
    """Dollars that were spent, or may have been, on a day and in its month; `maybe` is what of the month's may."""

    day: float = 0.0
    month: float = 0.0
    maybe: float = 0.0


class Total(msgspec.Struct, frozen=True):
    """What several charges come to: `dollars` in all, of which `maybe` may not have been charged and `estimated` is.

    `of` is the day, the month, the engine, the model or the member; `charges` counts them, `doubtful` those that may
    not have been made. By members, a charge counts for each.
    """

    of: str
    dollars: float
    charges: int
    maybe: float = 0.0
    doubtful: int = 0
    estimated: float = 0.0
