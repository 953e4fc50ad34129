"""Members whose pictures are measured: those who have references, and what is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from library.digest import sha256_of
from studio.cast.members import Character, ReferenceMissing, reference_bytes
from studio.pictures.drift.embedding import extra
from studio.pictures.drift.records import VERSION

_KEY = 16
"""Letters of a hash that names references: enough to tell those of one member from those of before."""


class Subject(NamedTuple):
    """A member whose pictures are measured. `against` is another text when references, colours or the measure are."""

    name: str
    against: str


def subjects(cast: Sequence[Character]) -> tuple[Subject, ...]:
    """Who of the cast can be measured. Reads the reference pictures; one that is missing is as if it were not named."""
    found = []
    for member in cast:
        blobs = [_blob(member, one.file) for one in member.pictures]
        hashes = [sha256_of(blob) for blob in blobs if blob]
        if hashes and not member.retired:
            named = msgspec.json.encode((VERSION, *extra.mark(), sorted(member.colours.items()), hashes))
            found.append(Subject(member.name, sha256_of(named)[:_KEY]))
    return tuple(found)


def _blob(member: Character, file: str) -> bytes:
    try:
        return reference_bytes(member, file)
    except ReferenceMissing:
        return b""
