"""A library that is closed while a file is written whose row is still to come, or moved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from library.errors import IndexUnusable
from library.files import disk
from library.keeping import saving
from library.store import Library
from tests.library.making import facts, png

CHANGES: dict[str, Callable[[Library], object]] = {
    "saving a picture": lambda library: library.save_picture(png(5), facts("second")),
    "saving a lettering": lambda library: library.save_lettering(1, png(5), ["RTFM"], "{}"),
    "trashing": lambda library: library.trash.put([1]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_under_way_is_done_as_a_whole(folder: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    library = Library.open(folder)
    library.save_picture(png(1), facts("first"))
    begun, go_on = threading.Event(), threading.Event()

    def slowly(function: Callable[..., Any]) -> Callable[..., Any]:
        def slow(*given: Any, **named: Any) -> Any:
            done = function(*given, **named)
            begun.set()
            assert go_on.wait(20)
            return done

        return slow

    for name in ("write_new", "move_new"):
        monkeypatch.setattr(disk, name, slowly(getattr(disk, name)))
    changing = threading.Thread(target=CHANGES[change], args=(library,))
    changing.start()
    assert begun.wait(20)
    closing = threading.Thread(target=library.close)
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()
    with pytest.raises(IndexUnusable, match="closed"):
        library.save_picture(png(7), facts("third"))
    go_on.set()
    for one in (changing, closing):
        one.join(20)
        assert not one.is_alive()
    again = Library.open(folder)
    try:
        assert not again.upkeep.check()
        assert again.page(limit=5).total == (0 if change == "trashing" else 2 if "picture" in change else 1)
    finally:
        again.close()


def test_a_change_that_fails_does_not_hold_a_library_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(folder)

    def fail(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(saving, "save_picture", fail)
    with pytest.raises(ZeroDivisionError):
        library.save_picture(png(1), facts())
    library.close()
    library.close()
