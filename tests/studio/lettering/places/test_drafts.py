"""Panels of drafts are found in their pixels alone, by what is seen of their piping, and by each other."""

from __future__ import annotations

import numpy as np
import pytest

from backends.base import DrawRequest, Figure
from backends.draft.painter import chests, paint
from studio.lettering.geometry.quads import overlap
from studio.lettering.places.panel import find_panels
from studio.lettering.places.placement import find_placements
from tests.backends.draft.samples import JAMES, MILO, lettered, request
from tests.benchmarks.drafts_lettered import requests

CAST = (lettered(MILO), lettered(JAMES))
CELEBRATING = [
    request("Milo and James celebrate at the rack", "north", CAST, seed, (1024, 1024)) for seed in (104, 902, 925)
]
HARD = [asked for number, asked in enumerate(requests(130)) if number in (44, 56, 89, 129)]
"""White hair beside a white coat, desks, books, and a robot whose head has the colour of its chest."""


@pytest.mark.parametrize("asked", CELEBRATING + HARD, ids=lambda asked: f"{asked.seed}")
def test_every_saying_stands_on_its_own_panel(asked: DrawRequest) -> None:
    picture, places = paint(asked), chests(asked)
    for place, found in zip(places, find_placements(picture, len(places)), strict=True):
        assert found.method == "panel"
        assert overlap(np.array(place.quad), np.array(found.quad)) > 0.9


@pytest.mark.parametrize("size", [(1024, 1024), (768, 512)])
@pytest.mark.parametrize("scene", ["Milo and James type", "Milo and James code on the couch at 2 AM"])
def test_a_laptop_is_no_panel(scene: str, size: tuple[int, int]) -> None:
    for seed in range(3):
        asked = request(scene, "south", CAST, seed, size)
        found = find_panels(paint(asked))
        assert len(found) == 2
        for place in chests(asked):
            assert max(overlap(np.array(place.quad), np.array(one.quad)) for one in found) > 0.9
        assert not find_panels(paint(request(scene, "south", (MILO, JAMES), seed, size)))


def test_the_lid_before_a_grey_robot_is_no_panel() -> None:
    rex = Figure("Rex", "robot")
    assert not find_panels(paint(request("Rex is typing at noon", "north", (rex,), 25, (1344, 768))))
