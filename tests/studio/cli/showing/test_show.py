"""`studio show` where nobody looks: paths, one a line, and what cannot be shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from library.formats.pictures import write_png
from library.records import PictureFacts
from library.store import Library
from studio.cli.showing.found import about, in_file, in_library
from tests.conftest import Home
from tests.screens import drawn
from tests.studio.cli.conftest import Studio, one_line


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    opened = drawn.shelf_of(home.library, 3)
    yield opened
    opened.close()


def test_the_path_of_each_is_printed_in_its_newest_lettering(studio: Studio, library: Library) -> None:
    drawn.letter(library, library.picture(2), "RTFM")
    drawn.letter(library, library.picture(2), "PEBKAC")
    lettered = library.letterings(2)[-1].path
    ended = studio("show", "1", "2")
    assert ended == (0, f"{library.picture(1).path}\n{lettered}\n", "")
    assert studio("show", "2", "--original").out == f"{library.picture(2).path}\n"


def test_a_stack_is_shown_take_by_take(studio: Studio, home: Home) -> None:
    with_stack = Library.open(home.library)
    for seed in (1, 2, 3):
        with_stack.save_picture(write_png(drawn.suit(seed)), PictureFacts(seed=seed, stack="party"), created=seed)
    paths = [with_stack.picture(one).path for one in (1, 2, 3)]
    assert "one of 3 takes" in about(in_library(with_stack, 2, original=False), 80)
    with_stack.close()
    assert studio("show", "2", "--stack").out.splitlines() == paths


def test_what_cannot_be_shown_stops_no_other(studio: Studio, library: Library, tmp_path: Path) -> None:
    library.trash.put([1])
    Path(library.picture(3).path).unlink()
    ended = studio("show", "99", "1", "3", tmp_path, tmp_path / "none.png", "2")
    assert ended.status == 1
    assert ended.out == f"{library.picture(2).path}\n"
    told = ended.err.splitlines()
    assert "99" in told[0]
    assert "Picture 1 is in the trash" in told[1]
    assert "The file of picture 3 is not there" in told[2]
    assert "is a folder" in told[3]
    assert "none.png is not there" in told[4]
    assert len(told) == 5


def test_a_file_is_shown_without_a_library(studio: Studio, home: Home, tmp_path: Path) -> None:
    file = tmp_path / "42"
    file.write_bytes(write_png(drawn.suit(10)))
    assert studio("show", file).out == f"{file}\n"
    assert not home.library.exists()


def test_nothing_named_is_wrong_use(studio: Studio) -> None:
    ended = studio("show")
    assert ended.status == 2
    assert "ID|FILE" in one_line(ended.err)


def test_the_line_below_says_what_it_is_and_fits(library: Library) -> None:
    library.annotations.rate_many([2], 4)
    drawn.letter(library, library.picture(2), "PEBKAC")
    found = in_library(library, 2, original=False)
    assert about(found, 120) == f"2 · {found.facts.scene} · “PEBKAC” · draft · seed 2 · ★★★★"
    assert "★★★★" in about(found, 60)
    assert all(len(about(found, columns)) <= columns for columns in range(8, 60))
    assert about(in_file(found.path), 120) == f"{found.facts.scene} · “PEBKAC” · draft · seed 2"
