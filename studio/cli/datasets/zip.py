"""`studio dataset zip`: a dataset as a trainer wants it, checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from studio.cli.completing import datasets

if TYPE_CHECKING:
    from studio.datasets.folder.reading import Opened
    from studio.datasets.reports.packing.masks import Masks
    from studio.datasets.reports.packing.trainers import Trainer


def _trainers(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from studio.datasets.reports.packing.trainers import TRAINERS

    return [CompletionItem(name, help=one.title) for name, one in TRAINERS.items() if name.startswith(begun)]


@click.command("zip", short_help="Pack a dataset as a trainer wants it.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.option(
    "--for",
    "trainer",
    metavar="TRAINER",
    required=True,
    shell_complete=_trainers,
    help="replicate, fal, ai-toolkit, kohya, musubi, onetrainer, simpletuner or diffusion-pipe.",
)
@click.option(
    "--to",
    "target",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="A ZIP, or a folder where it does not end so; else NAME-TRAINER.zip here.",
)
@click.option("--base", metavar="MODEL", default="", help="What ai-toolkit trains: flux, flux-kontext, qwen-image …")
@click.option("--masks", is_flag=True, help="Masks of the figures beside them: what is around them is not learned.")
@click.option(
    "--control", metavar="FOLDER", type=click.Path(path_type=Path),
    help="Pictures of before, of the same names, for models that change pictures.",
)  # fmt: skip
def command(name: str, trainer: str, target: Path | None, base: str, masks: bool, control: Path | None) -> None:
    """Pack what is learned, with its captions, as a trainer wants it: names, folders, and its own configuration.

    Held-out pictures and those set aside stay here. The pack is read again before it gets its name: every picture
    decodes, every caption has its picture. Packing the same dataset twice makes the same bytes.

    \b
    Examples:
      studio dataset zip nua --for replicate
      studio dataset zip nua --for ai-toolkit --base flux2-klein-4b --to /data/nua
    """
    from studio.cli.datasets.named import dataset_named
    from studio.cli.failure import WrongUse, wrong_use
    from studio.cli.output import bar, complain, say, typed
    from studio.datasets.records import DatasetWrong
    from studio.datasets.reports.packing import orders, trainers, zips
    from studio.datasets.reports.packing.names import plain_name

    try:
        to = trainers.trainer(typed(trainer))
    except DatasetWrong as error:
        raise wrong_use(error) from error
    if masks and not to.takes_masks:
        raise WrongUse("Masks are of no use there", f"{to.title} takes none", "Leave --masks out")
    opened = dataset_named(name)
    is_folder = target is not None and target.suffix.lower() != ".zip"
    place = str(target.expanduser().absolute()) if target is not None and is_folder else ""
    stem = f"{plain_name(opened.dataset.name, 'dataset')}-{to.name}"
    path = target.expanduser() if target else zips.default_target(Path.cwd(), stem)
    if path.exists():
        raise WrongUse(f"{path} is there already", "", "Choose another place, or take it away")
    if opened.folder.resolve() in path.resolve().parents:
        raise WrongUse("A pack cannot lie in its dataset", "", "Name another place for it: --to")
    figures = _masks(opened) if masks else None
    order = orders.order_of(opened, typed(base), control, figures and figures.by_name, place)
    pack = trainers.pack(order, to)
    with bar() as shown:

        def on_step(done: int, every: int) -> None:
            shown.show("Packing", done, every)

        if is_folder:
            size = zips.write_folder(pack.entries, path, on_step)
        else:
            size = zips.write_zip(pack.entries, path, to, on_step)
    say(str(path), str(path))
    captions = sum(1 for item in order.items if item.caption.strip())
    say(f"  {len(order.items)} pictures, {captions} captions, {zips.megabytes(size)}, checked")
    if figures and figures.whole:
        complain(
            f"All of {len(figures.whole)} of them counts, where no figure is certain: {', '.join(figures.whole[:5])}"
        )
    for remark in pack.remarks:
        complain(remark)
    complain(_start(to, order.trigger, order.steps))


def _masks(opened: Opened) -> Masks:
    from studio.cli.output import bar
    from studio.datasets.photographs.networks import models_of
    from studio.datasets.reports.packing.masks import masks_of
    from studio.settings import settings

    models = models_of(settings.load(settings.folder()))
    with bar() as shown:
        return masks_of(opened, models, lambda done, every: shown.show("Making masks", done, every))


def _start(to: Trainer, trigger: str, steps: int) -> str:
    return to.start.format(trigger=trigger or "TOK", steps=steps)
