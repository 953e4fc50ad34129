"""Ways into Lettering, and what stands there."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Static

from screens.lettering.screen import LetteringScreen
from screens.widgets.pictures.picture import PictureView
from tests.screens.conftest import studio_of, until


async def to_lettering(pilot: Pilot[None], picture_id: int = 1) -> LetteringScreen:
    await studio_of(pilot).letter_picture(picture_id)
    screen = pilot.app.screen
    assert isinstance(screen, LetteringScreen)
    await until(pilot, lambda: screen.query_one(PictureView).shown)
    return screen


def text_of(screen: LetteringScreen, name: str) -> str:
    return str(screen.query_one(name, Static).content)
