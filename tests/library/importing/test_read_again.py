"""What an earlier version read of imported pictures is read again by readers that know more; all else is kept."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from library.index.database import connect
from library.store import Library
from tests.library.exchange.packets import packet
from tests.library.inboxes import add, by_name, refused
from tests.library.making import facts, png


def as_before(folder: Path) -> None:
    """Make an index of today one of the ninth version, whose readers knew little of imported pictures."""
    with closing(connect(folder / ".studio" / "index.sqlite")) as connection:
        for name in ("picture_labelled", "picture_unlabelled", "picture_relabelled"):
            connection.execute(f"drop trigger {name}")
        connection.execute("drop index picture_label")
        connection.execute("alter table picture drop column label")
        connection.execute("delete from facet where field = 'label'")
        connection.execute("delete from _sqlite_migrations where name = 'tenth'")
        connection.execute(
            "update picture set prompt = 'old', created = 5, width = 1, seed = null where source = 'import'"
        )
        connection.execute("pragma user_version = 9")


@pytest.fixture
def judged(folder: Path, inbox: Path) -> dict[str, int]:
    """The ids of imported pictures by name, one rated and tagged, with thumbnails, in an index of before."""
    add(inbox / "0.png", 0, **{"XML:com.adobe.xmp": packet(attributes='xmp:Label="Red" xmp:Rating="5"').decode()})
    (inbox / "2.png.xmp").write_bytes(packet(attributes='xmp:Label="Blue" xmp:Rating="2"'))
    library = Library.open(folder)
    library.imports.folder(inbox)
    ids = {name: picture.id for name, picture in by_name(library).items()}
    library.annotations.rate_many([ids["0.png"]], 3)
    library.annotations.album([ids["4.png"]], add=["best"])
    library.annotations.write_sidecars()
    library.imports.prepare()
    library.close()
    as_before(folder)
    return ids


def test_the_next_import_reads_what_was_imported_before(folder: Path, inbox: Path, judged: dict[str, int]) -> None:
    library = Library.open(folder)
    before = by_name(library)
    assert before["0.png"].facts.prompt == "old"
    assert library.upkeep.check() == ()
    report = library.imports.folder(inbox)
    assert (report.changed, report.unchanged, report.added, report.missing) == (5, 0, 0, 0)
    after = by_name(library)
    for name, number in judged.items():
        picture = after[name]
        assert (picture.id, picture.sha256) == (number, before[name].sha256)
        assert picture.sha256
        assert (picture.facts.prompt, picture.width, picture.facts.seed) == ("a raccoon", 48, int(name[0]))
        assert picture.created > 1e9
        assert library.thumbnail(number).exists()
    assert [after[name].label for name in ("0.png", "2.png")] == ["red", "blue"]
    assert [after[name].rating for name in ("0.png", "2.png", "4.png")] == [3, 2, 0]
    assert library.annotations.albums_of(judged["4.png"]) == ("best",)
    report = library.imports.folder(inbox)
    assert (report.changed, report.unchanged) == (0, 5)
    library.close()


def test_what_was_judged_and_could_not_be_written_stays(folder: Path, inbox: Path, judged: dict[str, int]) -> None:
    """The sidecar is gone and the note is there: the stars inside do not come back, and an album does not go."""
    with closing(connect(folder / ".studio" / "index.sqlite")) as connection:
        for name in ("0.png", "4.png"):
            (inbox / f"{name}.xmp").unlink()
            connection.execute("update picture set rating = 0 where id = ?", (judged[name],))
            connection.execute("insert into unsent (picture_id) values (?)", (judged[name],))
    library = Library.open(folder)
    library.imports.folder(inbox)
    assert [library.picture(judged[name]).rating for name in ("0.png", "4.png")] == [0, 0]
    assert library.annotations.albums_of(judged["4.png"]) == ("best",)
    library.close()


def test_a_picture_that_was_moved_since_is_read_at_its_new_place(
    folder: Path, inbox: Path, judged: dict[str, int]
) -> None:
    (inbox / "2.png").rename(inbox / "9.png")
    (inbox / "2.png.xmp").rename(inbox / "9.png.xmp")
    library = Library.open(folder)
    library.imports.folder(inbox)
    library.imports.folder(inbox)
    moved = by_name(library)["9.png"]
    assert (moved.id, moved.facts.prompt, moved.label, moved.rating) == (judged["2.png"], "a raccoon", "blue", 2)
    library.close()


def test_where_nothing_is_read_today_what_was_known_stays(folder: Path, inbox: Path) -> None:
    (inbox / "plain.png").write_bytes(png(9))
    os.utime(inbox / "plain.png", (1_600_000_000, 1_600_000_000))
    library = Library.open(folder)
    library.imports.folder(inbox)
    library.close()
    as_before(folder)
    library = Library.open(folder)
    library.imports.folder(inbox)
    picture = by_name(library)["plain.png"]
    assert (picture.facts.prompt, picture.created, picture.width) == ("old", 1_600_000_000, 48)
    library.close()


def test_what_was_refused_is_looked_at_again(folder: Path, inbox: Path) -> None:
    library = Library.open(folder)
    (inbox / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    library.imports.folder(inbox)
    assert "bad.png" in refused(library)
    library.close()
    as_before(folder)
    with closing(connect(folder / ".studio" / "index.sqlite")) as connection:
        status = (inbox / "below" / "1.png").stat()
        connection.execute(
            "insert into refused values (?, 'taken without its metadata: old', ?, ?)",
            (str(inbox / "below" / "1.png"), status.st_mtime_ns, status.st_size),
        )
    library = Library.open(folder)
    report = library.imports.folder(inbox)
    assert (report.changed, report.refused, list(refused(library))) == (5, 1, ["bad.png"])
    library.close()


def test_an_index_of_before_that_is_made_again_is_read_again_too(
    folder: Path, inbox: Path, judged: dict[str, int]
) -> None:
    Library.rebuild_at(folder)
    library = Library.open(folder)
    after = by_name(library)
    assert {name: picture.id for name, picture in after.items()} == judged
    library.imports.folder(inbox)
    after = by_name(library)
    assert {picture.facts.prompt for picture in after.values()} == {"a raccoon"}
    assert [after[name].label for name in ("0.png", "2.png")] == ["red", "blue"]
    assert [after[name].rating for name in ("0.png", "2.png")] == [3, 2]
    library.close()


def test_sidecars_of_the_studio_s_own_pictures_are_read_for_their_labels(folder: Path) -> None:
    library = Library.open(folder)
    own = library.save_picture(png(1), facts(), key="a")
    Path(f"{own.path}.xmp").write_bytes(packet(attributes='xmp:Label="Red" xmp:Rating="4"'))
    library.imports.folder(folder)
    library.close()
    as_before(folder)
    library = Library.open(folder)
    assert library.picture(own.id).label == ""
    library.imports.folder(folder)
    assert (library.picture(own.id).label, library.picture(own.id).rating) == ("red", 4)
    assert library.picture(own.id).facts == own.facts
    library.close()
