"""`studio dataset undo` and `redo`."""

from __future__ import annotations

import click

from studio.cli.completing import datasets


@click.command("undo", short_help="Take the last change of a dataset back.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.option("--list", "is_list", is_flag=True, help="List what was done, the newest first, and change nothing.")
def undo(name: str, is_list: bool) -> None:
    """Take the last change of a dataset back, whichever studio made it; the last 50 can be taken back.

    Where another program changed the same files since, nothing is done, and the file is named.
    """
    from studio.cli.datasets.named import dataset_named
    from studio.cli.output import complain, say
    from studio.datasets.folder import undoing

    folder = dataset_named(name).folder
    if is_list:
        for one in reversed(undoing.history(folder)):
            say(f"{one.words} (taken back)" if one.undone else one.words)
        return
    complain(f"Taken back: {undoing.undo(folder).words}")


@click.command("redo", short_help="Do again what was taken back.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
def redo(name: str) -> None:
    """Do the change again that was taken back last."""
    from studio.cli.datasets.named import dataset_named
    from studio.cli.output import complain
    from studio.datasets.folder import undoing

    complain(f"Done again: {undoing.redo(dataset_named(name).folder).words}")
