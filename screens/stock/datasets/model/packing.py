"""A dataset packed for a trainer. All but `trainers` blocks, and belongs in a thread."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from studio.datasets.records import DatasetWrong

SUFFIX = ".zip"


class Written(NamedTuple):
    """What was written: how many pictures, how large, and a line for each thing that is to be known."""

    pictures: int
    size: str
    remarks: tuple[str, ...]


def trainers() -> list[tuple[str, str]]:
    """The trainers, as a person reads them, and by name; does not block."""
    from studio.datasets.reports.packing.trainers import TRAINERS

    return [(one.title, one.name) for one in TRAINERS.values()]


def written(folder: Path, name: str, target: Path, tell: Callable[[int, int], None]) -> Written:
    """Write the ZIP of a dataset for a trainer. Raises StudioError, LibraryError; then nothing is left of it."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.reports.packing.orders import order_of
    from studio.datasets.reports.packing.trainers import pack, trainer
    from studio.datasets.reports.packing.zips import megabytes, write_zip

    to = trainer(name)
    if target.suffix.lower() != SUFFIX:
        raise DatasetWrong(f"{target.name} is no ZIP", "", f"Call it {target.stem or folder.name}{SUFFIX}")
    if os.path.lexists(target):
        raise DatasetWrong(f"{target.name} is there already", "", "Choose another name, or take it away")
    if folder.resolve() in target.resolve().parents:
        raise DatasetWrong("The ZIP cannot lie in the dataset", "", "Name another folder for it")
    order = order_of(opened(folder))
    made = pack(order, to)
    size = write_zip(made.entries, target, to, tell)
    return Written(len(order.items), megabytes(size), made.remarks)
