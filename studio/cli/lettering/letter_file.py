"""One picture file in, one lettered PNG out, with every pixel outside the lettering as it was, its alpha too."""

from __future__ import annotations

import hashlib
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import ImageOps

from library.errors import PictureUnreadable
from library.exchange import source_types
from library.files.untrusted import untrusted
from library.formats import png_text
from library.formats.heads import reading
from library.formats.heads.parts import InMemory
from library.formats.pictures import PAPER, flat, opened, write_png
from studio.lettering.records import LetteringRecord

Pixels = NDArray[np.uint8]

OWN = "milo-studio-letter"
"""The text chunk in which `studio letter` says what a file was made from."""

KEPT_TEXTS = ("prompt", "workflow", "parameters")
"""What engines write into their pictures, and a lettered version keeps."""

_ORIENTATION = 0x0112
"""EXIF's tag for how a picture is turned."""

_DEPTH_AT = 24
"""Where a PNG says how many bits a channel has."""

_HEADER_END = 33
"""Bytes of a PNG's signature and IHDR chunk."""


class Origin(msgspec.Struct, frozen=True):
    """What a lettered file was made from, and how: the source's name and the digest of its bytes, the record, and a
    digest of what was asked for, so that the same need not be made twice."""

    source: str
    record: LetteringRecord
    digest: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A picture as it was read: `rgb` (H, W, 3) uint8 over white paper, `rgba` (H, W, 4) where it is transparent.

    `deep` (H, W, 3 or 4) uint16, BGR or BGRA, is what a PNG of 16 bits a channel has. `texts` and `profile` (an RGB ICC
    profile, or empty) go into the lettered file as they are. Of several `frames` it is the first. `recipe` is the JSON
    of what the studio drew it from, empty where it did not. `source_type` is how it says that it came into being, and
    `has_manifest` whether it has Content Credentials, which no lettered version can carry.
    """

    rgb: Pixels
    rgba: Pixels | None
    texts: dict[str, str]
    profile: bytes
    deep: NDArray[np.uint16] | None = None
    frames: int = 1
    recipe: str = ""
    source_type: str = ""
    has_manifest: bool = False


def digest_of(data: bytes) -> str:
    """What tells the bytes of one source from those of another."""
    return hashlib.sha256(data).hexdigest()[:32]


def decoded(data: bytes, name: str) -> Source:
    """The picture in a file's bytes, of any kind that the library reads. Raises PictureUnreadable, naming `name`."""
    texts: dict[str, str] = {}
    recipe = ""
    if data.startswith(png_text.SIGNATURE):
        header = png_text.parse_header(data, name)
        texts = {key: text for key, text in header.texts.items() if key in KEPT_TEXTS}
        recipe = header.note.facts.recipe if header.note is not None else ""
    with opened(data, name) as image:
        profile = image.info.get("icc_profile") or b""
        image.seek(0)
        rgba = None
        if image.has_transparency_data and image.mode[0] not in "IF":
            rgba = np.array(ImageOps.exif_transpose(image).convert("RGBA"))
            if (rgba[..., 3] == 255).all():
                rgba = None
        rgb = np.array(flat(image, PAPER))
        profile = profile if image.mode != "CMYK" and profile[16:20] == b"RGB " else b""
        is_turned = image.getexif().get(_ORIENTATION, 1) != 1
        deep = None if is_turned else _deep(data, 3 if rgba is None else 4)
        return Source(rgb, rgba, texts, profile, deep, getattr(image, "n_frames", 1), recipe, *_origin_in(data))


def _origin_in(data: bytes) -> tuple[str, bool]:
    """How a file's bytes say that the picture came into being, and whether they have Content Credentials."""
    with suppress(PictureUnreadable), untrusted("The picture"):
        head = reading.parse(InMemory(data))
        note = png_text.note_in(head.texts.get(png_text.OWN), png_text.PictureNote)
        drawn = source_types.of_facts(note.facts) if note is not None else ""
        return source_types.said_in(head.texts) or drawn, head.has_manifest
    return "", False


def _deep(data: bytes, channels: int) -> NDArray[np.uint16] | None:
    """The pixels of a PNG of 16 bits a channel that has so many channels at least; None for any other file."""
    if not data.startswith(png_text.SIGNATURE) or data[_DEPTH_AT] != 16:
        return None
    deep = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if deep is None or deep.dtype != np.uint16:
        return None
    deep = cv2.cvtColor(deep, cv2.COLOR_GRAY2BGR) if deep.ndim == 2 else deep
    return np.asarray(deep[..., :channels], np.uint16) if deep.shape[2] >= channels else None


def as_png(source: Source, lettered: Pixels, origin: Origin) -> bytes:
    """The lettered pixels (H, W, 3) as a PNG file with the source's transparency, profile and engine's texts."""
    shown = lettered if source.rgba is None else _see_through(source, source.rgba, lettered)
    png = _write(shown, source, (lettered != source.rgb).any(-1))
    if source.profile:
        # PNG (Third Edition) §11.3.2.3: a name, a zero, the method 0, the profile in zlib's format.
        chunk = b"iCCPICC profile\0\0" + zlib.compress(source.profile)
        packed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        png = png[:_HEADER_END] + packed + png[_HEADER_END:]
    return signed(png, origin, source)


def signed(png: bytes, origin: Origin, source: Source, *, keeps_texts: bool = True) -> bytes:
    """A PNG file that says what it was made from and how that came into being, beside the engine's texts."""
    texts = source.texts if keeps_texts else {}
    mark = source_types.marked({}, source.source_type)
    return png_text.with_texts(png, {**texts, **mark, OWN: msgspec.json.encode(origin).decode()})


def _see_through(source: Source, rgba: Pixels, lettered: Pixels) -> Pixels:
    """RGBA that shows `lettered` over white paper, with the source's own pixels where nothing was set.

    A changed pixel takes the least alpha a ≥ its own with lettered = a·colour + (1 − a)·white, so edges stay smooth.
    """
    whole = rgba.copy()
    changed = (lettered != source.rgb).any(-1)
    shown = lettered[changed].astype(np.float64)
    alpha = np.maximum(rgba[changed][:, 3], (255 - shown).max(-1))
    share = np.maximum(alpha, 1)[:, None] / 255
    whole[changed, :3] = np.clip(np.rint((shown - 255 * (1 - share)) / share), 0, 255)
    whole[changed, 3] = alpha
    return whole


def _write(shown: Pixels, source: Source, changed: NDArray[np.bool_]) -> bytes:
    """RGB or RGBA pixels as a PNG file; where the source has 16 bits a channel, all that was not changed keeps them."""
    if source.deep is None and source.rgba is None:
        return write_png(shown)
    pixels: NDArray[np.uint8] | NDArray[np.uint16] = shown[..., [2, 1, 0, 3][: shown.shape[2]]]
    if source.deep is not None:
        pixels = np.where(changed[..., None], pixels.astype(np.uint16) * 257, source.deep)
    _, encoded = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE])
    return encoded.tobytes()


def origin_of(path: Path) -> Origin | None:
    """What an earlier `studio letter` made this file from, and how; None for any other file."""
    if not path.is_file():
        return None
    try:
        with untrusted(str(path)):
            text = png_text.read_header(path).texts.get(OWN, "")
        return msgspec.json.decode(text, type=Origin) if text else None
    except (PictureUnreadable, msgspec.DecodeError):
        return None


def made_from(path: Path) -> str:
    """The name of the source that an earlier `studio letter` made this file from; empty for any other file."""
    origin = origin_of(path)
    return origin.source if origin else ""
