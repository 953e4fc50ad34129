"""Any changes, taken back and done again in any order, bring back every byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from studio.datasets.folder import undoing
from studio.datasets.folder.reading import Opened, opened
from studio.datasets.making import changing
from studio.datasets.records import DatasetWrong
from tests.studio.datasets.folder.datasets import added, contents, leftovers, made

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)


class Changes(RuleBasedStateMachine):
    """`states` are the contents after each change that was done, `at` is where undo and redo have led."""

    @initialize(count=st.integers(0, 3))
    def begin(self, count: int) -> None:
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name) / "fig"
        self.opened = made(self.folder, count)
        empty = len(undoing.history(self.folder))
        self.states, self.at = [contents(self.folder)] * (empty + 1), empty
        self.least = empty

    def teardown(self) -> None:
        self.scratch.cleanup()

    def done(self, after: Opened) -> None:
        self.opened = after
        now = contents(self.folder)
        if now != self.states[self.at]:
            self.states[self.at + 1 :] = [now]
            self.at += 1

    @rule(data=st.data(), caption=WORDS)
    def caption(self, data: st.DataObject, caption: str) -> None:
        if names := [one.name for one in self.opened.dataset.pictures]:
            self.done(changing.captions_changed(self.opened, {data.draw(st.sampled_from(names)): caption}))

    @rule(data=st.data(), what=st.sampled_from(["aside", "back", "out", "remove"]))
    def move(self, data: st.DataObject, what: str) -> None:
        names = [one.name for one in self.opened.dataset.pictures]
        if not names:
            return
        chosen = data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
        self.done(
            {
                "aside": lambda: changing.set_aside(self.opened, dict.fromkeys(chosen, "blurred")),
                "back": lambda: changing.bring_back(self.opened, chosen),
                "out": lambda: changing.hold_out(self.opened, chosen),
                "remove": lambda: changing.remove(self.opened, chosen),
            }[what]()
        )

    @rule(number=st.integers(1, 9))
    def add(self, number: int) -> None:
        if f"new_{number}" not in {one.name for one in self.opened.dataset.pictures}:
            self.done(added(self.opened, {f"new_{number}": f"caption {number}"}))

    @rule(data=st.data(), number=st.integers(1, 9))
    def rename(self, data: st.DataObject, number: int) -> None:
        if names := [one.name for one in self.opened.dataset.pictures]:
            try:
                self.done(changing.give_name(self.opened, data.draw(st.sampled_from(names)), f"cat_{number}"))
            except DatasetWrong as error:
                assert "already" in error.notice.title  # noqa: PT017

    @rule(trigger=WORDS)
    def say(self, trigger: str) -> None:
        self.done(changing.dataset_changed(self.opened, trigger=trigger))

    @rule(forth=st.booleans())
    def take_back(self, forth: bool) -> None:
        if forth and self.at < len(self.states) - 1:
            self.opened, self.at = undoing.redo(self.folder).opened, self.at + 1
        elif not forth and self.at > self.least:
            self.opened, self.at = undoing.undo(self.folder).opened, self.at - 1

    @invariant()
    def every_byte_is_as_it_should_be(self) -> None:
        if hasattr(self, "folder"):
            assert contents(self.folder) == self.states[self.at]
            assert opened(self.folder) == self.opened
            assert leftovers(self.folder) == []


Changes.TestCase.settings = settings(max_examples=8, stateful_step_count=10, deadline=None)
test_changes = Changes.TestCase
