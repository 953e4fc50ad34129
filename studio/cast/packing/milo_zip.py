"""`NAME.milo.zip`: a member as one file.

    member.toml           first: `format`, and the entry as in cast.toml; its references name the files below
    references/001.png    the reference pictures, as they are
    loras/NAME            LoRAs, where the person wants them to travel

Two archives of the same member are the same to the byte.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec
import tomlkit

from library.errors import PictureUnreadable
from library.files import disk
from studio.cast.checking import in_plain_text, slips_of
from studio.cast.members import Character, reference_bytes, with_files
from studio.cast.packing.archive import Archive
from studio.cast.packing.pictures import suffix_of
from studio.cast.packing.records import LARGEST_PICTURE, MOST_LORAS, MOST_PICTURES, Packed, PackWrong
from studio.cast.writing import edits
from studio.cast.writing.toml_values import table_of
from studio.settings import entries

SUFFIX = ".milo.zip"
MEMBER = "member.toml"
FORMAT = 1
"""Grows when a field changes its meaning."""
_LARGEST_ENTRY = 1 << 20
_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP can say: an archive tells of its member, and not of when it was made."""
_HEAD = "# A member of a cast, for Milo Studio: `studio cast import` takes it in.\n"


def write(member: Character, loras: Mapping[str, Path], target: Path) -> None:
    """Write a member with all its pictures to `target`, whole or not at all, over what may be there. Blocks.

    `loras` says where the LoRAs lie that go with it, by the file names of its entry. Raises PackWrong,
    ReferenceMissing, DiskFull, LibraryUnwritable.
    """
    pictures = {one.file: reference_bytes(member, one.file) for one in member.pictures}
    names = {file: _name(number, file, data) for number, (file, data) in enumerate(pictures.items(), 1)}
    disk.make_folder(target.parent)
    temporary = disk.temporary_name(target.parent)
    try:
        with disk.disk_errors(target, "writing"), zipfile.ZipFile(temporary, "x") as archive:
            _put(archive, MEMBER, _entry(member, names).encode(), zipfile.ZIP_DEFLATED)
            for file, data in pictures.items():
                _put(archive, names[file], data, zipfile.ZIP_STORED)
            for file, path in sorted(loras.items()):
                _put_file(archive, f"loras/{PurePosixPath(file).name}", path)
        disk.finish(temporary, target)
    except BaseException:
        with suppress(FileNotFoundError):
            disk.discard(temporary)
        raise


def _name(number: int, file: str, data: bytes) -> str:
    try:
        return f"references/{number:03}{suffix_of(data, file)}"
    except PictureUnreadable as error:
        raise PackWrong(f"The reference {file} is not a picture", error.reason, "Take it out of the entry") from error


def _entry(member: Character, names: Mapping[str, str]) -> str:
    """The text of `member.toml`."""
    packed = msgspec.structs.replace(with_files(member, names), retired=False, folder="")
    return edits.appended(f"{_HEAD}format = {FORMAT}\n", table_of(packed))


def _put(archive: zipfile.ZipFile, name: str, data: bytes, way: int) -> None:
    archive.writestr(_info(name, way), data)


def _put_file(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    try:
        source = path.open("rb")
    except OSError as error:
        raise PackWrong(f"The LoRA {path} cannot be read", error.strerror or str(error), "Check the path") from error
    with source, archive.open(_info(name, zipfile.ZIP_STORED), "w", force_zip64=True) as target:
        while piece := source.read(1 << 20):
            target.write(piece)


def _info(name: str, way: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = way
    info.external_attr = 0o644 << 16
    return info


def read(archive: Archive) -> Packed:
    """The member of an archive. Raises PackWrong."""
    wrong = f"{archive.path.name} cannot be used"
    try:
        text = archive.read(MEMBER, _LARGEST_ENTRY).decode()
        table = tomlkit.parse(text).unwrap()
    except (UnicodeDecodeError, tomlkit.exceptions.ParseError) as error:
        raise PackWrong(wrong, f"its {MEMBER} is no TOML: {error}", "Ask whoever made it for the file again") from error
    form = table.pop("format", 0)
    if not isinstance(form, int) or form > FORMAT:
        raise PackWrong(wrong, f"it has format {form}, and this studio reads up to {FORMAT}", "Update the studio")
    place = f"{archive.path.name}, {MEMBER}"
    found = entries.decode(tomlkit.dumps(table), "character", Character, place, slips_of)
    if found.faults or len(found.entries) != 1:
        reason = found.faults[0].notice.line() if found.faults else f"it has {len(found.entries)} members, and not one"
        raise PackWrong(wrong, reason, "Ask whoever made it for the file again")
    member = msgspec.structs.replace(in_plain_text(found.entries[0].value), folder="", retired=False)
    return Packed(member, dict(_pictures(archive, member)), archive.path, _loras(archive, member))


def _pictures(archive: Archive, member: Character) -> Iterator[tuple[str, bytes]]:
    files = dict.fromkeys(one.file for one in member.pictures)
    if len(files) > MOST_PICTURES:
        reason = f"it has {len(files)} pictures, and {MOST_PICTURES} are read at most"
        raise PackWrong(f"{archive.path.name} cannot be used", reason, "Take some of them out")
    for file in files:
        data = archive.read(file, LARGEST_PICTURE)
        try:
            suffix_of(data, file)
        except PictureUnreadable as error:
            raise PackWrong(f"{archive.path.name} cannot be used", error.reason, "Ask whoever made it again") from error
        yield file, data


def _loras(archive: Archive, member: Character) -> dict[str, str]:
    every = [*member.loras, *(lora for outfit in member.outfits for lora in outfit.loras)]
    there = {lora.file: f"loras/{PurePosixPath(lora.file).name}" for lora in every}
    return dict([pair for pair in there.items() if _is_lora(pair[0]) and pair[1] in archive][:MOST_LORAS])


def _is_lora(file: str) -> bool:
    """Whether a file has the ending of LoRAs: no other comes out of an archive as one."""
    return PurePosixPath(file).suffix == ".safetensors"


def default_target(folder: Path, stem: str) -> Path:
    """Where a member goes if nobody says: a file that is not there yet."""
    number = 1
    while os.path.lexists(path := folder / (f"{stem}{SUFFIX}" if number == 1 else f"{stem}-{number}{SUFFIX}")):
        number += 1
    return path
