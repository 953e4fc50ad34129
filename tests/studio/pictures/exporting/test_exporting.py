"""Copies for elsewhere: names, sizes, what is said in them, and what a bad disk or file leaves."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageCms

from library.exchange import xmp
from library.exchange.foreign.tools import a1111
from library.formats.heads import reading
from library.formats.heads.exif import COMMENT
from library.records import PictureFacts
from library.store import Library
from studio.pictures.exporting import sheet
from studio.pictures.exporting.records import FORMATS, Format, Wanted
from studio.pictures.exporting.writing import export
from tests.library.making import chunk, png
from tests.screens import drawn


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_said_of_a_picture_goes_with_it_or_not_at_all(library: Library, tmp_path: Path, form: Format) -> None:
    kept = export(library, [3, 2], Wanted(target=tmp_path / "kept", format=form, sizes=(100, 999)))
    assert len(kept.files) == 4
    assert not kept.failures
    with Image.open(tmp_path / "kept" / kept.files[0]) as small:
        assert small.size == (100, 100)
    with Image.open(tmp_path / "kept" / kept.files[1]) as whole:
        whole.load()
        assert whole.size == (drawn.SIDE, drawn.SIDE)
        packet = whole.info.get("xmp") or str(whole.info["XML:com.adobe.xmp"]).encode()
        said = xmp.read(packet)
        assert (said.rating, said.tags) == (4, ("night",))
        assert "Milo counts to 3" in str(whole.getexif()[0x010E])
        assert form != "png" or "Steps: " in whole.info["parameters"]
    bare = export(library, [3], Wanted(target=tmp_path / "bare", format=form, metadata=False, mark=False))
    data = (tmp_path / "bare" / bare.files[0]).read_bytes()
    assert b"Milo" not in data
    assert b"night" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert not set(image.info) & {"exif", "xmp", "XML:com.adobe.xmp"}


def test_the_lettered_version_goes_unless_the_drawn_one_is_wanted(library: Library, tmp_path: Path) -> None:
    wanted = Wanted(target=tmp_path / "out", format="png", metadata=False)
    assert "--rtfm" in export(library, [3], wanted).files[0]
    drawn_one = Wanted(target=tmp_path / "out", format="png", metadata=False, lettered=False)
    assert "--" not in export(library, [3], drawn_one).files[0]


def test_a_zip_file_and_a_sheet_are_whole(library: Library, tmp_path: Path) -> None:
    report = export(library, [3, 2, 1], Wanted(target=tmp_path / "all.zip", format="jpeg", markdown=True))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted([*report.files, "pictures.md"])
    sheet = export(library, [3, 2, 1], Wanted(target=tmp_path / "sheet.png"))
    assert sheet.files == ("sheet.png",)
    with Image.open(tmp_path / "sheet.png") as image:
        assert image.width > image.height / 2


@pytest.mark.parametrize("form", FORMATS)
def test_an_import_of_the_copies_knows_all_that_was_known(library: Library, tmp_path: Path, form: Format) -> None:
    facts = PictureFacts(
        scene="Milo & James “rack” <2 AM>",
        prompt="flat cartoon, a raccoon\nin two lines, with: colons",
        negative="blurry, text",
        saying="PEBKAC",
        characters=("Milo", "James"),
        plate="north wall",
        style="flat cartoon",
        engine="spark2",
        model="flux1, dev.safetensors",
        loras=("flat.safetensors", "neon.safetensors"),
        seed=2**63 + 5,
        steps=28,
        guidance=2.5,
        sampler="euler",
        scheduler="simple",
        recipe='{"format": 1, "scene": "\\u0007 ☃"}',
        job_id="a job",
    )
    with Image.open(library.picture(1).path) as image:
        plain = io.BytesIO()
        image.save(plain, "PNG")
    made = library.save_picture(plain.getvalue(), facts, created=1_700_000_000.0)
    library.annotations.album([made.id], add=["Best of"])
    library.annotations.rate_many([made.id], 5)
    drawn.letter(library, library.picture(made.id), "RTFM")
    wanted = Wanted(target=tmp_path / "out", format=form, sizes=(90,))
    whole = msgspec.structs.replace(wanted, lettered=False, sizes=())
    lettered, original = (export(library, [made.id], each).files[0] for each in (wanted, whole))
    other = Library.open(tmp_path / "other")
    assert (other.imports.folder(tmp_path / "out").refused, other.imports.refused()) == (0, ())
    found = {Path(one.path).name: one for one in other.page().pictures}
    assert found[original].facts == facts
    assert found[lettered].facts == msgspec.structs.replace(facts, saying="RTFM")
    for one in found.values():
        assert (one.rating, one.created, one.source) == (5, 1_700_000_000.0, "import")
        assert other.annotations.albums_of(one.id) == ("Best of",)
    other.close()
    # Other tools read what A1111 would write.
    texts = reading.read(str(tmp_path / "out" / original)).head.texts
    theirs = a1111.read(texts["parameters" if form == "png" else COMMENT])
    assert (theirs.prompt, theirs.negative, theirs.model) == (facts.prompt, facts.negative, facts.model)
    assert (theirs.seed, theirs.steps, theirs.guidance) == (facts.seed, 28, 2.5)
    assert (theirs.sampler, theirs.scheduler, theirs.width) == ("euler", "simple", drawn.SIDE)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", ["JPEG", "GIF"])
def test_stripped_is_stripped_whatever_the_source_says_and_no_wrong_profile_goes(
    library: Library, tmp_path: Path, form: Format, kind: str
) -> None:
    folder = tmp_path / "foreign"
    folder.mkdir()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = profile[:16] + b"GRAY" + profile[20:]
    image = Image.fromarray(drawn.suit(90)).convert("L" if kind != "GIF" else "P")
    exif = Image.Exif()
    exif[0x010E] = "a secret prompt"
    said = {"GIF": {"comment": b"a secret prompt"}}.get(kind, {"comment": "a secret prompt", "exif": exif})
    image.save(folder / f"a.{kind.lower()}", kind, icc_profile=grey, **said)
    library.imports.folder(folder)
    (picture,) = library.page("file:a.").pictures
    done = export(library, [picture.id], Wanted(target=tmp_path / "out", format=form, metadata=False))
    data = (tmp_path / "out" / done.files[0]).read_bytes()
    with Image.open(io.BytesIO(data)) as copy:
        assert "icc_profile" not in copy.info
    assert b"secret" not in data


def test_a_recipe_that_is_too_long_for_jpeg_is_left_out(library: Library, tmp_path: Path) -> None:
    facts = PictureFacts(scene="long", prompt="a raccoon", recipe="x" * 100_000)
    with Image.open(library.picture(1).path) as image:
        plain = io.BytesIO()
        image.save(plain, "PNG")
    made = library.save_picture(plain.getvalue(), facts)
    assert not export(library, [made.id], Wanted(target=tmp_path / "out", format="jpeg")).failures
    other = Library.open(tmp_path / "other")
    other.imports.folder(tmp_path / "out")
    assert other.page().pictures[0].facts == msgspec.structs.replace(facts, recipe="")
    other.close()


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_picture_with_a_text_that_nobody_unpacks_is_exported_without_it(
    library: Library, tmp_path: Path, kind: bytes
) -> None:
    bomb = zlib.compress(b"a" * (9 << 20))
    body = b"Comment\0\0" + (b"" if kind != b"iTXt" else b"\0\0\0") + bomb
    if kind == b"iTXt":
        body = b"Comment\0\1\0\0\0" + bomb
    data = png(4, parameters="a raccoon\nSteps: 20, Seed: 3, Sampler: Euler")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bomb.png").write_bytes(data[:33] + chunk(kind, body) + data[33:])
    library.imports.folder(tmp_path / "in")
    (found,) = library.page("engine:a1111").pictures
    for form in FORMATS:
        report = export(library, [found.id], Wanted(target=tmp_path / "out", format=form))
        assert (report.failures, len(report.files)) == ((), 1)
    assert library.thumbnail(found.id).exists()


def gold(image: Image.Image) -> int:
    return sum(count for count, colour in image.getcolors(1 << 24) or () if colour == sheet.GOLD)


def test_stars_of_a_sheet_are_drawn_and_what_is_broken_says_why(library: Library, tmp_path: Path) -> None:
    areas = []
    for rating in (0, 1, 5):
        library.annotations.rate_many([2], rating)
        export(library, [2], Wanted(target=tmp_path / f"{rating}.png"))
        with Image.open(tmp_path / f"{rating}.png") as image:
            areas.append(gold(image.convert("RGB")))
    assert areas[0] == 0 < areas[1]
    assert areas[2] == 5 * areas[1]
    Path(library.picture(2).path).write_bytes(b"nothing of the kind")
    assert export(library, [2], Wanted(target=tmp_path / "broken.png")).failures
    with Image.open(tmp_path / "broken.png") as image:
        tile = image.convert("RGB").crop((sheet.GAP + 4, sheet.GAP + 4, sheet.GAP + sheet.CELL - 4, sheet.CELL))
        assert sheet.INK in {colour for _, colour in tile.getcolors(1 << 24) or ()}
