"""The command palette: everything that keys do here, found by its words, or by what other programs call it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import cached_property, partial
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Mount
from textual.widgets import Input

from screens.base.host import host_of
from screens.base.screen import StudioScreen
from screens.drawing.drawn_once import DrawnOnce
from screens.guidance.help import help_lines
from screens.guidance.synonyms import SYNONYMS, Fit, fit, tokens
from screens.keymap import KeyLine, lines_of, shown_key
from screens.widgets.options import Options

THEME, THEME_HELP = "Theme", "Other colours, which are kept in the settings"
EVERYWHERE = "Everywhere"
OVER_ALL = ("Plates", "Settings")
"""Rooms that open over each of the others, by actions of these names in small letters."""
ELSEWHERE = 0.5
"""What a command of another room counts, beside one that can be done here."""
LABELLED = 0.5
"""What it counts more that a command is called by what was typed, and by nothing else."""
SCATTERED = 0.5
"""The most that letters count which stand here and there in a command: less than any word of it."""


class Commands(CommandList, Options):
    """The list of what was found."""


class Palette(CommandPalette, DrawnOnce[None]):
    """Textual's palette as a screen of the studio's; it may be opened while the one before is still going."""

    def on_mount(self, event: Mount) -> None:
        """In a room that was left meanwhile there is nothing to find."""
        if not self.is_active:
            event.prevent_default()
            self.dismiss()

    def compose(self) -> ComposeResult:
        """The line and the list."""
        for widget in super().compose():
            yield Commands() if isinstance(widget, CommandList) else widget

    @on(Input.Submitted)
    async def _wait_for_the_list(self) -> None:
        """Enter, pressed while the list is still that of fewer letters, takes the first of what was typed."""
        searching = [one.wait() for one in self.workers if one.node is self and not one.is_finished]
        await asyncio.gather(*searching, return_exceptions=True)


class Command(NamedTuple):
    """Something that can be done: a line of the help, under its title; `node` does it, None in another room."""

    title: str
    line: KeyLine
    node: DOMNode | None

    @property
    def name(self) -> str:
        """As the list has it."""
        return self.line.description if self.title == EVERYWHERE else f"{self.title}: {self.line.description}"

    @property
    def keys(self) -> str:
        """Its keys, for a person to read."""
        return "  ".join(dict.fromkeys(shown_key(key) for key in self.line.keys))

    def fits(self, query: str) -> Fit:
        """How well it fits what was typed."""
        found = fit(query, f"{self.line.description} {self.line.label}", self.title, SYNONYMS.get(self.line.id, ""))
        if tokens(query) == tokens(self.line.label):
            found = found._replace(score=found.score + LABELLED)
        return found if self.node is not None else found._replace(score=found.score * ELSEWHERE)


class StudioCommands(Provider):
    """What can be done in the room under the palette, and everywhere; and in other rooms, when words ask for it."""

    async def discover(self) -> Hits:
        """All that can be done here, before anything is typed."""
        for command in self._here:
            yield DiscoveryHit(Content(command.name), partial(self._do, command), help=command.keys)
        yield DiscoveryHit(THEME, partial(self.app.run_action, "change_theme"), help=THEME_HELP)

    async def search(self, query: str) -> Hits:
        """What fits the words, best first; letters that are scattered in a command last."""
        matcher = self.matcher(query)
        for command in self._here:
            found = command.fits(query)
            if not found.score and (loosely := matcher.match(command.name)) > 0:
                found = Fit(SCATTERED * loosely / (1 + loosely))
            if found.score:
                shown = _because(matcher.highlight(command.name), found)
                yield Hit(found.score, shown, partial(self._do, command), command.name, command.keys)
        if (found := fit(query, THEME, "", SYNONYMS["studio.theme"])).score:
            action = partial(self.app.run_action, "change_theme")
            yield Hit(found.score, _because(matcher.highlight(THEME), found), action, THEME, THEME_HELP)
        for command in await self._elsewhere():
            if (found := command.fits(query)).score:
                shown = _because(Content(command.name), found)
                keys = f"{command.keys}, in {_place(command)}"
                yield Hit(found.score, shown, partial(self._go, command), command.name, keys)

    async def _do(self, command: Command) -> None:
        await self.app.run_action(command.line.action, command.node)

    async def _go(self, command: Command) -> None:
        """Go to the room of a command, and say which key does it: what it would act on has to be seen first."""
        from screens.rooms import BY_NAME

        room = command.title.casefold()
        mode = room if room in BY_NAME else "gallery"
        is_over_all = command.title in OVER_ALL
        if is_over_all:
            await self.app.run_action(room)
        elif self.app.current_mode != mode:
            await self.app.switch_mode(mode)
        way = "" if room in BY_NAME or is_over_all else f"e on a picture opens {command.title}; there, "
        host_of(self.screen).passing.say(f"{command.line.description}: {command.keys}", f"{way}{command.keys} does it")

    @cached_property
    def _here(self) -> tuple[Command, ...]:
        return tuple(self._lines())

    def _lines(self) -> Iterator[Command]:
        room = self.screen if isinstance(self.screen, StudioScreen) else None
        for title, lines in help_lines(type(self.app), type(room) if room else None, host_of(self.screen).keys):
            for line in lines:
                node = self._node(room, line.owner)
                if node is not None and line.action != "command_palette":
                    yield Command(title, line, node)

    async def _elsewhere(self) -> tuple[Command, ...]:
        """What can be done in other rooms, which are imported for it."""
        here = {command.line.id for command in self._here}
        lines = await asyncio.to_thread(_every_room, host_of(self.screen).keys)
        return tuple(command for command in lines if command.line.id not in here)

    def _node(self, room: StudioScreen | None, owner: type[DOMNode]) -> DOMNode | None:
        if isinstance(self.app, owner):
            return self.app
        if room is None or isinstance(room, owner):
            return room
        return next(iter(room.query(owner)), None)  # type: ignore[type-var]


def _every_room(keymap: dict[str, str]) -> tuple[Command, ...]:
    """The keys of the rooms themselves; those of their parts are for who is there."""
    from screens.rooms import every_room

    return tuple(Command(room.ROOM, line, None) for room in every_room() for line in lines_of(room, keymap))


def _place(command: Command) -> str:
    return f"the {command.title}" if command.title == "Gallery" else command.title


def _because(name: Content, found: Fit) -> Content:
    """A command with the synonyms by which it was found, so that nobody wonders."""
    return Content.assemble(name, (f"  {' '.join(found.because)}", "dim")) if found.because else name
