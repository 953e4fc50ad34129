"""`.char` files of Inline Studio 1.3, as far as they say what a member of a cast is.

A ZIP whose first file is `manifest.json`: `magic` (INLINECHAR), `format_version` (1), `name`, `refs` (`path`,
`source_name`), `text.path` (the description, Markdown) and `payloads` by model family, among which `type: lora` has
`base`, `strength` and `files`. What is compiled from these for its own models (face crops, embeddings, centroids,
resized references) has no meaning elsewhere, and stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import msgspec

from backends.bases import base_of
from library.errors import PictureUnreadable
from studio.cast.checking import LONGEST_LOOK, LONGEST_NAME
from studio.cast.members import Character, CharacterLora
from studio.cast.packing.archive import Archive
from studio.cast.packing.pictures import suffix_of
from studio.cast.packing.records import LARGEST_PICTURE, MOST_LORAS, MOST_PICTURES, Packed, PackWrong, stem_of
from studio.plain_text import plain

SUFFIX = ".char"
MANIFEST = "manifest.json"
FORMAT = 1
_MAGIC = "INLINECHAR"
_LARGEST_MANIFEST, _LARGEST_TEXT = 8 << 20, 1 << 20
_BEFORE_LOOK = re.compile(r"^\s*(#+|[-*>])\s*", re.MULTILINE)


def read(archive: Archive) -> Packed:
    """The member of a `.char` archive. Raises PackWrong."""
    manifest = _manifest(archive)
    name = plain(_text(manifest.get("name")))[:LONGEST_NAME].strip() or plain(archive.path.stem)[:LONGEST_NAME]
    look, cut = _look(archive, manifest)
    pictures = dict(_pictures(archive, manifest))
    loras = dict(_loras(archive, manifest, name))
    remarks = [
        *([f"Its description has more than {LONGEST_LOOK:,} characters: the first are its look"] if cut else []),
        *([] if look else ["It brings no description: write the look of the character"]),
        "Face crops, embeddings and references resized for its own models stay behind",
    ]
    member = Character(name, look, references=tuple(pictures), loras=tuple(lora for lora, _ in loras.values()))
    there = {file: path for file, (_, path) in loras.items()}
    return Packed(member, pictures, archive.path, there, tuple(remarks))


def _manifest(archive: Archive) -> dict[str, Any]:
    wrong = f"{archive.path.name} cannot be used"
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST, _LARGEST_MANIFEST))
    except msgspec.DecodeError as error:
        raise PackWrong(wrong, f"its {MANIFEST} is no JSON: {error}", "Export it again") from error
    if not isinstance(manifest, dict) or manifest.get("magic") != _MAGIC:
        raise PackWrong(wrong, f"its {MANIFEST} is not that of a character", "Choose a .char file of Inline Studio")
    version = manifest.get("format_version")
    if not isinstance(version, int) or version > FORMAT:
        raise PackWrong(wrong, f"it has format {version!r}, and this studio reads up to {FORMAT}", "Update the studio")
    return manifest


def _look(archive: Archive, manifest: dict[str, Any]) -> tuple[str, bool]:
    """The description as a look, and whether it was longer than a look may be."""
    path = _text(_table(manifest.get("text")).get("path"))
    if path not in archive:
        return "", False
    words = plain(_BEFORE_LOOK.sub("", archive.read(path, _LARGEST_TEXT).decode(errors="replace")))
    return words[:LONGEST_LOOK].strip(), len(words) > LONGEST_LOOK


def _pictures(archive: Archive, manifest: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    wrong = f"{archive.path.name} cannot be used"
    paths = dict.fromkeys(_text(_table(ref).get("path")) for ref in _list(manifest.get("refs")))
    if len(paths) > MOST_PICTURES:
        raise PackWrong(wrong, f"it has {len(paths)} pictures, and {MOST_PICTURES} are read at most", "Take some out")
    for number, path in enumerate(paths, 1):
        data = archive.read(path, LARGEST_PICTURE)
        try:
            yield f"references/{number:03}{suffix_of(data, path)}", data
        except PictureUnreadable as error:
            raise PackWrong(wrong, error.reason, "Export it again") from error


def _loras(archive: Archive, manifest: dict[str, Any], name: str) -> Iterator[tuple[str, tuple[CharacterLora, str]]]:
    """By the file name that each gets here: the LoRA, and where it lies in the archive."""
    payloads = [_table(payload) for payload in _table(manifest.get("payloads")).values()]
    adapters = [payload for payload in payloads if payload.get("type") == "lora"][:MOST_LORAS]
    for number, payload in enumerate(adapters, 1):
        paths = [_text(_table(file).get("path")) for file in _list(payload.get("files"))]
        path = next((path for path in paths if PurePosixPath(path).suffix == ".safetensors"), "")
        if path not in archive:
            continue
        base = _text(payload.get("base"))
        strength = payload.get("strength", 1.0)
        file = f"{stem_of(name)}{'' if number == 1 else f'-{number}'}.safetensors"
        usual = 1.0 if not isinstance(strength, int | float) else float(strength)
        yield file, (CharacterLora(file, usual, base if base_of(base) else ""), path)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
