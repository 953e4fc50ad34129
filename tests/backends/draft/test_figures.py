"""How figures are painted: as their looks, their ages, their clothes and the scene say; and the clock behind them."""

from __future__ import annotations

from random import Random

import msgspec
import numpy as np
import pytest

from backends.base import Figure
from backends.draft.canvas import Canvas
from backends.draft.painter import chests, model_sheet, paint
from backends.draft.room import Room, clock
from tests.backends.draft.samples import CINDY, JAMES, MILO, TIM, far, request


def panel_width(quad: tuple[tuple[float, float], ...]) -> float:
    return float(np.hypot(*np.subtract(quad[1], quad[0])))


def test_a_child_is_smaller_than_a_grown_up_beside_it() -> None:
    small, tall = chests(request("Tim and James wave", figures=(TIM, JAMES), size=(640, 640)))
    assert panel_width(small.quad) < 0.75 * panel_width(tall.quad)
    assert min(y for _, y in small.quad) > max(y for _, y in tall.quad)
    same = chests(
        request("Tim and James wave", figures=(msgspec.structs.replace(TIM, look=""), JAMES), size=(640, 640))
    )
    assert panel_width(same[0].quad) == pytest.approx(panel_width(same[1].quad), rel=0.02)


@pytest.mark.parametrize(
    ("figure", "other"),
    [
        (CINDY, msgspec.structs.replace(CINDY, look="a man with curly red hair")),
        (CINDY, msgspec.structs.replace(CINDY, wearing="a red dress")),
        (MILO, msgspec.structs.replace(MILO, look="a female raccoon")),
        (MILO, msgspec.structs.replace(MILO, look="an old raccoon")),
        (TIM, msgspec.structs.replace(TIM, look="an old man with a cane")),
    ],
)
def test_the_look_and_the_outfit_are_painted(figure: Figure, other: Figure) -> None:
    assert not np.array_equal(model_sheet(figure, 256), model_sheet(other, 256))
    assert not np.array_equal(paint(request(figures=(figure,))), paint(request(figures=(other,))))


def test_the_colours_of_the_outfit_are_worn() -> None:
    sheet = model_sheet(CINDY, 256).astype(int)
    assert int((abs(sheet - (63, 138, 88)).sum(axis=2) < 30).sum()) > 700


@pytest.mark.parametrize("seat", ["on the couch", "in the armchair", "at the desk"])
def test_who_sits_somewhere_does_so(seat: str) -> None:
    pictures = [paint(request(f"Milo is asleep{where}", "east")) for where in ("", f" {seat}")]
    assert (far(*pictures) > 2) == (seat != "in the armchair"), "an armchair is where one sleeps when nothing is said"


def test_all_on_a_couch_sit_on_one_seat() -> None:
    for figures in ((MILO, JAMES), (JAMES, TIM)):
        names = " and ".join(figure.name for figure in figures)
        told = request(f"{names} sit on the couch", figures=figures, size=(640, 640))
        apart = request(f"{names} sit in armchairs", figures=figures, size=(640, 640))
        lift = [
            max(y for _, y in one.quad) - max(y for _, y in other.quad)
            for one, other in zip(chests(apart), chests(told), strict=True)
        ]
        assert max(lift) > 5, "the shorter one sits higher than on a chair of its own"


def test_a_clock_is_read_on_a_mirrored_wall_too() -> None:
    pictures = []
    for flip in (False, True):
        canvas = Canvas(256, 256)
        pen = canvas.pen().at(50, 0, flip=flip).at(-50)
        room = Room(pen, 100, 100, 76, Random(1), "night", frozenset(), (90, 90, 90), (200, 80, 80), 3 * 60)
        clock(room, 50, 50)
        pictures.append(canvas.finished())
    assert far(*pictures) < 0.02
    assert far(pictures[0], pictures[0][:, ::-1]) > 0.1, "the hands are not where they would be in a mirror"
