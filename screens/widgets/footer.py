"""The line at the bottom: the keys of the screen. It draws itself: a widget for each would be made anew at each change.

What is shown are Textual's own active bindings; those of a group stand together before the group's name. A focused
widget with many keys of its own has `FOOTER_BESIDES`, the ids of the few others that are shown beside them. Where there
is no room for all, the last ones of the screen are left out, and those of the app stay.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.binding import ActiveBinding
from textual.events import Click, Leave, MouseMove
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from screens.keymap import shown_key


class FooterItem(NamedTuple):
    """A key and what it does; `words` are empty for a key before others of its group. `left` is a cell of the line."""

    key: str
    shown: str
    words: str
    tooltip: str
    is_enabled: bool
    left: int

    @property
    def right(self) -> int:
        """The cell behind it."""
        return self.left + cell_len(self.shown) + (1 + cell_len(self.words) if self.words else 0)


class StudioFooter(Widget):
    """The keys that do something now, and what they do. A click on one is a press of it."""

    DEFAULT_CSS = """
    StudioFooter {
        dock: bottom;
        height: 1;
        background: $surface;
        color: $footer-description-foreground;
    }
    StudioFooter > .footer--key { color: $footer-key-foreground; text-style: bold; }
    StudioFooter > .footer--hovered { background: $block-hover-background; }
    """
    COMPONENT_CLASSES = {"footer--key", "footer--hovered"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[FooterItem, ...] = ()
        self._hovered: FooterItem | None = None
        self._is_short = False

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def on_resize(self) -> None:
        """There is more room for keys, or less."""
        if self._is_short or (self.items and self.items[-1].right > self.size.width):
            self._bindings_changed(self.screen)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        items = self._read(screen)
        if items != self.items and self.app.app_focus:
            self.items, self._hovered, self.tooltip = items, None, None
            self.refresh()

    def _read(self, screen: Screen[object]) -> tuple[FooterItem, ...]:
        told = [one for one in screen.active_bindings.values() if one.binding.show and _is_told(one, screen.focused)]
        first = {one.binding.action: one for one in reversed(told)}
        order = dict.fromkeys(one.binding.action for one in told)
        groups = [list(members) for _, members in groupby((first[action] for action in order), _group)]
        own = [group for group in groups if not isinstance(group[0].node, App)]
        items, self._is_short = _laid(groups), False
        while own and self.size.width and items[-1].right > self.size.width:
            groups.remove(own.pop())
            items, self._is_short = _laid(groups), True
        return items

    def render_line(self, y: int) -> Strip:
        """The items, a blank between two."""
        plain, key = self.rich_style, self.get_component_rich_style("footer--key", partial=True)
        parts: list[Segment] = []
        for item in self.items:
            style = plain if item.is_enabled else plain + Style(dim=True)
            if item is self._hovered:
                style += self.get_component_rich_style("footer--hovered", partial=True)
            parts += [Segment(item.shown, style + key), Segment(f" {item.words}" if item.words else "", style)]
            parts.append(Segment(" ", plain))
        width = self.size.width
        return Strip(parts).adjust_cell_length(width, plain)

    def _item_at(self, x: int) -> FooterItem | None:
        return next((item for item in self.items if item.left <= x < item.right), None)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Show which key a click would press."""
        item = self._item_at(event.x)
        if item is not self._hovered:
            self._hovered = item
            self.tooltip = item.tooltip or None if item is not None else None
            self.refresh()

    def on_leave(self, event: Leave) -> None:
        """None."""
        self._hovered = None
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Press the key."""
        item = self._item_at(event.x)
        if item is not None and item.is_enabled:
            self.app.simulate_key(item.key)
        elif item is not None:
            self.app.bell()


def _group(one: ActiveBinding) -> object:
    return one.binding.group or one.binding


def _laid(groups: Sequence[Sequence[ActiveBinding]]) -> tuple[FooterItem, ...]:
    items: list[FooterItem] = []
    for members in groups:
        group = members[0].binding.group
        for number, (_, binding, is_enabled, tooltip) in enumerate(members):
            words = binding.description
            if group is not None and len(members) > 1:
                words = group.description if number == len(members) - 1 else ""
                tooltip = tooltip or binding.description
            left = items[-1].right + 1 if items else 0
            shown = binding.key_display or shown_key(binding.key)
            items.append(FooterItem(binding.key, shown, words, tooltip, is_enabled, left))
    return tuple(items)


def _is_told(one: ActiveBinding, focused: Widget | None) -> bool:
    besides: Collection[str] | None = getattr(focused, "FOOTER_BESIDES", None)
    return besides is None or one.node is focused or one.binding.id in besides
