"""Where a picture's pixels come from: its own file, or the newest lettered version's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from library.store import Library
from screens.gallery.model.picture_sources import newest, tile, version, whole
from screens.terminal.frames.frames import Source
from tests.library.making import facts, png


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library.open(tmp_path / "library")) as opened:
        for number in range(2):
            opened.save_picture(png(number), facts(f"scene {number}", seed=number), created=1000.0, key=f"j/{number}")
        opened.save_lettering(2, png(20), ["RTFM"], '{"a": 1}')
        opened.save_lettering(2, png(21), ["PEBKAC"], '{"a": 2}')
        yield opened


def path_of(source: Source) -> Path:
    content = source.content
    found = content() if callable(content) else content
    assert isinstance(found, Path)
    return found


def test_a_picture_without_words_stands_for_itself(library: Library) -> None:
    picture = library.picture(1)
    assert path_of(whole(library, picture)) == Path(picture.path)
    assert path_of(tile(library, picture)) == library.thumbnail(1)


def test_a_lettered_picture_is_seen_in_its_newest_version(library: Library) -> None:
    picture, letterings = library.picture(2), library.letterings(2)
    last = newest(letterings)
    assert last.sayings == ("PEBKAC",)
    assert path_of(whole(library, picture)) == Path(last.path)
    assert path_of(tile(library, picture)) == library.lettering_thumbnail(last.id)


def test_each_version_is_its_own_file_and_thumbnail(library: Library) -> None:
    picture = library.picture(2)
    drawn_thumbnail, drawn = version(library, picture, None)
    assert (path_of(drawn), path_of(drawn_thumbnail)) == (Path(picture.path), library.thumbnail(2))
    for lettering in library.letterings(2):
        small, large = version(library, picture, lettering)
        assert path_of(large) == Path(lettering.path)
        assert path_of(small) == library.lettering_thumbnail(lettering.id)
    sources = [version(library, picture, one) for one in (None, *library.letterings(2))]
    assert len({source.key for pair in sources for source in pair}) == 6
