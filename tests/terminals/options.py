"""What the command line says."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.terminals.emulators import EMULATORS
from tests.terminals.home import HOWS, How


class Options(NamedTuple):
    """What to run, each terminal in each way; `out` None is a new temporary folder, `root` where the terminals are."""

    emulators: tuple[str, ...]
    hows: tuple[How, ...]
    out: Path | None
    root: Path


def _among(known: Sequence[str], said: str) -> tuple[str, ...]:
    """The names in `said`, each once, in the order of `known`. Raises ArgumentTypeError for one that is not known."""
    names = [name.strip() for name in said.split(",") if name.strip()]
    strange = sorted(set(names) - set(known))
    if strange or not names:
        raise argparse.ArgumentTypeError(f"{', '.join(strange) or 'nothing'}: there are {', '.join(known)}")
    return tuple(name for name in known if name in names)


def read(arguments: Sequence[str]) -> Options:
    """The options in `arguments`; ends the process with status 2 where they are wrong."""
    parser = argparse.ArgumentParser("python -m tests.terminals", description="The studio in real terminals, over SSH.")
    known = tuple(EMULATORS)
    parser.add_argument("--only", metavar="NAMES", help=f"with commas between them: {', '.join(known)}")
    parser.add_argument("--how", metavar="WAYS", help=f"with commas between them: {', '.join(HOWS)}")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where screenshots go")
    parser.add_argument("--root", type=Path, metavar="DIR", default=Path("/"), help="run the terminals' programs there")
    said = parser.parse_args(arguments)
    try:
        emulators = _among(known, said.only) if said.only is not None else known
        hows = _among(HOWS, said.how) if said.how is not None else HOWS
    except argparse.ArgumentTypeError as wrong:
        parser.error(str(wrong))
    return Options(emulators, tuple(how for how in HOWS if how in hows), said.out, said.root)
