"""Saving: names, chunks, notes and recipes as they came, and no picture twice."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PIL import Image

from library.errors import PictureUnreadable
from library.formats.heads.parts import XMP
from library.formats.png_text import OWN, read_header
from library.records import PictureFacts
from library.store import Library
from tests.library.making import WHEN, chunks, encode, facts, pixels, png


def test_a_saved_picture_has_a_readable_name_in_the_folder_of_its_month(library: Library, folder: Path) -> None:
    picture = library.save_picture(png(), facts(), created=WHEN)
    assert Path(picture.path) == folder / "2026" / "11" / "2026-11-22_milo-debugging-at-2-am_1234.png"
    assert (picture.width, picture.height) == (48, 32)
    assert picture.bytes == Path(picture.path).stat().st_size
    assert picture.facts == facts()
    assert picture.created == WHEN


def test_a_png_keeps_every_chunk_as_it_came_and_gains_the_recipe_and_its_mark(library: Library) -> None:
    data = png(prompt='{"3": {"class_type": "KSampler"}}', workflow='{"nodes": []}')
    saved = Path(library.save_picture(data, facts(), key="a/0").path).read_bytes()
    gained = [f"{name}\0".encode() for name in (OWN, XMP)]
    own = [body for start in gained for kind, body in chunks(saved) if kind == b"iTXt" and body.startswith(start)]
    assert len(own) == 2
    assert [entry for entry in chunks(saved) if entry[1] not in own] == chunks(data)
    note = json.loads(own[0].split(b"\0", 5)[-1])
    assert note["format"] == 1
    assert note["key"] == "a/0"
    assert note["facts"]["recipe"] == facts().recipe


def test_saving_a_saved_picture_again_replaces_its_note(library: Library) -> None:
    first = library.save_picture(png(), facts("first"))
    second = library.save_picture(Path(first.path).read_bytes(), facts("second"))
    header = read_header(Path(second.path))
    assert header.note is not None
    assert header.note.facts.scene == "second"
    assert sum(kind == b"iTXt" for kind, _ in chunks(Path(second.path).read_bytes())) == 2


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_another_format_becomes_png_and_keeps_its_exif(library: Library, kind: str) -> None:
    image = Image.fromarray(pixels())
    exif = image.getexif()
    exif[0x010F] = "prompt:{}"
    picture = library.save_picture(encode(image, kind, exif=exif), facts())
    with Image.open(picture.path) as saved:
        assert saved.format == "PNG"
        assert saved.getexif()[0x010F] == "prompt:{}"
        assert saved.size == image.size


@pytest.mark.parametrize("data", [b"", b"not a picture", png()[:-40], png()[:100]])
def test_a_broken_picture_is_refused_and_leaves_nothing(library: Library, folder: Path, data: bytes) -> None:
    with pytest.raises(PictureUnreadable) as caught:
        library.save_picture(data, facts())
    assert caught.value.reason
    assert not list(folder.rglob("*.png"))
    assert library.page().total == 0


def test_the_same_key_gives_the_same_picture_and_writes_nothing(library: Library, folder: Path) -> None:
    first = library.save_picture(png(1), facts(), key="job/0")
    assert library.save_picture(png(2), facts("other"), key="job/0") == first
    assert library.picture_by_key("job/0") == first
    assert library.picture_by_key("job/1") is None
    assert len(list(folder.rglob("*.png"))) == 1


def test_many_threads_with_one_key_save_one_picture(library: Library, folder: Path) -> None:
    ids: list[int] = []
    threads = [
        threading.Thread(target=lambda: ids.append(library.save_picture(png(), facts(), key="k").id)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6
    assert len(set(ids)) == 1
    assert len(list(folder.rglob("*.png"))) == 1
    assert library.upkeep.check() == ()


def test_the_same_scene_and_seed_twice_get_two_names(library: Library) -> None:
    names = [Path(library.save_picture(png(n), facts(), created=WHEN).path).name for n in range(3)]
    stem = "2026-11-22_milo-debugging-at-2-am_1234"
    assert names == [f"{stem}.png", f"{stem}-2.png", f"{stem}-3.png"]


def test_a_name_whose_file_is_gone_is_not_given_to_another_picture(library: Library) -> None:
    first = library.save_picture(png(1), facts(), created=WHEN)
    Path(first.path).unlink()
    second = library.save_picture(png(2), facts(), created=WHEN)
    assert second.path != first.path


@pytest.mark.parametrize(
    "scene",
    [
        "../../etc/passwd",
        "/abs",
        "-rf .",
        "..",
        "",
        "\x1b[31mred\x07",
        "[b]bold[/b]",
        "a\0b",
        "\ud800",
        "猫",
        "x" * 900,
    ],
)
def test_a_hostile_scene_never_becomes_a_path_or_a_control_character(
    library: Library, folder: Path, scene: str
) -> None:
    picture = library.save_picture(png(), facts(scene), created=WHEN)
    path = Path(picture.path)
    assert path.parent == folder / "2026" / "11"
    assert path.name.isascii()
    assert path.name.startswith("2026-11-22_")
    assert len(path.name) < 100
    assert not any(ord(letter) < 32 for letter in picture.facts.scene + path.name)
    assert library.upkeep.rebuild().pictures == 1
    assert library.picture(picture.id) == picture


def test_seeds_of_64_bits_come_back(library: Library) -> None:
    for seed in (0, 2**63 - 1, 2**63, 2**64 - 1, None):
        picture = library.save_picture(png(), facts(seed=seed))
        assert library.picture(picture.id).facts.seed == seed


def test_references_are_kept_by_hash(library: Library) -> None:
    data = png(prompt="kept")
    sha256 = library.references.add(data)
    assert library.references.add(data) == sha256
    assert library.references.read(sha256) == data
    with pytest.raises(PictureUnreadable):
        library.references.add(b"no picture")


def test_a_recipe_and_a_record_are_kept_to_the_letter(library: Library) -> None:
    text = '{"scene": "\u202eright to left\x7f\x85"}'
    picture = library.save_picture(png(), PictureFacts(scene="\u202eright\x7f", recipe=text))
    lettering = library.save_lettering(picture.id, png(2), ["RTFM"], text)
    library.upkeep.rebuild()
    assert library.picture(picture.id).facts == PictureFacts(scene="right", recipe=text)
    assert library.letterings(picture.id) == (lettering,)
    assert lettering.record == text


def test_a_time_that_cannot_be_is_refused(library: Library) -> None:
    for created in (-1.0, 1e18, float("nan")):
        with pytest.raises(ValueError, match="not made"):
            library.save_picture(png(), facts(), created=created)


def test_an_empty_scene_is_a_picture_too(library: Library) -> None:
    picture = library.save_picture(png(), PictureFacts(), created=WHEN)
    assert Path(picture.path).name == "2026-11-22_picture.png"
