"""What stands on a terminal's glass after the bytes that a program wrote: a terminal as simple as Textual needs it."""

from __future__ import annotations

import base64
import codecs
import io
import re
import unicodedata
from typing import NamedTuple

import numpy as np
from PIL import Image

from screens.terminal.colours import COLOURS

_TOKEN = re.compile(
    rb"\x1bPtmux;(?P<tmux>(?:\x1b\x1b|[^\x1b])*)\x1b\\"
    rb"|\x1b_G(?P<kitty>[^\x1b]*)\x1b\\"
    rb"|\x1bP(?P<sixel>[0-9;]*q[^\x1b]*)\x1b\\"
    rb"|\x1b\]1337;File=(?P<iterm2>[^\x07\x1b]*)\x07"
    rb"|\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])"
    rb"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b[()][A-Z0-9]|\x1b[^\[\]PX^_()]|(?P<text>[^\x1b]+)",
    re.DOTALL,
)
_RASTER = re.compile(rb'"1;1;(\d+);(\d+)')
PLACEHOLDER = "\U0010eeee"

Colour = tuple[int, int, int] | None


class Cell(NamedTuple):
    """A cell's text, its colours, and the number of the Sixel or iTerm2 picture that lies over it, 0 for none."""

    text: str = " "
    fore: Colour = None
    back: Colour = None
    over: int = 0


class Placement(NamedTuple):
    """A Kitty picture that is placed over cells: its id, and the part of it in px that is seen (None: all)."""

    picture: int
    column: int
    row: int
    columns: int
    rows: int
    part: tuple[int, int, int, int] | None = None


