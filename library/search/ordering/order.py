"""Orders of drift and of cost, and ranks: one number for each picture, so that pages and windows go by it as by ids."""

from __future__ import annotations

import struct
from math import inf
from typing import Literal, NamedTuple

from library.records import Picture

_ID_BITS = 64
_MOST_ID = (1 << 63) - 1
_TOP = (1 << 128) - 1
HIGHEST = _TOP
"""No rank is higher; all are at least 1."""


class Order(NamedTuple):
    """By the drift of one member, or (empty) of whoever in a picture is farthest off; nearest to the references first,
    or farthest. By `cost`: the cheapest first, or the dearest. Pictures of which that is unknown are not in the order.
    """

    member: str = ""
    is_farthest_first: bool = False
    by: Literal["drift", "cost"] = "drift"

    def value(self, picture: Picture) -> float | None:
        """That by which a picture stands in the order, of one that was asked for in it; None: it is not there."""
        return picture.facts.cost if self.by == "cost" else picture.drift

    def rank(self, drift: float, identity: int) -> int:
        """What is first has the highest rank, as the newest picture has the highest id; the other way round is this
        order backwards, to the last of those that are as far off."""
        # The bits of floats from 0 on, read as a whole number, are in their order.
        farthest = (_bits_of(max(0.0, drift)) << _ID_BITS) | identity
        return farthest if self.is_farthest_first else _TOP - farthest

    def place(self, rank: int) -> tuple[float, int]:
        """The drift and the id of a rank; of a number that is no rank, those of the ends."""
        rank = min(max(rank, 0), _TOP)
        farthest = rank if self.is_farthest_first else _TOP - rank
        bits, identity = farthest >> _ID_BITS, min(farthest & ((1 << _ID_BITS) - 1), _MOST_ID)
        if bits > _bits_of(inf):
            return inf, _MOST_ID
        (drift,) = struct.unpack(">d", bits.to_bytes(8))
        return float(drift), identity


def _bits_of(drift: float) -> int:
    return int.from_bytes(struct.pack(">d", drift))
