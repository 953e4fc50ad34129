"""Programs that end with whoever started them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 5.0
"""Seconds that a program gets to end when it is asked to."""


class NotStarted(RuntimeError):
    """A program that is needed does not start, or says nothing."""


@contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    keep: Sequence[int] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """`command`, and all that it starts in its process group, for as long as the block lasts.

    What it says goes to the end of `log`. `keep` are file descriptors that it inherits.
    """
    with Path(log or os.devnull).open("ab") as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=environment,
            pass_fds=keep,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program that leads a process group, and the group with it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(holds: Callable[[], bool], patience: float, pause: float = 0.02) -> bool:
    """Whether `holds` came to hold within `patience` seconds."""
    last = time.monotonic() + patience
    while not holds():
        if time.monotonic() > last:
            return False
        time.sleep(pause)
    return True
