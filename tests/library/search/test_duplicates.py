"""Groups of near-duplicates: the same picture in any form is found, other pictures are not, and there are no chains."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from library.formats import looks
from library.formats.hashes import hashes
from library.formats.thumbnails import thumbnail
from library.search import duplicates
from library.search.duplicates import Sorted
from library.search.linkage import Pairs, around, complete
from library.store import Library
from tests.library.making import encode, facts, scene

VALUES = st.lists(
    st.sampled_from([0, 1, 3, 7, 15, 31, 2**63, 2**63 + 1, 2**40, 2**64 - 1]) | st.integers(0, 2**64 - 1),
    min_size=1,
    max_size=30,
)
EDGES = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]))


def drawing(number: int, size: int = 640) -> Image.Image:
    """One of seven line drawings, which differ in their middle."""
    image = Image.new("RGB", (size, size), "white")
    draw, half = ImageDraw.Draw(image), size // 2
    box = (size * 0.3, size * 0.3, size * 0.7, size * 0.7)
    if number < 4:
        draw.regular_polygon((half, half, size * 0.2), number + 3, outline="black", width=6)
    else:
        draw.ellipse(box, outline="black", width=6)
    if number == 5:
        draw.arc((size * 0.4, size * 0.4, size * 0.6, size * 0.6), 20, 160, fill="black", width=6)
    if number == 6:
        draw.line((half, half, size * 0.7, size * 0.7), fill="black", width=6)
    return image


def groups(images: list[bytes], *, is_loose: bool = False, bits: int = 3) -> list[list[int]]:
    """The groups of some pictures, by their places."""
    made = [hashes(thumbnail(image)) for image in images]
    found = duplicates.groups(
        np.arange(len(made)),
        np.array([one.dhash % 2**64 for one in made], np.uint64),
        lambda ids: {one: made[one].look for one in ids},
        bits,
        is_loose=is_loose,
    )
    return sorted(sorted(group) for group in found)


def forms(image: Image.Image) -> list[bytes]:
    """A picture as it is, as JPEG, smaller, lighter, and with less contrast."""
    return [
        encode(image),
        encode(image, "JPEG", quality=50),
        encode(image.resize((300, 290), Image.Resampling.LANCZOS)),
        encode(ImageEnhance.Brightness(image).enhance(1.1)),
        encode(ImageEnhance.Contrast(image).enhance(0.85), "WEBP", quality=70),
    ]


def test_different_drawings_on_white_are_not_the_same_and_each_is_found_in_all_its_forms() -> None:
    images = [form for number in range(7) for form in forms(drawing(number))]
    assert groups(images) == [list(range(first, first + 5)) for first in range(0, 35, 5)]
    assert groups([encode(drawing(number)) for number in range(7)], bits=4) == []
    assert groups([encode(drawing(number)) for number in range(7)], is_loose=True) == []


def test_pictures_with_much_in_them_are_found_in_all_their_forms() -> None:
    images = [form for number in range(1, 5) for form in forms(scene(number))]
    assert groups(images) == [list(range(first, first + 5)) for first in range(0, 20, 5)]


CHANGED: dict[str, Callable[[Image.Image], Image.Image]] = {
    "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "upside down": lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    "a quarter": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "three quarters": lambda image: image.transpose(Image.Transpose.ROTATE_270),
    "all edges": lambda image: image.crop((10, 10, 246, 246)),
    "the left edge": lambda image: image.crop((13, 0, 256, 256)),
    "the lower edge": lambda image: image.crop((0, 0, 256, 243)),
    "a corner": lambda image: image.crop((13, 13, 256, 256)),
}  # fmt: skip


@pytest.mark.parametrize("how", CHANGED)
def test_what_was_turned_or_cropped_is_found_loosely(how: str) -> None:
    others = [encode(scene(number)) for number in range(2, 6)]
    images = [encode(scene(1)), encode(CHANGED[how](scene(1)), "JPEG", quality=85), *others]
    assert groups(images, is_loose=True) == [[0, 1]]
    assert groups(images) == []


def test_all_that_was_made_of_one_picture_is_one_group_loosely() -> None:
    made = [encode(change(scene(1)), "JPEG", quality=85) for change in CHANGED.values()]
    assert groups([encode(scene(1)), *made, encode(scene(2))], is_loose=True) == [list(range(len(made) + 1))]


def test_flat_pictures_are_in_no_group() -> None:
    flat = [encode(Image.new("RGB", (64, 64), shade)) for shade in ("white", "white", "black", "#808080")]
    assert groups(flat) == groups(flat, is_loose=True) == []


@given(VALUES, VALUES, st.integers(0, 4))
def test_joined_hashes_are_those_that_comparing_each_with_each_finds(
    one: list[int], other: list[int], bits: int
) -> None:
    expected = {
        (left, right)
        for left, value in enumerate(one)
        for right, against in enumerate(other)
        if (value ^ against).bit_count() <= bits
    }
    found = Sorted(np.array(other, np.uint64), bits).joined(np.array(one, np.uint64))
    assert {pair for left, right in found for pair in zip(left.tolist(), right.tolist(), strict=True)} == expected


@given(VALUES, st.integers(0, 4))
def test_pictures_without_looks_are_told_by_their_hashes_and_make_no_chains(values: list[int], bits: int) -> None:
    found = duplicates.groups(np.arange(len(values)), np.array(values, np.uint64), lambda ids: {}, bits)
    place = {one: number for number, group in enumerate(found) for one in group}
    assert all(group == sorted(group, reverse=True) for group in found)
    for one, other in combinations(range(len(values)), 2):
        if one in place and place[one] == place.get(other):
            assert (values[one] ^ values[other]).bit_count() <= bits
        if values[one] == values[other] != 0:
            assert place[one] == place[other]


def pairs_of(edges: set[tuple[int, int]], apart: list[float]) -> Pairs:
    ordered = sorted(edges)
    one, other = ([pair[end] for pair in ordered] for end in (0, 1))
    return Pairs(np.array(one, np.int64), np.array(other, np.int64), np.array(apart[: len(ordered)], np.float32))


@given(EDGES, st.lists(st.floats(0, 1, width=16), min_size=45, max_size=45))
def test_any_two_of_a_complete_group_are_a_pair_and_no_two_groups_could_be_one(
    edges: set[tuple[int, int]], apart: list[float]
) -> None:
    group = complete(10, pairs_of(edges, apart)).tolist()
    members = [[one for one in range(10) if group[one] == number] for number in set(group)]
    assert all(pair in edges for some in members for pair in combinations(some, 2))
    for some, others in combinations(members, 2):
        assert not {(min(one, other), max(one, other)) for one in some for other in others} <= edges


@given(EDGES)
def test_all_of_a_loose_group_are_pairs_with_one_of_them(edges: set[tuple[int, int]]) -> None:
    group = around(10, pairs_of(edges, [0.0] * 45)).tolist()
    for number in set(group):
        assert all(
            (min(one, number), max(one, number)) in edges for one in range(10) if group[one] == number and one != number
        )


def test_more_bits_than_can_be_compared_are_refused() -> None:
    with pytest.raises(ValueError, match="0 to 4"):
        duplicates.groups(np.array([1]), np.array([1], np.uint64), lambda ids: {}, 5)


def test_pictures_of_an_older_studio_are_told_by_their_hashes_until_they_are_looked_at(library: Library) -> None:
    drawn = [library.save_picture(encode(drawing(number)), facts()).id for number in (3, 4)]
    library._index.write(lambda connection: connection.execute("update picture set dhash = 5"))
    assert library.imports.near_duplicates() == ((drawn[1], drawn[0]),)
    assert library.imports.prepare_looks() == 2
    assert library.imports.near_duplicates() == ()
    assert library.imports.prepare_looks() == 0


def test_a_look_is_of_the_file_that_is_there(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in (1, 2):
        (tmp_path / "in" / f"{number}.png").write_bytes(encode(scene(1)) if number == 1 else encode(scene(1), "JPEG"))
    library.imports.folder(tmp_path / "in")
    library.imports.prepare(processes=1)
    assert len(library.imports.near_duplicates()) == 1
    (tmp_path / "in" / "2.png").write_bytes(encode(scene(2)))
    library.imports.folder(tmp_path / "in")
    assert library.imports.near_duplicates() == ()
    library.imports.prepare(processes=1)
    assert library.imports.near_duplicates() == ()
    assert library.imports.prepare_looks() == 0


def test_looks_of_no_pictures_are_none() -> None:
    assert looks.units(looks.fields([])).shape == (0, looks.SIDE**2)
    assert groups([]) == groups([], is_loose=True) == []
