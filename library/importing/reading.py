"""Reading the heads of many files: few in the caller's thread, many in processes of their own.

Metadata is read by Python alone, of which one thread runs at a time: so while the index's thread writes, others read.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from library.files.processes import behind, result_of, spawned
from library.importing.file_facts import Found, is_mistaken, read
from library.importing.walking import Refusal, Seen
from library.places import Places

MANY = 3_000
"""Files from which on processes are worth their start."""
WORKERS = 2
"""Processes that read: the index's thread writes no more than two of them give."""
CHUNK = 100
"""Files that a process reads at once."""
_AHEAD = 3
"""Chunks a process that are on their way."""
_NICE = 5

Read = list[Found | Refusal]


class Readers:
    """Reads files in the order in which they are given; a context manager, with which its processes end."""

    def __init__(self, places: Places, total: int, workers: int | None = None) -> None:
        """`workers`: how many processes, 0 for none; None for as many as are worth it for `total` files."""
        is_worth_it = total >= MANY and (os.cpu_count() or 1) > 1
        self._places = places
        self._workers = (WORKERS if is_worth_it else 0) if workers is None else workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *given: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def read(self, files: Iterable[Seen]) -> Iterator[Read]:
        """What the files are, some at a time. Raises nothing for whatever is in them, nor if a process dies of it."""
        chunks = _chunks(files)
        if not self._workers:
            yield from (_read(chunk, self._places) for chunk in chunks)
            return
        self._pool = spawned(self._workers, behind, (_NICE,))
        unread: deque[list[Seen]] = deque()
        sent: deque[Future[Read]] = deque()
        try:
            while True:
                for chunk in islice(chunks, _AHEAD * self._workers - len(sent)):
                    unread.append(chunk)
                    sent.append(self._pool.submit(_read, chunk, self._places))
                if not sent:
                    return
                found = result_of(self._pool, sent.popleft())
                chunk = unread.popleft()
                # The log is this process's: what belongs there comes up here once more.
                yield [
                    read(seen, self._places) if is_mistaken(one) else one
                    for one, seen in zip(found, chunk, strict=True)
                ]
        except BrokenProcessPool:
            # Somebody ended one of them, or the memory did.
            yield from (_read(chunk, self._places) for chunk in chain(unread, chunks))


def _read(chunk: list[Seen], places: Places) -> Read:
    return [read(one, places) for one in chunk]


def _chunks(files: Iterable[Seen]) -> Iterator[list[Seen]]:
    source = iter(files)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
