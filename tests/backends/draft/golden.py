"""What the draft painter paints, as one sheet of small pictures: looks, clothes, poses, moods, things, walls and hours.

`python -m tests.backends.draft.golden` writes the sheet anew. Look at it, and at what of it changed, before it is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from backends.base import Figure
from backends.draft.canvas import Pixels
from backends.draft.painter import model_sheet, paint
from backends.draft.palette import SPECIES
from backends.draft.plates import NAMES
from tests.backends.draft.samples import CINDY, JAMES, MILO, STYLES, TIM, lettered, request
from tests.sheets import write

SHEET: Final = Path(__file__).with_name("golden.webp")
SIDE: Final = 64
"""Pixels of a picture's side on the sheet."""
_PAINTED: Final = 256
"""Pixels of the side that is painted: the least."""
_SIZE: Final = (_PAINTED, _PAINTED)

_BEASTS: Final = ("a friendly animal", *(species for species in SPECIES if species != "person"))
_PEOPLE: Final = (
    Figure("A", look="an old woman with grey hair in a bun and glasses", wearing="a long purple skirt and a blouse"),
    Figure("B", look="a girl of eight with pigtails and freckles", wearing="a red dress"),
    Figure("C", look="a bald man with a red beard and dark skin", wearing="a white lab coat"),
    Figure("D", look="an old man with wrinkles and a moustache", wearing="a brown sweater, with a cane"),
    Figure("E", look="a woman with a black bob and sunglasses", wearing="a blue jacket over a white top"),
    Figure("F", look="a man with stubble, a cap and long brown hair", wearing="an orange hoodie and blue shorts"),
    Figure("G", look="a woman with a blonde ponytail and a headset", wearing="a tactical uniform and grey trousers"),
    Figure("H", look="a teenage girl with long curly ginger hair", wearing="a green t-shirt and a short skirt"),
    Figure("I", look="a woman with short hair", wearing="a long ball gown"),
    Figure("J", look="a pale man with curly hair", wearing="a t-shirt", features=("headset", "fifties")),
    CINDY,
    TIM,
)
_DONE: Final = (
    "{} rides the bike and cries",
    "{} celebrates",
    "{} runs away, scared",
    "{} is typing, furious",
    "{} is soldering, tired",
    "{} sits and yawns with a mug of coffee",
    "{} explains the outage, with a wrench",
    "{} waves and laughs",
    "{} ponders, puzzled",
    "{} is baffled",
    "{} is smug and has a trophy",
    "{} is shocked",
    "{} is angry and on the phone",
    "{} looks at his phone",
    "{} is typing while on the phone",
    "{} reads a book",
    "{} sits on the couch with a book",
    "{} eats pizza and drinks coffee",
    "{} holds an extinguisher before a fire",
    "{} carries a cable and a cane",
    "{} has a cake at the birthday party",
    "{} is asleep in the armchair",
    "{} is asleep at the desk",
    "{} types on the couch",
    "{} is asleep on the couch",
    "{} in love",
    "{} and rain at the alarm",
    "{} and snow, sad",
    "{} sits at the desk with pizza, a mug, a cake and a trophy",
    "{} repairs it with a book, a phone, a wrench and a cable",
    "{} rides the bike with a mug",
    "{} dances on the couch, surprised",
)
_HOURS: Final = ("at 3:20", "at dawn", "at noon", "at sunset")


def cases() -> dict[str, Callable[[], Pixels]]:
    """What is painted, by names that say it."""
    found: dict[str, Callable[[], Pixels]] = {}
    for species in _BEASTS:
        for figure in (Figure("X", species), lettered(Figure("X", species, features=("old", "glasses", "cap")))):
            found[f"a {species}, {', '.join(figure.features)}"] = partial(model_sheet, figure, _PAINTED)
    for figure in _PEOPLE:
        found[f"{figure.look} in {figure.wearing}"] = partial(model_sheet, figure, _PAINTED)
    who = (MILO, JAMES, *(Figure("Rex", species) for species in _BEASTS), *_PEOPLE)
    for number, done in enumerate(_DONE):
        one, other = who[number % len(who)], who[(number * 7 + 3) % len(who)]
        plate, style = NAMES[number % 4], ("", "", "", *STYLES)[number % 6]
        for figures in ((one,), (lettered(one), other)):
            scene = done.format(one.name) + (f" while {other.name} {done.format('').strip()}" if number % 3 else "")
            asked = request(scene, plate, figures, number, _SIZE, style=style)
            found[f"{scene}, {len(figures)}, {number}"] = partial(paint, asked)
    for plate in (*NAMES, "elsewhere"):
        for number, hour in enumerate(_HOURS):
            asked = request(hour, plate, (), number, _SIZE)
            found[f"{plate} {hour}"] = partial(paint, asked)
    return found


if __name__ == "__main__":
    write(SHEET, SIDE, cases())
