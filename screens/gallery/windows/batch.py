"""The window that letters many pictures: which words each gets, how far it is, and what could not be lettered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, ProgressBar, Static

from screens.base.host import host_of
from screens.base.screen import StudioWindow
from screens.gallery.model.captions import how_many, one_line
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.errors import StudioError
from studio.jobs.views import LetteringSaved
from studio.lettering.records import Kind
from studio.plain_text import expanded

if TYPE_CHECKING:
    from studio.lettering.batches.batch import Outcome
    from studio.workspace import Workspace

Source = Literal["one", "chance", "csv"]
SOURCES: tuple[tuple[str, Source], ...] = (
    ("a saying each, by chance", "chance"),
    ("the same words on all", "one"),
    ("from a CSV file: file,text", "csv"),
)
KINDS: tuple[tuple[str, Kind], ...] = (
    ("printed on panel or shirt", "print"),
    ("a caption bar", "caption"),
    ("a speech bubble", "bubble"),
)
MOST_TOLD = 50
"""Failures that are listed one by one."""

Wanted = tuple[tuple[int, tuple[str, ...]], ...]


class BatchWords:
    """Which words the chosen pictures get. Begun again after a stop, each gets the saying that it was dealt."""

    def __init__(self, workspace: Workspace, chosen: tuple[int, ...]) -> None:
        self._workspace, self._chosen = workspace, chosen
        self._dealt: Wanted = ()

    def wanted(self, source: Source, typed: str) -> Wanted:
        """Each picture with its words; blocks. Raises StudioError."""
        from studio.lettering.batches import batch, texts

        typed = typed.strip()
        if source == "chance":
            if not self._dealt:
                dealt = batch.deal(self._workspace.stock.sayings, len(self._chosen))
                self._dealt = tuple((one, (saying,)) for one, saying in zip(self._chosen, dealt, strict=False))
            return self._dealt
        if not typed and source == "csv":
            raise StudioError("No file is named yet", "", "Write where the CSV file is")
        if not typed:
            raise StudioError("There are no words yet", "", "Write them, or choose sayings by chance")
        if source == "one":
            words = tuple(part.strip() for part in typed.split(" / ") if part.strip())
            return tuple((one, words) for one in self._chosen)
        pictures = self._workspace.library.pictures(self._chosen)
        found = texts.from_csv(expanded(typed), [Path(picture.path) for picture in pictures])
        listed = [(one.id, row.texts) for one, row in zip(pictures, found, strict=True) if row.texts]
        if not listed:
            raise StudioError(f"{typed} has none of these pictures", "", "Its column `file` holds their names")
        return tuple(listed)

    def outcomes(self, wanted: Wanted, kind: Kind) -> Iterator[Outcome]:
        """Letter the pictures one after the other; each step blocks."""
        from studio.lettering.batches.batch import letter_pictures

        workspace = self._workspace
        return letter_pictures(workspace.library, wanted, workspace.look, kind, workspace.pose_model)


class BatchForm(Vertical):
    """The fields, how far it is, and what is said of it. `title` is what is lettered."""

    def __init__(self, title: str, count: int) -> None:
        super().__init__(classes="window")
        self._title, self._count = title, count

    def compose(self) -> ComposeResult:
        """Which words, as what, and how far it is."""
        yield Static(Text(self._title), classes="window-title")
        yield Field("Words", Choice(SOURCES, value="chance", id="batch-source"))
        yield Field("The words", Input(id="batch-text", compact=True), id="batch-field")
        yield Field("Set as", Choice(KINDS, value="print", id="batch-kind"))
        yield ProgressBar(total=self._count, show_eta=False, id="batch-bar")
        with VerticalScroll(classes="window-body", can_focus=False):
            yield Static(id="batch-said", markup=False)

    def on_mount(self) -> None:
        """Show what is asked."""
        self.bar.display = False
        self._choose_source()
        self.say("Every picture gets a new version beside it; the pictures stay as they are.")

    @property
    def bar(self) -> ProgressBar:
        """How far it is."""
        return self.query_one("#batch-bar", ProgressBar)

    @on(Choice.Changed, "#batch-source")
    def _choose_source(self) -> None:
        field, text = self.query_one("#batch-field", Field), self.query_one("#batch-text", Input)
        source = self.source
        field.display = source != "chance"
        field.border_title = "File" if source == "csv" else "The words"
        text.placeholder = "~/words.csv" if source == "csv" else "PEBKAC, or PEBKAC / RTFM for two"

    @property
    def source(self) -> Source:
        """Where the words come from."""
        return cast(Source, self.query_one("#batch-source", Choice).value)

    @property
    def typed(self) -> str:
        """The words, or the file."""
        return self.query_one("#batch-text", Input).value

    @property
    def kind(self) -> Kind:
        """As what they are set."""
        return cast(Kind, self.query_one("#batch-kind", Choice).value)

    def say(self, words: str, colour: str = "muted") -> None:
        """Say how it is going."""
        self.query_one("#batch-said", Static).update(Text(words, ink(self.app, colour)))


class BatchWindow(StudioWindow[None]):
    """Letters the chosen pictures. Escape stops it; begun again, it goes on with those that lack the words."""

    TITLE = "Letter many pictures"
    CSS_PATH = ["../../base/windows.tcss", "again.tcss"]
    AUTO_FOCUS = "#batch-source"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "begin", "Letter them", id="batch.begin", priority=True),
        Binding("escape", "stop", "Stop or close", id="batch.stop", priority=True),
    ]

    def __init__(self, workspace: Workspace, chosen: Sequence[int]) -> None:
        super().__init__()
        self._count = len(chosen)
        self._words = BatchWords(workspace, tuple(chosen))
        self._form = BatchForm(f"Letter {how_many(chosen)}", len(chosen))
        self._is_at_work = self._stopped = False

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()

    def action_begin(self) -> None:
        """Begin, or go on where it was stopped."""
        if not self._is_at_work:
            self._is_at_work, self._stopped = True, False
            self._work()

    def action_stop(self) -> None:
        """Stop after the picture that is being lettered; else close the window."""
        if self._is_at_work:
            self._stopped = True
            self._form.say("Stopping …")
        else:
            self.dismiss()

    @work(exclusive=True)
    async def _work(self) -> None:
        studio, bar = host_of(self), self._form.bar
        failed: list[str] = []
        made = there = loose = 0
        try:
            kind = self._form.kind
            wanted = await asyncio.to_thread(self._words.wanted, self._form.source, self._form.typed)
            bar.display = True
            bar.update(total=len(wanted), progress=0)
            outcomes = self._words.outcomes(wanted, kind)
            while not self._stopped:
                outcome = await asyncio.to_thread(next, outcomes, None)
                if outcome is None:
                    break
                bar.advance(1)
                if outcome.notice is not None:
                    failed.append(f"{outcome.picture_id}: {one_line(outcome.notice.line())}")
                elif outcome.lettering is not None:
                    there, made = there + outcome.there, made + (not outcome.there)
                    loose += outcome.lettering.misplaced
                    words = " / ".join(outcome.lettering.sayings)
                    self._form.say(f"{made + there + len(failed):,} of {len(wanted):,} · {one_line(words)}")
                    studio.tell(LetteringSaved(outcome.lettering))
            await asyncio.to_thread(_close, outcomes)
            words = ending(made, there, failed, len(wanted), loose, self._count)
            self._form.say(words, "warning" if loose else "muted")
        except StudioError as error:
            self._form.say(error.notice.line(), "warning")
        finally:
            self._is_at_work = False


def ending(made: int, there: int, failed: list[str], asked: int, loose: int, chosen: int) -> str:
    """What is said when lettering has ended: of `asked` pictures, which are those of the `chosen` that have words."""
    left = asked - made - there - len(failed)
    parts = [
        f"{made:,} lettered",
        f"{there:,} had these words already" if there else "",
        f"{len(failed):,} could not be lettered" if failed else "",
        f"{loose:,} with words that nobody wears: is:misplaced" if loose else "",
        f"{left:,} left: F5 goes on" if left else "",
        f"{chosen - asked:,} are not in the file" if chosen > asked else "",
    ]
    told = [*failed[:MOST_TOLD], *(["…"] if len(failed) > MOST_TOLD else [])]
    return "\n".join([" · ".join(filter(None, parts)) + ". Esc closes.", *told])


def _close(outcomes: Iterator[Outcome]) -> None:
    """Drop what has not begun; the workers end."""
    with suppress(AttributeError):
        outcomes.close()  # type: ignore[attr-defined]
