"""Thumbnails in bulk: of everything that can be decoded, whatever the rest does to its decoder."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from library import decoding
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


def test_opencv_and_pillow_make_the_same_thumbnail(tmp_path: Path) -> None:
    from library.thumbnails import thumbnail

    smooth = Image.fromarray(pixels(1, 20, 14)).resize((1000, 700))
    path = tmp_path / "smooth.png"
    path.write_bytes(encode(smooth))
    fast, slow = decoding.decode(str(path)).jpeg, thumbnail(path.read_bytes())
    with Image.open(io.BytesIO(fast)) as one, Image.open(io.BytesIO(slow)) as other:
        assert one.size == other.size
        apart = [abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True)]
    assert sum(apart) / len(apart) < 3


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
    assert library.check() == ()


def test_a_file_that_ends_its_decoder_is_listed_and_the_others_are_done(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (inbox / f"{number}.png").write_bytes(png(number))
    (inbox / "evil.png").write_bytes(png(9))
    library.imports.folder(inbox)
    monkeypatch.setattr("library.preparing.decode", dies_of_evil)
    assert library.imports.prepare(processes=1) == 6
    assert "its decoder ended" in refused(library)["evil.png"]
    assert library.imports.prepare(processes=1) == 0


def dies_of_evil(path: str) -> decoding.Decoded:
    """Stands for a decoder that a hostile file brings down; runs in another process."""
    if path.endswith("evil.png"):
        os._exit(11)
    return decoding.decode(path)


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
