"""The window of a member's references: which it has, what they show, what is lacking; and drawing what is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.events import Paste
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.base.host import host_of
from screens.base.screen import StudioWindow
from screens.base.topics import Topic, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.drawing.workers import begin_work
from screens.stock.cast.windows import reference_changes as changes
from screens.stock.cast.windows.reference_changes import Row, Seen
from screens.terminal.dropped_paths import dropped_paths
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from screens.widgets.options import Options
from screens.widgets.pictures.picture import PictureView
from studio.cast.taking_back import Step, noted
from studio.notices import KNOWN_ERRORS, notice_of

if TYPE_CHECKING:
    from studio.workspace import Workspace

ABOUT = "Drop pictures here, or M in the Gallery takes them in. F5 draws what is lacking, one after the other."
KEEPING = "k keeps the drawn picture under the cursor as a reference, Ctrl+A all of them; the others stay pictures."


class ReferenceBody(Vertical):
    """The list over the picture under its cursor, the table beside them, and what is said."""

    def __init__(self, title: str) -> None:
        super().__init__(classes="window")
        self._list = Options(compact=True, markup=False)
        self._picture = PictureView(id="refs-picture")
        self._table = Static(id="refs-table", markup=False)
        self._said = Static(id="refs-said", markup=False)
        self._title = title
        self._rows: tuple[Row, ...] = ()

    def compose(self) -> ComposeResult:
        """The title over them."""
        yield Static(Text(self._title), classes="window-title")
        yield Horizontal(Vertical(self._list, self._picture), self._table, id="refs-body")
        yield self._said

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._look()

    def _look(self) -> None:
        """Show the picture under the cursor."""
        if self._row is None:
            self._picture.clear()
        else:
            self._picture.show_file(Path(self._row.path))

    @property
    def file(self) -> str:
        """The reference under the cursor; empty where there is none."""
        return self._row.file if self._row else ""

    @property
    def picture(self) -> int:
        """The id of the picture under the cursor that is no reference yet; 0 where there is none."""
        return self._row.picture if self._row else 0

    @property
    def _row(self) -> Row | None:
        at = self._list.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def show(self, seen: Seen, file: str) -> None:
        """Show these, with the cursor on a file where it is there."""
        at, self._rows = self._list.highlighted or 0, seen.rows
        files = [row.file for row in seen.rows]
        self._list.set_options(Option(Text(row.words, no_wrap=True, overflow="ellipsis")) for row in seen.rows)
        if files:
            self._list.highlighted = files.index(file) if file and file in files else min(at, len(files) - 1)
        self._look()
        self._table.update(Text(seen.table, no_wrap=True, overflow="ellipsis"))
        if seen.said:
            self.say(seen.said, "warning")
        else:
            self.say(KEEPING if any(row.picture for row in seen.rows) else ABOUT)

    def say(self, words: str, colour: str = "muted") -> None:
        """Say something under the list."""
        self._said.update(Text(words, ink(self.app, colour)))


class ReferenceWork:
    """What the window does: changes, one after the other, and the set that is drawn."""

    def __init__(self, window: ReferencesWindow, workspace: Workspace, member: str, steps: list[Step]) -> None:
        self._window, self._workspace, self._member = window, workspace, member
        self._steps, self._before = steps, len(steps)
        # Keys may come faster than files are written.
        self._turns = asyncio.Lock()

    def change(self, act: changes.Change, what: str, group: str = "save") -> None:
        """Change something, of the reference under the cursor where it is about one; `what` says what was done."""
        begin_work(self._window, partial(self._change, act, what, self._window.body.file), group=group)

    async def _change(self, act: changes.Change, what: str, file: str) -> None:
        done = partial(act, self._workspace, self._member, file)
        with self._saying():
            async with self._turns:
                seen, step = await in_thread(self._window, noted, self._workspace.folder, done, what)
                if step.before != step.after:
                    self._steps.append(step)
            self._window.body.show(seen, file)

    def take_back(self) -> None:
        """Take back the last change that was made here."""
        begin_work(self._window, partial(self._take_back, self._window.body.file), group="save")

    async def _take_back(self, file: str) -> None:
        body = self._window.body
        with self._saying():
            async with self._turns:
                if len(self._steps) <= self._before:
                    body.say("Nothing was changed here that could be taken back")
                    return
                step = self._steps.pop()
                seen = await in_thread(self._window, changes.before, step, self._workspace, self._member)
            body.show(seen, file)
            body.say(f"{step.what} is taken back")

    @contextmanager
    def _saying(self) -> Iterator[None]:
        try:
            yield
        except KNOWN_ERRORS as error:
            self._window.body.say(notice_of(error).line(), "warning")

    def draw(self) -> None:
        """Draw the set; it goes on when the window is closed, and with the next F5 when the studio was."""
        passing = host_of(self._window).passing

        def tell(words: str) -> None:
            if self._window.is_attached:
                self._window.body.say(words)

        def end(words: str) -> None:
            if self._window.is_attached:
                self.change(partial(changes.see_saying, words), "", "look")
            passing.say(words)

        begin_work(self._window.app, partial(_draw, self._workspace, self._member, tell, end), group="references")


class ReferenceKeys(Topic):
    """Keys for the reference under the cursor, and for drawing others."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "draw_set", "Draw", tooltip="Draw what the references lack, or go on with it", id="refs.draw"),
        Binding("k", "keep", "Keep", tooltip="Make the drawn picture a reference", id="refs.keep"),
        Binding("ctrl+a", "keep_all", "Keep all", show=False, tooltip="Keep all drawn ones", id="refs.keep-all"),
        Binding("a", "anchor", "Anchor", tooltip="Sent where no other fits better", id="refs.anchor"),
        Binding("v", "turn('view')", "View", tooltip="From where it is seen: the next", id="refs.view"),
        Binding("f", "turn('framing')", "Near", tooltip="How near it is seen: the next", id="refs.framing"),
        Binding("e", "turn('expression')", "Face", tooltip="Its expression: the next", id="refs.expression"),
        Binding("o", "turn('outfit')", "Outfit", show=False, tooltip="Its outfit: the next", id="refs.outfit"),
        Binding("K", "move(-1)", "Up", show=False, id="refs.up"),
        Binding("J", "move(1)", "Down", show=False, id="refs.down"),
        Binding("d,delete", "drop", "Drop", tooltip="Take it out; its file stays", id="refs.drop"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take the last change back", id="refs.undo"),
        Binding("escape", "close", "Close", id="refs.close"),
    ]

    def __init__(self, window: ReferencesWindow, work: ReferenceWork) -> None:
        self._window, self._work = window, work

    def action_keep(self) -> None:
        """Make the drawn picture under the cursor a reference."""
        picture = self._window.body.picture
        if picture:
            self._work.change(partial(changes.keep, picture), "Keeping a picture")
        else:
            self._window.body.say("Only a picture that was drawn and is not kept yet can be kept")

    def action_keep_all(self) -> None:
        """Make all pictures of the set references."""
        self._work.change(partial(changes.keep, 0), "Keeping the pictures")

    def action_anchor(self) -> None:
        """Let it speak for the member."""
        self._work.change(changes.anchor, "The anchor")

    def action_turn(self, field: str) -> None:
        """Say that it shows the next of what it may show."""
        self._work.change(partial(changes.turn, field), f"The {field} of a reference")

    def action_move(self, by: int) -> None:
        """Move it in the order."""
        self._work.change(partial(changes.move, by), "The order")

    def action_drop(self) -> None:
        """Take it out."""
        self._work.change(changes.drop, "Dropping a reference")

    def action_undo(self) -> None:
        """Take the last change back."""
        self._work.take_back()

    def action_draw_set(self) -> None:
        """Draw what is lacking."""
        self._work.draw()

    def action_close(self) -> None:
        """Go back."""
        self._window.dismiss(None)


