"""The Lettering screen: type or choose words, see them on the picture at once, save a new version."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import ScreenResume, ScreenSuspend
from textual.message import Message

from screens.base.messages import Opened
from screens.base.screen import StudioScreen
from screens.base.topics import offer
from screens.base.work import ScreenWork
from screens.drawing.workers import begin_work
from screens.gallery.model.captions import title
from screens.lettering.arrangement import Arrangement
from screens.lettering.key_order import KeysInOrder, Pressed
from screens.lettering.layout import Arranged
from screens.lettering.place_editor import PlaceEditor
from screens.lettering.placement import PlacementKeys
from screens.lettering.preview import Preview
from screens.lettering.saving import BACK, Saving
from screens.lettering.sayings_window import SayingsWindow
from screens.lettering.texts import TextsPane
from studio.lettering.places.by_hand import Easel, open_easel
from studio.lettering.records import Look, Setting
from studio.workspace import Workspace

STYLE = Binding.Group("Style")
"""Keys that share a place in the footer, so that all have room in 80 columns; the help tells them apart."""


class LetteringScreen(StudioScreen):
    """Sets other words on a picture. What is there stays; a new version is saved beside it."""

    ROOM = "Lettering"
    HELP = (
        "Type words, or choose some of the list with ↓. Tab goes through the places that were found for them. "
        "F5 goes to the next text, or a second one; Ctrl+N adds a text. "
        "Ctrl+G goes to the picture: arrows move the place, with Shift they make it larger or smaller, with Ctrl "
        "they turn it; C grips a corner or a bubble's tail; K makes a bubble or a bar of the words; S takes the sign "
        "under the place's middle; B compares with the picture as it was; A shows all sayings on the place. "
        "Saving makes a new version beside the picture; nothing is drawn again. What you leave without saving is here "
        "when you come back, until Ctrl+Z takes it away. Ctrl+R reads the words back from it."
    )
    CSS_PATH = "lettering.tcss"
    AUTO_FOCUS = "#lettering-words"
    PARTS = (PlaceEditor,)
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
        Binding("ctrl+r", "read", "Read back", show=False, tooltip="Read the words back now", id="lettering.read"),
        Binding("f5", "text", "Text", tooltip="Work on the next text, or a second one", id="lettering.text"),
        Binding("ctrl+n", "another", "Another text", show=False, tooltip="Add a text", id="lettering.another"),
        Binding(
            "f6", "case", "Case", tooltip="As written, upper case, small capitals", id="lettering.case", group=STYLE
        ),
        Binding("f7", "ink", "Ink", tooltip="Another ink", id="lettering.ink", group=STYLE),
        Binding("f8", "font", "Font", tooltip="Another font (face)", id="lettering.font", group=STYLE),
        Binding("f9", "outline", "Outline", show=False, tooltip="Show where the words go", id="lettering.outline"),
        Binding("f10", "closer", "Closer", show=False, tooltip="Look closely at the place", id="lettering.closer"),
        Binding("down", "list(1)", "Sayings", show=False, id="lettering.down"),
        Binding("up", "list(-1)", "Sayings", show=False, id="lettering.up"),
    ]

    def __init__(self, picture_id: int) -> None:
        super().__init__()
        self.parts = LetteringParts(self, picture_id)

    def compose_room(self) -> ComposeResult:
        """The picture at the left, what can be done with it at the right."""
        with LetteringBody(self.parts):
            yield PlaceEditor("looking for places …", id="lettering-picture")
            yield self.parts.texts

    @on(Opened)
    @on(ScreenResume)
    @on(ScreenSuspend)
    def _hear(self, message: Message) -> None:
        if isinstance(message, Opened):
            self.parts.open(message.workspace)
        else:
            self.parts.name_picture(is_seen=isinstance(message, ScreenResume))

    async def on_pressed(self, message: Pressed) -> None:
        """Do a key where the focus is by now, and take up at once what it typed."""
        message.stop()
        target = self.app.focused
        if isinstance(target, KeysInOrder):
            await target.take(message.event)
            self.parts.texts.take_typed()
        else:
            (target or self.app.screen).post_message(message.event)


class LetteringBody(Horizontal):
    """The picture and the pane beside it."""

    def __init__(self, parts: LetteringParts) -> None:
        super().__init__(id="lettering-body")
        self._parts = parts

    def on_descendant_focus(self) -> None:
        """By hand, other keys do something."""
        self._parts.take_focus()


class LetteringParts:
    """The parts of the screen, put together: what is arranged, how it is seen, and what keys do with it."""

    def __init__(self, screen: LetteringScreen, picture_id: int) -> None:
        self._screen = screen
        self._work = ScreenWork(screen)
        studio = screen.studio
        self.arrangement = Arrangement(picture_id, self._show)
        self.texts = TextsPane(self.arrangement)
        self._preview = Preview(screen, self._work, self.texts.remarks)
        placement = PlacementKeys(self.arrangement, studio, self._work, self.texts.remarks)
        saving = Saving(
            self.arrangement,
            studio,
            self._work,
            self.texts.remarks,
            ask=self._ask_for_sayings,
            screen=screen,
            keep=self._keep,
        )
        offer(screen, self.arrangement, self.texts, self._preview, placement, saving)

    def open(self, workspace: Workspace) -> None:
        """The library is open: read the picture."""
        self.arrangement.workspace = workspace
        self.texts.offer(workspace.stock.sayings)
        self._work.begin(partial(self._read_picture, workspace), "easel")

    async def _read_picture(self, workspace: Workspace) -> None:
        with self._screen.studio.reporting():
            easel = await self._work.in_thread(
                open_easel, workspace.library, self.arrangement.picture_id, workspace.look, workspace.pose_model
            )
            is_back = self.arrangement.begin(easel, Arranged.begin(easel.places, easel.begun))
            self.name_picture(is_seen=self._screen.is_current)
            self.texts.begin()
            self._show(False)
            if is_back:
                self.texts.remarks.tell(BACK)

    def name_picture(self, *, is_seen: bool) -> None:
        """The window's title names the picture while it is seen."""
        easel = self.arrangement.easel
        words = f"Lettering {title(easel.picture)}" if is_seen and easel is not None else ""
        self._screen.studio.name_picture(words, by=self._screen)

    def take_focus(self) -> None:
        """Something else has the focus."""
        if not self._preview.by_hand:
            self.arrangement.end_before()
        self._preview.take_focus()
        self._show(False)

    def _show(self, is_new: bool) -> None:
        if is_new:
            self.texts.remarks.forget()
        self._preview.show(self.arrangement)

    def _keep(self, write: Callable[[], None]) -> None:
        """Write in a thread of the studio's: the screen goes meanwhile."""
        studio = self._screen.studio

        async def keep() -> None:
            with studio.reporting():
                await asyncio.to_thread(write)

        begin_work(self._screen.app, keep, group="save")

    async def _ask_for_sayings(
        self, easel: Easel, setting: Setting, sayings: tuple[str, ...], look: Look
    ) -> tuple[int, ...]:
        return await self._screen.app.push_screen_wait(SayingsWindow(easel, setting, sayings, look))
