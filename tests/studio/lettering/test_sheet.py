"""All sayings on one sheet, and the records of those that are chosen."""

from __future__ import annotations

import numpy as np
import pytest

from studio.lettering import sheet
from studio.lettering.records import Look, Placement
from tests.studio.lettering.drawing import Scene, drawn

SAYINGS = ("PEBKAC", "RTFM", "猫", "It's always DNS", "Solar flares")


@pytest.mark.parametrize("scene", [Scene(turn=12), Scene(side=200), Scene(side=1200, size=0.1)])
def test_each_cell_has_its_saying_on_the_place(scene: Scene) -> None:
    picture, quad = drawn(scene)
    place = Placement("panel", tuple((float(x), float(y)) for x, y in quad))
    made = sheet.contact_sheet(picture, place, SAYINGS, Look(), columns=2)
    wide, high = sheet.CELL
    gap = (made.shape[1] - 2 * wide) // 3
    assert made.shape == (3 * high + 4 * gap, 2 * wide + 3 * gap, 3)
    cells = []
    for number in range(len(SAYINGS)):
        top, left = gap + number // 2 * (high + gap), gap + number % 2 * (wide + gap)
        cells.append(made[top + 30 : top + high, left + 40 : left + wide].astype(int))
    bare = cells[2]
    for number in (0, 1, 3, 4):
        assert (np.abs(cells[number] - bare).max(-1) > 60).mean() > 0.01, "words, where the bare cell has none"
    assert (made == sheet.contact_sheet(picture, place, SAYINGS, Look(), columns=2)).all()


def test_those_that_are_chosen_become_records() -> None:
    place = Placement("hand", ((0, 0), (9, 0), (9, 9), (0, 9)))
    kept = sheet.records(place, SAYINGS, Look(case="upper"), (2, 5))
    assert [record.settings[0].text for record in kept] == ["RTFM", "Solar flares"]
    assert all(record.look.case == "upper" for record in kept)
    for number in (0, 6):
        with pytest.raises(IndexError):
            sheet.records(place, SAYINGS, Look(), (number,))
