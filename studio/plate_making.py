"""Pictures of plates as they are made: from a photograph, from words, at the other hour; by an engine or here.

By an engine it is a job like any other, whose picture is in the library too. Without one OpenCV does it, and the draft
painter paints what is only told in words.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from studio.errors import StudioError
from studio.plain_text import expanded, plain
from studio.scenes.plates import recipes
from studio.scenes.plates.hours import is_night
from studio.scenes.recipe import ReferenceUse
from studio.scenes.scene import DRAFT
from studio.scenes.stock import Plate, Style, shipped_plates
from studio.settings.checking import parse_size

if TYPE_CHECKING:
    from backends.base import DrawRequest
    from library.formats.pictures import Pixels
    from studio.scenes.plates.recipes import PlateDrawing
    from studio.workspace import Workspace

SEED = 8
"""Of what the draft painter paints."""


class PlateNotDrawn(StudioError):
    """An engine gave no picture of a plate."""


class Made(NamedTuple):
    """A picture of a plate as PNG, and what it was made from: "a photograph, desk.jpg, in flat cartoon"."""

    png: bytes
    made_from: str


class Making(NamedTuple):
    """How pictures are made: in which style, by no engine (`offline`), a photograph as it is (`as_it_is`)."""

    style: Style
    offline: bool = False
    as_it_is: bool = False


async def from_photograph(workspace: Workspace, plate: Plate, photograph: Path, how: Making) -> Made:
    """A plate's picture from a photograph, cut to the shape of scenes.

    Raises StudioError, LibraryError: the photograph cannot be read, or no engine drew it.
    """
    from library.formats.pictures import write_png
    from studio.pictures.plates.reading import read_source

    path = expanded(photograph)
    size = parse_size(workspace.settings.size)
    pixels = await asyncio.to_thread(read_source, path, size)
    name = plain(path.name)
    if how.as_it_is:
        return Made(await asyncio.to_thread(write_png, pixels), f"a picture as it is, {name}")
    source = f"a photograph, {name}, in {how.style.name}"
    if engine := await _engine(workspace, how):
        sent = await asyncio.to_thread(write_png, pixels)
        use = ReferenceUse("", name, await asyncio.to_thread(workspace.library.references.add, sent))
        return Made(await _drawn(workspace, recipes.from_photograph(plate, use), how.style, engine), source)
    return Made(await asyncio.to_thread(_stylised, pixels, how.style.name), f"{source}, without an engine")


async def from_words(workspace: Workspace, plate: Plate, how: Making, *, by_night: bool = False) -> Made:
    """A plate's picture from its description. Raises StudioError, LibraryError."""
    if engine := await _engine(workspace, how):
        return Made(await _drawn(workspace, recipes.from_words(plate), how.style, engine), "its description")
    size = parse_size(workspace.settings.size)
    made = await asyncio.to_thread(_painted, plate, how.style.name, size, by_night)
    return Made(made, "its description, by the draft painter")


async def at_other_hour(workspace: Workspace, plate: Plate, how: Making, *, by_night: bool) -> Made:
    """The picture of a plate by night from that by day, or the reverse. Raises StudioError, LibraryError."""
    from studio.pictures.plates.reading import plate_bytes

    file = plate.day if by_night else plate.night
    if not file:
        here, there = ("night", "day") if by_night else ("day", "night")
        reason = f"that by {here} is made from it"
        title = f"{plate.label} has no picture by {there}"
        raise PlateNotDrawn(title, reason, "Make one from a photograph, or from its description, first")
    picture = await asyncio.to_thread(plate_bytes, plate, file)
    source = plate.made_from or f"a picture as it is, {Path(file).name}"
    if engine := await _engine(workspace, how):
        use = ReferenceUse("", Path(file).name, await asyncio.to_thread(workspace.library.references.add, picture))
        drawing = recipes.at_other_hour(plate, use, by_night=by_night)
        return Made(await _drawn(workspace, drawing, how.style, engine), source)
    return Made(await asyncio.to_thread(_graded, picture, by_night), source)


def shown_request(plate: Plate, *, by_night: bool, size: tuple[int, int]) -> DrawRequest:
    """What the draft painter gets to show a plate that has no picture, as it stands in drafts; `size` in pixels."""
    return _request(plate.name, "at night" if by_night else "at noon", "", size)


async def _engine(workspace: Workspace, how: Making) -> str:
    """The engine that draws; empty where none is to, or none is there but the draft painter."""
    if how.offline:
        return ""
    engine, _ = await workspace.engines.choose("auto")
    return "" if workspace.engines.kind(engine) == DRAFT else engine


async def _drawn(workspace: Workspace, drawing: PlateDrawing, style: Style, engine: str) -> bytes:
    """Have an engine draw it, and wait for the PNG; a job that nobody waits for any more is stopped."""
    wanted = recipes.recipe(
        drawing,
        style,
        size=parse_size(workspace.settings.size),
        seed=random.SystemRandom().randrange(2**32),
        engine=engine,
        engine_kind=workspace.engines.kind(engine),
        models=workspace.engines.models(engine),
    )
    (job_id,) = await workspace.desk.submit([wanted])
    try:
        (view,) = await workspace.desk.wait([job_id])
    except asyncio.CancelledError:
        await workspace.desk.cancel(job_id)
        raise
    if not view.picture_ids:
        reason = view.notice.line() if view.notice else view.words
        remedy = "Make it without an engine (offline), or see Progress"
        raise PlateNotDrawn(f"{drawing.plate.label} was not drawn", reason, remedy)
    return await asyncio.to_thread(_kept, workspace, view.picture_ids[0])


def _kept(workspace: Workspace, picture_id: int) -> bytes:
    from library.formats.pictures import write_png
    from studio.pictures.plates.reading import read_source

    return write_png(read_source(Path(workspace.library.picture(picture_id).path)))


def _stylised(pixels: Pixels, style: str) -> bytes:
    from library.formats.pictures import write_png
    from studio.pictures.plates.stylising import stylised

    return write_png(stylised(pixels, style))


def _painted(plate: Plate, style: str, size: tuple[int, int], by_night: bool) -> bytes:
    from backends.draft.painter import empty_room
    from library.formats.pictures import write_png

    wall = _wall(plate)
    hour = "at night" if by_night or is_night(plate.description) else "at noon"
    return write_png(empty_room(_request(wall, f"{hour}: {plate.description}", style, size)))


def _wall(plate: Plate) -> str:
    """The shipped wall that a plate's words are most like; empty, which is a plain one, where they are like none."""
    from studio.scenes.names.plate_choice import plates_named, stands_in

    walls = shipped_plates()
    text = " ".join((plate.description, *plate.keywords))
    if named := plates_named(text, walls):
        return named[0].name
    score = {wall.name: sum(stands_in(word, text) for word in wall.keywords) for wall in walls}
    best = max(score, key=score.__getitem__)
    return best if score[best] else ""


def _graded(picture: bytes, by_night: bool) -> bytes:
    from library.formats.pictures import read_picture, write_png
    from studio.pictures.plates import night

    pixels = read_picture(picture)
    return write_png(night.by_night(pixels) if by_night else night.by_day(pixels))


def _request(wall: str, scene: str, style: str, size: tuple[int, int]) -> DrawRequest:
    from backends.base import DrawRequest

    width, height = size
    return DrawRequest("", "", "", SEED, width, height, scene=scene, plate=wall, style=style)
