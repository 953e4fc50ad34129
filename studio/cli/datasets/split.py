"""`studio dataset split`: some pictures are kept from training, to judge by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from studio.cli.completing import datasets

if TYPE_CHECKING:
    from studio.datasets.folder.reading import Opened


@click.command("split", short_help="Hold some pictures out, to judge the training by.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.option(
    "--held-out", "share", metavar="N|N%", default="10%", help="How many: a number, or a share. Default: 10%."
)
@click.option("--undo", is_flag=True, help="Learn all pictures again.")
def command(name: str, share: str, undo: bool) -> None:
    """Hold some pictures out of training: what is drawn after it is compared with what it never saw.

    Pictures of one source, and those that look the same, stay on one side; of each view one is held out before a second
    of any, and one is always learned. The same dataset is split in the same way each time. What is held out lies in
    `.milo/held_out`, which trainers pass over.

    \b
    Examples:
      studio dataset split nua
      studio dataset split nua --held-out 3
    """
    from studio.cli.datasets.named import dataset_named
    from studio.cli.output import bar, complain, say, typed
    from studio.datasets.making import changing
    from studio.datasets.reports import reporting

    opened = dataset_named(name)
    if undo:
        changed = changing.split(opened, ())
        say(f"{changed.dataset.name}: {len(changed.training())} pictures to learn, none held out")
        return
    with bar() as shown:
        made = reporting.held_out(opened, typed(share), on_step=lambda done, all: shown.show("Looking", done, all))
    changed = changing.split(opened, made.held_out)
    for line in _lines(changed):
        say(line)
    for remark in made.remarks:
        complain(remark)


def _lines(opened: Opened) -> list[str]:
    held = [picture for picture in opened.dataset.pictures if picture.held_out and not picture.aside]
    told = [f"  {picture.name}" + (f"  {picture.view}" if picture.view else "") for picture in held]
    return [f"{opened.dataset.name}: {len(opened.training())} pictures to learn, {len(held)} held out:", *told]
