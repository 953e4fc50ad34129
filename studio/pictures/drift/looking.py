"""From pictures to traits: the references of a member, all together, and the figures of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from studio.errors import StudioError
from studio.lettering.places.recipe_places import METHODS, believed, told_by
from studio.lettering.records import Placement
from studio.pictures.drift.colour import Array
from studio.pictures.drift.cutting.choosing import Known
from studio.pictures.drift.cutting.figures import figures_in
from studio.pictures.drift.palette import reduced, together
from studio.pictures.drift.traits import Traits, traits_of
from studio.scenes.recipe import from_json


class Seen(NamedTuple):
    """A picture (H, W, 3 or 4) uint8 RGB(A), and where its recipe says that chests are, each (who, chest).

    `lettered` are those who wear a white panel for words in it, which says nothing of their looks.
    """

    pixels: Array
    places: tuple[tuple[str, Placement], ...] = ()
    lettered: frozenset[str] = frozenset()


def seen(pixels: Array, recipe: str = "") -> Seen:
    """A picture with what its recipe's JSON tells of places, as far as the picture shows that it is true."""
    told = told_by(recipe, pixels.shape[1], pixels.shape[0])
    lettered = _lettered(recipe)
    if not told.places or not believed(np.ascontiguousarray(pixels[..., :3]), told):
        return Seen(pixels, lettered=lettered)
    places = (
        (place.who, Placement("panel" if METHODS[place.kind] == "panel" else "shirt", place.quad))
        for place in told.places
    )
    return Seen(pixels, tuple(places), lettered)


def _lettered(recipe: str) -> frozenset[str]:
    try:
        return frozenset(member.name for member in from_json(recipe).cast if member.lettered) if recipe else frozenset()
    except StudioError:
        return frozenset()


def known_colours(references: Sequence[Traits]) -> Known:
    """What is known of the colours of who has these references."""
    head, torso = (reduced(together([reduced(reference.zones[zone]) for reference in references])) for zone in (0, 1))
    return Known(head, torso)


def looked_at(picture: Seen, known: Sequence[Known], names: Sequence[str]) -> tuple[Traits | None, ...]:
    """The traits of members in a picture, in the order of `names`; None of who is not found."""
    rgb = np.ascontiguousarray(picture.pixels[..., :3])
    figures = figures_in(picture.pixels, known, names, picture.places)
    return tuple(
        None if figure is None else traits_of(rgb, figure, is_lettered=name in picture.lettered)
        for name, figure in zip(names, figures, strict=True)
    )


def references_seen(name: str, pictures: Sequence[Seen]) -> tuple[Traits | None, ...]:
    """The traits of one member in each of its references; None where nobody is found.

    They are looked at twice: the second time it is known which colours they share.
    """
    first = [looked_at(picture, (Known(),), (name,))[0] for picture in pictures]
    known = known_colours([one for one in first if one is not None])
    return tuple(looked_at(picture, (known,), (name,))[0] for picture in pictures)
