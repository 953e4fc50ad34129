"""One copy of a picture: its size, its format, and what is said of it inside the file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from PIL import Image, PngImagePlugin, features

from library.exchange import copy_metadata, source_types
from library.files import disk
from library.formats import pictures
from library.formats.heads import reading
from library.formats.heads.parts import XMP
from library.formats.png_text import OWN, OWN_LETTERING
from library.judgement import Judgement
from library.records import Picture, PictureFacts
from studio.pictures.exporting.records import ExportWrong, Format

SUFFIXES: dict[Format, str] = {"webp": ".webp", "avif": ".avif", "jpeg": ".jpg", "png": ".png"}

PAPER = (255, 255, 255)
"""What is behind transparent places."""

_WAYS: dict[Format, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 90, "method": 4},
    "avif": {"format": "AVIF", "quality": 80, "speed": 7},
    "jpeg": {"format": "JPEG", "quality": 92, "subsampling": 0, "optimize": True},
    "png": {"format": "PNG", "compress_level": 6},
}
_MOST_XMP = {"jpeg": 60_000}
"""Bytes that a segment of JPEG holds, but for its head."""
_MOST_PX = {"webp": 16_383, "avif": 65_535, "jpeg": 65_535, "png": 2**31 - 1}
_DESCRIPTION, _EXIF, _COMMENT = 0x010E, 0x8769, 0x9286
"""Tags of EXIF 2.3: ImageDescription, the Exif IFD, and UserComment in it."""


def check(form: Format) -> None:
    """Raise ExportWrong where this Pillow cannot write the format."""
    if form in ("webp", "avif") and not features.check(form):
        raise ExportWrong(
            f"{form.upper()} cannot be written here", "this Pillow came without it", "Choose WebP or JPEG"
        )


class Said(NamedTuple):
    """What a copy says of itself: what is known of its picture, its albums, and the words on a lettered version."""

    picture: Picture
    albums: tuple[str, ...] = ()
    sayings: tuple[str, ...] = ()

    @property
    def facts(self) -> PictureFacts:
        """The facts of the copy."""
        facts = self.picture.facts
        return msgspec.structs.replace(facts, saying=" / ".join(self.sayings) or facts.saying)

    @property
    def judgement(self) -> Judgement:
        """What a person said of the picture."""
        one = self.picture
        return Judgement(rating=one.rating, mark=one.mark, tags=one.tags, albums=self.albums)


def encoded(source: Path, said: Said, form: Format, size: int, *, keep: bool, mark: bool = True) -> bytes:
    """The file at `source`, `size` px on its longer side at most (0: as it is), in another format.

    With `keep` it says all that is known, as `library.exchange.copy_metadata` has it, and in PNG other tools' texts
    stay. With `mark` it says how it came into being, as `library.exchange.source_types` has it. Raises
    PictureUnreadable, ExportWrong.
    """
    picture = said.picture
    texts = reading.read(str(source)).head.texts
    source_type = source_type_of(picture, texts) if mark else ""
    with pictures.opened(disk.read_file(source), str(source)) as opened:
        profile = _profile(opened.info.get("icc_profile"))
        image: Image.Image = pictures.flat(opened, PAPER)
    # Pillow would write a comment that is left here, in which other tools have put prompts.
    image.info.clear()
    if 0 < size < max(image.size):
        image.thumbnail((size, size), Image.Resampling.LANCZOS)
    if max(image.size) > _MOST_PX[form]:
        raise ExportWrong(f"{picture.path} is too large for {form}", f"{max(image.size)} px", "Name a size")
    way = dict(_WAYS[form])
    if profile:
        way["icc_profile"] = profile
    if keep:
        facts = said.facts
        text = copy_metadata.parameters(facts, picture.width, picture.height)
        most = _MOST_XMP.get(form, copy_metadata.LARGEST)
        packet = copy_metadata.packet(
            said.judgement, facts, picture.created, most, label=picture.label, source_type=source_type
        )
        way["exif"] = _exif(facts, text)
        if form == "png":
            way["pnginfo"] = _chunks({"parameters": text, **texts}, packet)
        else:
            way["xmp"] = packet
    elif source_type:
        _mark(way, form, source_type)
    out = io.BytesIO()
    try:
        image.save(out, **way)
    except (OSError, ValueError) as error:
        raise ExportWrong(f"{picture.path} cannot be written as {form}", str(error), "Choose another format") from error
    return out.getvalue()


def source_type_of(picture: Picture, texts: Mapping[str, str]) -> str:
    """What a picture's file says of how it came into being, or what is known of it where the studio had it drawn."""
    said = source_types.said_in(texts)
    return said or (source_types.of_facts(picture.facts) if picture.source == "studio" else "")


def _mark(way: dict[str, Any], form: Format, source_type: str) -> None:
    """Let a file say how it came into being, and nothing else."""
    packet = source_types.packet(source_type)
    if form == "png":
        way["pnginfo"] = _chunks({}, packet)
    else:
        way["xmp"] = packet


def _profile(data: object) -> bytes:
    """A colour profile that fits RGB pixels, or none: a CMYK or grey one would give others (ICC.1, §7.2.6)."""
    return data if isinstance(data, bytes) and data[16:20] == b"RGB " else b""


def save(image: Image.Image, out: io.BytesIO, form: Format, source_type: str) -> None:
    """Write a picture of which nothing is said but how it came into being (empty: not that). Raises ExportWrong."""
    way = dict(_WAYS[form])
    if source_type:
        _mark(way, form, source_type)
    try:
        image.save(out, **way)
    except (OSError, ValueError) as error:
        raise ExportWrong(f"The sheet cannot be written as {form}", str(error), "Choose PNG") from error


def _chunks(texts: dict[str, str], packet: bytes) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        # The studio's own would make the copy the picture itself, or a lettering without a picture.
        if name not in (XMP, OWN, OWN_LETTERING) and "\0" not in name:
            info.add_itxt(name, str(text))
    info.add_itxt(XMP, packet.decode())
    return info


def _exif(facts: PictureFacts, text: str) -> bytes:
    exif = Image.Exif()
    exif[_DESCRIPTION] = facts.scene or facts.prompt
    exif.get_ifd(_EXIF)[_COMMENT] = b"UNICODE\0" + text.encode("utf-16-be", "replace")
    # A segment of JPEG holds 64 KB; what is longer is in no need of being in it.
    data = exif.tobytes()
    return data if len(data) < 60_000 else b""
