"""An index that was lost is told from a library that is empty."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from library.store import Library
from tests.library.making import facts, png


def seems_lost(folder: Path) -> bool:
    with closing(Library.open(folder)) as library:
        return library.upkeep.seems_lost()


def lose_index(folder: Path) -> None:
    for file in (folder / ".studio").glob("index*"):
        file.unlink()


def test_an_empty_library_is_not_lost(folder: Path) -> None:
    assert not seems_lost(folder)


def test_pictures_in_the_library_without_an_index_are_a_lost_one(folder: Path) -> None:
    with closing(Library.open(folder)) as library:
        library.save_picture(png(1), facts("scene", seed=1), created=1000.0, key="j/1")
        assert not library.upkeep.seems_lost()
    lose_index(folder)
    assert seems_lost(folder)


def test_pictures_in_a_folder_that_was_imported_are_one_too(folder: Path, inbox: Path) -> None:
    with closing(Library.open(folder)) as library:
        library.imports.folder(inbox)
        assert not library.upkeep.seems_lost()
    lose_index(folder)
    assert seems_lost(folder)
