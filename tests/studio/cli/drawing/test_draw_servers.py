"""`studio draw` with the stand-in for ComfyUI, and processes of it that are stopped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import signal
import sys

from library.store import Library
from studio.scenes.recipe import from_json
from tests.backends.comfyui.newer import FLUX2, KLEIN, nodes_of
from tests.conftest import Home
from tests.standin.server import StandIn
from tests.studio.cli.conftest import Studio, one_line
from tests.studio.cli.drawing.drawn import SMALL, drawn


def test_servers_that_are_not_there_leave_the_draft_painter(studio: Studio, lab_away: str) -> None:
    ended = studio("draw", "somebody", "--size", "256x256", "--json")
    assert ended.status == 0
    assert drawn(ended.out)[0]["engine"] == "draft"
    assert "No server is ready, so the draft painter draws: lab: " in one_line(ended.err)


def test_a_server_that_was_named_and_is_not_there_fails(studio: Studio, lab_away: str) -> None:
    ended = studio("draw", "somebody", "--engine", "lab")
    assert (ended.status, ended.out) == (1, "")
    assert "The engine does not answer (lab)" in one_line(ended.err)


# As a process of its own, beside a server.


async def started(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "studio", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )


async def test_comfyui_draws_and_the_studio_letters(lab: StandIn) -> None:
    studio = await started("draw", "Milo at a desk", "--family", "schnell", "--shirt", "PEBKAC", "--json")
    out, err = await asyncio.wait_for(studio.communicate(), 30)
    assert (studio.returncode, err) == (0, b"")
    (record,) = drawn(out.decode())
    assert record["engine"] == "lab"
    assert len(record["lettered"]) == 1
    assert len(lab.ran) == 1


async def test_a_missing_model_is_named_with_its_folder(lab: StandIn) -> None:
    lab.set_choices("UNETLoader", "unet_name", ["some-other-model.safetensors"])
    studio = await started("draw", "somebody at a desk", "--engine", "lab")
    out, err = await asyncio.wait_for(studio.communicate(), 30)
    assert (studio.returncode, out) == (1, b"")
    said = one_line(err.decode())
    assert "A model is missing on the server (lab)" in said
    assert "models/diffusion_models" in said


async def test_flux2_alone_draws_the_usual_style_and_says_what_it_leaves_out(home: Home, lab: StandIn) -> None:
    lab.object_info |= nodes_of(**FLUX2)
    studio = await started("draw", "Milo at a desk", "--steps", "7", "--json")
    out, err = await asyncio.wait_for(studio.communicate(), 30)
    assert studio.returncode == 0
    lora = "without the LoRA FLUX-kontext-lora-flat-cartoon-style.safetensors, which is for FLUX.1"
    (told,) = err.decode().splitlines()
    assert told == f"studio: On lab: drawn by {FLUX2['unet'][0]} with 7 steps, and not by Kontext; {lora}"
    (record,) = drawn(out.decode())
    library = Library.open(home.library)
    facts = library.picture(record["id"]).facts
    library.close()
    recipe = from_json(facts.recipe)
    assert (facts.loras, facts.steps, facts.guidance) == ((), 7, 4.0)
    assert (recipe.family, recipe.loras, recipe.chosen) == ("flux2", (), ("steps",))
    assert [one.file for one in recipe.left_out] == ["FLUX-kontext-lora-flat-cartoon-style.safetensors"]


async def test_a_family_can_be_asked_for(lab: StandIn) -> None:
    lab.object_info |= nodes_of(**{**KLEIN, "unet": ["flux1-schnell.safetensors", *KLEIN["unet"]]})
    studio = await started("draw", "a room", "--style", "painterly", "--family", "klein-base", "--json")
    out, err = await asyncio.wait_for(studio.communicate(), 30)
    (body,) = lab.bodies
    assert (studio.returncode, err) == (0, b"")
    assert body["prompt"]["unet"]["inputs"]["unet_name"] == "flux-2-klein-base-4b-fp8.safetensors"
    assert body["prompt"]["schedule"]["inputs"]["steps"] == 20
    assert drawn(out.decode())


def test_a_family_that_nobody_knows_is_wrong_use(studio: Studio) -> None:
    ended = studio("draw", "somebody", "--family", "sdxl")
    assert ended.status == 2
    assert "klein-base" in ended.err


async def test_ctrl_c_cancels_here_and_on_the_engine(home: Home, lab: StandIn) -> None:
    lab.hold()
    studio = await started("draw", "somebody at a desk", "--count", "3")
    await asyncio.wait_for(lab.held(), 30)
    studio.send_signal(signal.SIGINT)
    await lab.until(lambda: not lab.waiting and lab.asked("POST", "/interrupt") > 0)
    lab.release()
    out, err = await asyncio.wait_for(studio.communicate(), 30)
    assert lab.running == ""
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