class Glass:
    """`columns` × `rows` cells of 10 × 20 px. Feed it bytes, whole sequences at a time or not, and look at it.

    `taken` are the bytes so far. `cells_wipe`: Kitty pictures that are placed over cells are wiped away where the cells
    are written, as some terminals do. Sixel and iTerm2's pictures are anyway.
    """

    def __init__(self, columns: int = 80, rows: int = 24, *, cells_wipe: bool = False) -> None:
        self._cells_wipe = cells_wipe
        self._wiped: dict[tuple[int, int], set[tuple[int, int]]] = {}
        self.columns, self.rows = columns, rows
        self.cells = [[Cell()] * columns for _ in range(rows)]
        self.sent: dict[int, bytes] = {}
        self.placed: dict[tuple[int, int], Placement] = {}
        self.overlays = 0
        self.taken = 0
        self._x = self._y = 0
        self._fore: Colour = None
        self._back: Colour = None
        self._rest = b""
        self._last = ""
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")
        self._coming = (0, b"")

    def feed(self, data: bytes) -> Glass:
        """Take bytes as a terminal does; what is cut off in the middle waits for more."""
        self.taken += len(data)
        data, at = self._rest + data, 0
        while token := _TOKEN.match(data, at):
            self._take(token)
            at = token.end()
        self._rest = data[at:]
        return self

    def resize(self, columns: int, rows: int) -> None:
        """Have another size, with nothing written yet; what is placed stays."""
        self.columns, self.rows = columns, rows
        self._clear()

    def text(self, row: int) -> str:
        """A row's characters."""
        return "".join(cell.text for cell in self.cells[row])

    @property
    def page(self) -> str:
        """All rows."""
        return "\n".join(map(self.text, range(self.rows)))

    def place_of(self, words: str) -> tuple[int, int]:
        """Column and row where words stand. Raises StopIteration."""
        return next((self.text(row).index(words), row) for row in range(self.rows) if words in self.text(row))

    def kitty_at(self, column: int, row: int) -> int:
        """The id of the Kitty picture whose placeholder stands in a cell, 0 for none."""
        cell = self.cells[row][column]
        if not cell.text.startswith(PLACEHOLDER) or cell.fore is None:
            return 0
        red, green, blue = cell.fore
        return red << 16 | green << 8 | blue

    def placed_at(self, column: int, row: int) -> int:
        """The id of the Kitty picture that is placed over a cell, 0 for none."""
        for key, one in self.placed.items():
            if covers(one, column, row) and (column, row) not in self._wiped[key]:
                return one.picture
        return 0

    def kitty_picture(self, number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """The pixels that were sent under an id."""
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(self.sent[number]))).convert("RGB"))

    # Taking bytes.

    def _take(self, token: re.Match[bytes]) -> None:
        kind = token.lastgroup
        if kind == "text":
            self._write(self._letters.decode(token["text"]))
        elif kind == "csi":
            self._control(token["csi"].decode())
        elif kind == "kitty":
            self._kitty(token["kitty"])
        elif kind == "sixel":
            self._sixel(token["sixel"])
        elif kind == "iterm2":
            self._iterm2(token["iterm2"])
        elif kind == "tmux":
            self._take_inner(token["tmux"].replace(b"\x1b\x1b", b"\x1b"))

    def _take_inner(self, data: bytes) -> None:
        for token in _TOKEN.finditer(data):
            self._take(token)

    def _write(self, text: str) -> None:
        for letter in text:
            if letter == "\n":
                self._y = min(self._y + 1, self.rows - 1)
            elif letter == "\r":
                self._x = 0
            elif unicodedata.combining(letter):
                self._join(letter)
            elif letter >= " " and self._y < self.rows:
                self._last = letter
                if self._x < self.columns:
                    self.cells[self._y][self._x] = Cell(letter, self._fore, self._back)
                    self._wipe(self._x, self._y)
                is_wide = unicodedata.east_asian_width(letter) in "WF"
                if is_wide and self._x + 1 < self.columns:
                    self.cells[self._y][self._x + 1] = Cell(" ", None, self._back)
                self._x += 1 + is_wide

    def _wipe(self, column: int, row: int) -> None:
        if self._cells_wipe:
            for wiped in self._wiped.values():
                wiped.add((column, row))

    def _join(self, mark: str) -> None:
        if 0 < self._x <= self.columns:
            before = self.cells[self._y][self._x - 1]
            self.cells[self._y][self._x - 1] = before._replace(text=before.text + mark)

    def _control(self, sequence: str) -> None:
        final, numbers = sequence[-1], sequence[:-1]
        if numbers[:1] in ("?", ">", "<", "="):
            if sequence in ("?1049h", "?1049l"):
                self._clear()
                self.sent.clear()
                self.placed.clear()
                self._wiped.clear()
            return
        if final == "H":
            row, _, column = numbers.partition(";")
            self._y, self._x = int(row or 1) - 1, int(column or 1) - 1
        elif final == "b":
            self._write(self._last * int(numbers or 1))
        elif final == "J":
            self._clear()
        elif final == "m":
            self._paint([int(number or 0) for number in numbers.replace(":", ";").split(";")])

    def _paint(self, codes: list[int]) -> None:
        at = 0
        while at < len(codes):
            code = codes[at]
            if code in (38, 48):
                colour: Colour = None
                if codes[at + 1 : at + 2] == [2]:
                    red, green, blue = codes[at + 2 : at + 5]
                    colour = (red, green, blue)
                elif codes[at + 1 : at + 2] == [5]:
                    colour = COLOURS[codes[at + 2]]
                at += 4 if codes[at + 1] == 2 else 2
                if code == 38:
                    self._fore = colour
                else:
                    self._back = colour
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self._fore = COLOURS[code - (30 if code < 90 else 82)]
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self._back = COLOURS[code - (40 if code < 90 else 92)]
            elif code in (0, 39):
                self._fore = None
            if code in (0, 49):
                self._back = None
            at += 1

    def _clear(self) -> None:
        self.cells = [[Cell()] * self.columns for _ in range(self.rows)]

    def _kitty(self, body: bytes) -> None:
        head, _, payload = body.partition(b";")
        keys = dict(pair.split(b"=", 1) for pair in head.split(b",") if b"=" in pair)
        action = keys.get(b"a")
        if action == b"d":
            self._kitty_deletes(int(keys[b"i"]), int(keys.get(b"p", 0)), keys[b"d"])
        elif action == b"p" and b"U" not in keys:
            self._kitty_places({name.decode(): int(value) for name, value in keys.items() if name != b"a"})
        elif action == b"t" or (action is None and self._coming[0]):
            number = int(keys.get(b"i", self._coming[0]))
            held = payload if action == b"t" else self._coming[1] + payload
            more = keys.get(b"m") == b"1"
            self._coming = (number, held) if more else (0, b"")
            if not more:
                self.sent[number] = held

    def _kitty_deletes(self, picture: int, place: int, what: bytes) -> None:
        gone = [key for key in self.placed if key[0] == picture and place in (0, key[1])]
        for key in gone:
            del self.placed[key], self._wiped[key]
        if what == b"I":
            self.sent.pop(picture, None)

    def _kitty_places(self, keys: dict[str, int]) -> None:
        """Only what was sent can be placed; the cursor stays."""
        assert keys["C"] == 1
        picture = keys["i"]
        if picture in self.sent:
            part = (keys["x"], keys["y"], keys["w"], keys["h"]) if "w" in keys else None
            one = Placement(picture, self._x, self._y, keys["c"], keys["r"], part)
            self.placed[picture, keys["p"]] = one
            self._wiped[picture, keys["p"]] = set()

    def _sixel(self, body: bytes) -> None:
        raster = _RASTER.search(body)
        assert raster is not None
        width, height = int(raster[1]), int(raster[2])
        self._lay_over(-(-width // 10), -(-height // 20))

    def _iterm2(self, body: bytes) -> None:
        head, _, payload = body.partition(b":")
        keys = dict(pair.split(b"=", 1) for pair in head.split(b";"))
        data = base64.b64decode(payload)
        assert len(data) == int(keys[b"size"])
        Image.open(io.BytesIO(data)).load()
        assert (keys[b"inline"], keys[b"doNotMoveCursor"]) == (b"1", b"1")
        self._lay_over(int(keys[b"width"]), int(keys[b"height"]))

    def _lay_over(self, columns: int, rows: int) -> None:
        """Whatever is written into its cells later wipes a picture away there."""
        self.overlays += 1
        for row in range(self._y, min(self.rows, self._y + rows)):
            for column in range(self._x, min(self.columns, self._x + columns)):
                self.cells[row][column] = self.cells[row][column]._replace(over=self.overlays)


def covers(one: Placement, column: int, row: int) -> bool:
    """Whether a placed picture lies over a cell."""
    return one.column <= column < one.column + one.columns and one.row <= row < one.row + one.rows
