"""Windows that tell or ask something: what each button and each key answers."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from screens.base.windows import Confirm, NoticeWindow
from studio.errors import Notice
from tests.screens.conftest import Opened, until

NOTICE = Notice("The disk is full", "it has no room", "Make room")


async def answer_of(pilot: Pilot[None], window: Screen[Any], *pressed: str) -> Any:
    """What a window gives when keys are pressed, and buttons, which begin with #."""
    answers: list[Any] = []
    await pilot.app.push_screen(window, answers.append)
    for one in pressed:
        assert not answers
        await (pilot.click(one) if one.startswith("#") else pilot.press(one))
    await until(pilot, lambda: answers)
    return answers[0]


async def test_a_notice_is_let_go_or_tried_again(opened: Opened) -> None:
    async with opened() as pilot:
        for pressed, answer in (("#again", True), ("r", True), ("#close", False), ("escape", False)):
            assert await answer_of(pilot, NoticeWindow(NOTICE, again=True), pressed) is answer
        # Where there is nothing to try again, its key does nothing.
        assert await answer_of(pilot, NoticeWindow(NOTICE), "r", "#close") is False


async def test_a_question_is_answered_by_keys_and_buttons_and_enter_is_the_safe_one(opened: Opened) -> None:
    async with opened() as pilot:
        answers = {"#yes": True, "y": True, "#no": False, "n": False, "escape": False, "enter": False}
        for pressed, answer in answers.items():
            assert await answer_of(pilot, Confirm("Delete it?", "It is gone then."), pressed) is answer
        assert await answer_of(pilot, Confirm("Delete it?"), "left", "enter") is True
