"""Photographs become the plates that were looked at: all that `golden` keeps."""

from __future__ import annotations

from tests.sheets import differing
from tests.studio.pictures.plates.golden import SHEET, SIDE, cases


def test_photographs_become_plates_as_on_the_sheet() -> None:
    off = differing(SHEET, SIDE, cases())
    assert not off, "`python -m tests.studio.pictures.plates.golden` writes it anew: look at it"
