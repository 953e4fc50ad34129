"""A text area shows its cursor, bears what is taken back, and leaves others the keys that it has no use for."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import TextArea

from screens.widgets.writing import Writing


@pytest.mark.parametrize("text", ["", "Milo reads"])
def test_only_what_an_area_has_no_use_for_is_left_to_others(text: str) -> None:
    actions = {one.action for one in TextArea.BINDINGS if isinstance(one, Binding)}
    area = Writing(text)
    refused = {action for action in actions if area.check_action(action, ()) is not True}
    assert {"cursor_left", "undo"} <= actions
    assert refused == {"select_all"} | (set() if text else {"cursor_down"})


class OneArea(App[None]):
    """Three lines to write in."""

    CSS = "Writing { height: 5; width: 20; }"

    def compose(self) -> ComposeResult:
        yield Writing()


async def test_the_cursor_is_seen_and_what_is_taken_back_may_be_shorter() -> None:
    app = OneArea()
    async with app.run_test(size=(40, 12)) as pilot:
        area = app.query_one(Writing)
        area.insert("words and words and " * 6)
        await pilot.pause()
        assert area.document.line_count == 1
        assert area.scroll_offset.y > 0
        area.insert("\n".join(map(str, range(30))))
        await pilot.pause()
        area.undo()
        await pilot.pause()
        assert area.document.line_count == 1
        assert area.cursor_location[0] == 0
        assert area.scroll_offset.y > 0
        area.load_text("")
        await pilot.pause()
        assert area.scroll_offset.y == 0
