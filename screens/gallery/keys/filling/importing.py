"""Importing by key, and by dropping files onto the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding

from screens.gallery.shelving.context import ShelfTopic
from screens.terminal.dropped_paths import dropped_paths


class Importing(ShelfTopic):
    """The key that imports pictures of other programs, where they lie."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding(
            "I", "import_pictures", "Import…", show=False, tooltip="Import… a folder, or files", id="gallery.import"
        ),
    ]

    def action_import_pictures(self) -> None:
        """Open the window that imports."""
        self.open(())

    def drop(self, text: str) -> None:
        """Something was pasted, or dropped onto the terminal: files and folders are to be imported."""
        paths = dropped_paths(text)
        if paths:
            self.open(paths)
        else:
            self.calls.say("What was pasted names no file", "/ searches for words; I imports a folder")

    def open(self, paths: Sequence[str]) -> None:
        """Open the window that imports, with some paths in its line."""
        library = self.context.library
        if library is not None:
            from screens.gallery.windows.importing import ImportWindow

            self.calls.open(partial(ImportWindow, library, paths))
