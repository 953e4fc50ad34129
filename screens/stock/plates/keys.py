"""What keys do on the Plates screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Protocol

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.stock.plates.bench import PlateBench
from screens.stock.plates.fields import PlateFields
from screens.stock.plates.keeping import PlateKeeper, PlateOrder
from screens.terminal.dropped_paths import dropped_paths
from studio.scenes.stock import Plate


class View(Protocol):
    """What is seen, as the keys need it."""

    def go_to_list(self) -> None:
        """Give the list the focus."""

    def leave(self) -> None:
        """Go back to the room under this screen."""


class PlateKeys(Topic):
    """Keys that make, change and retire plates."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Keep what is typed, as Enter does", id="plates.save"),
        Binding("escape", "back", "Back", tooltip="Take back what is typed, or leave", id="plates.back"),
        Binding("space", "hour", "Day/night", tooltip="Show its picture at the other hour", id="plates.hour"),
        Binding("n", "new", "New…", tooltip="New plate, from a photograph or from words", id="plates.new"),
        Binding("p", "picture", "Picture…", tooltip="Another picture of this plate", id="plates.picture"),
        Binding(
            "m", "make_hour", "Make night", tooltip="Make its night from its day, or the reverse", id="plates.night"
        ),
        Binding("r", "retire", "Retire", tooltip="Retire it, or take it into use again", id="plates.retire"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take back the last change", id="plates.undo"),
        Binding("delete", "delete", "Delete", show=False, tooltip="Delete a plate of your own", id="plates.delete"),
    ]

    def __init__(self, bench: PlateBench, keeper: PlateKeeper, fields: PlateFields, view: View, calls: Calls) -> None:
        self._bench, self._keeper, self._fields, self._view, self._calls = bench, keeper, fields, view, calls

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a field letters are typed; what cannot be done with the plate under the cursor is shown faintly."""
        if action == "back":
            return True
        if action == "save":
            return self._fields.has_cursor or self._fields.is_edited
        if action == "undo":
            return self._fields.is_edited or self._keeper.can_take_back
        if self._fields.has_cursor:
            return False
        plate = self._bench.current
        if plate is None or self._keeper.workspace is None:
            return None
        if action == "make_hour":
            return True if plate.day or plate.night else None
        if action == "delete":
            return True if self._bench.is_own(plate) else None
        return True

    def action_back(self) -> None:
        """Take back what is typed; from the list, leave."""
        if self._fields.has_cursor:
            self._fields.restore()
            self._view.go_to_list()
        else:
            self.leave()

    def leave(self) -> None:
        """Keep what is typed, and go back to the room under this screen."""
        self.action_save()
        self._view.leave()

    def action_save(self) -> None:
        """Keep what is typed."""
        if self._fields.is_edited:
            self._keeper.keep(self._fields.read())
        if self._fields.has_cursor:
            self._view.go_to_list()

    def action_hour(self) -> None:
        """Show the other hour."""
        self._bench.turn_hour()

    def action_new(self) -> None:
        """Make a plate."""
        self.open_window(None)

    def action_picture(self) -> None:
        """Make another picture of the plate under the cursor."""
        self.open_window(self._bench.current)

    def drop(self, text: str) -> None:
        """Something was pasted, or dropped onto the terminal: a photograph of a new plate."""
        paths = dropped_paths(text)
        if paths:
            self.open_window(None, paths[0])
        else:
            self._calls.say("What was pasted names no file", "n makes a plate from a photograph")

    def open_window(self, plate: Plate | None, photograph: str = "") -> None:
        """Ask what a picture is to be made from."""
        workspace = self._keeper.workspace
        if workspace is None:
            return
        from screens.stock.plates.new_window import NewPlateWindow

        has_servers = bool(workspace.settings.servers)
        window = partial(NewPlateWindow, workspace.folder, workspace.stock, workspace.settings.style, has_servers)
        self._calls.open(partial(window, plate, photograph, self._bench.by_night), self._ordered)

    def _ordered(self, order: PlateOrder | None) -> None:
        if order is not None:
            self._keeper.make(order)

    def action_make_hour(self) -> None:
        """Make the picture at the other hour."""
        self._keeper.make_other_hour()

    def action_retire(self) -> None:
        """Retire the plate, or take it into use again."""
        plate = self._bench.current
        if plate is not None:
            what = "in use again" if plate.retired else "retired: no new scene takes it"
            self._keeper.change(f"{plate.label} is {what}", retired=not plate.retired)

    def action_delete(self) -> None:
        """Take the plate out of the person's own; Ctrl+Z brings it back."""
        self._keeper.delete()

    def action_undo(self) -> None:
        """Take back what is typed, then the last change."""
        if self._fields.is_edited:
            self._fields.restore()
        else:
            self._keeper.undo()
