"""Which terminal the person sits at: judged when the studio opens, and anew when it may be another."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from screens.terminal.line import cell_size
from studio.terminal import answers
from studio.terminal.judging import Heard, Set, judge
from studio.terminal.records import CellSize, Terminal

if TYPE_CHECKING:
    from studio.terminal.tmux import Tmux

Changed = Callable[[Terminal, Terminal], object]
"""Hears of the terminal before and the terminal now."""


class TerminalWatch:
    """Knows the terminal of the app, from what was `heard` of it; `changed` hears when it is another.

    Inside a multiplexer another terminal may be attached: `may_be_another` tells whether that is worth a question.
    """

    def __init__(self, heard: Heard, changed: Changed) -> None:
        self._heard = heard
        self._changed = changed
        self._wanted = Set()
        self.terminal = judge(self._wanted, os.environ, heard)

    def want(self, wanted: Set) -> None:
        """The settings are known, or are others."""
        self._wanted = wanted
        self._judge()

    def hear_answers(self, came: tuple[bytes, ...], seconds: float) -> None:
        """The terminal answered, late or asked again."""
        self._heard = self._heard._replace(answers=answers.read(came), round_trip=seconds)
        self._judge()

    def hear_tmux(self, said: Tmux) -> None:
        """tmux said who is attached. While nobody is, nobody sees anything: all stays as it is."""
        if said.client:
            is_another = said.client != self.client
            self._heard = self._heard._replace(tmux=said, outer=answers.Answers() if is_another else self._heard.outer)
            self._judge()

    @property
    def is_in_tmux(self) -> bool:
        """Whether tmux is to be asked, and not the terminal."""
        return self._heard.tmux is not None

    @property
    def may_be_another(self) -> bool:
        """Whether the terminal can become another one while the studio runs."""
        return bool(self.terminal.within)

    @property
    def client(self) -> int:
        """The process of tmux's client; another one is another terminal, which holds no picture yet. 0: not known."""
        return self._heard.tmux.client if self._heard.tmux is not None else 0

    def is_left(self) -> bool:
        """Whether the client that tmux last told of has gone."""
        if not self.client:
            return False
        try:
            os.kill(self.client, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    def cell(self) -> CellSize:
        """The size of a cell by now."""
        return cell_size(self._heard.answers.cell)

    def _judge(self) -> None:
        before, self.terminal = self.terminal, judge(self._wanted, os.environ, self._heard)
        if self.terminal != before:
            self._changed(before, self.terminal)
