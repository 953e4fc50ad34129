"""Groups of pictures that are nearly the same: hashes say who may be, looks decide, and groups have no chains.

Hashes that differ in n bits agree in one of n + 1 parts, so only those are compared that share a part. Pictures that
have no look yet (`library.formats.looks`) are told by their hashes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from library.formats import looks
from library.formats.looks import Fields, Hashes, Units
from library.search.linkage import Pairs, Places, around, complete, concatenated, each_once, hanging

MOST_BITS = 4
SAME = 0.985
"""Correlation of two looks that are one picture's."""
_CROPPED, _GAIN = 0.92, 0.8
"""Correlation of a look that was cropped, as far as its fields allow, with that of the cropped picture, at least; and
what it lacks of 1, at most, of what it lacked before: two drawings with something round in the middle gain little.
"""
_WAVE_BITS = _STEP_BITS = 4
"""Bits that hashes made of looks may differ in, for looks to be compared."""
_PAIRS, _LOOKS = 4_000_000, 100_000
"""Pairs whose hashes, and whose looks, are compared at once: some hundred megabytes."""
_FEW_SET = 20
"""Bits of 64, or fewer, that are set in the hash of a drawing of some lines, and hardly of other pictures."""
_LARGEST = 3_000
"""Pictures that hang together and are compared each with each."""
_TURNED_AT_ONCE = 50_000
"""Pictures that are turned and cropped at once."""

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]


LooksOf = Callable[[list[int]], dict[int, bytes]]
"""Looks by the pictures' ids, of those that have one."""
OnStep = Callable[[int, int], None]
"""Is told how many pictures of how many are done."""


def groups(
    ids: Ids,
    hashes: Hashes,
    looks_of: LooksOf,
    bits: int,
    *,
    is_loose: bool = False,
    on_step: OnStep = lambda done, total: None,
) -> list[list[int]]:
    """Ids of pictures that are nearly the same, the largest groups first, the highest id of each first.

    Each of a group is within `bits` (0 to 4) of the hash of another, and any two have one picture's look. `is_loose`
    also finds turned, mirrored and cropped ones: all of a group are such of one of them. Flat pictures are in none.
    Raises ValueError.
    """
    if not is_loose:
        may = may_be_near(hashes, bits)
        ids, hashes = ids[may], hashes[may]
    known = looks_of(ids.tolist())
    # What is the same in both is one from the start: of a thousand copies there would be half a million pairs.
    nodes: dict[tuple[int, bytes], int] = {}
    member = np.array(
        [
            nodes.setdefault((each, known.get(one, b"")), len(nodes))
            for one, each in zip(ids.tolist(), hashes.tolist(), strict=True)
        ],
        np.int64,
    )
    of_nodes = np.array([each for each, _ in nodes], np.uint64)
    has_look = np.array([bool(look) for _, look in nodes], bool)
    fields = looks.fields([look for _, look in nodes])
    is_flat = np.where(has_look, looks.is_flat(fields), of_nodes == 0)
    pairs = _filled(near(of_nodes, fields, has_look, bits), fields, has_look)
    if is_loose:
        seen = np.flatnonzero(has_look & ~is_flat)
        changed = near_if_changed(fields[seen], on_step)
        pairs = each_once([pairs, Pairs(seen[changed.one], seen[changed.other], changed.apart)])
    group = around(len(nodes), pairs) if is_loose else complete(len(nodes), pairs)
    shown = ~is_flat[member]
    return _listed(ids[shown], group[member[shown]])


class Sorted:
    """Hashes sorted by each of `bits` + 1 parts of theirs."""

    def __init__(self, hashes: Hashes, bits: int) -> None:
        self._hashes, self._bits = hashes, bits
        edges = np.linspace(0, 64, bits + 2).astype(int).tolist()
        self._spans = list(pairwise(edges))
        self._orders = [np.argsort(_part(hashes, *span), kind="stable") for span in self._spans]

    def joined(self, others: Hashes) -> Iterator[tuple[Places, Places]]:
        """Places of pairs, of the others first, that differ in at most `bits`; a pair may come several times."""
        for span, order in zip(self._spans, self._orders, strict=True):
            there, here = _part(self._hashes[order], *span), _part(others, *span)
            begin = np.searchsorted(there, here, "left")
            counts = np.searchsorted(there, here, "right") - begin
            for first, last in _portions(counts):
                some = counts[first:last]
                left = np.repeat(np.arange(first, last), some)
                nth = np.arange(len(left)) - np.repeat(np.cumsum(some) - some, some)
                right = order[np.repeat(begin[first:last], some) + nth]
                is_near = np.bitwise_count(others[left] ^ self._hashes[right]) <= self._bits
                yield left[is_near], right[is_near]


def may_be_near(hashes: Hashes, bits: int) -> Mask:
    """Which hashes differ in at most `bits` (0 to 4) from another one of them, or tell too little to say so."""
    if not 0 <= bits <= MOST_BITS:
        raise ValueError(f"near-duplicates are told by 0 to {MOST_BITS} bits, not {bits}")
    distinct, member, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    found = (counts > 1) | (np.bitwise_count(distinct) <= _FEW_SET)
    telling = np.flatnonzero(_is_telling(distinct))
    for one, other in Sorted(distinct[telling], bits).joined(distinct[telling]) if bits else ():
        found[telling[one[one != other]]] = True
    return found[member]


