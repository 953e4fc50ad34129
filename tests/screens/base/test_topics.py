"""Parts: what keys are bound to is done by objects, which a screen is put together from."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.binding import Binding
from textual.widget import Widget

from screens.base.topics import Topic, bindings_of, offer


class Lamp(Topic):
    """A part that can be switched on when it is plugged in."""

    def __init__(self) -> None:
        self.is_on = self.is_plugged = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.is_plugged if action == "switch" else True

    def action_plug(self) -> None:
        self.is_plugged = True

    def action_switch(self) -> None:
        self.is_on = not self.is_on


class Room(App[None]):
    BINDINGS = [Binding("p", "plug", "Plug", id="lamp.plug"), Binding("s", "switch", "Switch", id="lamp.switch")]

    def __init__(self, *parts: object) -> None:
        super().__init__()
        offer(self, *parts)

    def action_leave(self) -> None:
        self.exit()


async def test_keys_do_what_the_parts_do_when_they_offer_it() -> None:
    lamp = Lamp()
    room = Room(lamp)
    async with room.run_test() as pilot:
        await pilot.press("s")
        assert not lamp.is_on
        assert "s" not in room.screen.active_bindings
        await pilot.press("p", "s")
        assert lamp.is_on


def test_no_two_do_the_same_but_topics() -> None:
    class Door:
        def action_leave(self) -> None: ...

    with pytest.raises(ValueError, match="action_plug twice"):
        Room(Lamp(), type("Socket", (), {"action_plug": lambda self: None})())
    with pytest.raises(ValueError, match="action_leave twice"):
        Room(Door())


async def test_of_two_topics_that_do_the_same_the_first_is_asked() -> None:
    first, second = Lamp(), Lamp()
    room = Room(first, second)
    async with room.run_test() as pilot:
        await pilot.press("p", "s")
    assert first.is_on
    assert not second.is_plugged


def test_what_textual_does_is_not_taken_from_a_widget_and_may_be_done_by_a_part() -> None:
    room = Room(Widget())
    assert not vars(room).keys() & {"action_scroll_down", "action_bell"}
    bell = type("Bell", (), {"action_bell": lambda self: "rung"})()
    assert vars(Room(bell))["action_bell"]() == "rung"


class Window(Topic):
    """Another part."""

    BINDINGS = [Binding("o", "open", "Open", id="window.open")]

    def action_open(self) -> None: ...


def test_who_offers_topics_binds_the_keys_of_the_same_in_the_same_order() -> None:
    lit = type("LitRoom", (Room,), {"BINDINGS": bindings_of(Lamp, Window)})
    lit(Lamp(), Window(), Widget())
    for parts in ((Lamp(),), (Window(), Lamp()), (Lamp(), Window(), Window())):
        with pytest.raises(ValueError, match="LitRoom binds the keys of Lamp, Window, and offers"):
            lit(*parts)
