"""What the workspace makes of a person's files, and what it says of a scene before it is drawn."""

from __future__ import annotations

import pytest

from studio.cast import own_file
from studio.scenes.recipe import LoraChoice
from studio.scenes.scene import Scene
from studio.scenes.stock import UnknownName
from studio.workspace import Workspace
from tests.conftest import Home


async def test_what_the_draft_painter_leaves_out_is_said_before(home: Home) -> None:
    for name in ("Anna", "Berta", "Clara"):
        own_file.add(home.settings, own_file.NewCharacter(name, "an anthropomorphic badger"))
    workspace = Workspace.open()
    try:
        scene = Scene(text="Milo, James, Anna, Berta and Clara", loras=(LoraChoice("own.safetensors"),))
        loras, fifth, anna, berta = await workspace.warnings(scene)
        assert loras == "The draft painter uses no LoRAs: own.safetensors"
        assert fifth == "The draft painter paints 4 figures at most: Clara is not painted"
        assert anna.startswith("The draft painter knows no badger, and paints Anna as some animal. Known: raccoon, ")
        assert "Berta" in berta
        assert await workspace.warnings(Scene(text="Milo and James")) == ()
        of_the_style = (LoraChoice("FLUX-kontext-lora-flat-cartoon-style.safetensors"),)
        assert await workspace.warnings(Scene(text="Milo and James", loras=of_the_style)) == ()
    finally:
        await workspace.close()


async def test_that_no_server_is_ready_is_said_before(home: Home) -> None:
    home.write_settings('[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\n')
    workspace = Workspace.open()
    try:
        (told,) = await workspace.warnings(Scene(text="Milo"))
        assert told.startswith("No server is ready, so the draft painter draws: lab: ")
    finally:
        await workspace.close()


async def test_a_new_character_is_learnt_while_the_studio_is_open(home: Home) -> None:
    workspace = Workspace.open()
    try:
        own_file.add(home.settings, own_file.NewCharacter("Cindy", "a woman"))
        workspace.learn_cast()
        assert [member.name for member in workspace.stock.cast] == ["Milo", "James", "Cindy"]
    finally:
        await workspace.close()


async def test_a_style_with_a_mistake_does_not_keep_the_studio_shut(home: Home) -> None:
    home.write_settings('style = "Ink"\n')
    with pytest.raises(UnknownName):
        Workspace.open()
    (home.settings / "styles.toml").write_text('[[style]]\nname = "ink"\npattern = "inky"\n')
    workspace = Workspace.open()
    try:
        assert workspace.settings.style == "flat cartoon"
        assert len(workspace.stock.faults) == 1
    finally:
        await workspace.close()
