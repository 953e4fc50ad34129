"""A plate that the scene names is taken, whatever keywords stand there too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.scenes import stock
from studio.scenes.names import plate_choice
from studio.scenes.scene import Scene
from studio.scenes.stock import Plate
from studio.scenes.understanding import understand

STOCK = stock.load(Path("/nonexistent"))
OWN = (
    Plate("server_room", "racks", title="the Server Room", keywords=("rack",)),
    Plate("server_room_b", "more racks", title="Server Room B"),
    Plate("roof", "a roof", title="roof terrace"),
    Plate("room", "a room"),
    Plate("wall", "a wall", title="a wall"),
    Plate("Café", "a café"),
    Plate("a", "one of many"),
)


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("Milo at the north wall", ["north"]),
        ("Milo at the NORTH  WALL", ["north"]),
        ("Milo by the north-wall", ["north"]),
        ("the northern wall", ["north"]),
        ("Milo at the north wall with a coffee at the desk", ["north"]),
        ("from the west wall to the east wall", ["west", "east"]),
        ("the north and west walls", ["north", "west"]),
        ("the north, east and west walls", ["north", "east", "west"]),
        ("from the north to the west wall", ["north", "west"]),
        ("the north and the sea, and a wall", []),
        ("Milo at the north", ["north"]),
        ("facing the south side", ["south"]),
        ("James heads west", []),
        ("Milo in the Wild West", []),
        ("the west coast", []),
        ("a wall", []),
        ("northwallpaper", []),
    ],
)
def test_plates_are_named_by_name_and_label(text: str, plates: list[str]) -> None:
    assert [plate.name for plate in plate_choice.plates_named(text, STOCK.plates)] == plates


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("in the server room", ["server_room"]),
        ("in server_room, at night", ["server_room"]),
        ("in Server Room B", ["server_room_b"]),
        ("on the roof", ["roof"]),
        ("a room with a wall", []),
        ("roofless", []),
        ("at the café", ["Café"]),
        ("the server and the fan in the meeting room", []),
    ],
)
def test_own_plates_are_named_too(text: str, plates: list[str]) -> None:
    assert [plate.name for plate in plate_choice.plates_named(text, OWN)] == plates


def test_of_two_that_are_named_the_first_is_drawn_and_the_other_told() -> None:
    understood = understand(Scene(text="Milo walks from the west wall to the east wall"), STOCK)
    assert (understood.plate.name, understood.plate_reason) == ("west", "the scene names it")
    assert understood.remarks() == ("The scene names east wall too; what is drawn is west wall, which it names first",)


def test_what_the_person_chose_outweighs_what_the_scene_names() -> None:
    understood = understand(Scene(text="Milo at the north wall", plate="west"), STOCK)
    assert (understood.plate.name, understood.remarks()) == ("west", ())


@given(st.text(alphabet=st.sampled_from("northwal ,-_ande\n"), max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    named = plate_choice.plates_named(text, (*STOCK.plates, *OWN))
    assert len(set(named)) == len(named)


@given(st.text(alphabet=st.sampled_from("northwal ,-_ande\n"), max_size=60))
def test_hundreds_of_plates_that_are_not_named_change_nothing(text: str) -> None:
    others = tuple(Plate(f"stage {number}", "a stage", title=f"stage {number} wall") for number in range(300))
    assert plate_choice.plates_named(text, (*others, *STOCK.plates)) == plate_choice.plates_named(text, STOCK.plates)
