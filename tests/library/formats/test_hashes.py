"""The hash and the look of thumbnails, as they are kept in the indexes of people's libraries."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from library.formats.hashes import distance, hashes
from library.formats.looks import SIDE
from tests.library.making import encode


def thumbnail(width: int, height: int) -> bytes:
    """A light disc on a ramp that grows darker downwards."""
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    grey = np.where(x * x + y * y < 0.3, 230, 120 - 80 * y - 20 * x)
    return encode(Image.fromarray(np.repeat(grey[..., None], 3, axis=2).astype(np.uint8)), "JPEG", quality=95)


@pytest.mark.parametrize("size", [(320, 320), (317, 233), (90, 160), (1024, 700)])
def test_a_look_covers_the_whole_picture_and_no_more(size: tuple[int, int]) -> None:
    look = np.frombuffer(hashes(thumbnail(*size)).look, np.uint8).reshape(SIDE, SIDE).astype(int)
    places = (np.arange(SIDE) + 0.5) / SIDE * 2 - 1
    x, y = np.meshgrid(places, places)
    disc = x * x + y * y
    ramp = 120 - 80 * y - 20 * x
    assert np.abs(look - ramp)[disc > 0.5].max() <= 4
    assert np.abs(look - 230)[disc < 0.12].max() <= 4


def test_the_last_column_of_a_decoder_s_draft_counts_as_far_as_the_picture_goes() -> None:
    bars = np.repeat((np.arange(1153) * SIDE // 1153 % 2 * 255).astype(np.uint8)[None], 1153, axis=0)
    jpeg = encode(Image.fromarray(np.repeat(bars[..., None], 3, axis=2)), "JPEG", quality=95)
    look = np.frombuffer(hashes(jpeg).look, np.uint8).reshape(SIDE, SIDE)
    assert look[:, ::2].max() <= 12
    assert look[:, 1::2].min() >= 243


def test_a_hash_stays_what_it_was() -> None:
    found = {size: hashes(thumbnail(*size)).dhash for size in ((320, 320), (317, 233), (90, 160))}
    first = found[320, 320]
    assert all(distance(first, other) <= 4 for other in found.values())
    assert distance(first, 4627158864506880) <= 1
    assert all(-(2**63) <= one < 2**63 for one in found.values())


def test_a_distance_is_the_bits_that_differ() -> None:
    assert distance(0, 0) == distance(-1, -1) == 0
    assert distance(0, -1) == 64
    assert distance(-(2**63), 0) == 1
    assert distance(0b1011, 0b0001) == 2
