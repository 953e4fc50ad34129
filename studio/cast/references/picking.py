"""References as a person picks them: taken in, dropped, ordered, tagged, and the one that is the anchor.

A picture that is taken in is copied into a folder beside the cast (`references/milo-001.png`), named by the member and
a number: no name comes from outside. First the picture is there, then the entry that names it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from operator import sub
from pathlib import Path
from typing import NamedTuple

import msgspec

from library.digest import sha256_of
from library.errors import PictureUnreadable
from library.files import disk
from studio.cast import editing
from studio.cast.members import Character, Reference, ReferenceMissing, reference_bytes
from studio.cast.references import entries
from studio.cast.references.coverage import EXPRESSIONS, FRAMINGS, VIEWS, outfits_of
from studio.errors import StudioError

FOLDER = "references"
"""Beside the cast."""

LEAST_SIDE, GOOD_SIDE = 128, 512
"""Pixels of the shorter side: what is smaller is no reference, or one of which little is seen."""

FIELDS, ALIKE = 64, 16
"""Fields a side as which two pictures are compared, and grey levels that no field may differ by: one mouth more or less
makes another reference, saving a picture anew does not."""

_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}


class ReferenceWrong(StudioError):
    """A picture cannot be a reference, or no reference of the member is named so."""


class Shows(NamedTuple):
    """What is said of a reference; None leaves it as it is, empty says that nobody knows."""

    view: str | None = None
    framing: str | None = None
    expression: str | None = None
    outfit: str | None = None


class Taken(NamedTuple):
    """A picture that is a reference now, the member as it is then, and what should be known of it: a line each."""

    member: Character
    reference: Reference
    remarks: tuple[str, ...] = ()


def add(folder: Path, name: str, data: bytes, shows: Shows = Shows(), called: str = "The picture") -> Taken:  # noqa: B008
    """Make a picture a reference of a member, in the cast of a settings folder. Blocks.

    `called` is what messages call it. Raises ReferenceWrong where it is no picture, too small, or there already;
    CharacterWrong, LibraryError.
    """
    entry = editing.written(folder, name).character
    _check(entry, shows)
    suffix, remarks = _looked_at(entry, data, called)
    path = disk.write_new(_free(folder, entry.name, suffix), data)
    fresh = _with(Reference(f"{FOLDER}/{path.name}"), shows)
    try:
        wanted = (*entries.listed(entry), entries.Standing(fresh))
        member = editing.change(folder, entry.name, entries.fields(entry, wanted, entry.anchor), entry)
    except BaseException:
        disk.discard(path)
        raise
    return Taken(member, fresh, remarks)


def drop(folder: Path, name: str, which: Sequence[str]) -> Character:
    """Take references out of a member's entry, by number or file; the pictures stay where they are. Blocks.

    Raises as `add`.
    """

    def change(listed: entries.Listed, anchor: str) -> tuple[entries.Listed, str]:
        gone = {file_of(listed, one) for one in which}
        left = tuple(one for one in listed if one.reference.file not in gone)
        return left, "" if anchor in gone else anchor

    return _changed(folder, name, change)


def order(folder: Path, name: str, which: Sequence[str]) -> Character:
    """Let references, by number or file, come first in this order. Blocks. Raises as `add`."""
    return _changed(
        folder, name, lambda listed, anchor: (entries.ordered(listed, [file_of(listed, one) for one in which]), anchor)
    )


def anchor(folder: Path, name: str, which: str) -> Character:
    """Let a reference, by number or file, speak for the member where no other fits better. Blocks. Raises as `add`."""
    return _changed(folder, name, lambda listed, _: (listed, file_of(listed, which)))


def tag(folder: Path, name: str, which: str, shows: Shows) -> Character:
    """Say what a reference, by number or file, shows. Blocks. Raises as `add`."""
    _check(editing.written(folder, name).character, shows)
    return _changed(
        folder,
        name,
        lambda listed, anchor: (
            entries.tagged(listed, file_of(listed, which), lambda reference: _with(reference, shows)),
            anchor,
        ),
    )


def file_of(listed: entries.Listed, which: str) -> str:
    """The file of a reference that is named by its number in the list (from 1 on), its file, or the end of that.

    Raises ReferenceWrong.
    """
    files = [one.reference.file for one in listed]
    if which in files:
        return which
    if which.isdecimal() and 1 <= int(which) <= len(files):
        return files[int(which) - 1]
    ends = [file for file in files if Path(file).name == which]
    if len(ends) == 1:
        return ends[0]
    known = ", ".join(f"{number} {file}" for number, file in enumerate(files, 1)) or "there is none"
    raise ReferenceWrong(f"No reference is {which!r}", "", f"Known: {known}")


def _changed(folder: Path, name: str, change: Callable[[entries.Listed, str], tuple[entries.Listed, str]]) -> Character:
    entry = editing.written(folder, name).character
    wanted, anchor = change(entries.listed(entry), entry.anchor)
    return editing.change(folder, entry.name, entries.fields(entry, wanted, anchor), entry)


def _with(reference: Reference, shows: Shows) -> Reference:
    said = {field: value for field, value in shows._asdict().items() if value is not None}
    return msgspec.structs.replace(reference, **said)


def _check(member: Character, shows: Shows) -> None:
    known: dict[str, Sequence[str]] = {
        "view": VIEWS, "framing": FRAMINGS, "expression": EXPRESSIONS, "outfit": outfits_of(member)[1:],
    }  # fmt: skip
    for field, value in shows._asdict().items():
        if value and value not in known[field]:
            remedy = f"Known: {', '.join(known[field]) or 'the usual one alone'}"
            raise ReferenceWrong(f"There is no {field} {value!r}", "", remedy)


def _looked_at(member: Character, data: bytes, called: str) -> tuple[str, tuple[str, ...]]:
    """The suffix for a picture by what it is, and what should be known of it. Raises ReferenceWrong."""
    from library.formats.pictures import opened

    try:
        with opened(data, called) as image:
            image.load()
            kind, (width, height) = image.format or "", image.size
    except PictureUnreadable as error:
        raise ReferenceWrong(error.reason, "", "Choose a PNG, JPEG or WebP") from error
    if kind not in _SUFFIXES:
        raise ReferenceWrong(f"{called} is {kind}", "engines may not read it", "Save it as PNG, JPEG or WebP")
    size = f"it has {width}×{height} pixels"
    if min(width, height) < LEAST_SIDE:
        raise ReferenceWrong(f"{called} is too small", size, f"Take one of at least {GOOD_SIDE} a side")
    remarks = [f"{called} is small for a reference: {size}"] if min(width, height) < GOOD_SIDE else []
    if (same := _alike(member, data)) is not None:
        file, is_the_same = same
        if is_the_same:
            raise ReferenceWrong(f"{called} is a reference of {member.name} already", file, "Tag that one")
        remarks.append(f"{called} looks the same as {file}")
    return _SUFFIXES[kind], tuple(remarks)


def _alike(member: Character, data: bytes) -> tuple[str, bool] | None:
    """A reference of the member that is this picture, to the byte (True) or for the eye; None where none is."""
    look, near = None, None
    for reference in member.pictures:
        try:
            other = reference_bytes(member, reference.file)
        except ReferenceMissing:
            continue
        if sha256_of(other) == sha256_of(data):
            return reference.file, True
        look = look or _look(data)
        try:
            if near is None and max(map(abs, map(sub, look, _look(other)))) < ALIKE:
                near = reference.file
        except PictureUnreadable:
            continue
    return None if near is None else (near, False)


def _look(data: bytes) -> bytes:
    """A picture as FIELDS × FIELDS grey bytes. Raises PictureUnreadable."""
    from PIL import Image

    from library.formats.pictures import opened

    with opened(data, "The reference") as image:
        return image.convert("RGB").convert("L").resize((FIELDS, FIELDS), Image.Resampling.BOX).tobytes()


def _free(folder: Path, name: str, suffix: str) -> Path:
    """The first free number for a member's picture; letters and digits of its name alone are in that of the file."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "member"
    place = folder / FOLDER
    taken = {path.stem for path in place.glob(f"{stem}-*")} if place.is_dir() else set()
    number = next(number for number in range(1, 100_000) if f"{stem}-{number:03}" not in taken)
    return place / f"{stem}-{number:03}{suffix}"
