"""Signature colours: those that a member has in every reference, by the names that its entry gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from studio.pictures.drift.colour import Array, delta_e, lab_of_hex
from studio.pictures.drift.palette import Palette, reach, reduced, share_near, together
from studio.pictures.drift.traits import Traits

ZONES = ("head", "torso", "legs")
_NEAR, _FAR = 12.0, 20.0
"""ΔE2000 within which pixels have a colour, and within which references may have it in another shade."""

_LEAST = 0.06
"""The share of a zone that a colour has at least in each reference: of less nobody can tell whether it is lost."""

_NAMELESS = 0.12
_ENOUGH = 0.5
"""The share of what the references have at least of a colour that is enough of it."""

_MOST = 8


class Signature(NamedTuple):
    """A colour: its `name`, as the entry writes it (`given`) and as the references show it (3,) Lab, the zone that it
    is seen in, and the least `share` of that which has it in any reference."""

    name: str
    given: str
    colour: Array
    zone: int
    share: float

    def distance(self, traits: Traits) -> float | None:
        """How far from the colour, ΔE2000, enough of its zone is; None where too little of that is in the picture."""
        if not visible(traits, self.zone):
            return None
        return reach(traits.zones[self.zone], self.colour, _ENOUGH * self.share)


def visible(traits: Traits, zone: int) -> bool:
    """Whether enough of a zone is in the picture for its colours to be judged."""
    return traits.seen[2 * zone] >= 0.6 and not traits.zones[zone].empty


def signatures(named: Mapping[str, str], references: Sequence[Traits]) -> tuple[Signature, ...]:
    """The signature colours of a member with `named` colours (part → `#rrggbb`), as its references show them."""
    zones = [[one.zones[zone] for one in references if visible(one, zone)] for zone in range(len(ZONES))]
    found: list[Signature] = []
    for name, text in named.items():
        best = _best(name, text, lab_of_hex(text), zones)
        if best is not None:
            found.append(best)
    for zone, palettes in enumerate(zones):
        # What is seen in one reference only is no sign of anybody.
        if len(palettes) < max(2, len(references) // 2):
            continue
        common = reduced(together([reduced(palette) for palette in palettes]))
        for colour, weight in zip(common.colours, common.weights, strict=True):
            new = all(one.zone != zone or delta_e(one.colour, colour) > _NEAR for one in found)
            if weight >= _NAMELESS and new:
                one = _seen("", "", colour, zone, palettes)
                if one is not None:
                    found.append(one)
    return tuple(found[: max(_MOST, len(named))])


def _best(name: str, text: str, wanted: Array, zones: Sequence[Sequence[Palette]]) -> Signature | None:
    seen = [_seen(name, text, wanted, zone, palettes) for zone, palettes in enumerate(zones)]
    kept = [one for one in seen if one is not None]
    return max(kept, key=lambda one: one.share) if kept else None


def _seen(name: str, text: str, wanted: Array, zone: int, palettes: Sequence[Palette]) -> Signature | None:
    """The colour as a zone of all references shows it; None where some do not, or of which too little is seen."""
    if not palettes:
        return None
    every = together([*palettes])
    off = delta_e(every.colours, wanted[None])
    near = off <= (_FAR if off.min() > _NEAR / 2 else _NEAR)
    if not near.any():
        return None
    colour = np.average(every.colours[near], 0, every.weights[near])
    share = min(share_near(palette, colour, _NEAR) for palette in palettes)
    return Signature(name, text, colour, zone, share) if share >= _LEAST else None
