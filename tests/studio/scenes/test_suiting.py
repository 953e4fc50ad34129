"""Scenes for hosted engines: no words that only a LoRA knows, and as many references as are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.scenes import stock
from studio.scenes.prompt import assemble, in_style
from studio.scenes.scene import Scene
from studio.scenes.stock import Style
from studio.scenes.suiting import Abilities, suited
from studio.scenes.understanding import understand

STOCK = stock.load(Path("/nonexistent"))
WORDS_ALONE = Abilities(references=4, loras=0)


@pytest.mark.parametrize("style", [style.name for style in STOCK.styles])
def test_no_trigger_word_is_said_where_no_lora_is_taken(style: str) -> None:
    understood = understand(Scene(text="Milo debugging at 2 AM", style=style), STOCK)
    made = suited(understood, WORDS_ALONE)
    trigger = understood.style.trigger
    assert not trigger or trigger not in assemble(made)
    assert (made.loras, made.left_out) == ((), understood.loras)
    assert suited(understood, None) == understood


@given(
    before=st.sampled_from(["", "{trigger}, ", "a {trigger} figurine of ", "art, {trigger}, of ", "{trigger} "]),
    after=st.sampled_from(["", ", {trigger}", ", {trigger}, on grass", ". {trigger}"]),
)
def test_a_pattern_reads_well_without_its_trigger(before: str, after: str) -> None:
    words = in_style("Milo waves.", Style(name="s", pattern=f"{before}{{scene}}{after}"))
    assert "Milo waves" in words
    assert "  " not in words
    assert not words.startswith((",", ".", " "))
    assert ",," not in words.replace(" ", "")


def test_the_plate_is_no_reference_where_there_is_no_room_for_it() -> None:
    understood = understand(Scene(text="Milo debugging at 2 AM"), STOCK)
    assert suited(understood, Abilities(references=0, loras=1, family="dev")).looks_at_references is False
    able = suited(understood, Abilities(references=16, loras=0))
    assert able.looks_at_references
    assert able.plate_sent == understood.plate_picture


def test_steps_and_guidance_are_those_of_the_family_unless_somebody_chose_them() -> None:
    farm = Abilities(references=0, loras=2, family="dev")
    usual = suited(understand(Scene(text="Milo waves"), STOCK), farm)
    assert (usual.steps, usual.guidance, usual.family) == (28, 3.0, "dev")
    chosen = suited(understand(Scene(text="Milo waves", steps=12, guidance=7.0), STOCK), farm)
    assert (chosen.steps, chosen.guidance) == (12, 7.0)
