"""`studio dataset aside`, `back`, `hold-out`, `rename` and `remove`: what becomes of its pictures."""

from __future__ import annotations

from collections.abc import Sequence

import click

from studio.cli.completing import dataset_pictures, datasets
from studio.cli.output import typed


@click.command("aside", short_help="Take pictures out of training.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True, shell_complete=dataset_pictures)
@click.option("--because", "reason", metavar="WORDS", default="", help="Why; it is kept with the picture.")
def aside(name: str, pictures: Sequence[str], reason: str) -> None:
    """Set pictures aside with their captions: they stay in the dataset, and are not trained on."""
    from studio.cli.datasets.named import dataset_named
    from studio.datasets.making import changing

    changing.set_aside(dataset_named(name), dict.fromkeys(map(typed, pictures), typed(reason)))
    _said(f"{_number(pictures)} set aside; studio dataset back brings them back")


@click.command("back", short_help="Bring pictures back that are aside or held out.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True, shell_complete=dataset_pictures)
def back(name: str, pictures: Sequence[str]) -> None:
    """Bring pictures back that were set aside or held out: they are trained on again."""
    from studio.cli.datasets.named import dataset_named
    from studio.datasets.making import changing

    changing.bring_back(dataset_named(name), [typed(one) for one in pictures])
    _said(f"{_number(pictures)} brought back")


@click.command("hold-out", short_help="Keep pictures from training, to judge by.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True, shell_complete=dataset_pictures)
def hold_out(name: str, pictures: Sequence[str]) -> None:
    """Hold pictures out: they are not trained on, and what is trained is judged by them."""
    from studio.cli.datasets.named import dataset_named
    from studio.datasets.making import changing

    changing.hold_out(dataset_named(name), [typed(one) for one in pictures])
    _said(f"{_number(pictures)} held out; studio dataset back brings them back")


@click.command("rename", short_help="Call a picture otherwise.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.argument("picture", metavar="PICTURE", shell_complete=dataset_pictures)
@click.argument("new", metavar="NEW")
def rename_picture(name: str, picture: str, new: str) -> None:
    """Give a picture, with its caption, another name, which is written without an ending."""
    from studio.cli.datasets.named import dataset_named
    from studio.cli.failure import wrong_use
    from studio.datasets.making import changing
    from studio.datasets.records import DatasetWrong

    try:
        changing.give_name(dataset_named(name), typed(picture), typed(new))
    except DatasetWrong as error:
        raise wrong_use(error) from error
    _said(f"{typed(picture)} is called {typed(new)} now")


@click.command("remove", short_help="Take pictures out of a dataset.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True, shell_complete=dataset_pictures)
def remove(name: str, pictures: Sequence[str]) -> None:
    """Take pictures out with their captions, and the copies of files of which nothing else is made.

    Undo brings them back.
    """
    from studio.cli.datasets.named import dataset_named
    from studio.datasets.making import changing

    changing.remove(dataset_named(name), [typed(one) for one in pictures])
    _said(f"{_number(pictures)} removed; studio dataset undo brings them back")


def _number(pictures: Sequence[str]) -> str:
    return "1 picture" if len(pictures) == 1 else f"{len(pictures)} pictures"


def _said(line: str) -> None:
    from studio.cli.output import complain

    complain(line)
