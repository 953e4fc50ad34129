"""`studio draw`: a scene in words → pictures in the library, followed until they are there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from backends.families import NAMES
from studio.cli.completing import cast_words, engines, plates, sizes, styles
from studio.cli.output import typed

if TYPE_CHECKING:
    from backends.families import Family
    from studio.scenes.recipe import LoraChoice, PictureUse
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
@click.option("--sampler", metavar="NAME", default="euler", help="The sampler, such as `dpmpp_2m`; without it, euler.")
@click.option("--scheduler", metavar="NAME", default="simple", help="The scheduler; without it, simple.")
@click.option(
    "--lora",
    "loras",
    metavar="FILE:STRENGTH",
    multiple=True,
    help="A LoRA in place of those of the style and the cast; again for the next, `none` for none.",
)
@click.option(
    "--joined",
    "--references",
    "joined",
    type=click.Choice(("chained", "stitched", "regions")),
    default="chained",
    help="Several references: one after another, side by side as one picture, or by regions: each one's words and"
    " reference kept to a part of the picture, which takes longer.",
)
@click.option("--over", metavar="FILE", help="A picture to paint over. The draft painter does not.")
@click.option("--mask", metavar="FILE", help="A mask on that picture: white is drawn anew, black stays.")
@click.option("--denoise", metavar="X", type=float, help="How much of that picture is drawn anew, over 0 to 1.")
@click.option("--count", metavar="N", type=int, default=1, help="How many pictures, each with the next seed.")
@click.option(
    "--best-of",
    metavar="N",
    type=click.IntRange(min=2),
    help="Draw N pictures, hand out the best of them and say why; the others are kept beside it in its stack.",
)
@click.option("--seed", metavar="N", type=int, help="The same seed on the same engine gives the same picture.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Also copy the result to this PNG file.")
@click.option("--over-cap", is_flag=True, help="Draw also what costs more than spending.day and spending.month allow.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each picture.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    count: int,
    best_of: int | None,
    out: Path | None,
    over_cap: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Draw SCENE, set the words on the shirt, and keep both pictures in the library.

    Name a character and it is drawn: Milo, James, or your own (studio cast list). Words such as "rack" or "couch"
    choose the background. The paths of the pictures are printed, the lettered version after the original.

    \b
    Examples:
      studio draw "Milo debugging at 2 AM" --shirt PEBKAC
      studio draw "Milo and James at the whiteboard" --shirt RTFM --shirt random
      studio draw "James asleep on the couch" --count 4 --seed 7 --out james.png
      studio draw "Milo explains the plan" --shirt RTFM --best-of 6
    """
    import random

    from studio.cli import delivery
    from studio.cli.drawing import drawing
    from studio.scenes import plan

    if best_of is not None:
        if count != 1:
            raise click.UsageError("--best-of says how many are drawn: leave --count out")
        count = best_of
    targets = delivery.targets(out, 1 if best_of else count) if out else ()

    def scenes(workspace: Workspace) -> tuple[Scene, ...]:
        scene = scene_of(workspace, count=count, **asked)
        return plan.takes(scene, workspace.stock.sayings, random.SystemRandom())

    ctx.exit(drawing.run(scenes, targets, as_json, best=best_of is not None, over_cap=over_cap))


def scene_of(
    workspace: Workspace,
    *,
    words: Sequence[str],
    sayings: Sequence[str],
    engine: str,
    plate: str,
    style: str | None,
    size: str | None,
    family: Family | None,
    steps: int | None,
    guidance: float | None,
    sampler: str,
    scheduler: str,
    loras: Sequence[str],
    joined: Literal["chained", "stitched", "regions"],
    over: str | None,
    mask: str | None,
    denoise: float | None,
    count: int,
    seed: int | None,
) -> Scene:
    """The scene that the options ask for; pictures to paint over are kept in the library. Blocks.

    Raises UsageError, StudioError, LibraryError.
    """
    from studio.scenes.scene import Scene

    if not over and (mask or denoise is not None):
        raise click.UsageError(f"{'--mask' if mask else '--denoise'} is about a picture: name it with --over")
    return Scene(
        text=typed(" ".join(words)),
        sayings=_sayings(sayings),
        plate=plate,
        style=workspace.settings.style if style is None else style,
        count=count,
        seed=seed,
        size=_size(size, workspace),
        engine=engine,
        family=family,
        steps=steps,
        guidance=guidance,
        sampler=sampler,
        scheduler=scheduler,
        loras=_loras(loras),
        references_joined=joined,
        start=_picture(over, workspace),
        mask=_picture(mask, workspace),
        denoise=denoise,
    )


def _sayings(given: Sequence[str]) -> tuple[str, ...]:
    """The sayings; an empty one before another leaves a character's outfit plain."""
    if given and not given[-1].strip():
        raise click.UsageError("--shirt needs words; leave it out for a plain outfit")
    return tuple(map(_saying, given))


def _saying(saying: str) -> str:
    from studio.scenes.again.draw_command import RANDOM_WORD
    from studio.scenes.plan import RANDOM

    return RANDOM if saying.casefold() == RANDOM_WORD else typed(saying)


def _loras(texts: Sequence[str]) -> tuple[LoraChoice, ...] | None:
    from studio.scenes.again.draw_command import NO_LORA
    from studio.scenes.recipe import LoraChoice

    if not texts:
        return None
    if tuple(texts) == (NO_LORA,):
        return ()
    chosen = []
    for text in texts:
        file, colon, strength = text.rpartition(":")
        try:
            chosen.append(LoraChoice(typed(file), float(strength)) if colon else LoraChoice(typed(text)))
        except ValueError:
            raise click.UsageError(f"--lora {text}: a strength is a number, FILE:0.8") from None
    return tuple(chosen)


def _picture(text: str | None, workspace: Workspace) -> PictureUse | None:
    """A picture that is kept already, or a file, which is kept from now on."""
    from studio.errors import StudioError
    from studio.scenes.again.draw_command import kept_picture
    from studio.scenes.recipe import PictureUse

    if not text:
        return None
    file, kept = Path(text), kept_picture(text)
    if kept is not None and not file.exists():
        workspace.library.references.read(kept.sha256)
        return kept
    try:
        data = file.read_bytes()
    except OSError as error:
        raise StudioError(f"{file} cannot be read", str(error.strerror), "Name a picture's file") from error
    return PictureUse(typed(file.name), workspace.library.references.add(data))


def _size(text: str | None, workspace: Workspace) -> tuple[int, int]:
    from studio.cli.failure import wrong_use
    from studio.settings.checking import SettingsWrong, parse_size

    if text is None:
        return parse_size(workspace.settings.size)
    try:
        return parse_size(text)
    except SettingsWrong as error:
        raise wrong_use(error) from error