class ReferencesWindow(StudioWindow[None]):
    """Writes into the person's cast with each key; `steps` are the Cast's, which can take them back afterwards too."""

    TITLE = "References"
    CSS_PATH = ["../../../base/windows.tcss", "reference_list.tcss"]
    AUTO_FOCUS = "Options"
    BINDINGS = bindings_of(ReferenceKeys)

    def __init__(self, workspace: Workspace, member: str, steps: list[Step]) -> None:
        super().__init__()
        self.body = ReferenceBody(f"References of {member}")
        self._work = ReferenceWork(self, workspace, member, steps)
        offer(self, ReferenceKeys(self, self._work))

    def compose(self) -> ComposeResult:
        """The list, the table, the words, and the keys."""
        yield self.body
        yield StudioFooter()

    def on_mount(self) -> None:
        """Read the entry."""
        self.body.say(ABOUT)
        self._work.change(changes.see, "", "look")

    def on_paste(self, event: Paste) -> None:
        """Pictures were dropped, or their paths pasted."""
        paths = dropped_paths(event.text)
        if paths:
            event.stop()
            files = [Path(path).expanduser() for path in paths]
            self._work.change(partial(changes.take_in, files), "Taking in what was dropped")


async def _draw(
    workspace: Workspace, name: str, tell: Callable[[str], None], end: Callable[[str], None]
) -> None:  # fmt: skip
    from studio.jobs.reference_sets import planning, running

    def told(one: running.Told) -> None:
        tell(changes.progress(one.made, one.step))

    try:
        await asyncio.to_thread(changes.begun, workspace, planning.member_of(workspace, name))
        made, ended = await running.run(workspace, name, told)
    except KNOWN_ERRORS as error:
        end(notice_of(error).line())
    else:
        end(changes.progress(made, ended))
