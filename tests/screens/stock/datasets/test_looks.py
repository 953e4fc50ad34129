"""How the screens of datasets look. `pytest --snapshot-update` accepts a new look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from screens.app import StudioApp
from screens.widgets.pictures.picture import PictureView
from tests.conftest import Home
from tests.screens.conftest import slots, studio_of, until
from tests.screens.stock.datasets.conftest import go_to, go_to_list

Look = Callable[..., bool]
Setting = Callable[[Pilot[None]], Awaitable[None]]


async def listed(pilot: Pilot[None]) -> None:
    """The list."""
    await go_to_list(pilot)
    await until(pilot, lambda: [view for view in pilot.app.screen.query(PictureView) if view.shown])


async def captioned(pilot: Pilot[None]) -> None:
    """A dataset, a caption being written."""
    await go_to(pilot, "figurine")
    for field in (*pilot.app.screen.query(TextArea), *pilot.app.screen.query(Input)):
        field.cursor_blink = False
    await pilot.press("enter")
    await until(pilot, lambda: all(not slot.waits for slot in slots(pilot.app.screen)))


LOOKS = [(listed, (80, 24)), (captioned, (80, 24)), (captioned, (120, 40))]


@pytest.mark.usefixtures("figurine")
@pytest.mark.parametrize(("setting", "size"), LOOKS, ids=[f"{made.__name__}-{w}x{h}" for made, (w, h) in LOOKS])
def test_the_look(
    cast_home: Home, snap_compare: Look, monkeypatch: pytest.MonkeyPatch, setting: Setting, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("HOME", str(cast_home.settings.parent))

    async def prepare(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: studio_of(pilot).workspace is not None)
        await setting(pilot)
        await until(pilot, lambda: not pilot.app.workers)

    assert snap_compare(StudioApp(), terminal_size=size, run_before=prepare)
