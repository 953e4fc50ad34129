"""Going back to the shell that the studio was started from, and whether there is one that could bring it back."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def has_shell() -> bool:
    """Whether somebody waits who sees that this process stops, and can let it go on.

    That is whoever started its process group, in the same session but not in the group (setpgid(2): a group without
    one is orphaned, and what stops in it stands still for ever).
    """
    group, session = os.getpgrp(), os.getsid(0)
    process = os.getppid()
    while process > 0:
        try:
            if os.getsid(process) != session:
                return False
            if os.getpgid(process) != group:
                return True
            process = _parent(process)
        except OSError:
            return False
    return False


def stop_group() -> None:
    """Stop this process and all that were started together with it, `make` for one, as the terminal does at Ctrl+Z."""
    os.killpg(os.getpgrp(), signal.SIGTSTP)


def _parent(process: int) -> int:
    """The process that started another one, 0 where nobody did (proc(5), stat: the name, in brackets, may be any)."""
    fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
    return int(fields[1])
