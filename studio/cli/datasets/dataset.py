"""`studio dataset`: its commands, and what datasets there are."""

from __future__ import annotations

import click

from studio.cli.completing import datasets
from studio.cli.datasets import adding, changing, check, cleaning, colours, split, undoing, zip
from studio.cli.datasets.captioning import caption


@click.group("dataset", short_help="Make what a LoRA is trained from.")
def command() -> None:
    """Make a dataset: a folder of pictures with captions that a LoRA can be trained from.

    NAME is a folder in `datasets` in the library's folder, or the path of one anywhere. What lies in it may be changed
    by other programs too: it is read as it stands.
    """


command.add_command(adding.new)
command.add_command(adding.add)
command.add_command(cleaning.clean)
command.add_command(cleaning.again)
command.add_command(check.command)
command.add_command(colours.command)
command.add_command(split.command)
command.add_command(zip.command)
command.add_command(caption.command)
command.add_command(changing.aside)
command.add_command(changing.back)
command.add_command(changing.hold_out)
command.add_command(changing.rename_picture)
command.add_command(changing.remove)
command.add_command(undoing.undo)
command.add_command(undoing.redo)


@command.command("list", short_help="List the datasets.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON each.")
@click.pass_context
def list_datasets(ctx: click.Context, as_json: bool) -> None:
    """List the datasets in the library's folder, with what is in them.

    The exit status is 1 where one cannot be read.
    """
    from studio.cli.datasets.describing import counts, head
    from studio.cli.output import complain, json_line, say
    from studio.datasets.making import places
    from studio.settings import settings

    library = settings.load(settings.folder()).library_folder()
    found = places.listed(library)
    for one in found:
        if one.opened is not None and as_json:
            say(json_line({"name": one.name, "folder": str(one.folder), **counts(one.opened)}))
        elif one.opened is not None:
            say(f"{one.name}: {head(one.opened)}")
        elif one.trouble is not None:
            complain(f"{one.name}: {one.trouble.line()}")
    if not as_json:
        say(f"Datasets: {places.datasets_folder(library)}" + ("" if found else " (none yet: studio dataset new NAME)"))
    ctx.exit(1 if any(one.opened is None for one in found) else 0)


@command.command("show", short_help="Show what is in a dataset.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@click.pass_context
def show(ctx: click.Context, name: str, as_json: bool) -> None:
    """Show a dataset as its folder stands: its pictures with their captions, and what other programs did to it.

    The exit status is 1 where dataset.toml has mistakes, which are told all at once.
    """
    from studio.cli.datasets.describing import lines, record
    from studio.cli.datasets.named import dataset_named
    from studio.cli.output import complain, json_line, say

    opened = dataset_named(name)
    for line in [json_line(record(opened))] if as_json else lines(opened):
        say(line)
    for fault in opened.faults:
        complain(fault.line())
    ctx.exit(1 if opened.faults else 0)
