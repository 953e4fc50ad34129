"""What waits on the event loop is found, and what waits in a thread is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from library.store import Library
from tests.house_rules.event_loop import ROOT


def as_if_in(place: str, library: Library) -> Callable[[], object]:
    """A call of the library that stands in another file, as far as anybody can see."""
    found: dict[str, Callable[[], object]] = {}
    exec(compile("def ask():\n    return library.page()", str(ROOT / place), "exec"), {"library": library}, found)
    return found["ask"]


@pytest.mark.parametrize("place", ["studio/jobs/desk.py", "screens/gallery/screen.py"])
async def test_the_house_may_not_wait_on_the_event_loop(tmp_path: Path, place: str) -> None:
    library = Library.open(tmp_path / "pictures")
    ask = as_if_in(place, library)
    with pytest.raises(AssertionError, match=f"{place}:2 waits for Index.reading on the event loop"):
        ask()
    assert await asyncio.to_thread(ask) == library.page()
    library.close()


def test_without_an_event_loop_anybody_may_wait(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "pictures")
    assert as_if_in("studio/cli/keeping/gallery.py", library)() == library.page()
    library.close()
