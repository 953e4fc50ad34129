"""What was not saved in Lettering outlives the studio."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.errors import LibraryUnwritable
from studio.lettering import unsaved
from studio.lettering.records import LetteringRecord, Look
from studio.lettering.unsaved import UnsavedLetterings

RECORD = LetteringRecord(settings=(), look=Look(ink="#c8102e"))


def test_what_was_left_comes_back_and_what_was_saved_does_not(tmp_path: Path) -> None:
    left = UnsavedLetterings(tmp_path)
    left.note("/a.png", RECORD)
    left.note("/b.png", RECORD)
    left.note("/b.png", None)
    left.keep()
    again = UnsavedLetterings(tmp_path)
    assert (again.of("/a.png"), again.of("/b.png")) == (RECORD, None)


def test_those_that_were_left_longest_ago_go_first(tmp_path: Path) -> None:
    left = UnsavedLetterings(tmp_path)
    for number in range(unsaved.MOST + 1):
        left.note(f"/{number}.png", RECORD)
        left.note("/0.png", RECORD)
    assert left.of("/0.png") == RECORD
    assert left.of("/1.png") is None


def test_nothing_is_written_where_nothing_was_left(tmp_path: Path) -> None:
    UnsavedLetterings(tmp_path).keep()
    assert not (tmp_path / unsaved.FILE).exists()


@pytest.mark.parametrize("data", [b"", b"{", b'{"/a.png": 3}', b"\xff\xfe", b"[]", b'{"/a.png": "no lettering"}'])
def test_a_file_that_holds_no_letterings_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / unsaved.FILE).write_bytes(data)
    assert UnsavedLetterings(tmp_path).of("/a.png") is None


def test_of_two_studios_neither_takes_away_what_was_left_in_the_other(tmp_path: Path) -> None:
    one, other = UnsavedLetterings(tmp_path), UnsavedLetterings(tmp_path)
    one.note("/a.png", RECORD)
    one.keep()
    other.note("/b.png", RECORD)
    other.keep()
    one.note("/a.png", None)
    one.keep()
    again = UnsavedLetterings(tmp_path)
    assert (again.of("/a.png"), again.of("/b.png")) == (None, RECORD)


def test_what_could_not_be_written_is_written_the_next_time(tmp_path: Path) -> None:
    left = UnsavedLetterings(tmp_path)
    left.note("/a.png", RECORD)
    (tmp_path / unsaved.FILE).mkdir()
    with pytest.raises(LibraryUnwritable):
        left.keep()
    (tmp_path / unsaved.FILE).rmdir()
    left.keep()
    assert UnsavedLetterings(tmp_path).of("/a.png") == RECORD
