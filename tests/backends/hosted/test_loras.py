"""LoRAs by how they reach a model."""

from __future__ import annotations

import pytest

from backends.base import DrawRequest, LoraUse
from backends.hosted.fitting import by_reach, can_be_fetched, fit
from backends.hosted.models import Model, SizeRule


@pytest.mark.parametrize(
    "name",
    [
        "Shakker-Labs/FLUX.1-Kontext-dev",
        "owner/name/file.safetensors",
        "huggingface.co/owner/name",
        "civitai.com/models/643886",
        "https://example.org/a/mila.safetensors",
        "https://example.org/mila.tar",
    ],
)
def test_names_that_say_where_they_are(name: str) -> None:
    assert can_be_fetched(name)


@pytest.mark.parametrize(
    "name", ["", "mila.safetensors", "flux/mila.safetensors", "flux\\mila", "http://a.b/c", "a b/c", "../x"]
)
def test_files_say_it_not(name: str) -> None:
    assert not can_be_fetched(name)


def test_a_model_without_weights_of_its_own_has_none() -> None:
    files = (LoraUse("mila.safetensors"), LoraUse("a/b"))
    assert by_reach(files).own is None
    assert by_reach(files, "me/mila").own == files[0]
    assert by_reach(files[1:], "me/mila").own is None


def test_weights_of_its_own_are_known_by_a_word_of_its_name() -> None:
    style, own = LoraUse("FLUX-kontext-lora-flat-cartoon-style.safetensors"), LoraUse("nua_figurines_v2.safetensors")
    assert by_reach((style, own), "amanda/flux-nua-style") == (own, (), (style,))
    assert by_reach((style, own), "amanda/flux-style-lora").own is None


def test_what_is_chosen_beyond_a_range_is_brought_within_and_said() -> None:
    model = Model(
        id="m",
        title="M",
        sizes=SizeRule(),
        seed=True,
        seeds=100,
        steps=True,
        step_range=(1, 50),
        usual_steps=28,
        guidance=True,
        guidance_range=(0.0, 10.0),
        usual_guidance=3.0,
        options=("quality",),
    )
    usual = fit(DrawRequest("a", "b", "Mila", 7, steps=20, guidance=2.5), model)
    assert (usual.request.steps, usual.request.guidance, usual.unheeded) == (28, 3.0, ())
    options = {"quality": "1", "x": "2"}
    chosen = ("seed", "steps", "guidance")
    asked = DrawRequest("a", "b", "Mila", 1234, steps=60, guidance=11.0, chosen=chosen, options=options)
    fitted = fit(asked, model)
    assert (fitted.request.steps, fitted.request.guidance, fitted.request.seed) == (50, 10.0, 34)
    assert fitted.request.options == {"quality": "1"}
    assert [one.words for one in fitted.unheeded] == [
        "the seed 1234: it is 34",
        "the steps 60: it is 50",
        "the guidance 11: it is 10",
        "the option x",
    ]
