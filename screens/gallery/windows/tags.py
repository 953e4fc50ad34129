"""The window for tags and albums: what the chosen pictures have, what there is, and a line to type in."""

from __future__ import annotations

from functools import partial

from screens.base.line_and_list import LineAndList
from screens.base.list_window import ListWindow
from screens.base.topics import ScreenCalls, bindings_of
from screens.gallery.model.captions import how_many
from screens.gallery.windows.name_keys import NameKeys, Naming
from screens.theme import ink


class NamesWindow(ListWindow[None]):
    """Gives names to pictures and takes them off, by typing or from the list, until it is closed."""

    TITLE = "Tags and albums"
    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#names-line"
    BINDINGS = bindings_of(NameKeys)

    def __init__(self, naming: Naming) -> None:
        super().__init__()
        form = LineAndList("names", "name, another, -not this one")
        keys = NameKeys(naming, ScreenCalls(self), form, partial(ink, self.app), self.dismiss)
        self.begin(f"{naming.kind.capitalize()}s of {how_many(naming.chosen)}", form, keys)
