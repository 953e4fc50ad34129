"""The scenes of before, in a window: some letters find one, and Enter takes it up with its settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding

from screens.base.line_and_list import Form, LineAndList
from screens.base.list_window import ListKeys, ListWindow
from screens.base.topics import Calls, ScreenCalls, bindings_of
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import day, one_line
from screens.theme import ink
from studio.scenes.history import History

if TYPE_CHECKING:
    from library.records import PastScene
    from library.store import Library

FIRST = 1000
"""Scenes that are read at once; the others come when these are there to be seen."""

Read = Callable[[int | None], Sequence["PastScene"]]


class HistoryKeys(ListKeys):
    """Lists the scenes that fit what is typed; `read` gives the newest so many, or all of them, and blocks."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding(
            "enter", "take", "Take it up", tooltip="Take the scene up with its settings", id="past.take", priority=True
        ),
        Binding("down", "move(1)", "Older", key_display="↑↓", id="past.down", priority=True),
        Binding("up", "move(-1)", "Newer", show=False, id="past.up", priority=True),
        Binding("f8", "move(1)", "Older", show=False, id="past.older", priority=True),
        Binding("escape", "close", "Close", id="past.close"),
    ]

    def __init__(
        self, calls: Calls, read: Read, form: Form, muted: Callable[[], str], give: Callable[[PastScene | None], object]
    ) -> None:
        self._calls, self._read, self._form, self._muted, self._give = calls, read, form, muted, give
        self._history = History(())
        self._listed: tuple[PastScene, ...] = ()
        self._is_all_read = False

    def look(self) -> None:
        """Read the scenes, the newest first."""
        self._calls.begin(self._look, group="read")

    async def _look(self) -> None:
        with self._calls.reporting():
            for limit in (FIRST, None):
                scenes = await in_thread(self._calls, self._read, limit)
                self._history = await in_thread(self._calls, History, scenes)
                self._is_all_read = limit is None or len(scenes) < limit
                await self._find()
                if self._is_all_read:
                    break

    def list_fitting(self) -> None:
        """List what fits what is typed by now."""
        self._calls.begin(self._find, group="find", is_exclusive=True)

    async def _find(self) -> None:
        chosen, typed = self._chosen, self._form.typed
        found = await in_thread(self._calls, self._history.matching, typed)
        if typed != self._form.typed:
            return
        self._listed = found
        at = self._listed.index(chosen) if chosen in self._listed else 0
        self._form.show([self._row(one) for one in self._listed], at if self._listed else None)
        self._form.say(self._words(typed))

    def _words(self, typed: str) -> str:
        if self._listed:
            return ""
        if not self._is_all_read:
            return "looking …"
        return "No scene of before has these letters" if typed.strip() else "Nothing was drawn here yet"

    def _row(self, one: PastScene) -> Text:
        row = Text.assemble((f"{day(one.created):>9}  ", self._muted()), one_line(one.scene), no_wrap=True)
        row.overflow = "ellipsis"
        return row

    @property
    def _chosen(self) -> PastScene | None:
        at = self._form.chosen
        return self._listed[at] if at is not None and at < len(self._listed) else None

    def action_move(self, step: int) -> None:
        """Move in the list; after its end comes its begin."""
        self._form.move(step)
        if self._form.chosen is None:
            self._form.move(step)

    def action_take(self) -> None:
        """Take up the scene under the cursor."""
        if self._chosen is not None:
            self._give(self._chosen)

    def action_close(self) -> None:
        """Go back to the scene that is being written."""
        self._give(None)


class HistoryWindow(ListWindow["PastScene | None"]):
    """Gives the scene that was chosen, None where the person goes back."""

    CSS_PATH = ["../base/windows.tcss", "history.tcss"]
    AUTO_FOCUS = "#past-line"
    BINDINGS = bindings_of(HistoryKeys)

    def __init__(self, library: Library) -> None:
        super().__init__()
        form = LineAndList("past", "some letters of a scene")
        muted = partial(ink, self.app, "muted")
        keys = HistoryKeys(ScreenCalls(self), library.searches.past_scenes, form, muted, self.dismiss)
        self.begin("Scenes of before", form, keys)
