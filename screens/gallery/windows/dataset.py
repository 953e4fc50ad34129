"""The window that asks to which dataset pictures go: the one that was changed last first, or a new one by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding

from screens.base.line_and_list import Form, LineAndList
from screens.base.list_window import ListKeys, ListWindow
from screens.base.topics import Calls, ScreenCalls, bindings_of
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import how_many
from screens.gallery.model.to_dataset import known
from studio.plain_text import plain

if TYPE_CHECKING:
    from studio.workspace import Workspace

LONGEST = 80
"""Characters of a name."""


class Target(NamedTuple):
    """Where pictures go: the folder of a dataset that is there, or None and the name of a new one."""

    folder: Path | None
    name: str


class DatasetKeys(ListKeys):
    """Chooses a dataset."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("enter", "take", "Send", id="to-dataset.take", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑↓", id="to-dataset.down", priority=True),
        Binding("up", "move(-1)", "Up in the list", show=False, id="to-dataset.up", priority=True),
        Binding("escape", "close", "Close", id="to-dataset.close"),
    ]

    def __init__(self, calls: Calls, form: Form, workspace: Workspace, give: Callable[[Target | None], object]) -> None:
        """`give` closes the window."""
        self._calls, self._form, self._workspace, self._give = calls, form, workspace, give
        self._known: tuple[Target, ...] = ()
        self._listed: tuple[Target, ...] = ()

    def look(self) -> None:
        """Read which datasets there are."""
        self._calls.begin(self._look, group="datasets", is_exclusive=True)

    async def _look(self) -> None:
        with self._calls.reporting():
            self._known = await in_thread(self._calls, _known, self._workspace)
        self.list_fitting()

    def list_fitting(self) -> None:
        """List those whose name has what is typed, and behind them a new one of that name."""
        typed = plain(self._form.typed)
        fitting = [one for one in self._known if typed.casefold() in one.name.casefold()]
        is_new = bool(typed) and all(one.name.casefold() != typed.casefold() for one in self._known)
        self._listed = (*fitting, *([Target(None, typed)] if is_new else []))
        rows = [Text(one.name, no_wrap=True, overflow="ellipsis") for one in fitting]
        if is_new:
            rows.append(Text.assemble(("new: ", "dim"), typed, no_wrap=True, overflow="ellipsis"))
        self._form.show(rows, 0 if rows else None)
        self._form.say("" if self._known or typed else "There is none yet: type the name of a new one")

    def action_move(self, step: int) -> None:
        """Move in the list."""
        self._form.move(step)

    def action_take(self) -> None:
        """Take the chosen one."""
        if (at := self._form.chosen) is not None:
            self._give(self._listed[at])

    def action_close(self) -> None:
        """Send nothing."""
        self._give(None)


class ToDatasetWindow(ListWindow[Target | None]):
    """Gives where the pictures go; None where the person thinks better of it."""

    TITLE = "To a dataset"
    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#dataset-line"
    BINDINGS = bindings_of(DatasetKeys)

    def __init__(self, workspace: Workspace, chosen: Sequence[int]) -> None:
        super().__init__()
        form = LineAndList("dataset", "a dataset, or the name of a new one", LONGEST)
        keys = DatasetKeys(ScreenCalls(self), form, workspace, self.dismiss)
        self.begin(f"Send {how_many(chosen)} to a dataset", form, keys)


def _known(workspace: Workspace) -> tuple[Target, ...]:
    """The datasets that there are, the one that was changed last first. Blocks."""
    return tuple(Target(folder, plain(folder.name)) for folder in known(workspace))
