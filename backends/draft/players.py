"""The figures of a request as they stand, sit and look in its scene: what is painted, before anything is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from backends.base import DrawRequest, Figure
from backends.draft import styles
from backends.draft.figures.bodies import Body, hips_of
from backends.draft.figures.face import MOODS, Look
from backends.draft.figures.furniture import couch
from backends.draft.figures.outfits import outfit_of
from backends.draft.figures.poses import Pose, pose_for, turned
from backends.draft.layout import Member, Spot, head_of, near, places
from backends.draft.palette import Colours, mix
from backends.draft.reading import looks, script
from backends.draft.reading.shots import Shot
from backends.draft.room import Room

MOST_FIGURES = 4
"""Those after them are not painted."""


@dataclass(frozen=True, slots=True)
class Player:
    """A figure on the stage."""

    figure: Figure
    species: str
    part: script.Part
    body: Body
    spot: Spot
    mood: str


def told_by(request: DrawRequest) -> script.Script:
    """What the scene of a request says of its figures."""
    return script.read(
        request.scene,
        [script.Who(f.name, species_of(f), looks.features_of(f)) for f in request.figures[:MOST_FIGURES]],
    )


def species_of(figure: Figure) -> str:
    """The species of a figure, in small letters; who has none is a person."""
    return figure.species.strip().lower() or "person"


def players_of(request: DrawRequest, room: Room, told: script.Script) -> list[Player]:
    """The figures in the order of the request, which is from left to right."""
    figures = request.figures[:MOST_FIGURES]
    chances = [Random(f"{request.seed}:figure:{index}") for index in range(len(figures))]
    features = [looks.features_of(figure, part.traits) for figure, part in zip(figures, told.parts, strict=True)]
    parts = [with_cane(part, worn) for part, worn in zip(told.parts, features, strict=True)]
    poses = _poses(parts, chances)
    large = styles.head(request.style)
    cast = [
        Member(species_of(figure), pose, figure.lettered, worn, head_of(worn) * large)
        for figure, pose, worn in zip(figures, poses, features, strict=True)
    ]
    shots = [_shot(figure, part) for figure, part in zip(figures, told.parts, strict=True)]
    whole = styles.whole(request.style) or any(shot.framing == "full body" for shot in shots)
    spots = places(room.width, room.height, cast, Random(f"{request.seed}:spots"), whole)
    if len(cast) == 1 and shots[0].framing in ("face", "bust") and not cast[0].lettered:
        spots = [near(room.width, room.height, cast[0], shots[0].framing)]
    players = []
    for index, (figure, part, member, spot, perch) in enumerate(
        zip(figures, parts, cast, spots, _perches(cast, spots), strict=True)
    ):
        chance = chances[index]
        mood = part.mood or ("scared" if "fire" in told.sights else _mood_of(part.pose, chance))
        gaze = _gaze(member.pose, (len(figures) - 1) / 2 - index, chance)
        colours = Colours(member.species, looks.colours_of(figure, member.features))
        body = Body(
            Look(
                member.species,
                colours,
                member.features,
                MOODS[mood],
                gaze,
                _turn(shots[index].view, -1.0 if member.pose.flip else 1.0),
                shots[index].view == "back",
            ),
            member.pose,
            figure.lettered,
            outfit_of(member.species, member.features),
            hips_of(member.species),
            part.items,
            tail_side=chance.choice((-1.0, 1.0)),
            panel_turn=chance.uniform(-2.6, 2.6),
            perch=perch,
            head=member.head,
        )
        players.append(Player(figure, member.species, part, body, spot, mood))
    return players


def _shot(figure: Figure, part: script.Part) -> Shot:
    """How a figure is shown: who carries words is not turned so far that nobody could read them."""
    turned_off = figure.lettered and (part.shot.view == "back" or part.shot.view.startswith("side"))
    return part.shot._replace(view="") if turned_off else part.shot


def _turn(view: str, side: float) -> float:
    """How far a head is turned in a view; one whose side is not told goes to `side`."""
    side = -1.0 if view.endswith("left") else 1.0 if view.endswith("right") else side
    return side if view.startswith("side") else side / 2 if view.startswith("three-quarter") else 0.0


def with_cane(part: script.Part, features: frozenset[str]) -> script.Part:
    """The part, with the cane of who always has one."""
    lacks = "cane" in features and "cane" not in part.items
    return replace(part, items=(*part.items, "cane")) if lacks else part


def _poses(parts: list[script.Part], chances: list[Random]) -> list[Pose]:
    """The poses of all parts: figures beside each other turn inwards."""
    poses = []
    for index, (part, chance) in enumerate(zip(parts, chances, strict=True)):
        pose = pose_for(part, chance, len(parts) > 1)
        left_half = index * 2 < len(parts) - 1
        mirror = chance.random() < 0.5 if len(parts) == 1 else not left_half
        poses.append(turned(pose) if mirror else pose)
    return poses


def _gaze(pose: Pose, inward: float, chance: Random) -> tuple[float, float]:
    """Where the eyes look: to the others, down to the desk, or to the telephone in a hand."""
    aside = 0.5 * (inward > 0) - 0.5 * (inward < 0) + chance.uniform(-0.25, 0.25)
    if "screen" in (pose.left.holds, pose.right.holds):
        return (0.85 if pose.right.holds == "screen" else -0.85, 0.7)
    return (aside, 0.75 if pose.desk else 0.05)


def _on_couch(pose: Pose) -> bool:
    return pose.legs == "sit" and pose.seat == "couch"


def _perches(cast: list[Member], spots: list[Spot]) -> list[float]:
    """How much higher each sits than its legs are long: all on a couch sit as high as the one with the longest legs."""
    high = [hips_of(member.species) * spot.scale for member, spot in zip(cast, spots, strict=True)]
    seat = max((h for h, member in zip(high, cast, strict=True) if _on_couch(member.pose)), default=0.0)
    return [
        (seat - h) / spot.scale if _on_couch(member.pose) else 0.0
        for h, member, spot in zip(high, cast, spots, strict=True)
    ]


def paint_couches(room: Room, players: list[Player]) -> None:
    """A couch behind those beside each other who sit on one."""
    for on_couch, group in groupby(players, key=lambda player: _on_couch(player.body.pose)):
        sitting = [*group]
        if on_couch:
            unit = max(player.spot.scale for player in sitting)
            seat = max(player.body.lift * player.spot.scale for player in sitting) - 4 * unit
            side = 47 * unit if len(sitting) == 1 else 40 * unit
            floor = room.pen.at(0, max(player.spot.y for player in sitting))
            tone, pillow = mix((196, 104, 74), room.accent, 0.14), mix(room.accent, (230, 214, 180), 0.45)
            couch(floor, sitting[0].spot.x - side, sitting[-1].spot.x + side, seat, unit, tone, pillow)


def _mood_of(pose: str, chance: Random) -> str:
    if pose == "type":
        return chance.choice(("focused", "content"))
    return chance.choice(("content", "grin", "bright", "content"))
