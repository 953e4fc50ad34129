"""How many pictures a search finds, and where among them one is, as far as that is known."""

from __future__ import annotations

from library.records import TOTAL_CAP


class Counted:
    """`total` pictures are found, or `at_least` so many; `newer` and `older` of them are beyond the ends of what is
    loaded. None: it is not known how many."""

    def __init__(self, total: int, at_least: bool = False, newer: int | None = 0, older: int | None = 0) -> None:
        self._total, self._at_least, self._newer, self._older = total, at_least, newer, older

    def add(self, count: int) -> None:
        """So many more are found."""
        self._total = min(self._total + count, TOTAL_CAP)
        self._at_least = self._at_least or self._total == TOTAL_CAP

    def take(self, count: int) -> None:
        """So many less are found; of more than are counted none is missed."""
        if self._total < TOTAL_CAP:
            self._total -= count

    def add_newer(self, count: int, *, is_end: bool = False) -> None:
        """So many more are beyond the newer end of what is loaded; none at all where `is_end`."""
        self._newer = 0 if is_end else _sum(self._newer, count)

    def add_older(self, count: int, *, is_end: bool = False) -> None:
        """So many more are beyond the older end of what is loaded; none at all where `is_end`."""
        self._older = 0 if is_end else _sum(self._older, count)

    def words(self, cursor: int, here: int, *, is_search: bool, last: str = "oldest") -> str:
        """Where the cursor is among `here` loaded pictures: "3 of 60", "12 from the oldest of 1,000+ found".

        `last` is what the last of them is called.
        """
        newer, older = self._newer, self._older
        known = (newer or 0) + here + (older or 0)
        total = known if newer is not None and older is not None else None if self._at_least else self._total
        if newer is None and older is not None and total is not None:
            newer = total - here - older
        found = f"{max(known, TOTAL_CAP - 1 if self._total >= TOTAL_CAP else self._total):,}+"
        found = (found if total is None else f"{total:,}") + (" found" if is_search else "")
        if newer is not None:
            return f"{newer + cursor + 1:,} of {found}"
        if older is None:
            return f"among {found}"
        behind = older + here - 1 - cursor
        return f"{behind:,} from the {last} of {found}" if behind else f"the {last} of {found}"


def _sum(count: int | None, more: int) -> int | None:
    return None if count is None else max(0, count + more)
