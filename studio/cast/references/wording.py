"""What a cell of the coverage table is called in a scene, and what an engine is told to draw for it.

An engine that looks at a reference is told what to change and what to keep, as the editing models want it (FLUX.1
Kontext, FLUX.2, Qwen-Image-Edit: an instruction, then what stays); one that reads words alone is told what there is.
"""

from __future__ import annotations

from studio.cast.members import Character
from studio.cast.references.coverage import Cell

GROUND = "a plain light ground"

_SEEN = {
    "front": "from the front",
    "three-quarter left": "in a three-quarter view, facing left",
    "three-quarter right": "in a three-quarter view, facing right",
    "side left": "in profile, facing left",
    "side right": "in profile, facing right",
    "back": "from behind",
}
_TURNED = {
    "front": "Turn the character to face the viewer",
    "three-quarter left": "Turn the character to a three-quarter view, facing the left of the picture",
    "three-quarter right": "Turn the character to a three-quarter view, facing the right of the picture",
    "side left": "Turn the character to an exact side profile, facing the left of the picture",
    "side right": "Turn the character to an exact side profile, facing the right of the picture",
    "back": "Turn the character around, seen from behind, so that only the back of the head and of the body is visible",
}
_FRAMED = {
    "full body": "full body, from head to foot",
    "bust": "head and shoulders",
    "face": "a close-up of the face",
}
_SHOWN = {
    "full body": "Show the whole figure from head to foot, standing, with room around it",
    "bust": "Show the head and the shoulders, down to the chest",
    "face": "Show a close-up of the face, with the whole head in the picture",
}
_MOODS = {
    "neutral": "a neutral expression",
    "happy": "a happy smile",
    "sad": "a sad face",
    "angry": "an angry face",
    "surprised": "a surprised face",
    "tired": "a tired face",
    "asleep": "the eyes closed, asleep",
}


def scene_line(name: str, cell: Cell) -> str:
    """The scene that fills a cell, as a person could write it: the outfit by its name, on plain ground."""
    who = f"{name} in the {cell.outfit}" if cell.outfit else name
    mood = "" if cell.view == "back" else f", with {_MOODS[cell.expression]}"
    return f"{who} {_SEEN[cell.view]}, {_FRAMED[cell.framing]}{mood}, on {GROUND}"


def described(member: Character, cell: Cell, wearing: str) -> str:
    """What an engine is told that reads words alone; `wearing` is the outfit in words."""
    mood = "" if cell.view == "back" else f", {_MOODS[cell.expression]}"
    return (
        f"A character reference picture: one single figure, {member.look}, wearing {_without_end(wearing)},"
        f" seen {_SEEN[cell.view]}, {_FRAMED[cell.framing]}{mood}. {_SHOWN[cell.framing]}."
        f" {GROUND.capitalize()}, even light, no shadow, no other figures, no objects, no text."
    )


def instructed(cell: Cell, wearing: str, *, changes_outfit: bool) -> str:
    """What an engine is told that looks at a picture of the character: what to change, and what stays.

    With `changes_outfit` the picture shows other clothes than those that are wanted.
    """
    mood = "" if cell.view == "back" else f" The character has {_MOODS[cell.expression]}."
    if changes_outfit:
        clothes, kept = (
            f" Change the clothes to {_without_end(wearing)}.",
            "the same face, fur or hair, colours and proportions",
        )
    else:
        clothes, kept = "", "the same face, fur or hair, colours, proportions and the same outfit"
    return (
        f"{_TURNED[cell.view]}. {_SHOWN[cell.framing]}.{mood}{clothes} Keep {kept}, and the same drawing style."
        f" One single figure on {GROUND}, no text."
    )


def _without_end(words: str) -> str:
    return words.rstrip(" .,;")
