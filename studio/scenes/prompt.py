"""The prompt: the words that an engine reads, put together from style, characters, scene and plate."""

from __future__ import annotations

from studio.scenes.stock import Style
from studio.scenes.understanding import Understanding

PLATE_SHOWN = "The last reference picture is this background: keep its place, its light and how it is drawn."


def assemble(understood: Understanding, *, plate_shown: bool = False) -> str:
    """The prompt exactly as it will be sent: one line, in the style's pattern.

    `plate_shown`: the last reference is the plate's own picture, which the prompt says.
    """
    pieces = [_sentence(understood.scene.text)]
    for place, role in enumerate(understood.roles):
        looks = (*(understood.triggers[place] if understood.triggers else ()), role.character.look)
        pieces.append(_sentence(f"{role.character.name} is {', '.join(looks)}, wearing {role.wearing}"))
    if len(understood.roles) > 1:
        names = ", ".join(role.character.name for role in understood.roles)
        pieces.append(f"From left to right: {names}.")
    pieces.append(_sentence(f"Background: {understood.plate.description}"))
    if plate_shown:
        pieces.append(PLATE_SHOWN)
    return in_style(" ".join(pieces), understood.style)


def in_style(body: str, style: Style) -> str:
    """Words as a prompt in a style's pattern, in one line."""
    before, _, after = (part.replace("{trigger}", style.trigger) for part in style.pattern.partition("{scene}"))
    if after.startswith((",", ".")):
        body = body.rstrip(".")
    return " ".join((before + body + after).split())


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
