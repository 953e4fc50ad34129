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

_OWN, _RIVAL, _TWIN, _CLEARLY = 6.0, 7.0, 3.0, 3.0
"""ΔE2000 within which the shades of a colour are one with it, from which other colours of a zone are its rivals, from
which other colours that have names are, and by which what is a rival's is nearer to that."""

_MOST_OF, _NEARLY_ALL = 3, 5
"""One reference of three may lack a colour that has a name, and one of five one that nobody speaks of."""

_NAMELESS = 0.12
_ENOUGH, _GROWN = (0.5, 0.5, 0.25), (0.5, 0.5, 1.0)
"""Shares of what the references have at least of a colour, by zone: enough of it, and enough of what is there instead.
Legs are seldom seen whole."""

_TIMES, _GONE = 2.0, 100.0
_WAIST, _ENDS = 3, 0.5
"""The band that trousers may begin in, and how much of it has to be seen for them to be judged there."""

_PLACES: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("hair", "fur", "skin", "mask", "muzzle", "belly", "beard", "face", "ears", "horns", "cap"), (0,)),
    **dict.fromkeys(("suit", "coat", "jacket", "shirt", "sweater", "hoodie", "dress", "vest", "scarf"), (1,)),
    **dict.fromkeys(("trousers", "jeans", "skirt", "shorts"), (1, 2)),
    **dict.fromkeys(("boots", "shoes", "socks"), (2,)),
}
"""The zones in which a colour is looked for by its name, that of which there is most of it; of others in all. The
trousers of who has a large head and short legs begin where the waist of others is."""


_NEW = 9.0
"""ΔE2000 within which colours are counted together when it is asked of which there is more than usual."""

_FINE = 16
_VISIBLE = (0.6, 0.6, 0.3)
_MOST = 8


class Signature(NamedTuple):
    """A colour: its `name`, as the entry writes it (`given`) and as the references show it (3,) Lab, the zone that it
    is seen in, the least `share` of that which has it in most references, the `usual` colours of the zone in each of
    them, and those (n, 3) that are others: brown hair is no brown skin, near as it may be."""

    name: str
    given: str
    colour: Array
    zone: int
    share: float
    usual: tuple[Palette, ...]
    rivals: Array = np.zeros((0, 3), np.float32)

    def distance(self, traits: Traits) -> float | None:
        """How far from the colour, ΔE2000, enough of its zone is; None where too little of that is in the picture.

        A colour is another one where what is lost of it is there in a colour that is new. Else it is hidden: behind a
        hand, or cut off with hair that has the colour of the wall.
        """
        if not visible(traits, self.zone) or (self.is_low and traits.seen[_WAIST] < _ENDS):
            return None
        off = self.off(traits)
        if off <= _NEAR / 2:
            return off
        instead = self.instead(traits)
        return min(off, _NEAR / 2 if instead is None else float(delta_e(instead, self.colour)))

    @property
    def is_low(self) -> bool:
        """Whether it is looked for at the lower end of its zone, where pictures end and desks stand."""
        return self.zone == 1 and 2 in _PLACES.get(self.name.casefold(), ())

    def off(self, traits: Traits) -> float:
        """How far from the colour enough of its zone is, whatever is there in its place."""
        own = _without(traits.zones[self.zone], self.colour, self.rivals)
        enough = _ENOUGH[self.zone] * self.share
        return reach(own, self.colour, enough) if own.weights.sum() >= enough - 1e-6 else _GONE

    def instead(self, traits: Traits) -> Array | None:
        """The colour (3,) Lab that is there in its place: of which there is more in the zone than usual; None where no
        colour has grown so much."""
        zone = traits.zones[self.zone]
        kinds = reduced(zone, _FINE)
        now = _shares_near(zone, kinds.colours)
        before = np.max([_shares_near(palette, kinds.colours) for palette in self.usual], 0)
        # What is left of a zone has more of it where a part is cut off: that is no new colour.
        new = (now > _TIMES * before) & (delta_e(kinds.colours, self.colour[None]) > _NEW)
        grown = np.where(new, now - before, 0.0)
        at = int(np.argmax(grown))
        return np.asarray(kinds.colours[at]) if grown[at] >= _GROWN[self.zone] * self.share else None


