"""The Lettering screen: type or choose words, see them on the picture at once, save a new version."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.base import StudioScreen
from screens.gallery.words import one_line, short_path
from screens.lettering.layout import Arranged
from screens.messages import Opened
from screens.theme import ink
from screens.threads import in_thread
from screens.widgets.picture import PictureView
from studio.arranging import Easel, open_easel, place_words, preview
from studio.errors import Notice, StudioError
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
        "Saving makes a new version beside the picture; nothing is drawn again."
    )
    CSS_PATH = "lettering.tcss"
    AUTO_FOCUS = "#lettering-words"
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
        Binding("f5", "text", "Text", tooltip="Work on the next text, or add one", id="lettering.text"),
        Binding("f6", "case", "Case", tooltip="As written, or all upper case", id="lettering.case", group=STYLE),
        Binding("f7", "ink", "Ink", tooltip="Another ink", id="lettering.ink", group=STYLE),
        Binding("f8", "outline", "Outline", tooltip="Show where the words go", id="lettering.outline", group=VIEW),
        Binding("f9", "closer", "Closer", tooltip="Look closely at the place", id="lettering.closer", group=VIEW),
        Binding("down", "list(1)", "Sayings", show=False, id="lettering.down"),
        Binding("up", "list(-1)", "Sayings", show=False, id="lettering.up"),
    ]

    def __init__(self, picture_id: int) -> None:
        super().__init__()
        self.picture_id = picture_id
        self._workspace: Workspace | None = None
        self._easel: Easel | None = None
        self._arranged: Arranged | None = None
        self._outlined, self._closer = True, False
        self._sayings: tuple[str, ...] = ()

    def compose_room(self) -> ComposeResult:
        """The picture at the left, what can be done with it at the right."""
        with Horizontal(id="lettering-body"):
            yield PictureView("looking for places …", id="lettering-picture")
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
            typed = self.query_one("#lettering-words", Input).value
            if typed:
                self._arranged = self._arranged.with_text(typed)
            else:
                self._take_text()
            self._show()

    # Words.

    @on(Input.Changed, "#lettering-words")
    def _typed(self, event: Input.Changed) -> None:
        if self._arranged is None or event.value == self._arranged.current.text:
            return
        self._arranged = self._arranged.with_text(event.value)
        self._filter(event.value)
        self._show()

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
            self._arranged = self._arranged.with_text(event.option_id)
            self._take_text()
            self._show()

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
        """As written, or upper."""
        self._change(self._arranged.with_next_case() if self._arranged else None)

    def action_ink(self) -> None:
        """Another ink."""
        self._change(self._arranged.with_next_ink() if self._arranged else None)

    def action_outline(self) -> None:
        """Show the outlines, or the picture as it will be."""
        self._outlined = not self._outlined
        self._change(self._arranged)

    def action_closer(self) -> None:
        """Look closely at the place, or at the whole picture."""
        self._closer = not self._closer
        self._change(self._arranged)

    def _change(self, arranged: Arranged | None) -> None:
        if arranged is not None:
            self._arranged = arranged
            self._show()

    # What is seen.

    def _show(self) -> None:
        if self._arranged is None or self._easel is None:
            return
        self.query_one("#lettering-texts", Static).update(self._texts(self._arranged, self._easel))
        self.query_one("#lettering-look", Static).update(self._look(self._arranged))
        self._draw(self._easel, self._arranged)

    @work(exclusive=True, group="preview")
    async def _draw(self, easel: Easel, arranged: Arranged) -> None:
        """Draw the preview; what a newer one overtakes is dropped."""
        await asyncio.sleep(PAUSE)
        outlined, closer = (arranged.place if wanted else None for wanted in (self._outlined, self._closer))
        try:
            pixels = await in_thread(self, preview, easel, arranged.record(), outlined=outlined, closer=closer)
        except StudioError as error:
            self._complain(error.notice)
            return
        self._complain(None)
        self.query_one("#lettering-picture", PictureView).show_pixels(pixels)

    def _complain(self, notice: Notice | None) -> None:
        field = self.query_one("#lettering-field")
        field.set_class(notice is not None, "-wrong")
        field.border_subtitle = Content(one_line(f"{notice.title}: {notice.reason}") if notice else "")

    def _texts(self, arranged: Arranged, easel: Easel) -> Text:
        """Each text with its place."""
        lines, accent, muted = [], ink(self.app, "primary"), ink(self.app, "muted")
        for number, words in enumerate(arranged.words):
            here = number == arranged.at
            text = Text("▸ " if here else "  ", accent)
            if len(arranged.words) > 1:
                text.append(f"{number + 1} {one_line(words.text)[:18] or '…'} → ", "" if here else muted)
            text.append(place_words(easel.places, easel.places[words.place]), accent if here else muted)
            lines.append(text)
        return Text("\n").join(lines)

    def _look(self, arranged: Arranged) -> Text:
        muted = ink(self.app, "muted")
        case = "UPPER" if arranged.look.case == "upper" else "as written"
        pairs = (("case", case), ("ink", arranged.ink), ("outline", "on" if self._outlined else "off"))
        return Text("   ").join(Text.assemble((f"{name} ", muted), value) for name, value in pairs)

    # The end.

    @on(Button.Pressed, "#lettering-save")
    def _pressed(self) -> None:
        self.action_save()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save a new version beside the picture, say where it is, and go back."""
        if self._workspace is None or self._arranged is None:
            return
        record = self._arranged.record()
        if not record.settings:
            self.studio.show_notice(Notice("There are no words to save", "", "Type some, or choose a saying with ↓"))
            return
        with self.studio.reporting():
            lettering = await self._workspace.desk.letter(self.picture_id, record)
            path = Path(lettering.path)
            self.studio.show_notice(Notice("Saved as a new version", path.name, f"in {short_path(str(path.parent))}"))
            if self.is_current:
                self.dismiss()

    def action_close(self) -> None:
        """Go back without saving."""
        self.dismiss()
