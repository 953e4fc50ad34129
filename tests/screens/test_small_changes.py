"""What stands on a terminal after small changes is what stands there when all is painted again."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from tests.conftest import Home
from tests.screens import drawn
from tests.screens.terminals import Terminal, Watched

COLUMNS, ROWS = 120, 40
F1, F4, ENTER, ESCAPE = b"\x1bOP", b"\x1bOS", b"\r", b"\x1b"

GROUND, BRIGHT = (11, 16, 22), (33, 230, 240)
TILES = [(9 + 19 * column, 8 + 12 * row) for row in range(2) for column in range(4)]
LAST = [(10, 31), (30, 31), (50, 31)]
PREVIEW, LARGE = [(99, 12), (82, 3)], (60, 15)
"""A window stands over a part of the preview for a while: what lay over its cells is written again after it."""
STRIP = [(11 + 14 * place, 34) for place in range(8)]

Seen = list[list[tuple[Any, ...]]]


class Screen(Watched):
    """The studio on a terminal, and what stands on the glass."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(terminal, COLUMNS, ROWS)
        self._skies: dict[int, tuple[Any, ...]] = {}

    @property
    def cells(self) -> Seen:
        """Each cell: the picture in it, or else the letter, and the colours."""
        found: Seen = []
        for row in range(ROWS):
            line: list[tuple[Any, ...]] = []
            for column, cell in enumerate(self.glass.cells[row]):
                picture = self.glass.kitty_at(column, row) or self.glass.placed_at(column, row)
                fore = cell.fore if cell.text.strip() else None
                line.append(self._sky(picture) if picture else (cell.text, fore, cell.back, bool(cell.over)))
            found.append(line)
        return found

    def _sky(self, picture: int) -> tuple[Any, ...]:
        """What a picture is known by, in whatever size it was sent; one that is still to come has nothing to see."""
        if picture not in self._skies:
            if picture not in self.glass.sent:
                return ("to come", picture)
            pixels = self.glass.kitty_picture(picture)
            self._skies[picture] = tuple(int(value) // 16 for value in pixels[2, pixels.shape[1] // 2])
        return self._skies[picture]

    def stands(self, wanted: Seen) -> None:
        """Wait until these cells stand there. Says which do not."""
        try:
            self.until(lambda: self.cells == wanted)
        except AssertionError:
            places = [(x, y) for y in range(ROWS) for x in range(COLUMNS) if self.cells[y][x] != wanted[y][x]]
            wrong = [(x, y, self.cells[y][x], wanted[y][x]) for x, y in places[:6]]
            raise AssertionError(f"{len(places)} cells are not as they were: {wrong}") from None

    def is_gallery(self) -> bool:
        """Whether the Gallery stands there with nothing before it."""
        is_bright = self.glass.cells[0][1].fore == BRIGHT
        footer = self.glass.text(ROWS - 1)
        return is_bright and self.shows("1 of 8", "plate") and "Letter" in footer and "Quit" in footer

    def open_gallery(self) -> None:
        """Open it, and a window and nothing over it, so that all has been written once more at its end."""
        for key, words in ((F4, ""), (F1, "Every picture of the library"), (ESCAPE, "")):
            self.terminal.press(key)
            if words:
                self.until(lambda words=words: self.shows(words))  # type: ignore[misc]
            else:
                self.until(lambda: self.is_gallery() and self.has_pictures(*TILES, *PREVIEW))

    def has_pictures(self, *places: tuple[int, int]) -> bool:
        """Whether these cells belong to pictures, of whatever kind."""
        return all(self._is_picture(x, y) for x, y in places)

    def _is_picture(self, x: int, y: int) -> bool:
        cell = self.glass.cells[y][x]
        if self.glass.kitty_at(x, y) or self.glass.placed_at(x, y):
            return True
        return cell.over > 0 or cell.back not in (None, GROUND)


@pytest.mark.parametrize("protocol", ["half-cells", "kitty", "kitty-placed", "sixel", "iterm2"])
def test_moves_and_marks_there_and_back_leave_what_was_there(cast_home: Home, protocol: str) -> None:
    drawn.shelf_of(cast_home.library, 8).close()
    cast_home.write_settings(f'pictures = "{protocol}"\n')
    with Terminal(
        ["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(cast_home.settings)}, columns=COLUMNS, rows=ROWS
    ) as terminal:
        screen = Screen(terminal)
        screen.until(lambda: screen.shows("Scene"))
        screen.open_gallery()
        whole = screen.cells
        for there, told, back in (
            ("l", "2 of 8", "h"),
            ("jl", "6 of 8", "kh"),
            (" ", "1 marked", "h h"),
            ("3", "★★★", "0"),
        ):
            terminal.press(there.encode())
            screen.until(lambda told=told: screen.shows(told))  # type: ignore[misc]
            terminal.press(back.encode())
            screen.stands(whole)
        terminal.press(ENTER)
        screen.until(lambda: screen.shows("1 of 8", "Back") and screen.has_pictures(LARGE, *STRIP))
        for keys, told in (("j", "2 of 8"), ("jj", "4 of 8"), ("kkk", "1 of 8")):
            terminal.press(keys.encode())
            screen.until(lambda told=told: screen.shows(told))  # type: ignore[misc]
        terminal.press(ESCAPE)
        screen.stands(whole)


@pytest.mark.parametrize("protocol", ["half-cells", "kitty", "kitty-placed", "sixel", "iterm2"])
def test_what_stood_there_stands_there_again_after_a_stop(cast_home: Home, protocol: str) -> None:
    drawn.shelf_of(cast_home.library, 8).close()
    cast_home.write_settings(f'pictures = "{protocol}"\n')
    with Terminal(
        ["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(cast_home.settings)}, columns=COLUMNS, rows=ROWS
    ) as terminal:
        screen = Screen(terminal)
        screen.until(lambda: screen.shows("Scene"))
        screen.open_gallery()
        whole = screen.cells
        terminal.stop()
        terminal.signal(signal.SIGCONT)
        screen.stands(whole)
        terminal.press(b"lh")
        screen.stands(whole)


def test_a_room_that_opens_is_written_once(cast_home: Home) -> None:
    drawn.shelf_of(cast_home.library, 8).close()
    cast_home.write_settings('pictures = "half-cells"\n')
    with Terminal(
        ["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(cast_home.settings)}, columns=COLUMNS, rows=ROWS
    ) as terminal:
        screen = Screen(terminal)
        screen.until(lambda: screen.shows("Scenes to try", "Quit") and screen.has_pictures(*LAST))
        terminal.press(F4)
        screen.until(lambda: screen.is_gallery() and screen.has_pictures(*TILES, *PREVIEW))
        # What an empty scene offers comes when the first frame stands already, and then its pictures.
        first = terminal.seen.count(b"Saying on the shirt") - 1
        terminal.press(b"\x1bOQ")
        screen.until(lambda: screen.shows("Scenes to try", "Saying"))
        terminal.press(F4)
        screen.until(lambda: screen.is_gallery() and screen.has_pictures(*TILES, *PREVIEW))
        written = [terminal.seen.count(name) for name in (b"Saying on the shirt", b"search scenes, prompts")]
    assert first <= 2, "an empty scene's panes, and their pictures"
    assert written == [2 + first, 2], "each of two rooms was seen twice"


def test_without_colours_the_pictures_that_were_sent_stand_in_the_tiles(cast_home: Home) -> None:
    drawn.shelf_of(cast_home.library, 8).close()
    cast_home.write_settings('pictures = "kitty"\n')
    surroundings = {"MILO_STUDIO_SETTINGS": str(cast_home.settings), "NO_COLOR": "1"}
    with Terminal(["-m", "studio"], surroundings, columns=COLUMNS, rows=ROWS) as terminal:
        screen = Screen(terminal)
        screen.until(lambda: screen.shows("Scene"))
        terminal.press(F4)
        screen.until(lambda: all(screen.glass.kitty_at(x, y) in screen.glass.sent for x, y in TILES))
        red, green, blue = screen.glass.cells[2][1].fore or (0, 1, 2)
        assert red == green == blue
