"""All datasets: the list at the left, the first pictures of one and how it stands at the right."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import ScreenResume
from textual.message import Message
from textual.widgets import OptionList

from screens.base.messages import Opened
from screens.base.screen import StudioScreen
from screens.base.topics import Calls, ScreenCalls, Topic, Work, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.stock.datasets.model import changing, reading
from screens.stock.datasets.model.listing import Listing
from screens.stock.datasets.parts.dataset_list import DatasetAbout, DatasetList
from studio.datasets.records import Dataset

if TYPE_CHECKING:
    from studio.workspace import Workspace


class ListKeys(Topic):
    """Keys of the list."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("escape", "back", "Back", id="datasets.back"),
        Binding("n", "new", "New…", tooltip="Begin a dataset", id="datasets.new"),
    ]

    def __init__(self, listing: Listing, calls: Calls, go_back: Work) -> None:
        self._listing, self._calls, self._go_back = listing, calls, go_back
        self.workspace: Workspace | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be begun before the studio is open."""
        return None if action == "new" and self.workspace is None else True

    def action_back(self) -> None:
        """Back to the room that was left for this one."""
        self._calls.begin(self._go_back, group="way")

    # What there is.

    def read(self, go_to: Path | None = None) -> None:
        """Read which datasets there are."""
        if self.workspace is not None:
            self._calls.begin(partial(self._read, self.workspace, go_to), group="read", is_exclusive=True)

    async def _read(self, workspace: Workspace, go_to: Path | None) -> None:
        with self._calls.reporting():
            rows = await in_thread(self._calls, reading.listed, workspace.library.folder)
            self._listing.take(rows, go_to)

    def open(self) -> None:
        """Open the dataset under the cursor."""
        if self._listing.current is not None and self.workspace is not None:
            from screens.stock.datasets.screen import DatasetScreen

            self._calls.open(partial(DatasetScreen, self._listing.current.folder))

    def action_new(self) -> None:
        """Begin one."""
        if self.workspace is None:
            return
        from screens.stock.datasets.windows.about_window import AboutWindow

        members = [member.name for member in self.workspace.stock.cast]
        self._calls.open(partial(AboutWindow, Dataset(""), members, is_new=True), self._begin)

    def _begin(self, dataset: Dataset | None) -> None:
        if dataset is not None and self.workspace is not None:
            self._calls.begin_for_good(partial(self._make, self.workspace, dataset), group="changes")

    async def _make(self, workspace: Workspace, dataset: Dataset) -> None:
        with self._calls.reporting():
            folder = await asyncio.to_thread(changing.begin, workspace.library.folder, dataset)
            self._calls.say(f"{dataset.name} is begun", "a adds pictures, as does D in the Gallery")
            if self._calls.is_there:
                rows = await in_thread(self._calls, reading.listed, workspace.library.folder)
                self._listing.take(rows, folder)
                self.open()


class DatasetsScreen(StudioScreen):
    """All datasets."""

    ROOM = "Datasets"
    HELP = (
        "A dataset is a folder with pictures, a text file with the caption beside each, and a dataset.toml that says"
        " where they come from and what was done to them. Other tools may change it; the studio reads it as they left"
        " it. n begins one, Enter opens it, and D in the Gallery sends"
        " pictures to it."
    )
    CSS_PATH = "datasets.tcss"
    AUTO_FOCUS = "#datasets-list"
    PARTS = (DatasetList,)
    BINDINGS = bindings_of(ListKeys)

    def __init__(self) -> None:
        super().__init__()
        self.parts = DatasetsBody(ScreenCalls(self), self.studio.go_back)
        offer(self, self.parts.keys)

    def compose_room(self) -> ComposeResult:
        """The list, and what is known of one."""
        yield self.parts

    @on(Opened)
    @on(ScreenResume)
    def _hear(self, message: Message) -> None:
        if isinstance(message, Opened):
            self.studio.ask_about_pictures()
            self.parts.keys.workspace = message.workspace
        self.parts.keys.read()


class DatasetsBody(Horizontal):
    """The list, and what is known of the dataset under its cursor."""

    def __init__(self, calls: Calls, go_back: Work) -> None:
        super().__init__(id="datasets-body")
        self._calls = calls
        self.listing = Listing(self._show)
        self._list, self._about = DatasetList(), DatasetAbout()
        self.keys = ListKeys(self.listing, calls, go_back)

    def compose(self) -> ComposeResult:
        """Side by side."""
        yield self._list
        yield self._about

    @on(OptionList.OptionHighlighted, "#datasets-list")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.listing.go_to(event.option_index)

    @on(OptionList.OptionSelected, "#datasets-list")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.keys.open()

    def _show(self) -> None:
        if self._calls.is_there:
            self._list.show(self.listing)
            self._about.show(self.listing)
