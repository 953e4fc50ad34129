"""A dataset that a command line names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.cast.members import Character
    from studio.datasets.folder.reading import Opened


def dataset_named(name: str) -> Opened:
    """The dataset of this name, or in the folder of this path, as it stands. Blocks. Raises DatasetWrong."""
    from studio.cli.output import typed
    from studio.datasets.folder import reading
    from studio.datasets.making import places
    from studio.settings import settings

    return reading.opened(places.folder_of(settings.load(settings.folder()).library_folder(), typed(name)))


def member_of(opened: Opened) -> Character | None:
    """The member of the cast that a dataset shows, if it says one who is there."""
    from studio.cast import loading
    from studio.cast.members import by_name
    from studio.settings import settings

    if not opened.dataset.member:
        return None
    return by_name(opened.dataset.member, loading.load(settings.folder()).members)