def near(hashes: Hashes, fields: Fields, has_look: Mask, bits: int) -> Pairs:
    """The pairs of pictures whose hashes differ in at most `bits` and whose looks are one picture's.

    Of drawings of some lines, such as a circle on white, the hash is a matter of chance, and many are near each other:
    of them the waves say who may be the same.
    """
    units = looks.units(fields)
    drawn = np.flatnonzero(has_look & (np.bitwise_count(hashes) <= _FEW_SET) & ~looks.is_flat(fields))
    telling = np.flatnonzero(_is_telling(hashes)) if has_look.all() else np.arange(len(hashes))
    waves = looks.wave_hashes(fields[drawn])
    found = []
    for places, values, most in ((drawn, waves, _WAVE_BITS), (telling, hashes[telling], bits)):
        for one, other in Sorted(values, most).joined(values):
            one, other = places[one[one < other]], places[other[one < other]]
            is_told = has_look[one] & has_look[other]
            found.append(_alike(one[is_told], other[is_told], units, units, SAME))
            one, other = one[~is_told], other[~is_told]
            found.append(Pairs(one, other, np.bitwise_count(hashes[one] ^ hashes[other]).astype(np.float32) / 64))
    return each_once(found)


def _is_telling(hashes: Hashes) -> Mask:
    """Which hashes tell who may be the same: any two that are near are among these, or both have few bits."""
    return np.bitwise_count(hashes) > _FEW_SET - MOST_BITS


def _filled(pairs: Pairs, fields: Fields, has_look: Mask) -> Pairs:
    """The pairs, and those that look the same among the pictures that hang together by them, whatever their hashes."""
    units = looks.units(fields)
    order = np.argsort(together := hanging(len(fields), pairs), kind="stable")
    found = [pairs]
    for some in np.split(order, np.flatnonzero(np.diff(together[order])) + 1):
        if 2 < len(some) <= _LARGEST:
            one, other = (some[places] for places in np.triu_indices(len(some), 1))
            may = has_look[one] & has_look[other]
            found.append(_alike(one[may], other[may], units, units, SAME))
    return each_once(found)


def near_if_changed(fields: Fields, on_step: OnStep) -> Pairs:
    """The pairs of pictures one of which is the other turned, mirrored, or cropped by about a twentieth."""
    units, waves, (steps, has_steps) = looks.units(fields), looks.wave_hashes(fields), looks.step_hashes(fields)
    stepped = np.flatnonzero(has_steps)
    by_waves, by_steps = Sorted(waves, _WAVE_BITS), Sorted(steps[stepped], _STEP_BITS)
    found = []
    for low in range(0, len(fields), _TURNED_AT_ONCE):
        some = fields[low : low + _TURNED_AT_ONCE]
        for changed, is_crop in chain(
            ((one, False) for one in looks.turned(some)), ((one, True) for one in looks.cropped(some))
        ):
            theirs = looks.units(changed)
            waving = by_waves.joined(looks.wave_hashes(changed))
            stepping = by_steps.joined(looks.step_hashes(changed)[0])
            for one, other in chain(waving, ((one, stepped[other]) for one, other in stepping)):
                near_by = _alike(one, other, theirs, units, _CROPPED if is_crop else SAME, low)
                found.append(_gaining(near_by, units) if is_crop else near_by)
        on_step(min(low + _TURNED_AT_ONCE, len(fields)), len(fields))
    return each_once(found)


def _listed(ids: Ids, group: Places) -> list[list[int]]:
    """The groups of two or more, the largest first; ids of a group the highest first."""
    order = np.lexsort((-ids, group))
    cuts = np.flatnonzero(np.diff(group[order])) + 1
    found = [[int(one) for one in some] for some in np.split(ids[order], cuts) if len(some) > 1]
    return sorted(found, key=lambda some: (-len(some), -some[0]))


def _part(hashes: Hashes, low: int, high: int) -> Hashes:
    return (hashes >> np.uint64(low)) & np.uint64(2 ** (high - low) - 1)


def _portions(counts: Places) -> Iterator[tuple[int, int]]:
    """Spans of the counts whose sum is about _PAIRS, or of one alone that is more."""
    reached = np.cumsum(counts)
    first = 0
    while first < len(counts):
        before = int(reached[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(reached, before + _PAIRS, "right")))
        yield first, last
        first = last


def _alike(one: Places, other: Places, ones: Units, others: Units, least: float, low: int = 0) -> Pairs:
    """Those of some pairs whose looks correlate at least so much; `low` is what the first of `ones` is the place of."""
    found = []
    for begin in range(0, len(one), _LOOKS):
        left, right = one[begin : begin + _LOOKS], other[begin : begin + _LOOKS]
        alike = np.einsum("ij,ij->i", ones[left], others[right])
        kept = (alike >= least) & (left + low != right)
        found.append(Pairs(left[kept] + low, right[kept], np.maximum(0, 1 - alike[kept])))
    return concatenated(found)


def _gaining(pairs: Pairs, units: Units) -> Pairs:
    """Those of some pairs, as far apart as they are when one is cropped, that are near because it is."""
    before = 1 - np.einsum("ij,ij->i", units[pairs.one], units[pairs.other])
    kept = pairs.apart <= _GAIN * before
    return Pairs(pairs.one[kept], pairs.other[kept], pairs.apart[kept])
