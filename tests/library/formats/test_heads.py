"""Heads of files of every kind, whole, broken, mislabelled and made to do harm."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library.errors import PictureUnreadable
from library.formats.heads.exif import COMMENT, texts_of
from library.formats.heads.parts import LARGEST_TEXT, XMP
from library.formats.heads.reading import FileHead, read
from library.formats.png_text import SIGNATURE, with_texts
from tests.library.making import chunk, encode, pixels, png

IMAGE = Image.fromarray(pixels(1, 48, 32))
SETTINGS = "a raccoon, träge\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1"


def exif(comment: bytes = b"", **tags: str) -> bytes:
    """EXIF bytes as Pillow writes them; tags by their names, and a UserComment."""
    made = Image.Exif()
    for name, text in tags.items():
        made[{"make": 0x010F, "model": 0x0110, "description": 0x010E}[name]] = text
    if comment:
        made.get_ifd(0x8769)[0x9286] = comment
    return made.tobytes()


def head(folder: Path, data: bytes, name: str = "file.png") -> FileHead:
    path = folder / name
    path.write_bytes(data)
    return read(str(path))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_every_kind_gives_its_size_and_is_told_by_its_bytes(tmp_path: Path, kind: str) -> None:
    found = head(tmp_path, encode(IMAGE, kind), f"file.{kind.lower()}")
    assert (found.head.format, found.head.width, found.head.height) == (kind.lower(), 48, 32)
    assert found.remarks == ()
    assert found.bytes == (tmp_path / f"file.{kind.lower()}").stat().st_size
    wrong = head(tmp_path, encode(IMAGE, kind), "file.png" if kind != "PNG" else "file.jpg")
    assert wrong.head.format == kind.lower()
    assert "mislabelled" in wrong.remarks[0]


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}, {"exif": exif(b"ASCII\0\0\0x")}])
def test_every_kind_of_webp_gives_its_size(tmp_path: Path, options: dict[str, object]) -> None:
    found = head(tmp_path, encode(IMAGE, "WEBP", **options), "file.webp")
    assert (found.head.width, found.head.height) == (48, 32)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    "comment",
    [
        b"UNICODE\0" + SETTINGS.encode("utf-16-be"),
        b"UNICODE\0" + SETTINGS.encode("utf-16-le"),
        b"ASCII\0\0\0" + SETTINGS.encode(),
        b"\0" * 8 + SETTINGS.encode(),
    ],
    ids=["big", "little", "ascii", "unnamed"],
)
def test_settings_are_found_in_exif(tmp_path: Path, kind: str, comment: bytes) -> None:
    found = head(tmp_path, encode(IMAGE, kind, exif=exif(comment)), f"a.{kind.lower()}")
    assert found.head.texts[COMMENT] == SETTINGS


def test_comfyui_s_graph_is_found_in_webp(tmp_path: Path) -> None:
    data = encode(IMAGE, "WEBP", exif=exif(model='prompt:{"1": {}}', make='workflow:{"nodes": []}'))
    assert head(tmp_path, data, "a.webp").head.texts == {"prompt": '{"1": {}}', "workflow": '{"nodes": []}'}


def test_xmp_goes_by_one_name_in_every_format(tmp_path: Path) -> None:
    packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    for kind in ("JPEG", "WEBP"):
        assert head(tmp_path, encode(IMAGE, kind, xmp=packet.encode()), f"a.{kind}").head.texts[XMP] == packet
    assert head(tmp_path, with_texts(png(1), {XMP: packet})).head.texts[XMP] == packet


def test_png_texts_before_and_behind_the_pixels_are_found(tmp_path: Path) -> None:
    packed = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"packed"))
    before, whole = png(1, prompt="{}"), png(1)
    assert head(tmp_path, before[:33] + packed + before[33:]).head.texts == {"prompt": "{}", "Comment": "packed"}
    behind = whole[:-12] + chunk(b"tEXt", b"parameters\0behind") + whole[-12:]
    assert head(tmp_path, behind).head.texts == {"parameters": "behind"}
    utf8 = whole[:33] + chunk(b"tEXt", "parameters\0Wäsche".encode()) + whole[33:]
    assert head(tmp_path, utf8).head.texts == {"parameters": "Wäsche"}


def test_xmp_behind_the_pixels_is_found_where_another_text_stands_before_them(tmp_path: Path) -> None:
    data = with_texts(encode(IMAGE), {"parameters": SETTINGS})
    packet = b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>stars</x:xmpmeta>"
    found = head(tmp_path, data[:-12] + chunk(b"iTXt", packet) + data[-12:])
    assert found.head.texts["parameters"] == SETTINGS
    assert "stars" in found.head.texts[XMP]


def test_bytes_behind_the_end_are_no_harm(tmp_path: Path) -> None:
    assert head(tmp_path, png(1) + b"appended" * 100).head.width == 48


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_what_is_truncated_is_refused(tmp_path: Path, kind: str) -> None:
    data = encode(IMAGE, kind)
    for length in (0, 3, 11, 30, len(data) // 2, len(data) - (13 if kind == "PNG" else 3)):
        with pytest.raises(PictureUnreadable):
            head(tmp_path, data[:length], f"a.{kind.lower()}")


def test_bombs_are_refused_by_their_size(tmp_path: Path) -> None:
    ihdr = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    bomb = SIGNATURE + chunk(b"IHDR", ihdr) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    with pytest.raises(PictureUnreadable, match="million"):
        head(tmp_path, bomb)
    jpeg = bytearray(encode(IMAGE, "JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", 65535, 65535)
    with pytest.raises(PictureUnreadable, match="million"):
        head(tmp_path, bytes(jpeg), "a.jpg")


def test_texts_that_are_too_long_are_passed_over_with_a_remark(tmp_path: Path) -> None:
    whole = png(1, kept="1")
    long = chunk(b"tEXt", b"prompt\0" + b"x" * (LARGEST_TEXT + 1))
    bomb = chunk(b"zTXt", b"workflow\0\0" + zlib.compress(b"x" * (LARGEST_TEXT + 1)))
    found = head(tmp_path, whole[:33] + long + bomb + whole[33:])
    assert found.head.texts == {"kept": "1"}
    assert [remark.split(" is ")[0] for remark in found.remarks] == ["its text 'prompt'", "its text 'workflow'"]


def test_many_small_texts_end_soon(tmp_path: Path) -> None:
    whole = png(1)
    many = b"".join(chunk(b"tEXt", f"key{number}\0x".encode()) for number in range(50_000))
    assert len(head(tmp_path, whole[:33] + many + whole[33:]).head.texts) <= 2_000


def test_what_is_no_picture_says_so(tmp_path: Path) -> None:
    for data in (b"", b"hello", b"<html>", b"MZ" + b"\0" * 100, b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"\0" * 40):
        with pytest.raises(PictureUnreadable):
            head(tmp_path, data)


def test_pipes_folders_and_what_is_gone_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    for name in ("pipe.png", ".", "gone.png"):
        with pytest.raises(PictureUnreadable):
            read(str(tmp_path / name))


def test_the_same_content_has_the_same_mark_and_other_content_another(tmp_path: Path) -> None:
    first = head(tmp_path, png(1, prompt="a"), "a.png")
    assert head(tmp_path, png(1, prompt="a"), "b.png").mark == first.mark
    assert head(tmp_path, png(1, prompt="b"), "c.png").mark != first.mark
    assert head(tmp_path, png(2, prompt="a"), "d.png").mark != first.mark


WITH_COMMENT = exif(b'ASCII\0\0\0{"a": 1}')
WHOLE = [encode(IMAGE, kind, exif=WITH_COMMENT) for kind in ("JPEG", "WEBP", "AVIF")] + [
    encode(IMAGE, "GIF"),
    png(1, a="b"),
]


@given(st.sampled_from(WHOLE), st.data())
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, data: st.DataObject
) -> None:
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "broken"
    path.write_bytes(broken)
    try:
        found = read(str(path))
    except PictureUnreadable:
        return
    assert found.head.width > 0
    assert found.head.height > 0


@given(st.binary(max_size=200), st.sampled_from([b"II*\0", b"MM\0*", b""]))
def test_any_exif_is_read(body: bytes, order: bytes) -> None:
    texts_of(order + body)
