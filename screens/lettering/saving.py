"""Saving what is arranged, one or many sayings at once, and reading the words back from the finished picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from screens.base.host import Notices
from screens.base.work import Work
from screens.gallery.model.captions import one_line
from screens.lettering.arrangement import Arrangement
from screens.lettering.remarks import Says, telling
from studio.errors import Notice
from studio.lettering.batches.readback import verdict
from studio.lettering.places.by_hand import Easel, fitted, with_saying
from studio.lettering.places.misplaced import misplaced
from studio.lettering.records import LetteringRecord, Look, Setting, to_json
from studio.pictures import finishing
from studio.plain_text import short_path

if TYPE_CHECKING:
    from studio.workspace import Workspace

UNREAD = "Try another ink, a larger place, or fewer words"
LEFT = "The words are here again when you letter this picture; Ctrl-Z there drops them"
BACK = "What you left unsaved is here again; Ctrl-Z drops it"
NOTHING = Notice("There are no words to set", "", "Type some, or choose a saying with ↓")


class Closes(Protocol):
    """The screen, as this sees it."""

    @property
    def is_current(self) -> bool:
        """Whether it is on top."""

    def dismiss(self) -> object:
        """Go back to where the person came from."""


class Asks(Protocol):
    """Lets a person choose among all sayings as they would be set; gives the numbers, from 1, of those to keep."""

    def __call__(
        self, easel: Easel, setting: Setting, sayings: tuple[str, ...], look: Look
    ) -> Awaitable[tuple[int, ...]]: ...


class Saving:
    """Each saving makes a new version beside the picture. `keep` does what blocks, also when the screen has gone."""

    def __init__(
        self,
        arrangement: Arrangement,
        notices: Notices,
        work: Work,
        says: Says,
        *,
        ask: Asks,
        screen: Closes,
        keep: Callable[[Callable[[], None]], None],
    ) -> None:
        self._arrangement = arrangement
        self._notices = notices
        self._work = work
        self._says = says
        self._ask = ask
        self._screen = screen
        self._keep = keep

    def action_close(self) -> None:
        """Go back without saving; the words are there when the picture is lettered again."""
        workspace = self._arrangement.workspace
        if workspace is not None and self._arrangement.is_unsaved:
            self._notices.passing.say("Not saved, and kept", LEFT)
            self._keep(workspace.unsaved.keep)
        self._screen.dismiss()

    def action_save(self) -> None:
        """Save a new version beside the picture, say where it is, and go back."""
        self._work.begin(self._save, "save")

    async def _save(self) -> None:
        with self._notices.reporting():
            record = await self._finished()
            workspace = self._arrangement.workspace
            if record is None or workspace is None:
                return
            arranged = self._arrangement.now
            with telling(self._says, "saving …"):
                lettering = await workspace.desk.letter(self._arrangement.picture_id, record)
            if arranged is not None:
                self._arrangement.saved(arranged.record())
            path, read = Path(lettering.path), one_line(verdict(lettering.record))
            odd = ["it cannot be read back"] if lettering.misread else []
            odd += [one_line(f"nobody wears “{one.text}”") for one in misplaced(lettering.record)]
            title = f"Saved, but {' and '.join(odd)}" if odd else "Saved as a new version"
            where = f"in {short_path(str(path.parent))}"
            reason = f"{path.name}: {read}" if read else path.name
            self._notices.show_notice(Notice(title, reason, f"{where}. {UNREAD}" if lettering.misread else where))
            await self._tell_of_credentials(workspace)
            if self._screen.is_current:
                self._screen.dismiss()

    async def _tell_of_credentials(self, workspace: Workspace) -> None:
        """Say what of the picture no lettering can carry."""
        left = await self._work.in_thread(finishing.credentials_left, workspace.library, self._arrangement.picture_id)
        if left:
            self._notices.show_notice(Notice("Saved without Content Credentials", one_line(left), warning=True))

    def action_sayings(self) -> None:
        """Show every saying on the place, and save those that are chosen as new versions."""
        self._work.begin(self._save_sayings, "save")

    async def _save_sayings(self) -> None:
        arranged, easel, workspace = self._arrangement.now, self._arrangement.easel, self._arrangement.workspace
        if arranged is None or easel is None or workspace is None:
            return
        setting, look, sayings = arranged.setting, arranged.look, workspace.stock.sayings
        chosen = await self._ask(easel, setting, sayings, look)
        misread = 0
        with self._notices.reporting():
            for done, number in enumerate(chosen, 1):
                fitting = await self._work.in_thread(with_saying, easel, setting, sayings[number - 1], look)
                record = LetteringRecord(settings=(fitting,), look=look)
                with telling(self._says, f"saving {done} of {len(chosen)} …"):
                    lettering = await workspace.desk.letter(self._arrangement.picture_id, record)
                misread += lettering.misread
            if chosen:
                count = f"{len(chosen)} new versions" if len(chosen) > 1 else "a new version"
                unread = f"{misread} of them cannot be read back" if misread else ""
                self._notices.show_notice(Notice(f"Saved as {count}", unread, UNREAD if misread else ""))
                await self._tell_of_credentials(workspace)

    def action_read(self) -> None:
        """Read the words back from the picture as it will be, and say what was read."""
        self._work.begin(self._read, "save")

    async def _read(self) -> None:
        with self._notices.reporting():
            record = await self._finished()
            workspace, picture = self._arrangement.workspace, self._arrangement.picture_id
            if record is None or workspace is None:
                return
            with telling(self._says, "reading …"):
                read = await self._work.in_thread(finishing.read_again, workspace.library, picture, record)
            self._says.tell(verdict(to_json(read)))

    async def _finished(self) -> LetteringRecord | None:
        """The record as it will be saved; None, and that is said, where there are no words."""
        # Words may be typed and saved before the picture is read.
        await self._arrangement.ready.wait()
        arranged, easel = self._arrangement.now, self._arrangement.easel
        if arranged is None or easel is None:
            return None
        record = arranged.record()
        if record.settings:
            return await self._work.in_thread(fitted, easel, record)
        self._notices.show_notice(NOTHING)
        return None
