"""The Cast as a test sees it: somebody is opened in it, and what its fields say and find wrong."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from screens.stock.cast.bench import Bench
from screens.stock.cast.screen import CastScreen
from tests.screens.conftest import shows, until


def bench_of(pilot: Pilot[None]) -> Bench:
    screen = pilot.app.screen
    assert isinstance(screen, CastScreen)
    return screen.parts.bench


async def at(pilot: Pilot[None], name: str) -> Bench:
    """Open the Cast at somebody."""
    await pilot.press("f7")
    await until(pilot, lambda: shows(pilot, CastScreen) and bench_of(pilot).key)
    await pilot.press(*name)
    await until(pilot, lambda: pilot.app.screen.query_one("#cast-filter", Input).value == name)
    await until(pilot, lambda: bench_of(pilot).key.startswith(name.casefold()))
    return bench_of(pilot)


def value(pilot: Pilot[None], field: str) -> str:
    widget = pilot.app.screen.query_one(f"#cast-{field}")
    return widget.value if isinstance(widget, Input) else widget.text if isinstance(widget, TextArea) else ""


def wrong(pilot: Pilot[None]) -> list[str]:
    return [str(said.content) for said in pilot.app.screen.query(".labelled-wrong").results(Static) if said.display]
