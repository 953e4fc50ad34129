"""How far a figure is from references, measure by measure: each in a unit of its own, named `part.detail`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from studio.pictures.drift import head, light
from studio.pictures.drift.colour import Array, delta_e
from studio.pictures.drift.palette import earth_movers, reduced
from studio.pictures.drift.signature import Signature
from studio.pictures.drift.traits import BANDS, Traits

_BAND_KINDS = 6
_SEEN = 0.6
_ALIKE = 0.62
"""How much of two silhouettes is the same, at least, where the poses are alike enough for them to be compared."""


class Compared(NamedTuple):
    """The distances of a figure, by the measure's name; the number of the nearest reference; the figure as it is without
    the light that was taken out."""

    distances: dict[str, float]
    nearest: int
    figure: Traits


def compare(figure: Traits, references: Sequence[Traits], colours: Sequence[Signature]) -> Compared:
    """A figure against all references of a member: each measure to the nearest of them. Where light explains how its
    colours differ, that is taken out first."""
    seen = _lit(figure, references)
    each = [dict(_pair(seen, reference)) for reference in references]
    names = sorted({name for one in each for name in one})
    distances = {name: min(one[name] for one in each if name in one) for name in names}
    for n, signature in enumerate(colours):
        off = signature.distance(seen)
        if off is not None:
            distances[f"colours.{n}"] = off
    nearest = min(range(len(each)), key=lambda n: each[n].get("palette.whole", math.inf))
    return Compared(distances, nearest, seen)


def _lit(figure: Traits, references: Sequence[Traits]) -> Traits:
    """The figure without the light that brings the colours of its head nearest to those of a reference, if any does."""
    heads = [reduced(reference.zones[0]) for reference in references]

    def off(traits: Traits) -> float:
        own = reduced(traits.zones[0])
        return min(earth_movers(own, other) for other in heads)

    best, least = figure, off(figure)
    for reference in references[:4]:
        shift = light.between(figure, reference)
        if shift is None:
            continue
        without = light.without(figure, shift)
        if (now := off(without)) < 0.8 * least:
            best, least = without, now
    return best


def _pair(figure: Traits, reference: Traits) -> Iterator[tuple[str, float]]:
    yield "palette.whole", earth_movers(reduced(figure.whole), reduced(reference.whole))
    yield "head.colours", earth_movers(reduced(figure.zones[0]), reduced(reference.zones[0]))
    for n, name in enumerate(BANDS):
        if min(figure.seen[n], reference.seen[n]) >= _SEEN and not (figure.bands[n].empty or reference.bands[n].empty):
            yield f"bands.{name}", earth_movers(
                reduced(figure.bands[n], _BAND_KINDS), reduced(reference.bands[n], _BAND_KINDS)
            )
    yield from _shapes(figure, reference)
    yield from _strokes(figure, reference)


def _shapes(figure: Traits, reference: Traits) -> Iterator[tuple[str, float]]:
    same = _overlap(figure.silhouette, reference.silhouette)
    if same >= _ALIKE:
        yield "silhouette.whole", 1 - same
    for name in ("large", "broad"):
        one, other = getattr(figure, name), getattr(reference, name)
        if one is not None and other is not None:
            yield f"head.{name}", abs(math.log(one / other))
    off = head.outline_off(figure.outline, reference.outline)
    if math.isfinite(off):
        yield "head.outline", off
    yield "head.drawn", head.gradients_off(figure.drawn, reference.drawn)


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
    if figure.embedding is not None and reference.embedding is not None:
        yield "embedding.whole", 1 - float(np.dot(figure.embedding, reference.embedding))
