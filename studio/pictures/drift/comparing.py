"""How far a figure is from references, measure by measure: each in a unit of its own, named `part.detail`."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studio.pictures.drift import head, light
from studio.pictures.drift.colour import Array, delta_e
from studio.pictures.drift.palette import Palette, earth_movers, reduced
from studio.pictures.drift.records import LEAST_REFERENCES
from studio.pictures.drift.signature import Signature
from studio.pictures.drift.traits import BANDS, Traits

_BAND_KINDS = 6
_SEEN = 0.6
_SAME_LIGHT = 3.0
"""ΔE between two heads, at most, whose light is the same; and how many references are asked for another light."""

_ASKED = 4
_LOST = 12.0
_AGREED = 0.08
_CUT_OFF = 0.4
"""What it counts that a head is smaller, over what it counts that it is larger: hair is soon cut off."""

_ALIKE = 0.62
"""How much of two silhouettes is the same, at least, where the poses are alike enough for them to be compared."""


class _Kinds(NamedTuple):
    """The palettes of a figure in few colours: all of it, its head, and its bands."""

    whole: Palette
    head: Palette
    bands: tuple[Palette, ...]


class Compared(NamedTuple):
    """The distances of a figure, by the measure's name; the number of the nearest reference; the figure as it is
    without the light that was taken out."""

    distances: dict[str, float]
    nearest: int
    figure: Traits


def compare(figure: Traits, references: Sequence[Traits], colours: Sequence[Signature]) -> Compared:
    """A figure against all references of a member: each measure to the nearest of them. Where light explains how its
    colours differ, that is taken out first."""
    kinds = [_kinds(reference) for reference in references]
    seen = _lit(figure, references, kinds)
    own = _kinds(seen)
    each = [dict(_pair(seen, own, reference, few)) for reference, few in zip(references, kinds, strict=True)]
    names = sorted({name for one in each for name in one})
    distances = {name: min(one[name] for one in each if name in one) for name in names}
    for n, signature in enumerate(colours):
        off = signature.distance(seen)
        if off is not None:
            distances[measure(n, signature)] = off
    lost = [one for one in colours if one.zone == 0 and one.off(seen) > _LOST]
    hidden = bool(lost)
    if hidden and all(one.instead(seen) is None for one in lost):
        # Hair before a wall of its colour is cut off: its band and the head's palette would say that it is gone.
        distances.pop("bands.hair", None)
        distances.pop("head.colours", None)
    distances |= _sizes(seen, references, hidden)
    nearest = min(range(len(each)), key=lambda n: each[n].get("palette.whole", math.inf))
    return Compared(distances, nearest, seen)


def measure(number: int, colour: Signature) -> str:
    """The name of the measure of a signature colour, by its number: a part of the palette where the entry names
    none."""
    return f"{'colours' if colour.name else 'palette'}.{number}"


def _kinds(traits: Traits) -> _Kinds:
    bands = tuple(reduced(palette, _BAND_KINDS) for palette in traits.bands)
    return _Kinds(reduced(traits.whole), reduced(traits.zones[0]), bands)


def _lit(figure: Traits, references: Sequence[Traits], goals: Sequence[_Kinds]) -> Traits:
    """The figure without the light that brings its colours nearest to those of a reference, if any does: all of
    them."""

    def off(traits: Traits) -> tuple[float, float]:
        own = reduced(traits.zones[0]), reduced(traits.whole)
        return min(earth_movers(own[0], goal.head) for goal in goals), min(
            earth_movers(own[1], goal.whole) for goal in goals
        )

    start = sum(off(figure))
    if start < 2 * _SAME_LIGHT:
        return figure
    best, least = figure, start
    for reference in sorted(references, key=lambda one: -one.white[0])[:_ASKED]:
        # The middle of all colours is moved by a new coat too, whites and lines are not.
        for shift, much in ((light.between(figure, reference), 0.75), (light.all_over(figure, reference), 0.4)):
            if shift is not None:
                without = light.without(figure, shift)
                now = sum(off(without))
                if now < min(least, much * start):
                    best, least = without, now
    return best


def _pair(figure: Traits, own: _Kinds, reference: Traits, few: _Kinds) -> Iterator[tuple[str, float]]:
    yield "palette.whole", earth_movers(own.whole, few.whole)
    yield "head.colours", earth_movers(own.head, few.head)
    for n, name in enumerate(BANDS):
        if min(figure.seen[n], reference.seen[n]) >= _SEEN and not (figure.bands[n].empty or reference.bands[n].empty):
            yield f"bands.{name}", earth_movers(own.bands[n], few.bands[n])
    yield from _shapes(figure, reference)
    yield from _strokes(figure, reference)


def _sizes(figure: Traits, references: Sequence[Traits], hidden: bool) -> Iterator[tuple[str, float]]:
    """How large the head is against what it is in the middle one of the references: no pose changes that. What is drawn
    on it tells that best, then how it is cut out. Where a colour of it is `hidden`, a part of it may be cut off, and
    that it is small says nothing."""
    grown = growth(figure, references)
    if grown is not None:
        yield "head.grown", abs(grown)
        return
    tall, large = _off("tall", figure, references), _off("large", figure, references)
    if tall is not None and large is not None:
        # An arm beside a head makes it broad and no higher, a lamp above it higher and no broader.
        least = min(abs(tall), abs(large)) if (tall > 0) == (large > 0) else 0.0
        if tall > 0 or not hidden:
            yield "head.large", least if tall > 0 else _CUT_OFF * least
    elif (off := _off("broad", figure, references)) is not None and (off > 0 or not hidden):
        yield "head.broad", abs(off)


def growth(figure: Traits, references: Sequence[Traits]) -> float | None:
    """The logarithm of how many times what is drawn on a head is as large against the chest as in the references."""
    shown = [one.portrait for one in references if one.portrait is not None]
    return head.growth(figure.portrait, shown) if figure.portrait is not None and shown else None


def _off(name: str, figure: Traits, references: Sequence[Traits]) -> float | None:
    """The logarithm of how many times a size is that of the references; None where it is not known."""
    own = getattr(figure, name)
    others = [size for reference in references if (size := getattr(reference, name)) is not None]
    return math.log(own / _usual(others)) if own and others else None


def _usual(sizes: Sequence[float]) -> float:
    """The size that half of the references agree on, the largest such: of the others some are cut off, and some have
    what stands beside them."""
    order, half = sorted(sizes), len(sizes) // 2 + len(sizes) % 2
    if len(order) < LEAST_REFERENCES:
        return statistics.median(order)
    windows = [order[at : at + half] for at in range(len(order) - half, -1, -1)]
    agreed = next((some for some in windows if math.log(some[-1] / some[0]) <= _AGREED), None)
    return statistics.median(agreed or min(windows, key=lambda some: some[-1] / some[0]))


def _shapes(figure: Traits, reference: Traits) -> Iterator[tuple[str, float]]:
    same = _overlap(figure.silhouette, reference.silhouette)
    if same >= _ALIKE:
        yield "silhouette.whole", 1 - same
    off = head.outline_off(figure.outline, reference.outline)
    if math.isfinite(off):
        yield "head.outline", off
    yield "head.drawn", head.gradients_off(figure.drawn, reference.drawn)
    if figure.look is not None and reference.look is not None:
        # One minus the cosine: both have the length 1.
        yield "look.whole", 1.0 - float(figure.look @ reference.look)


def _overlap(one: Array, other: Array) -> float:
    """How much of two silhouettes is the same, of what is in both pictures; as it is or mirrored."""

    def same(some: Array, others: Array) -> float:
        both = (some >= 0) & (others >= 0)
        some, others = (some == 1) & both, (others == 1) & both
        return float((some & others).sum() / max(int((some | others).sum()), 1))

    return max(same(one, other), same(one, other[:, ::-1]))


def _strokes(figure: Traits, reference: Traits) -> Iterator[tuple[str, float]]:
    if figure.lines is not None and reference.lines is not None:
        yield "line.width", abs(math.log(figure.lines.width / reference.lines.width))
        yield "line.colour", float(delta_e(figure.lines.colour, reference.lines.colour))
        yield "line.share", abs(figure.lines.share - reference.lines.share)
    yield "shading.flat", abs(figure.shading.flat - reference.shading.flat)
    yield "shading.contrast", abs(math.log((figure.shading.contrast + 0.1) / (reference.shading.contrast + 0.1)))
