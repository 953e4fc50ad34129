"""Compose says before it is drawn what servers would draw otherwise, and which of their graphs can be chosen."""

from __future__ import annotations

from screens.widgets.choice import Choice
from tests.backends.comfyui.newer import FLUX2, nodes_of
from tests.conftest import Home
from tests.screens.compose.writing import words, write
from tests.screens.conftest import Opened, until
from tests.standin.server import StandIn


async def test_what_a_server_would_draw_otherwise_is_said_before_it_is_drawn(cast_home: Home, opened: Opened) -> None:
    async with StandIn() as server:
        server.object_info |= nodes_of(**FLUX2)
        cast_home.write_settings(f'[[servers]]\nname = "lab"\nurl = "{server.url}"\n')
        async with opened() as pilot:
            await write(pilot, "Milo at work")
            lora = "without the LoRA FLUX-kontext-lora-flat-cartoon-style.safetensors, which is for FLUX.1"
            told = f"▲ On lab: drawn by {FLUX2['unet'][0]} with 20 steps, and not by Schnell; {lora}"
            await until(pilot, lambda: words(pilot, "#understood").endswith(told))
            pilot.app.screen.query_one("#style", Choice).value = "painterly"
            await until(pilot, lambda: words(pilot, "#understood").endswith("and not by Schnell"))
            pilot.app.screen.query_one("#engine", Choice).value = "draft"
            await until(pilot, lambda: "▲" not in words(pilot, "#understood"))
        assert server.bodies == []


async def test_a_lora_that_is_missing_is_said_before_it_is_drawn(cast_home: Home, opened: Opened) -> None:
    async with StandIn() as server:
        server.set_choices("LoraLoaderModelOnly", "lora_name", [])
        cast_home.write_settings(f'[[servers]]\nname = "lab"\nurl = "{server.url}"\n')
        async with opened() as pilot:
            await write(pilot, "Milo at work")
            told = "there is no FLUX-kontext-lora-flat-cartoon-style.safetensors in its models/loras"
            await until(pilot, lambda: told in words(pilot, "#understood"))
            await pilot.press("ctrl+n")
            await until(pilot, lambda: "Name Milo or James" in words(pilot, "#understood"))


async def test_graphs_that_come_later_can_be_chosen(cast_home: Home, opened: Opened) -> None:
    cast_home.write_settings('pictures = "half-cells"\n[[servers]]\nname = "rack"\nurl = "http://127.0.0.1:9"\n')
    async with opened() as pilot:
        graphs = cast_home.settings / "graphs"
        graphs.mkdir()
        (graphs / "[b]mine.json").write_text("{}")
        await pilot.press("f3", "f2")
        engine = pilot.app.screen.query_one("#engine", Choice)
        await until(pilot, lambda: "rack/[b]mine" in engine.offered)
        assert engine.value == "auto"
