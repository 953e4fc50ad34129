"""What becomes of a scene, whole: its recipes, the command that draws one again, and what the library is told.

A recipe's text names its stack and is kept in pictures: what is other here is other in people's libraries.
`--snapshot-update` keeps it.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from backends.base import Drawn
from studio.pictures.facts import facts_of
from studio.scenes import plan, stock
from studio.scenes.again.draw_command import draw_command
from studio.scenes.recipe import LoraChoice, PictureUse, ReferenceUse, to_json
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand

STOCK = stock.load(Path("no such folder"))
START, MASK = PictureUse("draft.png", "a" * 64), PictureUse("mask.png", "b" * 64)
SCENES: dict[str, dict[str, Any]] = {
    "usual": {"text": "Milo debugging at 2 AM", "seed": 7},
    "two with words": {"text": "Milo and James celebrate at the rack", "sayings": ("PEBKAC", "RTFM"), "seed": 1},
    "chance": {"text": "James waves", "sayings": (plan.RANDOM,), "count": 3},
    "a style": {"text": "Milo looks out of the window", "style": "painterly", "plate": "east", "seed": 3, "count": 2},
    "chosen": {
        "text": "nobody at all", "family": "klein", "steps": 9, "guidance": 1.5, "size": (1344, 768), "seed": 5,
        "loras": (LoraChoice("own.safetensors", 0.4),), "sampler": "dpmpp_2m", "scheduler": "karras",
    },
    "over": {"text": "Milo runs", "start": START, "denoise": 0.3, "seed": 2},
    "a part": {"text": "Milo runs", "start": START, "mask": MASK, "references_joined": "stitched", "seed": 2},
}  # fmt: skip


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("kind", ["draft", "comfyui"])
def test_a_scene_becomes_what_it_became(name: str, kind: str, snapshot: SnapshotAssertion) -> None:
    chooser = random.Random(1)
    lines = []
    for scene in plan.takes(Scene(**SCENES[name]), ("PEBKAC", "RTFM", "No."), chooser):
        understood = understand(scene, STOCK)
        references = [ReferenceUse(role.character.name, "a.png", "c" * 64) for role in understood.roles]
        made = plan.recipes(
            understood,
            engine="lab",
            engine_kind=kind,
            references=references,
            models={"unet": "pond.safetensors"},
            chooser=chooser,
        )
        facts = facts_of(made[0], "lab", {"unet": "drawn.safetensors"}, "job", Drawn(steps=4, guidance=1.0))
        asked = plan.request(
            made[0],
            job_id="j",
            client_id="c",
            start=b"start" if scene.start else b"",
            mask=b"mask" if scene.mask else b"",
        )
        lines += [understood.line(), *understood.remarks(), draw_command(made[0], STOCK), to_json(made[0])]
        lines += [str([one.seed for one in made]), *map(short, (facts, asked))]
    assert snapshot == "\n".join(lines)


def short(record: msgspec.Struct) -> str:
    """A record without what the recipe says."""
    given = msgspec.to_builtins(record)
    said = ("recipe", "prompt", "scene", "figures", "models", "plate", "style", "characters")
    return str({name: value for name, value in given.items() if name not in said and value not in (None, "", ())})
