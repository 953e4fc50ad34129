"""What is on the Plates screen, with no screen: the cursor, the hour, whose a plate is, who takes it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from screens.stock.plates.bench import Edited, PlateBench
from studio.scenes import stock
from studio.scenes.stock import Plate

SHIPPED = stock.load(Path("no such folder"))
PLATES = tuple(Plate(name, f"a {name}", retired=name == "den") for name in ("Attic", "barn", "cellar", "den"))


def bench(*plates: Plate, retired: tuple[Plate, ...] = ()) -> tuple[PlateBench, list[int]]:
    told: list[int] = []
    made = PlateBench(lambda: told.append(made.at))
    made.take(msgspec.structs.replace(SHIPPED, plates=plates, retired=retired), frozenset({"barn"}))
    told.clear()
    return made, told


@given(st.lists(st.integers(-2, 6), max_size=6))
def test_the_cursor_goes_to_rows_that_are_there_and_tells_of_it(rows: list[int]) -> None:
    made, told = bench(*PLATES[:3], retired=PLATES[3:])
    assert [plate.name for plate in made.rows] == ["Attic", "barn", "cellar", "den"]
    at = 0
    for row in rows:
        before = len(told)
        made.go_to(row)
        is_there = 0 <= row < 4
        assert len(told) - before == (is_there and row != at)
        at = row if is_there else at
        assert made.at == at
        assert made.current == PLATES[at]


def test_other_plates_leave_the_cursor_on_its_plate_or_its_row() -> None:
    made, told = bench(*PLATES)
    made.go_to(2)
    made.take(msgspec.structs.replace(SHIPPED, plates=PLATES[1:], retired=()), frozenset())
    assert made.current == PLATES[2]
    made.take(msgspec.structs.replace(SHIPPED, plates=PLATES[:2], retired=PLATES[3:]), frozenset())
    assert made.at == 1
    made.take(msgspec.structs.replace(SHIPPED, plates=PLATES[:2], retired=PLATES[3:]), frozenset(), "DEN")
    assert made.current == PLATES[3]
    made.take(msgspec.structs.replace(SHIPPED, plates=PLATES[:1], retired=()), frozenset())
    assert made.at == 0
    made.take(msgspec.structs.replace(SHIPPED, plates=(), retired=()), frozenset())
    assert [made.current, *made.tried()] == [None]
    assert len(told) == 6


def test_before_there_is_a_stock_there_is_nothing() -> None:
    made = PlateBench(lambda: None)
    assert (made.rows, made.current, made.shown_file(), made.tried()) == ((), None, "", ())


def test_the_picture_is_that_of_the_hour_else_the_other() -> None:
    both = Plate("hall", "a hall", day="day.png", night="night.png")
    made, told = bench(both, Plate("yard", "a yard", night="late.png"), *PLATES)
    assert made.shown_file() == "day.png"
    made.turn_hour()
    assert told == [0]
    assert made.shown_file() == "night.png"
    made.go_to(1)
    assert made.shown_file() == "late.png"
    made.turn_hour()
    assert made.shown_file() == "late.png"
    made.go_to(2)
    assert made.shown_file() == ""
    assert [made.is_own(plate) for plate in PLATES] == [False, True, False, False]


def test_scenes_are_tried_with_the_words_in_the_fields() -> None:
    made, _ = bench(*PLATES[:3], retired=PLATES[3:])
    assert made.tried() == ()
    made.scenes = ("Milo reads in the loft", "Milo in the barn")
    assert [one.plate.name for one in made.tried()][1] == "barn"
    taken = made.tried(Edited("a loft", ("loft",)))
    assert [(one.scene, one.plate.name) for one in taken] == [(made.scenes[0], "Attic"), (made.scenes[1], "barn")]
    assert taken[0].plate.description == "a loft"
    assert made.tried()[0].plate.description != "a loft" or made.tried()[0].plate.name != "Attic"
    made.go_to(3)
    assert "loft" not in {word for one in made.tried(Edited("a loft", ("loft",))) for word in one.plate.keywords}
