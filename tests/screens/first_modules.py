"""`python -m tests.screens.first_modules [bare]`: opens the studio, or a bare app, and leaves it with its first paint.

Then it prints BEGIN, the modules that stood at that moment, and END.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

BEGIN, END = "modules at the first paint:", "that is all"


def modules_in(written: bytes) -> frozenset[str]:
    """The modules in what was written to the terminal; none while their list is not whole yet."""
    _, _, behind = written.partition(BEGIN.encode())
    names, end, _ = behind.partition(END.encode())
    return frozenset(names.decode().split()) if end else frozenset()


def open_and_leave() -> None:
    """Open, leave, print."""
    app: type[Any]
    if sys.argv[1:] == ["bare"]:
        from tests.benchmarks.gallery.bare import BareApp as app

        run: Callable[[], object] = app().run
    else:
        from screens.app import StudioApp as app
        from studio.__main__ import main as run

        sys.argv[1:] = []
    standing: list[str] = []

    def on_ready(opened: Any) -> None:
        standing[:] = sys.modules
        opened.exit()

    app.on_ready = on_ready
    run()
    print(BEGIN, *standing, END)


if __name__ == "__main__":
    open_and_leave()
