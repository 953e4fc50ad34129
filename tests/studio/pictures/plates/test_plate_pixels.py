"""Photographs in a style, by day and by night, and figures before them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from backends.draft.canvas import Pixels
from library.errors import PictureUnreadable
from library.formats.pictures import read_picture
from studio.pictures.plates.before import before_its_plate
from studio.pictures.plates.compositing import before_plate, is_transparent
from studio.pictures.plates.night import by_day, by_night, is_dark
from studio.pictures.plates.reading import MOST_SIDE, PlatePictureMissing, cut, plate_bytes, read_source
from studio.pictures.plates.stylising import SIDE, stylised
from studio.scenes.recipe import Recipe, ReferenceUse
from studio.scenes.stock import Plate
from tests.studio.pictures.plates.photographs import photo


def written(path: Path, picture: Image.Image, **kept: Any) -> Path:
    picture.save(path, **kept)
    return path


def colours(picture: Pixels) -> int:
    return len(np.unique(picture.reshape(-1, 3), axis=0))


def test_each_style_makes_a_place_of_its_own() -> None:
    source = photo()
    made = {style: stylised(source, style) for style in ("flat cartoon", "painterly", "figurine")}
    for style, picture in made.items():
        assert picture.shape == source.shape
        assert np.array_equal(picture, stylised(source, style))
    # Flat: no noise is left, and outlines are dark.
    wall = (slice(20, 60), slice(20, 60))
    assert colours(made["flat cartoon"][wall]) < 40 < colours(source[wall])
    assert made["flat cartoon"].min(axis=2).min() < 60
    assert made["figurine"].mean() > made["flat cartoon"].mean()


def test_what_comes_out_is_as_large_as_pictures_are_drawn() -> None:
    assert stylised(photo(1600, 400), "flat").shape == (SIDE // 4, SIDE, 3)


def test_night_is_darker_and_bluer_and_its_lamps_stay() -> None:
    source = photo()
    night = by_night(source)
    assert night.mean() < 0.55 * source.mean()
    blue = night.reshape(-1, 3).mean(axis=0)
    was = source.reshape(-1, 3).mean(axis=0)
    assert blue[2] / blue[0] > 1.3 * was[2] / was[0]
    lamp = (64, 240)
    assert night[lamp].max() > 200
    assert is_dark(night)
    assert not is_dark(source)
    day = by_day(night)
    assert day.mean() > 1.5 * night.mean()


def test_a_bright_sky_is_no_lamp() -> None:
    sky = np.full((256, 256, 3), (150, 200, 250), dtype=np.uint8)
    sky[128:] = (60, 100, 50)
    assert by_night(sky)[:100].mean() < 130


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_any_pixels_have_a_night_and_a_day(width: int, height: int, seed: int) -> None:
    picture = np.random.RandomState(seed).randint(0, 256, (height, width, 3)).astype(np.uint8)
    assert by_night(picture).shape == by_day(picture).shape == picture.shape


def test_figures_stand_before_the_plate_in_its_light() -> None:
    plate = np.full((100, 200, 3), (30, 40, 90), dtype=np.uint8)
    figures = np.zeros((80, 80, 4), dtype=np.uint8)
    figures[20:60, 20:60] = (200, 120, 80, 255)
    figures[30:40, 30:50] = (255, 255, 255, 255)
    seen = before_plate(figures, plate)
    assert seen.shape == (80, 80, 3)
    assert tuple(seen[5, 5]) == (30, 40, 90)
    assert tuple(seen[35, 40]) == (255, 255, 255)
    body = seen[50, 50].astype(int)
    assert body[0] < 200
    assert abs(body - (200, 120, 80)).max() < 60
    assert is_transparent(figures[..., 3])
    assert not is_transparent(np.full((8, 8), 255, dtype=np.uint8))
    assert np.array_equal(before_plate(np.zeros((100, 200, 4), dtype=np.uint8), plate), plate)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 3000), st.integers(1, 3000))
def test_the_middle_is_cut_in_the_shape(width: int, height: int, wide: int, tall: int) -> None:
    found = cut(np.zeros((height, width, 3), dtype=np.uint8), (wide, tall))
    rows, columns = found.shape[:2]
    assert rows in (height, max(1, round(width * tall / wide)))
    assert columns in (width, max(1, round(height * wide / tall)))


def test_photographs_of_all_kinds_are_read(tmp_path: Path) -> None:
    base = Image.fromarray(photo(640, 400))
    turned = Image.Exif()
    turned[0x0112] = 6
    clear = base.convert("RGBA")
    clear.putalpha(90)
    sources = {
        written(tmp_path / "turned.jpg", base, exif=turned): (640, 400),
        written(tmp_path / "cmyk.jpg", base.convert("CMYK")): (400, 640),
        written(tmp_path / "clear.png", clear): (400, 640),
        written(tmp_path / "grey.webp", base.convert("L")): (400, 640),
        written(tmp_path / "large.jpg", base.resize((4096, 2560))): (1280, MOST_SIDE),
    }
    for path, shape in sources.items():
        assert read_source(path).shape[:2] == shape
    assert read_source(tmp_path / "turned.jpg", (512, 512)).shape[:2] == (400, 400)


def test_what_is_no_photograph_is_said(tmp_path: Path) -> None:
    (tmp_path / "no.png").write_bytes(b"\x89PNG\r\n\x1a\n and nothing")
    with pytest.raises(PictureUnreadable, match=r"broken|not a picture"):
        read_source(tmp_path / "no.png")
    with pytest.raises(PictureUnreadable, match=r"gone\.png"):
        read_source(tmp_path / "gone.png")
    with pytest.raises(PictureUnreadable, match="too small: 40 × 300"):
        read_source(written(tmp_path / "tiny.png", Image.new("RGB", (40, 300))))
    with pytest.raises(PictureUnreadable, match="too large"):
        read_source(written(tmp_path / "huge.png", Image.new("1", (20_000, 11_000))))


def test_engines_get_what_all_of_them_read(tmp_path: Path) -> None:
    attic = Plate("attic", "an attic", day="a.webp", night="b.png", folder=str(tmp_path))
    written(tmp_path / "a.webp", Image.fromarray(photo()))
    plain = written(tmp_path / "b.png", Image.fromarray(photo())).read_bytes()
    assert plate_bytes(attic, "b.png") == plain
    made = plate_bytes(attic, "a.webp")
    assert Image.open(io.BytesIO(made)).format == "PNG"
    assert read_picture(made).shape == (256, 320, 3)
    with pytest.raises(PlatePictureMissing, match=r"c\.png of the plate attic"):
        plate_bytes(attic, "c.png")


def test_a_drawn_figure_is_put_before_the_plate_of_its_recipe() -> None:
    figure = np.zeros((64, 64, 4), dtype=np.uint8)
    figure[16:48, 16:48] = (200, 120, 80, 255)
    texts = PngInfo()
    texts.add_text("prompt", "{}")
    drawn, plate = io.BytesIO(), io.BytesIO()
    Image.fromarray(figure).save(drawn, "PNG", pnginfo=texts)
    Image.new("RGB", (128, 96), (30, 40, 90)).save(plate, "PNG")
    recipe = Recipe(
        scene="", prompt="", plate="attic", style="", seed=1, width=64, height=64, steps=1, guidance=1,
        references=(ReferenceUse("Milo", "milo.png", "a"), ReferenceUse("", "attic.png", "b")),
        engine="lab", engine_kind="comfyui", family="kontext",
    )  # fmt: skip
    made = before_its_plate(drawn.getvalue(), recipe, {"b": plate.getvalue()}.__getitem__)
    assert made is not None
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.getpixel((2, 2)) == (30, 40, 90)
        assert picture.text["prompt"] == "{}"  # type: ignore[attr-defined]
    alone = msgspec.structs.replace(recipe, references=recipe.references[:1])
    assert before_its_plate(drawn.getvalue(), alone, lambda _: plate.getvalue()) is None
    assert before_its_plate(plate.getvalue(), recipe, lambda _: plate.getvalue()) is None
    assert before_its_plate(drawn.getvalue()[:90], recipe, lambda _: plate.getvalue()) is None
    figure[..., 3] = 255
    whole = io.BytesIO()
    Image.fromarray(figure).save(whole, "PNG")
    assert before_its_plate(whole.getvalue(), recipe, lambda _: plate.getvalue()) is None
