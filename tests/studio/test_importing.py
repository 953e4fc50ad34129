"""Imports of folders and files together, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from library.records import ImportReport, Progress, Survey
from library.store import Library
from studio.importing import import_paths, progress_words, report_words, survey_words
from tests.library.inboxes import add, by_name


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(3):
        add(folder / f"{number}.png", number)
    return folder


def never() -> bool:
    return False


def test_folders_and_files_come_with_their_thumbnails(library: Library, inbox: Path, tmp_path: Path) -> None:
    told: list[str] = []
    alone = add(tmp_path / "alone.png", 9)
    done = import_paths(library, [alone, inbox], lambda doing, _: told.append(doing), never, watched=True)
    assert report_words(*done.reports) == "4 new"
    assert not done.stopped
    assert by_name(library).keys() == {"0.png", "1.png", "2.png", "alone.png"}
    assert [root.watched for root in library.imports.roots()] == [True]
    assert {*told} == {"importing", "making thumbnails,"}
    assert library.imports.prepare() == 0


def test_what_is_stopped_goes_on_when_it_is_asked_again(library: Library, inbox: Path) -> None:
    assert import_paths(library, [inbox], lambda *_: None, lambda: True).stopped
    assert library.page().pictures == ()
    assert report_words(*import_paths(library, [inbox], lambda *_: None, never).reports) == "3 new"


def test_words() -> None:
    assert report_words() == "No pictures taken"
    assert report_words(ImportReport(added=1200, unchanged=1), ImportReport(added=1)) == "1,201 new, 1 as before"
    assert progress_words("importing", Progress(0, 0, "/a")) == "importing /a"
    assert progress_words("importing", Progress(1, 2000, "/a")) == "importing 1 of 2,000"


@pytest.mark.parametrize(
    ("survey", "words"),
    [
        (Survey(), ""),
        (Survey(absent=("/x",)), ""),
        (Survey(1, 0, 0, 1), "1 picture in 1 file."),
        (Survey(1200, 2, 1), "1,200 pictures in the folder and those in it, and 2 of kinds that are not read."),
        (Survey(7, 0, 2, 3), "7 pictures in 2 folders and 3 files."),
        (Survey(200_000, 0, 1, at_least=True), "200,000 or more pictures in the folder and those in it."),
    ],
)
def test_what_would_be_looked_at(survey: Survey, words: str) -> None:
    assert survey_words(survey) == words
