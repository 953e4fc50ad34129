"""The texts of Compose's fields, and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from screens.compose.form.field_values import (
    FieldWrong,
    count_of,
    decimal,
    loras_line,
    loras_of,
    sayings_line,
    sayings_of,
    seed_of,
)
from studio.scenes.again.drawing_again import scene_of_recipe
from studio.scenes.recipe import CastMember, LoraChoice, Recipe

NAMES = st.text("abcdefXYZ0123-_.", min_size=1, max_size=20).filter(lambda name: name.casefold() != "none")
WORDS = (
    st.text("abcdef/'!? ", min_size=1, max_size=20)
    .map(lambda text: text.strip())
    .filter(lambda text: text and sayings_of(text) == (text,))
)


@pytest.mark.parametrize(
    ("line", "sayings"),
    [
        ("", ()),
        ("   ", ()),
        (" / ", ()),
        ("PEBKAC", ("PEBKAC",)),
        ("TCP/IP", ("TCP/IP",)),
        ("PEBKAC / RTFM", ("PEBKAC", "RTFM")),
        ("/ RTFM", ("", "RTFM")),
    ],
)
def test_a_line_holds_one_saying_or_several(line: str, sayings: tuple[str, ...]) -> None:
    assert sayings_of(line) == sayings


@given(st.lists(st.one_of(st.none(), WORDS), min_size=1, max_size=4))
def test_a_recipes_sayings_read_back_from_their_line(worn: list[str | None]) -> None:
    recipe = _recipe(worn)
    assert sayings_of(sayings_line(recipe)) == tuple(_without_end(worn))


def test_a_saying_without_a_character_stands_in_the_line() -> None:
    assert sayings_line(_recipe([], loose=("RTFM",))) == "RTFM"


def test_a_recipe_opens_as_it_was() -> None:
    recipe = _recipe(["RTFM", None])
    scene = scene_of_recipe(recipe)
    assert (scene.text, scene.plate, scene.style, scene.seed) == ("Milo at work", "north", "painterly", 7)
    assert (scene.size, scene.engine, scene.steps, scene.guidance) == ((768, 1344), "draft", 12, 3.5)
    assert scene.loras == recipe.loras
    assert scene.sayings == ("RTFM",)


def test_what_nobody_chose_of_a_recipe_stays_unchosen() -> None:
    usual = replace(_recipe([None]), family="klein", steps=4, guidance=1.0)
    assert (scene_of_recipe(usual).steps, scene_of_recipe(usual).guidance) == (None, None)
    chosen = scene_of_recipe(replace(usual, chosen=("steps",)))
    assert (chosen.family, chosen.steps, chosen.guidance) == ("klein", 4, None)
    newer = scene_of_recipe(replace(usual, family="flux9"))
    assert (newer.family, newer.steps, newer.guidance) == (None, 4, 1.0)


def test_what_was_left_out_of_a_recipe_is_asked_for_again() -> None:
    left = LoraChoice("flat.safetensors", 0.5, "FLUX.1")
    recipe = replace(_recipe([None]), left_out=(left,))
    assert scene_of_recipe(recipe).loras == (*recipe.loras, left)


@given(st.lists(st.builds(LoraChoice, NAMES, st.integers(-500, 500).map(lambda n: n / 100)), max_size=4))
def test_loras_read_back_from_their_line(loras: list[LoraChoice]) -> None:
    assert loras_of(loras_line(tuple(loras))) == tuple(loras)


def test_loras_without_a_strength_have_one_and_an_empty_line_is_the_studios_choice() -> None:
    assert loras_of("a.safetensors") == (LoraChoice("a.safetensors", 1.0),)
    assert loras_of(" ") is None
    assert loras_of("None") == ()


@pytest.mark.parametrize("text", ["a:x", ":0.5", "a:", "a:9"])
def test_a_lora_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(FieldWrong) as caught:
        loras_of(text)
    assert caught.value.field == "loras"


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_is_refused_with_its_field(text: str) -> None:
    for field, read in (("count", count_of), ("seed", seed_of)):
        try:
            value = read(text)
        except FieldWrong as error:
            refused = (error.field, bool(error.notice.remedy))
        else:
            refused = (field, value is None or 0 <= value < 2**63)
        assert refused == (field, True)


@pytest.mark.parametrize("text", ["0", "65", "-1", "two", "1.5", "²", "٣"])
def test_an_impossible_count_is_refused(text: str) -> None:
    with pytest.raises(FieldWrong, match="The count"):
        count_of(text)


def test_decimals_take_a_comma_too() -> None:
    assert decimal("guidance", "The guidance", "3,5", 0, 30) == 3.5
    assert decimal("guidance", "The guidance", "", 0, 30) is None
    with pytest.raises(FieldWrong):
        decimal("guidance", "The guidance", "31", 0, 30)


def _without_end(worn: list[str | None]) -> list[str]:
    words = [word or "" for word in worn]
    while words and not words[-1]:
        words.pop()
    return words


def _recipe(worn: list[str | None], loose: tuple[str, ...] = ()) -> Recipe:
    return Recipe(
        scene="Milo at work",
        prompt="painted",
        sayings=(*(word for word in worn if word), *loose),
        cast=tuple(CastMember(f"c{n}", "person", "", "", bool(word)) for n, word in enumerate(worn)),
        plate="north",
        style="painterly",
        loras=(LoraChoice("a.safetensors", 0.5),),
        seed=7,
        width=768,
        height=1344,
        steps=12,
        guidance=3.5,
        engine="draft",
        engine_kind="draft",
        family="dev",
    )
