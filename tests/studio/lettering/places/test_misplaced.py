"""What is said of words that nobody wears."""

from __future__ import annotations

import msgspec

from library.index.misplaced import is_misplaced
from studio.lettering.places.misplaced import misplaced, warning_of, warnings
from studio.lettering.records import Kind, LetteringRecord, Method, Placement, Setting, to_json


def record(*placed: tuple[str, Method, Kind]) -> LetteringRecord:
    quad = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    return LetteringRecord(settings=tuple(Setting(text, Placement(how, quad), kind) for text, how, kind in placed))


def test_words_in_the_middle_are_worn_by_nobody() -> None:
    some = record(("RTFM", "panel", "print"), ("NO", "centre", "print"), ("404", "centre", "caption"))
    assert misplaced(some) == misplaced(to_json(some)) == (some.settings[1],)
    assert warnings(some) == ("“NO”: nobody was found to wear it, so it stands in the picture's middle",)
    notice = warning_of(some)
    assert notice is not None
    assert notice.warning
    assert notice.title == "Nobody wears “NO”"


def test_words_below_others_are_worn_by_nobody_too() -> None:
    first, second = record(("RTFM", "panel", "print"), ("NO", "shirt", "print")).settings
    below = msgspec.structs.replace(second, placement=msgspec.structs.replace(second.placement, shared=True))
    both = LetteringRecord(settings=(first, below))
    assert misplaced(both) == (below,)
    assert is_misplaced(to_json(both))
    assert "somebody who wears other words" in warnings(both)[0]


def test_several_are_told_in_one_notice() -> None:
    notice = warning_of(record(("A", "centre", "print"), ("B", "centre", "print")))
    assert notice is not None
    assert (notice.title, notice.remedy) == ("Nobody wears “A” and “B”", "Choose their places in Lettering")


def test_nothing_is_said_where_all_are_worn_or_nothing_is_known() -> None:
    assert warning_of(record(("RTFM", "shirt", "print"))) is None
    assert warnings("no record") == ()
