"""Thumbnails in bulk: of everything that can be decoded, whatever the rest does to its decoder."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from library.formats import decoding
from library.formats.heads.parts import XMP
from library.formats.heads.png import plain_size
from library.formats.png_text import with_texts
from library.formats.thumbnails import thumbnail
from library.places import Places
from library.records import Progress
from library.store import Library
from tests.library.making import encode, pixels, png

LARGE = Image.fromarray(pixels(1, 600, 400))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def refused(library: Library) -> dict[str, str]:
    return {Path(one.path).name: one.reason for one in library.imports.refused()}


def test_every_format_gets_a_thumbnail_a_hash_and_its_sha256(library: Library, inbox: Path) -> None:
    kinds = dict.fromkeys(("PNG", "JPEG", "WEBP", "GIF", "AVIF"), LARGE)
    kinds |= {mode: LARGE.convert(mode) for mode in ("RGBA", "P", "L", "LA", "1")}
    kinds["I;16"] = Image.new("I;16", LARGE.size, 40_000)
    for name, image in kinds.items():
        kind = name if name in Image.SAVE else "PNG"
        (inbox / f"{name}.{kind.lower()}").write_bytes(encode(image, kind))
    library.imports.folder(inbox)
    heard: list[Progress] = []
    assert library.imports.prepare(on_progress=heard.append, processes=1) == len(kinds)
    assert (heard[-1].done, heard[-1].total) == (len(kinds), len(kinds))
    places = Places.of(library.folder, None)
    for picture in library.page().pictures:
        with Image.open(places.thumbnail(picture.sha256)) as small:
            assert small.size == (384, 256)
        assert library.thumbnail(picture.id) == places.thumbnail(picture.sha256)
    assert library.imports.prepare(processes=1) == 0
    assert refused(library) == {}


def apart(one: bytes, other: bytes) -> float:
    """The mean difference of two thumbnails' bytes, which are of one size."""
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        assert first.size == second.size
        return sum(abs(a - b) for a, b in zip(first.tobytes(), second.tobytes(), strict=True)) / len(first.tobytes())


@pytest.mark.parametrize("size", [(1000, 700), (384, 384), (20, 14), (1600, 900), (3000, 1)])
def test_the_fast_decoder_and_pillow_make_the_same_thumbnail(tmp_path: Path, size: tuple[int, int]) -> None:
    smooth = Image.fromarray(pixels(1, 20, 14)).resize(size)
    path = tmp_path / "smooth.png"
    path.write_bytes(encode(smooth))
    assert plain_size(path.read_bytes()) == size
    assert apart(decoding.decode(str(path)).jpeg, thumbnail(path.read_bytes())) < 3


def noted(keyword: str, text: str, packed: bool = False) -> dict[str, Any]:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt(keyword, text, zip=packed)
    return {"pnginfo": notes}


def text(keyword: str, words: str, packed: bool = False) -> dict[str, Any]:
    notes = PngImagePlugin.PngInfo()
    notes.add_text(keyword, words, zip=packed)
    return {"pnginfo": notes}


ORIENTED = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf tiff:Orientation="6"/></x:xmpmeta>'
TURNED = Image.Exif()
TURNED[0x0112] = 6
RAW = f"\nexif\n{len(TURNED.tobytes()):8}\n{TURNED.tobytes().hex()}\n"
RARE: dict[str, dict[str, Any]] = {
    "EXIF": {"exif": TURNED.tobytes()},
    "EXIF in a text": noted("Raw profile type exif", RAW),
    "XMP": noted("XML:com.adobe.xmp", ORIENTED),
    "packed XMP": noted("XML:com.adobe.xmp", ORIENTED, packed=True),
    "XMP in a packed text": text("XML:com.adobe.xmp", ORIENTED, packed=True),
    "EXIF in a plain text": text("exif", "Exif\0\0" + TURNED.tobytes().decode("latin-1")),
    "a text that Pillow takes for transparency": text("transparency", "none"),
    "a text that Pillow takes for XMP": text("xmp", "none"),
    "a colour seen through": {"transparency": (255, 0, 0)},
    "moving": {"save_all": True, "append_images": [LARGE]},
}


