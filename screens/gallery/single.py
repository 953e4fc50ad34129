"""One picture large: its versions side by side with the arrow keys, its neighbours with j and k."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from library.records import Lettering, Picture
from screens.gallery import sources, words
from screens.gallery.choosing import Undo
from screens.gallery.details import DetailsWindow
from screens.gallery.judging import Judging
from screens.gallery.naming import Naming
from screens.gallery.onward import Onward
from screens.gallery.shelf import Shelf
from screens.messages import Changed
from screens.threads import in_thread
from screens.widgets.picture import PictureView
from studio.views import LetteringSaved

if TYPE_CHECKING:
    from library.store import Library


class SingleScreen(Judging, Naming, Onward):
    """The picture under the shelf's cursor, as large as it goes. Versions: as drawn first, then its letterings."""

    ROOM = "Gallery"
    HELP = "One picture, large. Left and right go through its versions: as it was drawn, and each time it was lettered."
    CSS_PATH = "gallery.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "close", "Back", key_display="Esc", id="single.close"),
        Binding("left,h", "version(-1)", "Version", key_display="←→", id="single.version-before"),
        Binding("right,l", "version(1)", "The version after", show=False, id="single.version-after"),
        Binding("up,k", "other(-1)", "Newer", show=False, id="single.newer"),
        Binding("down,j", "other(1)", "Older", show=False, id="single.older"),
        Binding("i", "details", "Details", id="single.details"),
    ]

    def __init__(self, shelf: Shelf, library: Library, undo: list[Undo]) -> None:
        super().__init__(shelf, undo)
        self._library = library
        self._letterings: tuple[Lettering, ...] = ()
        self._version = 0

    def compose_room(self) -> ComposeResult:
        """The picture, and a line under it."""
        yield PictureView(id="single-picture")
        yield Static(id="single-line", markup=False)

    def on_mount(self) -> None:
        """Show what the cursor is on."""
        self._read()

    @work(exclusive=True, group="versions")
    async def _read(self) -> None:
        """Show the newest version first: the thumbnail stands for it at once."""
        picture = self.shelf.current
        if picture is None:
            self.dismiss()
            return
        self._letterings, self._version = (), 0
        self.looked_at(picture)
        if picture.letterings:
            with self.studio.reporting():
                self._letterings = await in_thread(self, self._library.letterings, picture.id)
        self._version = len(self._letterings)
        self._show()

    def _show(self) -> None:
        picture = self.shelf.current
        if picture is None:
            return
        lettering = self._letterings[self._version - 1] if self._version else None
        self.query_one("#single-picture", PictureView).show_sources(*sources.version(self._library, picture, lettering))
        self.query_one("#single-line", Static).update(self._line(picture, lettering), layout=False)

    def _line(self, picture: Picture, lettering: Lettering | None) -> Text:
        names = ["as drawn", *(f"{words.LETTERED} {number}" for number in range(1, len(self._letterings) + 1))]
        text = Text(no_wrap=True, overflow="ellipsis")
        accent = self.app.theme_variables["primary"]
        if len(names) > 1:
            for number, name in enumerate(names):
                text.append(f" {name} ", f"reverse {accent}" if number == self._version else "dim")
            text.append("  ")
        text.append(f"{self.shelf.count}  ", "dim")
        text.append(f"{words.marks(picture)}  " if words.marks(picture) else "", accent)
        text.append("draft  " if picture.facts.draft else "", self.app.theme_variables["accent"])
        text.append(words.one_line(" / ".join(lettering.sayings)) if lettering else words.title(picture))
        return text

    def action_version(self, steps: int) -> None:
        """Another version of the same picture."""
        wanted = max(0, min(self._version + steps, len(self._letterings)))
        if wanted != self._version:
            self._version = wanted
            self._show()

    def action_other(self, steps: int) -> None:
        """A neighbour on the shelf."""
        if self.shelf.move(steps):
            self.keep_fed()
            self._read()

    def action_close(self) -> None:
        """Back to where the person came from."""
        self.dismiss()

    def action_details(self) -> None:
        """All details, in a window."""
        if self.shelf.current is not None:
            self.app.push_screen(DetailsWindow(self.shelf.current, self._letterings))

    @on(Changed)
    def _heed(self, message: Changed) -> None:
        """A lettering that was just made is shown; new pictures come to the shelf by the grid below."""
        change, picture = message.change, self.shelf.current
        if isinstance(change, LetteringSaved) and picture and change.lettering.picture_id == picture.id:
            self._reread(picture.id)

    @work(exclusive=True, group="reread")
    async def _reread(self, picture_id: int) -> None:
        with self.studio.reporting():
            await self.show_again([picture_id])

    # What a key acts on.

    @property
    def chosen(self) -> tuple[int, ...]:
        """The picture that is shown, whatever is marked."""
        return (self.shelf.current.id,) if self.shelf.current else ()

    @property
    def current_path(self) -> str:
        """The file of the version that is shown."""
        if self._version:
            return str(Path(self._letterings[self._version - 1].path))
        return super().current_path

    def shelf_changed(self) -> None:
        """Show what is under the cursor now."""
        self._read()
