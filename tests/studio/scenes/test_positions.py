"""Who stands where, by the words of a scene; and what becomes of it in the prompt, the recipe and the draft."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.draft.painter import chests
from studio.cast.members import Character
from studio.cast.mentions import every
from studio.scenes import plan, stock
from studio.scenes.names.positions import MOST, order, words_for
from studio.scenes.recipe import Recipe, from_json, to_json, worn
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand

STOCK = stock.load(Path("there", "is", "none"))
CAST = tuple(Character(name, "") for name in ("Milo", "James", "Ada", "Rex"))


def from_left(text: str) -> str:
    mentions = every(text, CAST)
    names = list(dict.fromkeys(mention.character.name for mention in mentions))
    return " ".join(names[number] for number in order(text, mentions))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Milo and James at the rack", "Milo James"),
        ("James on the left, Milo behind the desk on the right", "James Milo"),
        ("Milo on the right, James on the left", "James Milo"),
        ("On the right Milo, on the left James", "James Milo"),
        ("On the right is Milo. James waves", "James Milo"),
        ("Milo (right) and James (left) argue", "James Milo"),
        ("right: Milo, left: James", "James Milo"),
        ("Milo stands to the right of James", "James Milo"),
        ("On the left of Milo stands James", "James Milo"),
        ("To the right of James, Milo types", "James Milo"),
        ("Milo typing on the right while James sleeps on the left", "James Milo"),
        ("Milo on the right side of the picture, James laughs", "James Milo"),
        ("Milo and James argue, Ada between them", "Milo Ada James"),
        ("Ada between Milo and James", "Milo Ada James"),
        ("Between Milo and James sits Ada", "Milo Ada James"),
        ("Milo in the middle, James and Ada argue", "James Milo Ada"),
        ("Milo and James on the right, Ada on the left", "Ada Milo James"),
        ("Rex, James and Milo next to Rex", "Rex Milo James"),
        ("Rex on the far right, James on the far left, Milo next to Rex, Ada", "James Ada Milo Rex"),
    ],
)
def test_words_say_who_stands_where(text: str, expected: str) -> None:
    assert from_left(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Milo in the middle of the night with James",
        "Milo turns right and James left the room",
        "Milo holds a cup in his left hand, James waves",
        "Milo at the rack on the right wall, James laughs",
        "Milo is all right, James right behind him",
        "What is left of Milo's coffee, James drinks",
    ],
)
def test_other_lefts_and_rights_are_nobodys_place(text: str) -> None:
    assert from_left(text) == "Milo James"


@given(st.lists(st.sampled_from(["Milo", "James", "Ada", "left", "on the right", "between", ",", "of", "and"])))
def test_whatever_is_said_each_has_one_place(words: list[str]) -> None:
    text = " ".join(words)
    assert sorted(from_left(text).split()) == sorted({word for word in words if word in ("Milo", "James", "Ada")})


@pytest.mark.parametrize("count", range(2, MOST + 1))
def test_every_place_has_words_of_its_own(count: int) -> None:
    assert len({words_for(place, count) for place in range(count)}) == count


def recipe_of(text: str, **more: object) -> Recipe:
    understood = understand(Scene(text=text, **more), STOCK)  # type: ignore[arg-type]
    (recipe,) = plan.recipes(
        understood, engine="draft", engine_kind="draft", references=(), models={}, chooser=random.Random(1)
    )
    return recipe


def test_sayings_go_with_their_wearers_and_come_back_in_the_order_of_naming() -> None:
    recipe = recipe_of("Milo on the right, James on the left", sayings=("PEBKAC", "RTFM"))
    assert [member.name for member in recipe.cast] == ["James", "Milo"]
    assert recipe.sayings == ("RTFM", "PEBKAC")
    assert worn(from_json(to_json(recipe))) == ("PEBKAC", "RTFM")
    alone = recipe_of("Milo on the right, James on the left", sayings=("PEBKAC",))
    assert (alone.sayings, worn(alone)) == (("PEBKAC",), ("PEBKAC",))
    assert [member.lettered for member in alone.cast] == [False, True]


def test_the_prompt_says_each_ones_place_before_the_looks() -> None:
    prompt = recipe_of("Milo on the right, James on the left").prompt
    assert prompt.index("On the left, James is a friendly man") < prompt.index("On the right, Milo is an anthropo")
    assert "From left to right: James, Milo." in prompt


def test_the_draft_painter_paints_that_order() -> None:
    recipe = recipe_of("Milo on the right, James on the left", sayings=("PEBKAC", "RTFM"))
    places = chests(plan.request(recipe, job_id="", client_id=""))
    assert [place.who for place in places] == ["James", "Milo"]


def test_recipes_whose_order_is_that_of_naming_have_the_text_that_they_had() -> None:
    text = to_json(recipe_of("Milo and James at the rack"))
    assert '"named"' not in text
    assert '"prompt":""' not in text
    understood = understand(Scene(text="Milo and James at the rack"), STOCK)
    assert (understood.placed, understood.among_them()) == (understood.roles, ())
    turned = understand(Scene(text="Milo right of James"), STOCK)
    assert turned.among_them() == ("from left to right James, Milo",)


def test_by_regions_each_is_told_of_in_a_part_of_their_own() -> None:
    recipe = recipe_of("Milo on the right, James on the left", references_joined="regions")
    james, milo = recipe.cast
    assert "James is a friendly man" in james.prompt
    assert "Milo" not in james.prompt
    assert "James" not in milo.prompt
    regions = plan.request(recipe, job_id="", client_id="").regions
    assert [(one.words, one.left, one.right) for one in regions] == [(james.prompt, 0, 0.5), (milo.prompt, 0.5, 1)]
    assert from_json(to_json(recipe)) == recipe
    assert plan.request(recipe_of("Milo and James"), job_id="", client_id="").regions == ()


def test_members_share_a_budget_of_strength() -> None:
    both = understand(Scene(text="Milo and James", style="painterly"), STOCK)
    strengths = {lora.file: lora.strength for lora in both.loras}
    assert (strengths["milo_painterly.safetensors"], strengths["james_painterly.safetensors"]) == (0.6, 0.6)
    assert "Milo's LoRA at 0.6, shared with James's" in both.line()
    alone = understand(Scene(text="Milo", style="painterly"), STOCK)
    assert {lora.file: lora.strength for lora in alone.loras}["milo_painterly.safetensors"] == 0.9
    assert alone.shared == ()
    # What belongs to the style stays as it is.
    own = {lora.file for lora in alone.style.loras}
    assert {lora for lora in both.loras if lora.file in own} == {lora for lora in alone.loras if lora.file in own}
    chosen = understand(Scene(text="Milo and James", style="painterly", loras=alone.loras), STOCK)
    assert chosen.loras == alone.loras
