"""What is on the Plates screen: the plates, the one under the cursor, the hour, and what can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from studio.scenes.plates.own_file import PlateChange
from studio.scenes.plates.trial import Tried, tried, with_plate
from studio.scenes.stock import Plate, Stock, has_file


class Edited(msgspec.Struct, frozen=True):
    """The words of a plate as they stand in the fields."""

    description: str
    keywords: tuple[str, ...]


class PlateBench:
    """Tells `changed` when something else is to be seen."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self.stock: Stock | None = None
        self.scenes: tuple[str, ...] = ()
        """On which it is tried who takes a plate."""
        self.own: frozenset[str] = frozenset()
        """Names, in small letters, of plates that stand in the person's own file."""
        self.making: dict[str, str] = {}
        """What is being made, by the names of the plates."""
        self.by_night = False
        self.done: list[PlateChange] = []
        self._at = 0

    @property
    def rows(self) -> tuple[Plate, ...]:
        """All plates, the retired ones last."""
        return (*self.stock.plates, *self.stock.retired) if self.stock else ()

    @property
    def current(self) -> Plate | None:
        """The plate under the cursor."""
        return self.rows[self._at] if self._at < len(self.rows) else None

    @property
    def at(self) -> int:
        """The row under the cursor."""
        return self._at

    def go_to(self, row: int) -> None:
        """Put the cursor on a row."""
        if row != self._at and 0 <= row < len(self.rows):
            self._at = row
            self._changed()

    def take(self, stock: Stock, own: frozenset[str], name: str = "") -> None:
        """Other plates are there; the cursor goes to the one of this name, else it stays on its plate or its row."""
        wanted = (name or (self.current.name if self.current else "")).casefold()
        self.stock, self.own = stock, own
        names = [plate.name.casefold() for plate in self.rows]
        self._at = names.index(wanted) if wanted in names else max(0, min(self._at, len(names) - 1))
        self._changed()

    def go_on(self) -> None:
        """Something that is being made began, or has ended."""
        self._changed()

    def turn_hour(self) -> None:
        """Show the other hour."""
        self.by_night = not self.by_night
        self._changed()

    def shown_file(self) -> str:
        """The file of the current plate's picture at the hour that is shown, else at the other one."""
        plate = self.current
        return plate.picture(by_night=self.by_night) if plate is not None and has_file(plate) else ""

    def is_own(self, plate: Plate) -> bool:
        """Whether a plate stands in the person's own file."""
        return plate.name.casefold() in self.own

    def tried(self, edited: Edited | None = None) -> tuple[Tried, ...]:
        """Which plate each scene takes, with the current plate as it is edited."""
        plate = self.current
        if self.stock is None or plate is None or not self.scenes:
            return ()
        if plate.retired:
            return tried(self.stock, self.scenes)
        if edited is not None:
            plate = msgspec.structs.replace(plate, description=edited.description, keywords=edited.keywords)
        return tried(with_plate(self.stock, plate), self.scenes)
