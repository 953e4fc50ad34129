"""Words for several pictures at once."""

from __future__ import annotations

from screens.gallery.keys.reuse import Onward


class Batching(Onward):
    """Lettering of the marked pictures in a window of its own; of one picture in the Lettering room."""

    async def action_letter(self) -> None:
        """Open one picture in Lettering, several in a window that gives each its words."""
        workspace = self.studio.workspace
        if len(self.chosen) > 1 and workspace is not None:
            from screens.gallery.windows.batch import BatchWindow

            await self.app.push_screen(BatchWindow(workspace, self.chosen))
        else:
            await super().action_letter()
