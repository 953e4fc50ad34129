"""Pictures of the Gallery are sent to datasets, and come out of them again."""

from __future__ import annotations

from screens.gallery.screen import GalleryScreen
from screens.gallery.windows.dataset import ToDatasetWindow
from studio.datasets.folder.reading import opened as read
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, told_in_passing, until
from tests.screens.gallery.going import to_gallery


async def test_the_marked_go_to_a_new_dataset_and_to_the_last_one_again(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 3).close()
    folder = cast_home.library / "datasets" / "figurine"

    def told(words: str) -> bool:
        return any(words in f"{one.title} {one.message}" for one in told_in_passing(pilot.app))

    async with opened() as pilot:
        await to_gallery(pilot, 3)
        await pilot.press("space", "space", "D")
        await until(pilot, lambda: shows(pilot, ToDatasetWindow))
        await pilot.press(*"figurine", "enter")
        await until(pilot, lambda: told("2 pictures went to figurine"))
        assert len(read(folder).dataset.pictures) == 2
        await pilot.press("ctrl+z")
        await until(pilot, lambda: told("Taken back"))
        assert read(folder).dataset.pictures == ()
        await pilot.press("D")
        await until(
            pilot, lambda: shows(pilot, ToDatasetWindow) and pilot.app.screen.query_one("#dataset-list").display
        )
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, GalleryScreen) and len(read(folder).dataset.pictures) == 2)
