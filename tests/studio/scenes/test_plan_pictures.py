"""A picture to paint over, from the scene through the recipe to the request."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from studio.scenes import plan, stock
from studio.scenes.recipe import PictureUse, Recipe, ReferenceUse, from_json, to_json
from studio.scenes.scene import START_DENOISE, Scene
from studio.scenes.understanding import understand

START = PictureUse("draft.png", "a" * 64)
MASK = PictureUse("mask.png", "b" * 64)
MILO = ReferenceUse("Milo", "milo.png", "c" * 64)


def recipe(**chosen: Any) -> Recipe:
    understood = understand(Scene(text="Milo in the lab", **chosen), stock.load(Path("no such folder")))
    (made,) = plan.recipes(
        understood, engine="lab", engine_kind="comfyui", references=[MILO], models={}, chooser=random.Random(1)
    )
    return made


@pytest.mark.parametrize(
    ("chosen", "share"),
    [({}, 1.0), ({"start": START}, START_DENOISE), ({"start": START, "mask": MASK}, 1.0), ({"denoise": 0.25}, 0.25)],
)
def test_how_much_is_drawn_anew(chosen: dict[str, Any], share: float) -> None:
    assert recipe(**chosen).denoise == share


def test_the_pictures_reach_the_request() -> None:
    made = from_json(to_json(recipe(start=START, mask=MASK, references_joined="stitched")))
    request = plan.request(made, job_id="j", client_id="c", start=b"start", mask=b"mask")
    assert request.start is not None
    assert request.mask is not None
    assert (request.start.sha256, request.start.data, request.mask.data) == (START.sha256, b"start", b"mask")
    assert request.references_joined == "stitched"


def test_a_picture_that_is_gone_is_named() -> None:
    with pytest.raises(plan.SceneImpossible, match=r"draft\.png is not in the library"):
        plan.request(recipe(start=START), job_id="j", client_id="c")


def test_a_mask_alone_and_a_mad_share_are_refused() -> None:
    with pytest.raises(plan.SceneImpossible, match="mask"):
        recipe(mask=MASK)
    with pytest.raises(plan.SceneImpossible, match="denoise"):
        recipe(start=START, denoise=0.0)


def test_only_families_that_look_at_references_have_them_in_the_recipe() -> None:
    assert recipe().references == recipe(family="flux2").references == (MILO,)
    assert recipe(family="schnell").references == recipe(family="dev").references == ()


def test_a_recipe_of_before_is_read() -> None:
    old = to_json(recipe())
    for field in ('"references_joined":"chained",', '"start":null,', '"denoise":1.0,', '"mask":null,'):
        assert field in old
        old = old.replace(field, "")
    assert from_json(old) == recipe()
