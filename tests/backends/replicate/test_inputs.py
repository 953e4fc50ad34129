"""What a model takes, read from its schema, whatever stands in that."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import DrawRequest
from backends.hosted.fitting import fit
from backends.replicate import requests
from backends.replicate.inputs import Input, read
from backends.replicate.models import MODELS, TRAINED_FLUX, known, made, parsed
from backends.replicate.roles import roles_of
from backends.replicate.sizes import MEGAPIXEL, pixels
from tests.standin.hosted.replicate import TRAINED

NAMES = [*TRAINED_FLUX, "steps", "guidance", "strength", "input_image", "input_images", "image_input", "image_1"]
NAMES += ["image_2", "size", "lora_weights", "hf_api_token", "other"]
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 4000)
    | st.floats(-5, 5)
    | st.sampled_from(
        [
            "",
            "1:1",
            "16:9",
            "0:3",
            "custom",
            "1024x768",
            "webp",
            "string",
            "integer",
            "uri",
            "#/components/schemas/size",
        ]
    )
)
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", "number", "boolean", "array", "object", 7]),
        "format": st.sampled_from(["uri", "password"]),
        "default": VALUES,
        "minimum": VALUES,
        "maximum": VALUES,
        "maxLength": VALUES,
        "maxItems": VALUES,
        "enum": st.lists(VALUES, max_size=4) | VALUES,
        "items": st.just({"type": "string", "format": "uri"}) | VALUES,
        "allOf": st.lists(st.just({"$ref": "#/components/schemas/size"}) | VALUES, max_size=2),
        "anyOf": st.just([{"type": "null"}, {"type": "string", "format": "uri"}]),
        "$ref": VALUES,
    },
)
SIZES = {"enum": ["1:1", "64x64"], "type": "string"}
SCHEMAS = st.dictionaries(st.sampled_from(NAMES), PROPERTIES | VALUES, max_size=14).map(
    lambda properties: {"components": {"schemas": {"Input": {"properties": properties}, "size": SIZES}}}
)
NAMED = st.sampled_from(["components", "schemas"])


def test_a_schema_of_a_trained_model_is_what_is_shipped_for_one() -> None:
    assert read(TRAINED) == TRAINED_FLUX


@given(SCHEMAS)
def test_any_schema_makes_a_model_that_a_request_can_be_fitted_to(schema: Any) -> None:
    model = made("them/other", "other", read(schema), version="ab" * 32)
    fitted = fit(DrawRequest("a", "b", "Mila waves", 7, chosen=("steps",)), model)
    sent = requests.prepared(fitted.request, model)
    assert set(sent.input) <= {*model.inputs, "prompt"}
    assert requests.read(msgspec.json.encode(sent).decode()) == sent


@given(st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMED, inner), max_leaves=5))
def test_what_is_no_schema_has_no_inputs(told: Any) -> None:
    assert read(told) == {}


def test_a_reference_in_a_circle_ends() -> None:
    schemas = {
        "a": {"$ref": "#/components/schemas/a"},
        "Input": {"properties": {"x": {"$ref": "#/components/schemas/a"}}},
    }
    assert read({"components": {"schemas": schemas}}) == {"x": Input(kind="other")}


@pytest.mark.parametrize("model", [*MODELS, known(f"me/mila:{'ab' * 32}")])
def test_what_is_shipped_draws_the_studios_sizes(model: Any) -> None:
    for size in ((1024, 1024), (1216, 832), (1344, 768), (832, 1216), (768, 1344)):
        fitted = fit(DrawRequest("a", "b", "Mila", 7, *size), model)
        assert fitted.unheeded == ()
        sent = requests.prepared(fitted.request, model).input
        assert MEGAPIXEL[str(sent["aspect_ratio"])] == size


@given(st.integers(0, 999), st.integers(0, 999))
def test_any_ratio_is_about_a_megapixel(wide: int, high: int) -> None:
    width, height = pixels(f"{wide}:{high}")
    assert width % 16 == height % 16 == 0
    if wide and high and max(wide, high) < 4 * min(wide, high):
        assert 0.9e6 < width * height < 1.2e6


def test_what_is_asked_for_an_estimate_brings_neither_the_network_nor_pixels() -> None:
    code = "import sys; from backends.base import DrawRequest; from backends.replicate.service import Replicate as R; "
    code += "r = R(); assert r.estimate(DrawRequest('a', 'b', 'Mila', 7), r.model('me/mila')); "
    code += "assert not {'httpx', 'numpy', 'cv2', 'PIL'} & set(sys.modules), sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_names_of_models_are_taken_apart() -> None:
    found = parsed("me/mila:0ab1")
    assert found is not None
    assert (found.owner, found.name, found.version, found.path) == ("me", "mila", "0ab1", "me/mila")
    assert parsed("mila") is None
    assert parsed("../account") is None
    assert parsed("me/..") is None
    alone = parsed("ab" * 32)
    assert alone is not None
    assert (alone.path, alone.version) == ("", "ab" * 32)


def test_inputs_get_their_parts_by_name() -> None:
    picture = Input(kind="picture")
    edit = roles_of({"prompt": Input(kind="text"), "image": picture})
    assert (edit.start, edit.references) == ("", ("image",))
    fill = roles_of({"image": picture, "mask": picture})
    assert (fill.start, fill.mask, fill.references) == ("image", "mask", ())
    both = roles_of({"input_image_1": picture, "input_image_2": picture})
    assert both.references == ("input_image_1", "input_image_2")
