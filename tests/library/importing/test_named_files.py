"""Single files that somebody names, and what an import would look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.importing import named_files
from library.records import ImportReport, Survey
from library.store import Library
from tests.library.inboxes import add, by_name, contents, refused


def test_single_files_are_taken_where_they_lie_and_no_others(library: Library, inbox: Path) -> None:
    before = contents(inbox)
    wanted = [inbox / "0.png", inbox / "below" / "1.png"]
    assert library.imports.files(wanted) == ImportReport(found=2, added=2)
    assert by_name(library).keys() == {"0.png", "1.png"}
    assert by_name(library)["1.png"].facts.seed == 1
    assert contents(inbox) == before
    assert library.imports.roots() == ()
    assert library.imports.files(wanted) == ImportReport(found=2, unchanged=2)


def test_a_file_that_is_taken_alone_is_not_taken_twice_with_its_folder(library: Library, inbox: Path) -> None:
    library.imports.files([inbox / "0.png"])
    assert library.imports.folder(inbox) == ImportReport(found=5, added=4, unchanged=1)


def test_files_that_cannot_be_taken_are_listed(library: Library, inbox: Path) -> None:
    (inbox / "words.txt").write_text("no picture")
    (inbox / "bad.png").write_bytes(b"no picture")
    report = library.imports.files([inbox / name for name in ("words.txt", "bad.png", "gone.png", "film.mov", "0.png")])
    assert (report.added, report.refused, report.others) == (1, 3, (("mov", 1),))
    assert refused(library).keys() == {"words.txt", "bad.png", "gone.png"}


def test_a_picture_is_found_again_where_it_was_moved(library: Library, inbox: Path) -> None:
    library.imports.files([inbox / "0.png"])
    library.annotations.rate_many([by_name(library)["0.png"].id], 4)
    moved = (inbox / "0.png").rename(inbox / "below" / "moved.png")
    assert library.imports.files([moved]).moved == 1
    assert by_name(library)["moved.png"].rating == 4


def test_single_files_survive_a_rebuild(library: Library, inbox: Path) -> None:
    library.imports.files([inbox / "0.png"])
    library.upkeep.rebuild()
    assert by_name(library).keys() == {"0.png"}


def test_a_survey_counts_what_an_import_would_look_at(library: Library, inbox: Path) -> None:
    (inbox / "film.mov").write_bytes(b"x")
    (inbox / "words.txt").write_bytes(b"x")
    gone = inbox / "gone"
    alone = add(inbox.parent / "alone.png", 9)
    found = library.imports.survey([inbox, alone, gone])
    assert found == Survey(pictures=6, others=1, folders=1, files=1, absent=(str(gone),))
    assert library.imports.survey([]) == Survey()
    assert library.page().pictures == ()


def test_what_is_left_out_of_a_folder_is_not_counted(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox, excluded=["below"])
    assert library.imports.survey([inbox]).pictures == 3


def test_counting_ends(library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_files, "ASKED_EVERY", 2)
    assert library.imports.survey([inbox], stopped=lambda: True) == Survey(pictures=2, folders=1, at_least=True)
    monkeypatch.setattr(named_files, "SURVEY_CAP", 3)
    assert library.imports.survey([inbox]) == Survey(pictures=3, folders=1, at_least=True)
