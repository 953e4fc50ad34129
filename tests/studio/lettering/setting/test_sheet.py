"""All sayings on one sheet, and the records of those that are chosen."""

from __future__ import annotations

import numpy as np
import pytest

from studio.lettering.places import captions
from studio.lettering.records import LetteringRecord, Look, Placement, Setting
from studio.lettering.setting import sheet
from studio.lettering.setting.ink import set_words
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


def test_each_cell_shows_what_is_set_in_a_bubble_as_it_will_be() -> None:
    picture, _ = drawn(Scene(side=400))
    shape = picture.shape
    look = Look()
    settings = [
        Setting(text, captions.bubble_at(shape, text, look, (200, 120)), "bubble", (180, 300))
        for text in SAYINGS
        if text != "猫"
    ]
    made = sheet.settings_sheet(picture, settings, look, columns=2, first=1)
    wholes = [set_words(picture, LetteringRecord(settings=(one,), look=look)) for one in settings]
    paper = np.array([(whole != picture).any(-1).mean() for whole in wholes])
    bare = sheet.settings_sheet(
        picture, [Setting("猫", one.placement, "bubble", one.tail) for one in settings], look, 2
    )
    shown = []
    for number in range(len(settings)):
        cell, empty = (sheet.cell_of(one, number, 2)[40:].astype(int) for one in (made, bare))
        shown.append((np.abs(cell - empty).max(-1) > 25).mean())
    assert min(shown) > 0.02, "a bubble, where the cell of what cannot be set is bare"
    assert np.argsort(shown).tolist() == np.argsort(paper).tolist(), "the longer the words, the larger"
    framed = sheet.framed(made, 1, 2)
    left, top = sheet.place_in(1, 2)
    assert tuple(framed[top + 50, left - 1]) == sheet.FRAME
    assert (made[top + 50, left - 1] != framed[top + 50, left - 1]).any(), "the sheet itself stays as it is"


def test_those_that_are_chosen_become_records() -> None:
    place = Placement("hand", ((0, 0), (9, 0), (9, 9), (0, 9)))
    kept = sheet.records(place, SAYINGS, Look(case="upper"), (2, 5))
    assert [record.settings[0].text for record in kept] == ["RTFM", "Solar flares"]
    assert all(record.look.case == "upper" for record in kept)
    for number in (0, 6):
        with pytest.raises(IndexError):
            sheet.records(place, SAYINGS, Look(), (number,))
