"""Where everything goes: no arrow runs through a box, no text out of one, and arrows point down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given

from tests.house import coming
from tests.house.__main__ import picture
from tests.house.imports import Module
from tests.house.laying import Area, Line
from tests.house.making import modules, trees
from tests.house.plan import NAME, PADDING, SMALL, WIDTH, Plan, plan_of, sentence_at
from tests.house.rooms import house_of
from tests.house.texts import width


@pytest.fixture(params=["coming", "today"])
def tree(request: pytest.FixtureRequest, today: list[Module]) -> list[Module]:
    return today if request.param == "today" else coming.modules()


def layers(plan: Plan) -> Iterator[tuple[list[Area], tuple[Line, ...]]]:
    """The boxes that stand beside each other, with the lines between them."""
    yield [floor.area for floor in plan.floors], plan.lines
    for floor in plan.floors:
        yield [room.area for room in floor.rooms], floor.lines


def cuts(line: Line, box: Area) -> bool:
    """Whether a line goes through the inside of a box."""
    inside = Area(box.x + 0.1, box.y + 0.1, box.width - 0.2, box.height - 0.2)
    return any(
        not apart(Area(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)), inside)
        for (x0, y0), (x1, y1) in pairwise(line.points)
    )


def apart(one: Area, other: Area) -> bool:
    across = one.x + one.width <= other.x or other.x + other.width <= one.x
    return across or one.y + one.height <= other.y or other.y + other.height <= one.y


def holds(outer: Area, inner: Area) -> bool:
    across = outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width + 0.01
    return across and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height + 0.01


def uprights(lines: Iterable[Line]) -> Iterator[tuple[str, float, float, float]]:
    """The parts of lines that go up or down: net, x, upper and lower end."""
    for line in lines:
        for (x0, y0), (x1, y1) in pairwise(line.points):
            if x0 == x1:
                yield line.net, x0, min(y0, y1), max(y0, y1)


@given(trees())
def test_boxes_stand_apart_and_no_line_runs_through_one(tree: list[Module]) -> None:
    plan = plan_of(house_of(tree))
    for boxes, lines in layers(plan):
        assert all(apart(one, other) for one, other in combinations(boxes, 2))
        assert not any(cuts(line, box) for line in lines for box in boxes)
    for floor in plan.floors:
        assert all(holds(floor.area, room.area) for room in floor.rooms)
    assert all(holds(Area(0, 0, WIDTH, plan.height), floor.area) for floor in plan.floors)


@given(trees())
def test_every_line_goes_straight_and_down_and_only_circles_up(tree: list[Module]) -> None:
    plan = plan_of(house_of(tree))
    for _, lines in layers(plan):
        for line in lines:
            assert all(x0 == x1 or y0 == y1 for (x0, y0), (x1, y1) in pairwise(line.points))
            assert all(y0 <= y1 for (_, y0), (_, y1) in pairwise(line.points))
    heads = [*plan.heads, *(head for floor in plan.floors for head in floor.heads)]
    assert all(head.down or head.warns for head in heads)


def test_lines_of_different_arrows_do_not_run_upon_each_other(tree: list[Module]) -> None:
    for _, lines in layers(plan_of(house_of(tree))):
        for (net, x, top, bottom), (other, x2, top2, bottom2) in combinations(uprights(lines), 2):
            if net != other and min(bottom, bottom2) - max(top, top2) > 1:
                assert abs(x - x2) > 5


def test_texts_fit_into_their_boxes(tree: list[Module]) -> None:
    for floor in plan_of(house_of(tree)).floors:
        for words, area in [(floor.words, floor.area), *((room.words, room.area) for room in floor.rooms)]:
            room = area.width - 2 * PADDING
            after = (
                sentence_at(words.name, NAME) + width(words.beside, SMALL) if words.beside else width(words.name, NAME)
            )
            assert after + width(words.size, SMALL) <= room
            assert all(width(line, SMALL) <= room for line in words.below)


def test_a_house_of_forty_rooms_is_no_wider_and_not_endless() -> None:
    house = house_of(coming.modules())
    assert sum(len(floor.rooms) for floor in house.floors) >= 35
    assert plan_of(house).height < 3200


def test_a_circle_is_drawn_as_a_warning_with_one_arrow_up() -> None:
    plan = plan_of(house_of(modules({"shop.a.x": ["shop.b.y", "shop.b.z"], "shop.b.y": ["shop.a.x"]})))
    (shop,) = plan.floors
    assert [(head.down, head.warns) for head in shop.heads] in (
        [(True, True), (False, True)],
        [(False, True), (True, True)],
    )
    assert all(line.warns for line in shop.lines)


def test_the_same_house_gives_the_same_picture_in_whatever_order_it_is_read() -> None:
    tree = coming.modules()
    again = list(tree)
    Random(3).shuffle(again)
    again = [module._replace(imports=dict(reversed(module.imports.items()))) for module in again]
    assert picture(sorted(again)) == picture(tree)
