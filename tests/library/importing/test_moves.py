"""Files that were moved, copied or taken away between two imports."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from library.records import ImportReport
from library.store import Library
from tests.library.inboxes import add, by_name, pictures


@pytest.mark.parametrize("is_prepared", [False, True])
def test_files_that_moved_keep_what_was_said_of_them(library: Library, inbox: Path, is_prepared: bool) -> None:
    library.imports.folder(inbox)
    if is_prepared:
        for picture in pictures(library):
            library.thumbnail(picture.id)
    rated = by_name(library)["1.png"]
    library.annotations.rate_many([rated.id], 5)
    library.annotations.mark_many([rated.id], "pick")
    (inbox / "below").rename(inbox / "elsewhere")
    (inbox / "elsewhere" / "1.png").rename(inbox / "renamed.png")
    assert library.imports.folder(inbox) == ImportReport(found=5, moved=2, unchanged=3)
    now = library.picture(rated.id)
    assert (now.path, now.rating, now.mark, now.missing) == (str(inbox / "renamed.png"), 5, "pick", False)
    assert len(pictures(library)) == 5


def test_what_was_said_of_a_moved_file_survives_the_index(library: Library, folder: Path, inbox: Path) -> None:
    library.imports.folder(inbox)
    for name in ("1.png", "2.png", "3.png"):
        library.annotations.rate_many([by_name(library)[name].id], 5)
    library.annotations.tag([by_name(library)["3.png"].id], add=["night"])
    library.annotations.write_sidecars()
    others = inbox / "below" / "1.png.xmp"
    others.write_bytes(
        others.read_bytes().replace(b"<rdf:Description", b'<rdf:Description xmlns:d="urn:d" d:history="2"')
    )
    (inbox / "sub").mkdir()
    for name in ("below/1.png", "2.png", "below/3.png"):
        (inbox / name).rename(inbox / "sub" / Path(name).name)
    assert library.imports.folder(inbox).moved == 3
    # What another program wrote stays where it was.
    assert sorted(path.relative_to(inbox).as_posix() for path in inbox.rglob("*.xmp")) == [
        "below/1.png.xmp",
        "sub/1.png.xmp",
        "sub/2.png.xmp",
        "sub/3.png.xmp",
    ]
    library.close()
    shutil.rmtree(folder / ".studio")
    library = Library.open(folder)
    library.imports.folder(inbox)
    assert sorted(Path(one.path).name for one in library.page("rating:5").pictures) == ["1.png", "2.png", "3.png"]
    assert library.page("tag:night").total == 1
    library.close()


def test_a_moved_file_whose_new_folder_takes_no_sidecar_keeps_the_old_one(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    library.annotations.rate_many([by_name(library)["2.png"].id], 5)
    library.annotations.write_sidecars()
    (inbox / "sub").mkdir()
    (inbox / "2.png").rename(inbox / "sub" / "2.png")
    # A folder under the sidecar's name: it cannot be written.
    (inbox / "sub" / "2.png.xmp.d").mkdir()
    (inbox / "sub" / "2.png.xmp").symlink_to(inbox / "sub" / "2.png.xmp.d")
    assert library.imports.folder(inbox).moved == 1
    assert (inbox / "2.png.xmp").exists()
    assert by_name(library)["2.png"].rating == 5


def test_what_was_said_while_a_file_was_away_is_written_when_it_is_back(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    away = by_name(library)["2.png"]
    Path(away.path).rename(inbox.parent / "2.png")
    library.imports.folder(inbox)
    library.annotations.rate_many([away.id], 4)
    library.annotations.write_sidecars()
    assert not list(inbox.rglob("*.xmp"))
    (inbox.parent / "2.png").rename(away.path)
    library.imports.folder(inbox)
    library.annotations.write_sidecars()
    assert [path.name for path in inbox.rglob("*.xmp")] == ["2.png.xmp"]


def test_a_file_that_only_looks_like_the_one_that_went_is_another(library: Library, inbox: Path) -> None:
    path = add(inbox / "large.png", 50, filler="x" * 20_000)
    library.imports.folder(inbox)
    first = by_name(library)["large.png"]
    library.thumbnail(first.id)
    data = path.read_bytes()
    path.unlink()
    at = data.index(b"x" * 20_000) + 12_000
    (inbox / "other.png").write_bytes(data[:at] + b"y" + data[at + 1 :])
    assert library.imports.folder(inbox) == ImportReport(found=6, added=1, missing=1, unchanged=5)
    assert library.picture(first.id).missing


def test_copies_are_pictures_of_their_own(library: Library, inbox: Path) -> None:
    shutil.copy2(inbox / "0.png", inbox / "copy.png")
    shutil.copy2(inbox / "0.png", inbox / "below" / "copy.png")
    assert library.imports.folder(inbox).added == 7
    assert library.imports.folder(inbox).unchanged == 7
    (inbox / "copy.png").rename(inbox / "copy moved.png")
    assert library.imports.folder(inbox) == ImportReport(found=7, moved=1, unchanged=6)


def test_what_is_gone_is_missing_and_comes_back(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    rated = by_name(library)["3.png"]
    library.annotations.rate_many([rated.id], 3)
    hidden = inbox.parent / "hidden.png"
    (inbox / "below" / "3.png").rename(hidden)
    assert library.imports.folder(inbox) == ImportReport(found=4, missing=1, unchanged=4)
    assert library.picture(rated.id).missing
    assert "3.png" not in by_name(library)
    assert library.upkeep.check() == ()
    hidden.rename(inbox / "below" / "3.png")
    assert library.imports.folder(inbox) == ImportReport(found=5, unchanged=5)
    now = library.picture(rated.id)
    assert (now.missing, now.rating) == (False, 3)
