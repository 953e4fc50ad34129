"""Where texts stand in files besides the usual places, and in what they are written."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library.errors import PictureUnreadable
from library.formats.heads.comments import comment, decoded
from library.formats.heads.exif import COMMENT, texts_of
from library.formats.heads.parts import LARGEST_TEXT
from library.formats.heads.reading import read
from tests.library.making import chunk, encode, pixels, png

IMAGE = Image.fromarray(pixels(1, 48, 32))
SETTINGS = "a heron, 灯台\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1"
ORDERS = {"II": "<", "MM": ">"}


def texts(folder: Path, data: bytes) -> dict[str, str]:
    path = folder / "file"
    path.write_bytes(data)
    return read(str(path)).head.texts


def tiff(value: bytes, order: str = "MM", tag: int = 0x9286, kind: int = 7, inner: bool = True) -> bytes:
    """EXIF of one entry, in the directory of EXIF or in the first one."""
    sign = ORDERS[order]
    start = order.encode() + struct.pack(sign + "HI", 42, 8)
    if not inner:
        return start + struct.pack(sign + "HHHIII", 1, tag, kind, len(value), 26, 0) + value
    first = struct.pack(sign + "HHHIII", 1, 0x8769, 4, 1, 26, 0)
    return start + first + struct.pack(sign + "HHHIII", 1, tag, kind, len(value), 44, 0) + value


WRITTEN: dict[str, tuple[bytes, Callable[[str, str], bytes]]] = {
    "UTF-16 of the file's order": (b"UNICODE\0", lambda text, order: text.encode(f"utf-16-{order}")),
    "UTF-16 with a mark": (b"UNICODE\0", lambda text, order: text.encode("utf-16")),
    "UTF-16 with the other mark": (b"UNICODE\0", lambda text, order: codecs.BOM_UTF16_BE + text.encode("utf-16-be")),
    "UTF-16 of the other order": (
        b"UNICODE\0",
        lambda text, order: text.encode("utf-16-le" if order == "be" else "utf-16-be"),
    ),
    "UTF-8 that says it is UTF-16": (b"UNICODE\0", lambda text, order: text.encode()),
    "UTF-16 that says it is ASCII": (b"ASCII\0\0\0", lambda text, order: text.encode(f"utf-16-{order}")),
    "UTF-8 that says it is ASCII": (b"ASCII\0\0\0", lambda text, order: text.encode()),
    "UTF-8 with a mark": (b"ASCII\0\0\0", lambda text, order: text.encode("utf-8-sig")),
    "JIS": (b"JIS\0\0\0\0\0", lambda text, order: text.encode("iso2022_jp")),
    "Shift JIS that says it is JIS": (b"JIS\0\0\0\0\0", lambda text, order: text.encode("cp932")),
    "UTF-8 that says it is JIS": (b"JIS\0\0\0\0\0", lambda text, order: text.encode()),
    "small letters": (b"Unicode\0", lambda text, order: text.encode(f"utf-16-{order}")),
    "a code of spaces": (b"ASCII   ", lambda text, order: text.encode()),
    "UTF-8 of no code": (b"\0" * 8, lambda text, order: text.encode()),
    "UTF-16 of no code": (b"\0" * 8, lambda text, order: text.encode(f"utf-16-{order}")),
    "UTF-8 without a code": (b"", lambda text, order: text.encode()),
    "UTF-16 without a code": (b"", lambda text, order: text.encode(f"utf-16-{order}")),
    "zeroes at the end": (b"ASCII\0\0\0", lambda text, order: text.encode() + b"\0" * 100),
}


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("inner", [True, False], ids=["EXIF's", "first"])
def test_a_user_comment_is_read_however_it_is_written(name: str, order: str, inner: bool) -> None:
    code, write = WRITTEN[name]
    value = code + write(SETTINGS, {"II": "le", "MM": "be"}[order])
    for kind in (2, 7):
        assert texts_of(tiff(value, order, kind=kind, inner=inner)) == {COMMENT: SETTINGS}


@given(
    st.text(st.characters(exclude_characters="\0\ufeff\x1b", exclude_categories=["Cs"]), max_size=200),
    st.sampled_from(["utf-16-le", "utf-16-be", "utf-8"]),
    st.sampled_from([b"UNICODE\0", b"ASCII\0\0\0", b"\0" * 8]),
    st.sampled_from("<>"),
)
def test_any_prompt_before_settings_is_read(prompt: str, encoding: str, code: bytes, order: str) -> None:
    text = f"{prompt}\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 31337, Size: 512x512, Model: pondXL"
    assert comment(code + text.encode(encoding), order) == text


@given(st.binary(max_size=300), st.sampled_from("<>"))
def test_any_bytes_are_some_text(value: bytes, order: str) -> None:
    comment(value, order)
    decoded(value)


@given(st.binary(max_size=100), st.sampled_from([*ORDERS]), st.booleans(), st.integers(0, 20))
def test_any_entry_is_read(value: bytes, order: str, inner: bool, kind: int) -> None:
    texts_of(tiff(value, order, kind=kind, inner=inner))


def test_a_tag_that_comes_again_and_again_is_read_once() -> None:
    huge = b"UNICODE\0" + b"\xff\xd8" * (LARGEST_TEXT // 2)
    entry = struct.pack(">HHII", 0x9286, 7, len(huge), 8 + 2 + 500 * 12)
    data = b"MM" + struct.pack(">HIH", 42, 8, 500) + entry * 500 + huge
    assert len(texts_of(data)[COMMENT]) == LARGEST_TEXT // 2


def test_png_has_exif_of_its_own_before_or_behind_the_pixels(tmp_path: Path) -> None:
    whole, exif = png(1), tiff(b"UNICODE\0" + SETTINGS.encode("utf-16-be"))
    assert texts(tmp_path, encode(IMAGE, exif=exif))[COMMENT] == SETTINGS
    assert texts(tmp_path, whole[:-12] + chunk(b"eXIf", exif) + whole[-12:])[COMMENT] == SETTINGS
    assert texts(tmp_path, whole[:33] + chunk(b"eXIf", b"Exif\0\0" + exif) + whole[33:])[COMMENT] == SETTINGS
    assert texts(tmp_path, whole[:33] + chunk(b"eXIf", b"no exif") + whole[33:]) == {}
    lines = f"\nexif\n{len(exif):8}\n{exif.hex()}\n".encode()
    profile = chunk(b"tEXt", b"Raw profile type exif\0" + lines)
    assert COMMENT in texts(tmp_path, whole[:33] + profile + whole[33:])
    bad = chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 4\nno hex\n")
    assert texts(tmp_path, whole[:33] + bad + whole[33:]) == {}


def test_comfyui_s_animations_have_texts_behind_the_pixels(tmp_path: Path) -> None:
    for whole in (png(1), png(1, Software="ComfyUI")):
        behind = chunk(b"comf", b'prompt\0{"1": {}}') + chunk(b"comf", b'workflow\0{"nodes": []}')
        found = texts(tmp_path, whole[:-12] + behind + whole[-12:])
        assert (found["prompt"], found["workflow"]) == ('{"1": {}}', '{"nodes": []}')


def test_exif_of_more_than_one_segment_is_joined(tmp_path: Path) -> None:
    long = SETTINGS + "x" * 100_000
    exif = tiff(b"UNICODE\0" + long.encode("utf-16-be"))
    segments = b""
    for at in range(0, len(exif), 65_000):
        body = b"Exif\0\0" + exif[at : at + 65_000]
        segments += b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    plain = encode(IMAGE, "JPEG")
    assert texts(tmp_path, plain[:2] + segments + plain[2:]) == {COMMENT: long}


def test_a_gif_s_comment_is_read(tmp_path: Path) -> None:
    frames = {"save_all": True, "append_images": [Image.fromarray(pixels(2, 48, 32))]}
    assert texts(tmp_path, encode(IMAGE, "GIF", comment=SETTINGS.encode() * 20, **frames))["Comment"] == SETTINGS * 20
    assert texts(tmp_path, encode(IMAGE, "GIF", comment="träge".encode("latin-1"))) == {"Comment": "träge"}
    assert texts(tmp_path, encode(IMAGE, "GIF", **frames)) == {}


def test_a_gif_of_comments_alone_is_read_up_to_a_bound(tmp_path: Path) -> None:
    whole = encode(IMAGE.convert("P", palette=Image.Palette.ADAPTIVE), "GIF")
    start = 13 + (3 << (whole[10] & 7) + 1)
    path = tmp_path / "file.gif"
    for many in (b"\xff" + b"x" * 255) * 40_000, (b"\x01x\0!\xfe") * 40_000:
        path.write_bytes(whole[:start] + b"!\xfe" + many + b"\0" + whole[start:])
        head = read(str(path)).head
        assert len(head.texts.get("Comment", "")) <= 1
        assert head.remarks == ("its text 'Comment' is over 8 MiB, and was not read",)


GIF = encode(IMAGE, "GIF", comment=SETTINGS.encode())


@given(st.binary(max_size=60), st.integers(6, 40))
def test_any_gif_is_read(tmp_path_factory: pytest.TempPathFactory, body: bytes, at: int) -> None:
    path = tmp_path_factory.getbasetemp() / "any.gif"
    path.write_bytes(GIF[:6] + b"\1\0\1\0" + GIF[10:at] + body + b";")
    with suppress(PictureUnreadable):
        read(str(path))
