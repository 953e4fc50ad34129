"""Drafts of a member: its references, pictures in which nothing changed but pose, plate, light and size, and pictures
in which one thing did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from unittest import mock

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from backends.base import DrawnPlace, DrawRequest, Figure
from backends.draft import layout, players
from backends.draft.figures import bodies
from backends.draft.painter import chests, paint

SCENES = (
    "stands in the lab",
    "types on a laptop",
    "waves hello",
    "sits on the couch",
    "thinks",
    "celebrates",
    "explains the plan",
    "drinks coffee",
)
OTHERS = (
    "runs to the server room",
    "shrugs at midnight",
    "reads a book",
    "on the exercise bike at dawn",
    "eats pizza in the evening",
    "is surprised",
    "repairs a robot at night",
    "points at the whiteboard at noon",
)
PLATES = ("north", "east", "south", "west", "")
SIZES = ((768, 768), (512, 512), (1024, 768), (768, 1024), (640, 640), (1280, 960))
TINTS = ((0.72, 0.78, 1.0), (1.0, 0.9, 0.76), (0.85, 0.85, 0.85), (0.8, 1.0, 0.9))
"""Light over the whole picture, by channel: night, a lamp, dusk, a screen."""

_RECOLOURED = ("hair", "fur", "skin", "suit", "trousers")
_HUES = ("#3f6fb0", "#c23b38", "#3f8a58", "#e6c04a", "#7a4a98", "#e58aa8")
_GARMENTS = {
    "dress": ("#c23b38", "#4a2f6a"),
    "labcoat": ("#e4e2dc", "#3a3f50"),
    "jacket": ("#e08a3a", "#3f8a58"),
    "sweater": ("#e58aa8", "#7a5138"),
    "tactical": ("#2a2830", "#5a5a62"),
}
_PROPORTIONS = {
    "large head": ((1.25, 1.0, 1.0), "head", ("large",)),
    "small head": ((0.8, 1.0, 1.0), "head", ("small",)),
    "broad body": ((1.0, 1.25, 1.0), "head", ("small",)),
}
"""How large the head, how broad the body and how long the legs are over what they were, and what has to be said."""

_SEEN = 0.015
"""The share of a picture that has to be another for a change to count: trousers under a table have not changed."""

_WORN = frozenset({"tactical", "hoodie", "labcoat", "jacket", "sweater", "dress", "top"})


class Drafted(NamedTuple):
    """A picture of a member: its pixels (h, w, 3) uint8 RGB, where the chest is, and what was changed: the part that
    has to say so, and a word that it has to say; both empty where nothing was."""

    pixels: NDArray[np.uint8]
    places: tuple[DrawnPlace, ...]
    what: str = ""
    part: str = ""
    words: tuple[str, ...] = ()


def drafted(figure: Figure, scene: str, seed: int, plate: str, size: tuple[int, int], **said: Any) -> Drafted:
    """The figure in a scene."""
    request = DrawRequest(
        "job",
        "client",
        "",
        seed,
        *size,
        scene=f"{figure.name} {scene}",
        plate=plate,
        figures=(figure,),
    )
    return Drafted(paint(request), chests(request), **said)


def references(figure: Figure, seed: int) -> list[Drafted]:
    """Eight pictures of a member."""
    return [
        drafted(figure, scene, seed + number, PLATES[number % 5], (768, 768)) for number, scene in enumerate(SCENES)
    ]


def unchanged(figure: Figure, seed: int) -> Iterator[Drafted]:
    """The member in other poses, on other plates, in other light and sizes: nobody should be alarmed."""
    for number, scene in enumerate(OTHERS):
        yield drafted(figure, scene, seed + number, PLATES[(number + 2) % 5], SIZES[0], what=f"pose: {scene}")
    for number, plate in enumerate(PLATES):
        yield drafted(figure, SCENES[number], seed + 20 + number, plate, SIZES[0], what=f"plate: {plate}")
    for number, tint in enumerate(TINTS):
        one = drafted(figure, SCENES[number], seed + 30 + number, PLATES[number], SIZES[0])
        lit = np.rint(one.pixels * np.array(tint)).astype(np.uint8)
        yield one._replace(pixels=lit, what=f"light: {tint}")
    for number, size in enumerate(SIZES[1:]):
        yield drafted(figure, SCENES[number], seed + 40 + number, PLATES[number], size, what=f"size: {size}")


def changed(figure: Figure, seed: int) -> Iterator[Drafted]:
    """The member with one thing changed, each in two pictures."""
    same = (1.0, 1.0, 1.0)
    ways = [(other, same, said) for other, said in (*_recoloured(figure), *_dressed(figure), *_grown(figure))]
    for name, (times, part, words) in _PROPORTIONS.items():
        ways.append((figure, times, {"what": f"proportions: {name}", "part": part, "words": words}))
    for number, (other, times, said) in enumerate(ways):
        for take in range(2):
            at = seed + 100 + 2 * number + take
            place = SCENES[at % 8], at, PLATES[at % 5], SIZES[0]
            with _proportioned(*times):
                one = drafted(other, *place, **said)
            if (one.pixels != drafted(figure, *place).pixels).any(2).mean() >= _SEEN:
                yield one


@contextmanager
def _proportioned(head: float, broad: float, legs: float) -> Iterator[None]:
    """Figures are painted with other proportions meanwhile: no member says so, but a model may draw them so."""
    head_of, hips_of, aside = layout.head_of, bodies.hips_of, bodies._aside
    with ExitStack() as stack:
        for room, name, other in (
            (players, "head_of", lambda features: head * head_of(features)),
            (players, "hips_of", lambda species: legs * hips_of(species)),
            (layout, "hips_of", lambda species: legs * hips_of(species)),
            (bodies, "_aside", lambda pen, body: aside(pen, body).squeezed(broad)),
        ):
            stack.enter_context(mock.patch.object(room, name, other))
        yield


def _recoloured(figure: Figure) -> Iterator[tuple[Figure, dict[str, Any]]]:
    for number, part in enumerate(name for name in _RECOLOURED if name in figure.colours):
        hues = [hue for hue in _HUES if _apart(hue, figure.colours[part]) > 30]
        hue = hues[(number + len(figure.name)) % len(hues)]
        other = msgspec.structs.replace(figure, colours={**figure.colours, part: hue})
        yield other, {"what": f"{part} {figure.colours[part]} → {hue}", "part": "colours", "words": (part,)}


def _dressed(figure: Figure) -> Iterator[tuple[Figure, dict[str, Any]]]:
    if figure.species == "robot":
        return
    worn = [name for name in _GARMENTS if name not in figure.features]
    for name in worn[:3]:
        suit, trousers = _GARMENTS[name]
        features = (*(one for one in figure.features if one not in _WORN), name)
        if _apart(suit, figure.colours.get("suit", "#2b3142")) < 25:
            suit = "#93c04a"
        other = msgspec.structs.replace(
            figure,
            features=features,
            colours={**figure.colours, "suit": suit, "trousers": trousers},
            wearing="",
        )
        yield other, {"what": f"outfit: {name}", "part": "bands", "words": ("chest", "waist", "legs", "feet")}


def _grown(figure: Figure) -> Iterator[tuple[Figure, dict[str, Any]]]:
    other = msgspec.structs.replace(figure, features=(*figure.features, "child"))
    yield other, {"what": "proportions: a child's", "part": "head", "words": ("large",)}


def _apart(one: str, other: str) -> float:
    lab = cv2.cvtColor(
        np.array([[[int(text[at : at + 2], 16) for at in (1, 3, 5)] for text in (one, other)]], np.float32) / 255,
        cv2.COLOR_RGB2Lab,
    )[0]
    return float(np.linalg.norm(lab[0] - lab[1]))
