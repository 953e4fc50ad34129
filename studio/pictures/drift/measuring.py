"""The door of drift: what a member's references show, and how far a figure in a picture is from that.

All of it blocks, and belongs into a thread or a worker process: a figure takes some 100 ms, a reference as long, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.cast.members import Character
from studio.pictures.drift.records import Drift, Unmeasurable

Pixels = NDArray[np.uint8]


class KnownMember(NamedTuple):
    """A member as its references show it. It can be pickled; `key` names all that it was made of, so that who keeps
    drift knows when it has to be measured anew."""

    name: str
    key: str


def known_cast(cast: Sequence[Character]) -> tuple[KnownMember | Unmeasurable, ...]:
    """Each member as its references show it, calibrated against those of all others; a reason for who has none."""
    return tuple(
        Unmeasurable(f"Drift from {member.name} cannot be measured", "nothing is known yet") for member in cast
    )


def measure(pixels: Pixels, member: KnownMember, recipe: str = "") -> Drift:
    """How far a member in a picture (H, W, 3 or 4) uint8 RGB(A) is from its references. Raises Unmeasurable.

    `recipe` is the JSON of the picture's recipe, where it has one: it tells who is there, and where.
    """
    (found,) = measure_all(pixels, (member,), recipe)
    if isinstance(found, Unmeasurable):
        raise found
    return found


def measure_all(pixels: Pixels, members: Sequence[KnownMember], recipe: str = "") -> tuple[Drift | Unmeasurable, ...]:
    """The same of several members in one picture, each with a figure of its own, in their order."""
    return tuple(Unmeasurable(f"{member.name} cannot be measured", "nothing is measured yet") for member in members)
