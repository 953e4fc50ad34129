"""Where it is seen that a mistake is come to."""

from __future__ import annotations

import pytest

from tests.mutants.lines import reached, using

HOUSE = b"""WIDTH = 90
_AREA = {
    "door": WIDTH * 200,
}


class Door(Thing, size=7):
    angle: int = 5

    @kept(6)
    def turn(
        self, by=3
    ):
        if by > 4 or (
            by < 8
        ):
            self.angle += (
                by + 9
            )
        try:
            go()
        except (Wrong or Slow):
            return _AREA


def other(): return Door(angle=1).angle
"""


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        (b"> 4", {14, 15, 16}),
        (b"< 8", {14, 15, 16}),
        (b"+ 9", {17, 18, 19}),
        (b"by=3", {*range(14, 24)}),
        (b"kept(6)", {*range(14, 24)}),
        (b"or Slow", {22}),
        (b"go()", {21}),
    ],
)
def test_in_a_function_it_is_its_statement(place: bytes, lines: set[int]) -> None:
    where = reached(HOUSE, HOUSE.index(place))
    assert where.lines == lines
    assert not where.names


@pytest.mark.parametrize(
    ("place", "names", "around"),
    [
        (b"90", {"WIDTH"}, {*range(14, 24), 26}),
        (b"200", {"_AREA"}, {*range(14, 24), 26}),
        (b"7", {"Door"}, {*range(14, 24)}),
        (b"5", {"Door", "angle"}, {*range(14, 24)}),
    ],
)
def test_elsewhere_it_is_where_its_name_stands(place: bytes, names: set[str], around: set[int]) -> None:
    where = reached(HOUSE, HOUSE.index(place))
    assert not where.lines
    assert where.names == names
    assert where.around == around


@pytest.mark.parametrize(
    ("names", "lines"), [({"WIDTH"}, {23}), ({"angle"}, {17, 26}), ({"Door"}, {26}), ({"nobody"}, set())]
)
def test_what_uses_a_name_or_what_is_made_of_it(names: set[str], lines: set[int]) -> None:
    assert using(HOUSE, names) == lines
