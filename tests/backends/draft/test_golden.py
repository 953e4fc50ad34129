"""What the draft painter paints stays as it was looked at: each picture of `golden`'s sheet, in all places."""

from __future__ import annotations

import numpy as np

from tests.backends.draft.golden import cases, kept, small

_NEAR = 3
"""Levels by which a channel of a small picture may differ: another machine rounds otherwise."""


def test_everything_is_painted_as_on_the_sheet() -> None:
    every = cases()
    before = kept()
    assert len(before) - len(every) in range(16)
    differing = {
        name: int(off.max())
        for (name, make), old in zip(every.items(), before, strict=False)
        if (off := np.abs(small(make()).astype(np.int16) - old)).max() > _NEAR
    }
    assert not differing, "look at them; `python -m tests.backends.draft.golden` writes the sheet anew"
