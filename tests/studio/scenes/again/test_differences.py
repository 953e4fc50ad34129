"""What is different between two recipes, in words."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from library.records import Picture, PictureFacts
from studio.pictures.facts import facts_of
from studio.scenes.again.differences import MOST_CHANGES, differences, word_changes
from studio.scenes.recipe import LoraChoice, PictureUse
from tests.screens.drawn import recipe

WORDS = st.lists(st.sampled_from(["milo", "naps", "smiling", "at", "night", "in", "the", "lab"]), max_size=9).map(
    " ".join
)


def picture(facts: PictureFacts, width: int = 256) -> Picture:
    """A picture with these facts."""
    return Picture(id=1, path="/x.png", sha256="", created=0.0, width=width, height=256, bytes=1, facts=facts)


def drawn(**changes: Any) -> Picture:
    """A picture of a server, by a recipe with some changes."""
    made = msgspec.structs.replace(recipe(41), engine_kind="comfyui", engine="lab", **changes)
    return picture(facts_of(made, "lab", {"unet": "kontext.safetensors"}, "job"))


def test_numbers_loras_and_words_are_told() -> None:
    first = drawn(loras=(LoraChoice("flat.safetensors", 0.8), LoraChoice("ink.safetensors")))
    second = drawn(
        seed=42,
        guidance=3.0,
        plate="",
        loras=(LoraChoice("flat.safetensors", 1.0),),
        scene="Milo counts smiling to 41",
        start=PictureUse("draft.png", "0" * 64),
        denoise=0.6,
    )
    told = differences(first, second)
    assert told == (
        "seed 41 → 42",
        "guidance 2.5 → 3",
        "− plate north",
        "+ painted over draft.png by 0.6",
        "LoRA flat.safetensors 0.8 → 1",
        "− LoRA ink.safetensors 1",
        '+ "smiling"',
    )
    assert differences(first, first) == ()


def test_pictures_of_other_programs_are_told_apart_by_what_is_known_of_them() -> None:
    first = picture(PictureFacts(prompt="a raccoon at night", model="sdxl", loras=("a",), negative="blurry"))
    second = picture(PictureFacts(prompt="a raccoon, by day", recipe="{", negative="blurry, text"), width=512)
    assert differences(first, second) == (
        "size 256×256 → 512×256",
        "− model sdxl",
        "− LoRA a 1",
        '− "raccoon at night"',
        '+ "raccoon, by day"',
        '− "blurry"',
        '+ "blurry, text"',
    )


@given(WORDS, WORDS)
def test_words_that_came_and_went_make_one_text_of_the_other(before: str, after: str) -> None:
    told = word_changes(before, after)
    assert (not told) == (before.split() == after.split())
    assert len(told) <= MOST_CHANGES
    went = sum(len(one[3:-1].split()) for one in told if one.startswith("− "))
    came = sum(len(one[3:-1].split()) for one in told if one.startswith("+ "))
    if len(told) < MOST_CHANGES and not any("…" in one for one in told):
        assert len(after.split()) - len(before.split()) == came - went