@pytest.mark.parametrize("options", RARE.values(), ids=RARE)
def test_a_png_that_is_not_as_its_pixels_say_is_left_to_pillow(tmp_path: Path, options: dict[str, Any]) -> None:
    path = tmp_path / "rare.png"
    path.write_bytes(encode(LARGE, **options))
    assert plain_size(path.read_bytes()) is None
    assert decoding.decode(str(path)).jpeg == thumbnail(path.read_bytes())


def test_a_chunk_that_is_damaged_is_listed_though_the_pixels_are_whole(tmp_path: Path) -> None:
    data = encode(LARGE, dpi=(72, 72))
    at = data.index(b"pHYs") + 4
    path = tmp_path / "damaged.png"
    path.write_bytes(data[:at] + b"\xff" + data[at + 1 :])
    assert decoding.decode(str(path)).trouble


def test_texts_do_not_keep_a_png_from_the_fast_decoder() -> None:
    data = with_texts(encode(LARGE), {"prompt": "{}", "parameters": "a raccoon", XMP: "<x xmp:Rating='3'/>"})
    assert plain_size(data) == LARGE.size


@given(st.binary(max_size=12), st.integers(0, 2**20), st.integers(0, 2**20))
def test_whatever_became_of_a_png_it_is_decoded_or_listed(wrong: bytes, where: int, most: int) -> None:
    data = encode(Image.fromarray(pixels(1, 9, 7)))
    at = where % len(data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.png"
        path.write_bytes((data[:at] + wrong + data[at + len(wrong) :])[: most % len(data) + 1])
        found = decoding.decode(str(path))
    assert bool(found.jpeg) != bool(found.trouble)


def test_broken_pixels_are_listed_once_and_the_picture_stays(library: Library, inbox: Path) -> None:
    data = bytearray(encode(LARGE))
    data[len(data) // 2 : len(data) // 2 + 50] = b"\0" * 50
    (inbox / "broken.png").write_bytes(data)
    (inbox / "good.png").write_bytes(png(1))
    library.imports.folder(inbox)
    assert library.imports.prepare(processes=1) == 1
    assert "taken, but it is broken" in refused(library)["broken.png"]
    assert len(library.page().pictures) == 2
    assert library.imports.prepare(processes=1) == 0
    assert library.imports.folder(inbox).unchanged == 2
    assert library.upkeep.check() == ()


def test_a_file_that_ends_its_decoder_is_listed_and_the_others_are_done(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (inbox / f"{number}.png").write_bytes(png(number))
    (inbox / "evil.png").write_bytes(png(9))
    library.imports.folder(inbox)
    monkeypatch.setattr("library.importing.preparing.decode", dies_of_evil)
    assert library.imports.prepare(processes=1) == 6
    assert "its decoder ended" in refused(library)["evil.png"]
    assert library.imports.prepare(processes=1) == 0


def dies_of_evil(path: str, lock: Path | None = None) -> decoding.Decoded:
    """Stands for a decoder that a hostile file brings down; runs in another process."""
    if path.endswith("evil.png"):
        os._exit(11)
    return decoding.decode(path, lock)


def test_files_that_go_before_their_turn_are_missing(library: Library, inbox: Path) -> None:
    (inbox / "a.png").write_bytes(png(1))
    (inbox / "b.png").write_bytes(png(2))
    library.imports.folder(inbox)
    (inbox / "a.png").unlink()
    assert library.imports.prepare(processes=1) == 1
    assert [Path(one.path).name for one in library.page().pictures] == ["b.png"]
    assert refused(library) == {}


def test_a_file_that_changed_before_its_turn_is_done_after_the_next_import(library: Library, inbox: Path) -> None:
    (inbox / "a.png").write_bytes(png(1))
    library.imports.folder(inbox)
    library.imports.prepare(processes=1)
    first = library.page().pictures[0]
    (inbox / "a.png").write_bytes(png(2, note="changed"))
    library.imports.folder(inbox)
    assert library.picture(first.id).sha256 == ""
    assert library.imports.prepare(processes=1) == 1
    assert library.picture(first.id).sha256 not in ("", first.sha256)


def test_a_stopped_job_begins_nothing_more(library: Library, inbox: Path) -> None:
    (inbox / "a.png").write_bytes(png(1))
    library.imports.folder(inbox)
    assert library.imports.prepare(stopped=lambda: True, processes=1) == 0
