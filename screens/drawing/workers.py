"""Work beside the event loop's own, begun so that nothing is left of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.dom import DOMNode
from textual.worker import Worker


def begin_work(
    owner: DOMNode, work: Callable[[], Coroutine[Any, Any, None]], *, group: str, is_exclusive: bool = False
) -> Worker[None]:
    """Run `work` as long as its owner is there; with `is_exclusive`, what else is in its group ends.

    The coroutine is made when it starts: one that was made before, and is cancelled before it starts, is never awaited.
    """
    return owner.run_worker(work, group=group, exclusive=is_exclusive)
