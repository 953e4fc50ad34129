"""The line of keys: what it names, and what a click on it does."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from screens.widgets.footer import FooterItem, StudioFooter

WAYS = Binding.Group("Ways")


class KeysApp(App[None]):
    """Keys: one that can be pressed, one that cannot, a group, and one that is not shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add('a')", "Add", tooltip="One more"),
        Binding("n", "never", "Never"),
        Binding("x", "add('x')", "Left", group=WAYS),
        Binding("y", "add('y')", "Right", group=WAYS),
        Binding("h", "add('h')", "Hidden", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.added = ""
        self.rung = 0

    def compose(self) -> ComposeResult:
        yield StudioFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if action == "never" else True

    def action_add(self, what: str) -> None:
        self.added += what

    def action_never(self) -> None:
        raise AssertionError

    def bell(self) -> None:
        self.rung += 1


def item(footer: StudioFooter, shown: str) -> FooterItem:
    return next(one for one in footer.items if one.shown == shown)


@pytest.mark.parametrize("width", [80, 14])
async def test_it_names_the_keys_and_a_click_is_a_press(width: int) -> None:
    app = KeysApp()
    async with app.run_test(size=(width, 5)) as pilot:
        await pilot.pause()
        footer = app.query_one(StudioFooter)
        assert footer.render_line(0).text == f"{'a Add n Never x y Ways':{width}.{width}}"[:width].ljust(width)
        await pilot.click(footer, (item(footer, "a").left + 2, 0))
        await pilot.click(footer, (item(footer, "n").left, 0))
        if width == 80:
            await pilot.click(footer, (item(footer, "y").right - 1, 0))
            await pilot.click(footer, (70, 0))
        assert app.added == ("ay" if width == 80 else "a")
        assert app.rung == 1


class Room(Screen[None]):
    """A screen with keys of its own, two of them a group."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "app.bell", "Open"),
        Binding("j", "app.add('j')", "Up", group=WAYS),
        Binding("k", "app.add('k')", "Down", group=WAYS),
        Binding("s", "app.add('s')", "Seldom"),
    ]

    def compose(self) -> ComposeResult:
        yield StudioFooter()


async def test_what_there_is_no_room_for_is_left_out_whole_and_the_keys_of_the_app_stay() -> None:
    app = KeysApp()
    async with app.run_test(size=(80, 5)) as pilot:
        await app.push_screen(Room())
        footer = app.screen.query_one(StudioFooter)
        own = ["o Open ", "j k Ways ", "s Seldom "]
        for width, kept in ((47, 3), (46, 2), (37, 1), (28, 0), (80, 3)):
            await pilot.resize_terminal(width, 5)
            await pilot.pause()
            assert footer.render_line(0).text.rstrip() == f"{''.join(own[:kept])}a Add n Never x y Ways"


async def test_what_the_pointer_is_on_is_explained() -> None:
    app = KeysApp()
    async with app.run_test(size=(80, 5)) as pilot:
        await pilot.pause()
        footer = app.query_one(StudioFooter)
        for shown, told in (("a", "One more"), ("x", "Left"), ("n", None)):
            await pilot.hover(footer, (item(footer, shown).left, 0))
            assert footer.tooltip == told
        plain = list(footer.render_line(0))
        await pilot.hover(footer, (item(footer, "a").left, 0))
        assert list(footer.render_line(0)) != plain
