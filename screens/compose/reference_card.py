"""A reference picture with its name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from library.errors import LibraryError
from screens.widgets.pictures.picture import PictureView
from studio.errors import StudioError


class ReferenceCard(Vertical):
    """One picture that the engine looks at, with its name; `find` reads its bytes in a thread."""

    DEFAULT_CSS = """
    ReferenceCard {
        min-width: 16;
        max-width: 30;
        height: 100%;
        margin-right: 1;
        .reference-picture { height: 1fr; }
        .reference-name { height: auto; max-height: 2; text-align: center; color: $foreground 70%; }
    }
    """

    def __init__(self, name: str, find: Callable[[], bytes]) -> None:
        super().__init__(classes="reference")
        self._view = PictureView(classes="reference-picture")
        self._words = Static(Text(name, no_wrap=True, overflow="ellipsis"), classes="reference-name")
        self._find = find

    def compose(self) -> ComposeResult:
        """The picture over the name."""
        yield self._view
        yield self._words

    def on_mount(self) -> None:
        """Begin to read the picture."""
        self._load()

    @work(exclusive=True)
    async def _load(self) -> None:
        try:
            data = await asyncio.to_thread(self._find)
        except (StudioError, LibraryError) as error:
            from studio.notices import notice_of

            self._words.update(Text(notice_of(error).line()))
            self.add_class("-missing")
            return
        self._view.show_bytes(data)
