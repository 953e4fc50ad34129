"""What the topics of the Lettering screen share: what is arranged, how it came about, and the preview of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from rich.text import Text
from textual import work
from textual.widgets import Static

from screens.base.screen import StudioScreen
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import one_line
from screens.lettering.history import History
from screens.lettering.key_order import KeysInOrder, Pressed, WordsLine
from screens.lettering.layout import Arranged
from screens.lettering.place_editor import Grip, PlaceEditor
from screens.lettering.status_text import look_lines, text_lines
from screens.widgets.pictures.picture import PictureView
from studio.errors import Notice, StudioError
from studio.lettering.places.by_hand import Easel, preview
from studio.lettering.records import LetteringRecord
from studio.workspace import Workspace

PAUSE = 0.005
"""Seconds without a key before the preview is drawn."""


class Arrangement(StudioScreen):
    """A picture on the easel and what is arranged on it; both are None until the picture has been read."""

    def __init__(self, picture_id: int) -> None:
        super().__init__()
        self.picture_id = picture_id
        self.workspace: Workspace | None = None
        self.easel: Easel | None = None
        self.arranged: Arranged | None = None
        self.sayings: tuple[str, ...] = ()
        self.grip: Grip = "whole"
        self._history = History()
        self._outlined, self._closer, self._before = True, False, False
        self._wrong, self._told = "", ""

    # Keys and letters, in turn.

    async def on_pressed(self, message: Pressed) -> None:
        """Do a key where the focus is by now, and take up at once what it typed."""
        message.stop()
        target = self.app.focused
        if isinstance(target, KeysInOrder):
            await target.take(message.event)
            self.take_typed()
        else:
            (target or self.app.screen).post_message(message.event)

    def take_typed(self) -> None:
        """The current text is what stands in the line."""

    @property
    def by_hand(self) -> bool:
        """Whether keys change the place."""
        return isinstance(self.focused, PlaceEditor)

    def change(self, arranged: Arranged | None, kind: str = "", time: float = 0.0) -> None:
        """Something was changed by a step of a kind, at a time; steps of one kind in a burst are taken back together.

        What changes is to be seen: the picture as it was before makes way for it.
        """
        if arranged is not None and self.arranged is not None and arranged != self.arranged:
            self._history = self._history.then(self.arranged, kind and f"{kind} {self.arranged.at}", time)
            self.arranged, self._before, self._told = arranged, False, ""
        self.show_it()

    def take_text(self) -> None:
        """Put the current text into the line, without hearing of it as if it were typed."""
        if self.arranged is None:
            return
        line = self.query_one(WordsLine)
        with self.prevent(WordsLine.Changed):
            line.value = self.arranged.current.text
        line.select_all()

    # Back and forth.

    def action_undo(self) -> None:
        """Take the last change back."""
        if self.arranged is not None:
            self._history, self.arranged = self._history.undo(self.arranged)
            self._before = False
            self.take_text()
            self.show_it()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if self.arranged is not None:
            self._history, self.arranged = self._history.redo(self.arranged)
            self._before = False
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

    def end_before(self) -> None:
        """The picture as it will be."""
        if self._before:
            self.action_before()

    def show_it(self) -> None:
        """Show what is arranged by now, in words at once, and on the picture as soon as that is drawn."""
        if self.arranged is None or self.easel is None:
            return
        self._say("#lettering-texts", text_lines(self.app, self.arranged))
        shown = "before" if self._before else "outline" if self._outlined else "words"
        self._say("#lettering-look", look_lines(self.app, self.arranged, shown, self.grip if self.by_hand else None))
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
        """Say at the words why they cannot be set, for as long as that is so; None: they can."""
        self._wrong = one_line(notice.reason or notice.title) if notice else ""
        self._tell_it()

    @contextmanager
    def telling(self, words: str) -> Iterator[None]:
        """Say this at the words meanwhile."""
        self.tell(words)
        try:
            yield
        finally:
            if self.is_there:
                self.tell("")

    def tell(self, words: str) -> None:
        """Say something at the words."""
        self._told = one_line(words)
        self._tell_it()

    def _tell_it(self) -> None:
        said = self.query_one("#lettering-said", Static)
        wrong = bool(self._wrong)
        self.query_one("#lettering-field").set_class(wrong, "-wrong")
        said.set_class(wrong, "-wrong")
        self._say("#lettering-said", Text("\n".join(filter(None, (self._wrong, self._told)))))
        said.display = bool(self._wrong or self._told)
