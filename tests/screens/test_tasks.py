"""Tests of screens run as the studio does on a person's terminal."""

from __future__ import annotations

import asyncio

from textual.app import App


async def test_an_app_under_test_starts_its_tasks_as_one_on_a_terminal_does() -> None:
    seen = []

    class Seen(App[None]):
        def on_ready(self) -> None:
            seen.append(asyncio.get_running_loop().get_task_factory())
            self.exit()

    async with Seen().run_test():
        pass
    await asyncio.to_thread(Seen().run, headless=True)
    in_tests, on_a_terminal = seen
    assert in_tests is on_a_terminal
