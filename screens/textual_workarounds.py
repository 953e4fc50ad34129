"""What the studio does otherwise than Textual until Textual does it: for which version, and what each waits for."""

from __future__ import annotations

from contextlib import suppress

from textual.app import App, ScreenStackError
from textual.driver import Driver


def driver_of(app: App[None]) -> Driver | None:
    """What writes to the terminal, None while the app does not run. Textual 8.2.8 has no public name for it."""
    return app._driver


class ComposedUnseen(App[None]):
    """An app whose first screen may have text fields, also under eager tasks (Python 3.12 and later).

    Textual 8.2.8 composes the first screen of DEFAULT_MODE before it is on the stack there; an `Input` with a value
    then asks the app to clear the selection of the screen that it does not have yet, and the app ends. Waits for
    https://github.com/Textualize/textual/issues/6444.
    """

    def clear_selection(self) -> None:
        """Clear the selection of text on the present screen, if there is one."""
        with suppress(ScreenStackError):
            super().clear_selection()
