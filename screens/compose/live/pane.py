"""The pane of the live draft; of a scene that paints over a picture it shows that picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.widgets.pictures.picture import PictureView

if TYPE_CHECKING:
    from studio.pictures.live_draft import DraftFailed, LiveDraft

TITLE = "Draft, as you write"


class DraftPane(Vertical):
    """A framed picture; the one before stays until the next one is ready. `hint` says how to be rid of it."""

    DEFAULT_CLASSES = "field"

    def __init__(self, hint: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = TITLE
        self._hint = self.border_subtitle = hint
        self.view = PictureView(keeps=True)

    def compose(self) -> ComposeResult:
        """The picture."""
        yield self.view

    def wait(self) -> None:
        """Say that the first draft of a scene is on its way, where none stands yet."""
        if self.border_title != TITLE:
            # What stands there is the picture that another scene painted over.
            self.clear()
        if not self.view.shown and not self.view.waits:
            self.view.clear("the draft painter comes…")

    def show(self, draft: LiveDraft) -> None:
        """Show a draft in place of the one before; why words are missing on it stands under it."""
        self.border_title = TITLE
        self.border_subtitle = Text(draft.remark) if draft.remark else self._hint
        # Most letters change nothing in the picture; and what stood here before, as after an undo, is shown at once.
        self.view.show_pixels(draft.pixels, f"live draft {draft.digest}")

    def name_start(self, redrawn: float | None) -> None:
        """Say that a picture is painted over, and which share of it (0 to 1) is drawn anew, where that is known."""
        self.border_title = "Painted over"
        self.border_subtitle = self._hint if redrawn is None else f"{redrawn:.0%} is drawn anew"

    def tell(self, failed: DraftFailed) -> None:
        """Say quietly that a scene could not be painted; no draft of another scene stands there meanwhile."""
        self.border_subtitle = self._hint
        self.view.clear(f"{failed.notice.title}. {failed.notice.remedy}.")

    def clear(self) -> None:
        """Show nothing."""
        self.border_title, self.border_subtitle = TITLE, self._hint
        self.view.clear("")
