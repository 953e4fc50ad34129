"""Pictures of a member's last set that are no references yet, how they become such, and what is lacking beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from library.digest import sha256_of
from library.errors import LibraryError
from library.files.disk import read_file
from studio.cast.members import Character, Reference, ReferenceMissing, reference_bytes
from studio.cast.references import coverage
from studio.cast.references.sets import SetUnreadable, Shot
from studio.jobs.reference_sets import planning
from studio.jobs.reference_sets.planning import Means


def not_kept(means: Means, entry: Character) -> tuple[tuple[int, Shot], ...]:
    """The pictures of the set that was begun last, by their ids, which are there and are no references. Blocks."""
    try:
        made = planning.kept(means, entry.name)
    except SetUnreadable:
        # F5 says so.
        return ()
    drawn = [] if made is None else [(means.library.picture_by_key(shot.key), shot) for shot in made.drawn]
    there = [(one, shot) for one, shot in drawn if one is not None and not one.trashed and Path(one.path).exists()]
    if not there:
        return ()
    kept = set(_hashes(entry))
    return tuple((one.id, shot) for one, shot in there if _hash_of(Path(one.path)) not in kept)


def lacking(means: Means, member: Character) -> tuple[coverage.Cell, ...]:
    """What another set would show: what neither references nor drawn pictures show already. Blocks.

    Raises SetWrong where that is nothing.
    """
    drawn = tuple(
        Reference("", shot.view, shot.framing, shot.expression, shot.outfit)
        for _, shot in not_kept(means, member)
    )  # fmt: skip
    seen = msgspec.structs.replace(member, references=(*member.references, *drawn))
    return planning.wanted(seen, coverage.USUAL_COUNT)


def _hashes(entry: Character) -> Iterator[str]:
    for reference in entry.pictures:
        try:
            yield sha256_of(reference_bytes(entry, reference.file))
        except ReferenceMissing:
            continue


def _hash_of(path: Path) -> str:
    """The hash of a picture, which never changes; empty of one that cannot be read."""
    try:
        return _hash_once(path)
    except LibraryError:
        return ""


@lru_cache(maxsize=256)
def _hash_once(path: Path) -> str:
    return sha256_of(read_file(path))
