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
_ENOUGH, _GROWN = (0.5, 0.5, 0.25), (0.5, 0.5, 1.0)
"""Shares of what the references have at least of a colour, by zone: enough of it, and enough of what is there instead.
Legs are seldom seen whole."""

_TIMES = 5.0
_PLACES: Mapping[str, int] = {
    **dict.fromkeys(("hair", "fur", "skin", "mask", "muzzle", "belly", "beard", "face", "ears", "horns", "cap"), 0),
    **dict.fromkeys(("suit", "coat", "jacket", "shirt", "sweater", "hoodie", "dress", "vest", "scarf"), 1),
    **dict.fromkeys(("trousers", "jeans", "skirt", "shorts", "boots", "shoes", "socks"), 2),
}
"""The zone in which a colour is looked for by its name; of others the one in which there is most of it."""


_NEW = 9.0
"""ΔE2000 within which colours are counted together when it is asked of which there is more than usual."""

_FINE, _USUAL = 16, 32
_VISIBLE = (0.6, 0.6, 0.3)
_MOST = 8


class Signature(NamedTuple):
    """A colour: its `name`, as the entry writes it (`given`) and as the references show it (3,) Lab, the zone that it
    is seen in, the least `share` of that which has it in nearly all references, and all colours of the zone there."""

    name: str
    given: str
    colour: Array
    zone: int
    share: float
    usual: Palette

    def distance(self, traits: Traits) -> float | None:
        """How far from the colour, ΔE2000, enough of its zone is; None where too little of that is in the picture.

        A colour is another one where what is lost of it is there in a colour that is new. Else it is hidden: behind a
        hand, or cut off with hair that has the colour of the wall.
        """
        if not visible(traits, self.zone):
            return None
        off = self.off(traits)
        return off if self.instead(traits) is not None else min(off, _NEAR / 2)

    def off(self, traits: Traits) -> float:
        """How far from the colour enough of its zone is, whatever is there in its place."""
        return reach(traits.zones[self.zone], self.colour, _ENOUGH[self.zone] * self.share)

    def instead(self, traits: Traits) -> Array | None:
        """The colour (3,) Lab that is there in its place: of which there is more in the zone than usual; None where no
        colour has grown so much."""
        zone = traits.zones[self.zone]
        kinds = reduced(zone, _FINE)
        grown = []
        for colour in kinds.colours:
            now, before = share_near(zone, colour, _NEW), share_near(self.usual, colour, _NEW)
            # What is left of a zone has more of it where a part is cut off: that is no new colour.
            new = now > _TIMES * before and delta_e(colour, self.colour) > _NEW
            grown.append(now - before if new else 0.0)
        at = int(np.argmax(grown))
        return np.asarray(kinds.colours[at]) if grown[at] >= _GROWN[self.zone] * self.share else None


def visible(traits: Traits, zone: int) -> bool:
    """Whether enough of a zone is in the picture for its colours to be judged."""
    return traits.seen[2 * zone] >= _VISIBLE[zone] and not traits.zones[zone].empty


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
    place = _PLACES.get(name.casefold())
    seen = [_seen(name, text, wanted, zone, palettes) for zone, palettes in enumerate(zones) if place in (None, zone)]
    kept = [one for one in seen if one is not None]
    return max(kept, key=lambda one: one.share / (4 + delta_e(one.colour, wanted)) ** 2) if kept else None


def _seen(name: str, text: str, wanted: Array, zone: int, palettes: Sequence[Palette]) -> Signature | None:
    """The colour as a zone of the references shows it; None where several do not, or of which too little is seen."""
    if not palettes:
        return None
    every = together([*palettes])
    off = delta_e(every.colours, wanted[None])
    near = off <= (_FAR if off.min() > _NEAR / 2 else _NEAR)
    if not near.any():
        return None
    colour = np.average(every.colours[near], 0, every.weights[near])
    shares = sorted(share_near(palette, colour, _NEAR) for palette in palettes)
    # One reference of five may be badly cut out, or show what stands before.
    share = shares[len(shares) // 5]
    return Signature(name, text, colour, zone, share, reduced(every, _USUAL)) if share >= _LEAST else None
