"""What is said of drift: records that a screen, a command and the index share, with nothing heavy imported."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from studio.errors import StudioError

VERSION = 2
"""Grows when the measure changes: figures of another version are not compared with each other."""

PartName: TypeAlias = Literal["colours", "palette", "bands", "silhouette", "head", "line", "shading", "look"]
"""The look is there only where the network that sees it is installed."""

LEAST_REFERENCES = 4
"""With fewer references there is no spread to calibrate on, and what is said is rough."""


class Unmeasurable(StudioError):
    """Nothing can be measured of a member in a picture: it has no reference, or there is no figure."""


class Part(msgspec.Struct, frozen=True):
    """One measure. `distance` is in the unit of the part, and `limit` where the spread of the references ends.

    `drift` sets it between them: 0 is as near as the references are to each other, 1 as far as another member, and it
    may be more. `words` say what differs, as an artist would act on it; they are empty where nothing much does.
    """

    name: PartName
    distance: float
    limit: float
    drift: float
    words: str = ""

    @property
    def outside(self) -> bool:
        """Whether the part is farther than the references are from each other."""
        return self.distance > self.limit


class Drift(msgspec.Struct, frozen=True):
    """How far a figure is from its references. `value` is for sorting: 0 like them, 1 as far as another member.

    `box` is where the figure is: left, top, right, bottom, px of the picture. `nearest` is the file of the reference
    that it is nearest to. `rough`: there were too few references to calibrate on, so that fixed limits were used.
    """

    member: str
    value: float
    parts: tuple[Part, ...]
    box: tuple[int, int, int, int]
    nearest: str
    rough: bool = False
    version: int = VERSION

    @property
    def outside(self) -> tuple[Part, ...]:
        """The parts that are out of the spread of the references, the farthest first."""
        return tuple(sorted((part for part in self.parts if part.outside), key=lambda part: -part.drift))

    @property
    def words(self) -> str:
        """What differs, in one line; empty where nothing does."""
        return "; ".join(part.words for part in self.outside if part.words)


def to_json(drift: Drift) -> str:
    """The record as JSON."""
    return msgspec.json.encode(drift).decode()


def from_json(text: str | bytes) -> Drift:
    """The record in a JSON text. Raises msgspec.DecodeError."""
    return msgspec.json.decode(text, type=Drift)
