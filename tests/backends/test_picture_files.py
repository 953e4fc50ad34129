"""Whether a picture came whole."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from backends.picture_files import is_whole


def encoded(kind: str) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, kind)
    return file.getvalue()


PNG = encoded("PNG")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_whole_files_are_whole_and_halves_are_not(kind: str) -> None:
    data = encoded(kind)
    assert is_whole(data)
    assert not is_whole(data[: len(data) // 2])
    assert not is_whole(b"<html>")
    assert not is_whole(b"")


@given(st.integers(0, len(PNG) - 1), st.integers(1, 255))
def test_any_other_byte_in_a_png_is_noticed(place: int, other: int) -> None:
    spoilt = PNG[:place] + bytes([PNG[place] ^ other]) + PNG[place + 1 :]
    assert not is_whole(spoilt)


@given(st.integers(0, len(PNG) - 1), st.integers(1, 40))
@example(8, 25)
def test_a_png_with_a_hole_or_more_at_its_end_is_not_whole(place: int, size: int) -> None:
    assert not is_whole(PNG[:place] + PNG[place + size :])
    assert not is_whole(PNG + bytes(size))
