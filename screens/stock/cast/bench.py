"""Whose fields are seen, and in which outfit; what was typed for whom and is not saved; what is wrong. No screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import msgspec

from screens.stock.cast.edited import NOBODY, USUAL, Edited
from screens.stock.cast.mistakes import mistakes_of
from studio.cast.members import Character
from studio.cast.roster import Listed, Roster
from studio.cast.unsaved import Left

NEW = "+"
"""What the keys of members begin with that have no entry yet; the others have their name, in small letters."""

Kind = Literal["own", "shipped", "new", "retired", "left out"]


class Row(NamedTuple):
    """A line of the list."""

    key: str
    name: str
    kind: Kind
    is_unsaved: bool


class Bench:
    """Members by their keys; `show` is called when other fields, or another outfit, are to be seen."""

    def __init__(self, show: Callable[[], None]) -> None:
        self.roster = Roster()
        self._listed: dict[str, Listed] = {}
        self.key = ""
        self.at = USUAL
        """The place of the outfit that is seen and edited."""
        self._show = show
        self._edited: dict[str, Edited] = {}
        self._begun = 0

    # Who there is.

    def rows(self, typed: str = "") -> tuple[Row, ...]:
        """The lines that have all words that were typed in their name or aliases: new ones, own, shipped, retired."""
        every = [
            *(Row(key, one.now.name, "new", one.is_unsaved) for key, one in self._edited.items() if key.startswith(NEW))
        ]
        every += [self._row(one) for one in self.roster.listed]
        every.sort(key=lambda row: row.kind == "retired")
        words = typed.casefold().split()
        return tuple(row for row in every if all(word in self._said_of(row) for word in words))

    def _row(self, one: Listed) -> Row:
        key = one.name.casefold()
        kind: Kind = "left out" if one.faults else "retired" if one.is_retired else "own" if one.is_own else "shipped"
        return Row(key, one.name, kind, key in self._edited and self._edited[key].is_unsaved)

    def _said_of(self, row: Row) -> str:
        one = self._of(row.key)
        return " ".join((row.name, row.kind, *(one.now.aliases if one is not None else ()))).casefold()

    def _of(self, key: str) -> Edited | None:
        found = self.listed(key)
        if key in self._edited:
            # What was typed waits for an entry that cannot be read just now.
            return None if found is not None and found.entry is None else self._edited[key]
        return Edited(found.entry, found.entry) if found is not None and found.entry is not None else None

    def listed(self, key: str) -> Listed | None:
        """Who has an entry of this key."""
        return self._listed.get(key)

    @property
    def current(self) -> Edited | None:
        """Whose fields are seen; None where nobody is, or the entry cannot be read."""
        return self._of(self.key)

    def others(self) -> tuple[Character, ...]:
        """The members that scenes find, without the current one."""
        own = self.listed(self.key)
        return tuple(one for one in self.roster.cast if own is None or one.name.casefold() != own.name.casefold())

    def mistakes(self) -> dict[str, str]:
        """What is wrong with the fields of the current one, by the ways to them."""
        edited, own = self.current, self.listed(self.key)
        if edited is None:
            return {}
        shipped = own.name if own is not None and not own.is_own else ""
        return mistakes_of(edited.now, self.others(), shipped)

    # Looking at somebody.

    def open(self, key: str) -> None:
        """See the fields of somebody."""
        if key != self.key:
            self.key, self.at = key, USUAL
            self._show()

    def wear(self, at: int) -> None:
        """See an outfit."""
        if at != self.at and self.current is not None and at < len(self.current.now.outfits):
            self.at = at
            self._show()

    # Editing.

    def change(self, now: Character, kind: str = "") -> None:
        """The fields say this by now, by a step of a kind."""
        self._put(self.current and self.current.then(now, kind and f"{kind} {self.at}"))

    def undo(self) -> bool:
        """Take the last step back; whether there was one."""
        return self._step(Edited.back)

    @property
    def is_new(self) -> bool:
        """Whether the current one has no entry yet."""
        return self.key.startswith(NEW)

    def redo(self) -> bool:
        """Do again what was taken back; whether there was something."""
        return self._step(Edited.forth)

    def _step(self, go: Callable[[Edited], Edited]) -> bool:
        # What nobody has typed in is made anew each time that it is asked for.
        before = self.current
        if before is None or (edited := go(before)) is before:
            return False
        self._put(edited)
        self.at = min(self.at, len(edited.now.outfits) - 1)
        self._show()
        return True

    def _put(self, edited: Edited | None) -> None:
        if edited is not None and self.key:
            self._edited[self.key] = edited

    def begin(self, member: Character, like: str = "") -> None:
        """Begin a new member, perhaps as a copy of another one."""
        self._begun += 1
        key = f"{NEW}{self._begun}"
        self._edited[key] = Edited(None, member, like)
        self.open(key)

    def forget(self, key: str) -> None:
        """Let go of what was typed for somebody; a new one goes, and who comes first is seen."""
        self._edited.pop(key, None)
        if key == self.key:
            first = next((row.key for row in self.rows()), "")
            self.key, self.at = first if key.startswith(NEW) else key, USUAL
            self._show()

    # The file.

    def learn(self, roster: Roster) -> tuple[str, ...]:
        """The entries say this by now; what is typed stays. Gives the names of those where both changed something."""
        self.roster = roster
        self._listed = {one.name.casefold(): one for one in roster.listed}
        both = []
        for key, one in list(self._edited.items()):
            found = self.listed(key)
            if key.startswith(NEW):
                continue
            if found is not None and one.is_unsaved:
                self._edited[key] = one.read_anew(found.entry)
                both += [found.name] if found.entry not in (None, one.seen) else []
                continue
            self._edited.pop(key)
            if one.is_unsaved:
                self._keep_as_new(key, one)
        if self.current is not None:
            self.at = min(self.at, len(self.current.now.outfits) - 1)
        self._show()
        return tuple(both)

    def _keep_as_new(self, key: str, one: Edited) -> None:
        """Its entry has gone: what was typed is a new member's."""
        self._begun += 1
        fresh = f"{NEW}{self._begun}"
        self._edited[fresh] = msgspec.structs.replace(one, seen=None)
        self.key = fresh if key == self.key else self.key

    def saved(self, key: str, as_it_was: Character, name: str, roster: Roster) -> None:
        """What the fields of `key` said is in the entry of `name`; what was typed meanwhile is not."""
        edited = self._edited.pop(key, None)
        is_seen = key == self.key
        self.learn(roster)
        entry = self._of(name.casefold())
        if edited is not None and entry is not None and edited.now != as_it_was:
            typed = msgspec.structs.replace(edited, seen=as_it_was).read_anew(entry.now)
            self._edited[name.casefold()] = typed
        if is_seen:
            self.key = name.casefold()
            self._show()

    # What is not saved.

    def unsaved(self) -> dict[str, Left]:
        """What is typed and not saved, by key."""
        return {key: Left(one.seen, one.now, one.like) for key, one in self._edited.items() if one.is_unsaved}

    def take_up(self, left: Mapping[str, Left]) -> None:
        """Take up what was left unsaved, where nothing is typed yet."""
        for key, one in left.items():
            if key.startswith(NEW):
                self._begun = max(self._begun, int(key.removeprefix(NEW)))
            # One step back drops it.
            self._edited.setdefault(key, Edited(one.seen, one.now, one.like, past=(one.seen or NOBODY,)))
        self.learn(self.roster)
