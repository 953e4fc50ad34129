"""Pictures that look alike: all hashes in memory, 16 bytes a picture, compared one and all.

At a million pictures a search takes some milliseconds; loading takes half a second, once. What this process hashes
is told to it; what others add is found by its ids, and their late hashes are asked for a few thousand at a time.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from library.index.database import Index
from library.index.maps import BLOCK

MOST_PICTURES = 4_000_000
"""The newest this many are compared: 64 MB."""
_ASKED_AT_ONCE = 2_000

Ids = NDArray[np.int64]
Hashes = NDArray[np.uint64]


class Likeness:
    """The hashes of an index's pictures; any thread may ask."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._ids: Ids = np.empty(0, np.int64)
        self._hashes: Hashes = np.empty(0, np.uint64)
        self._count = 0
        self._highest = -1
        self._unhashed: Ids = np.empty(0, np.int64)

    def put(self, hashes: dict[int, int]) -> None:
        """Know these hashes, by the pictures' ids; before the first search, which reads the index, there is no need."""
        with self._lock:
            if self._highest >= 0:
                self._put(hashes)

    def nearest(self, dhash: int, limit: int, distance: int) -> list[tuple[int, int]]:
        """Ids and distances of at most `limit` pictures within `distance` bits of a hash, the nearest and newest first.

        Raises IndexUnusable.
        """
        with self._lock:
            self._catch_up()
            ids, hashes = self._ids[: self._count], self._hashes[: self._count]
            apart = np.bitwise_count(hashes ^ np.uint64(dhash % 2**64))
        # The few nearest are found by counting how many there are at each distance, and never by sorting all.
        reached = np.cumsum(np.bincount(apart, minlength=65))
        enough = int(np.searchsorted(reached, limit))
        near = np.flatnonzero(apart <= min(distance, enough, 64))
        order = np.lexsort((-ids[near], apart[near]))[:limit]
        return [(int(ids[at]), int(apart[at])) for at in near[order]]

    def everything(self) -> tuple[Ids, Hashes]:
        """All ids and hashes, in the same order, as copies."""
        with self._lock:
            self._catch_up()
            return self._ids[: self._count].copy(), self._hashes[: self._count].copy()

    def _catch_up(self) -> None:
        """Take in what was added to the index since; at first, all."""
        with self._index.reading() as connection:
            if self._highest < 0:
                # By its index, and the ids by their map: the rows themselves are a hundred times as many bytes.
                hashed = connection.cursor()
                hashed.row_factory = None
                hashed.execute("select id, dhash from picture indexed by picture_dhash where dhash is not null")
                ids = self._load(hashed.fetchall())
                maps = connection.execute("select block, codes from map_state order by block").fetchall()
                present = [np.flatnonzero(np.frombuffer(codes, np.uint8)) + block * BLOCK for block, codes in maps]
                everything = np.concatenate([np.empty(0, np.int64), *present])
                self._highest = int(everything.max(initial=0))
                self._unhashed = np.setdiff1d(everything, ids, assume_unique=True)
                return
            added = connection.execute(
                "select id, dhash from picture where id > ? order by id", (self._highest,)
            ).fetchall()
            asked = self._unhashed[:_ASKED_AT_ONCE].tolist()
            marks = ", ".join("?" * len(asked))
            late = connection.execute(
                f"select id, dhash from picture where id in ({marks}) and dhash is not null", asked
            ).fetchall()
        # Those that were asked in vain go to the end, so that all come to their turn.
        self._unhashed = np.concatenate((self._unhashed[_ASKED_AT_ONCE:], self._unhashed[:_ASKED_AT_ONCE]))
        if added:
            self._highest = added[-1][0]
            fresh = np.array([row[0] for row in added if row[1] is None], np.int64)
            self._unhashed = np.concatenate((self._unhashed, fresh))
        self._put({row[0]: row[1] for row in (*added, *late) if row[1] is not None})

    def _load(self, rows: list[tuple[int, int]]) -> Ids:
        """Know these and no others, of too many the newest; the ids of all."""
        ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        newest = np.argsort(ids)[-MOST_PICTURES:]
        hashes = np.fromiter((row[1] for row in rows), np.int64, len(rows)).view(np.uint64)
        self._ids, self._hashes, self._count = ids[newest], hashes[newest], len(newest)
        return ids

    def _put(self, hashes: dict[int, int]) -> None:
        if not hashes:
            return
        new = dict(sorted(hashes.items()))
        ids = np.fromiter(new, np.int64, len(new))
        values = np.fromiter(new.values(), np.int64, len(new)).view(np.uint64)
        self._unhashed = self._unhashed[~np.isin(self._unhashed, ids)] if len(self._unhashed) else self._unhashed
        known = self._ids[: self._count]
        places = np.searchsorted(known, ids)
        is_known = (
            (places < self._count) & (known[np.minimum(places, self._count - 1)] == ids) if self._count else ids < 0
        )
        self._hashes[places[is_known]] = values[is_known]
        if not is_known.all():
            ids, values = ids[~is_known], values[~is_known]
            if self._count == 0 or ids[0] > known[-1]:
                self._append(ids, values)
            else:
                everything = np.concatenate((known, ids))
                order = np.argsort(everything, kind="stable")
                self._hashes = np.concatenate((self._hashes[: self._count], values))[order]
                self._ids, self._count = everything[order], len(everything)

    def _append(self, ids: Ids, values: Hashes) -> None:
        needed = self._count + len(ids)
        if needed > len(self._ids):
            room = max(needed, len(self._ids) * 5 // 4 + 1024)
            self._ids, self._hashes = np.resize(self._ids, room), np.resize(self._hashes, room)
        self._ids[self._count : needed], self._hashes[self._count : needed] = ids, values
        self._count = needed
