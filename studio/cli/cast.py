"""`studio cast`: who can be in a scene; what changes the cast is in `casting`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from studio.cli import cast_files
from studio.cli.casting import changing, drifting
from studio.cli.completing import members
from studio.cli.keeping import measure
from studio.cli.references import coverage, references


@click.group("cast", short_help="See the cast, add to it, change it.")
def command() -> None:
    """See who can be in a scene; add characters of your own, and change who is there."""


command.add_command(changing.new)
command.add_command(changing.add)
command.add_command(changing.edit)
command.add_command(changing.duplicate)
command.add_command(changing.retire)
command.add_command(cast_files.export)
command.add_command(cast_files.take_in)
command.add_command(references.command)
command.add_command(coverage.command)
command.add_command(measure.command)
command.add_command(drifting.drift)
command.add_command(drifting.calibrate)


@command.command("list", short_help="List the characters and what they wear.")
@click.pass_context
def list_cast(ctx: click.Context) -> None:
    """List the characters: their names, what they wear, their outfits, reference pictures and LoRAs.

    Your own characters go into cast.toml in the settings folder; the last line says where that is. Mistakes in it are
    told, all at once, and the exit status is 1; who has one is left out.
    """
    from studio.cast import loading
    from studio.cli.casting.describing import lines
    from studio.cli.output import complain, say
    from studio.settings import settings

    folder = settings.folder()
    loaded = loading.load(folder)
    for member in loaded.members:
        for line in lines(member):
            say(line)
    own = folder / loading.FILE
    say(f"Your own characters: {own}" + ("" if own.exists() else " (not there yet)"))
    for fault in loaded.faults:
        complain(fault.notice.line())
    ctx.exit(1 if loaded.faults else 0)


@command.command("show", short_help="Show all that is known of a member.")
@click.argument("words", metavar="NAME", nargs=-1, required=True, shell_complete=members)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def show(words: Sequence[str], as_json: bool) -> None:
    """Show all that is known of a member: what its entry says, and what the studio makes of what it leaves open."""
    from studio.cast import editing, loading
    from studio.cast.checking import CharacterWrong
    from studio.cast.members import by_name
    from studio.cli.casting.describing import lines, record
    from studio.cli.failure import wrong_use
    from studio.cli.output import json_line, say, typed
    from studio.settings import settings

    folder, name = settings.folder(), typed(" ".join(words))
    try:
        entry, is_own = editing.written(folder, name)
    except CharacterWrong as error:
        raise wrong_use(error) from error
    member = by_name(entry.name, loading.load(folder).members) or entry
    if as_json:
        click.echo(json_line(record(member, is_own=is_own)))
        return
    for line in lines(member, is_whole=True):
        say(line)
    say(f"The entry: {folder / loading.FILE}" if is_own else f"{member.name} comes with the studio")
