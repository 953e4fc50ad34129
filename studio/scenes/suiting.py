"""A scene made to suit what draws it: a hosted engine has its own idea of LoRAs, references and trigger words."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from backends.families import GUIDANCE, STEPS, Family
from studio.scenes.understanding import Understanding


class Abilities(NamedTuple):
    """What a hosted engine takes of a scene: how many reference pictures and LoRAs, and of what family it is, if any,
    so that its usual steps and guidance are known."""

    references: int
    loras: int
    family: Family | None = None


def suited(understood: Understanding, abilities: Abilities | None) -> Understanding:
    """The understanding as an engine of these abilities can draw it; without any, as it stands.

    Where LoRAs are not taken the words that they listen to are not said either: nobody would know them.
    """
    if abilities is None:
        return understood
    changes: dict[str, object] = {"most_references": abilities.references}
    if not abilities.loras:
        style = msgspec.structs.replace(understood.style, trigger="")
        changes |= {"loras": (), "left_out": understood.loras, "shared": (), "triggers": (), "style": style}
    if abilities.family is not None:
        scene, family = understood.scene, abilities.family
        changes |= {
            "family": family,
            "steps": scene.steps or STEPS[family],
            "guidance": GUIDANCE[family] if scene.guidance is None else scene.guidance,
        }
    return msgspec.structs.replace(understood, **changes)
