"""Pictures of every kind, lettered as files: what is not of the words stays."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from library.formats import png_text
from library.formats.pictures import read_picture
from studio.cli.lettering import letter_file
from studio.lettering.records import LetteringRecord
from tests.studio.cli.conftest import Studio, one_line
from tests.studio.cli.lettering.lettered import Letter, pixels, saved
from tests.studio.cli.lettering.pictures import outside, scene


@pytest.mark.parametrize("kind", ["rgba", "la", "palette", "rgb with a clear colour"])
def test_transparency_is_kept(letter: Letter, tmp_path: Path, kind: str) -> None:
    image = scene()
    alpha = Image.fromarray(np.tile(np.linspace(0, 255, 320).astype(np.uint8), (320, 1)))
    source = tmp_path / "clear.png"
    if kind == "rgba":
        image.putalpha(alpha)
        image.save(source)
    elif kind == "la":
        grey = image.convert("L")
        grey.putalpha(alpha)
        grey.save(source)
    elif kind == "palette":
        image.quantize(64).save(source, transparency=3)
    else:
        image.save(source, transparency=image.getpixel((0, 0)))
    with Image.open(source) as opened:
        before = np.array(opened.convert("RGBA"))
    (answer,) = letter(source)
    after = pixels(answer["output"])
    apart = outside(answer["placements"][0]["quad"], before.shape)
    assert after.shape == (320, 320, 4)
    assert np.array_equal(before[apart], after[apart])
    assert not np.array_equal(before, after)
    assert (after[..., 3] >= before[..., 3]).all()


def test_over_paper_a_clear_picture_looks_as_it_was_lettered() -> None:
    rng = np.random.default_rng(3)
    rgba = rng.integers(0, 256, (40, 40, 4), dtype=np.uint8)
    over = Image.alpha_composite(Image.new("RGBA", (40, 40), "white"), Image.fromarray(rgba)).convert("RGB")
    source = letter_file.Source(np.array(over), rgba, {}, b"")
    lettered = np.array(over)
    lettered[10:30, 10:30] = rng.integers(0, 256, (20, 20, 3), dtype=np.uint8)
    origin = letter_file.Origin("x.png", LetteringRecord())
    png = letter_file.as_png(source, lettered, origin)
    shown = read_picture(png).astype(int)
    assert np.abs(shown - lettered).max() <= 2
    with Image.open(io.BytesIO(png)) as image:
        after = np.array(image)
    same = (lettered == source.rgb).all(-1)
    assert np.array_equal(after[same], rgba[same])


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_sixteen_bits_a_channel_stay_where_nothing_was_set(letter: Letter, tmp_path: Path, channels: int) -> None:
    rng = np.random.default_rng(2)
    base = np.array(scene())[..., ::-1].astype(np.uint16) * 257
    deep = np.clip(base.astype(int) + rng.integers(-120, 120, base.shape), 0, 65535).astype(np.uint16)
    if channels == 1:
        deep = deep[..., 1]
    elif channels == 4:
        deep = np.dstack([deep, rng.integers(0, 65536, deep.shape[:2]).astype(np.uint16)])
    source = tmp_path / "deep.png"
    source.write_bytes(cv2.imencode(".png", deep)[1].tobytes())
    (answer,) = letter(source)
    after = cv2.imread(answer["output"], cv2.IMREAD_UNCHANGED)
    assert after is not None
    assert after.dtype == np.uint16
    before = np.dstack([deep] * 3) if channels == 1 else deep
    apart = outside(answer["placements"][0]["quad"], before.shape)
    assert np.array_equal(after[apart], before[apart])
    assert not np.array_equal(after, before)


def test_of_a_moving_picture_it_is_said_that_the_first_frame_is_lettered(
    studio: Studio, tmp_path: Path, out: Path
) -> None:
    source = saved(scene(), tmp_path / "moving.gif", save_all=True, append_images=[scene(seed=1)])
    ended = studio("letter", source, "--text", "x", "--out", out)
    assert ended.status == 0
    assert "2 frames" in one_line(ended.err)


def sixteen_bit(path: Path) -> Path:
    grey = np.array(scene().convert("L")).astype(np.uint16) * 257
    return saved(Image.fromarray(grey), path)


def turned(path: Path) -> Path:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(scene().rotate(90), path, exif=exif, quality=95)


KINDS: dict[str, Callable[[Path], Path]] = {
    "cmyk.jpg": lambda path: saved(scene().convert("CMYK"), path, quality=95),
    "sixteen.png": sixteen_bit,
    "palette.png": lambda path: saved(scene().quantize(200), path),
    "turned.jpg": turned,
    "moving.gif": lambda path: saved(scene(), path, save_all=True, append_images=[scene(seed=1)]),
    "moving.webp": lambda path: saved(scene(), path, save_all=True, append_images=[scene(seed=1)], lossless=True),
    "moving.png": lambda path: saved(scene(), path, save_all=True, append_images=[scene(seed=1)]),
    "plain.bmp": lambda path: saved(scene(), path),
    "plain.tiff": lambda path: saved(scene(), path),
    "grey.png": lambda path: saved(scene().convert("L"), path),
    "bits.png": lambda path: saved(scene().convert("1"), path),
}


@pytest.mark.parametrize("name", list(KINDS))
def test_every_kind_of_picture_becomes_a_plain_png_of_the_same_look(letter: Letter, tmp_path: Path, name: str) -> None:
    source = KINDS[name](tmp_path / name)
    (answer,) = letter(source)
    before = read_picture(source)
    with Image.open(answer["output"]) as image:
        assert (image.format, image.mode, getattr(image, "n_frames", 1)) == ("PNG", "RGB", 1)
        after = np.array(image)
    assert after.shape == before.shape
    apart = outside(answer["placements"][0]["quad"], before.shape)
    assert np.array_equal(before[apart], after[apart])


def test_words_and_profile_of_the_source_stay_with_it(letter: Letter, tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    texts = PngImagePlugin.PngInfo()
    texts.add_text("prompt", '{"3": "é"}')
    texts.add_text("Software", "some other program")
    source = saved(scene(), tmp_path / "made.png", pnginfo=texts, icc_profile=profile)
    (answer,) = letter(source)
    header = png_text.read_header(Path(answer["output"]))
    assert header.texts["prompt"] == '{"3": "é"}'
    assert "Software" not in header.texts
    with Image.open(answer["output"]) as image:
        assert image.info["icc_profile"] == profile
