"""What the topics of the Lettering screen share: what is arranged, how it came about, and the preview of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from rich.text import Text
from textual import work
from textual.content import Content
from textual.widgets import Input, Static

from screens.base import StudioScreen
from screens.gallery.words import one_line
from screens.lettering.hand import Hand
from screens.lettering.history import History
from screens.lettering.layout import Arranged
from screens.lettering.said import grip_said, look_said, texts_said
from screens.threads import in_thread
from screens.widgets.picture import PictureView
from studio.arranging import Easel, preview
from studio.errors import Notice, StudioError
from studio.lettering.records import LetteringRecord
from studio.workspace import Workspace

PAUSE = 0.005
"""Seconds without a key before the preview is drawn."""


class Arranging(StudioScreen):
    """A picture on the easel and what is arranged on it; both are None until the picture has been read."""

    def __init__(self, picture_id: int) -> None:
        super().__init__()
        self.picture_id = picture_id
        self.workspace: Workspace | None = None
        self.easel: Easel | None = None
        self.arranged: Arranged | None = None
        self.sayings: tuple[str, ...] = ()
        self._history = History()
        self._outlined, self._closer, self._before = True, False, False

    def change(self, arranged: Arranged | None, kind: str = "") -> None:
        """Something was changed by a step of a kind; steps of one kind in a row are taken back together."""
        if arranged is not None and self.arranged is not None and arranged != self.arranged:
            self._history = self._history.then(self.arranged, kind and f"{kind} {self.arranged.at}")
            self.arranged = arranged
        self.show_it()

    def take_text(self) -> None:
        """Put the current text into the line, without hearing of it as if it were typed."""
        if self.arranged is None:
            return
        line = self.query_one("#lettering-words", Input)
        with self.prevent(Input.Changed):
            line.value = self.arranged.current.text
        line.select_all()

    # Back and forth.

    def action_undo(self) -> None:
        """Take the last change back."""
        if self.arranged is not None:
            self._history, self.arranged = self._history.undo(self.arranged)
            self.take_text()
            self.show_it()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if self.arranged is not None:
            self._history, self.arranged = self._history.redo(self.arranged)
            self.take_text()
            self.show_it()

    # What is seen.

    def action_outline(self) -> None:
        """Show the outlines, or the picture as it will be."""
        self._outlined = not self._outlined
        self.show_it()

    def action_closer(self) -> None:
        """Look closely at the place, or at the whole picture."""
        self._closer = not self._closer
        self.show_it()

    def action_before(self) -> None:
        """The picture as it was, or as it will be."""
        self._before = not self._before
        self.show_it()

    def show_it(self) -> None:
        """Show what is arranged by now, in words at once, and on the picture as soon as that is drawn."""
        if self.arranged is None or self.easel is None:
            return
        hand = self.query_one(Hand)
        shown = "before" if self._before else "on" if self._outlined else "off"
        self._say("#lettering-texts", texts_said(self.app, self.arranged))
        by_hand = hand.has_focus
        look = grip_said(self.app, self.arranged, hand.grip) if by_hand else look_said(self.app, self.arranged, shown)
        self._say("#lettering-look", look)
        self._draw(self.easel, self.arranged)

    def _say(self, place: str, words: Text) -> None:
        """Words that are there already would cost a layout of the whole screen."""
        static = self.query_one(place, Static)
        if static.content != words:
            static.update(words)

    @work(exclusive=True, group="preview")
    async def _draw(self, easel: Easel, arranged: Arranged) -> None:
        """Draw the preview; what a newer one overtakes is dropped."""
        await asyncio.sleep(PAUSE)
        outlined = arranged.place if self._outlined and not self._before else None
        closer = arranged.place if self._closer else None
        record = LetteringRecord() if self._before else arranged.record()
        try:
            pixels = await in_thread(self, preview, easel, record, outlined=outlined, closer=closer)
        except StudioError as error:
            self.complain(error.notice)
            return
        self.complain(None)
        self.query_one("#lettering-picture", PictureView).show_pixels(pixels)

    def complain(self, notice: Notice | None) -> None:
        """Say at the words why they cannot be set; None: they can."""
        self.tell(f"{notice.title}: {notice.reason}" if notice else "", wrong=notice is not None)

    @contextmanager
    def telling(self, words: str) -> Iterator[None]:
        """Say this at the words meanwhile."""
        self.tell(words)
        try:
            yield
        finally:
            if self.is_attached:
                self.tell("")

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """Say something at the words, in one line."""
        field, said = self.query_one("#lettering-field"), Content(one_line(words))
        field.set_class(wrong, "-wrong")
        if field.border_subtitle != said.markup:
            field.border_subtitle = said
