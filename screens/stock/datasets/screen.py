"""One dataset: its pictures at the left, the one under the cursor with its caption at the right."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Paste, ScreenResume
from textual.message import Message
from textual.widgets import Input, OptionList, Static, TextArea

from screens.base.messages import Opened
from screens.base.screen import StudioScreen
from screens.base.topics import ScreenCalls, bindings_of, offer
from screens.stock.datasets.keeping import LOOKED, DatasetKeeper
from screens.stock.datasets.keys.captioning import CaptionKeys
from screens.stock.datasets.keys.looking import LookKeys
from screens.stock.datasets.keys.picturing import PictureKeys
from screens.stock.datasets.keys.whole import WholeKeys
from screens.stock.datasets.model import reading
from screens.stock.datasets.model.bench import DatasetBench
from screens.stock.datasets.parts.browsing import PictureLines, PictureTiles
from screens.stock.datasets.parts.pane import CaptionEditor, PicturePane
from screens.terminal.frames.frames import Source
from screens.theme import ink
from studio.datasets.records import Picture
from studio.plain_text import plain

EMPTY = "Nothing is in it yet. a adds files, or what a search of the library finds; files can be dropped here."


class DatasetScreen(StudioScreen):
    """The pictures of one dataset."""

    ROOM = "Datasets"
    HELP = (
        "The pictures of a dataset. Enter leads to the caption, where Enter and PgUp go on to the next and back; u"
        " lists only what has none. Keys act on the marked pictures (Space), or else on the one under the cursor: d"
        " sets aside and brings back, h holds out, v f e o say what it shows, m makes it again from its source with"
        " other steps, b shows what it was made of, c corrects the cuts of its sheet, n renames it, Delete takes it"
        " out.\n\n"
        "p writes captions by the pattern where there are none, and puts it around those of marked pictures, r"
        " finds and replaces in what is listed, w has a vision server write drafts. / narrows the list: words of"
        " captions, or fields as has:no-trigger, view:back, is:long. Ctrl+Z takes back each change, also after a"
        " restart. t says what will come of training with it, z makes the ZIP for a trainer, C gives the member"
        " that it shows the colours of swatches on the sheets.\n\n"
        "The folder is open to other tools: what they change is seen here within seconds."
    )
    CSS_PATH = "datasets.tcss"
    AUTO_FOCUS = ""
    PARTS = (PictureLines, PictureTiles, CaptionEditor)
    BINDINGS = bindings_of(LookKeys, CaptionKeys, PictureKeys, WholeKeys)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.parts = DatasetParts(self, folder)

    def compose_room(self) -> ComposeResult:
        """The pictures, and the one under the cursor."""
        yield DatasetBody(self.parts)

    @on(Opened)
    @on(ScreenResume)
    @on(Paste)
    def _hear(self, message: Message) -> None:
        match message:
            case Opened():
                self.parts.begin()
            case ScreenResume() if not self.comes_into_sight:
                self.parts.keeper.look()
            case Paste(text=text):
                message.stop()
                self.parts.whole.drop(text)


class DatasetBody(Horizontal):
    """The left and the right side."""

    def __init__(self, parts: DatasetParts) -> None:
        super().__init__(id="dataset-body")
        self._parts = parts

    def compose(self) -> ComposeResult:
        """The pictures under the line that narrows them."""
        with Vertical(id="dataset-side"):
            yield self._parts.head
            yield self._parts.filter
            yield self._parts.lines
            yield self._parts.tiles
        yield self._parts.pane

    def on_descendant_focus(self) -> None:
        """Other keys do something."""
        self.screen.refresh_bindings()

    @on(OptionList.OptionHighlighted, "#dataset-lines")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._parts.move(event.option_index)

    @on(OptionList.OptionSelected, "#dataset-lines")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._parts.go_to_caption()

    @on(Input.Changed, "#dataset-filter")
    def _narrowed(self, event: Input.Changed) -> None:
        event.stop()
        self._parts.narrow(event.value)

    @on(Input.Submitted, "#dataset-filter")
    def _narrowed_to(self, event: Input.Submitted) -> None:
        event.stop()
        self._parts.go_to_pictures()


class DatasetParts:
    """The parts of the screen, put together."""

    def __init__(self, screen: DatasetScreen, folder: Path) -> None:
        self._screen = screen
        calls = ScreenCalls(screen)
        self.bench = DatasetBench(self._show)
        self.keeper = DatasetKeeper(folder, self.bench, calls)
        self.head = Static(id="dataset-head", markup=False)
        self.filter = Input(placeholder="Filter", id="dataset-filter", compact=True)
        self.lines = PictureLines()
        self.tiles = PictureTiles(self.bench, self._source_of, self.go_to_caption)
        self.pane = PicturePane(self.bench, self._source_of, self._typed)
        self._is_before, self._before_of = False, ""
        studio = screen.studio
        self._captions = CaptionKeys(self.bench, self.keeper, self.pane, self, calls, lambda: studio.workspace)
        self.whole = WholeKeys(
            self.bench, self.keeper, self.pane, self, calls, lambda: studio.workspace, studio.begin_scene
        )
        offer(
            screen,
            LookKeys(self.bench, self),
            self._captions,
            PictureKeys(self.bench, self.keeper, self, calls),
            self.whole,
        )
        self._calls = calls
        self.tiles.display = screen.has_class("-wide")
        self.lines.display = not self.tiles.display

    def begin(self) -> None:
        """The studio is open: read the dataset, and look at it now and then."""
        self.keeper.read()
        self._calls.every(LOOKED, self.keeper.look)
        self.go_to_pictures()

    # What is seen.

    def _source_of(self, picture: Picture) -> Source:
        return reading.shown(self.keeper.folder, picture)

    def _show(self) -> None:
        if not self._screen.is_there:
            return
        current = self.bench.current
        if current is None or current.name != self._before_of:
            self._is_before = False
        self._write_head()
        if self.lines.display:
            self.lines.show(self.bench)
        else:
            self.tiles.draw()
        dataset, before = self.bench.dataset, None
        if self._is_before and dataset is not None and current is not None:
            before = reading.shown_before(self.keeper.folder, dataset, current)
        self.pane.show(before=before)
        self._count()
        self._screen.refresh_bindings()

    def _write_head(self) -> None:
        dataset, app = self.bench.dataset, self._screen.app
        text = Text(no_wrap=True, overflow="ellipsis")
        wrong = self.keeper.wrong or self.bench.query_wrong
        if self.keeper.doing:
            self.head.update(Text(f"{plain(self.keeper.doing)}. x stops", ink(app, "accent")))
            return
        if wrong:
            text = Text(plain(wrong), ink(app, "error" if self.keeper.wrong else "warning"))
        elif dataset is not None:
            listed, all_of_them = len(self.bench.rows), len(dataset.pictures)
            text.append(plain(dataset.name), f"bold {ink(app, 'primary')}")
            what = "" if self.bench.only == "all" else f" {self.bench.only}"
            of = f"{listed:,} of {all_of_them:,}" if listed != all_of_them else f"{listed:,}"
            text.append(f"  {of}{what}", ink(app, "muted"))
            marked = len(self.bench.marked)
            text.append(f"  {marked:,} marked" if marked else "", ink(app, "accent"))
            if not all_of_them:
                text = Text.assemble(text, "\n", (EMPTY, ink(app, "muted")))
        self.head.update(text)

    def move(self, row: int) -> None:
        """The cursor of the lines is on another row."""
        if row != self.bench.at:
            self.keep_typed()
            self.bench.go_to(row)

    def narrow(self, words: str) -> None:
        """Something else is typed over the list."""
        self.keep_typed()
        self.bench.narrow(words)

    def _typed(self) -> None:
        self._count()

    def _count(self) -> None:
        """Say of the caption in the editor how long it is, and what is wrong with it."""
        dataset, current = self.bench.dataset, self.bench.current
        if dataset is None or current is None:
            self.pane.say("", ())
            return
        self.pane.say(*reading.about_caption(dataset, current, self.pane.caption[1], self.keeper.warnings))

    # What keys ask of the view.

    @property
    def is_typing(self) -> bool:
        """Whether letters are typed into a field."""
        return isinstance(self._screen.focused, Input | TextArea)

    def go_to_pictures(self) -> None:
        """Give the pictures the focus."""
        (self.tiles if self.tiles.display else self.lines).focus()

    def go_to_caption(self) -> None:
        """Give the caption the focus."""
        if self.bench.current is not None:
            self.pane.editor.focus()

    def go_to_filter(self) -> None:
        """Give the line that narrows the list the focus."""
        self.filter.focus()

    def clear_filter(self) -> bool:
        """Empty that line. Says whether anything stood there."""
        had, self.filter.value = bool(self.filter.value), ""
        return had

    def turn_layout(self) -> None:
        """Show lines in place of tiles, or the other way."""
        self.tiles.display, self.lines.display = self.lines.display, self.tiles.display
        self._show()
        self.go_to_pictures()

    def turn_before(self) -> None:
        """Show what the picture was made of, or the picture again."""
        current = self.bench.current
        if current is not None:
            self._is_before, self._before_of = not self._is_before, current.name
            self._show()

    def keep_typed(self) -> None:
        """Keep the caption that is typed."""
        self._captions.keep()

    def leave(self) -> None:
        """Back to the list of datasets."""
        self.keep_typed()
        self._screen.dismiss(None)
