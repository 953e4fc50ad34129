"""An outfit that a scene names: what is understood, the prompt, the recipe; and who is retired."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from studio.scenes import plan, stock
from studio.scenes.again.draw_command import draw_command
from studio.scenes.prompt import assemble
from studio.scenes.recipe import Recipe, from_json, to_json
from studio.scenes.scene import Family, Scene
from studio.scenes.understanding import understand

BOB = """
[[character]]
name = "Bob"
look = "a fox"
outfit = "a grey hoodie"
colours = { fur = "#e07a34", suit = "#454b57" }
outfits = [{ name = "party suit", words = "a red suit", colours = { tie = "#000000" }, loras = [
    { file = "bob_party.safetensors", strength = 0.6, base = "FLUX.1", trigger = "bobparty" },
] }]
loras = [{ file = "bob.safetensors", trigger = "bobfox" }, { file = "bob_klein.safetensors", base = "FLUX.2 klein" }]

[[character]]
name = "Old Ned"
look = "a badger"
retired = true
"""


@pytest.fixture
def goods(tmp_path: Path) -> stock.Stock:
    (tmp_path / "cast.toml").write_text(BOB, encoding="utf-8")
    return stock.load(tmp_path)


def drawn(scene: Scene, goods: stock.Stock) -> Recipe:
    (recipe,) = plan.recipes(
        understand(scene, goods),
        engine="draft",
        engine_kind="draft",
        references=(),
        models={},
        chooser=random.Random(1),
    )
    return recipe


def test_the_named_outfit_is_in_the_line_the_prompt_and_the_recipe(goods: stock.Stock) -> None:
    scene = Scene(text="Bob in his party suit waves", sayings=("Ha",))
    understood = understand(scene, goods)
    assert understood.line().startswith("Bob (party suit, 'Ha' on the chest panel) · ")
    assert understood.remarks() == ()
    assert "Bob is bobfox, bobparty, a fox, wearing a red suit with a clean white" in assemble(understood)
    recipe = drawn(scene, goods)
    (bob,) = recipe.cast
    assert (bob.outfit, bob.colours) == ("party suit", {"fur": "#e07a34", "tie": "#000000"})
    assert [(lora.file, lora.strength) for lora in recipe.loras][-1] == ("bob_party.safetensors", 0.6)
    assert from_json(to_json(recipe)) == recipe
    # The command that draws it again names no LoRA: the outfit brings its own.
    assert "--lora" not in draw_command(recipe, goods)


@pytest.mark.parametrize(
    ("family", "loras", "words"),
    [
        ("klein", None, "Bob is bobfox, a fox, wearing a red suit"),
        ("kontext", (), "Bob is a fox, wearing a red suit"),
        ("kontext", None, "Bob is bobfox, bobparty, a fox, wearing a red suit"),
    ],
)
def test_a_trigger_is_said_where_its_lora_is_used_and_fits(
    goods: stock.Stock, family: Family, loras: tuple[()] | None, words: str
) -> None:
    scene = Scene(text="Bob in his party suit waves", family=family, loras=loras)
    assert words in assemble(understand(scene, goods))


def test_the_name_of_an_outfit_says_nothing_of_place_and_deed(goods: stock.Stock) -> None:
    suit = goods.cast[-1].outfits[0]
    racks = msgspec.structs.replace(suit, name="rack party suit")
    goods = msgspec.structs.replace(goods, cast=(msgspec.structs.replace(goods.cast[-1], outfits=(racks,)),))
    scene = Scene(text="Bob in his Rack-Party suit waves")
    assert understand(scene, goods).plate_reason == "nothing in the scene names a place"
    recipe = drawn(scene, goods)
    assert recipe.scene == scene.text
    assert plan.request(recipe, job_id="", client_id="").scene == "Bob in his clothes waves"


def test_without_an_outfit_recipes_read_as_before(goods: stock.Stock) -> None:
    recipe = drawn(Scene(text="Bob waves"), goods)
    assert (recipe.cast[0].outfit, recipe.cast[0].wearing) == ("", "a grey hoodie")
    assert '"outfit"' not in to_json(recipe)


def test_an_outfit_that_nobody_there_has_is_told(goods: stock.Stock) -> None:
    assert understand(Scene(text="Milo in his party suit"), goods).remarks() == (
        "Milo has no outfit “party suit”, which is one of Bob's, and wears the usual one",
    )


def test_who_is_retired_is_in_no_new_scene(goods: stock.Stock) -> None:
    understood = understand(Scene(text="Old Ned and Bob argue"), goods)
    assert [role.character.name for role in understood.roles] == ["Bob"]
    assert understood.strangers == ()
    assert understood.remarks() == (
        "Old Ned is retired, and in no new scene. To change that: studio cast retire 'Old Ned' --back",
    )


def test_aliases_of_the_retired_are_free_for_others(tmp_path: Path) -> None:
    eve = '[[character]]\nname = "Eve"\nlook = "a woman"\naliases = ["Boss"]\n'
    (tmp_path / "cast.toml").write_text(f'{BOB}aliases = ["Boss"]\n{eve}', encoding="utf-8")
    goods = stock.load(tmp_path)
    assert [role.character.name for role in understand(Scene(text="Boss waves"), goods).roles] == ["Eve"]
    assert goods.faults == ()
