"""What the app does by the settings, and does otherwise when they change: theme, keys, motion, terminal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakSet

from textual.constants import TEXTUAL_ANIMATIONS
from textual.theme import Theme
from textual.widgets import Input, TextArea

from screens import rooms
from screens.base.host import Host
from screens.drawing.workers import begin_work
from screens.keymap import check
from studio.errors import Notice
from studio.settings.editing import Change

if TYPE_CHECKING:
    from textual.widget import Widget

    from screens.drawing.drawn_once import DrawnOnceApp
    from screens.shell.terminal import AppTerminal
    from studio.settings.settings import Settings
    from studio.workspace import Workspace


class AppSettings:
    """Heeds the settings of a workspace; a theme that is chosen in the palette is written into them."""

    def __init__(self, app: DrawnOnceApp, host: Callable[[], Host], terminal: AppTerminal) -> None:
        self._app, self._host, self._terminal = app, host, terminal
        self._theme = app.theme
        self._stilled: WeakSet[Widget] = WeakSet()
        self.is_calm = False
        """Whether motion is reduced."""

    async def begin(self, workspace: Workspace) -> None:
        """Do as the settings say, from now on."""
        await self._terminal.take_settings(workspace)
        # One that was left while its library was opening has no screen for them any more.
        if not self._app.is_running:
            return
        self._heed_motion(workspace.settings)
        self._heed_theme(workspace.settings)
        if workspace.settings.keys:
            self._heed_keys(workspace.settings)
        workspace.heed_settings = partial(self._heed, workspace)
        self._app.theme_changed_signal.subscribe(self._app, partial(self._theme_changed, workspace))

    async def _heed(self, workspace: Workspace, before: Settings) -> None:
        now = workspace.settings
        if (now.pictures, now.colours) != (before.pictures, before.colours):
            await self._terminal.take_settings(workspace)
        if now.theme != before.theme:
            self._heed_theme(now)
        if now.keys != before.keys:
            self._heed_keys(now)
        self._heed_motion(now)
        self._terminal.outside.rings = now.notify

    def _heed_theme(self, chosen: Settings) -> None:
        themes = self._app.available_themes
        if chosen.theme in themes:
            self._theme = self._app.theme = chosen.theme
        else:
            known = ", ".join(sorted(themes))
            self._host().show_notice(
                Notice("The settings name an unknown theme", repr(chosen.theme), f"Known: {known}")
            )

    def _heed_keys(self, chosen: Settings) -> None:
        everywhere, *others = rooms.every_key(type(self._app))
        self._host().keys, notices = check(chosen.keys, everywhere, others)
        self._app.set_keymap(self._host().keys)
        for notice in notices:
            self._host().show_notice(notice)

    def _heed_motion(self, chosen: Settings) -> None:
        self.is_calm = chosen.motion == "reduced" or TEXTUAL_ANIMATIONS == "none"
        self._app.animation_level = "none" if self.is_calm else TEXTUAL_ANIMATIONS
        if self._app.focused is not None:
            self.focus(self._app.focused)

    def focus(self, widget: Widget) -> None:
        """A widget has the focus: where motion is reduced its cursor does not blink."""
        if isinstance(widget, Input | TextArea) and (self.is_calm or widget in self._stilled):
            widget.cursor_blink = not self.is_calm
            self._stilled.add(widget)

    # The theme.

    def _theme_changed(self, workspace: Workspace, theme: Theme) -> None:
        """The person chose another; the same one comes again when the terminal has other colours."""
        if theme.name != self._theme:
            self._theme = theme.name
            begin_work(self._app, partial(self._keep_theme, workspace, theme.name), group="save")

    async def _keep_theme(self, workspace: Workspace, name: str) -> None:
        with self._host().reporting():
            await workspace.keep_setting(Change(("theme",), name))
            self._host().passing.say(f"The theme {name} is kept", "It stands in the settings")
