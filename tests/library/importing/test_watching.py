"""Folders that are watched: what comes, goes and moves in them is found, and nothing half-written."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from library.errors import FolderMissing
from library.importing.watching import Changes, watch
from library.places import Places
from library.records import ImportReport
from library.store import Library
from tests.library.making import png


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "in" / "below").mkdir(parents=True)
    return tmp_path / "in"


def test_only_folders_in_which_names_came_or_went_are_told_of(inbox: Path) -> None:
    later = time.time() + 100
    changes = Changes(settled=1.0)
    assert changes.since(str(inbox), later) == []
    assert changes.since(str(inbox), later) == []
    (inbox / "below" / "a.png").write_bytes(png(1))
    assert changes.since(str(inbox), later) == [str(inbox / "below")]
    (inbox / "below" / "a.png").write_bytes(png(2))
    assert changes.since(str(inbox), later) == []
    (inbox / "new" / "deep").mkdir(parents=True)
    assert set(changes.since(str(inbox), later)) == {str(inbox), str(inbox / "new"), str(inbox / "new" / "deep")}
    (inbox / "new" / "deep").rmdir()
    assert set(changes.since(str(inbox), later)) == {str(inbox / "new"), str(inbox / "new" / "deep")}
    changes.again(str(inbox))
    assert changes.since(str(inbox), later) == [str(inbox)]


def test_a_folder_that_is_still_changing_is_told_of_later(inbox: Path) -> None:
    changes = Changes(settled=5.0)
    changes.since(str(inbox), time.time() + 100)
    (inbox / "a.png").write_bytes(png(1))
    changed = inbox.stat().st_mtime
    assert changes.since(str(inbox), changed + 1) == []
    assert changes.since(str(inbox), changed + 4) == []
    assert changes.since(str(inbox), changed + 6) == [str(inbox)]
    assert changes.since(str(inbox), changed + 6) == []


def test_what_changes_before_the_first_look_has_settled_is_not_lost(inbox: Path) -> None:
    changes = Changes(settled=5.0)
    changed = inbox.stat().st_mtime
    assert changes.since(str(inbox), changed + 1) == []
    assert str(inbox) in changes.since(str(inbox), changed + 6)


def test_a_folder_that_is_away_as_a_whole_tells_nothing(inbox: Path) -> None:
    changes = Changes(settled=1.0)
    later = time.time() + 100
    changes.since(str(inbox), later)
    inbox.rename(inbox.with_name("away"))
    assert changes.since(str(inbox), later) == []
    inbox.with_name("away").rename(inbox)
    assert changes.since(str(inbox), later) == []


@contextmanager
def watched(library: Library, folder: Path) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """A watch that looks again and again at once; gives a way to wait for what it should come to."""
    stop, heard = threading.Event(), threading.Condition()

    def tell(_: ImportReport) -> None:
        with heard:
            heard.notify_all()

    def wait(for_what: Callable[[], bool]) -> None:
        with heard:
            assert heard.wait_for(for_what, timeout=20)

    library.imports.folder(folder)
    places = Places.of(library.folder, None)
    given = (library._index, places, folder, stop, tell, 0.01, 0.0)
    thread = threading.Thread(target=watch, args=given)
    thread.start()
    try:
        yield wait
    finally:
        stop.set()
        thread.join()


def test_what_comes_moves_and_goes_is_followed(library: Library, inbox: Path) -> None:
    def names() -> set[str]:
        return {Path(one.path).name for one in library.page().pictures}

    (inbox / "first.png").write_bytes(png(1))
    with watched(library, inbox) as wait:
        wait(lambda: names() == {"first.png"})
        library.annotations.rate_many([library.page().pictures[0].id], 5)
        (inbox / ".part").write_bytes(png(2))
        (inbox / ".part").rename(inbox / "below" / "second.png")
        wait(lambda: names() == {"first.png", "second.png"})
        (inbox / "below").rename(inbox / "moved")
        wait(lambda: str(inbox / "moved" / "second.png") in {one.path for one in library.page().pictures})
        (inbox / "first.png").rename(inbox / "moved" / "renamed.png")
        wait(lambda: names() == {"renamed.png", "second.png"})
        (inbox / "moved" / "second.png").unlink()
        wait(lambda: names() == {"renamed.png"})
    assert [one.rating for one in library.page().pictures] == [5]
    assert not library.imports.roots()[0].watched


def test_an_empty_folder_is_a_disk_that_is_away(library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = threading.Semaphore(0)
    since = Changes.since

    def counted(changes: Changes, root: str, now: float) -> list[str]:
        looks.release()
        return since(changes, root, now)

    monkeypatch.setattr(Changes, "since", counted)
    (inbox / "below" / "first.png").write_bytes(png(1))

    def names() -> set[str]:
        return {Path(one.path).name for one in library.page().pictures}

    with watched(library, inbox) as wait:
        wait(lambda: names() == {"first.png"})
        assert looks.acquire(timeout=20)
        (inbox / "below").rename(inbox.with_name("disk"))
        (inbox.with_name("disk") / "second.png").write_bytes(png(2))
        while looks.acquire(blocking=False):
            pass
        assert all(looks.acquire(timeout=20) for _ in range(4))
        assert names() == {"first.png"}
        inbox.with_name("disk").rename(inbox / "below")
        wait(lambda: names() == {"first.png", "second.png"})
    (inbox / "below").rename(inbox.with_name("disk"))
    with pytest.raises(FolderMissing, match="is empty"):
        library.imports.watch(inbox, threading.Event(), lambda _: None)
    assert names() == {"first.png", "second.png"}


def test_a_folder_that_is_forgotten_is_watched_no_more(library: Library, inbox: Path) -> None:
    (inbox / "first.png").write_bytes(png(1))
    library.imports.folder(inbox)
    begun = threading.Event()
    thread = threading.Thread(
        target=library.imports.watch, args=(inbox, threading.Event(), lambda _: begun.set()), daemon=True
    )
    thread.start()
    assert begun.wait(20)
    library.annotations.rate_many([library.page().pictures[0].id], 5)
    assert library.imports.forget(inbox) == 1
    thread.join(20)
    assert not thread.is_alive()
    assert not library.page().pictures
    assert not library.imports.roots()


def test_a_folder_is_watched_until_it_is_said_not_to_be(library: Library, inbox: Path) -> None:
    for said, is_watched in ((None, False), (True, True), (None, True), (False, False), (None, False)):
        library.imports.folder(inbox, watched=said)
        assert library.imports.roots()[0].watched is is_watched
