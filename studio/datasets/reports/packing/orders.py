"""From a dataset as it stands to an order for a trainer: the pictures that are learned, and what is packed beside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from studio.datasets.folder import layout
from studio.datasets.folder.reading import Opened
from studio.datasets.records import DatasetWrong
from studio.datasets.reports.packing.names import plain_name
from studio.datasets.reports.packing.records import Item, Order

_MOST_JUDGING = 3


def order_of(
    opened: Opened,
    base: str = "",
    control: Path | None = None,
    masks: Mapping[str, bytes] | None = None,
    place: str = "",
    steps: int = 0,
    batch: int = 1,
) -> Order:
    """What a trainer is to get: `control` is a folder of pictures that have the same names, `masks` are PNG by name.

    Held-out pictures and those set aside stay here; captions of held-out ones say what samples are drawn of. Raises
    DatasetWrong for a picture that cannot be read, and where `dataset.toml` has mistakes: the trigger may be one.
    """
    if opened.faults:
        reason = f"{opened.faults[0].title}: {opened.faults[0].reason}"
        raise DatasetWrong(f"{opened.dataset.name} cannot be packed", reason, "Correct this line")
    learned = opened.training()
    broken = [picture.name for picture in learned if picture.name not in opened.sizes]
    if broken:
        reason = f"{', '.join(broken[:3])}{'…' if len(broken) > 3 else ''} cannot be read"
        raise DatasetWrong(f"{opened.dataset.name} cannot be packed", reason, "Make it again, or set it aside")
    controls = {} if control is None else _controls(control)
    items = tuple(
        Item(
            picture.name,
            opened.file(picture),
            opened.captions.get(picture.name, ""),
            (masks or {}).get(picture.name),
            controls.get(picture.name),
        )
        for picture in learned
    )
    held_out = [picture.name for picture in opened.dataset.pictures if picture.held_out and not picture.aside]
    judging = [caption for name in held_out if (caption := opened.captions.get(name, ""))]
    return Order(
        name=plain_name(opened.dataset.name, "dataset"),
        items=items,
        kind=opened.dataset.kind,
        trigger=opened.dataset.trigger,
        side=opened.dataset.side,
        steps=steps or opened.dataset.steps,
        batch=batch,
        base=base,
        place=place,
        judging=tuple(judging[:_MOST_JUDGING]),
    )


def _controls(folder: Path) -> dict[str, Path]:
    """The pictures of a folder by their names without endings, PNG before others. Raises DatasetWrong."""
    try:
        files = [path for path in folder.iterdir() if path.suffix[1:].lower() in layout.ENDINGS and path.is_file()]
    except OSError as error:
        reason = error.strerror or str(error)
        raise DatasetWrong(f"{folder} cannot be read", reason, "Give a folder of pictures") from error
    ordered = sorted(files, key=lambda path: layout.ENDINGS.index(path.suffix[1:].lower()), reverse=True)
    return {path.stem: path for path in ordered}
