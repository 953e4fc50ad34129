"""Python in a process of its own, with a library that it may die over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(code: str, *given: str, killed: bool = False) -> str:
    """Run Python in another process; `killed` ones end themselves with status 9 in the middle."""
    head = (
        "import os, sys\nfrom pathlib import Path\nfrom library.files import disk\nfrom library.index import database\n"
        "from library.keeping import saving\nfrom library.store import Library\n"
        "from tests.library.making import facts, png\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", head + code, *given], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == (9 if killed else 0), done.stderr
    return done.stdout
