"""`studio draw`: the whole path from a scene to files, with the draft painter and with the stand-in for ComfyUI."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import pty
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from library.formats.pictures import read_picture
from library.formats.png_text import read_header
from library.store import Library
from studio.scenes.recipe import from_json
from tests.backends.comfyui.newer import FLUX2, KLEIN, nodes_of
from tests.conftest import Home
from tests.standin.server import StandIn
from tests.studio.cli.conftest import Studio, one_line

SMALL = ("--size", "256x256", "--engine", "draft")


def drawn(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_the_paths_of_both_versions_are_printed_and_nothing_else(studio: Studio) -> None:
    ended = studio("draw", "Milo debugging at 2 AM", "--shirt", "PEBKAC", *SMALL)
    assert (ended.status, ended.err) == (0, "")
    original, lettered = map(Path, ended.out.splitlines())
    assert "milo-debugging-at-2-am" in original.name
    assert lettered.name.startswith(original.stem + "--pebkac")
    before, after = read_picture(original), read_picture(lettered)
    assert before.shape == (256, 256, 3)
    assert (before != after).any()


def test_words_need_no_quotes(studio: Studio) -> None:
    (record,) = drawn(studio("draw", "somebody", "at", "the", "rack", *SMALL, "--json").out)
    assert record["scene"] == "somebody at the rack"
    assert record["plate"] == "north"


def test_json_is_one_line_a_picture(studio: Studio, home: Home) -> None:
    ended = studio("draw", "somebody", "--shirt", "RTFM", "--count", "2", "--seed", "7", *SMALL, "--json")
    first, second = drawn(ended.out)
    assert (first["seed"], second["seed"]) == (7, 8)
    for record in (first, second):
        assert Path(record["picture"]).is_relative_to(home.library)
        assert len(record["lettered"]) == 1
        assert record["sayings"] == ["RTFM"]
        assert (record["engine"], record["width"], record["height"]) == ("draft", 256, 256)
        assert "out" not in record


def test_the_recipe_of_a_draft_says_where_its_panels_are(studio: Studio, tmp_path: Path) -> None:
    words = ("--shirt", "RTFM", "--shirt", "PEBKAC", "--seed", "902")
    (record,) = drawn(studio("draw", "Milo and James celebrate at the rack", *words, *SMALL, "--json").out)
    note = read_header(Path(record["picture"])).note
    assert note is not None
    places = from_json(note.facts.recipe).places
    assert [(place.who, place.kind) for place in places] == [("Milo", "panel"), ("James", "panel")]
    letter = ("letter", record["picture"], "--text", "1", "--text", "2", "--out", str(tmp_path), "--json")
    (again,) = drawn(studio(*letter).out)
    assert [tuple(map(tuple, one["quad"])) for one in again["placements"]] == [place.quad for place in places]


def test_a_saying_for_which_there_is_nobody_is_a_warning(studio: Studio, home: Home) -> None:
    ended = studio("draw", "Milo at the rack", "--shirt", "RTFM", "--shirt", "PEBKAC", *SMALL, "--json")
    (record,) = drawn(ended.out)
    assert ended.status == 0
    assert [one.partition(":")[0] for one in record["warnings"]] == ["“PEBKAC”"]
    assert "Nobody wears “" in one_line(ended.err)
    found = drawn(studio("gallery", "search", "is:misplaced", "--json").out)
    assert [one["id"] for one in found] == [record["id"]]
    ended = studio("draw", "Milo at the rack", "--shirt", "RTFM", *SMALL, "--json")
    assert (drawn(ended.out)[0]["warnings"], ended.err) == ([], "")


def test_the_same_seed_gives_the_same_picture(studio: Studio) -> None:
    pixels = []
    for _ in range(2):
        (record,) = drawn(studio("draw", "somebody", "--seed", "5", *SMALL, "--json").out)
        pixels.append(read_picture(Path(record["picture"])))
    assert (pixels[0] == pixels[1]).all()


def test_random_takes_one_of_the_sayings(studio: Studio) -> None:
    import data

    (record,) = drawn(studio("draw", "somebody", "--shirt", "random", *SMALL, "--json").out)
    assert record["sayings"][0] in data.text("bofh.txt").splitlines()


def test_random_is_drawn_for_each_picture_and_is_not_the_other_shirts(studio: Studio) -> None:
    ended = studio(
        "draw",
        "Milo and James",
        "--shirt",
        "RTFM",
        "--shirt",
        "random",
        "--count",
        "5",
        "--seed",
        "7",
        *SMALL,
        "--json",
    )
    records = drawn(ended.out)
    assert [record["seed"] for record in records] == [7, 8, 9, 10, 11]
    assert {record["sayings"][0] for record in records} == {"RTFM"}
    others = [record["sayings"][1] for record in records]
    assert len(set(others)) == 5
    assert "RTFM" not in others


def test_out_gets_a_copy_of_the_lettered_version(studio: Studio, tmp_path: Path) -> None:
    target = tmp_path / "milo.png"
    (record,) = drawn(studio("draw", "somebody", "--shirt", "RTFM", "--out", target, *SMALL, "--json").out)
    assert record["out"] == str(target)
    assert target.read_bytes() == Path(record["lettered"][0]).read_bytes()


def test_out_gets_a_number_for_each_of_several(studio: Studio, tmp_path: Path) -> None:
    ended = studio("draw", "somebody", "--count", "2", "--out", tmp_path / "milo.png", *SMALL, "--json")
    assert [record["out"] for record in drawn(ended.out)] == [str(tmp_path / f"milo-{n}.png") for n in (1, 2)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("there.png", "is there already"),
        ("gone/milo.png", "There is no folder"),
        ("milo.jpg", "milo.png"),
        (".", "is a folder"),
    ],
)
def test_a_place_that_cannot_be_is_refused_before_drawing(
    studio: Studio, home: Home, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "there.png").write_bytes(b"mine")
    ended = studio("draw", "somebody", "--out", tmp_path / name, *SMALL)
    assert ended.status == 2
    assert said in one_line(ended.err)
    assert not home.library.exists()
    assert (tmp_path / "there.png").read_bytes() == b"mine"


def test_a_numbered_place_that_is_taken_is_refused_too(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "milo-2.png").write_bytes(b"mine")
    ended = studio("draw", "somebody", "--count", "3", "--out", tmp_path / "milo.png", *SMALL)
    assert ended.status == 2
    assert "milo-2.png is there already" in one_line(ended.err)


def test_a_copy_that_fails_loses_nothing(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, link = tmp_path / "copies" / "milo.png", os.link
    target.parent.mkdir()

    def full(source: Path, place: Path) -> None:
        if place.parent == target.parent:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        link(source, place)

    monkeypatch.setattr(os, "link", full)
    ended = studio("draw", "somebody", "--out", target, *SMALL)
    assert ended.status == 1
    (path,) = map(Path, ended.out.splitlines())
    said = one_line(ended.err)
    assert f"Cannot write {target}" in said
    assert f"The picture itself is safe: {path}" in said
    assert path.exists()
    assert list(target.parent.iterdir()) == []


def test_a_saying_that_cannot_be_set_keeps_the_picture(studio: Studio) -> None:
    ended = studio("draw", "somebody", "--shirt", "猫", *SMALL)
    assert ended.status == 1
    one_line(ended.err)
    (path,) = ended.out.splitlines()
    assert Path(path).exists()


def test_a_library_that_cannot_be_made_is_one_line(studio: Studio, home: Home) -> None:
    home.library.write_text("a file")
    ended = studio("draw", "somebody", *SMALL)
    assert ended.status == 1
    assert str(home.library) in one_line(ended.err)


def test_servers_that_are_not_there_leave_the_draft_painter(studio: Studio, home: Home) -> None:
    home.write_settings('[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\n')
    ended = studio("draw", "somebody", "--size", "256x256", "--json")
    assert ended.status == 0
    assert drawn(ended.out)[0]["engine"] == "draft"
    assert "No server is ready, so the draft painter draws: lab: " in one_line(ended.err)


def test_a_server_that_was_named_and_is_not_there_fails(studio: Studio, home: Home) -> None:
    home.write_settings('[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\n')
    ended = studio("draw", "somebody", "--engine", "lab")
    assert (ended.status, ended.out) == (1, "")
    assert "The engine does not answer (lab)" in one_line(ended.err)


# As a process of its own, beside a server.


@contextlib.asynccontextmanager
async def lab(home: Home) -> AsyncIterator[StandIn]:
    """A stand-in that the settings name."""
    async with StandIn() as server:
        home.write_settings(f'[[servers]]\nname = "lab"\nurl = "{server.url}"\n')
        yield server


async def started(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "studio", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )


async def test_comfyui_draws_and_the_studio_letters(home: Home) -> None:
    async with lab(home) as server:
        studio = await started("draw", "somebody at a desk", "--shirt", "PEBKAC", "--json")
        out, err = await asyncio.wait_for(studio.communicate(), 30)
    assert (studio.returncode, err) == (0, b"")
    (record,) = drawn(out.decode())
    assert record["engine"] == "lab"
    assert len(record["lettered"]) == 1
    assert len(server.ran) == 1


async def test_a_missing_model_is_named_with_its_folder(home: Home) -> None:
    async with lab(home) as server:
        server.set_choices("UNETLoader", "unet_name", ["some-other-model.safetensors"])
        studio = await started("draw", "somebody at a desk", "--engine", "lab")
        out, err = await asyncio.wait_for(studio.communicate(), 30)
    assert (studio.returncode, out) == (1, b"")
    said = one_line(err.decode())
    assert "A model is missing on the server (lab)" in said
    assert "models/diffusion_models" in said


async def test_flux2_alone_draws_the_usual_style_and_says_what_it_leaves_out(home: Home) -> None:
    async with lab(home) as server:
        server.object_info |= nodes_of(**FLUX2)
        studio = await started("draw", "Milo at a desk", "--steps", "7", "--json")
        out, err = await asyncio.wait_for(studio.communicate(), 30)
    assert studio.returncode == 0
    lora = "without the LoRA FLUX-kontext-lora-flat-cartoon-style.safetensors, which is for FLUX.1"
    before, after = err.decode().splitlines()
    assert before == f"studio: On lab: drawn by {FLUX2['unet'][0]} with 7 steps, and not by Kontext; {lora}"
    assert after == before.replace("On lab: ", "")
    (record,) = drawn(out.decode())
    library = Library.open(home.library)
    facts = library.picture(record["id"]).facts
    library.close()
    recipe = from_json(facts.recipe)
    assert (facts.loras, facts.steps, facts.guidance) == ((), 7, 4.0)
    assert (recipe.family, recipe.loras, recipe.chosen) == ("flux2", (), ("steps",))
    assert [one.file for one in recipe.left_out] == ["FLUX-kontext-lora-flat-cartoon-style.safetensors"]


async def test_a_family_can_be_asked_for(home: Home) -> None:
    async with lab(home) as server:
        server.object_info |= nodes_of(**{**KLEIN, "unet": ["flux1-schnell.safetensors", *KLEIN["unet"]]})
        studio = await started("draw", "a room", "--style", "painterly", "--family", "klein-base", "--json")
        out, err = await asyncio.wait_for(studio.communicate(), 30)
        (body,) = server.bodies
    assert (studio.returncode, err) == (0, b"")
    assert body["prompt"]["unet"]["inputs"]["unet_name"] == "flux-2-klein-base-4b-fp8.safetensors"
    assert body["prompt"]["schedule"]["inputs"]["steps"] == 20
    assert drawn(out.decode())


def test_a_family_that_nobody_knows_is_wrong_use(studio: Studio) -> None:
    ended = studio("draw", "somebody", "--family", "sdxl")
    assert ended.status == 2
    assert "klein-base" in ended.err


async def test_ctrl_c_cancels_here_and_on_the_engine(home: Home) -> None:
    async with lab(home) as server:
        server.hold()
        studio = await started("draw", "somebody at a desk", "--count", "3")
        await asyncio.wait_for(server.held(), 30)
        studio.send_signal(signal.SIGINT)
        await server.until(lambda: not server.waiting and server.asked("POST", "/interrupt") > 0)
        server.release()
        out, err = await asyncio.wait_for(studio.communicate(), 30)
        assert server.running == ""
    assert studio.returncode == 130
    assert out == b""
    assert one_line(err.decode()) == "studio: Stopped"
    library = Library.open(home.library)
    states = {job.state for job in library.jobs.latest()}
    library.close()
    assert states == {"cancelled"}


async def test_ctrl_c_while_painting_leaves_no_job_behind(home: Home) -> None:
    studio = await started("draw", "somebody", "--count", "40", *SMALL)
    assert studio.stdout is not None
    await asyncio.wait_for(studio.stdout.readline(), 30)
    studio.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(studio.communicate(), 30)
    assert studio.returncode == 130
    one_line(err.decode())
    library = Library.open(home.library)
    left = library.jobs.latest(unfinished_only=True)
    findings = library.upkeep.check()
    library.close()
    assert left == ()
    assert findings == ()


async def test_on_a_terminal_a_bar_is_shown_and_the_paths_stay(home: Home) -> None:
    main, terminal = pty.openpty()
    studio = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "studio", "draw", "somebody", *SMALL), stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    seen = b""
    with contextlib.suppress(OSError):
        while more := await asyncio.to_thread(os.read, main, 65536):
            seen += more
    os.close(main)
    assert await studio.wait() == 0
    assert b"\x1b[2K" in seen
    assert b".png" in seen
    assert b"Drawn by draft with seed" in seen
