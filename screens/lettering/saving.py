"""Saving what is arranged, one or many sayings at once, and reading the words back from the finished picture."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import on, work
from textual.widgets import Button

from screens.drawing.threads import in_thread
from screens.gallery.model.captions import one_line, short_path
from screens.lettering.arrangement import Arrangement
from screens.lettering.sayings_window import SayingsWindow
from studio.errors import Notice
from studio.lettering.batches.readback import verdict
from studio.lettering.places.by_hand import fitted, with_saying
from studio.lettering.places.misplaced import misplaced
from studio.lettering.records import LetteringRecord, to_json
from studio.pictures import finishing

UNREAD = "Try another ink, a larger place, or fewer words"
NOTHING = Notice("There are no words to set", "", "Type some, or choose a saying with ↓")


class Saving(Arrangement):
    """Each saving makes a new version beside the picture. `ready` is set when the picture has been read."""

    def __init__(self, picture_id: int) -> None:
        super().__init__(picture_id)
        self.ready = asyncio.Event()

    @on(Button.Pressed, "#lettering-save")
    def _pressed(self) -> None:
        self.action_save()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save a new version beside the picture, say where it is, and go back."""
        with self.studio.reporting():
            record = await self._finished()
            if record is None or self.workspace is None:
                return
            with self.telling("saving …"):
                lettering = await self.workspace.desk.letter(self.picture_id, record)
            path, read = Path(lettering.path), one_line(verdict(lettering.record))
            odd = ["it cannot be read back"] if lettering.misread else []
            odd += [one_line(f"nobody wears “{one.text}”") for one in misplaced(lettering.record)]
            title = f"Saved, but {' and '.join(odd)}" if odd else "Saved as a new version"
            where = f"in {short_path(str(path.parent))}"
            reason = f"{path.name}: {read}" if read else path.name
            self.studio.show_notice(Notice(title, reason, f"{where}. {UNREAD}" if lettering.misread else where))
            if self.is_current:
                self.dismiss()

    @work(exclusive=True, group="save")
    async def action_sayings(self) -> None:
        """Show every saying on the place, and save those that are chosen as new versions."""
        if self.arranged is None or self.easel is None or self.workspace is None:
            return
        arranged, sayings = self.arranged, self.sayings
        easel, setting, look = self.easel, arranged.setting, arranged.look
        chosen = await self.app.push_screen_wait(SayingsWindow(easel, setting, sayings, look))
        misread = 0
        with self.studio.reporting():
            for done, number in enumerate(chosen, 1):
                fitting = await in_thread(self, with_saying, easel, setting, sayings[number - 1], look)
                record = LetteringRecord(settings=(fitting,), look=look)
                with self.telling(f"saving {done} of {len(chosen)} …"):
                    lettering = await self.workspace.desk.letter(self.picture_id, record)
                misread += lettering.misread
            if chosen:
                count = f"{len(chosen)} new versions" if len(chosen) > 1 else "a new version"
                unread = f"{misread} of them cannot be read back" if misread else ""
                self.studio.show_notice(Notice(f"Saved as {count}", unread, UNREAD if misread else ""))

    @work(exclusive=True, group="save")
    async def action_read(self) -> None:
        """Read the words back from the picture as it will be, and say what was read."""
        with self.studio.reporting():
            record = await self._finished()
            if record is None or self.workspace is None:
                return
            with self.telling("reading …"):
                read = await in_thread(self, finishing.read_again, self.workspace.library, self.picture_id, record)
            self.tell(verdict(to_json(read)))

    async def _finished(self) -> LetteringRecord | None:
        """The record as it will be saved; None, and that is said, where there are no words."""
        # Words may be typed and saved before the picture is read.
        await self.ready.wait()
        if self.arranged is None or self.easel is None:
            return None
        record = self.arranged.record()
        if record.settings:
            return await in_thread(self, fitted, self.easel, record)
        self.studio.show_notice(NOTHING)
        return None
