"""What a distance means for one member: where the spread of its references ends, and how far other members are.

Each reference is compared with the others of its member (leave one out), and each reference of other members with all
of its. Where there are too few references for that, the fixed figures below stand in, and what is said is rough.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from studio.pictures.drift.comparing import compare, measure
from studio.pictures.drift.records import LEAST_REFERENCES
from studio.pictures.drift.signature import Signature
from studio.pictures.drift.traits import Traits

Distances = Mapping[str, float]


class Usual(NamedTuple):
    """What is usual of a measure: the least limit that it ever has, the limit where no spread is known, the distance of
    another member, and the weight in the one number, where those are not known either. `counts` is whether it has that
    weight before it has been seen to tell this member from others."""

    least: float
    rough: float
    far: float
    weight: float
    counts: bool = True


USUAL: Mapping[str, Usual] = {
    "colours.kept": Usual(11.0, 12.0, 25.0, 1.0),
    "palette.kept": Usual(60.0, 60.0, 20.0, 0.9),
    "palette.whole": Usual(18.0, 20.0, 20.0, 0.2),
    "bands.hair": Usual(26.0, 28.0, 22.0, 0.8),
    "bands.face": Usual(16.0, 20.0, 20.0, 1.0),
    "bands.chest": Usual(12.0, 18.0, 25.0, 0.15),
    "bands.waist": Usual(28.0, 28.0, 25.0, 0.15),
    "bands.legs": Usual(46.0, 46.0, 25.0, 0.1),
    "bands.feet": Usual(60.0, 60.0, 25.0, 0.05),
    "silhouette.whole": Usual(0.38, 0.40, 0.35, 0.1),
    "head.grown": Usual(0.1, 0.12, 0.20, 0.3),
    "head.large": Usual(0.12, 0.14, 0.20, 0.3),
    "head.broad": Usual(0.45, 0.55, 0.40, 0.1),
    "head.colours": Usual(20.0, 20.0, 18.0, 1.0),
    "head.outline": Usual(0.33, 0.38, 0.28, 0.1),
    "head.drawn": Usual(0.66, 0.72, 0.60, 0.4),
    "line.width": Usual(0.45, 0.55, 0.40, 0.2),
    "line.colour": Usual(12.0, 14.0, 15.0, 0.2),
    "line.share": Usual(0.10, 0.15, 0.12, 0.2),
    "shading.flat": Usual(0.18, 0.22, 0.20, 0.2),
    "shading.contrast": Usual(0.45, 0.55, 0.45, 0.2),
    "look.whole": Usual(0.32, 0.60, 0.30, 1.0, counts=False),
}
"""Found on drafts of ten members and on pictures by several models: `make bench-drift`."""

_BASE = 0.2
"""What a measure counts that does not tell a member from the others at all, over one that always does."""

_BEYOND = 1.6
"""How far beyond where three of four references are a limit is."""


class Limit(NamedTuple):
    """Of one measure: the usual distance of a reference from the others (`near`), where their spread ends (`limit`),
    the usual distance of another member (`far`), and how well the measure tells the two apart, 0 to 1 (`weight`)."""

    near: float
    limit: float
    far: float
    weight: float

    def drift(self, distance: float) -> float:
        """0 as the references are from each other, 1 as far as another member, at most 2."""
        return float(np.clip((distance - self.near) / max(self.far - self.near, 1e-6), 0, 2))


class Calibration(NamedTuple):
    """The limits of each measure, and the number for sorting of each reference against the others (`own`) and of each
    of the other members' references (`others`)."""

    limits: dict[str, Limit]
    rough: bool
    own: tuple[float, ...] = ()
    others: tuple[float, ...] = ()


def kind(measure: str) -> str:
    """The entry of USUAL for a measure: colours have one for those that have names, and one for those that have
    none."""
    part, _, detail = measure.partition(".")
    return f"{part}.kept" if detail.isdigit() else measure


def calibrated(references: Sequence[Traits], others: Sequence[Traits], colours: Sequence[Signature]) -> Calibration:
    """The calibration of a member by its own references and those of other members."""
    rough = len(references) < LEAST_REFERENCES
    own: list[Distances] = []
    if len(references) > 1:
        own = [
            compare(one, [*references[:n], *references[n + 1 :]], colours).distances for n, one in enumerate(references)
        ]
    foreign: list[Distances] = [compare(one, references, colours).distances for one in others]
    names = {name for one in (*own, *foreign) for name in one}
    limits = {
        name: _limit(
            USUAL[kind(name)],
            [one[name] for one in own if name in one],
            [one[name] for one in foreign if name in one],
            rough,
        )
        for name in sorted(names | {*USUAL} | {measure(n, one) for n, one in enumerate(colours)})
    }
    return Calibration(
        limits, rough, tuple(number(one, limits) for one in own), tuple(number(one, limits) for one in foreign)
    )


def _limit(usual: Usual, own: Sequence[float], foreign: Sequence[float], rough: bool) -> Limit:
    near = statistics.median(own) if own else usual.rough / 3
    limit = usual.rough
    if not rough and own:
        # Not the farthest: a reference that is like no other must not make everything pass.
        limit = max(usual.least, _BEYOND * float(np.quantile(own, 0.75)))
    if len(foreign) < LEAST_REFERENCES or rough:
        weight = usual.weight if usual.counts else 0.0
        return Limit(near, limit, max(usual.far, near + usual.far / 2), weight)
    far = max(statistics.median(foreign), near + usual.least / 4)
    base = _BASE if usual.counts else 0.0
    return Limit(near, limit, far, usual.weight * (base + max(0.0, 2 * area_under_curve(own, foreign) - 1) ** 2))


def number(distances: Distances, limits: Mapping[str, Limit]) -> float:
    """One number for sorting: the drift of all measures together, each by how well it tells members apart. A part has
    the weight of its best measure, however many it has."""
    parts: dict[str, list[tuple[float, float]]] = {}
    for name, distance in distances.items():
        limit = limits[name]
        parts.setdefault(name.partition(".")[0], []).append((limit.weight, limit.drift(distance)))
    total = weight = 0.0
    for measures in parts.values():
        most = max(own for own, _ in measures)
        whole = sum(own for own, _ in measures)
        if whole > 0:
            total += most * sum(own * drift for own, drift in measures) / whole
            weight += most
    return total / weight if weight else 0.0


def area_under_curve(near: Sequence[float], far: Sequence[float]) -> float:
    """The share of pairs in which a distance of `far` is the greater one (AUC); a tie counts half."""
    one, other = np.asarray(near, float)[:, None], np.asarray(far, float)[None]
    return float(((other > one) + 0.5 * (other == one)).mean()) if one.size and other.size else 0.5


def interval(near: Sequence[float], far: Sequence[float], rounds: int = 2000) -> tuple[float, float]:
    """The 95 % interval of the AUC, by drawing both sides again and again (bootstrap; the same each time)."""
    chance = np.random.default_rng(1)
    one, other = np.asarray(near, float), np.asarray(far, float)
    wins = (other[None] > one[:, None]) + 0.5 * (other[None] == one[:, None])
    rows = chance.integers(0, len(one), (rounds, len(one)))
    columns = chance.integers(0, len(other), (rounds, len(other)))
    areas = [float(wins[np.ix_(row, column)].mean()) for row, column in zip(rows, columns, strict=True)]
    return float(np.quantile(areas, 0.025)), float(np.quantile(areas, 0.975))
