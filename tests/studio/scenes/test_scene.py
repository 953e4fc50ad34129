from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.plain_text import plain
from studio.scenes import plan, recipe, stock
from studio.scenes.prompt import assemble
from studio.scenes.recipe import LoraChoice, Recipe
from studio.scenes.scene import Scene
from studio.scenes.understanding import SceneEmpty, understand

STOCK = stock.load(Path("/nonexistent"))


def recipes_of(scene: Scene) -> tuple[Recipe, ...]:
    return plan.recipes(
        understand(scene, STOCK),
        engine="spark",
        engine_kind="comfyui",
        references=[recipe.ReferenceUse("Milo", "milo.png", "0" * 64)],
        models={},
        chooser=random.Random(1),
    )


def test_the_shipped_stock_is_whole() -> None:
    assert len(STOCK.sayings) == 36
    assert {"PEBKAC", "RTFM", "Works On My Machine", "It's Not a Bug It's a Feature"} <= set(STOCK.sayings)
    assert [plate.name for plate in STOCK.plates] == ["north", "east", "south", "west", "plain ground"]
    assert [style.name for style in STOCK.styles] == ["flat cartoon", "painterly", "figurine"]


@pytest.mark.parametrize(
    ("text", "plate", "reason"),
    [
        ("Milo at the rack", "north", "matched 'rack'"),
        ("James asleep on the exercise bike while the GPU trains", "west", "matched 'asleep', 'bike', 'exercise'"),
        ("sunset, rain and city", "east", "matched 'sunset', 'rain', 'city'"),
        ("Milo debugging at 2 AM", "south", "matched 'debugging', '2 am'"),
        ("a tracker", "south", "nothing in the scene names a place"),
        ("RACKS", "north", "matched 'rack'"),
    ],
)
def test_the_plate_is_chosen_by_keywords(text: str, plate: str, reason: str) -> None:
    understood = understand(Scene(text=text), STOCK)
    assert (understood.plate.name, understood.plate_reason) == (plate, reason)


def test_a_plate_that_is_named_wins() -> None:
    understood = understand(Scene(text="Milo at the rack", plate="West wall"), STOCK)
    assert (understood.plate.name, understood.plate_reason) == ("west", "chosen")


def test_unknown_names_list_what_is_known() -> None:
    with pytest.raises(stock.UnknownName, match="no plate named 'roof'") as caught:
        understand(Scene(text="Milo", plate="roof"), STOCK)
    assert "north" in caught.value.notice.remedy
    with pytest.raises(stock.UnknownName, match="no style named 'noir'"):
        understand(Scene(text="Milo", style="noir"), STOCK)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_scene_is_refused(text: str) -> None:
    with pytest.raises(SceneEmpty):
        understand(Scene(text=text), STOCK)


def test_a_saying_swaps_the_outfit_of_the_one_it_is_for() -> None:
    understood = understand(Scene(text="Milo and James celebrate", sayings=("RTFM",)), STOCK)
    milo, james = understood.roles
    assert (milo.saying, james.saying) == ("RTFM", "")
    assert milo.wearing == milo.character.lettered_outfit
    assert james.wearing == james.character.outfit
    prompt = assemble(understood)
    assert milo.character.lettered_outfit in prompt
    assert james.character.outfit in prompt
    assert "From left to right: Milo, James." in prompt
    assert "RTFM" not in prompt


def test_what_a_terminal_would_obey_is_no_part_of_a_scene() -> None:
    scene = Scene(text="Milo\x1b[31m\x07 waves\u202e\n at  James", sayings=("R\x00T\tFM",))
    understood = understand(scene, STOCK)
    assert understood.scene.text == "Milo [31m waves at James"
    assert understood.roles[0].saying == "R T FM"
    (made,) = recipes_of(scene)
    assert (made.scene, made.sayings) == ("Milo [31m waves at James", ("R T FM",))


@given(st.text(max_size=80))
def test_plain_text_is_plain_and_stays_so(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in once)


@pytest.mark.parametrize("scene", [Scene(text="Milo " * 1000), Scene(text="Milo", sayings=("DNS " * 100,))])
def test_texts_beyond_reason_are_refused(scene: Scene) -> None:
    with pytest.raises(plan.SceneImpossible, match="too long"):
        recipes_of(scene)


def test_a_saying_for_nobody_is_told() -> None:
    (told,) = understand(Scene(text="a lighthouse", sayings=("RTFM",)), STOCK).remarks()
    assert told == "Nobody who is named wears “RTFM”: it goes on whoever is drawn"
    assert understand(Scene(text="Milo", sayings=("RTFM",)), STOCK).remarks() == ()


def test_who_is_not_in_the_cast_is_told() -> None:
    understood = understand(Scene(text="Cindy and Bob argue with Milo"), STOCK)
    assert understood.strangers == ("Cindy", "Bob")
    assert [role.character.name for role in understood.roles] == ["Milo"]


def test_who_has_a_mistake_in_the_own_entry_is_told_with_it(tmp_path: Path) -> None:
    (tmp_path / "cast.toml").write_text('[[character]]\nname = "zork"\nlok = "a knight"\n', encoding="utf-8")
    understood = understand(Scene(text="Zork waves"), stock.load(tmp_path))
    (told,) = understood.remarks()
    assert told.startswith("zork is left out, for the entry has a mistake: ")
    assert "line 3" in told
    assert understood.strangers == ()


