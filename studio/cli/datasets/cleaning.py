"""`studio dataset clean` and `again`: pictures made from their sources once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from studio.cli.completing import dataset_pictures, datasets
from studio.cli.output import typed

if TYPE_CHECKING:
    from studio.datasets.making.remaking import Remade


@click.command("clean", short_help="Turn, erase, cut and square once more.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.argument("pictures", metavar="[PICTURE]...", nargs=-1, shell_complete=dataset_pictures)
@click.option("--side", metavar="PX", type=click.IntRange(64, 4096), help="Make them of this side.")
@click.option("--pad", "how", flag_value="pad", help="Keep the whole, and add ground around it.")
@click.option("--crop", "how", flag_value="crop", help="Crop them to a square.")
@click.option("--ground", metavar="#RRGGBB|edges", help="What is added around: a colour, or what is at the edges.")
@click.pass_context
def clean(
    ctx: click.Context,
    name: str,
    pictures: Sequence[str],
    side: int | None,
    how: Literal["pad", "crop"] | None,
    ground: str | None,
) -> None:
    """Do what is proposed of the sources once more for all pictures, or for those that are named: sheets are
    straightened, labels are taken out, figures are cut, and everything is made square. Captions stay. With an option
    pictures are only made square in another way, and the cuts that you corrected stay.

    \b
    Examples:
      studio dataset clean figurine --side 768
      studio dataset clean figurine figurine_03 --pad --ground "#ffffff"
    """
    from studio.cli.datasets.named import dataset_named
    from studio.cli.datasets.progress import told_by
    from studio.cli.output import bar, complain
    from studio.datasets.folder.checking import step_trouble
    from studio.datasets.making import cleaning
    from studio.datasets.photographs.networks import models_of
    from studio.datasets.records import Square
    from studio.settings import settings

    if ground is not None and (trouble := step_trouble(Square(ground=ground))):
        raise click.UsageError(f"--ground: {trouble}")
    names = [typed(one) for one in pictures] or None
    opened, models = dataset_named(name), models_of(settings.load(settings.folder()))
    with bar() as shown:
        done = cleaning.clean(
            opened, cleaning.Squaring(side, how, ground), names, told_by(shown, "cleaning"), models
        )  # fmt: skip
    for line in done.missed:
        complain(line)
    ctx.exit(_told(done.remade))


@click.command("again", short_help="Make pictures again as dataset.toml says.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.argument("pictures", metavar="[PICTURE]...", nargs=-1, shell_complete=dataset_pictures)
@click.pass_context
def again(ctx: click.Context, name: str, pictures: Sequence[str]) -> None:
    """Make pictures again from their sources by the steps in dataset.toml, which a person may have changed there; all
    that have a source, or those that are named. Those that come out the same are left as they are.
    """
    from studio.cli.datasets.named import dataset_named
    from studio.cli.datasets.progress import told_by
    from studio.cli.output import bar
    from studio.datasets.making import remaking

    names = [typed(one) for one in pictures] or None
    opened = dataset_named(name)
    with bar() as shown:
        done = remaking.again(opened, names, told_by(shown, "making"))
    ctx.exit(_told(done))


def _told(done: Remade) -> int:
    """Say what came of it; the exit status."""
    from studio.cli.output import complain, say

    for name in done.changed:
        path = str(done.opened.file(done.opened.picture(name)))
        say(path, path)
    parts = [
        f"{len(done.changed)} made again" if done.changed else "",
        f"{len(done.same)} the same" if done.same else "",
    ]
    complain(", ".join(filter(None, parts)) or "No picture has a source that it could be made from")
    for name, notice in done.failed:
        complain(f"{name}: {notice.line()}")
    return 1 if done.failed else 0
