"""Pictures made from their sources: with other steps, all of them again, one before and after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from studio.datasets.folder.reading import Opened
from studio.datasets.records import Step
from studio.errors import Notice

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

Progress = Callable[[int, int, str], bool]
"""How many are done, of how many, and the name of the next; False ends the work before it."""


class Remade(NamedTuple):
    """What became of pictures that were to be made again. `changed` and `same` (to the byte) are names."""

    opened: Opened
    changed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    failed: tuple[tuple[str, Notice], ...] = ()


def steps_changed(opened: Opened, steps: Mapping[str, tuple[Step, ...]], progress: Progress | None = None) -> Remade:
    """Make pictures, by their names, with other steps, as one change. Raises DatasetWrong where one has no source."""
    raise NotImplementedError


def again(opened: Opened, names: Collection[str] | None = None, progress: Progress | None = None) -> Remade:
    """Make pictures again as `dataset.toml` says, all of them where no names are given; those that are gone too."""
    raise NotImplementedError


def before_and_after(opened: Opened, name: str, steps: tuple[Step, ...] | None = None) -> tuple[Pixels, Pixels]:
    """A picture's source, and what its steps make of it: pixels (H, W, 3) uint8 RGB; `steps` in place of its own."""
    raise NotImplementedError
