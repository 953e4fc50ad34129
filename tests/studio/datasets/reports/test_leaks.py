"""Pictures that are one, what training and held-out pictures share, and how they are parted."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageOps

from studio.datasets.records import Box, Cut, DatasetWrong, Picture, Source
from studio.datasets.reports.alikeness import Pair, pairs, seen
from studio.datasets.reports.leaks import every_shared, leaks, overlap
from studio.datasets.reports.splitting import split, wanted
from tests.studio.datasets.reports.figures import figure


def as_jpeg(image: Image.Image) -> Image.Image:
    """Saved in bad quality."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=45)
    return Image.open(file)


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda image: image.resize((300, 300)),
    "jpeg": as_jpeg,
    "darker": lambda image: image.point(lambda level: int(level * 0.85)),
    "more ground": lambda image: ImageOps.expand(image, 60, "#e2e7ec"),
    "softer": lambda image: image.filter(ImageFilter.GaussianBlur(1)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_is_known_again(change: str) -> None:
    for seed in range(5):
        one, other = figure(seed), CHANGES[change](figure(seed))
        (found,) = pairs([seen("one", one), seen("other", other)])
        assert (found.one, found.other, found.is_mirrored) == ("one", "other", False)
        (found,) = pairs([seen("one", one), seen("other", ImageOps.mirror(other.convert("RGB")))])
        assert found.is_mirrored


def test_figures_on_one_ground_and_in_one_pose_are_not_one() -> None:
    assert pairs([seen(str(seed), figure(seed)) for seed in range(40)]) == ()
    assert pairs([seen(name, Image.new("RGB", (300, 300), "#808080")) for name in "ab"]) == ()
    assert pairs([]) == ()


def test_a_ground_is_plain_or_not() -> None:
    assert seen("one", figure(1)).ground == ("#e2e7ec", True)
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    assert not seen("noise", noise).ground.is_plain


SHEET = Source("5" * 64, "sheet.png", "sheet", 900, 400)
PHOTOGRAPH = Source("7" * 64, "photo.jpg", "photograph", 900, 400)


def test_what_training_and_judging_share_is_found_by_look_bytes_place_and_source() -> None:
    left, right = Cut(Box(0, 0, 300, 400)), Cut(Box(320, 0, 300, 400))
    pictures = (
        Picture("a", source=SHEET.sha256, steps=(left,), sha256="a"),
        Picture("b", source=SHEET.sha256, steps=(right,), sha256="b", held_out=True),
        Picture("c", source=SHEET.sha256, steps=(Cut(Box(10, 0, 300, 400)),), sha256="c", held_out=True),
        Picture("d", source=PHOTOGRAPH.sha256, sha256="d"),
        Picture("e", source=PHOTOGRAPH.sha256, steps=(right,), sha256="e", held_out=True),
        Picture("f", sha256="f", held_out=True),
        Picture("g", sha256="f"),
        Picture("h", sha256="h", aside="blurred"),
        Picture("i", sha256="i"),
        Picture("j", sha256="j", held_out=True),
        Picture("k", sha256="k"),
    )
    alike = (Pair("j", "i", 0.995, True), Pair("h", "a", 1.0), Pair("i", "k", 0.999))
    found = leaks(pictures, (SHEET, PHOTOGRAPH), alike)
    assert set(found.across) == {
        ("a", "b", "same sheet"), ("a", "c", "same part"), ("d", "e", "same source"),
        ("g", "f", "same picture"), ("i", "j", "mirrored"),
    }  # fmt: skip
    assert found.inside == (("i", "k", "same picture"),)


def test_what_somebody_calls_another_view_is_no_repetition_unless_it_is_the_same_all_over() -> None:
    front, back = Picture("front", view="front"), Picture("back", view="back")
    assert every_shared((front, back), (), (Pair("front", "back", 0.991),)) == ()
    assert every_shared((front, back), (), (Pair("front", "back", 0.9999),)) != ()
    assert every_shared((front, Picture("back")), (), (Pair("front", "back", 0.991),)) != ()


BOXES = st.builds(Box, st.integers(0, 90), st.integers(0, 90), st.integers(1, 90), st.integers(1, 90))


@given(BOXES, BOXES)
def test_overlap_is_of_both(one: Box, other: Box) -> None:
    assert 0 <= overlap(one, other) == overlap(other, one) <= 1
    assert overlap(one, one) == 1


VIEWS = st.sampled_from(("", "front", "back", "side left"))


@st.composite
def piles(draw: st.DrawFn) -> tuple[tuple[Picture, ...], tuple[Source, ...], tuple[Pair, ...]]:
    """Pictures with views, sources and repetitions."""
    count = draw(st.integers(2, 24))
    sources = (SHEET, PHOTOGRAPH)
    shas = st.sampled_from(("", "", SHEET.sha256, PHOTOGRAPH.sha256))
    pictures = tuple(
        Picture(
            f"p{number:02}", source=draw(shas), view=draw(VIEWS), aside=draw(st.sampled_from(("", "", "", "blurred")))
        )
        for number in range(count)
    )
    numbers = st.integers(0, count - 1)
    found = draw(st.lists(st.tuples(numbers, numbers), max_size=4))
    alike = tuple(Pair(f"p{one:02}", f"p{other:02}", 1.0) for one, other in found if one < other)
    return pictures, sources, alike


@given(piles(), st.integers(1, 10), st.integers(0, 3), st.randoms())
def test_a_split_keeps_together_what_belongs_together_and_learns_every_view(
    pile: tuple[tuple[Picture, ...], tuple[Source, ...], tuple[Pair, ...]], count: int, seed: int, chance: random.Random
) -> None:
    pictures, sources, alike = pile
    try:
        made = split(pictures, sources, alike, count, seed)
    except DatasetWrong:
        return
    used = [picture.name for picture in pictures if not picture.aside]
    assert sorted(made.training + made.held_out) == sorted(used)
    assert 1 <= len(made.held_out) <= count
    assert made.training
    by_name = {picture.name: picture for picture in pictures}
    learned = {by_name[name].view for name in made.training}
    assert {by_name[name].view for name in used} - {""} <= learned
    relaxed = any("sheet" in remark for remark in made.remarks)
    for shared in every_shared([by_name[name] for name in used], sources, alike):
        if not (relaxed and shared.why == "same sheet"):
            assert (shared.one in made.held_out) == (shared.other in made.held_out)
    mixed = list(pictures)
    chance.shuffle(mixed)
    assert set(split(mixed, sources, alike, count, seed).held_out) == set(made.held_out)


def test_a_view_of_each_is_held_out_before_a_second_of_any() -> None:
    pictures = [Picture(f"{view}{number}", view=view) for view in ("front", "back", "side left") for number in range(4)]
    made = split(pictures, (), (), 3)
    assert sorted(name.rstrip("0123456789") for name in made.held_out) == ["back", "front", "side left"]
    assert made.remarks == ()
    alone = [*pictures, Picture("three-quarter left", view="three-quarter left")]
    assert split(alone, (), (), 4).remarks == ("No view is held out of: three-quarter left",)
    assert len({split(pictures, (), (), 3, seed).held_out for seed in range(20)}) > 5


def test_figures_of_one_sheet_are_parted_where_nothing_else_can_be() -> None:
    pictures = [
        Picture(f"p{number}", source=SHEET.sha256, steps=(Cut(Box(number * 100, 0, 90, 400)),)) for number in range(8)
    ]
    made = split(pictures, (SHEET,), (), 2)
    assert len(made.held_out) == 2
    assert "sheet" in made.remarks[0]
    with pytest.raises(DatasetWrong, match="belongs to more than"):
        split([Picture(str(number), source=PHOTOGRAPH.sha256) for number in range(8)], (PHOTOGRAPH,), (), 2)


@pytest.mark.parametrize(("text", "count"), [("10%", 2), ("10 %", 2), ("1%", 1), ("3", 3), ("12.5%", 2)])
def test_how_many_is_a_share_or_a_number(text: str, count: int) -> None:
    assert wanted(text, 20) == count


@pytest.mark.parametrize(
    "text",
    ["", "a few", "-3", "0", "20", "100%", "2.5", "٣", "1e3%", "0%", "9" * 5000, "9" * 400 + "%"],
    ids=lambda text: text[:6],
)
def test_what_is_no_number_of_pictures_to_hold_out_is_told(text: str) -> None:
    with pytest.raises(DatasetWrong):
        wanted(text, 20)
