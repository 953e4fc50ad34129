"""What the draft painter paints stays as it was looked at: each picture of `golden`'s sheet, in all places."""

from __future__ import annotations

from tests.backends.draft.golden import SHEET, SIDE, cases
from tests.sheets import differing


def test_everything_is_painted_as_on_the_sheet() -> None:
    assert not differing(SHEET, SIDE, cases()), "`python -m tests.backends.draft.golden` writes it anew: look at it"
