"""What is read of a prediction, whatever stands in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import BadAnswer
from backends.replicate import answers
from backends.replicate.costs import spent
from tests.standin.hosted.replicate import BARS, LOG

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.integers(1, 500), st.integers(1, 500), st.text("█▏▎▍ ", max_size=10), st.sampled_from(["\r", "\n", "\r\n", ""])
)
def test_the_newest_bar_counts(done: int, total: int, bar: str, ending: str) -> None:
    done, total = min(done, total), max(done, total)
    line = f"{100 * done // total:3d}%|{bar}| {done}/{total} [00:01<00:01, 10.1it/s]"
    assert answers.progress(f"{LOG}{BARS}\r\n{line}{ending}") == (done, total)


@given(st.lists(st.sampled_from([*"0123/%|[]: \r\nUsing seed█x"]), max_size=60).map("".join))
def test_a_log_may_be_anything(log: str) -> None:
    found = answers.progress(log)
    assert found is None or 1 <= found.done <= found.total
    answers.seed_of(log)


@pytest.mark.parametrize(
    "log", [None, "", LOG, "12/28", "\rDownloading: 50%|█████     | 12/28 [00:01]", " 0%|  | 0/28 [?]"]
)
def test_what_is_no_bar_of_sampling_is_none(log: str | None) -> None:
    assert answers.progress(log) is None


def test_the_seed_is_read_of_the_log() -> None:
    assert answers.seed_of(LOG) == 7
    assert answers.seed_of("Prompt: Using seed: 5 is fun\n") is None
    found = answers.Prediction("a", input={"seed": 7, "guidance": 3, "steps": 4}, logs="Using seed: 8\n")
    assert answers.drawn(found).seed == 8
    assert (answers.drawn(found).guidance, answers.drawn(found).steps) == (3.0, 4)


@given(JSON)
def test_outputs_may_be_anything(output: Any) -> None:
    assert all(isinstance(one, str) for one in answers.outputs(output))


@given(st.binary(max_size=60) | JSON.map(lambda told: json.dumps(told).encode()))
def test_an_answer_is_one_or_makes_no_sense(body: bytes) -> None:
    try:
        found = answers.prediction(body)
    except BadAnswer:
        return
    assert answers.is_id(found.id)


@given(st.dictionaries(st.sampled_from(["predict_time", "total_time"]), JSON), st.integers(0, 4))
def test_metrics_may_be_anything(metrics: dict[str, Any], pictures: int) -> None:
    cost = spent("me/mila", "h100", metrics, pictures)
    assert cost is None or cost.dollars >= 0


def test_official_models_are_paid_by_the_picture() -> None:
    name = "black-forest-labs/flux-schnell"
    cost = spent(name, "", {"predict_time": 1.0}, 2)
    assert cost is not None
    assert (cost.dollars, cost.measured, cost.words) == (0.006, False, "2 pictures")
    assert spent(name, "", {}, 0) is None
    assert spent("them/other", "", {"predict_time": 1.0}, 1) is None
