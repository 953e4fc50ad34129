"""Keys for a dataset as a whole: files are added, changes taken back, what will come of it, the ZIP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.stock.datasets.keeping import DatasetKeeper
from screens.stock.datasets.keys.looking import View
from screens.stock.datasets.model import changing, colours
from screens.stock.datasets.model.bench import DatasetBench
from screens.stock.datasets.model.reporting import Row
from screens.stock.datasets.parts.pane import PicturePane
from screens.terminal.dropped_paths import dropped_paths
from studio.cast.members import by_name
from studio.datasets.records import Dataset
from studio.plain_text import plain

if TYPE_CHECKING:
    from studio.datasets.making.adding import Proposal
    from studio.workspace import Workspace


class WholeKeys(Topic):
    """Keys that need no picture."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("a", "add", "Add…", tooltip="Add files, or what a search finds", id="dataset.add"),
        Binding("t", "report", "Report", tooltip="What will come of it, before training", id="dataset.report"),
        Binding("z", "zip", "ZIP…", tooltip="For a trainer", id="dataset.zip"),
        Binding("i", "about", "About…", show=False, tooltip="Its name, trigger, pattern", id="dataset.about"),
        Binding("C", "colours", "Colours…", show=False, tooltip="Of swatches, for the cast", id="dataset.colours"),
        Binding("H", "split", "Hold some out", show=False, tooltip="A tenth, to judge by", id="dataset.split"),
        Binding("x", "stop", "Stop", tooltip="End what goes on", id="dataset.stop"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take the last change back", id="dataset.undo"),
        Binding("ctrl+y", "redo", "Redo", show=False, tooltip="Do it again", id="dataset.redo"),
    ]

    def __init__(
        self,
        bench: DatasetBench,
        keeper: DatasetKeeper,
        pane: PicturePane,
        view: View,
        calls: Calls,
        workspace: Callable[[], Workspace | None],
        begin_scene: Callable[[str], Coroutine[Any, Any, None]],
    ) -> None:
        """`begin_scene` opens Compose with words of a scene."""
        self._bench, self._keeper, self._pane, self._view, self._calls = bench, keeper, pane, view, calls
        self._workspace, self._begin_scene = workspace, begin_scene

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a field letters are typed; a dataset that cannot be read has no keys but those that take back."""
        if action in ("undo", "redo"):
            return True
        if self._view.is_typing:
            return False
        if action == "stop":
            return bool(self._keeper.doing)
        return None if self._bench.dataset is None or self._keeper.wrong or self._workspace() is None else True

    def action_undo(self) -> None:
        """Take back what is typed; where nothing is, the last change of the dataset."""
        if self._pane.is_edited:
            self._pane.editor.undo()
        else:
            self._keeper.change(changing.undo, lambda what: f"Taken back: {what}" if what else "Nothing to take back")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if self._pane.is_edited:
            self._pane.editor.redo()
        else:
            self._keeper.change(changing.redo, lambda what: f"Done again: {what}" if what else "Nothing to do again")

    def action_split(self) -> None:
        """Hold some out, so that both sides show what there is."""
        self._view.keep_typed()
        self._keeper.change_slowly(changing.hold_some_out, "Held out")

    def action_stop(self) -> None:
        """End what goes on."""
        self._keeper.stop()

    def action_about(self) -> None:
        """What it says of itself."""
        self._view.keep_typed()
        dataset, workspace = self._bench.dataset, self._workspace()
        if dataset is None or workspace is None:
            return
        from screens.stock.datasets.windows.about_window import AboutWindow

        members = [member.name for member in workspace.stock.cast]

        def take(now: Dataset | None) -> None:
            if now is not None and now != dataset:
                self._keeper.change(partial(changing.say_about, seen=dataset, now=now), f"{now.name} is kept")

        self._calls.open(partial(AboutWindow, dataset, members, is_new=False), take)

    def action_colours(self) -> None:
        """Give the member that it shows the colours of the swatches."""
        self._view.keep_typed()
        dataset, workspace = self._bench.dataset, self._workspace()
        if dataset is None or workspace is None:
            return
        member = by_name(dataset.member, workspace.stock.cast) if dataset.member else None
        if member is None:
            whom = dataset.member and f"{plain(dataset.member)} is not in the cast"
            self._calls.say(whom or "The dataset does not say whom it shows", "i says which member of the cast")
            return
        from screens.stock.datasets.windows.colours_window import ColoursWindow

        def write(wanted: dict[str, str] | None) -> None:
            if wanted:
                self._calls.begin_for_good(partial(self._give_colours, workspace, member.name, wanted), group="colours")

        self._calls.open(partial(ColoursWindow, self._keeper.folder, member.name, member.colours), write)

    async def _give_colours(self, workspace: Workspace, member: str, wanted: dict[str, str]) -> None:
        with self._calls.reporting():
            await asyncio.to_thread(colours.write, workspace.folder, member, wanted)
            await asyncio.to_thread(workspace.learn_cast)
            new = "1 new colour" if len(wanted) == 1 else f"{len(wanted):,} new colours"
            self._calls.say(f"{member} has {new}", "To be seen on the Cast screen, F7")

    def action_add(self) -> None:
        """Add files, or what a search of the library finds."""
        self.open_add(())

    def drop(self, text: str) -> None:
        """Something was pasted, or dropped onto the terminal: files are to be added."""
        paths = dropped_paths(text)
        if paths:
            self.open_add(paths)
        else:
            self._calls.say("What was pasted names no file", "a adds files")

    def open_add(self, paths: Sequence[str]) -> None:
        """Open the window that adds, with paths in its line."""
        self._view.keep_typed()
        workspace = self._workspace()
        if workspace is None or self._bench.dataset is None or self._keeper.wrong:
            return
        from screens.stock.datasets.windows.add_window import AddWindow

        self._calls.open(partial(AddWindow, self._keeper.folder, workspace, paths), self._added)

    def _added(self, waiting: tuple[Proposal, ...] | None) -> None:
        """Show what was added, and the sheets that are in doubt, one after the other."""
        self._keeper.read()
        if waiting:
            self._calls.begin(partial(self._look_at, waiting), group="doubts")

    async def _look_at(self, waiting: Sequence[Proposal]) -> None:
        from screens.stock.datasets.model.sheets import Waiting
        from screens.stock.datasets.sheet_screen import SheetScreen

        for proposal in waiting:
            await self._calls.ask(partial(SheetScreen, self._keeper, Waiting(proposal)))

    def action_report(self) -> None:
        """What will come of it."""
        self._view.keep_typed()
        workspace = self._workspace()
        if workspace is not None:
            from screens.stock.datasets.windows.report_window import ReportWindow

            self._calls.open(partial(ReportWindow, self._keeper.folder, workspace), self._follow)

    def _follow(self, row: Row | None) -> None:
        """Draw what a row of the report says, or mark the pictures that it is about."""
        if row is not None and row.scene:
            self._calls.begin(partial(self._begin_scene, row.scene), group="way")
        elif row is not None:
            self._view.clear_filter()
            self._bench.mark_these(row.pictures)

    def action_zip(self) -> None:
        """A ZIP for a trainer."""
        self._view.keep_typed()
        from screens.stock.datasets.windows.zip_window import ZipWindow

        self._calls.open(partial(ZipWindow, self._keeper.folder))
