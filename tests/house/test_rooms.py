"""Which rooms modules make, and which circles are told."""

from __future__ import annotations

from hypothesis import given

from tests.house.imports import Module
from tests.house.making import modules, trees
from tests.house.rooms import Arrow, circles_of, house_of

SHOP = {
    "shop.store": ["shop.till.coins", "shop.names", "street"],
    "shop.till": [],
    "shop.till.coins": ["shop.names", "shop.errors"],
    "shop.till.deep.paper": ["shop.till.coins"],
    "shop.errors": [],
    "shop.__main__": ["shop.store"],
}


def test_rooms_are_packages_and_what_is_in_none_stands_in_halls_above_and_below_them() -> None:
    shop = next(floor for floor in house_of(modules(SHOP)).floors if floor.name == "shop")
    assert [(room.name, room.modules, room.is_hall) for room in shop.rooms] == [
        ("till", 3, False),
        ("hall", 2, True),
        ("store", 1, True),
    ]
    till, below, store = shop.rooms
    assert till.inner == ("deep",)
    assert till.sentence == "What shop.till is for"
    assert below.sentence.replace("\u00a0", " ") == "errors · names"
    assert store.sentence == "What shop.store is for"
    assert store.uses == ("street",)


def test_arrows_count_pairs_of_modules_and_are_late_where_all_of_them_are() -> None:
    late = ("shop.store", "street")
    house = house_of(modules(SHOP, late))
    assert Arrow("shop", "street", 1, True) in house.arrows
    shop = next(floor for floor in house.floors if floor.name == "shop")
    assert shop.arrows == (
        Arrow("shop.till", "shop:0", 2, False),
        Arrow("shop:1", "shop.till", 1, False),
        Arrow("shop:1", "shop:0", 1, False),
    )


def test_the_way_in_is_a_floor_above_what_it_opens() -> None:
    house = house_of(modules({"shop.__main__": ["screens.app", "shop.store"], "screens.app": ["shop.store"]}))
    assert [floor.name for floor in house.floors] == ["screens", "shop", "shop.__main__"]
    assert circles_of(modules({"shop.__main__": ["screens.app"], "screens.app": ["shop.store"]})) == []


def test_a_circle_between_rooms_is_told_with_the_imports_that_make_it() -> None:
    found = circles_of(modules({"shop.a.x": ["shop.b.y"], "shop.b.z": ["shop.a.w"], "shop.b.y": ["shop.c.v"]}))
    assert [circle.names for circle in found] == [("shop.a", "shop.b")]
    assert found[0].imports == (("shop.a.x", "shop.b.y"), ("shop.b.z", "shop.a.w"))


def test_a_circle_between_floors_is_told_also_where_none_is_between_their_rooms() -> None:
    found = circles_of(modules({"shop.a.x": ["street.b.y"], "street.c.z": ["shop.d.w"]}))
    assert [circle.names for circle in found] == [("shop", "street")]


def test_modules_of_one_room_may_stand_in_a_circle() -> None:
    assert circles_of(modules({"shop.a.x": ["shop.a.y"], "shop.a.y": ["shop.a.x"]})) == []


def test_a_module_of_the_hall_between_two_rooms_makes_no_circle() -> None:
    assert (
        circles_of(modules({"shop.a.x": ["shop.middle"], "shop.middle": ["shop.b.y"], "shop.b.y": ["shop.low"]})) == []
    )


@given(trees())
def test_every_module_is_counted_once(tree: list[Module]) -> None:
    house = house_of(tree)
    assert sum(floor.modules for floor in house.floors) == len(tree)
    assert sum(room.modules for floor in house.floors for room in floor.rooms) == len(tree)
