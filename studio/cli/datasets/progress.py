"""How far work on many pictures is, on a bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.cli.output import Bar


def told_by(bar: Bar, doing: str) -> Callable[[int, int, str], bool]:
    """What tells a bar how many are done, of how many, and which is next; it ends no work."""

    def tell(done: int, total: int, name: str) -> bool:
        bar.show(f"{doing} {name}", done, total)
        return True

    return tell
