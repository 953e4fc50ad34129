"""Where words go and how they are set on drawn scenes and drafts, as a table of places and a sheet of small pictures.

`python -m tests.studio.lettering.golden` writes both anew. Look at what changed before it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from backends.draft.painter import paint
from studio.lettering.places.placement import candidates
from studio.lettering.places.whole_lettering import arrange
from studio.lettering.records import Kind, Look
from studio.lettering.setting import sheet
from studio.lettering.setting.ink import set_words
from tests.backends.draft.samples import CINDY, JAMES, MILO, TIM, lettered, request
from tests.sheets import write
from tests.studio.lettering.drawing import Array, Scene, drawn

SHEET: Final = Path(__file__).with_name("golden.webp")
PLACES: Final = Path(__file__).with_name("golden.json")
SIDE: Final = 96
"""Pixels of a picture's side on the sheet."""

_SCENES: Final = (
    Scene(),
    Scene(turn=14, lean=0.15),
    Scene(shade=0.35, hand=True),
    Scene(sag=0.12, strap=True),
    Scene(piping=None, papers=3, desk=True),
    Scene(arm=True, turn=-8, shirt=(120, 120, 128)),
    Scene(size=0.14, bricks=True),
    Scene(pane=True, light=(1.0, 0.8, 0.6)),
    Scene(panel=False),
    Scene(panel=False, shirt=(200, 60, 50), stripes=(230, 220, 200), middle=0.35),
    Scene(panel=False, shirt=(40, 90, 60), dots=(220, 210, 60), fade=0.5),
    Scene(panel=False, shirt=(236, 236, 232), wall=(60, 70, 84), size=0.2, middle=0.7),
    Scene(panel=False, shirt=(60, 60, 66), hand=True, papers=2, seed=5),
    Scene(middle=0.12, size=0.36),
)
_DRAFTS: Final = (
    request("Milo and James celebrate at the rack", "north", (lettered(MILO), lettered(JAMES)), 4, (448, 448)),
    request("Milo is typing at noon", "south", (lettered(MILO), CINDY), 9, (512, 384)),
    request("Tim and Cindy sit on the couch", "west", (TIM, CINDY), 3, (384, 512)),
    request("James explains", "east", (JAMES,), 12, (448, 448)),
)
_SAID: Final = (
    ("No.", Look()),
    ("Have you tried turning it off and on again?", Look(case="upper")),
    ("It works on my machine", Look(case="small-caps", halo="on")),
    ("Unquestionably uncharacteristic", Look(ink="#c02040")),
    ("rm -rf / is no backup", Look(halo="off")),
)


@cache
def pictures() -> dict[str, Array]:
    """What is lettered, (H, W, 3) uint8 RGB."""
    found = {f"scene {number}": drawn(scene)[0] for number, scene in enumerate(_SCENES)}
    half = {name: cv2.resize(one, (448, 448), interpolation=cv2.INTER_AREA) for name, one in found.items()}
    grey = np.linspace(60, 190, 300)[:, None, None].astype(np.uint8)
    return {
        **half,
        **{one.scene: paint(one) for one in _DRAFTS},
        "nothing in it": np.broadcast_to(grey, (300, 400, 3)).copy(),
    }


def places() -> dict[str, list[tuple[str, float, list[list[float]]]]]:
    """For each picture where words could go, best first: the method, how sure it is, and the corners in px."""
    return {
        name: [
            (one.method, round(one.confidence, 3), np.round(np.array(one.quad), 2).tolist())
            for one in candidates(picture)[:5]
        ]
        for name, picture in pictures().items()
    }


def cases() -> dict[str, Callable[[], Array]]:
    """The pictures with words on them: printed, on a bar, in bubbles; one text or two."""
    found: dict[str, Callable[[], Array]] = {}
    for number, (name, picture) in enumerate(pictures().items()):
        kinds: tuple[Kind, ...] = ("print", ("caption", "bubble")[number % 2])
        for kind in kinds:
            text, look = _SAID[number % len(_SAID)]
            texts = [text] if number % 3 else [text, "Me too"]
            found[f"{kind} on {name}"] = partial(_lettered, picture, texts, look, kind)
    for name in ("scene 1", "scene 6", "scene 13", "James explains"):
        found[f"a sheet of {name}"] = partial(_sheet, pictures()[name])
    # The window's pane, and a sheet of paper on the wall.
    found["on a sign"] = partial(_on_sign, pictures()["scene 7"], (60, 60))
    return found


def _sheet(picture: Array) -> Array:
    """All sayings on the best place, the second one framed."""
    made = sheet.contact_sheet(picture, candidates(picture)[0], [text for text, _ in _SAID], Look(), columns=2)
    return sheet.framed(made, 1, 2)


def _on_sign(picture: Array, point: tuple[float, float]) -> Array:
    return set_words(picture, arrange(picture, ["Out of coffee"], Look(), point=point))


def _lettered(picture: Array, texts: list[str], look: Look, kind: Kind) -> Array:
    return set_words(picture, arrange(picture, texts, look, kind))


if __name__ == "__main__":
    write(SHEET, SIDE, cases())
    PLACES.write_text(
        "{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(its)}" for name, its in places().items()) + "\n}\n"
    )
