"""Keys that do something everywhere are no other's in a room."""

from __future__ import annotations

from screens import rooms
from screens.app import StudioApp
from screens.keymap import lines_of

MEANT = {
    *(("Lettering", key) for key in ("f7", "f10", "ctrl+z")),
    *((room, "ctrl+z") for room in ("Gallery", "Cast", "Plates", "Datasets")),
}
"""In Lettering F5 to F10 are for words; Ctrl+Z takes back where something can be. The menu does the other."""


def test_no_room_takes_a_key_that_acts_everywhere() -> None:
    everywhere = {key: line.id for line in lines_of(StudioApp) for key in line.keys}
    taken = {
        (room.ROOM, key, line.id)
        for room in rooms.every_room()
        for owner in (room, *room.PARTS)
        for line in lines_of(owner)
        for key in line.keys
        if key in everywhere and (room.ROOM, key) not in MEANT
    }
    assert taken == set()
