"""Everybody who is there to be edited: members as their entries say, shipped ones too, and who is left out and why."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

import data
from studio.cast import loading
from studio.cast.members import Character
from studio.errors import Notice
from studio.settings import entries


class Listed(NamedTuple):
    """One of the cast. `entry` is what its entry says, what that leaves open empty; None where it cannot be read.

    `is_own`: it stands in the person's own file, at `place` ("cast.toml, line 12"). `faults` are its mistakes, which
    cost it its place in the cast.
    """

    name: str
    entry: Character | None
    is_own: bool
    place: str = ""
    faults: tuple[Notice, ...] = ()

    @property
    def is_retired(self) -> bool:
        """Whether it is in no new scene."""
        return self.entry is not None and self.entry.retired


class Roster(NamedTuple):
    """All of them, the person's own first, each in the order of its file; and the mistakes that belong to nobody.

    `cast` are those that scenes find, completed.
    """

    listed: tuple[Listed, ...] = ()
    faults: tuple[Notice, ...] = ()
    cast: tuple[Character, ...] = ()


def read(folder: Path) -> Roster:
    """The roster of a settings folder. Blocks."""
    loaded = loading.load(folder)
    own = entries.read(folder / loading.FILE, "character", Character)
    shipped = entries.decode(data.text(loading.FILE), "character", Character, loading.FILE).entries
    faults: dict[str, list[Notice]] = {}
    for fault in loaded.faults:
        faults.setdefault(fault.entry.casefold(), []).append(fault.notice)
    listed = []
    taken = set()
    for entry, place in own.entries:
        name = entry.name.casefold()
        taken.add(name)
        entry = msgspec.structs.replace(entry, folder=str(folder))
        listed.append(Listed(entry.name, entry, True, place, tuple(faults.get(name, ()))))
    for fault in loaded.faults:
        name = fault.entry.casefold()
        if name and name not in taken:
            taken.add(name)
            listed.append(Listed(fault.entry, None, True, fault.notice.title, tuple(faults[name])))
    listed += [
        Listed(entry.name, entry, False, place) for entry, place in shipped if entry.name.casefold() not in taken
    ]
    return Roster(tuple(listed), tuple(faults.get("", ())), loaded.members)
