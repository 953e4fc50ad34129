"""`studio dataset caption`: captions seen, changed as one change, and drafted."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp import web

from studio.datasets.folder.reading import Opened, opened
from studio.datasets.folder.undoing import undo
from studio.datasets.making import changing
from tests.conftest import Home
from tests.standin.hosted.server import Reply, Seen, png
from tests.standin.vision import MODEL, REFUSALS, VisionStandIn
from tests.studio.cli.conftest import Studio, one_line

TOML = """\
name = "figurines"
kind = "style"
trigger = "nua_figurine_style"
pattern = "a {trigger} figurine of {description}, flat style"

[[picture]]
name = "f_01"
view = "back"
labels = ["MAN WITH GLASSES", "BACK"]

[[picture]]
name = "f_02"
prompt = "masterpiece, (a red fox:1.2) in snow, anime style"

[[picture]]
name = "f_03"
drafted = "qwen3-vl:8b"
"""


@pytest.fixture
def folder(home: Home) -> Path:
    """A dataset of three pictures, the first of which has no caption."""
    made = home.library / "datasets" / "figurines"
    made.mkdir(parents=True)
    (made / "dataset.toml").write_text(TOML, encoding="utf-8")
    for number in (1, 2, 3):
        (made / f"f_0{number}.png").write_bytes(png(64, 64, number))
    (made / "f_02.txt").write_text("a nua_figurine_style figurine of a cat, flat style\n", encoding="utf-8")
    (made / "f_03.txt").write_text("a dog in a hat\n", encoding="utf-8")
    return made


@contextmanager
def serving(stand_in: VisionStandIn) -> Iterator[None]:
    """A stand-in that serves while a command runs here: it has a thread and an event loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(stand_in.listen(), loop).result(30)
        yield
    finally:
        asyncio.run_coroutine_threadsafe(stand_in.vanish(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def captions(folder: Path) -> Opened:
    return opened(folder)


def test_captions_are_seen_with_what_is_wrong(studio: Studio, folder: Path) -> None:
    ended = studio("dataset", "caption", "figurines", "--tokens")
    assert ended.status == 0
    lines = ended.out.splitlines()
    assert lines[0] == "f_01: no caption"
    assert lines[2:] == [
        "f_02: a nua_figurine_style figurine of a cat, flat style",
        "  CLIP 16 of 77, T5 about 17 of 512",
        "f_03: a dog in a hat [draft by qwen3-vl:8b]",
        "  CLIP 7 of 77, T5 about 6 of 512",
    ]
    assert "The trigger word 'nua_figurine_style' is missing from 1 of 2 captions (f_03)" in ended.err
    assert "Nobody has looked at 1 draft by qwen3-vl:8b (f_03)" in ended.err
    assert studio("dataset", "caption", "figurines", "--where", "has:draft").out.startswith("f_03: ")


def test_a_change_is_told_before_and_after_and_taken_back_as_one(studio: Studio, folder: Path) -> None:
    dry = studio("dataset", "caption", "figurines", "--pattern", "--dry-run")
    assert "f_03\n  - a dog in a hat\n  + a nua_figurine_style figurine of a dog in a hat, flat style\n" in dry.out
    assert "2 captions of 3 changed; nothing was written" in dry.err
    assert captions(folder).captions["f_03"] == "a dog in a hat"

    done = studio("dataset", "caption", "figurines", "--pattern", "{trigger}: {description}", "--where", "has:caption")
    assert "studio dataset undo figurines takes it back" in done.err
    now = captions(folder)
    assert now.dataset.pattern == "{trigger}: {description}"
    assert now.captions == {
        "f_02": "nua_figurine_style: a cat",
        "f_03": "nua_figurine_style: a dog in a hat",
    }
    assert now.picture("f_03").drafted
    before = undo(folder).opened
    assert before.captions["f_03"] == "a dog in a hat"
    assert before.picture("f_03").drafted
    assert before.dataset.pattern.endswith("flat style")


def test_captions_come_from_labels_prompts_files_and_a_person(studio: Studio, folder: Path, tmp_path: Path) -> None:
    assert studio("dataset", "caption", "figurines", "--from", "labels", "--only-empty").status == 0
    assert captions(folder).captions["f_01"] == (
        "a nua_figurine_style figurine of a man with glasses, back view, flat style"
    )
    studio("dataset", "caption", "figurines", "--from", "recipes")
    assert captions(folder).captions["f_02"] == "a nua_figurine_style figurine of a red fox in snow, flat style"
    table = tmp_path / "captions.csv"
    table.write_text('file;caption\nf_02.png;"a fox;\nred"\nimg/F_03.png;a dog\nother.png;x\n', encoding="utf-8")
    ended = studio("dataset", "caption", "figurines", "--from", table)
    assert "The dataset has no other.png: left out" in ended.err
    lines = tmp_path / "metadata.jsonl"
    lines.write_text('{"file_name": "f_01.png", "text": "a\u2028man"}\r\n', encoding="utf-8")
    studio("dataset", "caption", "figurines", "--from", lines)
    studio("dataset", "caption", "figurines", "--set", "f_03", "a big  dog")
    assert captions(folder).captions == {"f_01": "a man", "f_02": "a fox; red", "f_03": "a big dog"}
    assert not captions(folder).picture("f_03").drafted


def test_words_and_the_trigger_are_replaced_everywhere(studio: Studio, folder: Path) -> None:
    studio("dataset", "caption", "figurines", "--replace", r"a (cat|dog)", r"one \1", "--regex", "--where", "-hat")
    studio("dataset", "caption", "figurines", "--trigger", "nua")
    now = captions(folder)
    assert now.captions == {"f_02": "a nua figurine of one cat, flat style", "f_03": "a dog in a hat"}
    assert now.dataset.trigger == "nua"


def test_json_says_each_change_and_each_warning(studio: Studio, folder: Path) -> None:
    ended = studio("dataset", "caption", "figurines", "--replace", "dog", "cat", "--json")
    records = [json.loads(line) for line in ended.out.splitlines()]
    assert records[0] == {
        "picture": "f_03",
        "before": "a dog in a hat",
        "caption": "a cat in a hat",
        "written": True,
        "clip_tokens": 7,
        "about_t5_tokens": 6,
    }
    assert {record["warning"] for record in records[1:]} == {"no caption", "trigger missing", "draft"}


def test_a_vision_server_drafts_what_a_person_then_looks_at(studio: Studio, home: Home, folder: Path) -> None:
    stand_in = VisionStandIn("ollama")
    with serving(stand_in):
        home.write_settings(f'[vision]\nurl = "{stand_in.url}"\nmodel = "{MODEL}"\n')
        ended = studio("dataset", "caption", "figurines", "--from", "vision", "--only-empty")
        assert ended.status == 0, ended.err
        drafted = "a nua_figurine_style figurine of a man with glasses holds a mug, in a kitchen, flat style"
        assert captions(folder).captions["f_01"] == drafted
        assert captions(folder).picture("f_01").drafted == MODEL

        # What came before the server went is not lost.
        stand_in.text = "a drawing of a bird"
        stand_in.faults.refusals = [Reply(200, {"choices": [{"message": {"content": "a bird"}}]}), REFUSALS["broken"]]
        stand_in.faults.refusals.append(REFUSALS["proxy's 502"])
        ended = studio("dataset", "caption", "figurines", "--from", "vision")
        assert ended.status == 1
        assert "CUDA out of memory" in ended.err
        assert "cannot answer now (502)" in ended.err
        assert captions(folder).captions["f_01"] == "a nua_figurine_style figurine of a bird, flat style"
        assert captions(folder).captions["f_03"] == "a dog in a hat"
    assert studio("dataset", "caption", "figurines", "--looked-at").status == 0
    assert not any(one.drafted for one in captions(folder).dataset.pictures)


def test_what_is_done_while_drafts_are_written_stays(
    studio: Studio, home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = VisionStandIn("ollama")
    answer = stand_in.drawn

    async def meanwhile(seen: Seen, request: web.Request) -> Reply:
        if not (folder / "f_01.txt").exists():
            (folder / "f_01.txt").write_text("mine\n", encoding="utf-8")
            changing.dataset_changed(opened(folder), steps=900)
        return await answer(seen, request)

    monkeypatch.setattr(stand_in, "drawn", meanwhile)
    with serving(stand_in):
        home.write_settings(f'[vision]\nurl = "{stand_in.url}"\nmodel = "{MODEL}"\n')
        ended = studio("dataset", "caption", "figurines", "--from", "vision")
    assert ended.status == 0, ended.err
    assert "f_01 was changed meanwhile: its draft is left out" in ended.err
    now = captions(folder)
    assert now.captions["f_01"] == "mine"
    assert "holds a mug" in now.captions["f_02"]
    assert now.dataset.steps == 900


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--from", "vision"), 1, "No vision server is set up"),
        (("--regex",), 2, "--regex is about --replace"),
        (("--replace", "a", "b", "--trigger", "c"), 2, "are two changes"),
        (("--replace", "(", "b", "--regex"), 1, "no regular expression"),
        (("--pattern", "{descripton}"), 1, "did you mean {description}?"),
        (("--where", "colour:red"), 2, "There is no field"),
        (("--set", "f_09", "x"), 1, "No picture is called 'f_09'"),
        (("--from", "no.csv"), 1, "no.csv"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    studio: Studio, folder: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ended = studio("dataset", "caption", "figurines", *arguments)
    assert ended.status == status
    assert said in one_line(ended.err)
