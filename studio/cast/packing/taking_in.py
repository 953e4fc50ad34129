"""A member out of a file becomes one of a person's own cast: pictures and LoRAs beside `cast.toml`, then its entry."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

import msgspec

from library.files import disk
from studio.cast import editing, loading
from studio.cast.members import Character, by_name, with_files
from studio.cast.packing import inline_char, milo_zip
from studio.cast.packing.archive import Archive, opened
from studio.cast.packing.pictures import suffix_of
from studio.cast.packing.records import LARGEST_LORA, Packed, PackWrong, stem_of

PICTURES: Final = "references"
LORAS: Final = "loras"


class TakenIn(NamedTuple):
    """Who came, which files were written, and a line for each thing that is worth knowing."""

    character: Character
    files: tuple[Path, ...]
    remarks: tuple[str, ...]


def read(path: Path) -> Packed:
    """The member in a `.milo.zip` or `.char` file, told apart by what is in it. Blocks. Raises PackWrong."""
    with opened(path) as archive:
        return _read(archive)


def take_in(folder: Path, path: Path, name: str = "") -> TakenIn:
    """Add the member in a file to the cast of a settings folder, under another name where one is given. Blocks.

    Where anything goes wrong, nothing of it is left. Raises PackWrong, CharacterWrong, TableUnreadable,
    LibraryUnwritable, DiskFull.
    """
    with opened(path) as archive:
        packed = _read(archive)
        cast = loading.load(folder).members
        member = packed.character if not name else msgspec.structs.replace(packed.character, name=name)
        there = by_name(member.name, cast)
        if there is not None and there.name.casefold() == member.name.casefold():
            remedy = "Give it another name, with --as NAME, or change the one that is there"
            raise PackWrong(f"{there.name} is in the cast already", "", remedy)
        member, remarks = _with_free_aliases(member, cast)
        written: list[Path] = []
        try:
            pictures = _write_pictures(folder, member, packed, written)
            _write_loras(folder, packed, archive, written)
            added = editing.add(folder, msgspec.structs.replace(with_files(member, pictures), folder=str(folder)))
        except BaseException:
            for file in written:
                with suppress(FileNotFoundError):
                    disk.discard(file)
            raise
    if packed.loras:
        files = ", ".join(packed.loras)
        where = folder / LORAS
        remarks += (f"Copy {files} from {where} into models/loras of your servers, or scenes are drawn without",)
    return TakenIn(added, tuple(written), (*packed.remarks, *remarks))


def _read(archive: Archive) -> Packed:
    if milo_zip.MEMBER in archive:
        return milo_zip.read(archive)
    if inline_char.MANIFEST in archive:
        return inline_char.read(archive)
    reason = f"there is neither a {milo_zip.MEMBER} nor a {inline_char.MANIFEST} in it"
    raise PackWrong(f"{archive.path.name} is not a member of a cast", reason, "Choose a .milo.zip or a .char file")


def _with_free_aliases(member: Character, cast: tuple[Character, ...]) -> tuple[Character, tuple[str, ...]]:
    """The member without aliases that others answer to, and who they are."""
    taken = {alias: there.name for alias in member.aliases if (there := by_name(alias, cast)) is not None}
    aliases = tuple(alias for alias in member.aliases if alias not in taken)
    told = tuple(f"{other} answers to {alias!r} already, so {member.name} does not" for alias, other in taken.items())
    return msgspec.structs.replace(member, aliases=aliases), told


def _write_pictures(folder: Path, member: Character, packed: Packed, written: list[Path]) -> dict[str, str]:
    """For each file that the references name, the one that was written, relative to the folder."""
    stem = stem_of(member.name)
    names = {}
    for number, (file, data) in enumerate(packed.pictures.items(), 1):
        wanted = folder / PICTURES / f"{stem}-{number:03}{suffix_of(data, file)}"
        written.append(disk.write_new(wanted, data))
        names[file] = f"{PICTURES}/{written[-1].name}"
    return names


def _write_loras(folder: Path, packed: Packed, archive: Archive, written: list[Path]) -> None:
    for file, name in packed.loras.items():
        target = folder / LORAS / PurePosixPath(file).name
        if target.exists():
            if _is_same(target, archive.pieces(name, LARGEST_LORA)):
                continue
            raise PackWrong(f"{target} is there already", "it is another one", "Move it away, then try again")
        written.append(disk.write_new(target, archive.pieces(name, LARGEST_LORA)))


def _is_same(path: Path, pieces: Iterable[bytes]) -> bool:
    """Whether a file has these bytes and no more."""
    with disk.reading(path) as file:
        return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)
