"""A line for paths that completes them as a shell does, with what it may go on with below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.terminal.dropped_paths import typed_paths, written
from screens.widgets.field import Field
from studio.path_completion import common, completions
from studio.plain_text import plain


class PathLine(Vertical):
    """`endings` are those of the files that are offered, besides folders."""

    def __init__(self, name: str, paths: Sequence[str], placeholder: str, endings: Collection[str], *, id: str) -> None:
        super().__init__(classes="path-line")
        self.line = Input(written(paths) if paths else "", placeholder=placeholder, id=id, compact=True)
        self._title, self._endings = name, frozenset(endings)
        self._names = Static(classes="path-names", markup=False)

    def compose(self) -> ComposeResult:
        """The line over the names."""
        yield Field(self._title, self.line)
        yield self._names

    def on_mount(self) -> None:
        """The cursor stands behind what is there already."""
        self.line.cursor_position = len(self.line.value)

    @property
    def paths(self) -> tuple[str, ...]:
        """What stands in the line."""
        return typed_paths(self.line.value)

    def complete(self, calls: Calls) -> None:
        """Complete the last path, or list how it may go on."""
        calls.begin(partial(self._complete, calls, self.paths), group="complete", is_exclusive=True)

    async def _complete(self, calls: Calls, paths: tuple[str, ...]) -> None:
        typed = paths[-1] if paths else "~/"
        found = await in_thread(calls, completions, typed, self._endings)
        if paths != self.paths:
            return
        longest = common(found)
        if len(longest) > len(typed) or not paths:
            self.line.value = written([*paths[:-1], longest or typed])
            self.line.cursor_position = len(self.line.value)
        names = [plain(one.rstrip("/").rpartition("/")[2]) + "/" * one.endswith("/") for one in found]
        self._names.update(Text("   ".join(names) if len(names) > 1 else "" if found else "Nothing begins so"))
        self._names.display = len(names) > 1 or not found
