"""Pixels of any picture file as plain RGB, and RGB as PNG: 16-bit, CMYK, palette, transparent, animated, turned.

Bad bytes raise PictureUnreadable, which names the file and the reason, and nothing else.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps, PngImagePlugin, UnidentifiedImageError

from library.errors import PictureUnreadable
from library.files import disk
from library.formats.png_text import MOST_PIXELS, SIGNATURE, without_bombs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.ImageFile import ImageFile

    Pixels = NDArray[np.uint8]

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")
"""What is read. Formats that Pillow gives to other programs (EPS, WMF) are not."""

MOST_BYTES = 2 << 30
"""Bytes of memory that decoding a picture may take; one that needs more is refused before it is decoded."""
_WIDTHS = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "I;16N": 2}
"""Bytes a pixel as Pillow keeps it, by the mode; all others have four."""
_BESIDE = {"WEBP": 12, "AVIF": 10, "GIF": 8, "TIFF": 4}
"""Bytes a pixel that a decoder has beside these, measured: canvases of animations, planes of YUV, a strip."""
_PROGRESSIVE = 6
"""The same for the coefficients of a progressive JPEG."""
_MANY, _PIECE = 16 << 20, 1 << 20
"""Pixels from which on a picture is made RGB piece by piece, and those of a piece."""

PAPER = (255, 255, 255)
"""What shows through a transparent picture, RGB."""

# What Pillow's decoders raise on broken bytes, found by feeding them such.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError, OverflowError,
    ZeroDivisionError, AssertionError, NotImplementedError, RuntimeError, MemoryError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip


def read_picture(source: Path | str | bytes, name: str = "The picture") -> Pixels:
    """A picture file as uint8 RGB of shape (height, width, 3), C-contiguous and owned by the caller.

    16 bits become 8 by their high byte, CMYK and palettes become RGB, transparency is laid over PAPER, of an animation
    the first frame is taken, and the EXIF orientation is applied. `name` stands for `source` in messages where that
    is bytes. Raises PictureUnreadable: not there, broken, of a foreign format, over 200 million pixels or MOST_BYTES.
    """
    import numpy as np

    data, label = _bytes(source, name)
    with opened(data, label) as image:
        return np.array(flat(image, PAPER))


def read_with_alpha(source: Path | str | bytes, name: str = "The picture") -> Pixels:
    """The same as uint8 RGBA of shape (height, width, 4) where something of the picture is transparent, with the
    colours that lie under it. One of many pixels is laid over PAPER all the same. Raises PictureUnreadable."""
    import numpy as np

    data, label = _bytes(source, name)
    with opened(data, label) as image:
        if image.has_transparency_data and image.width * image.height <= _MANY:
            image.seek(0)
            layers = np.array(_upright(image).convert("RGBA"))
            if layers[..., 3].min() < 255:
                return layers
        return np.array(flat(image, PAPER))


def write_png(rgb: Pixels) -> bytes:
    """uint8 RGB of shape (height, width, 3) as a PNG file, without loss.

    Run-length deflate: on generated 1024² pictures 60 ms and 1.28 MB, where zlib's level 6 takes 260 ms and 1.31 MB.
    """
    import cv2

    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    done, encoded = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE])
    if not done:
        raise ValueError(f"no PNG can be made of an array of shape {rgb.shape}")
    return encoded.tobytes()


def as_png(data: bytes, name: str = "The picture") -> bytes:
    """Picture bytes as PNG bytes: a PNG comes back as it is, anything else is converted with its EXIF, ICC and comment.

    Raises PictureUnreadable.
    """
    if data.startswith(SIGNATURE):
        return data
    with opened(data, name) as image:
        image.load()
        kept: dict[str, Any] = {}
        turned = _upright(image)
        for field in ("exif", "icc_profile"):
            if turned.info.get(field):
                kept[field] = turned.info[field]
        if turned.mode == "CMYK":
            kept.pop("icc_profile", None)
        whole = turned if turned.mode in ("RGB", "RGBA", "L", "LA", "P", "I;16") else flat(turned, PAPER)
        texts = PngImagePlugin.PngInfo()
        if comment := image.info.get("comment"):
            text = comment.decode("utf-8", "replace") if isinstance(comment, bytes) else str(comment)
            texts.add_itxt("Comment", text)
        out = io.BytesIO()
        whole.save(out, "PNG", compress_level=4, pnginfo=texts, **kept)
        return out.getvalue()


_PLAIN = (
    (
        r"truncat|premature|too early|not enough|unexpected end|end of file|incomplete|broken data stream",
        "it ends too early",
    ),
    (r"bomb|too large|exceeds limit", "something in it is too large to be unpacked"),
    (r"checksum|crc", "its checksums do not fit: it was damaged on its way"),
)
"""What Pillow and its decoders say, and what that means."""


@contextmanager
def opened(data: bytes, name: str) -> Iterator[ImageFile]:
    """An opened picture, bounds checked, pixels not read yet; errors inside the block become PictureUnreadable."""
    _quiet()
    try:
        with Image.open(io.BytesIO(without_bombs(data)), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                size = f"{image.width} × {image.height} pixels"
                raise PictureUnreadable(
                    f"{name} is too large: {size}, over {MOST_PIXELS // 1_000_000} million",
                    "Make it smaller first",
                )
            if (needed := bytes_needed(image)) > MOST_BYTES:
                gigabytes = f"{needed / 1e9:.1f} GB of memory, over {MOST_BYTES / 1e9:.1f}"
                raise PictureUnreadable(f"{name} is too large: decoding it takes {gigabytes}", "Make it smaller first")
            yield image
    except UnidentifiedImageError as error:
        what = "is not a picture that can be read" if data else "is empty"
        raise PictureUnreadable(f"{name} {what}", "Use PNG, JPEG, WebP, GIF, TIFF, BMP or AVIF") from error
    except _BROKEN as error:
        raise PictureUnreadable(f"{name} is broken: {_why(error)}", "Choose another file, or make it again") from error


def _why(error: Exception) -> str:
    """What Pillow's words mean to a person."""
    words = str(error).lower()
    return next((plain for pattern, plain in _PLAIN if re.search(pattern, words)), "its pixels cannot be decoded")


