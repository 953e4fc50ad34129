"""The draft painter: a request in, a picture out. The same request always gives the same bytes.

Read from the request: scene, plate or its own picture (`backdrop`), style, figures, seed, width and height. `steps`,
`guidance`, `sampler`, `prompt`, LoRAs, references and models are for engines that draw with a model, and change nothing
here.

Species: those of `palette.SPECIES`; any other is a friendly animal. Colours: see `palette.Colours`. Features: glasses,
sunglasses, beard, stubble, moustache, bald, curly, long hair, short hair, bob, ponytail, pigtails, bun, greying,
wrinkles, freckles, headset, cap, cane; woman, man, child, teen, old; skirt, long skirt, shorts, and the outfits
tactical, hoodie, labcoat, jacket, sweater, dress, top; others are passed over. What a look, an outfit and the scene say
of them: see `looks`. Poses, moods, items, seats and sights: see `script`. Styles: see `styles`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from backends.base import DrawnPlace, DrawRequest, Figure
from backends.draft import effects, styles
from backends.draft.backdrop import paint_backdrop
from backends.draft.canvas import Canvas, Pen, Pixels, Shape
from backends.draft.figures.bodies import Body, chest_place, hips_of, paint_body
from backends.draft.figures.face import MOODS, Look
from backends.draft.figures.furniture import desk
from backends.draft.figures.outfits import PANEL, outfit_of
from backends.draft.figures.poses import pose_for
from backends.draft.layout import Member, head_of, tall
from backends.draft.lighting import light
from backends.draft.palette import Colour, Colours
from backends.draft.plates import GROUND, paint_plate
from backends.draft.players import MOST_FIGURES, Player, paint_couches, players_of, species_of, told_by, with_cane
from backends.draft.reading import looks, script
from backends.draft.room import ACCENTS, WALLS, Room

SIDES = (256, 2048)
"""The least and the greatest side of a picture, in pixels; others are brought to the nearer of the two."""

_GROUND: Colour = (226, 231, 236)

OnStage = Callable[[str, int, int, Canvas], None]
"""Called when a stage is painted: its name, its number from 1, how many there are, the canvas so far."""


def paint(request: DrawRequest, on_stage: OnStage = lambda name, index, total, canvas: None) -> Pixels:
    """The finished picture, (height, width, 3) uint8 RGB. What `on_stage` raises stops the painting."""
    canvas = _canvas(request)
    total = (3 if _is_bare(request) else 6) + 4 * min(len(request.figures), MOST_FIGURES)
    for index, name in enumerate(_stages(request, canvas), 1):
        on_stage(name, index, total, canvas)
    return styles.finished(request.style, canvas.finished(), request.seed, lambda: _kept_clean(request, canvas))


def _is_bare(request: DrawRequest) -> bool:
    return request.backdrop is None and request.plate.strip().lower() == GROUND


def chests(request: DrawRequest) -> tuple[DrawnPlace, ...]:
    """Where words can stand on each figure of the finished picture, left to right; nothing is painted for it."""
    canvas = _canvas(request)
    places = []
    for player, spot in _standing(request, canvas):
        quad = canvas.in_finished(chest_place(spot, player.body))
        kind = "panel" if player.body.lettered else "chest"
        places.append(DrawnPlace(player.figure.name, kind, tuple((round(x, 2), round(y, 2)) for x, y in quad.tolist())))
    return tuple(sorted(places, key=lambda place: sum(x for x, _ in place.quad)))


def _standing(request: DrawRequest, canvas: Canvas) -> Iterator[tuple[Player, Pen]]:
    """All figures, each with the pen that it is painted with; nothing is painted."""
    told, level = told_by(request), canvas.pen()
    for player in players_of(request, replace(_room(request, canvas, told), pen=level), told):
        yield player, level.at(player.spot.x, player.spot.y, scale=player.spot.scale)


def _kept_clean(request: DrawRequest, canvas: Canvas) -> list[Shape]:
    """What no style may touch, in pixels of the finished picture: the panels, and the tag."""
    panels = [chest_place(spot, player.body) for player, spot in _standing(request, canvas) if player.body.lettered]
    room = replace(_room(request, canvas, told_by(request)), pen=canvas.pen())
    return [canvas.in_finished(shape) for shape in (*panels, effects.draft_tag_place(room, _tag_right(request)))]


def _canvas(request: DrawRequest) -> Canvas:
    width, height = (min(max(side, SIDES[0]), SIDES[1]) for side in (request.width, request.height))
    return Canvas(width, height)


def _stages(request: DrawRequest, canvas: Canvas) -> Iterator[str]:
    told = told_by(request)
    room = _room(request, canvas, told)
    chance = Random(f"{request.seed}:air")
    yield from _behind(request, canvas, room, chance)
    yield "light"
    level = canvas.pen()
    flat = replace(room, pen=level)
    players = players_of(request, flat, told)
    if "party" in told.sights:
        effects.balloons(flat, chance)
    if _festive(told):
        effects.confetti(flat, chance, 1.2)
    styles.below(request.style, level, [(player.spot.x, player.spot.y, player.spot.scale) for player in players])
    paint_couches(flat, players)
    for player in players:
        spot = level.at(player.spot.x, player.spot.y, scale=player.spot.scale)
        if player.body.pose.legs == "run":
            effects.speed_lines(spot if player.body.pose.lean > 0 else spot.at(flip=True))
        for name in paint_body(spot, player.body):
            yield f"{player.figure.name or player.species}: {name}"
        _desk(spot, player, room, styles.whole(request.style))
    if not _is_bare(request):
        _air(flat, players, told, chance)
    yield "details"
    _finish(canvas, flat, request)
    yield "finish"


def _behind(request: DrawRequest, canvas: Canvas, room: Room, chance: Random) -> Iterator[str]:
    """What is behind the figures, lit."""
    if _is_bare(request):
        canvas.pixels[:] = _GROUND
        return
    if request.backdrop is not None:
        # It has its own light, and shows the hour itself.
        paint_backdrop(request, canvas)
        yield "backdrop"
    else:
        yield from paint_plate(room, request.plate)
    if "fire" in room.sights:
        effects.burn(room, chance)
    if request.backdrop is None:
        light(canvas, room, room.sights)
    styles.behind(request.style, canvas)


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
        clock=told.clock,
        sights=told.sights,
        wall=look.choice(WALLS),
        accent=look.choice(ACCENTS),
    )


def _desk(pen: Pen, player: Player, room: Room, whole: bool) -> None:
    body = player.body
    if body.pose.desk:
        half = min(40.0, max(24.0, player.spot.room_for / 2 - 4))
        top = pen.at(0, -body.hips + 1)
        desk(
            top,
            half,
            body.pose.desk,
            body.look.colours.get("accent"),
            body.extras,
            body.hips - 6 if whole else body.hips + 40,
        )


def _air(room: Room, players: list[Player], told: script.Script, chance: Random) -> None:
    clear = []
    for index, player in enumerate(players):
        spot, body = player.spot, player.body
        pen = room.pen.at(spot.x, spot.y, scale=spot.scale)
        head = pen.at(0, -body.lift, body.pose.lean).at(0, -35).at(0, -16 * body.head, scale=body.head)
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


def _within(head: Pen, player: Player, room: Room, side: float) -> Pen:
    """The head's pen, moved so far that signs beside it stay in the picture."""
    scale, spot = player.spot.scale, player.spot
    large = player.body.head
    down = max(0.0, 1.5 + 46 * large * scale - (spot.y - (player.body.lift + 35 + 16 * large) * scale))
    lean = math.sin(math.radians(player.body.pose.lean))
    x = spot.x + lean * 51 * scale
    edge = room.width - x if side > 0 else x
    inward = max(0.0, 1.5 + (40 + 40 * max(0.0, lean * side)) * large * scale - edge)
    unit = scale * large
    return head.at(-side * min(inward / unit, 18.0), min(down / unit, 18.0))


