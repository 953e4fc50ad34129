"""The head of any picture file: what kind it is, how large, and its texts, with not one pixel decoded.

The kind is told by the first bytes and never by the name. Every file read here is somebody else's and may be broken or
hostile: what is read is bounded, and nothing is raised but PictureUnreadable.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from library.errors import PictureUnreadable
from library.files.disk import LARGEST_FILE
from library.files.untrusted import untrusted
from library.formats.heads import gif, jpeg, png, webp
from library.formats.heads.exif import texts_of
from library.formats.heads.exif_values import value
from library.formats.heads.kinds import SUFFIXES
from library.formats.heads.parts import LARGEST_TEXT, MANIFEST, XMP, Head, Source, refuse
from library.formats.png_text import MOST_PIXELS

_LARGEST_AVIF = 256 << 20
_CREDENTIALS = b"uuid" + bytes.fromhex("D8FEC3D61B0E483C92975828877EC481")
"""A box of ISO media with Content Credentials (C2PA 2.1, A.5)."""
_ON_ITS_SIDE = ("5", "6", "7", "8")
"""Orientations of EXIF in which width and height are exchanged."""
_TURNED_BY_XMP = re.compile(r"tiff:Orientation(?:=\"|>)([0-9])")


@dataclass(frozen=True, slots=True)
class FileHead:
    """A file's head with what the disk says of it. `mark` is the same for files of the same content, and nearly never
    for others: it is made of the size, the first and the last bytes, where PNG has its texts and its checksums."""

    head: Head
    bytes: int
    mtime_ns: int
    mark: str
    remarks: tuple[str, ...] = field(default=())


def read(path: str) -> FileHead:
    """The head of a file. Raises PictureUnreadable: not there, no file, too large, truncated, or no picture."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise PictureUnreadable(f"it cannot be read: {error.strerror or error}", "Check who may read it") from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise refuse("it is not a file")
        if status.st_size > LARGEST_FILE:
            raise refuse(f"it is larger than {LARGEST_FILE >> 20} MiB")
        source = Source(handle, status.st_size)
        with untrusted("the file"):
            head = parse(source)
        mark = hashlib.blake2b(source.first[:8192] + source.last(4096) + str(status.st_size).encode(), digest_size=16)
        return FileHead(head, status.st_size, status.st_mtime_ns, mark.hexdigest(), _remarks(path, head))
    except OSError as error:
        raise PictureUnreadable(f"it cannot be read: {error.strerror or error}", "Check the disk") from error
    finally:
        os.close(handle)


def parse(source: Source) -> Head:
    """The head of what `source` reads. Raises PictureUnreadable, OSError."""
    first = source.first
    if first.startswith(png.SIGNATURE):
        head = png.read(source)
    elif first.startswith(b"\xff\xd8\xff"):
        head = jpeg.read(source)
    elif first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        head = webp.read(source)
    elif first[:6] in (b"GIF87a", b"GIF89a"):
        head = gif.read(source)
    elif first[4:8] == b"ftyp" and first[8:12] in (b"avif", b"avis", b"mif1", b"miaf"):
        head = _avif(source)
    elif not first:
        raise refuse("it is empty")
    else:
        raise refuse("it is no PNG, JPEG, WebP, GIF or AVIF, whatever its name says")
    if not head.width or not head.height:
        raise refuse("its size is nothing")
    if head.width * head.height > MOST_PIXELS:
        size = f"{head.width:,} × {head.height:,}"
        raise refuse(f"{size} pixels are more than {MOST_PIXELS // 1_000_000} million")
    return _upright(head)


def _upright(head: Head) -> Head:
    """The head with the sides as they are seen: EXIF, or else XMP, may say that the picture is to be turned.

    It is looked for in XMP as Pillow does, which turns the pixels.
    """
    turned = value(head.texts, "Orientation")
    if not turned and (match := _TURNED_BY_XMP.search(head.texts.get(XMP, ""))):
        turned = match[1]
    return dataclasses.replace(head, width=head.height, height=head.width) if turned in _ON_ITS_SIDE else head


def _remarks(path: str, head: Head) -> tuple[str, ...]:
    promised = SUFFIXES.get(Path(path).suffix.lower(), head.format)
    if promised == head.format:
        return head.remarks
    return (f"mislabelled: it is {head.format.upper()} under the name of {promised.upper()}", *head.remarks)


def _avif(source: Source) -> Head:
    """AVIF by Pillow, which reads its boxes and decodes nothing until asked."""
    from library.formats.pictures import opened

    if source.size > _LARGEST_AVIF:
        raise refuse(f"it is AVIF of more than {_LARGEST_AVIF >> 20} MiB")
    position, marks = 0, {}
    while position < source.size:
        # ISO 14496-12 §4.2: a box begins with its length; 1 is followed by 64 bits, and 0 reaches to the end.
        length = int.from_bytes(source.read(position, 4), "big")
        if length == 1:
            length = int.from_bytes(source.read(position + 8, 8), "big")
        if source.read(position + 4, 20) == _CREDENTIALS:
            marks[MANIFEST] = ""
        position += length if length >= 8 else source.size
        if length and position > source.size:
            raise refuse("it ends too early")
    with opened(source.read(0, source.size), "it") as image:
        exif = image.info.get("exif")
        texts = {**marks, **(texts_of(exif) if isinstance(exif, bytes) else {})}
        packet = image.info.get("xmp")
        if isinstance(packet, bytes) and len(packet) <= LARGEST_TEXT:
            texts[XMP] = packet.decode("utf-8", "replace")
        return Head("avif", image.width, image.height, texts)
