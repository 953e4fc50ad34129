"""`studio draw`: a scene in words → pictures in the library, followed until they are there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backends.families import NAMES
from studio.cli.completing import cast_words, engines, plates, sizes, styles
from studio.cli.output import typed

if TYPE_CHECKING:
    from backends.families import Family
    from studio.scenes.scene import Scene
    from studio.workspace import Workspace


@click.command("draw", short_help="Draw a scene.")
@click.argument("words", metavar="SCENE", nargs=-1, required=True, shell_complete=cast_words)
@click.option(
    "--shirt",
    "sayings",
    metavar="SAYING",
    multiple=True,
    help="Words on the shirt; `random` takes one of the studio's own, another for each picture. Again for the next"
    " character.",
)
@click.option(
    "--engine",
    metavar="NAME",
    default="auto",
    shell_complete=engines,
    help="`auto`, `draft`, or a server that the settings name.",
)
@click.option(
    "--plate",
    metavar="NAME",
    default="",
    shell_complete=plates,
    help="The background; without it, the scene's words choose.",
)
@click.option("--style", metavar="NAME", shell_complete=styles, help="The style, such as `painterly`.")
@click.option(
    "--size",
    metavar="SIZE",
    shell_complete=sizes,
    help="WIDTHxHEIGHT in pixels, or square, landscape, wide, portrait, tall.",
)
@click.option(
    "--family",
    metavar="NAME",
    type=click.Choice(tuple(NAMES)),
    help=f"The family of models: {', '.join(NAMES)}. Without it, one that fits the scene; steps and guidance follow.",
)
@click.option("--steps", metavar="N", type=click.IntRange(min=1), help="Sampling steps.")
@click.option("--guidance", metavar="X", type=float, help="How closely the engine keeps to the words.")
@click.option("--count", metavar="N", type=int, default=1, help="How many pictures, each with the next seed.")
@click.option("--seed", metavar="N", type=int, help="The same seed on the same engine gives the same picture.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Also copy the result to this PNG file.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each picture.")
@click.pass_context
def command(
    ctx: click.Context,
    words: Sequence[str],
    sayings: Sequence[str],
    engine: str,
    plate: str,
    style: str | None,
    size: str | None,
    family: Family | None,
    steps: int | None,
    guidance: float | None,
    count: int,
    seed: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Draw SCENE, set the words on the shirt, and keep both pictures in the library.

    Name a character and it is drawn: Milo, James, or your own (studio cast list). Words such as "rack" or "couch"
    choose the background. The paths of the pictures are printed, the lettered version after the original.

    \b
    Examples:
      studio draw "Milo debugging at 2 AM" --shirt PEBKAC
      studio draw "Milo and James at the whiteboard" --shirt RTFM --shirt random
      studio draw "James asleep on the couch" --count 4 --seed 7 --out james.png
    """
    import random

    from studio.cli import delivery
    from studio.cli.drawing import drawing
    from studio.scenes import plan
    from studio.scenes.scene import Scene

    targets = delivery.targets(out, count) if out else ()

    def scenes(workspace: Workspace) -> tuple[Scene, ...]:
        scene = Scene(
            text=typed(" ".join(words)),
            sayings=tuple(map(_saying, sayings)),
            plate=plate,
            style=workspace.settings.style if style is None else style,
            count=count,
            seed=seed,
            size=_size(size, workspace),
            engine=engine,
            family=family,
            steps=steps,
            guidance=guidance,
        )
        return plan.takes(scene, workspace.stock.sayings, random.SystemRandom())

    ctx.exit(drawing.run(scenes, targets, as_json))


def _saying(saying: str) -> str:
    from studio.scenes.plan import RANDOM

    if not saying.strip():
        raise click.UsageError("--shirt needs words; leave it out for a plain outfit")
    return RANDOM if saying.strip().casefold() == "random" else typed(saying)


def _size(text: str | None, workspace: Workspace) -> tuple[int, int]:
    from studio.cli.failure import wrong_use
    from studio.settings.settings import SettingsWrong, parse_size

    if text is None:
        return parse_size(workspace.settings.size)
    try:
        return parse_size(text)
    except SettingsWrong as error:
        raise wrong_use(error) from error
