"""Text hidden in the lowest bits of a PNG's pixels: found, read, and looked for at hardly any cost."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library.errors import PictureUnreadable
from library.exchange import stealth
from library.exchange.foreign.facts import ForeignUnreadable
from library.formats.heads.reading import read
from tests.library.exchange.hiding import hidden
from tests.library.making import chunk, encode, pixels, png

MODES = ("stealth_pnginfo", "stealth_pngcomp", "stealth_rgbinfo", "stealth_rgbcomp")
TEXT = "a heron, 灯台\nSteps: 22, Sampler: Euler, CFG scale: 4.5, Seed: 31337"


def may_hide(folder: Path, data: bytes) -> bool:
    path = folder / "picture.png"
    path.write_bytes(data)
    return read(str(path)).head.hides_text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("width", "height"), [(96, 96), (700, 3), (40, 301), (20_000, 1)])
def test_a_hidden_text_is_found_and_read(tmp_path: Path, mode: str, width: int, height: int) -> None:
    data = hidden(TEXT, mode, width, height, alpha="png" in mode)
    assert may_hide(tmp_path, data)
    assert stealth.read(data) == TEXT


def test_colours_hide_text_beside_alpha_too(tmp_path: Path) -> None:
    data = hidden(TEXT, "stealth_rgbcomp")
    assert may_hide(tmp_path, data)
    assert stealth.read(data) == TEXT


@given(st.text(max_size=300), st.sampled_from(MODES), st.integers(1, 130), st.booleans(), st.integers(0, 9))
def test_any_text_comes_back_at_any_height(text: str, mode: str, height: int, alpha: bool, level: int) -> None:
    alpha = alpha or "png" in mode
    data = hidden(text, mode, 12_000 // height + 1, height, alpha)
    assert stealth.read(data) == text


@given(st.integers(3, 300), st.integers(1, 40), st.sampled_from(["RGB", "RGBA"]), st.integers(0, 5))
def test_the_first_column_is_what_pillow_says(
    tmp_path_factory: pytest.TempPathFactory, height: int, width: int, mode: str, seed: int
) -> None:
    """Smooth pictures have rows of every filter; the signature stands in them as well as in noise."""
    slope = np.add.outer(np.arange(height) * (seed + 1), np.arange(width) * 3).astype(np.uint8)
    drawn = np.dstack([slope] * len(mode))
    folder = tmp_path_factory.getbasetemp()
    assert not may_hide(folder, encode(Image.fromarray(drawn)))
    bits = np.unpackbits(np.frombuffer(MODES[0 if mode == "RGBA" else 2].encode(), np.uint8))[: height * 3]
    if mode == "RGBA":
        drawn[: len(bits), 0, 3] = drawn[: len(bits), 0, 3] & 254 | bits[:height]
    else:
        rows = len(bits) // 3
        drawn[:rows, 0, :] = drawn[:rows, 0, :] & 254 | bits.reshape(-1, 3)
    assert may_hide(folder, encode(Image.fromarray(drawn)))


@pytest.mark.parametrize("kind", ["RGB", "RGBA", "LA", "L", "P", "I;16"])
def test_other_pictures_hide_nothing(tmp_path: Path, kind: str) -> None:
    picture = Image.fromarray(pixels(4, 64, 200))
    data = encode(picture.convert("L").convert("I;16") if kind == "I;16" else picture.convert(kind))
    assert not may_hide(tmp_path, data)


def test_pixels_are_not_looked_at_where_settings_are(tmp_path: Path) -> None:
    data = hidden(TEXT, "stealth_pngcomp")
    assert not may_hide(tmp_path, data[:33] + chunk(b"tEXt", b"parameters\0x") + data[33:])
    assert may_hide(tmp_path, data[:33] + chunk(b"tEXt", b"Software\0x") + data[33:])


@pytest.mark.parametrize("mode", MODES)
def test_what_is_damaged_says_so(mode: str) -> None:
    with pytest.raises(ForeignUnreadable, match="its end is missing"):
        stealth.read(hidden(TEXT, mode, 40, 40, body=os.urandom(1000)))
    if mode.endswith("comp"):
        with pytest.raises(ForeignUnreadable, match="cannot be unpacked"):
            stealth.read(hidden(TEXT, mode, body=b"no gzip at all"))


def test_a_text_of_gigabytes_is_not_unpacked() -> None:
    bomb = gzip.compress(b"x" * (32 << 20))
    assert len(stealth.read(hidden("", "stealth_pngcomp", 700, 700, body=bomb))) == 8 << 20


def test_what_is_no_picture_hides_nothing() -> None:
    assert stealth.read(b"") == stealth.read(png(1)[:60]) == stealth.read(png(1)) == ""


WHOLE = hidden(TEXT, "stealth_pngcomp", 30, 60)


@given(st.data())
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    broken = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(8, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "broken stealth.png"
    path.write_bytes(broken)
    try:
        read(str(path))
        stealth.read(bytes(broken))
    except (PictureUnreadable, ForeignUnreadable):
        return


@pytest.mark.parametrize(("longer", "said"), [(0, "its end is missing"), (1, "longer than any")])
def test_a_text_says_how_long_it_is_and_none_is_longer_than_a_mebibyte(longer: int, said: str) -> None:
    body = np.zeros(200, np.uint8)
    data = hidden("", "stealth_pnginfo", body=body.tobytes())
    with Image.open(io.BytesIO(data)) as image:
        drawn = np.array(image)
    bits = np.unpackbits(np.frombuffer((((1 << 20) + longer) * 8).to_bytes(4, "big"), np.uint8))
    begin = 8 * len(b"stealth_pnginfo")
    turned = drawn[:, :, 3].T.copy()
    flat = turned.reshape(-1)
    flat[begin : begin + 32] = flat[begin : begin + 32] & 254 | bits
    drawn[:, :, 3] = turned.T
    with pytest.raises(ForeignUnreadable, match=said):
        stealth.read(encode(Image.fromarray(drawn)))
