"""`studio letter`: words on picture files, found and set without any engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from studio.lettering.records import Case, Kind


@click.command("letter", short_help="Set words on pictures.")
@click.argument("files", metavar="[FILE|DIR]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--text", "texts", metavar="WORDS", multiple=True, help="The words. Again for the next panel, from left to right."
)
@click.option(
    "--csv",
    "table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Words for each file: a CSV file with the columns file, text, and text2… for further panels.",
)
@click.option("--random", "by_chance", is_flag=True, help="A saying for each file, none twice before all were used.")
@click.option("--all-sayings", is_flag=True, help="A sheet with every saying on the best place, to choose from.")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["print", "caption", "bubble"]),
    default="print",
    show_default=True,
    help="Printed on what is there, on a bar along the bottom, or in a speech bubble.",
)
@click.option(
    "--at",
    "point",
    metavar="X Y",
    nargs=2,
    type=float,
    help="A point of the picture in px: the sign to print on, or where the bubble's tail goes.",
)
@click.option("--ink", metavar="COLOUR", default="", help="Of the words: auto, or like #1a2b3c.")
@click.option("--font", metavar="FACE", default="", help="A shipped face, or a font file in full.")
@click.option("--case", type=click.Choice(["as-written", "upper", "small-caps"]), help="How capitals are used.")
@click.option(
    "--verify", is_flag=True, help="Read the words back from the finished picture, and flag what is not read."
)
@click.option("--resume", is_flag=True, help="Leave what an earlier call has made from the same files as it is.")
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder for the lettered pictures; it is made if it is not there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each picture.")
@click.pass_context
def command(
    ctx: click.Context,
    files: Sequence[Path],
    texts: Sequence[str],
    table: Path | None,
    by_chance: bool,
    all_sayings: bool,
    kind: str,
    point: tuple[float, float] | None,
    ink: str,
    font: str,
    case: str | None,
    verify: bool,
    resume: bool,
    out: Path,
    as_json: bool,
) -> None:
    """Set words on each FILE, and write the result as a PNG file of the same name to the folder of --out. A DIR stands
    for the pictures in it.

    The words go on a white chest panel where there is one, else on the shirt, else on the chest of a person found by
    the pose model that the settings name, else into the middle; the line printed says which. Nothing else in the
    picture changes, and the file itself is never touched.

    \b
    Examples:
      studio letter milo.png --text PEBKAC --out lettered/
      studio letter pair.png --text "It works" --text "On my machine" --out lettered/
      studio letter *.png --random --resume --out lettered/ --json
      studio letter drawn/ --random --out lettered/
      studio letter --csv sayings.csv --out lettered/ --verify
      studio letter milo.png --all-sayings --out sheets/
      studio letter lab.png --at 412 230 --text "No ticket no work" --out lettered/
      studio letter milo.png --as bubble --text "Just reboot it" --out lettered/
    """
    from studio.cli.lettering import letter_many
    from studio.cli.output import typed

    asked = letter_many.Asked(
        tuple(files),
        out,
        tuple(typed(text) for text in texts),
        table,
        by_chance,
        all_sayings,
        cast("Kind", kind),
        point,
        ink,
        typed(font),
        cast("Case | None", case),
        verify,
        resume,
        as_json,
    )
    ctx.exit(letter_many.run(asked))
