"""What styles make of a draft."""

from __future__ import annotations

import numpy as np
import pytest

from backends.draft.painter import paint
from tests.backends.draft.samples import MILO, STYLES, far, lettered, panels, request


@pytest.mark.parametrize("style", STYLES[1:])
def test_a_style_is_seen_and_leaves_the_panel_clean(style: str) -> None:
    plain, styled = (
        paint(request("Milo waves", "south", (lettered(MILO),), 3, (512, 512), style=name)) for name in ("", style)
    )
    assert far(plain, styled) > 8
    x, y, wide, tall, count = panels(styled)[0]
    assert count >= 0.9 * wide * tall
    assert int(styled[y + tall // 4 : y + tall * 3 // 4, x + wide // 4 : x + wide * 3 // 4].min()) >= 250


def test_painterly_pictures_have_strokes_where_flat_ones_are_even() -> None:
    flat, brushed = (
        paint(request("", "plain", (), 3, (512, 512), style=style)).astype(np.float32) for style in ("", "painterly")
    )
    shares = [float((np.abs(np.diff(picture, axis=1)).max(axis=2) > 2).mean()) for picture in (flat, brushed)]
    assert shares[1] > 3 * shares[0]


def test_a_style_that_the_painter_does_not_know_changes_nothing() -> None:
    assert np.array_equal(paint(request("Milo waves")), paint(request("Milo waves", style="my own")))
