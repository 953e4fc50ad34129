"""Words go where they went when it was looked at, and look as they did: all that `golden` keeps."""

from __future__ import annotations

import json

import pytest

from tests.sheets import differing
from tests.studio.lettering.golden import PLACES, SHEET, SIDE, cases, places


def test_words_could_go_to_the_same_places() -> None:
    kept, now = json.loads(PLACES.read_bytes()), places()
    assert {*kept} == {*now}
    for name, before in kept.items():
        for (method, sure, quad), (old_method, old_sure, old_quad) in zip(now[name], before, strict=True):
            assert method == old_method, name
            assert sure == pytest.approx(old_sure, abs=0.01), name
            for corner, old in zip(quad, old_quad, strict=True):
                assert corner == pytest.approx(old, abs=0.25), name


def test_words_are_set_as_on_the_sheet() -> None:
    assert not differing(SHEET, SIDE, cases()), "`python -m tests.studio.lettering.golden` writes it anew: look at it"
