"""The window that asks what a plate, or another picture of one, is made from: a photograph, or words."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Calls, ScreenCalls, Topic, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.stock.plates.keeping import PlateOrder
from screens.terminal.dropped_paths import typed_paths, written
from screens.theme import ink
from screens.widgets.checkbox import Tick
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.notices import KNOWN_ERRORS, notice_of
from studio.path_completion import common, completions
from studio.plain_text import expanded, plain
from studio.scenes.plates import own_file
from studio.scenes.plates.own_file import PlateWrong
from studio.scenes.stock import Plate, Stock

if TYPE_CHECKING:
    from pathlib import Path

PHOTOGRAPHS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif"})
"""How files end that are offered."""
AS_IT_IS = "\0as it is"
"""In place of a style; nobody can name one so."""
ABOUT = "Without a photograph it is drawn by what is seen there."


class NewPlateForm(Vertical):
    """The fields, and what is said of them."""

    def __init__(self, stock: Stock, style: str, has_servers: bool, plate: Plate | None, photograph: str) -> None:
        super().__init__(classes="window")
        self._plate = plate
        styles = [(one.name, one.name) for one in stock.styles]
        self.name_line = Input(id="new-name", compact=True, placeholder="attic", max_length=own_file.LONGEST_NAME)
        self.photograph = Input(written([photograph]) if photograph else "", id="new-photograph", compact=True)
        self.photograph.placeholder = "~/Pictures/attic.jpg"
        description = plate.description if plate else ""
        self.description = Input(description, id="new-description", compact=True, placeholder="an attic with old disks")
        self.keywords = Input(id="new-keywords", compact=True, placeholder="attic, roof, old disks")
        self.style = Choice([*styles, ("as the picture is", AS_IT_IS)], id="new-style")
        self._style = style
        self.by_night = Tick("it shows the night", id="new-night", compact=True)
        self.offline = Tick("make it here, by no server", id="new-offline", compact=True)
        self.offline.display = has_servers
        self._names = Static(id="new-names", markup=False)
        self._said = Static(id="new-said", markup=False)

    def compose(self) -> ComposeResult:
        """One under the other."""
        title = f"A picture of {self._plate.label}" if self._plate else "A plate of your own"
        yield Static(Text(title), classes="window-title")
        if self._plate is None:
            yield Field("Name", self.name_line)
        yield Field("Photograph", self.photograph)
        yield self._names
        yield Field("What is seen there", self.description)
        if self._plate is None:
            yield Field("Keywords that choose it", self.keywords)
        with Horizontal(id="new-how"):
            yield Field("Style", self.style)
            with Vertical(id="new-ticks"):
                yield self.by_night
                yield self.offline
        yield self._said

    def on_mount(self) -> None:
        """What stands there already is settled."""
        if self._style in self.style.offered:
            self.style.value = self._style
        if self._plate is None and self.photograph.value:
            # A picture that was dropped is called by its file until somebody says more.
            stem = os.path.splitext(os.path.basename(typed_paths(self.photograph.value)[0]))[0]  # noqa: PTH119, PTH122
            self.name_line.value = plain(stem.replace("_", " ").replace("-", " "))[: own_file.LONGEST_NAME]
        (self.photograph if self._plate else self.name_line).focus()
        self.say(ABOUT, "muted")

    @property
    def path(self) -> str:
        """The photograph that is named."""
        return next(iter(typed_paths(self.photograph.value)), "")

    def order(self) -> PlateOrder:
        """What is to be made."""
        as_it_is = self.style.value == AS_IT_IS
        if self._plate is not None:
            words = self.description.value.strip() or self._plate.description
            plate = msgspec.structs.replace(self._plate, description=words)
        else:
            name = self.name_line.value.strip()
            words = self.description.value.strip() or (name if self.path else "")
            plate = Plate(name, words, keywords=own_file.split_keywords(self.keywords.value))
        style = "" if as_it_is else str(self.style.value)
        is_new, offline = self._plate is None, self.offline.value
        return PlateOrder(plate, self.path, style, self.by_night.value, as_it_is, offline, is_new)

    def write(self, path: str) -> None:
        """Write a path into its line."""
        self.photograph.value = written([path])
        self.photograph.cursor_position = len(self.photograph.value)

    def list_names(self, paths: Sequence[str]) -> None:
        """List what the line may go on with, as a shell does."""
        names = [plain(path.rstrip("/").rpartition("/")[2]) + ("/" if path.endswith("/") else "") for path in paths]
        self._names.update(Text("   ".join(names)))
        self._names.display = bool(names)

    def say(self, words: str, colour: str = "warning") -> None:
        """Say how it is."""
        self._said.update(Text(words, ink(self.app, colour)))

    def point_at(self, field: str) -> None:
        """Mark a field as wrong, and go there; empty: mark none."""
        wanted = {"picture": "photograph"}.get(field, field)
        for one in self.query(Field):
            one.set_wrong(bool(one.query(f"#new-{wanted}")))
        for widget in self.query(f"#new-{wanted}"):
            widget.focus()


class NewPlateKeys(Topic):
    """What the keys of the window do; `give` closes it."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "make", "Make", id="plate-new.make", priority=True),
        Binding("tab", "complete", "Complete", id="plate-new.complete", priority=True, show=False),
        Binding("escape", "close", "Close", id="plate-new.close"),
    ]

    def __init__(
        self, form: NewPlateForm, calls: Calls, folder: Path, give: Callable[[PlateOrder | None], object]
    ) -> None:
        self._form, self._calls, self._folder, self._give = form, calls, folder, give
        self._is_looking = False

    def action_complete(self) -> None:
        """Complete the path, or list how it may go on; elsewhere, and behind a whole one, go to the next field."""
        line = self._form.photograph
        if line.has_focus and line.value and line.cursor_at_end:
            self._calls.begin(partial(self._complete, self._form.path), group="complete", is_exclusive=True)
        else:
            self._form.screen.focus_next()

    async def _complete(self, typed: str) -> None:
        found = await in_thread(self._calls, completions, typed, PHOTOGRAPHS)
        if typed != self._form.path:
            return
        longest = common(found)
        if found == (typed,) or not found:
            self._form.list_names(())
            self._form.screen.focus_next()
        elif len(longest) > len(typed):
            self._form.write(longest)
            self._form.list_names(found if len(found) > 1 else ())
        else:
            self._form.list_names(found)

    def action_close(self) -> None:
        """Make nothing."""
        self._give(None)

    def action_make(self) -> None:
        """Make it, where all is there that it needs."""
        if not self._is_looking:
            self._is_looking = True
            self._calls.begin(partial(self._make, self._form.order()), group="save")

    async def _make(self, order: PlateOrder) -> None:
        self._form.point_at("")
        try:
            checked = await in_thread(self._calls, _checked, self._folder, order)
        except PlateWrong as wrong:
            self._form.point_at(wrong.field)
            self._form.say(wrong.notice.line())
        except KNOWN_ERRORS as error:
            self._form.point_at("photograph")
            self._form.say(notice_of(error).line())
        else:
            self._give(checked)
            return
        finally:
            self._is_looking = False


