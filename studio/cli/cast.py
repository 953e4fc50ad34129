"""`studio cast`: who can be in a scene."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from studio.cli import cast_files
from studio.cli.keeping import measure
from studio.cli.references import coverage, references

if TYPE_CHECKING:
    from studio.cast.members import Character


@click.group("cast", short_help="See the cast, and add to it.")
def command() -> None:
    """See who can be in a scene, and add characters of your own."""


command.add_command(cast_files.export)
command.add_command(cast_files.take_in)
command.add_command(references.command)
command.add_command(coverage.command)
command.add_command(measure.command)


@command.command("list", short_help="List the characters and what they wear.")
@click.pass_context
def list_cast(ctx: click.Context) -> None:
    """List the characters: their names, what they wear, their reference pictures and LoRAs.

    Your own characters go into cast.toml in the settings folder; the last line says where that is. Mistakes in it are
    told, all at once, and the exit status is 1; who has one is left out.
    """
    from studio.cast import loading
    from studio.cli.output import complain, say
    from studio.settings import settings

    folder = settings.folder()
    loaded = loading.load(folder)
    for member in loaded.members:
        for line in _lines(member):
            say(line)
    own = folder / loading.FILE
    say(f"Your own characters: {own}" + ("" if own.exists() else " (not there yet)"))
    for fault in loaded.faults:
        complain(fault.notice.line())
    ctx.exit(1 if loaded.faults else 0)


@command.command("add", short_help="Add a character of your own.")
@click.argument("words", metavar="NAME", nargs=-1, required=True)
@click.option("--look", metavar="WORDS", required=True, help="What the character looks like, in every picture.")
@click.option("--species", metavar="WORD", default="", help="Without it, what the look says: person, fox, robot …")
@click.option("--outfit", metavar="WORDS", default="", help="Without it, what the look says is worn, or work clothes.")
@click.option("--alias", "aliases", metavar="NAME", multiple=True, help="Another name in scenes; again for more.")
def add(words: Sequence[str], look: str, species: str, outfit: str, aliases: Sequence[str]) -> None:
    """Add a character to your own cast. What stands in its file is kept as it is.

    \b
    Example:
      studio cast add Cindy --look "a woman in her fifties with curly red hair, wearing a green ski jacket"
    """
    from studio.cast import loading, own_file
    from studio.cli.failure import wrong_use
    from studio.cli.output import complain, say, typed
    from studio.settings import settings

    said = own_file.NewCharacter(
        name=typed(" ".join(words)),
        look=typed(look),
        species=typed(species),
        outfit=typed(outfit),
        aliases=tuple(map(typed, aliases)),
    )
    try:
        added = own_file.add(settings.folder(), said)
    except own_file.CharacterWrong as error:
        raise wrong_use(error) from error
    for line in _lines(added):
        say(line)
    complain(f"Added to {settings.folder() / loading.FILE}, where it can be changed")


def _lines(member: Character) -> list[str]:
    aliases = f" (also: {', '.join(member.aliases)})" if member.aliases else ""
    lines = [f"{member.name}{aliases}, {member.species}"]
    rows = [("look", member.look), ("wears", member.outfit), ("lettered", member.lettered_outfit)]
    rows += [("reference", f"{one.file}: {_found(member, one.file)}") for one in member.pictures]
    for lora in member.loras:
        styles = f" in the style {', '.join(lora.styles)}" if lora.styles else ""
        rows.append(("LoRA", f"{lora.file} at {lora.strength:g}{styles}"))
    return [*lines, *(f"  {label:<10} {value}" for label, value in rows), ""]


def _found(member: Character, name: str) -> str:
    from studio.cast.members import ReferenceMissing, reference_bytes

    try:
        return f"found, {len(reference_bytes(member, name)) / 1024:,.0f} KiB"
    except ReferenceMissing as error:
        return error.notice.line()
