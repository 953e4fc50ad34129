"""What is said of a dataset on the screen, and what becomes of its captions then."""

from __future__ import annotations

from pathlib import Path

import msgspec

from screens.stock.datasets.model import changing
from studio.datasets.folder import reading, undoing
from tests.screens.stock.datasets.conftest import CAPTIONS


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
