"""Pictures as services take them."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import pytest
from PIL import Image

from backends.base import ReferencePicture
from backends.errors import EngineRefused
from backends.hosted.pictures import as_transparency, sendable


def picture(image: Image.Image, kind: str = "PNG") -> ReferencePicture:
    file = io.BytesIO()
    image.save(file, kind)
    return ReferencePicture("milo.png", hashlib.sha256(file.getvalue()).hexdigest(), file.getvalue())


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_fits_is_sent_as_it_is(kind: str) -> None:
    given = picture(Image.new("RGB", (40, 30), "teal"), kind)
    assert sendable(given, "OpenAI", largest=2**20) == (kind.lower(), given.data)


def test_other_kinds_become_png() -> None:
    kind, data = sendable(picture(Image.new("RGB", (40, 30), "teal"), "BMP"), "OpenAI")
    assert kind == "png"
    assert opened(data).size == (40, 30)
    assert opened(data).getpixel((5, 5)) == (0, 128, 128)


def test_what_is_too_large_becomes_a_jpeg_that_is_not() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (900, 1200, 4), dtype=np.uint8)
    given = picture(Image.fromarray(noise, "RGBA"))
    kind, data = sendable(given, "Gemini", largest=300_000)
    assert (kind, len(data) <= 300_000) == ("jpeg", True)
    assert opened(data).size[0] / opened(data).size[1] == pytest.approx(4 / 3, abs=0.01)
    with pytest.raises(EngineRefused, match="too large for Gemini"):
        sendable(given, "Gemini", largest=1000)


def test_a_transparent_picture_stands_on_white_where_it_becomes_a_jpeg() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (200, 200, 4), dtype=np.uint8)
    noise[:, :, 3] = 0
    _, data = sendable(picture(Image.fromarray(noise, "RGBA")), "Gemini", largest=10_000)
    assert np.asarray(opened(data).convert("L")).min() > 250


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "1"])
def test_white_of_a_mask_is_transparent(mode: str) -> None:
    mask = Image.new("L", (8, 4), 0)
    mask.paste(255, (0, 0, 4, 4))
    alpha = np.asarray(opened(as_transparency(picture(mask.convert(mode)), "OpenAI")).getchannel("A"))
    assert alpha[:, :4].max() == 0
    assert alpha[:, 4:].min() == 255


@pytest.mark.parametrize("data", [b"", b"<html>", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused_by_its_name(data: bytes) -> None:
    with pytest.raises(EngineRefused, match=r"milo\.png"):
        as_transparency(ReferencePicture("milo.png", "", data), "OpenAI")
