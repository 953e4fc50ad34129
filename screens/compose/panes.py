"""Which panes stand beside the form: the live draft, or what an empty Compose offers, where the window has room.

They are imported in a thread, and made, when they are first to be seen; a small window never does either.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
from textual.containers import Vertical

from screens.base.screen import StudioScreen
from screens.base.work import Work
from screens.compose.form.scene_form import SceneForm
from screens.drawing.drawn_once import DrawnOnceApp
from screens.drawing.stylesheet import read_missing
from screens.keymap import key_of

if TYPE_CHECKING:
    from screens.compose.live.beside import LiveBeside
    from screens.compose.start.offer import StartOffer
    from studio.scenes.examples import Example
    from studio.scenes.understanding import Understanding
    from studio.settings.window import Live
    from studio.workspace import Workspace

LEAST = (100, 30)
"""Cells of a window that has room for them."""

BARS, BELOW = 3, 9
"""Rows of header, footer and the bar of the room; rows that prompt and references keep at least."""

FORM_LESS_SCENE = 10
"""Rows of the form, folded, without the scene and what was understood of it."""

SHEET = Path(__file__).with_name("panes.tcss")


def rows_beside(window: tuple[int, int], picture: tuple[int, int], cell: tuple[int, int], form: int) -> int:
    """Rows of a draft in the right column (two fifths) of a window of so many cells: the picture fills its width.

    `picture` and `cell` are sizes (width, height) in pixels. The form beside it needs `form` rows; BELOW are left.
    """
    across = window[0] * 2 // 5 - 3
    high = round(across * cell[0] * picture[1] / (picture[0] * cell[1])) + 2
    return max(4, min(max(high, form), window[1] - BARS - BELOW))


class ComposePanes:
    """Shows the panes that belong beside the form by now. `read` is to be called with what was read of it."""

    def __init__(self, screen: StudioScreen, form: SceneForm, work: Work, workspace: Workspace) -> None:
        self._screen, self._form, self._work, self._workspace = screen, form, work, workspace
        self._understood: Understanding | None = None
        self._live: LiveBeside | None = None
        self._start: StartOffer | None = None
        self._made: set[str] = set()

    def read(self, understood: Understanding | None) -> None:
        """The form was read: this is its scene, None where it is empty."""
        self._understood = understood
        self.arrange()

    @property
    def _has_room(self) -> bool:
        return self._screen.size.width >= LEAST[0] and self._screen.size.height >= LEAST[1]

    @property
    def _shows_live(self) -> bool:
        choice = self._workspace.window.live
        return choice == "on" or (choice == "auto" and self._has_room)

    @property
    def _shows_start(self) -> bool:
        return self._has_room and self._understood is None and self._form.advanced.start is None

    def arrange(self) -> None:
        """Let those stand that belong there now: the form, the window or the choice is another one."""
        if not self._screen.is_there:
            return
        is_start = self._shows_start
        is_live = self._shows_live and not is_start
        if is_start:
            self._make("start", self._make_start)
        if is_live:
            self._make("live", self._make_live)
        is_start, is_live = is_start and self._start is not None, is_live and self._live is not None
        for name, is_so in (("-start", is_start), ("-beside", is_start or is_live)):
            if self._screen.has_class(name) is not is_so:
                self._screen.set_class(is_so, name)
        self._lay(is_start or is_live)
        if self._live is not None:
            self._live.follow(*((self._understood, self._form.advanced.start) if is_live else (None, None)))

    def _lay(self, is_beside: bool) -> None:
        """Give the upper right pane as many rows as its picture needs."""
        room = self._screen.query_one("#room")
        if not is_beside or not self._screen.has_class("-wide") or self._is_full_form:
            room.styles.clear_rule("grid_rows")
            return
        size = self._understood.scene.size if self._understood is not None else (1, 1)
        form = FORM_LESS_SCENE + self._form.text.outer_size.height + max(2, self._form.understanding.outer_size.height)
        cell = cast(DrawnOnceApp, self._screen.app).pictures.cell()
        rows = rows_beside(self._screen.size, size, (cell.width, cell.height), form)
        room.styles.grid_rows = f"{rows} 1fr"

    @property
    def _is_full_form(self) -> bool:
        """Whether the form takes the whole height: it is unfolded, and there is room."""
        return self._screen.has_class("-high") and not self._screen.has_class("-folded")

    # Making them.

    def _make(self, name: str, make: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if name not in self._made:
            self._made.add(name)
            self._work.begin(make, f"make {name}")

    # Nothing is written between mounting a pane and giving it its place: on a slow machine the whole screen would be.

    async def _make_live(self) -> None:
        made = await self._work.in_thread(_import_live)
        live = made(self._screen, self._work, self._workspace, self._hint)
        with self._screen.app.batch_update():
            await self._mount_beside(live.pane, "#form")
            self._live = live
            self.arrange()

    async def _make_start(self) -> None:
        made = await self._work.in_thread(_import_start)
        to_cast = key_of("studio.cast", [type(self._screen.app)], self._screen.studio.keys)
        start = made(self._workspace, self, self._work, to_cast)
        with self._screen.app.batch_update():
            for pane, after in zip(start.panes, ("#form", "#prompt-field", "#references"), strict=True):
                await self._mount_beside(pane, after)
            self._start = start
            self.arrange()
        start.fill()

    async def _mount_beside(self, pane: Any, after: str) -> None:
        read_missing(self._screen.app.stylesheet, [SHEET])
        await self._screen.query_one("#room", Vertical).mount(pane, after=after)

    @property
    def _hint(self) -> str:
        key = key_of("compose.live", [type(self._screen)], self._screen.studio.keys)
        return f"{key} hides it" if key else ""

    def see_again(self) -> None:
        """The room is in sight again: there may be other pictures."""
        if self._start is not None and self._shows_start:
            self._start.fill()

    # What keys do.

    def toggle_live(self) -> None:
        """Show the draft, or hide it, from now on; what the window's size says by itself is left to it."""
        is_shown = not self._shows_live
        choice: Live = "auto" if is_shown is self._has_room else "on" if is_shown else "off"
        self._workspace.window = msgspec.structs.replace(self._workspace.window, live=choice)
        self.arrange()

    @property
    def leads_to_scenes(self) -> bool:
        """Whether an arrow down leads from the scene, which is empty, to the scenes to try."""
        return self._screen.has_class("-start") and self._screen.focused is self._form.text

    def go_to_scenes(self) -> None:
        """Go from the scene to the scenes to try."""
        if self._start is not None:
            self._start.scenes.enter()

    # What is chosen of what an empty Compose offers.

    def take(self, example: Example) -> None:
        """Write a scene to try, with its saying."""
        from screens.compose.form.field_values import sayings_of

        self._form.text.text = example.text
        self._form.saying.words = sayings_of(example.saying)
        self.back()

    def name(self, name: str) -> None:
        """Write somebody's name."""
        self._form.text.text = f"{name} "
        self.back()

    def back(self) -> None:
        """Go back to the scene."""
        self._form.text.move_cursor(self._form.text.document.end)
        self._form.text.focus()

    def look_at(self, picture_id: int) -> None:
        """Open a picture."""
        self._work.begin(partial(self._open, picture_id), "open")

    async def _open(self, picture_id: int) -> None:
        with self._screen.studio.reporting():
            await self._screen.studio.open_picture(picture_id)


def _import_live() -> type[LiveBeside]:
    """Blocks."""
    from screens.compose.live.beside import LiveBeside

    return LiveBeside


def _import_start() -> type[StartOffer]:
    """Blocks."""
    from screens.compose.start.offer import StartOffer

    return StartOffer