class NewPlateWindow(StudioWindow[PlateOrder | None]):
    """Gives what is to be made, None where the person thinks better of it; `plate`: another picture of that one."""

    TITLE = "A plate"
    CSS_PATH = ["../../base/windows.tcss", "new_window.tcss"]
    AUTO_FOCUS = ""
    BINDINGS = bindings_of(NewPlateKeys)

    def __init__(
        self,
        folder: Path,
        stock: Stock,
        style: str,
        has_servers: bool,
        plate: Plate | None,
        photograph: str,
        by_night: bool,
    ) -> None:
        super().__init__()
        self._form = NewPlateForm(stock, style, has_servers, plate, photograph)
        self._form.by_night.value = by_night and plate is not None
        self._keys = NewPlateKeys(self._form, ScreenCalls(self), folder, self.dismiss)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter makes it too."""
        event.stop()
        self._keys.action_make()


def _checked(folder: Path, order: PlateOrder) -> PlateOrder:
    """The same in plain text. Blocks. Raises PlateWrong, and what the file of the photograph raises."""
    plate = own_file.check_new(folder, order.plate) if order.is_new else own_file.checked(order.plate)
    if order.photograph:
        own_file.look_at(expanded(order.photograph))
    elif order.as_it_is:
        raise PlateWrong("picture", "There is no picture to take as it is", "", "Name one, or choose a style")
    return msgspec.structs.replace(order, plate=plate)
