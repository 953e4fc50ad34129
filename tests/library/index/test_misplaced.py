"""Letterings whose words were misread, or that nobody wears."""

from __future__ import annotations

import pytest

from library.index.misplaced import is_misplaced
from library.store import Library
from tests.library.making import facts, placed, png


def test_a_lettering_that_was_misread_is_found(library: Library) -> None:
    picture = library.save_picture(png(), facts())
    assert not library.save_lettering(picture.id, png(2), ["RTFM"], "{}").misread
    assert library.page("is:misread").pictures == ()
    assert library.save_lettering(picture.id, png(3), ["PEBKAC"], "{}", misread=True).misread
    assert library.page("is:misread").pictures == (library.picture(picture.id),)
    assert library.picture(picture.id).misread
    assert library.page("-is:misread").pictures == ()


def test_a_lettering_whose_words_nobody_wears_is_found(library: Library) -> None:
    worn, loose = (library.save_picture(png(number), facts(seed=number)) for number in (1, 2))
    assert not library.save_lettering(worn.id, png(3), ["RTFM"], placed("panel")).misplaced
    assert library.page("is:misplaced").pictures == ()
    assert library.save_lettering(loose.id, png(4), ["RTFM", "PEBKAC"], placed("panel", "centre")).misplaced
    assert library.page("is:misplaced").pictures == (library.picture(loose.id),)
    assert library.picture(loose.id).misplaced
    assert library.page("-is:misplaced").pictures == (library.picture(worn.id),)
    assert library.page("is:misplaced", trashed=True).pictures == ()
    library.trash.put([loose.id])
    assert [one.id for one in library.page("is:misplaced", trashed=True).pictures] == [loose.id]


@pytest.mark.parametrize(
    "record", ["", "{}", "[]", "centre", '{"settings": [{"placement": "centre"}]}', "\ud800", "[" * 9999]
)
def test_what_is_no_record_of_a_lettering_has_nothing_misplaced(record: str) -> None:
    assert not is_misplaced(record)


def test_a_bar_in_the_middle_is_not_misplaced() -> None:
    assert not is_misplaced(placed("centre").replace('"print"', '"caption"'))
