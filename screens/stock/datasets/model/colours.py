"""The swatches of a dataset's sheets, and which part of a member gets the colour of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from studio.cast.members import part_called
from studio.datasets.folder.reading import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.datasets.making.palette import Swatch


class Read(NamedTuple):
    """What was read: the swatches, the part of each as its words say, and a line for each sheet that could not be."""

    found: tuple[Swatch, ...]
    parts: tuple[str, ...]
    unreadable: tuple[str, ...]
    sheets: int


def read(folder: Path, colours: Mapping[str, str], tell: Callable[[int, int, str], bool]) -> Read:
    """Read the sheets of a dataset; `colours` are those that the member has. Blocks. Raises StudioError, LibraryError.

    `tell` is given how many are done, of how many, and the next one's name; False ends it there.
    """
    from studio.datasets.making.palette import parts_of, swatches

    seen = swatches(opened(folder), tell)
    unreadable = tuple(f"{name}: {notice.line()}" for name, notice in seen.unreadable)
    return Read(seen.found, parts_of(seen.found, colours), unreadable, seen.sheets)


def write(settings_folder: Path, member: str, colours: Mapping[str, str]) -> None:
    """Give a member colours; other parts keep theirs. Blocks. Raises StudioError, LibraryError."""
    from studio.cast import editing

    seen = editing.written(settings_folder, member).character
    editing.change(settings_folder, member, {"colours": {**seen.colours, **colours}}, seen)


class Parts:
    """Which part each swatch is of, as a person corrects it; a part has one colour. `own` are the member's."""

    def __init__(self, own: Mapping[str, str], found: Sequence[Swatch] = (), parts: Sequence[str] = ()) -> None:
        self.own = own
        self.found = tuple(found)
        self.parts = list(parts)

    def say(self, at: int, part: str) -> None:
        """A swatch is of this part, and no other one is."""
        part = part_called(part, self.own)
        self.parts = ["" if part and other.casefold() == part.casefold() else other for other in self.parts]
        self.parts[at] = part

    @property
    def colours(self) -> dict[str, str]:
        """The colours that would be written: those of parts that have another one now, or none."""
        said = {part: one.shade.colour for one, part in zip(self.found, self.parts, strict=True) if part}
        return {part: colour for part, colour in said.items() if self.own.get(part, "").casefold() != colour.casefold()}
