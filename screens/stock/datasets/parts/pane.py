"""The picture under the cursor, large, with what is known of it, and its caption in an editor below."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from screens.stock.datasets.model.bench import TAGS, DatasetBench
from screens.terminal.frames.frames import Source
from screens.theme import ink
from screens.widgets.field import framed
from screens.widgets.pictures.picture import PictureView
from screens.widgets.writing import Writing
from studio.datasets.records import Picture
from studio.plain_text import harmless, plain

NOTHING = "No picture is listed here."


class CaptionEditor(Writing):
    """The caption. Its keys lead to the next picture and back with the cursor staying in it."""

    TITLE = "The caption"
    FOOTER_BESIDES = frozenset({"dataset.undo", "studio.help"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,pagedown", "screen.caption_step(1)", "Next", key_display="↵", priority=True, id="caption.next"),
        Binding("pageup", "screen.caption_step(-1)", "Before", key_display="PgUp", id="caption.before"),
        Binding("escape", "screen.leave_caption", "Pictures", tooltip="Keep it, and back", id="caption.leave"),
        Binding("ctrl+r", "screen.pattern_here", "Pattern", tooltip="As the pattern has it", id="caption.pattern"),
    ]

    def __init__(self) -> None:
        super().__init__(id="dataset-caption", compact=True, show_line_numbers=False, tab_behavior="focus")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed, and what was changed in the dataset, is taken back by one key, the screen's."""
        return False if action in ("undo", "redo") else super().check_action(action, parameters)


class PicturePane(Vertical):
    """`typed` hears of each change of the caption by hand."""

    def __init__(
        self, bench: DatasetBench, source_of: Callable[[Picture], Source], typed: Callable[[], object]
    ) -> None:
        super().__init__(id="dataset-pane")
        self._bench, self._source_of, self._typed = bench, source_of, typed
        self.picture = PictureView(NOTHING, id="dataset-picture")
        self.facts = Static(id="dataset-facts", markup=False)
        self.editor = framed("Caption", CaptionEditor())
        self._said = Static(id="dataset-said", markup=False)
        self._shown = ""
        self.written = ""
        """The caption of the shown picture as it was read, or is being written."""

    def compose(self) -> ComposeResult:
        """One under the other."""
        yield self.picture
        yield self.facts
        yield self.editor
        yield self._said

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.is_edited:
            self._typed()

    @property
    def is_edited(self) -> bool:
        """Whether the editor holds a caption that is not kept yet."""
        return bool(self._shown) and self.editor.text != self.written

    @property
    def caption(self) -> tuple[str, str]:
        """The picture's name, and its caption as it stands in the editor."""
        return self._shown, self.editor.text

    def show(self, *, before: Source | None = None) -> None:
        """Show the picture under the cursor, or what it was made of; what is being typed of it stays."""
        picture = self._bench.current
        name = picture.name if picture is not None else ""
        caption = harmless(self._bench.caption_of(name))
        if name != self._shown or not self.is_edited:
            self._shown, self.written = name, caption
            self._load(caption)
        self.editor.read_only = picture is None
        if picture is None:
            self.picture.clear(NOTHING)
        else:
            self.picture.show_sources(before or self._source_of(picture))
        self.facts.update(self._facts(picture, is_before=before is not None))

    def kept(self, caption: str) -> None:
        """This caption of the shown picture is being written; the editor has it by now, whoever wrote it."""
        self.written = harmless(caption)
        self._load(self.written)

    def _load(self, caption: str) -> None:
        """Have a caption in the editor that nobody typed."""
        if self.editor.text != caption:
            with self.editor.prevent(TextArea.Changed):
                self.editor.load_text(caption)
            self.editor.move_cursor(self.editor.document.end)

    def write(self, caption: str) -> None:
        """Have another caption in the editor, as if it were typed: it can be taken back."""
        self.editor.replace(harmless(caption), (0, 0), self.editor.document.end)
        self.editor.move_cursor(self.editor.document.end)

    def say(self, counts: str, warnings: tuple[str, ...]) -> None:
        """Say how many tokens the caption has, and what is wrong with it."""
        self.editor.border_subtitle = counts
        self._said.update(Text("\n".join(f"! {plain(one)}" for one in warnings), ink(self.app, "warning")))
        self._said.display = bool(warnings)

    def _facts(self, picture: Picture | None, *, is_before: bool) -> Text:
        if picture is None or self._bench.dataset is None:
            return Text("")
        sources = {one.sha256: one for one in self._bench.dataset.sources}
        source = sources.get(picture.source)
        tags = ", ".join(filter(None, (getattr(picture, tag) for tag in TAGS)))
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append("before its steps  " if is_before else "", ink(self.app, "accent"))
        text.append(plain(picture.name), f"bold {ink(self.app, 'primary')}")
        text.append("  held out" if picture.held_out else "", ink(self.app, "primary"))
        text.append(f"  {tags}" if tags else "", ink(self.app, "foreground"))
        text.append(f"  from {plain(source.name)}" if source else "  put here by another tool", ink(self.app, "muted"))
        if picture.aside:
            text.append(f"\nset aside: {plain(picture.aside)}", ink(self.app, "warning"))
        elif picture.labels:
            text.append(f"\nprinted there: {plain(', '.join(picture.labels))}", ink(self.app, "muted"))
        return text
