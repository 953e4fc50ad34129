"""What is seen of an arrangement: in words at once, and on the picture as soon as that is drawn."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from screens.base.screen import StudioScreen
from screens.base.work import Work
from screens.lettering.arrangement import Arrangement
from screens.lettering.key_order import WordsLine
from screens.lettering.layout import Arranged
from screens.lettering.place_editor import PlaceEditor, legend
from screens.lettering.remarks import Remarks, put
from screens.lettering.status_text import legend_lines, look_lines, text_lines
from studio.errors import StudioError
from studio.lettering.places.by_hand import Easel, preview
from studio.lettering.records import LetteringRecord

PAUSE = 0.005
"""Seconds without a key before the preview is drawn."""


class Preview:
    """Shows an arrangement on a screen; knows whether its place is being changed by hand."""

    def __init__(self, screen: StudioScreen, work: Work, remarks: Remarks) -> None:
        self._screen = screen
        self._work = work
        self._remarks = remarks

    @property
    def by_hand(self) -> bool:
        """Whether keys change the place."""
        return isinstance(self._screen.focused, PlaceEditor)

    def action_hand(self) -> None:
        """To the picture, or back to the words."""
        # At once: the keys that wait are for what is focused then.
        if self.by_hand:
            line = self._screen.query_one(WordsLine)
            self._screen.set_focus(line)
            line.select_all()
        else:
            self._screen.set_focus(self._screen.query_one(PlaceEditor))

    def take_focus(self) -> None:
        """Something else has the focus: say which keys do what by now."""
        keys = self._screen.query_one("#lettering-keys", VerticalScroll)
        if keys.display != self.by_hand:
            keys.display = self.by_hand
            self._screen.query_one(OptionList).display = not self.by_hand
            lines = legend(self._screen.studio.keys, type(self._screen))
            put(self._screen.query_one("#lettering-legend", Static), legend_lines(self._screen.app, lines))

    def show(self, arrangement: Arrangement) -> None:
        """Show what is arranged by now."""
        arranged, easel = arrangement.now, arrangement.easel
        if arranged is None or easel is None:
            return
        app, grip = self._screen.app, arrangement.grip if self.by_hand else None
        put(self._screen.query_one("#lettering-texts", Static), text_lines(app, arranged))
        put(self._screen.query_one("#lettering-look", Static), look_lines(app, arranged, arrangement.shown, grip))
        self._work.begin(partial(self._draw, arrangement, easel, arranged), "preview")

    async def _draw(self, arrangement: Arrangement, easel: Easel, arranged: Arranged) -> None:
        """Draw the preview; what a newer one overtakes is dropped."""
        await asyncio.sleep(PAUSE)
        outlined = arranged.place if arrangement.shown == "outline" else None
        closer = arranged.place if arrangement.is_closer else None
        record = LetteringRecord() if arrangement.is_before else arranged.record()
        try:
            pixels = await self._work.in_thread(preview, easel, record, outlined=outlined, closer=closer)
        except StudioError as error:
            self._remarks.complain(error.notice)
            return
        self._remarks.complain(None)
        self._screen.query_one(PlaceEditor).show_pixels(pixels)
