"""The window in which a member becomes one file for others, and somebody from such a file joins the cast."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Calls, ScreenCalls, Topic, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.terminal.dropped_paths import typed_paths, written
from screens.theme import ink
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.errors import StudioError
from studio.notices import KNOWN_ERRORS, notice_of
from studio.path_completion import common, completions, is_there
from studio.plain_text import expanded, plain

if TYPE_CHECKING:
    from studio.cast.members import Character

PACKED = frozenset({".zip", ".char"})
"""How files end in which a member is."""
ABOUT = (
    "One file with the entry, the references, who made them and what others may do with them; LoRAs stay here"
    " (studio cast export --lora sends them too). .char files of Inline Studio are read as well."
)


class Done(NamedTuple):
    """What was done, in words; `joined` is the name of who has joined the cast, empty where nobody has."""

    words: str
    more: str
    joined: str = ""


class FileKeys(Topic):
    """What the keys of the window do."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5,enter", "write", "Write it", tooltip="Write the member into the file", id="cast-file.write"),
        Binding("f6", "read", "Take in", tooltip="Take in who is in the file", id="cast-file.read", priority=True),
        Binding("tab", "complete", "Complete", id="cast-file.complete", priority=True, show=False),
        Binding("escape", "close", "Close", id="cast-file.close"),
    ]

    def __init__(self, window: FileWindow, calls: Calls, folder: Path, member: Character | None) -> None:
        self._window, self._calls, self._folder, self._member = window, calls, folder, member

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody can be written where nobody is seen."""
        return self._member is not None if action == "write" else True

    def action_write(self) -> None:
        """Write the member there."""
        if self._member is not None:
            self._calls.begin(partial(self._do, partial(_write, self._member)), group="save", is_exclusive=True)

    def action_read(self) -> None:
        """Take in who is there."""
        self._calls.begin(partial(self._do, partial(_take_in, self._folder)), group="save", is_exclusive=True)

    async def _do(self, act: partial[Done]) -> None:
        path = self._window.path
        if not path:
            self._window.say("Name a file: ~/zoe.milo.zip")
            return
        try:
            done = await in_thread(self._calls, act, expanded(path))
        except KNOWN_ERRORS as error:
            self._window.say(notice_of(error).line())
        else:
            self._window.dismiss(done)

    def action_complete(self) -> None:
        """Complete the path, or list how it may go on."""
        self._calls.begin(partial(self._complete, self._window.path), group="complete", is_exclusive=True)

    async def _complete(self, typed: str) -> None:
        found = await in_thread(self._calls, completions, typed, PACKED)
        if typed == self._window.path and found:
            self._window.go_on(common(found) or typed, found)

    def action_close(self) -> None:
        """Do nothing."""
        self._window.dismiss(None)


class FileWindow(StudioWindow["Done | None"]):
    """Gives what was done; None where nothing was."""

    TITLE = "A member as a file"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    BINDINGS = bindings_of(FileKeys)

    def __init__(self, folder: Path, member: Character | None, target: str) -> None:
        """`folder` is that of the settings; `member` is who can be written, as its entry says, `target` where to."""
        super().__init__()
        self._member = member
        self._line = Input(target, id="cast-file", compact=True)
        self._line.placeholder = "~/zoe.milo.zip"
        self._names, self._said = Static(markup=False), Static(ABOUT, markup=False)
        offer(self, FileKeys(self, ScreenCalls(self), folder, member))

    def compose(self) -> ComposeResult:
        """The line over what is said."""
        title = f"{self._member.name} as a file, or somebody from a file" if self._member else "Somebody from a file"
        with Vertical(classes="window"):
            yield Static(Text(title), classes="window-title")
            yield Field("File", self._line)
            yield self._names
            yield self._said
        yield StudioFooter()

    @property
    def path(self) -> str:
        """The file that is named."""
        return next(iter(typed_paths(self._line.value)), "")

    def go_on(self, path: str, found: Sequence[str]) -> None:
        """Write a path into the line, and list what it may go on with."""
        self._line.value = written([path])
        self._line.cursor_position = len(self._line.value)
        names = [plain(one.rstrip("/").rpartition("/")[2]) + "/" * one.endswith("/") for one in found]
        self._names.update(Text("   ".join(names if len(names) > 1 else [])))

    def say(self, words: str) -> None:
        """Say what is wrong."""
        self._said.update(Text(words, ink(self.app, "warning")))


def target_of(member: Character) -> str:
    """A file in the person's folder that is not there yet. Blocks."""
    from studio.cast.packing import milo_zip, records

    return str(milo_zip.default_target(Path.home(), records.stem_of(member.name)))


def _write(member: Character, path: Path) -> Done:
    """Blocks. Raises StudioError, LibraryError."""
    from studio.cast.packing import milo_zip

    if is_there(path):
        raise StudioError(f"{path} is there already", "", "Choose another name")
    milo_zip.write(member, {}, path)
    more = [f"Licence: {member.licence}" if member.licence else "It says nothing of what others may do with it"]
    more += [f"LoRAs stay here: {', '.join(lora.file for lora in member.loras)}"] if member.loras else []
    return Done(f"{member.name} is in {path}", ". ".join(more))


def _take_in(folder: Path, path: Path) -> Done:
    """Blocks. Raises StudioError, LibraryError."""
    from studio.cast.packing import taking_in

    came = taking_in.take_in(folder, path)
    who, pictures = came.character, len(came.character.pictures)
    more = [f"{pictures} reference picture{'s' * (pictures != 1)}", *came.remarks]
    more += [f"by {who.author}"] * bool(who.author) + [f"licence: {who.licence}"] * bool(who.licence)
    return Done(f"{who.name} has joined the cast", ". ".join(more), who.name)
