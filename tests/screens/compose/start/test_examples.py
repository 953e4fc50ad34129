"""The scenes to try are scenes of the shipped cast, whose sayings somebody wears."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.compose.form.field_values import sayings_of
from studio.scenes import stock
from studio.scenes.examples import Example, shipped
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand

GOODS = stock.load(Path("/nonexistent"))


def test_there_are_six_in_several_places() -> None:
    assert len(shipped()) == 6
    places = {understand(Scene(text=one.text), GOODS).plate.name for one in shipped()}
    assert places == {plate.name for plate in GOODS.plates} - {"plain ground"}


@pytest.mark.parametrize("example", shipped(), ids=lambda example: example.text)
def test_each_has_somebody_who_wears_each_saying(example: Example) -> None:
    sayings = sayings_of(example.saying)
    understood = understand(Scene(text=example.text, sayings=sayings), GOODS)
    assert [role.saying for role in understood.roles if role.saying] == list(sayings)
    assert sayings
