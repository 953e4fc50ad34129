"""Pixels of every kind of picture, and plain words for those that cannot be read."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from library.errors import PictureUnreadable
from library.formats.pictures import read_picture, read_with_alpha, write_png
from library.formats.png_text import SIGNATURE
from library.formats.thumbnails import THUMBNAIL_SIDE, thumbnail
from tests.library.making import chunk, encode, pixels

RGB = pixels(3)


def deep_png() -> bytes:
    """A 2 × 1 RGB PNG of 16 bits a channel: 0x1234, 0xffff, 0x00ff, then 0x8000 three times."""
    row = b"\0" + struct.pack(">6H", 0x1234, 0xFFFF, 0x00FF, 0x8000, 0x8000, 0x8000)
    ihdr = struct.pack(">IIBBBBB", 2, 1, 16, 2, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", ihdr) + chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")


def test_plain_pictures_come_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "plain.png"
    path.write_bytes(encode(Image.fromarray(RGB)))
    for source in (path, str(path), path.read_bytes()):
        read = read_picture(source)
        assert read.dtype == np.uint8
        assert read.flags.c_contiguous
        assert read.flags.writeable
        assert (read == RGB).all()


def test_sixteen_bits_become_eight_by_their_high_byte() -> None:
    assert np.abs(read_picture(deep_png()).astype(int) - [[[0x12, 0xFF, 0], [0x80] * 3]]).max() <= 1
    grey = np.array([[0, 255, 256, 0x8000, 0xFFFF]], dtype=np.uint16)
    assert read_picture(encode(Image.fromarray(grey)))[0, :, 0].tolist() == [0, 0, 1, 0x80, 0xFF]


def test_palette_grey_and_one_bit_pictures_become_rgb() -> None:
    image = Image.fromarray(RGB)
    for mode in ("P", "L", "1", "LA"):
        converted = image.convert(mode)
        assert (read_picture(encode(converted)) == np.asarray(converted.convert("RGB"))).all()


def test_cmyk_becomes_rgb() -> None:
    white = read_picture(encode(Image.new("CMYK", (8, 8), (0, 0, 0, 0)), "JPEG"))
    assert white.shape == (8, 8, 3)
    assert white.min() > 250


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_transparency_is_laid_over_paper(mode: str) -> None:
    image = Image.new("RGBA", (4, 4), (200, 0, 0, 0))
    image.putpixel((0, 0), (10, 20, 30, 255))
    read = read_picture(encode(image.convert(mode)))
    assert read[3, 3].tolist() == [255, 255, 255]
    assert np.abs(read[0, 0].astype(int) - [10, 20, 30]).max() <= 12


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    data = encode(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
    red = read_picture(data)[4, 4]
    assert red[0] > 240
    assert red[2] < 20


def test_a_turned_photograph_stands_upright() -> None:
    image = Image.new("RGB", (40, 20), "black")
    exif = image.getexif()
    exif[0x0112] = 6
    assert read_picture(encode(image, "JPEG", exif=exif)).shape == (40, 20, 3)
    with Image.open(io.BytesIO(thumbnail(encode(image, "JPEG", exif=exif)))) as small:
        assert small.size == (20, 40)


def test_floating_point_and_wide_grey_are_read() -> None:
    for values in (np.linspace(0, 1, 64, dtype=np.float32), np.linspace(0, 60000, 64).astype(np.int32)):
        read = read_picture(encode(Image.fromarray(values.reshape(8, 8)), "TIFF"))
        assert read.min() < 5
        assert read.max() > 225


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"%!PS-Adobe-3.0 EPSF-3.0\n"])
def test_what_is_no_picture_is_named_with_its_reason(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(data)
    with pytest.raises(PictureUnreadable, match=r"bad\.png") as caught:
        read_picture(path)
    assert caught.value.remedy
    assert any(words in caught.value.reason for words in ("is not a picture", "is broken: ", "is empty"))
    assert ("is empty" in caught.value.reason) is (not data)
    assert "'" not in caught.value.reason


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(PictureUnreadable, match="nothing here"):
        read_picture(tmp_path / "nothing here.png")
    with pytest.raises(PictureUnreadable):
        read_picture(tmp_path)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    ihdr = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    data = SIGNATURE + chunk(b"IHDR", ihdr) + chunk(b"IDAT", zlib.compress(b"\0" * 60_001)) + chunk(b"IEND", b"")
    for call in (read_picture, thumbnail):
        with pytest.raises(PictureUnreadable, match="too large"):
            call(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_raises_nothing_but_unreadable(kind: str, data: st.DataObject) -> None:
    whole = encode(Image.fromarray(RGB), kind)
    spoilt = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(spoilt)))
    for call in (read_picture, thumbnail):
        for damaged in (bytes(spoilt), bytes(spoilt[:cut])):
            with suppress(PictureUnreadable):
                call(damaged)


def test_png_without_loss() -> None:
    for shape in ((1, 1), (33, 57), (256, 256)):
        rgb = pixels(9, shape[1], shape[0])
        data = write_png(rgb)
        assert data.startswith(SIGNATURE)
        assert (read_picture(data) == rgb).all()


def test_thumbnails_are_small_jpegs_and_never_larger_than_the_picture() -> None:
    for size, wanted in (((1024, 512), (384, 192)), ((100, 50), (100, 50)), ((3000, 1), (384, 1))):
        with Image.open(io.BytesIO(thumbnail(encode(Image.new("RGB", size))))) as small:
            assert small.format == "JPEG"
            assert small.size == wanted
            assert max(small.size) <= THUMBNAIL_SIDE


def test_a_transparent_thumbnail_stands_on_dark() -> None:
    with Image.open(io.BytesIO(thumbnail(encode(Image.new("RGBA", (9, 9), (255, 255, 255, 0)))))) as small:
        assert np.asarray(small).max() < 60


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_pictures_are_turned_upright_as_their_exif_says(form: str, turned: int) -> None:
    upright = np.zeros((48, 32, 3), np.uint8)
    upright[:16, :16], upright[:16, 16:], upright[32:, :16] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    # How a camera that was held so lays the upright picture into the file.
    lying = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1], 5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1), 7: np.rot90(upright, 2).transpose(1, 0, 2), 8: np.rot90(upright, 3),
    }[turned]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = turned
    options = {"lossless": True} if form == "WEBP" else {"quality": 95, "subsampling": 0} if form == "JPEG" else {}
    read = read_picture(encode(Image.fromarray(np.ascontiguousarray(lying)), form, exif=exif, **options))
    assert read.shape == upright.shape
    assert np.abs(read[4::8, 4::8].astype(int) - upright[4::8, 4::8]).max() < 40


def test_what_is_transparent_keeps_its_alpha_where_that_is_asked_for() -> None:
    layers = np.dstack([RGB, np.full(RGB.shape[:2], 255, np.uint8)])
    assert (read_with_alpha(encode(Image.fromarray(layers))) == RGB).all()
    assert (read_with_alpha(encode(Image.fromarray(RGB), "PNG")) == RGB).all()
    layers[2:, :, 3] = 90
    exif = Image.Exif()
    exif[0x0112] = 6
    assert (read_with_alpha(encode(Image.fromarray(layers))) == layers).all()
    assert (read_with_alpha(encode(Image.fromarray(layers), exif=exif)) == np.rot90(layers, -1)).all()
    with pytest.raises(PictureUnreadable):
        read_with_alpha(b"nothing")
