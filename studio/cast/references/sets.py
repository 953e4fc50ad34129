"""The record of a reference set: what is to be drawn of a member, and how far that is, as JSON.

Each picture has the id of its job from the beginning: whoever goes on with a set finds by it what was drawn, and what
an engine has already. So nothing is drawn twice, whenever the studio was killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from studio.cast.references.coverage import Cell
from studio.errors import StudioError

FORMAT = 1
"""Grows when a field changes its meaning."""


class SetUnreadable(StudioError):
    """The record of a reference set is none, or a newer studio wrote it."""


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of a set: its cell, the seed and the id of its job (a UUID), and what came of it.

    `why` says why it failed. The library keeps what was drawn under the key `job/0`.
    """

    view: str
    framing: str
    expression: str
    outfit: str = ""
    seed: int
    job: str
    state: Literal["open", "drawn", "failed"] = "open"
    why: str = ""

    @property
    def cell(self) -> Cell:
        """What it shows."""
        return Cell(self.view, self.framing, self.expression, self.outfit)

    @property
    def key(self) -> str:
        """The key of its picture in the library."""
        return f"{self.job}/0"


class Source(msgspec.Struct, frozen=True):
    """The picture that a set is drawn after: its name, the hash under which the library keeps it, what it shows."""

    name: str
    sha256: str
    outfit: str = ""


class ReferenceSet(msgspec.Struct, frozen=True, kw_only=True):
    """A set of reference pictures of one member. Times are Unix seconds.

    `source` is None where the member has no picture yet: what is drawn first becomes it. Until `wait_until` the engine
    takes no jobs, by its own word; `quota` says which of its quotas that is. `refusals` and `failures` count those in a
    row. `id` is a UUID: who runs the set holds a lock of that name.
    """

    format: int = FORMAT
    id: str
    member: str
    engine: str
    style: str
    created: float
    shots: tuple[Shot, ...]
    source: Source | None = None
    wait_until: float = 0.0
    quota: Literal["", "minute", "day"] = ""
    refusals: int = 0
    failures: int = 0

    @property
    def drawn(self) -> tuple[Shot, ...]:
        """Those of which there is a picture."""
        return tuple(shot for shot in self.shots if shot.state == "drawn")

    @property
    def left(self) -> tuple[Shot, ...]:
        """Those that are not drawn yet, and those that failed."""
        return tuple(shot for shot in self.shots if shot.state != "drawn")


def planned(
    member: str,
    cells: Sequence[Cell],
    *,
    ids: Sequence[str],
    first_seed: int,
    engine: str,
    style: str,
    created: float,
    source: Source | None = None,
) -> ReferenceSet:
    """A set of which nothing is drawn; `ids` are UUIDs, the set's own and one for each cell."""
    own, *jobs = ids
    shots = tuple(
        Shot(view=cell.view, framing=cell.framing, expression=cell.expression, outfit=cell.outfit,
             seed=first_seed + number, job=job)
        for number, (cell, job) in enumerate(zip(cells, jobs, strict=True))
    )  # fmt: skip
    return ReferenceSet(
        id=own, member=member, engine=engine, style=style, created=created, shots=shots, source=source
    )  # fmt: skip


def to_json(made: ReferenceSet) -> bytes:
    """The record as it is kept."""
    return msgspec.json.format(msgspec.json.encode(made)) + b"\n"


def from_json(data: bytes) -> ReferenceSet:
    """The record in a file. Raises SetUnreadable."""
    try:
        made = msgspec.json.decode(data, type=ReferenceSet)
    except (msgspec.DecodeError, UnicodeError) as error:
        remedy = "Begin another one with --restart"
        raise SetUnreadable("The reference set cannot be read", str(error), remedy) from error
    if made.format > FORMAT:
        reason = f"it has format {made.format}, and this studio reads up to {FORMAT}"
        raise SetUnreadable("The reference set is of a newer studio", reason, "Update the studio")
    return made
