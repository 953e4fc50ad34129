"""`studio letter`: words on picture files, found and set without any engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click


@click.command("letter", short_help="Set words on pictures.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--text",
    "texts",
    metavar="WORDS",
    multiple=True,
    required=True,
    help="The words. Again for the next panel, from left to right.",
)
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder for the lettered pictures; it is made if it is not there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each picture.")
@click.pass_context
def command(ctx: click.Context, files: Sequence[Path], texts: Sequence[str], out: Path, as_json: bool) -> None:
    """Set words on each FILE, and write the result as a PNG file of the same name to DIR.

    The words go on a white chest panel where there is one, else on the shirt, else on the chest of a person found by
    the pose model that the settings name, else into the middle; the line printed says which. Nothing else in the
    picture changes, and the file itself is never touched.

    \b
    Examples:
      studio letter milo.png --text PEBKAC --out lettered/
      studio letter *.png --text RTFM --out lettered/ --json
      studio letter pair.png --text "It works" --text "On my machine" --out lettered/
    """
    from studio.cli import letter_many
    from studio.cli.output import typed

    ctx.exit(letter_many.run(files, [typed(text) for text in texts], out, as_json))
