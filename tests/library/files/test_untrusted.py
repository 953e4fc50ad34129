"""The seam round the readers: a mistake in one of them costs one file and not the work."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from library.errors import PictureUnreadable
from library.exchange.foreign.facts import ForeignFacts
from library.files.untrusted import untrusted
from library.records import ImportReport
from library.store import Library
from tests.library.exchange.packets import CASES
from tests.library.inboxes import add, by_name, refused
from tests.library.making import facts, png

WRONGS = [TypeError("unhashable"), RecursionError(), MemoryError(), KeyError(3), AssertionError(), UnicodeError("x")]


def breaks(monkeypatch: pytest.MonkeyPatch, reader: str, error: Exception) -> None:
    def broken(*given: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(reader, broken)


def test_the_library_s_own_errors_pass_and_all_others_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    known = PictureUnreadable("it is small", "Look")
    with pytest.raises(PictureUnreadable) as caught, untrusted("a.png"):
        raise known
    assert caught.value is known
    assert not caplog.records
    with pytest.raises(PictureUnreadable, match=r"a\.png.*KeyError"), untrusted("a.png"):
        raise KeyError(1)
    assert caplog.records[0].exc_info is not None
    with pytest.raises(PictureUnreadable, match="Input/output"), untrusted("a.png"):
        raise OSError(5, "Input/output error")
    with pytest.raises(KeyboardInterrupt), untrusted("a.png"):
        raise KeyboardInterrupt


@pytest.mark.parametrize("error", WRONGS, ids=lambda error: type(error).__name__)
def test_a_reader_that_raises_costs_its_metadata_alone(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    with monkeypatch.context() as patched:
        breaks(patched, "library.exchange.generation_data.read_texts", error)
        assert library.imports.folder(inbox) == ImportReport(found=5, added=5)
    assert type(error).__name__ in refused(library)["0.png"]
    assert caplog.records[0].levelno == logging.ERROR
    # Taken without its metadata it is known: a changed file is read anew.
    add(inbox / "0.png", 50)
    library.imports.folder(inbox)
    assert by_name(library)["0.png"].facts.seed == 50


@pytest.mark.parametrize(
    "reader",
    [
        "library.importing.file_facts.reading.parse",
        "library.formats.heads.reading.parse",
        "library.importing.file_facts.note_in",
    ],
)
def test_a_head_that_cannot_be_read_is_listed_and_read_again_later(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    with monkeypatch.context() as patched:
        breaks(patched, reader, TypeError("unhashable"))
        assert library.imports.folder(inbox) == ImportReport(found=5, refused=5)
        assert library.imports.folder(inbox).refused == 5
    assert "TypeError" in refused(library)["0.png"]
    # A later studio has mended it: the files are the same, and are taken.
    assert library.imports.folder(inbox) == ImportReport(found=5, added=5)
    assert refused(library) == {}


def test_values_of_a_wrong_type_come_up_in_the_seam(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [
        ForeignFacts(tool="x", prompt=["a"]),  # type: ignore[arg-type]
        ForeignFacts(tool="x", prompt="\ud800"),
        ForeignFacts(tool="x", seed=2**80),
        ForeignFacts(tool="x", guidance={"a": 1}),  # type: ignore[arg-type]
        ForeignFacts(tool="x", loras=({"a": 1},)),  # type: ignore[arg-type]
    ]
    given = iter(wrong)
    monkeypatch.setattr("library.exchange.generation_data.read_texts", lambda *given_texts: next(given))
    assert library.imports.folder(inbox).added == 5


def test_a_graph_that_the_reader_stumbles_over_costs_nobody_else(library: Library, inbox: Path) -> None:
    shutil.copy(CASES / "37_workflow_name_list.png", inbox)
    assert library.imports.folder(inbox).added == 6
    assert "37_workflow_name_list.png" in by_name(library)


def test_processes_tell_of_what_came_up_in_them(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from library.importing.file_facts import Found
    from library.importing.reading import Readers
    from library.importing.walking import Seen
    from library.places import Places

    # What a process stumbles over is read once more here, where the log is.
    shutil.copy(CASES / "37_workflow_name_list.png", inbox)
    monkeypatch.setattr("library.importing.reading.is_mistaken", lambda one: True)
    breaks(monkeypatch, "library.exchange.generation_data.read_texts", TypeError("unhashable"))
    files = [Seen(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(inbox.glob("*.png"))]
    with Readers(Places.of(library.folder, None), len(files), 1) as readers:
        (read,) = readers.read(files)
    assert all(isinstance(one, Found) and "TypeError" in one.remark for one in read)
    assert len(caplog.records) == len(files)


def test_a_rebuild_goes_on(folder: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(folder)
    own = library.save_picture(png(1), facts(), key="a")
    library.imports.folder(inbox)
    add(folder / "foreign.png", 7)
    Path(f"{own.path}.xmp").write_bytes(b"<x/>")
    library.close()
    breaks(monkeypatch, "library.exchange.xmp.read", TypeError("unhashable"))
    breaks(monkeypatch, "library.exchange.generation_data.read_texts", TypeError("unhashable"))
    library = Library.open(folder)
    library.upkeep.rebuild()
    assert len(by_name(library)) == 7
    library.close()


def test_check_and_mend_go_on(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    add(library.folder / "foreign.png", 7)
    with monkeypatch.context() as patched:
        breaks(patched, "library.formats.heads.reading.parse", TypeError("unhashable"))
        (finding,) = library.upkeep.check()
        assert finding.kind == "unreadable"
        assert "TypeError" in finding.detail
    (orphaned,) = library.upkeep.check()
    with monkeypatch.context() as patched:
        breaks(patched, "library.formats.heads.reading.parse", TypeError("unhashable"))
        (left,) = library.upkeep.mend([orphaned])
        assert not left.done
    (mended,) = library.upkeep.mend([orphaned])
    assert mended.done


def test_sidecars_go_on(library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.imports.folder(inbox)
    picture = by_name(library)["0.png"]
    (inbox / "0.png.xmp").write_bytes(b"<x/>")
    library.annotations.rate_many([picture.id], 3)
    with monkeypatch.context() as patched:
        breaks(patched, "library.exchange.keywords.read", TypeError("unhashable"))
        breaks(patched, "library.exchange.keywords.write", TypeError("unhashable"))
        library.annotations.write_sidecars()
        assert library.imports.folder(inbox).found == 5
    assert "0.png.xmp" in refused(library)


def test_thumbnails_go_on(library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from library.formats import decoding

    breaks(monkeypatch, "library.formats.decoding.hashes", TypeError("unhashable"))
    assert "TypeError" in decoding.decode(str(inbox / "0.png")).trouble
    library.imports.folder(inbox)
    breaks(monkeypatch, "library.importing.preparing.thumbnail", TypeError("unhashable"))
    with pytest.raises(PictureUnreadable):
        library.imports.thumbnail(by_name(library)["0.png"].id)
