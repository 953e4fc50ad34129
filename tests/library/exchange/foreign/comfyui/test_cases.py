"""Graphs of people's own files: each gives the picture's own words, model, seed and steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.exchange.foreign.facts import ForeignFacts
from library.formats.png_text import read_header
from tests.library.exchange.foreign.graphs import facts_of

CASES = Path(__file__).parents[1] / "cases"
HERON, SMUDGES = "a heron on a mossy pier", "smudges, grain"


def case(name: str) -> ForeignFacts:
    return facts_of(read_header(CASES / f"{name}.png").texts)


@pytest.mark.parametrize(
    "name", ["01_cfgguider", "02_dualcfgguider", "03_gligen", "04_switch_linked", "05_llm_expanded", "06_detailer"]
)
def test_a_graph_gives_the_picture_s_own_words_model_seed_and_steps(name: str) -> None:
    found = case(name)
    assert found.prompt.split("\n")[0] == HERON
    assert (found.negative, found.model, found.seed, found.steps) == (SMUDGES, "pondXL.safetensors", 31337, 22)
    assert found.guidance == 4.5


def test_a_wrapper_pack_s_bridge_keeps_both_signs_apart() -> None:
    found = case("07_wan_bridge")
    assert (found.prompt, found.negative) == (HERON, SMUDGES)
    assert (found.model, found.seed, found.steps) == ("pond14B.safetensors", 31337, 22)


def test_a_workflow_alone_gives_the_steps_of_any_scheduler() -> None:
    found = case("30_workflow_only")
    assert (found.prompt, found.model, found.seed, found.steps) == (HERON, "pondXL.safetensors", 31337, 22)


def test_a_list_where_a_name_should_be_is_no_name() -> None:
    found = case("37_workflow_name_list")
    assert (found.seed, found.steps, found.guidance) == (1, 20, 7.0)
