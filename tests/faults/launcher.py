"""`python -m tests.faults.launcher POINT draw …`: the studio's command line, which kills itself (-9) at a point.

POINT is `before NAME` or `after NAME`, with a name of POINTS or `write STATE`: the writing of a job's state.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

POINTS: Final[dict[str, tuple[str, str]]] = {
    "put the jobs": ("library.index.jobs", "Jobs.put"),
    "prepare": ("backends.comfyui.engine", "ComfyUIEngine.prepare"),
    "look for it": ("backends.comfyui.engine", "look"),
    "POST": ("backends.comfyui.engine", "send"),
    "download": ("backends.comfyui.runs.pictures", "fetch"),
    "save the picture": ("library.store", "Library.save_picture"),
    "picture's file": ("library.files.disk", "write_new"),
    "picture's row": ("library.keeping.saving", "_insert_once"),
    "picture's thumbnail": ("library.keeping.saving", "_keep_thumbnail"),
    "note the pictures": ("studio.jobs.ledger", "Ledger.arrange"),
    "remember the run": ("library.index.jobs", "Jobs.add_run"),
    "letter": ("studio.pictures.finishing", "letter_picture"),
    "lettering's file": ("library.keeping.saving", "new_lettering"),
    "lettering's row": ("library.index.rows", "insert_lettering"),
}
"""Name → module and the function in it; most are called once while a lettered picture is drawn."""

HOSTED_POINTS: Final[dict[str, tuple[str, str]]] = {
    "hosted prepare": ("backends.hosted.engine", "HostedEngine.prepare"),
    "hosted submit": ("backends.hosted.engine", "HostedEngine.submit"),
    "save its picture": ("library.store", "Library.save_picture"),
    "its picture's row": ("library.keeping.saving", "_insert_once"),
}
"""The same where a hosted service draws."""

STATES: Final = ("submitting", "queued", "running", "fetching", "lettering", "done")


def points() -> list[str]:
    """Every point."""
    names = [*POINTS, *(f"write {state}" for state in STATES)]
    return [f"{when} {name}" for name in names for when in ("before", "after")]


def arm(point: str) -> None:
    """Have this process killed when it comes to the point."""
    when, _, name = point.partition(" ")
    if name.startswith("write "):
        state = name.removeprefix("write ")
        _wrap("library.index.jobs", "Jobs.change", when, lambda _, job, *rest: job.state == state)
    else:
        _wrap(*{**POINTS, **HOSTED_POINTS}[name], when, lambda *given: True)


def _wrap(module: str, path: str, when: str, meant: Callable[..., bool]) -> None:
    owner: Any = importlib.import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    function = getattr(owner, name)

    @functools.wraps(function)
    def blocking(*given: Any, **named: Any) -> Any:
        die = meant(*given)
        if die and when == "before":
            _die()
        result = function(*given, **named)
        if die:
            _die()
        return result

    @functools.wraps(function)
    async def waiting(*given: Any, **named: Any) -> Any:
        if when == "before":
            _die()
        await function(*given, **named)
        _die()

    setattr(owner, name, waiting if inspect.iscoroutinefunction(function) else blocking)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> int:
    """Arm the point, then be the studio."""
    point, *arguments = sys.argv[1:]
    arm(point)
    from studio.__main__ import open_screens, picture_text
    from studio.cli.entry import Doors, run

    return run(Doors(open_screens, picture_text), arguments)


if __name__ == "__main__":
    raise SystemExit(main())
