"""The command palette: everything that keys do here, found by words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Mount

from screens.base.host import host_of
from screens.base.screen import StudioScreen
from screens.drawing.drawn_once import DrawnOnce
from screens.help import help_lines
from screens.keymap import KeyLine, shown_key
from screens.widgets.options import Options

THEME, THEME_HELP = "Theme", "Other colours, which are kept in the settings"


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


class StudioCommands(Provider):
    """What can be done in the room under the palette, and everywhere."""

    async def discover(self) -> Hits:
        """All of it, before anything is typed."""
        for title, line, node in self._lines():
            yield DiscoveryHit(
                Content(self._name(title, line)),
                partial(self.app.run_action, line.action, node),
                help=self._keys(line),
            )
        yield DiscoveryHit(THEME, partial(self.app.run_action, "change_theme"), help=THEME_HELP)

    async def search(self, query: str) -> Hits:
        """What matches the words."""
        matcher = self.matcher(query)
        for title, line, node in self._lines():
            name = self._name(title, line)
            score = matcher.match(name)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(name),
                    partial(self.app.run_action, line.action, node),
                    help=self._keys(line),
                )
        if (score := matcher.match(THEME)) > 0:
            yield Hit(score, matcher.highlight(THEME), partial(self.app.run_action, "change_theme"), help=THEME_HELP)

    def _name(self, title: str, line: KeyLine) -> str:
        return line.description if title == "Everywhere" else f"{title}: {line.description}"

    def _keys(self, line: KeyLine) -> str:
        return "  ".join(dict.fromkeys(shown_key(key) for key in line.keys))

    def _lines(self) -> Iterator[tuple[str, KeyLine, DOMNode]]:
        room = self.screen if isinstance(self.screen, StudioScreen) else None
        for title, lines in help_lines(type(self.app), type(room) if room else None, host_of(self.screen).keys):
            for line in lines:
                node = self._node(room, line.owner)
                if node is not None and line.action != "command_palette":
                    yield title, line, node

    def _node(self, room: StudioScreen | None, owner: type[DOMNode]) -> DOMNode | None:
        if isinstance(self.app, owner):
            return self.app
        if room is None or isinstance(room, owner):
            return room
        return next(iter(room.query(owner)), None)  # type: ignore[type-var]
