"""The list of plates: those in use, and the retired ones last."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets.option_list import Option

from screens.stock.plates.bench import PlateBench
from screens.theme import ink
from screens.widgets.options import Options
from studio.scenes.stock import Plate


class PlateList(Options):
    """☀ and ☾ say which pictures a plate has, ● that it stands in the person's own file."""

    TITLE = "The list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "select", "Edit", tooltip="Edit the words of the plate", id="plates.edit"),
    ]

    def __init__(self) -> None:
        super().__init__(id="plate-list", classes="coloured", markup=False)
        self._shown: list[str] = []

    def show(self, bench: PlateBench) -> None:
        """List the plates of a bench, the cursor on the current one."""
        rows = [self._words(plate, bench) for plate in bench.rows]
        told = [f"{row.plain} {row.spans}" for row in rows]
        if told != self._shown:
            self._shown = told
            self.set_options(Option(row) for row in rows)
        self.highlighted = bench.at if rows else None

    def _words(self, plate: Plate, bench: PlateBench) -> Text:
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("● " if bench.is_own(plate) else "  ", ink(self.app, "accent"))
        line.append(plate.label, ink(self.app, "muted" if plate.retired else "foreground"))
        signs = ("☀" if plate.day else "") + ("☾" if plate.night else "")
        line.append(f" {signs}" if signs else "", ink(self.app, "primary"))
        if plate.name in bench.making:
            line.append(" …", ink(self.app, "warning"))
        if plate.retired:
            line.append(" retired", ink(self.app, "muted"))
        return line
