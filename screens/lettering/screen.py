"""The Lettering screen: type or choose words, see them on the picture at once, save a new version."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import DescendantFocus
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.base import StudioScreen
from screens.gallery.words import one_line, short_path
from screens.lettering.hand import Hand
from screens.lettering.history import History
from screens.lettering.layout import Arranged
from screens.lettering.said import grip_said, look_said, texts_said
from screens.lettering.sayings import SayingsWindow
from screens.messages import Opened
from screens.threads import in_thread
from screens.widgets.picture import PictureView
from studio.arranging import Easel, as_kind, fitted, open_easel, preview, sign_at
from studio.errors import Notice, StudioError
from studio.lettering.records import Kind, LetteringRecord
from studio.lettering.shaping import middle
from studio.workspace import Workspace

PAUSE = 0.015
"""Seconds without a key before the preview is drawn."""


STYLE, VIEW = Binding.Group("Style"), Binding.Group("View")
"""Keys that share a place in the footer, so that all have room in 80 columns; the help tells them apart."""


class LetteringScreen(StudioScreen):
    """Sets other words on a picture. What is there stays; a new version is saved beside it."""

    ROOM = "Lettering"
    HELP = (
        "Type words, or choose some of the list with ↓. Tab goes through the places that were found for them. "
        "Ctrl+G goes to the picture: arrows move the place, with Shift they make it larger or smaller, with Ctrl "
        "they turn it; C grips a corner or a bubble's tail; K makes a bubble or a bar of the words; S takes the sign "
        "under the place's middle; B compares with the picture as it was; A shows all sayings on the place. "
        "Saving makes a new version beside the picture; nothing is drawn again."
    )
    CSS_PATH = "lettering.tcss"
    AUTO_FOCUS = "#lettering-words"
    PARTS = (Hand,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save a new version", id="lettering.save"),
        Binding(
            "tab",
            "place(1)",
            "Place",
            tooltip="Try the next place",
            key_display="⇥",
            id="lettering.place",
            priority=True,
        ),
        Binding("shift+tab", "place(-1)", "The place before", show=False, id="lettering.place-before", priority=True),
        Binding("escape", "close", "Back", id="lettering.close"),
        Binding("ctrl+g", "hand", "Hand", tooltip="Change the place by hand", id="lettering.hand"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take the last change back", id="lettering.undo"),
        Binding("ctrl+y", "redo", "Redo", show=False, tooltip="Do it again", id="lettering.redo"),
        Binding("f5", "text", "Text", tooltip="Work on the next text, or add one", id="lettering.text"),
        Binding(
            "f6", "case", "Case", tooltip="As written, upper case, small capitals", id="lettering.case", group=STYLE
        ),
        Binding("f7", "ink", "Ink", tooltip="Another ink", id="lettering.ink", group=STYLE),
        Binding("f8", "outline", "Outline", tooltip="Show where the words go", id="lettering.outline", group=VIEW),
        Binding("f9", "closer", "Closer", tooltip="Look closely at the place", id="lettering.closer", group=VIEW),
        Binding("down", "list(1)", "Sayings", show=False, id="lettering.down"),
        Binding("up", "list(-1)", "Sayings", show=False, id="lettering.up"),
    ]

    def __init__(self, picture_id: int) -> None:
        super().__init__()
        self._ready = asyncio.Event()
        self.picture_id = picture_id
        self._workspace: Workspace | None = None
        self._easel: Easel | None = None
        self._arranged: Arranged | None = None
        self._history = History()
        self._outlined, self._closer, self._before = True, False, False
        self._sayings: tuple[str, ...] = ()

    def compose_room(self) -> ComposeResult:
        """The picture at the left, what can be done with it at the right."""
        with Horizontal(id="lettering-body"):
            yield Hand("looking for places …", id="lettering-picture")
            with Vertical(id="lettering-side"):
                with Vertical(classes="field", id="lettering-field") as field:
                    field.border_title = "Words"
                    yield Input(placeholder="type, or ↓ for a saying", id="lettering-words", compact=True)
                yield Static(id="lettering-texts", markup=False)
                yield OptionList(id="lettering-sayings", compact=True)
                yield Static(id="lettering-look", markup=False)
                yield Button("Save as a new version", id="lettering-save", variant="primary", compact=True)

    # Beginning.

    @on(Opened)
    def _take_workspace(self, message: Opened) -> None:
        self._workspace = message.workspace
        self._sayings = message.workspace.stock.sayings
        self._filter("")
        self._begin(message.workspace)

    @work(exclusive=True, group="easel")
    async def _begin(self, workspace: Workspace) -> None:
        with self.studio.reporting():
            easel = await in_thread(
                self, open_easel, workspace.library, self.picture_id, workspace.look, workspace.pose_model
            )
            self._easel, self._arranged = easel, Arranged.begin(easel.places, easel.begun)
            self.query_one(Hand).reach = max(easel.picture.width, easel.picture.height)
            typed = self.query_one("#lettering-words", Input).value
            if typed:
                self._arranged = self._arranged.with_text(typed)
            else:
                self._take_text()
            self._ready.set()
            self._show()

    # Words.

    @on(Input.Changed, "#lettering-words")
    def _typed(self, event: Input.Changed) -> None:
        if self._arranged is None or event.value == self._arranged.current.text:
            return
        self._change(self._arranged.with_text(event.value), "typing")
        self._filter(event.value)

    @on(Input.Submitted, "#lettering-words")
    def _entered(self) -> None:
        shown = self.query_one(OptionList)
        if shown.highlighted is None and self._arranged is not None and self._arranged.record().settings:
            self.query_one("#lettering-save", Button).focus()

    def _filter(self, typed: str) -> None:
        """Show the sayings that hold what is typed, all of them where none does."""
        wanted = typed.strip().casefold()
        matching = [saying for saying in self._sayings if wanted in saying.casefold()] or list(self._sayings)
        shown = self.query_one(OptionList)
        shown.set_options([Option(Text(saying, no_wrap=True, overflow="ellipsis"), saying) for saying in matching])
        shown.highlighted = None

    def action_list(self, step: int) -> None:
        """Go through the sayings without leaving the words; each one is tried on at once."""
        shown = self.query_one(OptionList)
        count = shown.option_count
        if not count:
            return
        before = shown.highlighted
        shown.highlighted = (0 if step > 0 else count - 1) if before is None else (before + step) % count

    @on(OptionList.OptionHighlighted)
    def _tried(self, event: OptionList.OptionHighlighted) -> None:
        if self._arranged is not None and event.option_id is not None:
            self._change(self._arranged.with_text(event.option_id), "typing")
            self._take_text()

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        self.query_one("#lettering-words", Input).focus()

    def _take_text(self) -> None:
        """Put the current text into the line, without hearing of it as if it were typed."""
        if self._arranged is None:
            return
        line = self.query_one("#lettering-words", Input)
        with self.prevent(Input.Changed):
            line.value = self._arranged.current.text
        line.select_all()

    # Places and looks.

    def action_place(self, step: int) -> None:
        """Try the next place."""
        self._change(self._arranged.to_next_place(step) if self._arranged else None)

    def action_text(self) -> None:
        """Work on the next text."""
        self._change(self._arranged.to_next_text() if self._arranged else None)
        self._take_text()
        self._filter("")

    def action_case(self) -> None:
        """As written, upper, or small capitals."""
        self._change(self._arranged.with_next_case() if self._arranged else None)

    def action_ink(self) -> None:
        """Another ink."""
        self._change(self._arranged.with_next_ink() if self._arranged else None)

    def action_outline(self) -> None:
        """Show the outlines, or the picture as it will be."""
        self._outlined = not self._outlined
        self._show()

    def action_closer(self) -> None:
        """Look closely at the place, or at the whole picture."""
        self._closer = not self._closer
        self._show()

    def action_undo(self) -> None:
        """Take the last change back."""
        if self._arranged is not None:
            self._history, self._arranged = self._history.undo(self._arranged)
            self._take_text()
            self._show()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if self._arranged is not None:
            self._history, self._arranged = self._history.redo(self._arranged)
            self._take_text()
            self._show()

    def _change(self, arranged: Arranged | None, kind: str = "") -> None:
        """Something was changed by a step of a kind; steps of one kind in a row are taken back together."""
        if arranged is not None and self._arranged is not None and arranged != self._arranged:
            self._history = self._history.then(self._arranged, kind and f"{kind} {self._arranged.at}")
            self._arranged = arranged
        self._show()

    # By hand.

    def action_hand(self) -> None:
        """To the picture, or back to the words."""
        hand = self.query_one(Hand)
        (self.query_one("#lettering-words", Input) if hand.has_focus else hand).focus()

    @on(Hand.Shaped)
    def _shaped(self, message: Hand.Shaped) -> None:
        if self._arranged is None:
            return
        now = self._arranged.current
        if message.how is not None:
            self._change(self._arranged.with_place(message.how(self._arranged.place), now.kind, now.tail), "hand")
        elif message.tail is not None and now.kind == "bubble":
            x, y = now.tail or middle(self._arranged.place)
            tail = (round(x + message.tail[0], 2), round(y + message.tail[1], 2))
            self._change(self._arranged.with_place(self._arranged.place, now.kind, tail), "tail")

    @on(Hand.Gripped)
    @on(DescendantFocus)
    def _gripped(self) -> None:
        self._show()

    @work(exclusive=True, group="kind")
    async def action_kind(self) -> None:
        """Printed, in a bubble, on a bar."""
        if self._arranged is None or self._easel is None:
            return
        before = self._arranged
        kinds: tuple[Kind, ...] = ("print", "bubble", "caption")
        kind = kinds[(kinds.index(before.current.kind) + 1) % len(kinds)]
        home = before.printed()
        if kind == "print":
            self._change(home)
            return
        speaker = before.place if before.current.kind == "print" else home.place
        with self.studio.reporting():
            made = await in_thread(self, as_kind, self._easel, before.current.text, before.look, kind, speaker)
            if self._arranged is before:
                self._change(before.with_place(made.placement, made.kind, made.tail))

    @work(exclusive=True, group="kind")
    async def action_sign(self) -> None:
        """Take the sign under the place's middle."""
        if self._arranged is None or self._easel is None:
            return
        before = self._arranged
        try:
            place = await in_thread(self, sign_at, self._easel, *middle(before.place))
        except StudioError as error:
            self._complain(error.notice)
            return
        if self._arranged is before:
            self._change(before.with_place(place))

    def action_font(self) -> None:
        """Another face."""
        self._change(self._arranged.with_next_font() if self._arranged else None)

    def action_before(self) -> None:
        """The picture as it was, or as it will be."""
        self._before = not self._before
        self._show()

    @work(exclusive=True, group="save")
    async def action_sayings(self) -> None:
        """Show every saying on the place, and save those that are chosen as new versions."""
        if self._arranged is None or self._easel is None or self._workspace is None:
            return
        arranged, sayings = self._arranged, self._sayings
        chosen = await self.app.push_screen_wait(SayingsWindow(self._easel, arranged.place, sayings, arranged.look))
        with self.studio.reporting():
            for number in chosen:
                record = replace(arranged, words=(replace(arranged.current, text=sayings[number - 1]),), at=0).record()
                await self._workspace.desk.letter(self.picture_id, record)
            if chosen:
                count = f"{len(chosen)} new versions" if len(chosen) > 1 else "a new version"
                self.studio.show_notice(Notice(f"Saved as {count}", "", ""))

    # What is seen.

    def _show(self) -> None:
        if self._arranged is None or self._easel is None:
            return
        hand = self.query_one(Hand)
        shown = "before" if self._before else "on" if self._outlined else "off"
        texts, look = texts_said(self.app, self._arranged), look_said(self.app, self._arranged, shown)
        grip = grip_said(self.app, self._arranged, hand.grip)
        self.query_one("#lettering-texts", Static).update(texts)
        self.query_one("#lettering-look", Static).update(grip if hand.has_focus else look)
        self._draw(self._easel, self._arranged)

    @work(exclusive=True, group="preview")
    async def _draw(self, easel: Easel, arranged: Arranged) -> None:
        """Draw the preview; what a newer one overtakes is dropped."""
        await asyncio.sleep(PAUSE)
        outlined = arranged.place if self._outlined and not self._before else None
        closer = arranged.place if self._closer else None
        record = LetteringRecord() if self._before else arranged.record()
        try:
            pixels = await in_thread(self, preview, easel, record, outlined=outlined, closer=closer)
        except StudioError as error:
            self._complain(error.notice)
            return
        self._complain(None)
        self.query_one("#lettering-picture", PictureView).show_pixels(pixels)

    def _complain(self, notice: Notice | None) -> None:
        field = self.query_one("#lettering-field")
        field.set_class(notice is not None, "-wrong")
        field.border_subtitle = Content(one_line(f"{notice.title}: {notice.reason}") if notice else "")

    # The end.

    @on(Button.Pressed, "#lettering-save")
    def _pressed(self) -> None:
        self.action_save()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save a new version beside the picture, say where it is, and go back."""
        # Words may be typed and saved before the picture is read.
        await self._ready.wait()
        if self._workspace is None or self._arranged is None:
            return
        record = self._arranged.record()
        if not record.settings or self._easel is None:
            self.studio.show_notice(Notice("There are no words to save", "", "Type some, or choose a saying with ↓"))
            return
        with self.studio.reporting():
            record = await in_thread(self, fitted, self._easel, record)
            lettering = await self._workspace.desk.letter(self.picture_id, record)
            path = Path(lettering.path)
            self.studio.show_notice(Notice("Saved as a new version", path.name, f"in {short_path(str(path.parent))}"))
            if self.is_current:
                self.dismiss()

    def action_close(self) -> None:
        """Go back without saving."""
        self.dismiss()
