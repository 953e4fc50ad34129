"""The portrait of the member whose fields are seen, painted while one types; what it does not show is said under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from screens.base.live_drafts import Later, LiveDrafts, Paints
from screens.base.work import Work
from screens.theme import ink
from screens.widgets.pictures.picture import PictureView
from studio.cast.members import Character
from studio.pictures.portrait import PortraitOrder, figure_of

if TYPE_CHECKING:
    from studio.pictures.live_draft import DraftFailed, LiveDraft


class PortraitPane(Vertical):
    """The picture over the words; the one before stays until the next one is ready."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, classes="portrait")
        self._view = PictureView(keeps=True)
        self._words = Static(classes="portrait-said", markup=False)
        self._wears = self._remark = ""

    def compose(self) -> ComposeResult:
        """The picture over the words."""
        yield self._view
        yield self._words

    def wear(self, outfit: str) -> None:
        """Say which outfit it is."""
        self._wears = outfit
        self._tell()

    def show(self, draft: LiveDraft) -> None:
        """Show a portrait in place of the one before."""
        self._remark = draft.remark
        self._view.show_pixels(draft.pixels, f"portrait {draft.digest}")
        self._tell()

    def tell(self, failed: DraftFailed) -> None:
        """Say that there is none."""
        self._remark = ""
        self._view.clear(f"{failed.notice.title}.")
        self._tell()

    def clear(self) -> None:
        """Show nobody."""
        self._wears = self._remark = ""
        self._view.clear("")
        self._tell()

    def _tell(self) -> None:
        words = Text(self._wears, ink(self.app, "muted"))
        if self._remark:
            words.append(f"{chr(10) if self._wears else ''}{self._remark}", ink(self.app, "warning"))
        self._words.update(words)


class Portraits:
    """Has the newest portrait painted, and shows it in `pane` and, where a window stands over it, in `beside`."""

    def __init__(self, pane: PortraitPane, painter: Callable[[], Paints], work: Work, later: Later) -> None:
        self._pane = pane
        self.beside: PortraitPane | None = None
        self._drafts = LiveDrafts(self, painter, work, later)
        self._last: LiveDraft | None = None

    def follow(self, member: Character | None, outfit: str = "", *, lettered: bool = False) -> None:
        """This is how somebody looks by now, in an outfit of a name; None: nobody is seen."""
        if member is None:
            self._drafts.follow(None)
            self._pane.clear()
            return
        self._drafts.follow(PortraitOrder(figure_of(member, lettered=lettered)))
        self._pane.wear(f"wears: {outfit}" if outfit else "")

    def show_beside(self) -> None:
        """Show in the window what stands in the pane, until something else is painted."""
        if self._last is not None and self.beside is not None:
            self.beside.show(self._last)

    def show(self, draft: LiveDraft) -> None:
        """Show a portrait."""
        self._last = draft
        for pane in self._panes:
            pane.show(draft)

    def tell(self, failed: DraftFailed) -> None:
        """Say that it could not be painted."""
        for pane in self._panes:
            pane.tell(failed)

    @property
    def _panes(self) -> tuple[PortraitPane, ...]:
        return tuple(pane for pane in (self._pane, self.beside) if pane is not None and pane.is_attached)