def _quiet() -> None:
    """Keep Pillow from writing about bad files to stderr, which is the terminal; setting it again changes nothing."""
    # The bound in `opened` is stricter than Pillow's, which only warns up to twice its size.
    Image.MAX_IMAGE_PIXELS = None
    warnings.filterwarnings("ignore", module=r"PIL\.")
    logging.getLogger("PIL").setLevel(logging.CRITICAL)


def bytes_needed(image: ImageFile) -> int:
    """Bytes of memory that decoding an opened picture takes at its height, before anything is made of the pixels."""
    beside = _PROGRESSIVE if image.info.get("progressive") else _BESIDE.get(image.format or "", 0)
    return image.width * image.height * (_WIDTHS.get(image.mode, 4) + beside)


def flat(image: Image.Image, paper: tuple[int, int, int], needed: tuple[int, int] | None = None) -> Image.Image:
    """The first frame upright, as 8-bit RGB over `paper`.

    One of many pixels becomes so piece by piece, beside the decoded picture and nothing else of its size; where no more
    than `needed` (width, height, px) is, that one comes back smaller, by a whole number.
    """
    image.seek(0)
    image.load()
    for key in ("exif", "xmp", "transparency"):
        # Of a PNG these may be texts with such a keyword, which Pillow takes for its own.
        if isinstance(image.info.get(key), str):
            del image.info[key]
    is_wide = image.mode.startswith("I") or image.mode == "F"
    top = _top(image) if is_wide else 0.0
    if image.width * image.height <= _MANY:
        return _plain(_upright(image), paper, top)
    return _in_pieces(image, paper, top, needed)


def _in_pieces(
    image: Image.Image, paper: tuple[int, int, int], top: float, needed: tuple[int, int] | None
) -> Image.Image:
    # The picture may lie on its side: what is needed is had either way.
    by = 1 if needed is None else max(1, min(image.size) // max(1, *needed))
    made = Image.new("RGB", (-(-image.width // by), -(-image.height // by)))
    for above, piece in _pieces(image, by):
        plain = _plain(piece, paper, top)
        made.paste(plain.reduce(by) if by > 1 else plain, (0, above // by))
    try:
        turned = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        turned = None
    return made if turned is None else made.transpose(turned)


_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What brings a picture upright, by its orientation in EXIF (2.32, §4.6.5.1)."""


def _plain(image: Image.Image, paper: tuple[int, int, int], top: float) -> Image.Image:
    """Decoded pixels as 8-bit RGB over `paper`; `top` is the largest value of the whole picture if they are wider."""
    if image.mode.startswith("I") or image.mode == "F":
        return _narrowed(image, top).convert("RGB")
    if image.has_transparency_data:
        layers = image.convert("RGBA")
        ground = Image.new("RGBA", layers.size, (*paper, 255))
        return Image.alpha_composite(ground, layers).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _upright(image: Image.Image) -> Image.Image:
    """A copy of the picture as it is to be seen; one whose EXIF is broken is taken as it lies."""
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        return image.copy()


def _narrowed(image: Image.Image, top: float) -> Image.Image:
    """Wider grey as 8-bit grey: the high byte of 16 bits, where Pillow alone would cut all over 255 to white."""
    import numpy as np

    values = np.asarray(image)
    if values.dtype.kind == "f":
        scale = 255.0 if top <= 1.0 else 255.0 / max(top, 255.0)
        return Image.fromarray(np.clip(np.nan_to_num(values) * scale, 0, 255).astype(np.uint8))
    deep = image.mode.startswith("I;16") or top > 255
    return Image.fromarray(np.clip(values >> 8 if deep else values, 0, 255).astype(np.uint8))


def _top(image: Image.Image) -> float:
    """The largest value of a picture of wide grey, of those whose bits are not told by their mode."""
    import numpy as np

    if image.mode.startswith("I;16"):
        return 0.0
    return max(float(np.nanmax(np.asarray(piece), initial=0)) for _, piece in _pieces(image, 1))


def _pieces(image: Image.Image, by: int) -> Iterator[tuple[int, Image.Image]]:
    """The picture in pieces of about _PIECE pixels, each of a multiple of `by` rows, with the row that it begins at."""
    width, height = image.size
    rows = by * max(1, _PIECE // (width * by))
    for above in range(0, height, rows):
        yield above, image.crop((0, above, width, min(height, above + rows)))


def _bytes(source: Path | str | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name
    path = Path(source)
    return disk.read_file(path), str(path)
