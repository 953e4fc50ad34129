"""The window in which the swatches of a dataset's sheets become colours of the member that it shows."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding

from screens.base.line_and_list import LineAndList
from screens.base.list_window import ListKeys, ListWindow
from screens.base.topics import Calls, ScreenCalls, bindings_of
from screens.drawing.threads import in_thread
from screens.stock.datasets.model import colours
from studio.notices import KNOWN_ERRORS, notice_of
from studio.plain_text import plain

LONGEST = 40
"""Characters of a part's name."""
WIDE = 18
"""Cells of a part in the list."""


class ColoursKeys(ListKeys):
    """The line has the part of the swatch under the cursor."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "write", "Write", tooltip="Give the member these colours", id="dataset-colours.write"),
        Binding("enter", "take", "Next", id="dataset-colours.take", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑↓", id="dataset-colours.down", priority=True),
        Binding("up", "move(-1)", "Up in the list", show=False, id="dataset-colours.up", priority=True),
        Binding("escape", "close", "Close", id="dataset-colours.close"),
    ]

    def __init__(
        self,
        folder: Path,
        own: Mapping[str, str],
        form: LineAndList,
        calls: Calls,
        give: Callable[[dict[str, str] | None], object],
    ) -> None:
        """`own` are the colours that the member has."""
        self._folder, self._own, self._form, self._calls, self._give = folder, own, form, calls, give
        self._parts = colours.Parts(own)
        self._at = 0
        self._stop = threading.Event()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is written before a part has another colour."""
        return (True if self._parts.colours else None) if action == "write" else True

    def look(self) -> None:
        """Read the sheets."""
        self._form.line.disabled = True
        self._form.show((), None)
        self._form.say("Reading the sheets…")
        self._calls.begin(self._read, group="colours")

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int, name: str) -> bool:
            # Where the studio has ended meanwhile, nobody wants to know.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._tell, f"Reading {plain(name)}, {done + 1:,} of {total:,}…")
            return not self._stop.is_set()

        try:
            self._take(await in_thread(self._calls, colours.read, self._folder, self._own, tell))
        except KNOWN_ERRORS as error:
            self._tell(notice_of(error).line())

    def _tell(self, words: str) -> None:
        if self._calls.is_there:
            self._form.say(words)

    def _take(self, found: colours.Read) -> None:
        self._parts = colours.Parts(self._own, found.found, found.parts)
        if found.found:
            self._form.line.disabled = False
            self._form.line.focus()
            self._go(0)
            self._form.say("\n".join(found.unreadable) or "Type which part a swatch is of. What has none is left out.")
        else:
            nothing = "No sheet has swatches" if found.sheets else "No sheet is in this dataset"
            self._form.say("\n".join((*found.unreadable, nothing)))
        self._calls.refresh_bindings()

    def _go(self, at: int) -> None:
        self._at = at
        self._form.write(self._parts.parts[at], is_told=False)
        self._show()

    def _show(self) -> None:
        self._form.show([self._row(at) for at in range(len(self._parts.found))], self._at)

    def _row(self, at: int) -> Text:
        swatch, part = self._parts.found[at], plain(self._parts.parts[at])
        before = self._own.get(self._parts.parts[at], "")
        row = Text.assemble(("██", swatch.shade.colour), f" {swatch.shade.colour}  ", no_wrap=True, overflow="ellipsis")
        row.append(f"{part or 'no part':<{WIDE}} ", "" if part else "dim")
        if before:
            row.append("was ", "dim").append("██", before).append(" ")
        return row.append(plain(", ".join(swatch.sheets)), "dim")

    def list_fitting(self) -> None:
        """The swatch under the cursor is of the part that is typed."""
        if self._parts.found:
            self._parts.say(self._at, plain(self._form.typed).strip())
            self._show()
            self._calls.refresh_bindings()

    def action_move(self, step: int) -> None:
        """To another swatch."""
        if self._parts.found:
            self._go((self._at + step) % len(self._parts.found))

    def action_take(self) -> None:
        """To the next swatch."""
        self.action_move(1)

    def action_write(self) -> None:
        """Give the colours."""
        wanted = self._parts.colours
        if wanted:
            self._give(wanted)

    def action_close(self) -> None:
        """Change nothing."""
        self._give(None)

    def end(self) -> None:
        """Nobody waits for more sheets any more."""
        self._stop.set()


class ColoursWindow(ListWindow["dict[str, str] | None"]):
    """Gives the colours of a member's parts that are to be others; None where the person thinks better of it."""

    TITLE = "Colours of swatches"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#colours-line"
    BINDINGS = bindings_of(ColoursKeys)

    def __init__(self, folder: Path, member: str, own: Mapping[str, str]) -> None:
        super().__init__()
        form = LineAndList("colours", "the part: coat, fur, eyes", LONGEST)
        self._colours = ColoursKeys(folder, own, form, ScreenCalls(self), self.dismiss)
        self.begin(f"Colours for {plain(member)}", form, self._colours)

    def on_unmount(self) -> None:
        """Let go of the thread."""
        self._colours.end()
