"""The draft painter: a request in, a picture out. The same request always gives the same bytes.

Read from the request: scene, plate, figures, seed, width and height. `steps`, `guidance`, `sampler`, `prompt`, LoRAs,
references and models are for engines that draw with a model, and change nothing here.

Species: those of `palette.SPECIES`; any other is a friendly animal. Colours: see `palette.Colours`. Features: glasses,
sunglasses, beard, stubble, moustache, bald, curly, long hair, ponytail, bun, greying, wrinkles, freckles, headset, cap,
and the outfits tactical, hoodie, labcoat; others are passed over. Poses, moods, items and sights: see `script`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np

from backends.base import DrawnPlace, DrawRequest, Figure
from backends.draft import effects, script
from backends.draft.canvas import Canvas, Pen, Pixels
from backends.draft.figures.bodies import Body, chest_place, hips_of, paint_body
from backends.draft.figures.face import MOODS, Look
from backends.draft.figures.outfits import PANEL, outfit_of
from backends.draft.figures.poses import Pose, pose_for, turned
from backends.draft.figures.props import desk
from backends.draft.layout import Spot, places
from backends.draft.palette import Colour, Colours
from backends.draft.plates import paint_plate
from backends.draft.room import ACCENTS, WALLS, Glow, Room

SIDES = (256, 2048)
"""The least and the greatest side of a picture, in pixels; others are brought to the nearer of the two."""
MOST_FIGURES = 4

OnStage = Callable[[str, int, int, Canvas], None]
"""Called when a stage is painted: its name, its number from 1, how many there are, the canvas so far."""

_AMBIENT: dict[str, Colour] = {
    "night": (146, 152, 206),
    "": (222, 222, 238),
    "dusk": (234, 206, 204),
    "dawn": (236, 222, 222),
    "day": (250, 248, 242),
}


@dataclass(frozen=True, slots=True)
class _Player:
    """A figure on the stage."""

    figure: Figure
    species: str
    part: script.Part
    body: Body
    spot: Spot
    mood: str


def paint(request: DrawRequest, on_stage: OnStage = lambda name, index, total, canvas: None) -> Pixels:
    """The finished picture, (height, width, 3) uint8 RGB. What `on_stage` raises stops the painting."""
    canvas = _canvas(request)
    total = 6 + 4 * min(len(request.figures), MOST_FIGURES)
    for index, name in enumerate(_stages(request, canvas), 1):
        on_stage(name, index, total, canvas)
    return canvas.finished()


def chests(request: DrawRequest) -> tuple[DrawnPlace, ...]:
    """Where words can stand on each figure of the finished picture, left to right; nothing is painted for it."""
    canvas = _canvas(request)
    told, level = _told(request), canvas.pen()
    room = replace(_room(request, canvas, told), pen=level)
    places = []
    for player in _players(request, room, told):
        spot = level.at(player.spot.x, player.spot.y, scale=player.spot.scale)
        quad = canvas.in_finished(chest_place(spot, player.body))
        kind = "panel" if player.body.lettered else "chest"
        places.append(DrawnPlace(player.figure.name, kind, tuple((round(x, 2), round(y, 2)) for x, y in quad.tolist())))
    return tuple(sorted(places, key=lambda place: sum(x for x, _ in place.quad)))


def _canvas(request: DrawRequest) -> Canvas:
    width, height = (min(max(side, SIDES[0]), SIDES[1]) for side in (request.width, request.height))
    return Canvas(width, height)


def _told(request: DrawRequest) -> script.Script:
    return script.read(request.scene, [(f.name, f.species.strip().lower()) for f in request.figures[:MOST_FIGURES]])


def _stages(request: DrawRequest, canvas: Canvas) -> Iterator[str]:
    told = _told(request)
    room = _room(request, canvas, told)
    for name in paint_plate(room, request.plate):
        yield name
    chance = Random(f"{request.seed}:air")
    if "fire" in told.sights:
        effects.burn(room, chance)
    _light(canvas, room, told)
    yield "light"
    level = canvas.pen()
    flat = replace(room, pen=level)
    players = _players(request, flat, told)
    if "party" in told.sights:
        effects.balloons(flat, chance)
    if _festive(told):
        effects.confetti(flat, chance, 1.2)
    for player in players:
        spot = level.at(player.spot.x, player.spot.y, scale=player.spot.scale)
        if player.body.pose.legs == "run":
            effects.speed_lines(spot if player.body.pose.lean > 0 else spot.at(flip=True))
        for name in paint_body(spot, player.body):
            yield f"{player.figure.name or player.species}: {name}"
        _desk(spot, player, room)
    _air(flat, players, told, chance)
    yield "details"
    _finish(canvas, flat, request)
    yield "finish"


def _room(request: DrawRequest, canvas: Canvas, told: script.Script) -> Room:
    camera, look = Random(f"{request.seed}:camera"), Random(f"{request.seed}:look")
    width, height = canvas.width / canvas.unit, canvas.height / canvas.unit
    zoom = camera.uniform(1.0, 1.07)
    slack = (zoom - 1) / 2
    pen = canvas.pen().at(
        width / 2 + camera.uniform(-1, 1) * slack * width,
        height / 2 + camera.uniform(-0.6, 0.2) * slack * height,
        scale=zoom,
        flip=camera.random() < 0.5,
    )
    return Room(
        pen=pen.at(-width / 2, -height / 2),
        width=width,
        height=height,
        floor=height * camera.uniform(0.755, 0.79),
        chance=Random(f"{request.seed}:room"),
        hour=told.hour,
        sights=told.sights,
        wall=look.choice(WALLS),
        accent=look.choice(ACCENTS),
    )


def _players(request: DrawRequest, room: Room, told: script.Script) -> list[_Player]:
    figures = request.figures[:MOST_FIGURES]
    chances = [Random(f"{request.seed}:figure:{index}") for index in range(len(figures))]
    poses: list[Pose] = []
    for index, (part, chance) in enumerate(zip(told.parts, chances, strict=True)):
        pose = pose_for(part, chance, len(figures) > 1)
        left_half = index * 2 < len(figures) - 1
        mirror = chance.random() < 0.5 if len(figures) == 1 else not left_half
        poses.append(turned(pose) if mirror else pose)
    species = [f.species.strip().lower() or "person" for f in figures]
    cast = [(s, p, f.lettered) for s, p, f in zip(species, poses, figures, strict=True)]
    spots = places(room.width, room.height, cast, Random(f"{request.seed}:spots"))
    players = []
    for index, (figure, part, pose, spot, chance) in enumerate(
        zip(figures, told.parts, poses, spots, chances, strict=True)
    ):
        mood = part.mood or ("scared" if "fire" in told.sights else _mood_of(part.pose, chance))
        inward = (len(figures) - 1) / 2 - index
        gaze = (0.5 * (inward > 0) - 0.5 * (inward < 0) + chance.uniform(-0.25, 0.25), 0.75 if pose.desk else 0.05)
        features = frozenset(feature.strip().lower() for feature in figure.features)
        look = Look(species[index], Colours(species[index], figure.colours), features, MOODS[mood], gaze)
        body = Body(
            look,
            pose,
            figure.lettered,
            outfit_of(species[index], features),
            hips_of(species[index]),
            part.items,
            tail_side=chance.choice((-1.0, 1.0)),
            panel_turn=chance.uniform(-2.6, 2.6),
        )
        players.append(_Player(figure, species[index], part, body, spot, mood))
    return players


def _mood_of(pose: str, chance: Random) -> str:
    if pose == "type":
        return chance.choice(("focused", "content"))
    return chance.choice(("content", "grin", "bright", "content"))


def _desk(pen: Pen, player: _Player, room: Room) -> None:
    body = player.body
    if body.pose.desk:
        half = min(40.0, max(24.0, player.spot.room_for / 2 - 4))
        top = pen.at(0, -body.hips + 1)
        desk(top, half, body.pose.desk, body.look.colours.get("accent"), body.extras, body.hips + 40)


def _air(room: Room, players: list[_Player], told: script.Script, chance: Random) -> None:
    clear = []
    for index, player in enumerate(players):
        spot, body = player.spot, player.body
        pen = room.pen.at(spot.x, spot.y, scale=spot.scale)
        head = pen.at(0, -body.lift, body.pose.lean).at(0, -35).at(0, -16)
        side = 1.0 if (spot.x < room.width / 2) == (len(players) == 1 or index * 2 >= len(players) - 1) else -1.0
        if len(players) > 1:
            side = -1.0 if index * 2 < len(players) - 1 else 1.0
        effects.around(_within(head, player, room, side), player.mood, side)
        if "hearts" in told.sights:
            effects.hearts(head, side)
        clear.append(_chest(player))
        clear.append(_face(player))
    if _festive(told):
        effects.confetti(room, chance, 0.3, clear)


def _within(head: Pen, player: _Player, room: Room, side: float) -> Pen:
    """The head's pen, moved so far that signs beside it stay in the picture."""
    scale, spot = player.spot.scale, player.spot
    down = max(0.0, 1.5 + 46 * scale - (spot.y - (player.body.lift + 51) * scale))
    edge = room.width - spot.x if side > 0 else spot.x
    inward = max(0.0, 1.5 + 40 * scale - edge)
    return head.at(-side * min(inward / scale, 12.0), min(down / scale, 14.0))


