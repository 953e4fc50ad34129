"""The pictures of a dataset as lines or as tiles; which of both is seen, the screen says."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region
from textual.widgets.option_list import Option

from screens.stock.datasets.model.bench import DatasetBench
from screens.terminal.frames.frames import Source
from screens.theme import ink
from screens.widgets.options import Options
from screens.widgets.pictures.board import BESIDE_LABEL, HEAVY, ROUND, Board, Box, Look, Words
from studio.datasets.records import Picture
from studio.plain_text import plain

MARKED = "●"
TILE = (22, 10)
"""Cells of a tile at least."""


def sign_of(picture: Picture, caption: str) -> tuple[str, str]:
    """What is to be known of a picture at a glance, in a word or two, and its colour; empty where it is all right."""
    if picture.aside:
        return "aside", "muted"
    if not caption.strip():
        return ("held out, no caption" if picture.held_out else "no caption"), "warning"
    return ("held out", "primary") if picture.held_out else ("", "muted")


class PictureLines(Options):
    """A line for each picture: its mark, its name, its sign, its caption."""

    TITLE = "The pictures"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "select", "Caption", tooltip="Write its caption", id="dataset.write"),
    ]

    def __init__(self) -> None:
        super().__init__(id="dataset-lines", classes="coloured", markup=False)
        self._shown: list[str] = []
        self._state: object = None

    def notify_style_update(self) -> None:
        """Another theme, other colours."""
        super().notify_style_update()
        self._state = None

    def show(self, bench: DatasetBench) -> None:
        """List what a bench lists, the cursor on its current one."""
        state = (bench.rows, bench.marked, tuple(bench.caption_of(one.name) for one in bench.rows))
        if state != self._state:
            self._state = state
            self._list(bench)
        self.highlighted = bench.at if bench.rows else None

    def _list(self, bench: DatasetBench) -> None:
        rows = [self._words(picture, bench) for picture in bench.rows]
        told = [f"{row.plain} {row.spans}" for row in rows]
        if told != self._shown:
            before, self._shown = self._shown, told
            if [line.split(" ", 2)[1] for line in before] == [line.split(" ", 2)[1] for line in told]:
                for number, row in enumerate(rows):
                    if before[number] != told[number]:
                        self.replace_option_prompt_at_index(number, row)
            else:
                self.set_options(Option(row) for row in rows)

    def _words(self, picture: Picture, bench: DatasetBench) -> Text:
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{MARKED if picture.name in bench.marked else '·'} ", ink(self.app, "accent"))
        line.append(plain(picture.name), ink(self.app, "muted" if picture.aside else "foreground"))
        caption = bench.caption_of(picture.name)
        sign, colour = sign_of(picture, caption)
        line.append(f" {sign}" if sign else "", ink(self.app, colour))
        line.append(f"  {plain(picture.aside or caption)}", ink(self.app, "muted"))
        return line


class PictureTile(Box):
    """One picture, its name in the frame below, its sign in the one above."""

    def hold(self, picture: Picture | None, source: Source | None, look: Look | None) -> None:
        """Show this picture; None empties the tile."""
        if picture is None or source is None:
            self.slot.clear("")
        else:
            self.slot.show(source)
        self.frame(look)


class PictureTiles(Board, can_focus=True):
    """The pictures as tiles; of what is not seen there is none."""

    TITLE = "The pictures"
    COMPONENT_CLASSES = {
        "tiles--frame", "tiles--cursor", "tiles--held", "tiles--marked", "tiles--signs", "tiles--caption",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "The one before", show=False, id="dataset.left"),
        Binding("right", "step(1)", "The next one", show=False, id="dataset.right"),
        Binding("up", "row(-1)", "Up", show=False, id="dataset.up"),
        Binding("down", "row(1)", "Down", show=False, id="dataset.down"),
        Binding("pageup", "page(-1)", "A page up", show=False, id="dataset.page-up"),
        Binding("pagedown", "page(1)", "A page down", show=False, id="dataset.page-down"),
        Binding("home", "end(-1)", "The first one", show=False, id="dataset.home"),
        Binding("end", "end(1)", "The last one", show=False, id="dataset.end"),
        Binding("enter", "write", "Caption", tooltip="Write its caption", id="dataset.write_line"),
    ]

    def __init__(
        self, bench: DatasetBench, source_of: Callable[[Picture], Source], write: Callable[[], object]
    ) -> None:
        super().__init__(id="dataset-tiles")
        self._bench, self._source_of, self._write = bench, source_of, write
        self._columns, self._rows, self._first = 1, 1, 0
        self._tiles: list[PictureTile] = []

    def on_resize(self, event: Resize) -> None:
        """Make as many tiles as fit."""
        if not event.size.area:
            return
        width, height = event.size
        self._columns, self._rows = max(1, width // TILE[0]), max(1, height // TILE[1])
        wide, high, count = width // self._columns, height // self._rows, self._columns * self._rows
        self._tiles = self._tiles[:count]
        self._tiles += [PictureTile(self, place) for place in range(len(self._tiles), count)]
        self.lay(self._tiles)
        for tile in self._tiles:
            row, column = divmod(tile.place, self._columns)
            tile.lay(Region(column * wide, row * high, wide, high))
        self._first -= self._first % self._columns
        self.draw()

    def restyle(self) -> None:
        """Other colours, or the focus came or went."""
        self.draw()

    def draw(self) -> None:
        """Hand the tiles the pictures that are seen; the cursor's is among them."""
        if not self._tiles or not self.display:
            return
        at, rows = self._bench.at, self._bench.rows
        row, first_row = at // self._columns, self._first // self._columns
        first_row = min(row, max(first_row, row - self._rows + 1))
        last_row = max(0, (len(rows) - 1) // self._columns - self._rows + 1)
        self._first = min(first_row, last_row) * self._columns
        for tile in self._tiles:
            number = self._first + tile.place
            if number < len(rows):
                tile.hold(rows[number], self._source_of(rows[number]), self._look(number))
            else:
                tile.hold(None, None, None)

    def _look(self, number: int) -> Look:
        picture, style = self._bench.rows[number], self._style
        is_cursor = number == self._bench.at
        is_held, is_marked = is_cursor and self.has_focus, picture.name in self._bench.marked
        name = "marked" if is_marked else "held" if is_held else "cursor" if is_cursor else "frame"
        sign, _ = sign_of(picture, self._bench.caption_of(picture.name))
        room = max(0, self.size.width // self._columns - 2 - BESIDE_LABEL)
        above: Words = ((_cut(" ".join(filter(None, (MARKED if is_marked else "", sign))), room), style("signs")),)
        below: Words = ((_cut(plain(picture.name), room), style("held" if is_held else "caption")),)
        return Look(HEAVY if is_held else ROUND, style(name), above, below)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"tiles--{name}")

    def action_step(self, by: int) -> None:
        """Go to a neighbour."""
        self._bench.step(by)

    def action_row(self, by: int) -> None:
        """Go up or down."""
        if 0 <= self._bench.at + by * self._columns < len(self._bench.rows):
            self._bench.step(by * self._columns)

    def action_page(self, by: int) -> None:
        """Go up or down as far as is seen."""
        self._bench.step(by * len(self._tiles))

    def action_end(self, by: int) -> None:
        """Go to the first or the last one."""
        self._bench.step(by * len(self._bench.rows))

    def action_write(self) -> None:
        """Write the caption of the one under the cursor."""
        self._write()

    def on_click(self, event: Click) -> None:
        """Go to what is clicked on; on what has the cursor, write its caption."""
        box = self.box_at(event.x, event.y)
        if box is None or self._first + box.place >= len(self._bench.rows):
            return
        if self._first + box.place == self._bench.at:
            self._write()
        else:
            self._bench.go_to(self._first + box.place)


def _cut(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, max(0, room - 1)).rstrip() + "…"
