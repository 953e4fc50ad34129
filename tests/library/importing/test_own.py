"""Imports of the library's own folder, and what the library does with imported pictures."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from library.records import ImportReport
from library.store import Library
from tests.library.inboxes import add, by_name, contents, refused
from tests.library.making import facts, png


def test_pictures_in_the_library_s_own_folder_are_relative_and_go_to_the_trash(library: Library) -> None:
    add(library.folder / "foreign.png", 3)
    saved = library.save_picture(png(1), facts(), key="own")
    report = library.imports.folder(library.folder)
    assert report == ImportReport(found=2, added=1, unchanged=1)
    found = by_name(library)["foreign.png"]
    library.trash.put([found.id])
    assert Path(library.picture(found.id).path).is_relative_to(library.folder / ".studio" / "trash")
    assert library.imports.folder(library.folder) == ImportReport(found=1, unchanged=1)
    library.trash.restore([found.id])
    Path(saved.path).unlink()
    library.imports.folder(library.folder)
    assert not library.picture(saved.id).missing
    assert [finding.kind for finding in library.upkeep.check()] == ["missing"]


def test_the_library_s_folder_by_another_name_is_the_library_s_folder(library: Library, tmp_path: Path) -> None:
    library.save_picture(png(1), facts(), key="own")
    (tmp_path / "link").symlink_to(library.folder)
    assert library.imports.folder(tmp_path / "link") == ImportReport(found=1, unchanged=1)
    assert library.imports.folder(tmp_path) == ImportReport(found=1, unchanged=1)


def test_trashing_an_imported_picture_hides_it_and_moves_nothing(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    before = contents(inbox)
    found = by_name(library)["0.png"]
    library.trash.put([found.id])
    trashed = library.picture(found.id)
    assert (trashed.path, trashed.trashed) == (found.path, True)
    assert "0.png" not in by_name(library)
    assert library.imports.folder(inbox) == ImportReport(found=5, unchanged=5)
    assert library.picture(found.id).trashed
    library.trash.restore([found.id])
    assert not library.picture(found.id).trashed
    assert contents(inbox) == before
    assert library.upkeep.check() == ()


def test_letterings_of_an_imported_picture_go_into_the_library(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    before = contents(inbox)
    found = by_name(library)["1.png"]
    made = library.save_lettering(found.id, png(2), ["RTFM"], "{}")
    month = time.strftime("%Y/%m", time.localtime(made.created))
    assert Path(made.path) == library.folder / month / "1--rtfm.png"
    library.trash.put([found.id])
    assert not Path(made.path).exists()
    library.trash.restore([found.id])
    assert Path(made.path).exists()
    assert contents(inbox) == before
    assert library.upkeep.check() == ()
    assert library.upkeep.rebuild().letterings == 1
    add(inbox / "below" / "1.png", 88)
    library.imports.folder(inbox)
    assert library.upkeep.rebuild().letterings == 1
    assert library.upkeep.check() == ()


def test_the_studio_s_own_pictures_and_letterings_stay_what_they_are(
    library: Library, tmp_path: Path, inbox: Path
) -> None:
    other = Library.open(tmp_path / "other library")
    saved = other.save_picture(png(1), facts("Milo naps"), key="theirs")
    lettering = other.save_lettering(saved.id, png(2), ["RTFM"], "{}")
    other.close()
    copied = inbox / "from elsewhere"
    copied.mkdir()
    shutil.copy2(lettering.path, copied / "a lettering.png")
    os.utime(copied / "a lettering.png", (1, 1))
    first = library.imports.folder(inbox)
    assert "letters" in refused(library)["a lettering.png"]
    assert first.refused == 1
    shutil.copy2(saved.path, copied / "the picture.png")
    library.imports.folder(inbox)
    found = by_name(library)["the picture.png"]
    assert (found.source, found.facts, found.created) == ("studio", facts("Milo naps"), saved.created)
    assert [Path(one.path).name for one in library.letterings(found.id)] == ["a lettering.png"]
    assert "a lettering.png" not in by_name(library)
    assert refused(library) == {}
    assert library.imports.folder(inbox).unchanged == 7
    assert library.upkeep.check() == ()
    assert library.upkeep.rebuild().pictures == 6
    assert len(library.letterings(found.id)) == 1


def newer(index: Path) -> None:
    import sqlite3

    with sqlite3.connect(index) as connection:
        connection.execute("pragma user_version = 999")
    connection.close()


@pytest.mark.parametrize("harm", [None, newer])
def test_rebuild_keeps_imported_pictures_and_their_ratings(
    folder: Path, inbox: Path, harm: Callable[[Path], None] | None
) -> None:
    library = Library.open(folder)
    library.imports.folder(inbox)
    library.save_picture(png(1), facts(), key="own")
    rated = by_name(library)["1.png"]
    library.annotations.rate_many([rated.id], 4)
    library.trash.put([by_name(library)["0.png"].id])
    library.save_lettering(rated.id, png(2), ["RTFM"], "{}")
    library.close()
    if harm is not None:
        harm(folder / ".studio" / "index.sqlite")
    assert Library.rebuild_at(folder).pictures == 6
    library = Library.open(folder)
    now = library.picture(rated.id)
    assert (now.rating, now.path, now.letterings) == (4, rated.path, 1)
    assert library.imports.folder(inbox) == ImportReport(found=5, unchanged=5)
    assert library.upkeep.check() == ()
    library.close()
