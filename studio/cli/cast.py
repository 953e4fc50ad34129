"""`studio cast`: who can be in a scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from studio.scenes.cast import Character


@click.group("cast", short_help="See the cast.")
def command() -> None:
    """See who can be in a scene."""


@command.command("list", short_help="List the characters and what they wear.")
def list_cast() -> None:
    """List the characters: their names, what they wear, their reference pictures and LoRAs.

    Your own characters go into cast.toml in the settings folder; the last line says where that is.
    """
    from studio.cli.output import say
    from studio.scenes import cast
    from studio.settings import settings

    folder = settings.folder()
    for member in cast.load(folder):
        for line in _lines(member):
            say(line)
    own = folder / "cast.toml"
    say(f"Your own characters: {own}" + ("" if own.exists() else " (not there yet)"))


def _lines(member: Character) -> list[str]:
    aliases = f" (also: {', '.join(member.aliases)})" if member.aliases else ""
    lines = [f"{member.name}{aliases}, {member.species}"]
    rows = [("look", member.look), ("wears", member.outfit), ("lettered", member.lettered_outfit)]
    rows += [("reference", f"{name}: {_found(member, name)}") for name in member.references]
    for lora in member.loras:
        styles = f" in the style {', '.join(lora.styles)}" if lora.styles else ""
        rows.append(("LoRA", f"{lora.file} at {lora.strength:g}{styles}"))
    return [*lines, *(f"  {label:<10} {value}" for label, value in rows), ""]


def _found(member: Character, name: str) -> str:
    from studio.scenes.cast import ReferenceMissing, reference_bytes

    try:
        return f"found, {len(reference_bytes(member, name)) / 1024:,.0f} KiB"
    except ReferenceMissing as error:
        return error.notice.line()
