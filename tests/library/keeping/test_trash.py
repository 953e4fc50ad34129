"""The trash: pictures go with their letterings, and come back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from library.store import Library
from tests.library.making import facts, png


def test_trash_moves_a_picture_with_its_letterings_and_restore_brings_them_back(library: Library, folder: Path) -> None:
    picture = library.save_picture(png(), facts())
    lettering = library.save_lettering(picture.id, png(2), ["RTFM"], "{}")
    assert library.trash.put([picture.id]) == (picture.id,)
    trashed = library.picture(picture.id)
    assert trashed.trashed
    assert Path(trashed.path) == folder / ".studio" / "trash" / Path(picture.path).relative_to(folder)
    assert Path(trashed.path).exists()
    assert Path(library.letterings(picture.id)[0].path).is_relative_to(folder / ".studio" / "trash")
    assert not Path(picture.path).exists()
    assert not Path(lettering.path).exists()
    assert library.page("milo").total == 0
    assert library.page("milo", trashed=True).pictures == (trashed,)
    assert library.trash.put([picture.id]) == ()
    assert library.upkeep.check() == ()
    assert library.thumbnail(picture.id).exists()
    assert library.trash.restore([picture.id]) == (picture.id,)
    assert not library.picture(picture.id).trashed
    assert Path(picture.path).exists()
    assert library.letterings(picture.id) == (lettering,)
    assert library.upkeep.check() == ()


def test_restore_does_not_go_over_a_file_that_took_the_name(library: Library) -> None:
    picture = library.save_picture(png(), facts())
    library.trash.put([picture.id])
    Path(picture.path).write_bytes(b"somebody else's")
    library.trash.restore([picture.id])
    restored = library.picture(picture.id)
    assert Path(picture.path).read_bytes() == b"somebody else's"
    assert Path(restored.path).name == f"{Path(picture.path).stem}-2.png"
    assert Path(restored.path).exists()


def test_who_moves_it_to_and_fro_at_once_leaves_it_where_the_index_says(library: Library) -> None:
    picture = library.save_picture(png(), facts())

    def moved(at: int) -> None:
        (library.trash.put if at % 3 else library.trash.restore)([picture.id])

    with ThreadPoolExecutor(4) as pool:
        for _ in range(25):
            list(pool.map(moved, range(12)))
            assert library.upkeep.check() == ()
