"""The rooms, each imported when somebody first goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.dom import DOMNode
from textual.screen import Screen

from screens.base.screen import StudioScreen
from screens.keymap import KeyLine, lines_of

WATCHES_JOBS = "progress"
"""The room that shows the end of a job by itself, so that no toast has to."""


def compose_room() -> Screen[None]:
    """A new Compose."""
    from screens.compose.screen import ComposeScreen

    return ComposeScreen()


def progress_room() -> Screen[None]:
    """A new Progress."""
    from screens.progress.screen import ProgressScreen

    return ProgressScreen()


def gallery_room() -> Screen[None]:
    """A new Gallery."""
    from screens.gallery.screen import GalleryScreen

    return GalleryScreen()


def cast_room() -> Screen[None]:
    """A new Cast."""
    from screens.stock.cast.screen import CastScreen

    return CastScreen()


def datasets_room() -> Screen[None]:
    """A new list of datasets."""
    from screens.stock.datasets.list_screen import DatasetsScreen

    return DatasetsScreen()


def every_room() -> tuple[type[StudioScreen], ...]:
    """All kinds of rooms; imports them all."""
    from screens.compose.screen import ComposeScreen
    from screens.gallery.screen import GalleryScreen
    from screens.lettering.screen import LetteringScreen
    from screens.progress.screen import ProgressScreen
    from screens.settings.screen import SettingsScreen
    from screens.stock.cast.screen import CastScreen
    from screens.stock.datasets.list_screen import DatasetsScreen
    from screens.stock.datasets.screen import DatasetScreen
    from screens.stock.datasets.sheet_screen import SheetScreen
    from screens.stock.plates.screen import PlatesScreen

    made = (CastScreen, LetteringScreen, PlatesScreen, DatasetsScreen, DatasetScreen, SheetScreen)
    return (ComposeScreen, ProgressScreen, GalleryScreen, *made, SettingsScreen)


def every_key(app: type[DOMNode]) -> list[Sequence[KeyLine]]:
    """The keys of the app, and then those of each room with its parts; imports all rooms."""
    rooms = [[line for owner in (room, *room.PARTS) for line in lines_of(owner)] for room in every_room()]
    return [lines_of(app), *rooms]


BY_NAME: dict[str, Callable[[], Screen[None]]] = {
    "compose": compose_room,
    "progress": progress_room,
    "gallery": gallery_room,
    "cast": cast_room,
    "datasets": datasets_room,
}
"""The rooms that one goes to by a key, by the names that the app knows them by."""
