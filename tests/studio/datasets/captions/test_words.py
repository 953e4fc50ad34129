"""Tests for descriptions from what a sheet says, and from what drew a picture."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from studio.datasets.captions import recipes, words
from studio.datasets.records import Dataset, Picture
from studio.scenes import plan, stock
from studio.scenes.recipe import Recipe
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand

MILO = Dataset("milo", trigger="m1lo", member="Milo")
STYLE = Dataset("figurines", kind="style", trigger="nua_figurine_style")


@pytest.fixture(scope="module")
def goods(tmp_path_factory: pytest.TempPathFactory) -> stock.Stock:
    """The shipped cast and plates."""
    return stock.load(Path(tmp_path_factory.mktemp("settings")))


def drawn(text: str, goods: stock.Stock) -> Recipe:
    """The recipe that a scene gives."""
    understood = understand(Scene(text=text), goods)
    (recipe,) = plan.recipes(
        understood, engine="draft", engine_kind="draft", references=(), models={}, chooser=random.Random(1)
    )
    return recipe


@pytest.mark.parametrize(
    ("label", "view"),
    [
        ("FRONT", "front view"),
        ("Rear View", "back view"),
        ("SIDE", "side view"),
        ("left side", "side view, facing left"),
        ("PROFILE RIGHT", "side view, facing right"),
        ("3/4 VIEW LEFT", "three-quarter view, facing left"),
        ("three quarter", "three-quarter view"),
        ("BACKPACK", ""),
        ("FRONT POCKET", ""),
    ],
)
def test_a_label_that_tells_the_view_is_read_as_a_view(label: str, view: str) -> None:
    assert words.view_label(label) == view


def test_labels_become_a_description_without_names_sizes_and_headings() -> None:
    labels = ("FRONT", "MAN WITH GLASSES + BEARD", "Amanda", "12 CM", "#aabbcc", "NOTES:", "holding a Mug →", "1:4")
    picture = Picture("figurine_01", labels=labels)
    assert words.from_labels(picture, ("amanda",)) == "a man with glasses and beard, holding a Mug, front view"
    known = Picture("figurine_01", labels=labels, view="back", framing="full body", expression="happy", outfit="suit")
    assert words.from_labels(known, ("amanda",), {"suit": "a dark suit."}) == (
        "a man with glasses and beard, holding a Mug, wearing a dark suit, back view, full body"
    )


@pytest.mark.parametrize(
    ("label", "view", "caption"),
    [
        ("SIDE", "side left", "side view"),
        ("SIDE", "side right", "side view, facing right"),
        ("LEFT SIDE", "side left", "side view, facing left"),
        ("3/4 VIEW", "three-quarter left", "three-quarter view"),
    ],
)
def test_which_side_is_seen_is_claimed_only_where_somebody_said_it(label: str, view: str, caption: str) -> None:
    assert words.from_labels(Picture("one", labels=(label,), view=view)) == caption


def test_of_a_member_the_look_and_the_name_are_left_out_and_what_changes_is_named(goods: stock.Stock) -> None:
    told = recipes.from_recipe(drawn("Milo debugging at 2 AM", goods), MILO, goods.cast)
    assert told.startswith("debugging at 2 AM, wearing a dark tactical suit with utility straps, fingerless gloves")
    assert told.endswith("background: the south wall of a home lab, a long workbench with several monitors")
    assert not any(word in told for word in ("Milo", "raccoon", "amber", "no text"))


def test_others_in_the_picture_are_described_and_the_trigger_stands_for_the_name(goods: stock.Stock) -> None:
    told = recipes.from_recipe(drawn("In the lab James hands Milo a mug", goods), MILO, goods.cast)
    assert told.startswith("In the lab a friendly man in his fifties")
    assert "sleeves pushed up, hands m1lo a mug, wearing a dark tactical suit" in told


def test_of_a_style_everything_is_described(goods: stock.Stock) -> None:
    recipe = drawn("Milo debugging at 2 AM", goods)
    for told in (recipes.from_recipe(recipe, STYLE, goods.cast), recipes.from_prompt(recipe.prompt, STYLE)):
        assert "an anthropomorphic raccoon with grey-brown fur" in told
        assert "debugging at 2 AM" in told
        assert "illustration" not in told
        assert "shading" not in told


def test_a_foreign_prompt_loses_calls_weights_and_praise() -> None:
    prompt = r"masterpiece, best quality, (a red fox:1.2), <lora:foo:0.8> standing in \(deep\) snow, BREAK 8k. nua"
    assert recipes.from_prompt(prompt, Dataset("d", trigger="nua")) == "a red fox, standing in (deep) snow"


def test_a_file_without_a_recipe_has_none() -> None:
    assert recipes.recipe_in(b"no picture") is None
