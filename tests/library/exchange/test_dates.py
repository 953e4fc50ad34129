"""When a picture was made: from what is inside, from its name, and at last from its file."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library.exchange.dates import when_made
from library.formats.heads import iptc
from library.formats.heads.parts import TIME, XMP
from library.formats.png_text import with_texts
from library.store import Library
from tests.library.exchange.packets import CASES
from tests.library.inboxes import by_name
from tests.library.making import chunk, encode, pixels, png

MTIME = 1_700_000_000.0
"""14 November 2023."""


def local(*parts: int) -> float:
    return datetime(*parts).timestamp()  # type: ignore[arg-type]


def at(path: str = "/in/a.png", texts: dict[str, str] | None = None, mtime: float = MTIME) -> float:
    return when_made(path, texts or {}, int(mtime * 1e9))


def exif(**values: str) -> dict[str, str]:
    return {f"\0exif:{name}": value for name, value in values.items()}


def test_the_case_of_a_copied_photograph(library: Library, inbox: Path) -> None:
    shutil.copy(CASES / "20_date.jpg", inbox)
    library.imports.folder(inbox)
    made = datetime.fromtimestamp(by_name(library)["20_date.jpg"].created)
    assert made == datetime(2024, 5, 1, 10, 20, 30)
    assert [one.id for one in library.page("after:2024-05-01 before:2024-05-02").pictures]


def test_exif_has_its_zone_and_its_fractions() -> None:
    texts = exif(DateTimeOriginal="2024:05:01 10:20:30", OffsetTimeOriginal="+02:00", SubSecTimeOriginal="25")
    assert at(texts=texts) == datetime(2024, 5, 1, 8, 20, 30, 250_000, UTC).timestamp()
    assert at(texts=exif(DateTimeDigitized="2024:05:01 10:20:30")) == local(2024, 5, 1, 10, 20, 30)
    assert at(texts=exif(DateTime="2024:05:01 10:20:30", OffsetTime="junk")) == local(2024, 5, 1, 10, 20, 30)
    both = exif(DateTime="2025:01:01 00:00:00", DateTimeOriginal="2024:05:01 10:20:30")
    assert at(texts=both) == local(2024, 5, 1, 10, 20, 30)


@pytest.mark.parametrize(
    "nothing", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2024:13:41 10:20:30", "2999:01:01 00:00:00"]
)
def test_a_camera_without_a_clock_says_nothing(nothing: str) -> None:
    assert at(texts=exif(DateTimeOriginal=nothing)) == MTIME
    assert at("/in/2024-05-01.png", exif(DateTimeOriginal=nothing)) == local(2024, 5, 1)


XMP_DATES = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" {}/></rdf:RDF></x:xmpmeta>'
)


@pytest.mark.parametrize(
    ("attribute", "wanted"),
    [
        ('xmp:CreateDate="2024-05-01T10:20:30Z"', datetime(2024, 5, 1, 10, 20, 30, tzinfo=UTC).timestamp()),
        ('photoshop:DateCreated="2024-05-01"', local(2024, 5, 1)),
        ('photoshop:DateCreated="2024-05"', local(2024, 5, 1)),
        ('photoshop:DateCreated="2024"', local(2024, 1, 1)),
        ('xmp:CreateDate="2025-01-01" photoshop:DateCreated="2024-05-01T10:20"', local(2024, 5, 1, 10, 20)),
        ('xmp:CreateDate="yesterday"', MTIME),
    ],
)
def test_xmp_has_dates_of_any_length(attribute: str, wanted: float) -> None:
    assert at(texts={XMP: XMP_DATES.format(attribute)}) == wanted


@pytest.mark.parametrize(
    "text", ["Wed, 01 May 2024 10:20:30 +0000", "2024-05-01T10:20:30+00:00", "2024-05-01T12:20:30+02:00"]
)
def test_png_has_a_creation_time(text: str) -> None:
    wanted = datetime(2024, 5, 1, 10, 20, 30, tzinfo=UTC).timestamp()
    assert at(texts={"Creation Time": text}) == wanted
    assert at(texts={TIME: "2024-05-01T10:20:30+00:00"}) == wanted
    assert at(texts={iptc.DATE: "20240501T102030+0000"}) == wanted
    assert at(texts={iptc.DATE: "20240501"}) == local(2024, 5, 1)


def test_png_s_own_chunk_is_read(library: Library, inbox: Path) -> None:
    whole = png(9)
    body = (2024).to_bytes(2, "big") + bytes((5, 1, 10, 20, 30))
    (inbox / "timed.png").write_bytes(whole[:33] + chunk(b"tIME", body) + whole[33:])
    library.imports.folder(inbox)
    assert by_name(library)["timed.png"].created == datetime(2024, 5, 1, 10, 20, 30, tzinfo=UTC).timestamp()


CLOCK = (2024, 5, 1, 12, 34, 56)
DAY = (2024, 5, 1)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("2024-05-01.png", DAY),
        ("2024-05-01_12-34-56_1234.png", CLOCK),
        ("Screenshot 2024-05-01 at 12.34.56.png", CLOCK),
        ("Screenshot_20240501-123456.png", CLOCK),
        ("20240501_123456.jpg", CLOCK),
        ("PXL_20240501_123456789.jpg", CLOCK),
        ("signal-2024-05-01-123456.jpg", CLOCK),
        ("IMG-20240501-WA0007.jpg", DAY),
        ("2024-05-01/00012-3141592653.png", DAY),
        ("txt2img/2024-05-01/a.png", DAY),
        ("00012-20240501.png", None),
        ("20240501.png", None),
        ("12024-05-011.png", None),
        ("2024-13-01.png", None),
        ("2024-02-31.png", None),
        ("20240501_993456.png", None),
        ("2099-05-01.png", None),
        ("notes 2024-05-01/a.png", None),
        ("2024-05-01/below/a.png", None),
        ("ComfyUI_00001_.png", None),
    ],
)
def test_only_a_name_that_is_surely_a_date_counts(name: str, wanted: tuple[int, ...] | None) -> None:
    assert at(f"/in/{name}") == (MTIME if wanted is None else local(*wanted))


def test_on_the_day_that_its_name_says_the_file_s_time_is_better() -> None:
    written = local(2024, 5, 1, 17, 3)
    assert at("/in/2024-05-01/00001-7.png", mtime=written) == written
    assert at("/in/2024-05-01 night.png", mtime=written) == written


def test_a_picture_without_any_date_has_its_file_s(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    assert by_name(library)["0.png"].created == MTIME
    assert at(mtime=-5.0) == 0.0
    assert at(mtime=4e9) <= time.time() + 86_400


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_texts_are_heeded_or_not(one: str, other: str, third: str) -> None:
    texts = {**exif(DateTimeOriginal=one, OffsetTimeOriginal=other, SubSecTimeOriginal=third), TIME: one}
    texts |= {iptc.DATE: other, "Creation Time": third}
    assert 0 <= at(f"/in/{one}".replace("\0", ""), texts) <= time.time() + 86_401


def test_a_turned_picture_is_as_large_as_it_is_seen(library: Library, inbox: Path) -> None:
    shutil.copy(CASES / "21_orientation.jpg", inbox)
    image = Image.fromarray(pixels(1, 60, 40))
    for turned in range(1, 9):
        exif_bytes = Image.Exif()
        exif_bytes[0x0112] = turned
        for kind in ("JPEG", "WEBP", "AVIF"):
            name = f"{turned}.{kind.lower()}"
            (inbox / name).write_bytes(encode(image, kind, exif=exif_bytes))
            os.utime(inbox / name, (5, 5))
    xmp = XMP_DATES.format('xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"')
    (inbox / "by-xmp.png").write_bytes(with_texts(encode(image, "PNG"), {XMP: xmp}))
    library.imports.folder(inbox)
    library.imports.prepare(processes=1)
    for name, picture in by_name(library).items():
        if name[1] == "." and not name.endswith(".png"):
            wanted = (40, 60) if name[0] in "5678" else (60, 40)
            assert (picture.width, picture.height) == wanted, name
        with Image.open(library.thumbnail(picture.id)) as small:
            assert small.size == (picture.width, picture.height), name
    assert (by_name(library)["21_orientation.jpg"].width, by_name(library)["by-xmp.png"].width) == (40, 40)
    assert "21_orientation.jpg" in {Path(one.path).name for one in library.page("size:2:3").pictures}
    assert "21_orientation.jpg" not in {Path(one.path).name for one in library.page("size:3:2").pictures}