def _festive(told: script.Script) -> bool:
    return "party" in told.sights or any(part.pose == "celebrate" for part in told.parts)


def _chest(player: Player) -> tuple[float, float, float, float]:
    spot, body = player.spot, player.body
    half = PANEL[0] / 2 + 2
    return (
        spot.x - half * spot.scale,
        spot.y - (body.lift + 30) * spot.scale,
        spot.x + half * spot.scale,
        spot.y - (body.lift - 8) * spot.scale,
    )


def _face(player: Player) -> tuple[float, float, float, float]:
    spot, top, large = player.spot, player.body.lift, player.body.head
    return (
        spot.x - 22 * large * spot.scale,
        spot.y - (top + 35 + 37 * large) * spot.scale,
        spot.x + 22 * large * spot.scale,
        spot.y - (top + 30) * spot.scale,
    )


def _finish(canvas: Canvas, room: Room, request: DrawRequest) -> None:
    effects.draft_tag(room, _tag_right(request))


def _tag_right(request: DrawRequest) -> bool:
    return Random(f"{request.seed}:tag").random() < 0.5


def empty_room(request: DrawRequest) -> Pixels:
    """The request's plate with nobody in it and no tag on it, (height, width, 3) uint8 RGB: a plate's own picture."""
    canvas = _canvas(request)
    told = told_by(request)
    room = _room(request, canvas, told)
    for _ in paint_plate(room, request.plate):
        pass
    light(canvas, room, told.sights)
    styles.behind(request.style, canvas)
    return styles.finished(request.style, canvas.finished(), request.seed, list)


def model_sheet(figure: Figure, size: int = 1024) -> Pixels:
    """The character alone and whole on plain light ground, (size, size, 3) uint8 RGB: a reference for other engines."""
    canvas = Canvas(size, size)
    canvas.pixels[:] = _GROUND
    species, features = species_of(figure), looks.features_of(figure)
    colours = Colours(species, looks.colours_of(figure, features), creamy=False)
    look = Look(species, colours, features, MOODS["content"], (0.0, 0.05))
    pose = pose_for(with_cane(script.Part("stand"), features), Random(0), False)
    body = Body(look, pose, figure.lettered, outfit_of(species, features), hips_of(species), head=head_of(features))
    scale = min(0.86, 93 / tall(Member(species, pose, figure.lettered, features, head_of(features))))
    pen = canvas.pen().at(50 if species in ("person", "robot") else 46, 95, scale=scale)
    for _ in paint_body(pen, body):
        pass
    return canvas.finished()
