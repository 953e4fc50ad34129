"""What stands on tiles and beside them."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screens.gallery.model.captions import LEAST_CAPTION, marks, marks_beside
from tests.screens.gallery.model.pictures import picture

MARKED = msgspec.structs.replace(picture(1), rating=5, mark="pick", letterings=2)


def test_marks_leave_a_caption_room() -> None:
    assert marks_beside(MARKED, 40) == marks(MARKED) == "✎ ◆ ★★★★★"
    assert marks_beside(MARKED, 13) == "✎◆5★"
    assert marks_beside(msgspec.structs.replace(MARKED, rating=1, mark="reject"), 13) == "✎✗★"
    assert marks_beside(picture(1), 13) == ""


@given(st.integers(0, 60), st.integers(0, 5), st.sampled_from(["", "pick", "reject"]), st.integers(0, 1))
def test_marks_are_told_in_full_where_a_caption_has_room_besides(
    room: int, rating: int, mark: str, letterings: int
) -> None:
    one = msgspec.structs.replace(MARKED, rating=rating, mark=mark, letterings=letterings)
    told = marks_beside(one, room)
    assert cell_len(told) <= cell_len(marks(one))
    assert (told == marks(one)) or room - cell_len(marks(one)) - 1 < LEAST_CAPTION
