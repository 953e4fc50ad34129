"""What an export is told: names, sizes, and the snippet of Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.pictures.exporting import markdown
from studio.pictures.exporting.records import ExportWrong, sizes_of, stem_of
from studio.pictures.exporting.sheet import columns_for


@given(st.text(max_size=200))
def test_a_stem_is_a_name_that_every_disk_takes(name: str) -> None:
    stem = stem_of(name.replace("/", "").replace("\0", ""))
    assert stem
    assert len(stem) <= 120
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
    assert not stem.startswith(".")


@given(st.text(alphabet="0123456789, pxab", max_size=30))
def test_sizes_are_numbers_or_refused(text: str) -> None:
    try:
        assert all(size >= 1 for size in sizes_of(text))
    except ExportWrong:
        return


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("640, 1280", (640, 1280)),
        (" 1 ; 16384px,640 PX", (1, 16384, 640)),
        ("640,640", (640,)),
        ("", ()),
        ("1,2,3,4,5,6,7,8", (1, 2, 3, 4, 5, 6, 7, 8)),
    ],
)
def test_sizes_are_read_in_their_order_each_once(text: str, sizes: tuple[int, ...]) -> None:
    assert sizes_of(text) == sizes


@pytest.mark.parametrize("text", ["0", "16385", "-1", "12.5", "640x480", "\u00b2", "1,2,3,4,5,6,7,8,9", "640, wide"])
def test_what_is_no_size_is_told(text: str) -> None:
    with pytest.raises(ExportWrong):
        sizes_of(text)


@given(st.integers(1, 200))
def test_a_sheet_is_no_higher_than_wide_by_more_than_a_page(count: int) -> None:
    columns = columns_for(count)
    assert columns <= 10
    assert -(-count // columns) <= max(columns, 20)


def test_markdown_is_plain_text_in_brackets() -> None:
    assert markdown.snippet("a [b] *c* <i>", "x y.webp") == r"![a \[b\] \*c\* \<i\>](x%20y.webp)"
