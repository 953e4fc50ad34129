"""The window in which a vision server writes first drafts of captions, one picture after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import ProgressBar, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Calls, ScreenCalls, Topic, bindings_of, offer
from screens.stock.datasets.model import drafting
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from studio.notices import KNOWN_ERRORS, notice_of
from studio.plain_text import plain

if TYPE_CHECKING:
    from studio.datasets.folder.reading import Opened
    from studio.workspace import Workspace

ABOUT = "Each is a draft until you have looked at it: a model sees things that are not there."


class DraftForm(Vertical):
    """How far it is, and what was drafted."""

    def __init__(self, count: int) -> None:
        super().__init__(classes="window -wide -at-work")
        self._count = count
        self.bar = ProgressBar(total=count, show_eta=False)
        self._drafts = Static(id="draft-rows", markup=False)
        self._said = Static(id="draft-said", markup=False)
        self._text = Text()

    def compose(self) -> ComposeResult:
        """One under the other."""
        count = "1 picture" if self._count == 1 else f"{self._count:,} pictures"
        yield Static(Text(f"Drafts for {count}"), classes="window-title")
        yield self.bar
        yield VerticalScroll(self._drafts, id="draft-scroll", can_focus=False)
        yield self._said

    def on_mount(self) -> None:
        """Say what it is about."""
        self.say(ABOUT, "muted")

    def say(self, words: str, colour: str) -> None:
        """Say how it is going."""
        self._said.update(Text(words, ink(self.app, colour)))

    def add(self, name: str, words: str, colour: str) -> None:
        """A picture has its draft, or none."""
        self._text.append(f"{plain(name)}  ", f"bold {ink(self.app, 'foreground')}")
        self._text.append(f"{plain(words)}\n", ink(self.app, colour))
        self._drafts.update(self._text)
        self.bar.advance(1)
        self._drafts.parent.scroll_end(animate=False)  # type: ignore[union-attr]

    def end(self) -> None:
        """Nothing more comes."""
        self.remove_class("-at-work")


class DraftKeys(Topic):
    """The keys of the window; `give` closes it."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5,enter", "take", "Take", tooltip="Take what was drafted", id="dataset-draft.take"),
        Binding("escape", "close", "Close", tooltip="Forget the drafts", id="dataset-draft.close"),
    ]

    def __init__(
        self, form: DraftForm, calls: Calls, workspace: Workspace, give: Callable[[dict[str, str] | None], object]
    ) -> None:
        self._form, self._calls, self._workspace, self._give = form, calls, workspace, give
        self._captions: dict[str, str] = {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to take before something was drafted."""
        return (True if self._captions else None) if action == "take" else True

    def begin(self, opened: Opened, names: Sequence[str]) -> None:
        """Ask the server; that ends when the window closes."""

        async def draft() -> None:
            try:
                async for one in drafting.drafts(self._workspace, opened, names):
                    if one.caption:
                        self._captions[one.picture] = one.caption
                        self._form.add(one.picture, one.caption, "muted")
                    else:
                        self._form.add(one.picture, one.trouble, "warning")
                    self._calls.refresh_bindings()
            except KNOWN_ERRORS as error:
                self._form.say(notice_of(error).line(), "warning")
            else:
                self._form.say(f"{len(self._captions):,} drafted. Enter takes them, Esc forgets them.", "foreground")
            self._form.end()

        self._calls.begin(draft, group="draft")

    def action_take(self) -> None:
        """Take what was drafted, also where more would come."""
        if self._captions:
            self._give(self._captions)

    def action_close(self) -> None:
        """Forget the drafts."""
        self._give(None)


class DraftWindow(StudioWindow["dict[str, str] | None"]):
    """Gives the captions that were drafted, by the pictures' names; None where they are not wanted."""

    TITLE = "Drafts"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = ""
    BINDINGS = bindings_of(DraftKeys)

    def __init__(self, opened: Opened, workspace: Workspace, names: Sequence[str]) -> None:
        super().__init__()
        self._form = DraftForm(len(names))
        self._keys = DraftKeys(self._form, ScreenCalls(self), workspace, self.dismiss)
        self._opened, self._names = opened, tuple(names)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """The drafts, and the keys."""
        yield self._form
        yield StudioFooter()

    def on_mount(self) -> None:
        """Begin."""
        self._keys.begin(self._opened, self._names)
