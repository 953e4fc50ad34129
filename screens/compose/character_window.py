"""The window in which a character comes into the person's own cast: a name and a look, and its portrait as a draft."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.drawing.threads import in_thread
from screens.drawing.workers import begin_work
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from screens.widgets.pictures.picture import PictureView
from studio.cast.defaults import PLAIN, SPECIES
from studio.cast.members import Character
from studio.cast.own_file import CharacterWrong, NewCharacter, add
from studio.notices import KNOWN_ERRORS, notice_of

if TYPE_CHECKING:
    from pathlib import Path

PAUSE = 0.3
"""Seconds without a change before the portrait is painted."""

KINDS = (("person, or what the look says", ""), *((species, species) for species in SPECIES))
OUTFIT = f"what the look says, or {PLAIN.partition(',')[0]}"
EXAMPLE = "a woman in her fifties with curly red hair"
ABOUT = "A name and a look will do; the portrait is how drafts show the character. It is written into your cast.toml."


class CharacterForm(Vertical):
    """The fields, the portrait, and what is said of them."""

    def __init__(self, name: str) -> None:
        super().__init__(classes="window")
        self._first_name = name
        self.portrait = PictureView(id="character-portrait")
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """The fields beside the portrait, over the words."""
        yield Static(Text("A character for your cast"), classes="window-title")
        with Horizontal(id="character-row"):
            with Vertical(id="character-fields"):
                yield Field("Name", Input(self._first_name, id="character-name", compact=True))
                look = Input(placeholder=EXAMPLE, id="character-look", compact=True)
                yield Field("Look, the same in every picture", look)
                outfit = Input(placeholder=OUTFIT, id="character-outfit", compact=True)
                yield Field("Outfit", outfit)
                yield Field("Is a", Choice(KINDS, id="character-species"))
            yield self.portrait
        yield Static(Text(ABOUT, ink(self.app, "muted")), id="character-said")

    def read(self) -> NewCharacter:
        """What stands in the fields."""
        name, look, outfit = (self.query_one(f"#character-{one}", Input).value for one in ("name", "look", "outfit"))
        return NewCharacter(name=name, look=look, outfit=outfit, species=self.query_one(Choice).value)

    def point_at(self, field: str) -> None:
        """Mark a field as wrong, and go there; empty: mark none."""
        for one in self.query(Field):
            one.set_wrong(bool(one.query(f"#character-{field}")))
        for widget in self.query(f"#character-{field}"):
            widget.focus()

    def say(self, words: str, colour: str = "warning") -> None:
        """Say what is wrong."""
        self.query_one("#character-said", Static).update(Text(words, ink(self.app, colour)))

    @on(Input.Changed)
    @on(Choice.Changed)
    def _edited(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(PAUSE, self._paint_soon, name="paint the portrait")

    def _paint_soon(self) -> None:
        begin_work(self, partial(self._paint, self.read()), group="portrait", is_exclusive=True)

    async def _paint(self, new: NewCharacter) -> None:
        from studio.pictures.portrait import portrait

        pixels = await asyncio.to_thread(portrait, new.character())
        if self.is_attached:
            self.portrait.show_pixels(pixels)


class CharacterWindow(StudioWindow[Character | None]):
    """Gives the character that came into the cast of a settings folder; None where the person thinks better of it."""

    TITLE = "A character for your cast"
    CSS_PATH = ["../base/windows.tcss", "character_window.tcss"]
    AUTO_FOCUS = "#character-name"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "add", "Add", id="character.add", priority=True),
        Binding("escape", "close", "Close", id="character.close"),
    ]

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__()
        self._folder = folder
        self._form = CharacterForm(name)
        self._is_adding = False

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()

    def on_mount(self) -> None:
        """Whose name stands there lacks a look."""
        if self._form.read().name:
            self._form.query_one("#character-look").focus()

    @on(Input.Submitted)
    def action_add(self) -> None:
        """Add the character."""
        # A second one would find the name taken, by the first.
        if not self._is_adding:
            self._is_adding = True
            begin_work(self, partial(self._add, self._form.read()), group="save")

    async def _add(self, new: NewCharacter) -> None:
        try:
            added = await in_thread(self, add, self._folder, new)
        except CharacterWrong as wrong:
            self._form.point_at(wrong.field)
            self._form.say(wrong.notice.line())
        except KNOWN_ERRORS as error:
            self._form.say(notice_of(error).line())
        else:
            self.dismiss(added)
            return
        self._is_adding = False

    def action_close(self) -> None:
        """Add nobody."""
        self.dismiss(None)