def _festive(told: script.Script) -> bool:
    return "party" in told.sights or any(part.pose == "celebrate" for part in told.parts)


def _chest(player: _Player) -> tuple[float, float, float, float]:
    spot, body = player.spot, player.body
    half = PANEL[0] / 2 + 2
    return (
        spot.x - half * spot.scale,
        spot.y - (body.lift + 30) * spot.scale,
        spot.x + half * spot.scale,
        spot.y - (body.lift - 8) * spot.scale,
    )


def _face(player: _Player) -> tuple[float, float, float, float]:
    spot, top = player.spot, player.body.lift
    return (
        spot.x - 22 * spot.scale,
        spot.y - (top + 72) * spot.scale,
        spot.x + 22 * spot.scale,
        spot.y - (top + 30) * spot.scale,
    )


def _light(canvas: Canvas, room: Room, told: script.Script) -> None:
    """Dim the room to its hour, then add its lamps; worked out small, for light has no edges."""
    rows, columns = canvas.pixels.shape[:2]
    step = max(8, round(max(rows, columns) / 128))
    small = (max(2, columns // step), max(2, rows // step))
    ambient = np.empty((small[1], small[0], 3), dtype=np.float32)
    ambient[:] = np.asarray(_AMBIENT[told.hour], dtype=np.float32) / 255
    added = np.zeros_like(ambient)
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    lamps = list(room.glows)
    if "alarm" in told.sights:
        lamps.append(Glow(room.width / 2, 4, 70, (255, 60, 60), 0.45))
    for glow in lamps:
        centre = room.pen.place(np.array([[glow.x, glow.y]]))[0] / (columns / small[0])
        radius = glow.radius * room.pen.scale / (columns / small[0])
        fall = np.clip(1 - np.hypot(x - centre[0], y - centre[1]) / radius, 0, 1)[:, :, None] ** 2
        tone = np.asarray(glow.colour, dtype=np.float32) / 255
        ambient += fall * glow.strength * tone * 0.75
        added += fall * glow.strength * tone * 0.17
    corner = np.hypot((x / (small[0] - 1) - 0.5) * 2, (y / (small[1] - 1) - 0.5) * 2)[:, :, None]
    ambient *= 1 - 0.2 * np.clip(corner - 0.55, 0, 1) ** 1.4
    size = (columns, rows)
    shade = cv2.resize(np.clip(ambient * 160, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
    shine = cv2.resize(np.clip(added * 255, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
    cv2.multiply(canvas.pixels, shade, canvas.pixels, scale=1 / 160)
    cv2.add(canvas.pixels, shine, canvas.pixels)
    for pen, shape, colour in room.lit:
        pen.fill(shape, colour)


def _finish(canvas: Canvas, room: Room, request: DrawRequest) -> None:
    effects.draft_tag(room, Random(f"{request.seed}:tag").random() < 0.5)


def model_sheet(figure: Figure, size: int = 1024) -> Pixels:
    """The character alone and whole on plain light ground, (size, size, 3) uint8 RGB: a reference for other engines."""
    canvas = Canvas(size, size)
    canvas.pixels[:] = (226, 231, 236)
    species = figure.species.strip().lower() or "person"
    features = frozenset(feature.strip().lower() for feature in figure.features)
    look = Look(species, Colours(species, figure.colours, creamy=False), features, MOODS["content"], (0.0, 0.05))
    pose = pose_for(script.Part("stand"), Random(0), False)
    body = Body(look, pose, figure.lettered, outfit_of(species, features), hips_of(species))
    pen = canvas.pen().at(50 if species in ("person", "robot") else 46, 95, scale=0.86)
    for _ in paint_body(pen, body):
        pass
    return canvas.finished()
