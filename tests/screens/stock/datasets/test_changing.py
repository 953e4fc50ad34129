"""What is said of a dataset on the screen, and what becomes of its captions then."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec

from library.files import disk
from screens.stock.datasets.model import changing
from studio.datasets.captions.pattern import caption_of, pattern_of
from studio.datasets.folder import reading, undoing
from tests.screens.stock.datasets.conftest import CAPTIONS, coloured


def test_another_trigger_word_is_in_the_captions_too(figurine: Path) -> None:
    seen = reading.opened(figurine).dataset
    changing.say_about(figurine, seen, msgspec.structs.replace(seen, trigger="nua_clay"))
    now = reading.opened(figurine)
    assert now.dataset.trigger == "nua_clay"
    assert now.captions == {name: words.replace("nua_style", "nua_clay") for name, words in CAPTIONS.items()}
    undoing.undo(figurine)
    assert reading.opened(figurine).captions == CAPTIONS


def test_what_was_not_touched_is_left_as_another_program_has_it_by_now(figurine: Path) -> None:
    seen = reading.opened(figurine).dataset
    changing.say_about(figurine, seen, msgspec.structs.replace(seen, side=768))
    changing.say_about(figurine, seen, msgspec.structs.replace(seen, steps=900))
    now = reading.opened(figurine).dataset
    assert (now.side, now.steps, now.trigger) == (768, 900, "nua_style")


def test_holding_some_out_can_be_stopped_and_changes_nothing_then(figurine: Path) -> None:
    for number in (4, 5, 6):
        disk.write_over(figurine / f"figurine_0{number}.png", coloured(number))
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, name: str, *, goes_on: bool) -> bool:
        told.append((done, total))
        return goes_on

    assert "Stopped" in changing.hold_some_out(figurine, partial(tell, goes_on=False))
    assert told == [(0, 6)]
    assert not any(one.held_out for one in reading.opened(figurine).dataset.pictures)
    # What was seen until then is not looked at once more.
    told.clear()
    changing.hold_some_out(figurine, partial(tell, goes_on=True))
    assert told
    assert all(total < 6 for _, total in told)


def test_the_pattern_is_put_around_the_words_that_stand_there(figurine: Path) -> None:
    seen = {"figurine_01": "a small elf", "figurine_02": CAPTIONS["figurine_02"], "figurine_03": ""}
    made = changing.by_pattern(figurine, seen, (), seen)
    pattern = pattern_of(reading.opened(figurine).dataset)
    assert made["figurine_01"] == caption_of(pattern, "nua_style", "a small elf")
    assert all("nua_style" in caption for caption in made.values())
    # What is in the pattern already stays as it is.
    assert changing.by_pattern(figurine, made, (), made) == made
    assert changing.by_pattern(figurine, ["figurine_01"], ()) == {"figurine_01": caption_of(pattern, "nua_style", "")}
