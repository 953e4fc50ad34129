"""Panels of drafts are found in their pixels alone, by what is seen of their piping, and by each other."""

from __future__ import annotations

import numpy as np
import pytest

from backends.base import DrawRequest
from backends.draft.painter import chests, paint
from studio.lettering.geometry.quads import overlap
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
