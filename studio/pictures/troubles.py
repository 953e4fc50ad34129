"""What went wrong in a picture of two and more: one is missing, two are alike, a saying is on another's shirt.

Each finding is a reason to draw the picture again. Figures are seen by the chests that words can stand on, and known by
the colours that the cast names; what cannot be told so is no finding: a picture without any may still be wrong.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from studio.errors import Notice, StudioError
from studio.lettering.places.misplaced import misplaced
from studio.lettering.records import LetteringRecord, Placement, from_json
from studio.scenes.recipe import Recipe
from studio.scenes.understanding import listed

if TYPE_CHECKING:
    from studio.lettering.geometry.quads import Array
    from studio.pictures.screen_pixels import Pixels

Kind = Literal["missing", "alike", "swapped"]
"""Somebody of the cast is not there; somebody stands there twice; a saying is worn by somebody else."""

CLEAR: Final = 0.8
"""How much more a figure must look like one member than like another (nats), to be that one and not the other."""

NAMED: Final = 0.3
"""How much less (nats) people must look like others than who is missing, that this one is named."""

MOST: Final = 6
"""Of more members than these no orders are compared."""

SAME: Final = 0.33
"""The share of their heads' colours from which two figures are one: of drafts of one it is 0.41 at least, of others who
look like the same member 0.14 at most."""

SURE: Final = 0.6
"""The confidence from which a panel beyond those that were asked for is somebody's."""


class Trouble(msgspec.Struct, frozen=True):
    """One thing that went wrong: `who` it is about, by name, in words for a person, and how sure it is, 0 to 1."""

    kind: Kind
    who: tuple[str, ...]
    words: str
    confidence: float


def troubles(picture: Pixels, recipe: Recipe, lettering: LetteringRecord | str | None = None) -> tuple[Trouble, ...]:
    """What is wrong with a picture (H, W, 3) uint8 RGB of a recipe, the surest first; nothing where less than two are
    in it, for their looks then tell nobody apart.

    `lettering` is its record, or the JSON of that: whose shirts its sayings are on. Blocks some tens of ms.
    """
    if len(recipe.cast) < 2:
        return ()
    try:
        record = from_json(lettering) if isinstance(lettering, str) else lettering
    except StudioError:
        record = None
    found = _seen(picture, recipe)
    if record is not None:
        told = {name for one in found for name in one.who}
        found += [
            one for one in (*_unworn(recipe, record), *_swapped(picture, recipe, record)) if not told & {*one.who}
        ]
    return tuple(sorted(found, key=lambda one: -one.confidence))


def kinds_of(found: Sequence[Trouble]) -> tuple[str, ...]:
    """What went wrong, as a search finds it, each once."""
    return tuple(dict.fromkeys("double" if one.kind == "alike" else one.kind for one in found))


def warning_of(found: Sequence[Trouble]) -> Notice | None:
    """What a person should know of a picture with these troubles; None without any."""
    if not found:
        return None
    first, *more = (one.words for one in found)
    return Notice(first, "; ".join(more), "Draw it again with another seed", warning=True)


def _seen(picture: Pixels, recipe: Recipe) -> list[Trouble]:
    """Who is missing and who is there twice of those who have a panel, by their looks."""
    from studio.lettering.places.placement import find_placements
    from studio.lettering.places.recipe_places import Told, believed

    if believed(picture, Told(recipe.places)):
        # The engine told whom it drew where.
        return []
    lettered = [number for number, member in enumerate(recipe.cast) if member.lettered]
    found = find_placements(picture, len(recipe.cast) + 1)
    panels = sorted((place for place in found if place.method == "panel"), key=lambda place: -place.confidence)
    figures = [place for n, place in enumerate(panels) if n < len(lettered) or place.confidence >= SURE]
    if not figures:
        return []
    alike = _alike(picture, recipe, figures)
    twins = _twins(picture, figures, alike)
    names = [member.name for member in recipe.cast]
    seen = [
        Trouble("alike", (names[who],), f"{names[who]} is there twice", confidence)
        for who, (confidence, _) in sorted(twins.items())
    ]
    again = {figure for _, figure in twins.values()}
    people = [row for figure, row in enumerate(alike) if figure not in again]
    return seen + _missing([names[number] for number in lettered], [row[lettered] for row in people])


def _twins(picture: Pixels, figures: Sequence[Placement], alike: Array) -> dict[int, tuple[float, int]]:
    """The members who are there twice, each with how sure that is and which figure is the second.

    Those are two figures that look like one member, and like each other.
    """
    import numpy as np

    from studio.lettering.seeing.likeness import common_share
    from studio.lettering.wearers.likenesses import head_colours

    best = [int(row.argmax()) for row in alike]
    colours = [head_colours(picture, np.array(place.quad)) for place in figures]
    found: dict[int, tuple[float, int]] = {}
    for one, other in itertools.combinations(range(len(figures)), 2):
        if best[one] == best[other] and (share := common_share(colours[one], colours[other])) >= SAME:
            found[best[one]] = max(found.get(best[one], (0.0, 0)), (round(min(0.5 + share, 0.99), 2), other))
    return found


