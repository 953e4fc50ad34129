"""A house as large as this one may become: five floors with some forty rooms, made up, nearly each on all below it."""

from __future__ import annotations

from random import Random

from tests.house.imports import Module

_ROOMS = {
    "screens": "app shelf compose progress lettering gallery.screens gallery.parts gallery.model widgets terminal host",
    "web": "app forms pages",
    "studio": (
        "cli doctor workspace exporting training datasets jobs engines lettering.batches lettering.setting "
        "lettering.places lettering.seeing lettering.geometry scenes settings terminal errors notices"
    ),
    "backends": "comfyui hosted draft.plates draft base families",
    "library": (
        "store upkeep importing keeping search index exchange.foreign exchange formats.heads formats files "
        "records errors names places digest"
    ),
    "data": "",
}
"""The rooms of each floor, from the top; a name with a dot is a package within a room."""
_HALLS = {"app", "shelf", "host", "workspace", "errors", "notices", "doctor", "base", "families", "store"}
_HALLS |= {"records", "names", "places", "digest"}
_SENTENCE = "What this room is for and what it may use, said in a sentence that is about as long as they come"


def modules() -> list[Module]:
    """The modules of the house, the same each time."""
    random = Random(15)
    above: list[str] = []
    made: dict[str, dict[str, bool]] = {}
    for floor, rooms in reversed(_ROOMS.items()):
        for room in reversed(["", *rooms.split()]):
            names = _files(f"{floor}.{room}" if room else floor, room, random)
            for name in names:
                near = [other for other in above if other.startswith(f"{floor}.")]
                chosen = random.sample(near, min(len(near), random.choice([0, 0, 1, 2, 3])))
                if name.partition(".")[0] in {"screens", "web", "studio"} and random.random() < 0.3:
                    chosen += random.sample(above, 1)
                made[name] = dict.fromkeys(sorted(set(chosen)), random.random() < 0.1)
            above += names
    made["studio.__main__"] = {"screens.app": True, "studio.cli": False}
    return [Module(name, 120, _SENTENCE, True, made[name]) for name in sorted(made)]


def _files(package: str, room: str, random: Random) -> list[str]:
    if not room or room in _HALLS:
        return [package]
    return [package, *(f"{package}.module_{number}" for number in range(random.randint(2, 13)))]
