"""What the windows of the Gallery and its other views say, as text; `--snapshot-update` keeps it."""

from __future__ import annotations

import html
import re
import time

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.app import App
from textual.pilot import Pilot

from screens.gallery.screen import GalleryScreen
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, until
from tests.screens.gallery.going import to_gallery

_TEXT = re.compile(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>')
_CELL = 12.2
"""Pixels of a screenshot's cell."""


WINDOWS = {
    "tags": ("t", "fox"),
    "albums": ("a", "best of"),
    "saved searches": ("S", "good ones"),
    "export": ("X", "AI mark: how"),
    "grid": ("y", "4 pictures by draft"),
    "refused": ("exclamation_mark", "imported was taken"),
}
"""The key that opens it, and what stands in it when it is ready."""


def seen(app: App[None]) -> str:
    """The rows of the screen as text, without blanks at their ends."""
    rows: dict[float, str] = {}
    for x, y, text in _TEXT.findall(app.export_screenshot()):
        plain = html.unescape(text).replace("\xa0", " ")
        rows[float(y)] = rows.get(float(y), "").ljust(round(float(x) / _CELL)) + plain
    return "\n".join(rows[y].rstrip() for y in sorted(rows))


@pytest.fixture
def filled(cast_home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Six pictures, some of them judged, tagged and lettered, a saved search, and names and times that are the same."""
    monkeypatch.setenv("HOME", str(cast_home.library.parent))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    library = drawn.shelf_of(cast_home.library, 6)
    drawn.letter(library, library.picture(5), "PEBKAC")
    library.annotations.rate_many([6], 4)
    library.annotations.mark_many([4], "pick")
    library.annotations.tag([6, 5], ["fox", "rack"], [])
    library.annotations.album([4], ["best of"], [])
    library.searches.save("good ones", "rating:>=4")
    library.close()
    return cast_home


async def opened_by(pilot: Pilot[None], key: str, awaited: str) -> str:
    """What is seen when a key has opened something in which this stands at last; it is closed again."""
    await pilot.press(key)
    await until(pilot, lambda: awaited in seen(pilot.app))
    await pilot.pause()
    text = seen(pilot.app)
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(pilot.app.screen, GalleryScreen))
    return text


async def test_windows_say_what_they_said(filled: Home, opened: Opened, snapshot: SnapshotAssertion) -> None:
    async with opened(110, 32) as pilot:
        await to_gallery(pilot, 6)
        told = {name: await opened_by(pilot, *how) for name, how in WINDOWS.items()}
        assert snapshot == told
