"""Bad files, bad words, full disks and Ctrl-C: whole files or none, and one line that says why."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from library.formats.pictures import read_picture
from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line
from tests.studio.cli.lettering.lettered import Letter, answers, saved
from tests.studio.cli.lettering.pictures import scene


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
