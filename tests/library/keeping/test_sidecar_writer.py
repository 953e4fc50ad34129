"""What a person said survives in sidecars: a lost index, a kill, another program, hostile files, two studios."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from library.exchange import xmp
from library.judgement import Judgement
from library.records import Picture
from library.store import Library
from tests.library.exchange.packets import BOMB, FOREIGN
from tests.library.killing import run
from tests.library.making import facts, png


def judged(library: Library) -> int:
    """A picture of which everything was said."""
    picture = library.save_picture(png(1), facts(), key="a")
    library.annotations.rate_many([picture.id], 4)
    library.annotations.mark_many([picture.id], "reject")
    library.annotations.tag([picture.id], add=["night", "Robot arm"])
    library.annotations.album([picture.id], add=["Best of"])
    return picture.id


def test_a_sidecar_that_holds_nothing_any_more_goes_unless_others_wrote_into_it(library: Library) -> None:
    mine, theirs = (library.save_picture(png(number), facts(), key=str(number)) for number in (1, 2))
    Path(theirs.path + ".xmp").write_bytes(FOREIGN)
    for rating in (4, 0):
        library.annotations.rate_many([mine.id, theirs.id], rating)
        library.annotations.write_sidecars()
        assert Path(mine.path + ".xmp").exists() is bool(rating)
    assert b"dt:history_end" in Path(theirs.path + ".xmp").read_bytes()
    library.annotations.rate_many([mine.id], 3)
    library.annotations.write_sidecars()
    assert xmp.read(Path(mine.path + ".xmp").read_bytes()).rating == 3


def said(library: Library, identity: int) -> tuple[int, str, tuple[str, ...], tuple[str, ...]]:
    picture = library.picture(identity)
    return picture.rating, picture.mark, picture.tags, library.annotations.albums_of(identity)


WHOLE = (4, "reject", ("night", "Robot arm"), ("Best of",))


def test_a_lost_index_gets_everything_back_from_the_sidecars(folder: Path) -> None:
    library = Library.open(folder)
    path = Path(library.picture(judged(library)).path)
    original = path.read_bytes()
    library.close()
    assert path.with_name(path.name + ".xmp").exists()
    assert path.read_bytes() == original
    shutil.rmtree(folder / ".studio")
    library = Library.open(folder)
    library.upkeep.rebuild()
    assert said(library, library.page("tag:robot album:best is:reject rating:4").pictures[0].id) == WHOLE
    library.close()


def test_a_damaged_index_keeps_what_had_no_sidecar_yet(folder: Path) -> None:
    library = Library.open(folder)
    library._sidecars._closing.set()
    identity = judged(library)
    library.searches.save("mine", "rating:4")
    library.close()
    index = folder / ".studio" / "index.sqlite"
    assert not list(folder.rglob("*.xmp"))
    import sqlite3

    with sqlite3.connect(index) as connection:
        connection.execute("drop table picture_fts")
    connection.close()
    report = Library.rebuild_at(folder)
    assert report.kept
    library = Library.open(folder)
    assert said(library, identity) == WHOLE
    assert library.page("saved:mine").total == 1
    library.close()
    assert len(list(folder.rglob("*.xmp"))) == 1


@pytest.mark.parametrize(
    "kill",
    [
        "xmp.write = lambda *given: os._exit(9)",
        "disk._write_temporary = lambda *given: os._exit(9)",
        "disk.os.replace = lambda *given: os._exit(9)",
        "sidecar_writer._settle = lambda *given, **named: os._exit(9)",
    ],
)
def test_a_kill_while_sidecars_are_written_loses_nothing(folder: Path, kill: str) -> None:
    library = Library.open(folder)
    picture = library.save_picture(png(1), facts(), key="a")
    library.close()
    code = "from library.exchange import xmp\nfrom library.files import disk\n"
    code += "from library.keeping import sidecar_writer\nlibrary = Library.open(Path(sys.argv[1]))\n" + kill + "\n"
    code += "library.annotations.rate_many([1], 4)\nlibrary.annotations.write_sidecars()\n"
    run(code, str(folder), killed=True)
    for leftover in folder.rglob(".milo-*"):
        os.utime(leftover, (0, 0))
    library = Library.open(folder)
    library.annotations.write_sidecars()
    assert library.picture(picture.id).rating == 4
    assert xmp.read(Path(picture.path + ".xmp").read_bytes()).rating == 4
    library.upkeep.rebuild()
    assert library.upkeep.check() == ()
    library.close()


def test_tags_of_another_program_come_into_the_index_and_stay_in_the_file(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    Path(picture.path + ".xmp").write_bytes(FOREIGN)
    library.annotations.tag([picture.id], add=["mine"])
    library.annotations.write_sidecars()
    assert library.picture(picture.id).tags == ("mine", "night", "Robot")
    assert xmp.read(Path(picture.path + ".xmp").read_bytes()).tags == ("mine", "night", "Robot")


def changed_elsewhere(picture: Picture, judgement: Judgement) -> None:
    """Another program writes the sidecar."""
    path = Path(picture.path + ".xmp")
    path.write_bytes(xmp.write(judgement, path.read_bytes()))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))


def test_what_another_program_said_meanwhile_and_what_is_said_here_both_count(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    library.annotations.tag([picture.id], add=["night", "old"])
    library.annotations.rate_many([picture.id], 2)
    library.annotations.write_sidecars()
    changed_elsewhere(picture, Judgement(rating=5, mark="pick", tags=("night", "old", "theirs")))
    library.annotations.tag([picture.id], add=["mine"], remove=["old"])
    library.annotations.write_sidecars()
    wanted = Judgement(rating=5, mark="pick", tags=("mine", "night", "theirs"))
    assert xmp.read(Path(picture.path + ".xmp").read_bytes()) == wanted
    now = library.picture(picture.id)
    assert (now.rating, now.mark, now.tags) == (5, "pick", wanted.tags)
    changed_elsewhere(picture, Judgement(rating=1, tags=("mine",)))
    library.annotations.rate_many([picture.id], 4)
    library.annotations.write_sidecars()
    assert xmp.read(Path(picture.path + ".xmp").read_bytes()) == Judgement(rating=4, tags=("mine",))


def test_a_rebuild_takes_what_another_program_said_since(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    library.annotations.rate_many([picture.id], 1)
    library.annotations.write_sidecars()
    Path(picture.path + ".xmp").write_bytes(FOREIGN)
    library.upkeep.rebuild()
    assert (library.picture(picture.id).rating, library.picture(picture.id).tags) == (3, ("night", "Robot"))


def test_a_sidecar_that_cannot_be_read_is_left_alone(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    sidecar = Path(picture.path + ".xmp")
    sidecar.write_bytes(BOMB)
    library.annotations.rate_many([picture.id], 2)
    library.annotations.write_sidecars()
    assert sidecar.read_bytes() == BOMB
    assert [finding.path for finding in library.upkeep.rebuild().unreadable] == [str(sidecar)]
    assert library.picture(picture.id).rating == 2


def test_a_sidecar_goes_to_the_trash_and_back_with_its_picture(library: Library) -> None:
    identity = judged(library)
    library.annotations.write_sidecars()
    library.trash.put([identity])
    trashed = library.picture(identity)
    assert Path(trashed.path + ".xmp").exists()
    library.trash.restore([identity])
    restored = library.picture(identity)
    assert Path(restored.path + ".xmp").exists()
    assert not Path(trashed.path + ".xmp").exists()


def test_two_studios_say_different_things_and_the_sidecars_say_the_last(folder: Path) -> None:
    one, two = Library.open(folder), Library.open(folder)
    ids = [one.save_picture(png(number), facts(), key=f"k/{number}").id for number in range(6)]
    for turn in range(4):
        one.annotations.rate_many(ids, 1 + turn)
        two.annotations.tag(ids, add=[f"turn {turn}"])
        one.annotations.write_sidecars()
        two.annotations.write_sidecars()
    one.close()
    two.close()
    library = Library.open(folder)
    for identity in ids:
        picture = library.picture(identity)
        assert (picture.rating, len(picture.tags)) == (4, 4)
        kept = xmp.read(Path(picture.path + ".xmp").read_bytes())
        assert (kept.rating, kept.tags) == (4, picture.tags)
    library.close()