def test_a_trigger_word_without_a_place_stands_first(tmp_path: Path) -> None:
    (tmp_path / "styles.toml").write_text('[[style]]\nname = "ink"\ntrigger = "inky"\n', encoding="utf-8")
    prompt = assemble(understand(Scene(text="Milo waves", style="ink"), stock.load(tmp_path)))
    assert prompt.startswith("inky, Milo waves.")


def test_the_style_wraps_the_prompt() -> None:
    prompt = assemble(understand(Scene(text="Milo waves", style="figurine"), STOCK))
    assert prompt.startswith("a nua_figurine_style chibi figurine of Milo waves.")
    assert prompt.endswith(
        "under a warm desk lamp, stylized proportions, pastel earth tones, flat illustration style, circular grass base"
    )
    assert "{" not in prompt


def test_braces_in_a_scene_are_words() -> None:
    assert "Milo prints {trigger} {scene} {0}." in assemble(
        understand(Scene(text="Milo prints {trigger} {scene} {0}"), STOCK)
    )


@pytest.mark.parametrize(
    ("scene", "family", "steps", "guidance"),
    [
        (Scene(text="Milo"), "kontext", 28, 2.5),
        (Scene(text="a lighthouse"), "schnell", 4, 1.0),
        (Scene(text="a lighthouse", family="dev"), "dev", 28, 3.0),
        (Scene(text="Milo", steps=12, guidance=4.0), "kontext", 12, 4.0),
    ],
)
def test_defaults_follow_the_model_family(scene: Scene, family: str, steps: int, guidance: float) -> None:
    understood = understand(scene, STOCK)
    assert (understood.family, understood.steps, understood.guidance) == (family, steps, guidance)


def test_loras_come_from_style_and_cast_or_from_the_person() -> None:
    assert [lora.file for lora in understand(Scene(text="Milo", style="painterly"), STOCK).loras] == [
        "milo_painterly.safetensors"
    ]
    assert [lora.file for lora in understand(Scene(text="Milo"), STOCK).loras] == [
        "FLUX-kontext-lora-flat-cartoon-style.safetensors"
    ]
    own = (LoraChoice("own.safetensors", 0.4),)
    assert understand(Scene(text="Milo", loras=own), STOCK).loras == own


def test_a_batch_differs_only_in_its_seeds() -> None:
    first, second = recipes_of(Scene(text="Milo", count=2, seed=41))
    assert (first.seed, second.seed) == (41, 42)
    assert recipe.to_json(first).replace('"seed":41', "") == recipe.to_json(second).replace('"seed":42', "")


@pytest.mark.parametrize(
    "scene",
    [
        Scene(text="Milo", count=0),
        Scene(text="Milo", count=65),
        Scene(text="Milo", seed=-1),
        Scene(text="Milo", steps=1000),
        Scene(text="Milo", guidance=-1.0),
        Scene(text="Milo", guidance=float("nan")),
        Scene(text="Milo", loras=(LoraChoice("x.safetensors", 99.0),)),
    ],
)
def test_numbers_out_of_range_are_refused(scene: Scene) -> None:
    with pytest.raises(plan.SceneImpossible):
        recipes_of(scene)


words = st.text(max_size=40)


@given(
    text=words.filter(lambda text: bool(plain(text))),
    saying=words,
    seed=st.integers(0, 2**63 - 1),
    strength=st.floats(-5, 5),
    guidance=st.floats(0, 30),
)
def test_a_recipe_survives_json_without_loss(
    text: str, saying: str, seed: int, strength: float, guidance: float
) -> None:
    scene = Scene(
        text=text, sayings=(saying,), seed=seed, guidance=guidance, loras=(LoraChoice("a.safetensors", strength),)
    )
    (made,) = recipes_of(scene)
    assert recipe.from_json(recipe.to_json(made)) == made


@given(st.text(max_size=80) | st.binary(max_size=80))
def test_what_is_not_a_recipe_is_refused(text: str | bytes) -> None:
    with pytest.raises(recipe.RecipeUnreadable):
        recipe.from_json(text)


def test_a_newer_recipe_is_refused() -> None:
    (made,) = recipes_of(Scene(text="Milo"))
    with pytest.raises(recipe.RecipeUnreadable, match="newer"):
        recipe.from_json(recipe.to_json(made).replace('"format":1', '"format":2'))


def test_the_request_says_all_that_the_recipe_says() -> None:
    (made,) = recipes_of(Scene(text="Milo and James wave", sayings=("RTFM",), seed=7))
    request = plan.request(made, job_id="j", client_id="c")
    assert request.prompt == made.prompt
    assert [(figure.name, figure.species, figure.lettered) for figure in request.figures] == [
        ("Milo", "raccoon", True),
        ("James", "person", False),
    ]
    assert [(figure.look, figure.wearing) for figure in request.figures] == [
        (member.look, member.wearing) for member in made.cast
    ]
    assert (request.style, request.plate) == ("flat cartoon", made.plate)
    assert (request.seed, request.width, request.height, request.steps) == (7, 1024, 1024, 28)
