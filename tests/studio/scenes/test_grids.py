"""A grid of a recipe: what is typed, and what is drawn."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.scenes import grids, plan, stock
from studio.scenes.recipe import LoraChoice, Recipe, from_json, to_json
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand

CHOOSER = random.Random(1)


def a_recipe() -> Recipe:
    """A recipe with two LoRAs."""
    understood = understand(Scene(text="Milo naps", seed=41), stock.load(Path("/nonexistent")))
    made = plan.recipes(understood, engine="draft", engine_kind="draft", references=(), models={}, chooser=CHOOSER)
    return msgspec.structs.replace(made[0], loras=(LoraChoice("flat.safetensors"), LoraChoice("ink.safetensors", 0.5)))


@pytest.mark.parametrize(
    ("text", "seeds"),
    [("", (41,)), ("7", (7,)), ("7, 8, 7", (7, 8)), ("20..22, 5", (20, 21, 22, 5)), (" 3 .. 3 ", (3,))],
)
def test_seeds_that_are_typed(text: str, seeds: tuple[int, ...]) -> None:
    assert grids.seeds_of(text, 41, CHOOSER) == seeds


def test_new_seeds_are_different_ones() -> None:
    assert len(set(grids.seeds_of("64 NEW", 41, CHOOSER))) == 64


@pytest.mark.parametrize(
    ("text", "values"),
    [("", ()), ("2, 2.5,3", (2, 2.5, 3)), ("2..4 step .5", (2, 2.5, 3, 3.5, 4)), ("1..2/0.3", (1, 1.3, 1.6, 1.9))],
)
def test_numbers_that_are_typed(text: str, values: tuple[float, ...]) -> None:
    assert grids.guidances_of(text) == values


@pytest.mark.parametrize("text", ["x", "0 new", "65 new", "9..2", "1..9999", "1..40, 50..90", "-3", "1,,2", str(2**63)])
def test_what_are_no_seeds_is_refused(text: str) -> None:
    with pytest.raises(grids.GridWrong):
        grids.seeds_of(text, 41, CHOOSER)


@pytest.mark.parametrize("text", ["x", "1,,2", "4..2 step 1", "1..2 step 0", "0..99 step .1", "nan", "inf", "-1", "."])
def test_what_is_no_guidance_is_refused(text: str) -> None:
    with pytest.raises(grids.GridWrong):
        grids.guidances_of(text)


@given(st.text(alphabet="0123456789.,- stepnw/", max_size=24))
def test_anything_typed_is_numbers_or_refused(text: str) -> None:
    for read in (lambda: grids.seeds_of(text, 41, CHOOSER), lambda: grids.strengths_of(text)):
        try:
            assert len(read()) <= grids.MOST
        except grids.GridWrong:
            continue


def test_a_grid_is_every_meeting_once_in_one_stack_and_nothing_else_changes() -> None:
    recipe = a_recipe()
    made = grids.grid(recipe, (1, 2), (2.0, 3.0), "ink.safetensors", (0.2, 0.8))
    meetings = {(one.seed, one.guidance, one.loras[1].strength) for one in made}
    assert len(made) == len(meetings) == 8
    assert len({one.stack for one in made}) == 1
    assert made[0].stack
    back = {
        msgspec.structs.replace(
            one, seed=41, guidance=recipe.guidance, loras=recipe.loras, stack="", chosen=recipe.chosen
        )
        == recipe
        for one in made
    }
    assert back == {True}
    assert all(from_json(to_json(one)) == one for one in made)
    assert grids.grid(recipe, (1,))[0].stack != made[0].stack


def test_too_many_pictures_are_refused() -> None:
    with pytest.raises(grids.GridWrong, match="too many"):
        grids.grid(a_recipe(), range(33), (2.0, 3.0))


def test_a_recipe_without_a_stack_has_the_text_it_always_had() -> None:
    assert '"stack"' not in to_json(a_recipe())
