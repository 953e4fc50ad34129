"""`studio letter`: the contract of its lines, every kind of picture, and nothing lost or half-written."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from library import metadata
from library.pictures import read_picture
from studio.cli import letter_file, letter_work
from studio.lettering.records import LetteringRecord
from tests.conftest import Home
from tests.studio.cli.conftest import Ended, Studio, one_line
from tests.studio.cli.pictures import PANEL, Pixels, outside, scene

Letter = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def letter(studio: Studio, out: Path) -> Letter:
    """Letter files with PEBKAC and give the JSON lines; no file may fail."""

    def run(*sources: Path) -> list[dict[str, Any]]:
        ended = studio("letter", *sources, "--text", "PEBKAC", "--out", out, "--json")
        assert ended.status == 0, ended.err
        return answers(ended)

    return run


def answers(ended: Ended) -> list[dict[str, Any]]:
    """What is told of the pictures that were lettered."""
    return [answer for answer in map(json.loads, ended.out.splitlines()) if "error" not in answer]


def saved(image: Image.Image, path: Path, **how: Any) -> Path:
    image.save(path, **how)
    return path


def pixels(path: str | Path) -> Pixels:
    with Image.open(path) as image:
        return np.array(image)


def test_one_line_a_picture_as_the_contract_says(letter: Letter, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    (answer,) = letter(source)
    assert list(answer) == ["source", "output", "seconds", "placements"]
    assert answer["source"] == str(source)
    assert answer["output"] == str(out / "milo.png")
    assert 0 < answer["seconds"] < 60
    (placement,) = answer["placements"]
    assert placement["method"] == "panel"
    assert placement["text"] == "PEBKAC"
    left, top, right, bottom = PANEL
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    assert np.abs(np.array(placement["quad"]) - corners).max() < 8


def test_only_the_lettering_changes(letter: Letter, tmp_path: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    (answer,) = letter(source)
    before, after = pixels(source), pixels(answer["output"])
    assert after.dtype == np.uint8
    assert after.shape == before.shape
    apart = outside(answer["placements"][0]["quad"], before.shape)
    assert np.array_equal(before[apart], after[apart])
    assert not np.array_equal(before, after)


def test_texts_go_left_to_right(studio: Studio, tmp_path: Path, out: Path) -> None:
    pair = Image.new("RGB", (640, 320))
    pair.paste(scene(seed=1), (0, 0))
    pair.paste(scene(seed=2), (320, 0))
    source = saved(pair, tmp_path / "pair.png")
    ended = studio("letter", source, "--text", "It works", "--text", "On my machine", "--out", out, "--json")
    (answer,) = answers(ended)
    assert [placement["text"] for placement in answer["placements"]] == ["It works", "On my machine"]
    lefts = [placement["quad"][0][0] for placement in answer["placements"]]
    assert lefts == sorted(lefts)


def test_without_json_a_person_reads_where_it_went(studio: Studio, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    ended = studio("letter", source, "--text", "RTFM", "--out", out)
    assert ended.out.startswith(f"{source} → {out / 'milo.png'} (panel, ")
    assert ended.err == ""


@pytest.mark.parametrize("kind", ["rgba", "la", "palette", "rgb with a clear colour"])
def test_transparency_is_kept(letter: Letter, tmp_path: Path, kind: str) -> None:
    image = scene()
    alpha = Image.fromarray(np.tile(np.linspace(0, 255, 320).astype(np.uint8), (320, 1)))
    source = tmp_path / "clear.png"
    if kind == "rgba":
        image.putalpha(alpha)
        image.save(source)
    elif kind == "la":
        grey = image.convert("L")
        grey.putalpha(alpha)
        grey.save(source)
    elif kind == "palette":
        image.quantize(64).save(source, transparency=3)
    else:
        image.save(source, transparency=image.getpixel((0, 0)))
    with Image.open(source) as opened:
        before = np.array(opened.convert("RGBA"))
    (answer,) = letter(source)
    after = pixels(answer["output"])
    apart = outside(answer["placements"][0]["quad"], before.shape)
    assert after.shape == (320, 320, 4)
    assert np.array_equal(before[apart], after[apart])
    assert not np.array_equal(before, after)
    assert (after[..., 3] >= before[..., 3]).all()


def test_over_paper_a_clear_picture_looks_as_it_was_lettered() -> None:
    rng = np.random.default_rng(3)
    rgba = rng.integers(0, 256, (40, 40, 4), dtype=np.uint8)
    over = Image.alpha_composite(Image.new("RGBA", (40, 40), "white"), Image.fromarray(rgba)).convert("RGB")
    source = letter_file.Source(np.array(over), rgba, {}, b"")
    lettered = np.array(over)
    lettered[10:30, 10:30] = rng.integers(0, 256, (20, 20, 3), dtype=np.uint8)
    origin = letter_file.Origin("x.png", LetteringRecord())
    png = letter_file.as_png(source, lettered, origin)
    shown = read_picture(png).astype(int)
    assert np.abs(shown - lettered).max() <= 2
    with Image.open(io.BytesIO(png)) as image:
        after = np.array(image)
    same = (lettered == source.rgb).all(-1)
    assert np.array_equal(after[same], rgba[same])


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_sixteen_bits_a_channel_stay_where_nothing_was_set(letter: Letter, tmp_path: Path, channels: int) -> None:
    rng = np.random.default_rng(2)
    base = np.array(scene())[..., ::-1].astype(np.uint16) * 257
    deep = np.clip(base.astype(int) + rng.integers(-120, 120, base.shape), 0, 65535).astype(np.uint16)
    if channels == 1:
        deep = deep[..., 1]
    elif channels == 4:
        deep = np.dstack([deep, rng.integers(0, 65536, deep.shape[:2]).astype(np.uint16)])
    source = tmp_path / "deep.png"
    source.write_bytes(cv2.imencode(".png", deep)[1].tobytes())
    (answer,) = letter(source)
    after = cv2.imread(answer["output"], cv2.IMREAD_UNCHANGED)
    assert after is not None
    assert after.dtype == np.uint16
    before = np.dstack([deep] * 3) if channels == 1 else deep
    apart = outside(answer["placements"][0]["quad"], before.shape)
    assert np.array_equal(after[apart], before[apart])
    assert not np.array_equal(after, before)


def test_of_a_moving_picture_it_is_said_that_the_first_frame_is_lettered(
    studio: Studio, tmp_path: Path, out: Path
) -> None:
    source = saved(scene(), tmp_path / "moving.gif", save_all=True, append_images=[scene(seed=1)])
    ended = studio("letter", source, "--text", "x", "--out", out)
    assert ended.status == 0
    assert "2 frames" in one_line(ended.err)


def sixteen_bit(path: Path) -> Path:
    grey = np.array(scene().convert("L")).astype(np.uint16) * 257
    return saved(Image.fromarray(grey), path)


def turned(path: Path) -> Path:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(scene().rotate(90), path, exif=exif, quality=95)


KINDS: dict[str, Callable[[Path], Path]] = {
    "cmyk.jpg": lambda path: saved(scene().convert("CMYK"), path, quality=95),
    "sixteen.png": sixteen_bit,
    "palette.png": lambda path: saved(scene().quantize(200), path),
    "turned.jpg": turned,
    "moving.gif": lambda path: saved(scene(), path, save_all=True, append_images=[scene(seed=1)]),
    "moving.webp": lambda path: saved(scene(), path, save_all=True, append_images=[scene(seed=1)], lossless=True),
    "moving.png": lambda path: saved(scene(), path, save_all=True, append_images=[scene(seed=1)]),
    "plain.bmp": lambda path: saved(scene(), path),
    "plain.tiff": lambda path: saved(scene(), path),
    "grey.png": lambda path: saved(scene().convert("L"), path),
    "bits.png": lambda path: saved(scene().convert("1"), path),
}


@pytest.mark.parametrize("name", list(KINDS))
def test_every_kind_of_picture_becomes_a_plain_png_of_the_same_look(letter: Letter, tmp_path: Path, name: str) -> None:
    source = KINDS[name](tmp_path / name)
    (answer,) = letter(source)
    before = read_picture(source)
    with Image.open(answer["output"]) as image:
        assert (image.format, image.mode, getattr(image, "n_frames", 1)) == ("PNG", "RGB", 1)
        after = np.array(image)
    assert after.shape == before.shape
    apart = outside(answer["placements"][0]["quad"], before.shape)
    assert np.array_equal(before[apart], after[apart])


def test_words_and_profile_of_the_source_stay_with_it(letter: Letter, tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    texts = PngImagePlugin.PngInfo()
    texts.add_text("prompt", '{"3": "é"}')
    texts.add_text("Software", "some other program")
    source = saved(scene(), tmp_path / "made.png", pnginfo=texts, icc_profile=profile)
    (answer,) = letter(source)
    header = metadata.read_header(Path(answer["output"]))
    assert header.texts["prompt"] == '{"3": "é"}'
    assert "Software" not in header.texts
    with Image.open(answer["output"]) as image:
        assert image.info["icc_profile"] == profile


def test_bad_files_do_not_stop_the_rest(studio: Studio, tmp_path: Path, out: Path) -> None:
    good = saved(scene(), tmp_path / "good.png")
    empty, text, cut = tmp_path / "empty.png", tmp_path / "text.png", tmp_path / "cut.png"
    empty.write_bytes(b"")
    text.write_text("no picture")
    cut.write_bytes(good.read_bytes()[:9000])
    last = saved(scene(seed=1), tmp_path / "last.png")
    sources = [good, empty, text, cut, tmp_path / "gone.png", last]
    ended = studio("letter", *sources, "--text", "x", "--out", out, "--json")
    assert ended.status == 1
    assert [answer["source"] for answer in answers(ended)] == [str(good), str(last)]
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert [answer["source"] for answer in told] == [str(source) for source in sources]
    lines = ended.err.splitlines()
    assert len(lines) == 5
    for source, line in zip([empty, text, cut, tmp_path / "gone.png"], lines, strict=False):
        assert line.startswith("studio: ")
        assert str(source) in line
    assert lines[-1] == "studio: 4 of 6 pictures could not be lettered; the others are done"
    assert sorted(path.name for path in out.iterdir()) == ["good.png", "last.png"]


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 2)])
def test_a_picture_without_room_for_words_is_said(
    studio: Studio, tmp_path: Path, out: Path, size: tuple[int, int]
) -> None:
    source = saved(Image.new("RGB", size, "white"), tmp_path / "tiny.png")
    ended = studio("letter", source, "--text", "PEBKAC", "--out", out)
    if ended.status:
        assert f"{size[0]} × {size[1]} pixels" in one_line(ended.err)
        assert list(out.iterdir()) == []


def test_a_bomb_is_refused_before_it_is_unpacked(studio: Studio, tmp_path: Path, out: Path) -> None:
    bomb = saved(Image.new("1", (20000, 20000)), tmp_path / "bomb.png")
    ended = studio("letter", bomb, "--text", "x", "--out", out)
    assert ended.status == 1
    assert "20000 × 20000" in one_line(ended.err)


def test_the_source_is_never_touched(letter: Letter, tmp_path: Path, out: Path) -> None:
    out.mkdir()
    source = saved(scene(), out / "milo.png")
    before = source.read_bytes()
    (answer,) = letter(source)
    assert source.read_bytes() == before
    assert answer["output"] == str(out / "milo-2.png")
    (again,) = letter(Path(answer["output"]))
    assert again["output"] == str(out / "milo-2-2.png")


def test_a_second_lettering_takes_the_place_of_the_first(studio: Studio, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    made = []
    for text in ("PEBKAC", "RTFM"):
        (answer,) = answers(studio("letter", source, "--text", text, "--out", out, "--json"))
        assert answer["output"] == str(out / "milo.png")
        made.append(Path(answer["output"]).read_bytes())
    assert made[0] != made[1]
    assert [path.name for path in out.iterdir()] == ["milo.png"]


def test_things_that_are_no_files_are_left_alone(letter: Letter, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    out.mkdir()
    os.mkfifo(out / "milo.png")
    (out / "milo-2.png").mkdir()
    (answer,) = letter(source)
    assert answer["output"] == str(out / "milo-3.png")


def test_a_name_that_is_too_long_is_a_bad_file_and_no_more(studio: Studio, tmp_path: Path, out: Path) -> None:
    long, good = saved(scene(), tmp_path / ("x" * 252), format="PNG"), saved(scene(), tmp_path / "good.png")
    ended = studio("letter", long, tmp_path / ("y" * 300), good, "--text", "x", "--out", out, "--json")
    assert ended.status == 1
    assert [answer["source"] for answer in answers(ended)] == [str(good)]
    assert ended.err.count("File name too long") == 2


def test_a_file_of_the_persons_own_is_left_alone(letter: Letter, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    out.mkdir()
    own = saved(scene(seed=5), out / "milo.png").read_bytes()
    (answer,) = letter(source)
    assert answer["output"] == str(out / "milo-2.png")
    assert (out / "milo.png").read_bytes() == own


def test_a_file_in_the_place_of_the_folder_is_wrong_use(studio: Studio, tmp_path: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    ended = studio("letter", source, "--text", "x", "--out", source)
    assert "is a file" in one_line(ended.err)
    assert ended.status == 2


@pytest.mark.parametrize("text", ["", "  \t ", "\x1b", "猫"])
def test_words_that_cannot_be_set_are_refused_before_any_file(studio: Studio, tmp_path: Path, text: str) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    ended = studio("letter", source, "--text", text, "--out", tmp_path / "out")
    assert ended.status in (1, 2)
    one_line(ended.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("call", ["write", "fsync", "link"])
def test_a_full_disk_leaves_nothing_half_written(
    studio: Studio, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    source = saved(scene(), tmp_path / "milo.png")

    def full(*arguments: object, **named: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    ended = studio("letter", source, "--text", "x", "--out", out)
    monkeypatch.undo()
    assert ended.status == 1
    assert "No space left" in one_line(ended.err)
    assert list(out.iterdir()) == []


def test_a_full_disk_keeps_the_earlier_lettering(
    letter: Letter, studio: Studio, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    (answer,) = letter(source)
    before = Path(answer["output"]).read_bytes()

    def full(*arguments: object, **named: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    ended = studio("letter", source, "--text", "other", "--out", out)
    monkeypatch.undo()
    assert ended.status == 1
    assert (out / "milo.png").read_bytes() == before
    assert [path.name for path in out.iterdir()] == ["milo.png"]


def test_a_folder_that_cannot_be_made_is_one_line(studio: Studio, tmp_path: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    ended = studio("letter", source, "--text", "x", "--out", source / "deeper")
    assert ended.status == 1
    assert "Not a directory" in one_line(ended.err)


def test_names_that_a_terminal_would_obey_are_shown_as_escapes(process: Studio, tmp_path: Path, out: Path) -> None:
    names = [b"new\nline.png", b"\x1b[2Jclear.png", b"caf\xe9.png", "Füchsin 猫.png".encode()]
    good = saved(scene(), tmp_path / "good.png").read_bytes()
    sources = []
    for name in names:
        path = os.fsencode(tmp_path) + b"/" + name
        Path(os.fsdecode(path)).write_bytes(good)
        sources.append(path)
    ended = process("letter", *sources, "--text", "x", "--out", out)
    assert ended.status == 0
    assert "\x1b" not in ended.out
    assert len(ended.out.splitlines()) == len(names)
    assert sorted(os.fsencode(path.name) for path in out.iterdir()) == sorted(names)
    ended = process("letter", *sources, "--text", "x", "--out", out, "--json")
    assert [os.fsencode(answer["source"]) for answer in answers(ended)] == sources
    assert len(list(out.iterdir())) == len(names)


def test_a_terminal_of_another_encoding_gets_escapes(tmp_path: Path, home: Home, out: Path) -> None:
    source = saved(scene(), tmp_path / "猫.png")
    done = subprocess.run(
        [sys.executable, "-m", "studio", "letter", source, "--text", "x", "--out", out],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert b"\\u732b.png \\u2192 " in done.stdout
    assert (out / "猫.png").exists()


def test_ctrl_c_leaves_whole_files_only(tmp_path: Path, home: Home, out: Path) -> None:
    sources = [saved(scene((900, 900), n), tmp_path / f"{n}.png") for n in range(8)]
    studio = subprocess.Popen(
        [sys.executable, "-m", "studio", "letter", *sources, "--text", "x", "--out", out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert studio.stdout is not None
    assert studio.stdout.readline().startswith(str(sources[0]))
    studio.send_signal(signal.SIGINT)
    _, err = studio.communicate(timeout=30)
    assert studio.returncode == 130
    assert one_line(err) == "studio: Stopped"
    made = list(out.iterdir())
    assert 1 <= len(made) < len(sources)
    for path in made:
        assert read_picture(path).shape == (900, 900, 3)


def test_order_is_the_order_of_the_files(letter: Letter, tmp_path: Path) -> None:
    sizes = [(900, 900), (64, 64), (500, 500), (32, 32), (300, 300)]
    sources = [saved(scene(size, n), tmp_path / f"{n}.png") for n, size in enumerate(sizes)]
    assert [answer["source"] for answer in letter(*sources)] == [str(source) for source in sources]


def test_settings_say_how_words_look(studio: Studio, home: Home, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    studio("letter", source, "--text", "rtfm", "--out", out)
    plain = (out / "milo.png").read_bytes()
    home.write_settings('[lettering]\ncase = "upper"\nink = "#aa0000"\n')
    studio("letter", source, "--text", "rtfm", "--out", out)
    assert (out / "milo.png").read_bytes() != plain


def test_a_pose_model_that_is_not_there_stops_everything_at_once(studio: Studio, home: Home, tmp_path: Path) -> None:
    home.write_settings(f'[lettering]\npose_model = "{tmp_path / "gone.onnx"}"\n')
    sources = [saved(Image.new("RGB", (64, 64)), tmp_path / f"{n}.png") for n in range(3)]
    ended = studio("letter", *sources, "--text", "x", "--out", tmp_path / "out")
    assert ended.status == 1
    assert "gone.onnx" in one_line(ended.err)


def test_memory_that_is_not_there_is_said_of_the_file(
    studio: Studio, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*arguments: object, **named: object) -> None:
        raise MemoryError

    monkeypatch.setattr(letter_work, "arrange", greedy)
    source = saved(scene(), tmp_path / "milo.png")
    ended = studio("letter", source, "--text", "x", "--out", out)
    assert ended.status == 1
    assert "needs more memory" in one_line(ended.err)
