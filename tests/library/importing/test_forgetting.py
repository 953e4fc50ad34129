"""A folder is forgotten and no file of it is touched; the trash is emptied and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from library.errors import FolderMissing, LibraryUnwritable
from library.store import Library
from tests.library.making import facts, png


@pytest.fixture
def inbox(library: Library, tmp_path: Path) -> Path:
    """Two folders that were imported, beside each other, and a picture of the studio's own."""
    for name in ("in", "in between"):
        (tmp_path / name / "below").mkdir(parents=True)
        for number in range(2):
            path = tmp_path / name / ("below" if number else "") / f"{number}.png"
            path.write_bytes(png(number + len(name)))
        (tmp_path / name / "broken.png").write_bytes(b"x")
        library.imports.folder(tmp_path / name)
    library.save_picture(png(50), facts(), key="own")
    return tmp_path / "in"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_forgotten_and_another_import_knows_what_was_said(library: Library, inbox: Path) -> None:
    first = next(one for one in library.page().pictures if one.path == str(inbox / "0.png"))
    library.annotations.rate_many([first.id], 5)
    library.save_lettering(first.id, png(9), ["RTFM"], "{}")
    thumbnail = library.thumbnail(first.id)
    before = contents(inbox)
    found = library.imports.forgettable(inbox)
    assert (found.pictures, found.judged, found.unwritten, found.lettered, found.above) == (2, 1, 0, 1, "")
    assert library.imports.forget(inbox) == 2
    assert {key: value for key, value in contents(inbox).items() if not key.endswith(".xmp")} == before
    assert not thumbnail.exists()
    assert [Path(root.path).name for root in library.imports.roots()] == ["in between"]
    assert [Path(one.path).parent.name for one in library.imports.refused()] == ["in between"]
    assert library.page().total == 3
    assert library.imports.forget(inbox) == 0
    library.imports.folder(inbox)
    assert [one.path for one in library.page("rating:5").pictures] == [first.path]


def test_a_folder_that_is_gone_is_forgotten_too_and_one_inside_another_is_told(library: Library, inbox: Path) -> None:
    assert library.imports.forgettable(inbox / "below").above == str(inbox)
    shutil.rmtree(inbox)
    assert library.imports.forget(inbox) == 2
    assert library.imports.forget(Path("/")) == 2
    assert library.imports.roots() == ()
    assert library.page().total == 1


def test_what_would_be_lost_is_told(library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = next(one for one in library.page().pictures if one.path == str(inbox / "0.png"))

    def refuse(*given: object) -> None:
        raise LibraryUnwritable("Read-only file system")

    monkeypatch.setattr("library.keeping.sidecar_writer.disk.write_over", refuse)
    library.annotations.rate_many([one.id], 5)
    assert library.imports.forgettable(inbox).unwritten == 1


def test_the_librarys_own_folder_is_not_forgotten(library: Library, folder: Path) -> None:
    for place in (folder, folder / "2026"):
        with pytest.raises(FolderMissing):
            library.imports.forget(place)


def test_the_trash_is_emptied_and_nothing_else(library: Library, folder: Path, inbox: Path) -> None:
    kept, thrown = (library.save_picture(png(number), facts(f"scene {number}"), key=f"{number}") for number in (60, 61))
    library.save_lettering(thrown.id, png(62), ["RTFM"], "{}")
    library.annotations.rate_many([thrown.id], 2)
    library.annotations.write_sidecars()
    hidden = next(one for one in library.page().pictures if one.source == "import")
    library.trash.put([thrown.id, hidden.id])
    found = library.trash.content()
    there = [path for path in (folder / ".studio" / "trash").rglob("*") if path.is_file()]
    assert (found.pictures, found.files, found.bytes) == (1, 3, sum(path.stat().st_size for path in there))
    assert library.trash.empty() == found
    assert not [path for path in (folder / ".studio" / "trash").rglob("*") if path.is_file()]
    assert [one.id for one in library.page(trashed=True).pictures] == [hidden.id]
    assert Path(hidden.path).exists()
    assert Path(kept.path).exists()
    assert library.trash.empty().pictures == 0
    assert library.upkeep.check() == ()


def test_what_cannot_be_deleted_stays_in_the_index(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (library.save_picture(png(number), facts(), key=f"{number}") for number in (1, 2))
    library.trash.put([first.id, second.id])
    whole = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == Path(second.path).name:
            raise PermissionError(13, "Permission denied", str(path))
        whole(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(LibraryUnwritable):
        library.trash.empty()
    monkeypatch.undo()
    assert [one.id for one in library.page(trashed=True).pictures] == [second.id]
    assert library.trash.empty().pictures == 1
