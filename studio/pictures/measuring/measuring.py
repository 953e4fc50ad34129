"""Measuring the pictures of a library, one after the other, the newest first. It blocks for a long time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from library.errors import LibraryError
from library.records import Measured, Picture
from library.store import Library
from studio.cast.members import Character
from studio.pictures.drift.records import Unmeasurable, to_json
from studio.pictures.measuring.subjects import Subject

if TYPE_CHECKING:
    from studio.pictures.drift.measuring import KnownMember

_BATCH = 100
"""Pictures that are asked for at once: those that come meanwhile are newer, and go first."""


class Done(NamedTuple):
    """A picture, and what was measured of the members in it."""

    picture: Picture
    measured: tuple[Measured, ...]


class Measurer:
    """Knows the cast as its references show it. Making one reads all references, and takes a second or more."""

    def __init__(self, library: Library, cast: Sequence[Character], wanted: Sequence[Subject]) -> None:
        from studio.pictures.drift.measuring import known_cast

        self._library = library
        self._wanted = {one.name.casefold(): one for one in wanted}
        members = [member for member in cast if member.name.casefold() in self._wanted]
        self._known: dict[str, KnownMember | Unmeasurable] = {
            member.name.casefold(): known for member, known in zip(members, known_cast(members), strict=True)
        }

    def measure_waiting(self, is_stopped: Callable[[], bool], among: Collection[int] | None = None) -> Iterator[Done]:
        """Measure and keep what waits, `among` some pictures or all of them. Raises LibraryError."""
        while ids := self._waiting(among):
            for picture in self._library.pictures(ids):
                if is_stopped():
                    return
                yield Done(picture, self._measured(picture))

    def _waiting(self, among: Collection[int] | None) -> list[int]:
        limit = _BATCH if among is None else None
        found: set[int] = set()
        for one in self._wanted.values():
            found.update(self._library.drift.waiting(one.name, one.against, limit=limit))
        return sorted(found if among is None else found.intersection(among), reverse=True)[:_BATCH]

    def _measured(self, picture: Picture) -> tuple[Measured, ...]:
        current = {one.member.casefold(): one.against for one in self._library.drift.of(picture.id)}
        names = dict.fromkeys(name.casefold() for name in picture.facts.characters)
        wanted = [self._wanted[name] for name in names if name in self._wanted]
        stale = [one for one in wanted if current.get(one.name.casefold()) != one.against]
        measured = self._of(picture, stale)
        self._library.drift.put(picture.id, measured)
        return measured

    def _of(self, picture: Picture, wanted: Sequence[Subject]) -> tuple[Measured, ...]:
        from studio.pictures.drift.measuring import measure_all
        from studio.pictures.screen_pixels import pixels_for

        known = {one: self._known[one.name.casefold()] for one in wanted}
        made = {one: _unmeasured(one, reason) for one, reason in known.items() if isinstance(reason, Unmeasurable)}
        able = {one: member for one, member in known.items() if not isinstance(member, Unmeasurable)}
        try:
            if able:
                pixels = pixels_for(Path(picture.path), picture.width, picture.height)
                found = measure_all(pixels, tuple(able.values()), picture.facts.recipe)
                for one, said in zip(able, found, strict=True):
                    made[one] = (
                        _unmeasured(one, said)
                        if isinstance(said, Unmeasurable)
                        else Measured(one.name, said.value, to_json(said), against=one.against)
                    )
        except LibraryError as error:
            made.update({one: Measured(one.name, None, reason=error.reason, against=one.against) for one in able})
        except Exception as error:
            # One picture's mistake is not that of all others, and it must not come up with every start.
            logging.getLogger(__name__).warning("measuring %s", picture.path, exc_info=error)
            reason = f"the studio made a mistake: {type(error).__name__}"
            made.update({one: Measured(one.name, None, reason=reason, against=one.against) for one in able})
        return tuple(made[one] for one in wanted)


def _unmeasured(one: Subject, reason: Unmeasurable) -> Measured:
    return Measured(one.name, None, reason=reason.notice.reason, against=one.against)