def visible(traits: Traits, zone: int) -> bool:
    """Whether enough of a zone is in the picture for its colours to be judged."""
    return traits.seen[2 * zone] >= _VISIBLE[zone] and not traits.zones[zone].empty


def signatures(named: Mapping[str, str], references: Sequence[Traits]) -> tuple[Signature, ...]:
    """The signature colours of a member with `named` colours (part → `#rrggbb`), as its references show them."""
    zones = [[one.zones[zone] for one in references if visible(one, zone)] for zone in range(len(ZONES))]
    found: list[Signature] = []
    wanted = {name: lab_of_hex(text) for name, text in named.items()}
    for name, text in named.items():
        others = [colour for other, colour in wanted.items() if other != name]
        best = _best(name, text, wanted[name], others, zones)
        if best is not None:
            found.append(best)
    found = [_told_apart(one, found, zones[one.zone]) for one in found]
    found = [one for one in found if one.share >= _LEAST]
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


def _best(
    name: str, text: str, wanted: Array, others: Sequence[Array], zones: Sequence[Sequence[Palette]]
) -> Signature | None:
    places = _PLACES.get(name.casefold(), range(len(zones)))
    seen = [_seen(name, text, wanted, zone, zones[zone], others) for zone in places]
    kept = [one for one in seen if one is not None]
    return max(kept, key=lambda one: one.share / (4 + delta_e(one.colour, wanted)) ** 2) if kept else None


def _seen(
    name: str, text: str, wanted: Array, zone: int, palettes: Sequence[Palette], others: Sequence[Array] = ()
) -> Signature | None:
    """The colour as a zone of the references shows it, and not one of `others` that are looked for as well; None where
    several do not, or of which too little is seen."""
    if not palettes:
        return None
    every = together([*palettes])
    off = delta_e(every.colours, wanted[None])
    near = off <= (_FAR if off.min() > _NEAR / 2 else _NEAR)
    for other in others:
        near &= off <= delta_e(every.colours, other[None])
    if not near.any():
        return None
    likest = every.colours[np.argmax(np.where(near, every.weights * np.exp(-off / _OWN), 0))]
    own = near & (delta_e(every.colours, likest[None]) <= _OWN) if name else near
    colour = np.average(every.colours[own], 0, every.weights[own])
    usual = tuple(reduced(palette, _FINE) for palette in palettes if not palette.empty)
    kinds = reduced(every).colours
    rivals = kinds[delta_e(kinds, colour[None]) >= _RIVAL] if name else kinds[:0]
    share = _share(palettes, colour, rivals, _MOST_OF if name else _NEARLY_ALL)
    return Signature(name, text, colour, zone, share, usual, rivals) if share >= _LEAST else None


def _told_apart(one: Signature, named: Sequence[Signature], palettes: Sequence[Palette]) -> Signature:
    """The colour with those others that have names as rivals."""
    others = [other.colour for other in named if other is not one and other.zone == one.zone]
    others = [other for other in others if delta_e(other, one.colour) >= _TWIN]
    if not others:
        return one
    rivals = np.concatenate([one.rivals, np.stack(others)])
    return one._replace(rivals=rivals, share=_share(palettes, one.colour, rivals, _MOST_OF))


def _share(palettes: Sequence[Palette], colour: Array, rivals: Array, lacking: int) -> float:
    """The share of a zone that has a colour in all references but one of so many: those may be badly cut out, or show
    what stands before."""
    shares = sorted(share_near(_without(palette, colour, rivals), colour, _NEAR) for palette in palettes)
    return shares[(len(shares) - 1) // lacking]


def _shares_near(palette: Palette, colours: Array) -> Array:
    """The share of a palette (n,) that is as each of some Lab colours (n, 3)."""
    return np.asarray((delta_e(palette.colours[None], colours[:, None]) <= _NEW) @ palette.weights)


def _without(palette: Palette, colour: Array, rivals: Array) -> Palette:
    """What of a palette is not clearly nearer to a rival of a colour than to it; the rest is left out, and weighs
    nothing."""
    if palette.empty or not len(rivals):
        return palette
    off = delta_e(palette.colours, colour[None])
    nearest = delta_e(palette.colours[:, None], rivals[None]).min(1)
    kept = off <= nearest + _CLEARLY
    return Palette(palette.colours[kept], palette.weights[kept])
