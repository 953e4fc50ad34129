"""Cindy, and a painter that paints nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.cast import loading
from studio.pictures.live_draft import LiveDraft, LivePainter
from studio.pictures.portrait import PortraitOrder
from tests.conftest import Home
from tests.screens.conftest import CAST

CINDY = """
# who skis
[[character]]
name = "Cindy Miller"   # on snow
look = "a woman with curly red hair"
colours = { suit = "#2f8a58" }

[[character.outfits]]
name = "party suit"
words = "a red dress"
"""


class Painted:
    """What was ordered of a painter that paints nothing."""

    def __init__(self) -> None:
        self.orders: list[PortraitOrder] = []

    @property
    def last(self) -> PortraitOrder:
        return self.orders[-1]


@pytest.fixture(autouse=True)
def painted(monkeypatch: pytest.MonkeyPatch) -> Painted:
    import numpy as np

    made = Painted()

    def paint(painter: LivePainter, order: PortraitOrder) -> LiveDraft:
        made.orders.append(order)
        return LiveDraft(np.full((64, 64, 3), 90, np.uint8), str(len(made.orders)), "not painted: monocle")

    monkeypatch.setattr(LivePainter, "paint", paint)
    return made


@pytest.fixture
def cindy(cast_home: Home) -> Path:
    """The person's own cast, with Cindy."""
    file = cast_home.settings / loading.FILE
    file.write_text(CAST + CINDY, encoding="utf-8")
    return file
