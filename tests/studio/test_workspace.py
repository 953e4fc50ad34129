"""What the workspace makes of a person's files, and what it says of a scene before it is drawn."""

from __future__ import annotations

import pytest
from PIL import Image

from studio.cast import own_file
from studio.scenes.recipe import LoraChoice, from_json, to_json
from studio.scenes.scene import Scene
from studio.scenes.stock import UnknownName
from studio.scenes.understanding import understand
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


@pytest.mark.parametrize(
    "fallback", ["", '[[hosted]]\nname = "paid"\nservice = "bfl"\n[[fallback]]\nengine = "paid"\n']
)
async def test_that_no_server_is_ready_is_said_before(home: Home, fallback: str) -> None:
    home.write_settings(f'[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\n{fallback}')
    workspace = Workspace.open()
    try:
        (told,) = await workspace.warnings(Scene(text="Milo"))
        if fallback:
            assert told.startswith("lab: Nothing answers")
            assert told.endswith("You are asked before who draws: paid and the draft painter")
        else:
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


async def test_the_view_that_the_scene_asks_for_is_the_reference_that_is_sent(home: Home) -> None:
    home.write_settings('[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\n')
    for file, colour in (("front.png", "red"), ("back.png", "blue")):
        Image.new("RGB", (64, 64), colour).save(home.settings / file)
    (home.settings / "cast.toml").write_text(
        '[[character]]\nname = "Cindy"\nlook = "a woman"\n'
        'references = ["front.png", {file = "back.png", view = "back"}]\n'
    )
    workspace = Workspace.open()
    try:
        for text, name, view, told in (
            ("Cindy waves", "front.png", "", False),
            ("Cindy from behind", "back.png", "back", True),
        ):
            scene = Scene(text=text, engine="lab")
            (recipe,), _ = await workspace.recipes(scene)
            assert [(one.name, one.view) for one in recipe.references] == [(name, view)]
            assert ("Cindy's back view, for 'from behind'" in understand(scene, workspace.stock).line()) is told
            # Recipes of before, which knew no views, keep their text and so their hash.
            assert ('"view"' in to_json(recipe)) is told
            assert from_json(to_json(recipe)) == recipe
    finally:
        await workspace.close()


async def test_a_draft_is_found_by_the_references_of_who_is_in_it_and_needs_none(home: Home) -> None:
    Image.new("RGB", (64, 64), "red").save(home.settings / "cindy.png")
    (home.settings / "zoe.png").write_bytes(b"")
    (home.settings / "cast.toml").write_text(
        '[[character]]\nname = "Cindy"\nlook = "a woman"\nreferences = ["cindy.png"]\n'
        '[[character]]\nname = "Zoe"\nlook = "a fox"\nreferences = ["zoe.png"]\n'
        '[[character]]\nname = "Bo"\nlook = "a bear"\nreferences = ["gone.png"]\n'
    )
    workspace = Workspace.open()
    try:
        scene = Scene(text="Bo, Cindy and Zoe wave", engine="draft")
        (recipe,), _ = await workspace.recipes(scene)
        assert [(one.character, one.name) for one in recipe.references] == [("Cindy", "cindy.png")]
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
