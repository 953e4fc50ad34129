"""What of a request a hosted model heeds: sizes within its rule, and nothing that it cannot do."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import DrawRequest, LoraUse, ReferencePicture
from backends.hosted.fitting import fit, in_words, nearest_size, shortened
from backends.hosted.models import Model, SizeRule

ANY = SizeRule()
THREE = SizeRule(listed=((1024, 1024), (1536, 1024), (1024, 1536)))


def request(**changes: object) -> DrawRequest:
    return DrawRequest(**{"job_id": "j", "client_id": "c", "prompt": "Milo waves", "seed": 7, **changes})  # type: ignore[arg-type]


def pictures(count: int) -> tuple[ReferencePicture, ...]:
    return tuple(ReferencePicture(f"{number}.png", f"{number:064x}", b"") for number in range(count))


rules = st.builds(
    SizeRule,
    multiple=st.sampled_from([1, 8, 16, 32]),
    least_side=st.sampled_from([64, 256]),
    most_side=st.sampled_from([1440, 2048, 3840]),
    least_pixels=st.sampled_from([0, 655_360]),
    most_pixels=st.sampled_from([1_100_000, 4_000_000]),
    widest=st.sampled_from([3.0, 4.0]),
)


@given(width=st.integers(16, 5000), height=st.integers(16, 5000), rule=rules)
def test_a_size_is_within_the_rule_and_of_nearly_the_shape(width: int, height: int, rule: SizeRule) -> None:
    found = nearest_size(width, height, rule)
    assert all(side % rule.multiple == 0 and rule.least_side <= side <= rule.most_side for side in found)
    assert rule.least_pixels <= found[0] * found[1] <= rule.most_pixels
    assert max(found) <= rule.widest * min(found)
    wanted = min(max(width / height, 1 / rule.widest), rule.widest)
    if min(width, height) >= 2 * rule.least_side:
        assert abs(math.log(found[0] / found[1] / wanted)) < 0.35


@given(width=st.integers(16, 5000), height=st.integers(16, 5000))
def test_of_listed_sizes_none_other_is_taken(width: int, height: int) -> None:
    found = nearest_size(width, height, THREE)
    assert found in THREE.listed
    assert (found[0] >= found[1]) == (width >= height) or abs(math.log(width / height)) < 0.25


@pytest.mark.parametrize("size", [(1024, 1024), (1216, 832), (768, 1344)])
def test_a_size_that_fits_stays(size: tuple[int, int]) -> None:
    assert nearest_size(*size, ANY) == size


def test_a_seed_that_nobody_chose_is_not_missed() -> None:
    few = Model(id="m", title="M", sizes=ANY, seed=True, seeds=5)
    assert fit(request(), Model(id="m", title="M", sizes=ANY)).unheeded == ()
    fitted = fit(request(), few)
    assert (fitted.request.seed, fitted.seed, fitted.unheeded) == (2, 2, ())
    assert fit(request(seed=4), few).seed is None


def test_what_a_model_cannot_do_is_left_out_and_named() -> None:
    plain = Model(id="m", title="M", sizes=THREE, references=4)
    asked = request(
        width=1216,
        height=832,
        references=pictures(7),
        loras=(LoraUse("milo.safetensors"),),
        chosen=("seed", "steps"),
        start=pictures(1)[0],
        denoise=0.4,
    )
    fitted = fit(asked, plain)
    assert (fitted.request.width, fitted.request.height) == (1536, 1024)
    assert (len(fitted.request.references), fitted.request.loras, fitted.request.start) == (4, (), None)
    assert [one.part for one in fitted.unheeded] == ["size", "references", "loras", "seed", "steps", "start"]
    assert in_words(fitted.unheeded) == (
        "the size 1216×832: it is 1536×1024, the references 5 to 7, the LoRA, the seed, the steps and"
        " the picture to paint over"
    )


def test_a_model_that_can_do_all_loses_nothing() -> None:
    able = Model(
        id="m",
        title="M",
        sizes=ANY,
        references=8,
        loras=2,
        seed=True,
        steps=True,
        guidance=True,
        start=True,
        strength=True,
        mask=True,
    )
    start, mask, *others = pictures(5)
    asked = request(
        references=tuple(others),
        loras=(LoraUse("a"), LoraUse("b")),
        chosen=("steps", "guidance"),
        start=start,
        mask=mask,
        denoise=0.5,
    )
    assert fit(asked, able) == (fitted := fit(asked, able))
    assert (fitted.request, fitted.unheeded) == (asked, ())


@given(prompt=st.text(min_size=1, max_size=300), length=st.integers(10, 100))
def test_a_prompt_that_is_too_long_keeps_its_beginning(prompt: str, length: int) -> None:
    kept = shortened(prompt, length)
    assert prompt.startswith(kept)
    assert len(kept) <= length
    assert kept == prompt or len(kept) > 0 or prompt[:length].strip() == ""


def test_a_prompt_ends_with_a_sentence_where_one_ends_late_enough() -> None:
    assert shortened("Milo waves at the rack. James looks on and laughs", 40) == "Milo waves at the rack."
