"""Plates: the list at the left, the picture of one over its words, and the scenes that take it."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Paste
from textual.widgets import OptionList

from screens.base.messages import Opened
from screens.base.screen import StudioScreen
from screens.base.topics import ScreenCalls, bindings_of, offer
from screens.stock.plates.bench import PlateBench
from screens.stock.plates.fields import PlateFields
from screens.stock.plates.keeping import PlateKeeper
from screens.stock.plates.keys import PlateKeys
from screens.stock.plates.pictures import PlatePictures
from screens.stock.plates.plate_list import PlateList
from screens.theme import ink
from screens.widgets.pictures.picture import PictureView
from studio.scenes.stock import Plate, has_file


class PlatesScreen(StudioScreen):
    """The backgrounds of scenes."""

    ROOM = "Plates"
    HELP = (
        "The backgrounds of scenes: the shipped walls, and your own (●). ☀ and ☾ say which pictures a plate has. Scenes"
        " at night take the one by night. Engines that look at pictures get it as the last reference, and drafts stand"
        " before it; a plate without one is told in words, and the draft painter paints it in its own way.\n\n"
        "n makes a plate from a photograph or from a description, as does dropping a picture onto the terminal. A"
        " server that is ready draws it in the style; without one it is brought into the style here. m makes the night"
        " from the day, or the reverse.\n\n"
        "Enter leads to the words. While you type, the scenes below say which of them would take the plate, and why:"
        " the one in Compose, and the examples. Enter keeps it, Esc takes it back, Ctrl+Z takes back what was kept. A"
        " shipped plate that you change gets a copy in your plates.toml; deleting that brings the shipped one back."
    )
    CSS_PATH = "plates.tcss"
    AUTO_FOCUS = "#plate-list"
    PARTS = (PlateList,)
    BINDINGS = bindings_of(PlateKeys)

    def __init__(self) -> None:
        super().__init__()
        self.parts = PlateParts(self)

    def make_room(self) -> None:
        """Keep what is typed, and leave."""
        self.parts.keys.leave()

    def compose_room(self) -> ComposeResult:
        """The list, and the plate beside it."""
        yield PlatesBody(self.parts)

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        self.parts.keeper.open(event.workspace)

    @on(Paste)
    def _pasted(self, event: Paste) -> None:
        event.stop()
        self.parts.keys.drop(event.text)


class PlatesBody(Horizontal):
    """The list, and the picture over the words."""

    def __init__(self, parts: PlateParts) -> None:
        super().__init__(id="plates-body")
        self._parts = parts

    def compose(self) -> ComposeResult:
        """The list at the left."""
        yield self._parts.plates
        with Vertical(id="plate-side"):
            yield self._parts.picture
            yield VerticalScroll(self._parts.fields, id="plate-scroll", can_focus=False)

    @on(OptionList.OptionHighlighted, "#plate-list")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._parts.move(event.option_index)

    @on(OptionList.OptionSelected, "#plate-list")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._parts.fields.begin()
        self.screen.refresh_bindings()


class PlateParts:
    """The parts of the screen, put together."""

    def __init__(self, screen: PlatesScreen) -> None:
        self._screen = screen
        self.bench = PlateBench(self._show)
        calls = ScreenCalls(screen)
        self.keeper = PlateKeeper(self.bench, calls)
        self.plates = PlateList()
        self.picture = PictureView(id="plate-picture")
        self._pictures = PlatePictures(self.bench, self.picture, calls)
        self.fields = PlateFields(self._try, self._keep)
        self.keys = PlateKeys(self.bench, self.keeper, self.fields, self, calls)
        offer(screen, self.keys)

    def move(self, row: int) -> None:
        """The cursor of the list is on another row: what was typed of the one before is kept."""
        if row != self.bench.at and self.fields.is_edited:
            self.keeper.keep(self.fields.read())
        self.bench.go_to(row)

    def go_to_list(self) -> None:
        """Give the list the focus."""
        self.plates.focus()
        self._screen.refresh_bindings()

    def leave(self) -> None:
        """Go back to the room under this screen."""
        self._screen.dismiss(None)

    def _keep(self) -> None:
        self.keys.action_save()

    def _show(self) -> None:
        """Something else is to be seen."""
        if not self._screen.is_there:
            return
        plate = self.bench.current
        self.plates.show(self.bench)
        self.fields.show(plate, self._about(plate))
        self._pictures.show(self.keeper.workspace)
        self._try()
        self._screen.refresh_bindings()

    def _try(self) -> None:
        """Say which scenes take the plate as its words are now."""
        edited = self.fields.read() if self.fields.is_edited else None
        self.fields.tell(self.bench.tried(edited), self.bench.current)

    def _about(self, plate: Plate | None) -> Text:
        """What a plate is, in a line: its name, the hour that is shown, what its picture was made from."""
        if plate is None:
            return Text()
        app = self._screen.app
        line = Text(overflow="ellipsis")
        line.append(plate.label, f"bold {ink(app, 'primary')}")
        line.append(f"  {self._hour(plate)}", ink(app, "foreground"))
        if words := self.bench.making.get(plate.name):
            line.append(f"  {words}", ink(app, "warning"))
        elif plate.made_from:
            line.append(f"  from {plate.made_from}", ink(app, "muted"))
        return line

    def _hour(self, plate: Plate) -> str:
        wanted = "by night" if self.bench.by_night else "by day"
        if not has_file(plate):
            return f"{wanted}, as drafts show it"
        if plate.night if self.bench.by_night else plate.day:
            return wanted
        return f"by {'day' if self.bench.by_night else 'night'}: it has no picture {wanted}"
