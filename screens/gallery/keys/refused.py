"""Files that an import did not take, or took with a remark: the key that lists them."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from screens.drawing.threads import in_thread
from screens.gallery.keys.picture_screen import PictureScreen


class Refusing(PictureScreen):
    """The key that lists the files that were not taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("exclamation_mark", "refused", "Files that were not taken", show=False, id="gallery.refused"),
    ]

    @work(exclusive=True, group="refused")
    async def action_refused(self) -> None:
        """Open the list."""
        from screens.gallery.windows.refused import MOST_LISTED, RefusedWindow

        library = self.library
        if library is None:
            return
        with self.studio.reporting():
            refused = await in_thread(self, lambda: library.imports.refused(limit=MOST_LISTED + 1))
            self.app.push_screen(RefusedWindow(refused))
