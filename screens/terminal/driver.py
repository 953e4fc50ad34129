"""The line to the terminal: Textual's own, but that a terminal's answers are told from a person's keys.

For Textual 8.2.8, which takes an answer that it does not know for keys.
"""

from __future__ import annotations

import os
import select
import signal
import time
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from screens.terminal.line import hung_up
from screens.terminal.signals import heed
from screens.textual_workarounds import XTermParser
from studio.terminal.answers import is_last
from studio.terminal.questions import questions
from studio.terminal.sieve import Sieve

if TYPE_CHECKING:
    from textual.app import App

    from screens.terminal.notifications import Outside
    from studio.terminal.asking import Exchange

LISTENS = 30.0
"""Seconds from a question in which an answer may come late; later, what looks like one is keys."""
_TICK = 0.1
"""Seconds after which what began like an answer was keys."""
_READ = 4096


class Answered(Message):
    """The terminal answered: whole answers, the last one among them, so many seconds after the question."""

    def __init__(self, answers: tuple[bytes, ...], seconds: float) -> None:
        super().__init__()
        self.answers = answers
        self.seconds = seconds


class AtTerminal(Protocol):
    """The part of the app that stands at the terminal. `exchange` is what was asked before it was made, None where
    nothing was; `outside` says what is written when the screen is taken and left, however that comes."""

    exchange: Exchange | None
    outside: Outside


class Shell(Protocol):
    """The parts of the app."""

    terminal: AtTerminal


class Studio(Protocol):
    """The app of this driver."""

    shell: Shell


class StudioDriver(LinuxDriver):
    """Textual's driver for Linux, which hears a terminal's answers and posts them to the app."""

    def __init__(
        self, app: App[None], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._is_debugged = debug
        # Textual stops within the signal, wherever the program is by then: with the writer's lock held it never does.
        heed(signal.SIGTSTP, self._stop)
        heed(signal.SIGCONT, self._go_on)
        self._holds_line = False
        self._is_stopped = False
        self._at = cast(Studio, app).shell.terminal
        self._exchange = self._at.exchange
        is_late = self._exchange is not None and not self._exchange.is_answered
        self._asked_at = time.monotonic()
        self._sieve = Sieve(is_open=is_late)
        self._came: list[bytes] = list(self._exchange.came) if self._exchange is not None and is_late else []

    def start_application_mode(self) -> None:
        """Take the line over; what it was before is what it was before the question."""
        before = self._forget_line()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.attrs_before is None:
            # In the background of a shell: nothing was taken over, and SIGCONT comes again.
            self.attrs_before = before
            return
        if self._is_stopped:
            self.send_message(self.SignalResume())
        self._holds_line, self._is_stopped = True, False
        if self._exchange is not None and self._exchange.attributes is not None:
            self.attrs_before, self._exchange.attributes = self._exchange.attributes, None
        self.write(self._at.outside.to_arrive())

    def _forget_line(self) -> list[Any] | None:
        """What the line was before, as far as that is known; Textual knows it again when it has taken the line."""
        before, self.attrs_before = self.attrs_before, None
        return before

    def stop_application_mode(self) -> None:
        """Give the line back, and with it what else of the terminal was the studio's."""
        self._holds_line = self._is_stopped = False
        self.write(self._at.outside.to_leave())
        super().stop_application_mode()

    def stop_with_group(self) -> None:
        """Give the line back, then stop with all that was started together with the studio, until SIGCONT."""
        from screens.terminal.job_control import stop_group

        # Before: once another of the group has stopped, the shell has the line, and nobody else may change it.
        if self._holds_line:
            self._lend_line()
        stop_group()

    def write(self, data: str) -> None:
        """Write, unless the terminal has gone: Textual's writer ends with it, and who writes on waits for ever."""
        if not hung_up():
            super().write(data)

    def _stop(self) -> None:
        """Stand still, as SIGTSTP asks, with the line given back."""
        if self._holds_line:
            self._lend_line()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        """Take the line over again; after SIGSTOP, which nobody hears of, it may have been left in any state."""
        if self._holds_line:
            self._lend_line()
        if self._is_stopped:
            self.resume_application_mode()

    def _lend_line(self) -> None:
        self.suspend_application_mode()
        self._is_stopped = True

    def ask(self) -> None:
        """Ask the terminal again; the answer comes as `Answered`."""
        self._asked_at = time.monotonic()
        self._came.clear()
        self._sieve.is_open = True
        # Blanking the line would blank a line of the studio's.
        self.write(questions(os.environ, is_wiped=False).decode())
        self.flush()

    def run_input_thread(self) -> None:
        """Read the line until the app leaves; runs in a thread."""
        parser = XTermParser(self._is_debugged)
        decode = getincrementaldecoder("utf-8")("replace").decode

        def take(keys: bytes) -> None:
            # To an empty text the parser ends.
            if text := decode(keys):
                for message in parser.feed(text):
                    self.process_message(message)

        if self._exchange is not None:
            typed, self._exchange.typed = self._exchange.typed, b""
            take(typed + self._keys_in(self._exchange.rest))
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        while not self.exit_event.is_set():
            if poll.poll(1000 * _TICK):
                data = os.read(self.fileno, _READ)
                if not data:
                    break
                take(self._keys_in(data))
            elif self._sieve.holds:
                take(self._sieve.let_go())
            for message in parser.tick():
                self.process_message(message)

    def _keys_in(self, data: bytes) -> bytes:
        """What of this are keys; answers are posted when all of them are there."""
        if self._sieve.is_open and time.monotonic() - self._asked_at > LISTENS:
            self._sieve.is_open = False
        sieved = self._sieve.feed(data)
        self._came += sieved.answers
        if any(map(is_last, sieved.answers)):
            self._sieve.is_open = False
            answers, self._came = tuple(self._came), []
            self.send_message(Answered(answers, time.monotonic() - self._asked_at))
        return sieved.keys
