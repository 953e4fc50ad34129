"""What the terminal answers to a command, where there is one at both ends."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.terminal.judging import Heard


def heard_of_terminal() -> Heard:
    """Ask the terminal, and wait for its answer, a second at most. Where the output is piped, tmux alone is asked.

    What is piped in does not matter: then the terminal that controls the process is asked.
    """
    from studio.terminal import tmux
    from studio.terminal.asking import Exchange
    from studio.terminal.judging import Heard

    if sys.stdin.isatty() and sys.stdout.isatty():
        with Exchange.with_terminal() as exchange:
            return exchange.hear()
    if sys.stdout.isatty():
        try:
            line = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            pass
        else:
            try:
                with Exchange(line, line) as exchange:
                    return exchange.hear()
            finally:
                os.close(line)
    return Heard(tmux=tmux.end(tmux.begin()) if tmux.is_around(os.environ) else None)
