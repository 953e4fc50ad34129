"""Arranging words on a picture by hand: the places to choose from, and what it will look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from studio.errors import StudioError
from studio.lettering.records import Kind, LetteringRecord, Look, Placement, Setting, from_json

if TYPE_CHECKING:
    from library.records import Picture
    from library.store import Library
    from studio.lettering.places.recipe_places import Told
    from studio.pictures.screen_pixels import Pixels

_BY_PERSON = {"hand": "by hand", "sign": "sign", "space": "bubble"}
"""Places that a person has chosen, in words."""

PREVIEW_SIDE = 1024
"""Pixels of the longer side that a preview is made at: larger pictures are made smaller for it."""

SHEET_COLUMNS = 4
"""Cells side by side in a sheet of sayings."""

OUTLINE = (33, 230, 240)
"""The colour of a place's outline, RGB."""


@dataclass(frozen=True, slots=True)
class Easel:
    """A picture ready to be lettered. `pixels` (h, w, 3) uint8 RGB are `scale` times its size, at most PREVIEW_SIDE.

    `places` are in the picture's own pixels, best first; `begun` is what its newest lettering, or its recipe, says.
    """

    picture: Picture
    pixels: Pixels
    scale: float
    places: tuple[Placement, ...]
    begun: LetteringRecord


def open_easel(library: Library, picture_id: int, look: Look, pose_model: Path | None) -> Easel:
    """Read a picture and find its places. Blocks: belongs in a thread.

    Raises NotInLibrary, PictureUnreadable, PoseModelUnusable.
    """
    import cv2

    from library.formats.pictures import read_picture
    from studio.lettering.places.placement import candidates, places_for
    from studio.lettering.places.recipe_places import told_by

    picture = library.picture(picture_id)
    pixels = read_picture(Path(picture.path))
    told = told_by(picture.facts.recipe, picture.width, picture.height)
    places = candidates(pixels, pose_model=pose_model, told=told)
    worn: Sequence[Placement] = sorted(places[: len(told.sayings)], key=middle)
    if len(told.cast) > 1 and told.sayings:
        worn = places_for(pixels, told.sayings, pose_model=pose_model, told=told)
    begun = _begun(library, picture, look, told, worn)
    used = [setting.placement for setting in begun.settings]
    known = {(place.method, place.quad): place for place in used}
    places = tuple(known.get((place.method, place.quad), place) for place in places)
    places += tuple(place for place in used if place not in places)
    scale = min(1.0, PREVIEW_SIDE / max(pixels.shape[:2]))
    if scale < 1:
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(pixels.dtype)
    return Easel(picture, pixels, scale, places, begun)


def _begun(library: Library, picture: Picture, look: Look, told: Told, worn: Sequence[Placement]) -> LetteringRecord:
    """What to begin with: the newest lettering that can be read, or else the recipe's sayings at the places `worn`."""
    for lettering in reversed(library.letterings(picture.id)):
        try:
            return from_json(lettering.record)
        except StudioError:
            continue
    return LetteringRecord(settings=tuple(map(Setting, told.sayings, worn)), look=look)


def fitted(easel: Easel, record: LetteringRecord) -> LetteringRecord:
    """The record with bubbles as large as their words, where they are, and bars as high. Blocks some ms.

    Raises NothingToSet, GlyphsMissing, FontUnknown.
    """
    return msgspec.structs.replace(record, settings=tuple(_fitted(easel, one, record.look) for one in record.settings))


def _fitted(easel: Easel, one: Setting, look: Look) -> Setting:
    from studio.lettering.geometry.shaping import middle as middle_of
    from studio.lettering.places import captions

    shape, at = (easel.picture.height, easel.picture.width), middle_of(one.placement)
    if one.kind == "bubble" and one.placement.method == "space":
        return msgspec.structs.replace(one, placement=_kept_in(captions.bubble_at(shape, one.text, look, at), shape))
    if one.kind == "caption" and one.placement.method == "edge":
        bar = captions.caption(shape, one.text, look, top=at[1] < shape[0] / 2)
        return msgspec.structs.replace(one, placement=bar.placement)
    return one


def _kept_in(place: Placement, shape: tuple[int, int]) -> Placement:
    """A place moved so that it lies within a picture of `shape` (H, W), as far as there is room."""
    from studio.lettering.geometry.shaping import moved

    def back(low: float, far: float, side: int) -> float:
        return max(-low, 0.0) - max(far - (side - 1), 0.0) if far - low < side else 0.0

    xs, ys = zip(*place.quad, strict=True)
    across, down = back(min(xs), max(xs), shape[1]), back(min(ys), max(ys), shape[0])
    return moved(place, across, down) if across or down else place


def as_kind(easel: Easel, text: str, look: Look, kind: Kind, speaker: Placement) -> Setting:
    """A text as a bar along the bottom, or as what is said by somebody whose chest is `speaker`. Blocks some ms.

    Raises GlyphsMissing, FontUnknown.
    """
    from studio.lettering.places import captions

    text = text.strip() or "…"
    if kind == "caption":
        shape = (easel.picture.height, easel.picture.width)
        return captions.caption(shape, text, look, top=captions.top_is_freer(easel.pixels))
    setting = captions.bubble(easel.pixels, text, look, _scaled(speaker, easel.scale))
    tail = setting.tail and (setting.tail[0] / easel.scale, setting.tail[1] / easel.scale)
    return msgspec.structs.replace(setting, placement=_scaled(setting.placement, 1 / easel.scale), tail=tail)


