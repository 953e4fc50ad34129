"""The square of a picture: inside it, a square, around its subject, nobody's face cut, whole bodies whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.datasets.photographs.crop import squared
from studio.datasets.photographs.subject import How, Subject
from studio.datasets.records import Box, Cut, Square

SIZES = st.integers(1, 5000)


@st.composite
def subjects(draw: st.DrawFn) -> tuple[int, int, Subject | None]:
    width, height = draw(SIZES), draw(SIZES)
    if draw(st.booleans()):
        return width, height, None

    def within(box: Box) -> Box:
        x = draw(st.integers(box.x, box.x + box.width - 1))
        y = draw(st.integers(box.y, box.y + box.height - 1))
        wide, high = draw(st.integers(1, box.x + box.width - x)), draw(st.integers(1, box.y + box.height - y))
        return Box(x, y, wide, high)

    box = within(Box(0, 0, width, height))
    how: How = draw(st.sampled_from(("person", "face", "figure", "drawn face", "saliency")))
    face = within(box) if draw(st.booleans()) and how != "saliency" else None
    return width, height, Subject(box, how, face, draw(st.booleans()))


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


@given(subjects(), st.sampled_from((64, 512, 1024)))
def test_boxes_are_inside_squares_are_square_and_what_fits_is_whole(
    one: tuple[int, int, Subject | None], side: int
) -> None:
    width, height, subject = one
    steps = squared(width, height, subject, side)
    seen = Box(0, 0, width, height)
    for step in steps:
        if isinstance(step, Cut):
            assert holds(seen, step.box)
            seen = step.box
        elif isinstance(step, Square) and step.how == "crop" and step.box is not None:
            assert holds(seen, step.box)
            assert step.box.width == step.box.height
            seen = step.box
    assert isinstance(steps[-1], Square) if steps else (width, height) == (side, side)
    if subject is not None and subject.how != "saliency":
        fits = max(subject.box.width, subject.box.height) <= min(width, height)
        assert holds(seen, subject.box) or not (fits or subject.is_whole)


def test_a_small_subject_keeps_as_many_px_as_the_trainer_sees() -> None:
    (step,) = squared(4000, 3000, Subject(Box(1900, 1000, 200, 500), "person", Box(1950, 1020, 100, 120)))
    assert isinstance(step, Square)
    assert step.box == Box(1488, 723, 1024, 1024)


def test_a_body_that_fits_into_no_square_is_padded_and_one_that_is_cut_off_keeps_its_face() -> None:
    body = Subject(Box(100, 20, 500, 1150), "person", Box(300, 60, 120, 150))
    assert squared(800, 1200, body) == (Square(1024, "pad"),)
    (step,) = squared(800, 1200, body._replace(is_whole=False))
    assert isinstance(step, Square)
    assert step.box is not None
    assert step.how == "crop"
    assert holds(step.box, Box(300, 60, 120, 150))


def test_of_a_long_picture_only_the_part_with_the_body_is_padded() -> None:
    cut, pad = squared(3000, 800, Subject(Box(1000, 100, 900, 650), "figure"))
    assert isinstance(cut, Cut)
    assert holds(cut.box, Box(1000, 100, 900, 650))
    assert cut.box.height == 800
    assert pad == Square(1024, "pad")


def test_room_is_left_over_a_head() -> None:
    (step,) = squared(1000, 2000, Subject(Box(300, 500, 400, 700), "drawn face", is_whole=False), 512)
    assert isinstance(step, Square)
    assert step.box is not None
    assert step.box.y < 500 - 0.1 * 700