def _missing(names: Sequence[str], alike: Sequence[Array]) -> list[Trouble]:
    """Who of those that are wanted is none of the people in the picture, given how much each looks like each of them.

    That somebody lacks is told by their number; who it is, by the looks of the others, where they tell it.
    """
    lacking = len(names) - len(alike)
    if lacking <= 0 or len(names) > MOST:
        return []
    totals: dict[frozenset[int], float] = {}
    for way in itertools.permutations(range(len(names)), len(alike)):
        left = frozenset(range(len(names))) - {*way}
        total = sum(float(row[member]) for row, member in zip(alike, way, strict=True))
        totals[left] = max(totals.get(left, -math.inf), total)
    best, *others = sorted(totals, key=lambda left: -totals[left])
    near = [left for left in others if totals[left] > totals[best] - NAMED]
    some = [names[number] for number in sorted(best.union(*near))]
    if len(some) == lacking:
        return [Trouble("missing", (name,), f"{name} is not there", 0.85) for name in some]
    words = f"{'One' if lacking == 1 else lacking} of {listed(some)} {'is' if lacking == 1 else 'are'} not there"
    return [Trouble("missing", tuple(some), words, 0.7)]


def _unworn(recipe: Recipe, record: LetteringRecord) -> list[Trouble]:
    """Who has a saying that nobody was found to wear."""
    loose = {one.text for one in misplaced(record)}
    return [
        Trouble("missing", (name,), f"{name} is not there: nobody wears “{saying}”", 0.6)
        for name, saying in _sayings(recipe)
        if saying in loose
    ]


def _swapped(picture: Pixels, recipe: Recipe, record: LetteringRecord) -> list[Trouble]:
    """Sayings on somebody who looks like another member than the one who is to wear them."""
    import numpy as np

    from studio.lettering.seeing.likeness import common_share
    from studio.lettering.wearers.likenesses import head_colours

    names = [member.name for member in recipe.cast]
    places = {one.text: one.placement for one in record.settings if one.kind == "print" and one.placement.worn}
    worn = [(names.index(name), saying, places[saying]) for name, saying in _sayings(recipe) if saying in places]
    if not worn:
        return []
    alike = _alike(picture, recipe, [place for _, _, place in worn])
    owners = tuple(owner for owner, _, _ in worn)
    looks = [head_colours(picture, np.array(place.quad)) for _, _, place in worn]
    seen = _order(alike, owners)
    found = []
    for (owner, saying, _), row, member, own in zip(worn, alike, seen, looks, strict=True):
        other = member if member != owner else int(row.argmax())
        gap = float(row[other] - row[owner])
        # All of them together tell more than each alone; but of two who are alike each is told by itself only.
        twin = looks[owners.index(other)] if other in owners else own
        alone = gap >= CLEAR and common_share(own, twin) >= SAME
        if member != owner or alone:
            words = f"“{saying}” is {names[owner]}'s, and {names[other]} wears it"
            found.append(Trouble("swapped", (names[owner], names[other]), words, _sure(max(gap, CLEAR))))
    return found


def _order(alike: Array, asked: tuple[int, ...]) -> tuple[int, ...]:
    """The member of each figure, given how much it looks like each (n, m): as `asked`, unless another way is clear."""
    if alike.shape[1] > MOST:
        return asked

    def total(way: tuple[int, ...]) -> float:
        return sum(float(row[member]) for row, member in zip(alike, way, strict=True))

    best = max(itertools.permutations(range(alike.shape[1]), len(asked)), key=total)
    return best if total(best) >= total(asked) + CLEAR else asked


def _sayings(recipe: Recipe) -> list[tuple[str, str]]:
    """Who is to wear which saying."""
    return list(zip([member.name for member in recipe.cast if member.lettered], recipe.sayings, strict=False))


def _alike(picture: Pixels, recipe: Recipe, places: Sequence[Placement]) -> Array:
    """How much the figure of each place looks like each of the cast (n, m), in nats."""
    import numpy as np

    from studio.lettering.wearers.likenesses import likenesses
    from studio.lettering.wearers.palettes import palette_of

    quads = [np.array(place.quad) for place in places]
    return likenesses(picture, quads, [palette_of(member) for member in recipe.cast])


def _sure(gap: float) -> float:
    """How sure a likeness is by its gap (nats) to the next: 0.5 where there is none."""
    return round(1 / (1 + math.exp(-gap)), 2)