def sign_at(easel: Easel, x: float, y: float) -> Placement:
    """The sign under a point of the picture. Blocks some 20 ms. Raises PlaceUnusable."""
    from studio.lettering.places.sign import quad_at

    return _scaled(quad_at(easel.pixels, x * easel.scale, y * easel.scale), 1 / easel.scale)


def with_saying(easel: Easel, setting: Setting, saying: str, look: Look) -> Setting:
    """The setting with another text, fitted to it. Blocks a few ms. Raises GlyphsMissing, FontUnknown."""
    return _fitted(easel, msgspec.structs.replace(setting, text=saying), look)


def sayings_sheet(easel: Easel, setting: Setting, sayings: Sequence[str], look: Look, first: int) -> Pixels:
    """A contact sheet of sayings, each set as `setting` is, numbered from `first`: (h, w, 3) uint8 RGB.

    Blocks some 5 ms a saying.
    """
    from studio.lettering.records import GlyphsMissing
    from studio.lettering.setting.sheet import settings_sheet

    settings = []
    for saying in sayings:
        try:
            one = with_saying(easel, setting, saying, look)
        except GlyphsMissing:
            # Its cell stays bare.
            one = msgspec.structs.replace(setting, text=saying)
        settings.append(_setting_scaled(one, easel.scale))
    return settings_sheet(easel.pixels, settings, look, columns=SHEET_COLUMNS, first=first)


def looked_at(sheet: Pixels, number: int) -> tuple[Pixels, Pixels]:
    """A sheet of sayings with a frame around the cell of a number, from 0 on this sheet, and that cell alone.

    Blocks a few ms.
    """
    from studio.lettering.setting.sheet import cell_of, framed

    return framed(sheet, number, SHEET_COLUMNS), cell_of(sheet, number, SHEET_COLUMNS)


def preview(
    easel: Easel, record: LetteringRecord, *, outlined: Placement | None = None, closer: Placement | None = None
) -> Pixels:
    """The picture with the record's words on it (h, w, 3) uint8 RGB.

    With `outlined` this place is outlined, as large as its words make it; with `closer` only what is around that
    place is given.
    Blocks some 10 to 40 ms: belongs in a thread. Raises NothingToSet, GlyphsMissing, InkUnknown, PlaceUnusable.
    """
    from studio.lettering.setting.ink import set_words

    fitting = fitted(easel, record).settings
    settings = tuple(_setting_scaled(one, easel.scale) for one in fitting)
    pixels = set_words(easel.pixels, msgspec.structs.replace(record, settings=settings))
    placed = {one.placement: fit.placement for one, fit in zip(record.settings, fitting, strict=True)}
    outlined, closer = (one and placed.get(one, one) for one in (outlined, closer))
    if outlined is not None:
        _outline(pixels, _scaled(outlined, easel.scale), 0.007 if closer is None else 0.003)
    return pixels if closer is None else _around(pixels, _scaled(closer, easel.scale))


def _around(pixels: Pixels, place: Placement) -> Pixels:
    """The part of the picture around a place, some room on each side; the whole where the place lies outside."""
    high, wide = pixels.shape[:2]
    xs, ys = zip(*place.quad, strict=True)
    room = 0.2 * max(max(xs) - min(xs), max(ys) - min(ys))
    left, right = (round(min(max(x, 0), wide)) for x in (min(xs) - room, max(xs) + room))
    top, bottom = (round(min(max(y, 0), high)) for y in (min(ys) - room, max(ys) + room))
    return pixels[top:bottom, left:right].copy() if right > left and bottom > top else pixels


def _outline(pixels: Pixels, place: Placement, share: float) -> None:
    """Draw round a place, `share` of the picture's longer side thick."""
    import cv2
    import numpy as np

    corners = np.round(np.array(place.quad) * 16).astype(np.int32)
    width = max(1, round(share * max(pixels.shape[:2])))
    cv2.polylines(pixels, [corners], True, OUTLINE, width, cv2.LINE_AA, 4)


def _setting_scaled(setting: Setting, scale: float) -> Setting:
    tail = setting.tail and (setting.tail[0] * scale, setting.tail[1] * scale)
    return msgspec.structs.replace(setting, placement=_scaled(setting.placement, scale), tail=tail)


def _scaled(place: Placement, scale: float) -> Placement:
    if scale == 1:
        return place
    return msgspec.structs.replace(place, quad=tuple((x * scale, y * scale) for x, y in place.quad))


def middle(place: Placement) -> float:
    """How far right a place lies, in pixels."""
    return sum(x for x, _ in place.quad) / len(place.quad)


def place_words(places: tuple[Placement, ...], place: Placement) -> str:
    """A place in words: "panel 2, 97 % sure", "the middle, as nothing better was found", "by hand"."""
    alike = sorted((other for other in places if other.method == place.method), key=middle)
    number = f" {alike.index(place) + 1}" if len(alike) > 1 and place in alike else ""
    if place.method == "edge":
        return "bar along the " + ("top" if place.quad[0][1] <= 0 else "bottom")
    if place.method in _BY_PERSON:
        return _BY_PERSON[place.method] + number
    if place.method == "centre":
        alone = len({other.method for other in places} - {"centre"}) == 0
        return "middle of the picture" + (", as nothing better was found" if alone else "")
    name = "chest by its pose" if place.method == "pose" else place.method
    sure = f"{name}{number}, {round(place.confidence * 100)} % sure"
    return f"{name}{number}, below other words" if place.shared else sure
