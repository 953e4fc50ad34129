"""What is kept of a picture that was drawn otherwise than was asked."""

from __future__ import annotations

import json

from msgspec.structs import replace

from backends.base import Drawn
from studio.pictures.facts import as_drawn, facts_of
from studio.scenes.recipe import LoraChoice, Recipe, from_json, to_json

FLAT, MILO = LoraChoice("flat.safetensors", 1.0, "FLUX.1"), LoraChoice("Milo.safetensors", 0.8)
RECIPE = Recipe(
    scene="Milo at work",
    prompt="a raccoon",
    plate="north",
    style="flat cartoon",
    loras=(FLAT, MILO),
    seed=7,
    width=256,
    height=256,
    steps=28,
    guidance=2.5,
    engine="auto",
    engine_kind="comfyui",
    family="kontext",
)


def test_the_picture_keeps_what_really_drew_it_and_what_was_left_out() -> None:
    drawn = Drawn("flux2", 20, 4.0, ("cast\\milo.safetensors",))
    facts = facts_of(RECIPE, "two", {"unet": "flux2_dev.safetensors"}, "job", drawn)
    assert (facts.loras, facts.steps, facts.guidance, facts.model) == ((MILO.file,), 20, 4.0, "flux2_dev.safetensors")
    kept = from_json(facts.recipe)
    assert (kept.family, kept.loras, kept.left_out, kept.engine) == ("flux2", (MILO,), (FLAT,), "two")
    # What is drawn from it again leaves nothing out that was not left out before.
    again = as_drawn(kept, Drawn("flux2", 20, 4.0, (MILO.file,)))
    assert again == kept


def test_what_an_engine_does_not_tell_is_as_it_was_asked() -> None:
    assert as_drawn(RECIPE, Drawn()) == RECIPE


def test_a_recipe_without_the_newer_fields_has_the_text_that_it_had() -> None:
    text = to_json(replace(RECIPE, loras=(MILO,)))
    assert '"loras":[{"file":"Milo.safetensors","strength":0.8}]' in text
    assert not {"chosen", "left_out", "stack", "base"} & json.loads(text).keys()
    whole = replace(RECIPE, chosen=("steps",), left_out=(FLAT,))
    assert from_json(to_json(whole)) == whole


def test_a_family_of_a_newer_studio_is_read() -> None:
    assert from_json(to_json(replace(RECIPE, family="flux9"))).family == "flux9"


def test_a_draft_claims_nothing_that_its_painter_does_not_look_at() -> None:
    painted = facts_of(replace(RECIPE, engine="draft", engine_kind="draft", loras=(FLAT,)), "draft", {}, "job")
    assert painted.draft
    assert (painted.loras, painted.steps, painted.guidance) == ((), None, None)
    assert (painted.sampler, painted.scheduler, painted.model) == ("", "", "")
    drawn = facts_of(replace(RECIPE, loras=(FLAT,)), "two", {}, "job")
    assert not drawn.draft
    assert (drawn.loras, drawn.steps, drawn.sampler, drawn.scheduler) == ((FLAT.file,), 28, "euler", "simple")


def test_a_picture_claims_no_setting_that_what_drew_it_has_not() -> None:
    facts = facts_of(RECIPE, "away", {}, "", Drawn(lacks=("seed", "steps", "guidance", "sampler")))
    assert (facts.seed, facts.steps, facts.guidance, facts.sampler, facts.scheduler) == (None, None, None, "", "")
    # What was asked for can be asked for again elsewhere.
    assert from_json(facts.recipe).seed == RECIPE.seed
    seeded = facts_of(RECIPE, "away", {}, "", Drawn(lacks=("guidance", "sampler")))
    assert (seeded.seed, seeded.steps, seeded.guidance) == (RECIPE.seed, RECIPE.steps, None)
