"""The prompt: the words that an engine reads, put together from style, characters, scene and plate."""

from __future__ import annotations

import re

from studio.scenes.names.positions import words_for
from studio.scenes.stock import Style
from studio.scenes.understanding import Understanding

PLATE_SHOWN = "{} is this background: keep its place, its light and how it is drawn."
PLATE_LAST, PLATE_AT_RIGHT = "The last reference picture", "The right end of the reference picture"
"""Where the plate's picture is among the references."""


def assemble(understood: Understanding) -> str:
    """The prompt exactly as it will be sent: one line, in the style's pattern.

    Where the plate's own picture is the last reference, it says so.
    """
    pieces = [_sentence(understood.scene.text), *map(_sentence, _everybody(understood))]
    if len(understood.roles) > 1:
        names = ", ".join(role.character.name for role in understood.placed)
        pieces.append(f"From left to right: {names}.")
    pieces.append(_sentence(f"Background: {understood.plate.description}"))
    if understood.plate_sent:
        is_stitched = understood.scene.references_joined == "stitched"
        shown = any(role.character.pictures for role in understood.roles)
        pieces.append(PLATE_SHOWN.format(PLATE_AT_RIGHT if is_stitched and shown else PLATE_LAST))
    return in_style(" ".join(pieces), understood.style)


def regions(understood: Understanding) -> tuple[str, ...]:
    """What is said of each one's own part of the picture, from left to right: the looks, the place, no one else."""
    background = _sentence(f"Background: {understood.plate.description}")
    return tuple(in_style(f"{_sentence(words)} {background}", understood.style) for words in _everybody(understood))


def _everybody(understood: Understanding) -> list[str]:
    """Who is who, from left to right; of several it is said first where each stands, so that looks are not mixed."""
    order = understood.order or range(len(understood.roles))
    looks = [_looks(understood, number) for number in order]
    return looks if len(looks) == 1 else [f"{words_for(n, len(looks))}, {words}" for n, words in enumerate(looks)]


def _looks(understood: Understanding, number: int) -> str:
    role = understood.roles[number]
    looks = (*(understood.triggers[number] if understood.triggers else ()), role.character.look)
    return f"{role.character.name} is {', '.join(looks)}, wearing {role.wearing}"


def in_style(body: str, style: Style) -> str:
    """Words as a prompt in a style's pattern, in one line."""
    before, _, after = (part.replace("{trigger}", style.trigger) for part in style.pattern.partition("{scene}"))
    if after.startswith((",", ".")):
        body = body.rstrip(".")
    words = " ".join((before + body + after).split())
    return words if style.trigger else _without_trigger(words)


def _without_trigger(words: str) -> str:
    """Words in whose pattern a trigger word was left empty: no comma stands alone, or first."""
    return re.sub(r"^[,;:.] *|(?<=[,;:]) *[,;:](?= )", "", words)


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
