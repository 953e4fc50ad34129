"""Ratings and tags that other programs keep: read wherever they stand, and no list keeps what was taken off."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from library.exchange import xmp
from library.judgement import Judgement
from library.records import Picture
from library.store import Library
from tests.library.exchange.packets import CASES, DIGIKAM, iptc, listed, packet
from tests.library.inboxes import by_name, refused
from tests.library.judgements import SAID
from tests.library.making import encode, pixels, png


def case(inbox: Path, library: Library, number: int) -> Picture:
    """A case's files, imported: its picture."""
    for path in CASES.glob(f"{number}_*"):
        shutil.copy(path, inbox)
    library.imports.folder(inbox)
    return next(picture for name, picture in by_name(library).items() if name.startswith(str(number)))


def test_a_path_of_tags_alone_is_the_tag_of_its_last_name(library: Library, inbox: Path) -> None:
    assert case(inbox, library, 24).tags == ("pier",)


def test_a_sidecar_without_the_picture_s_ending_is_read_and_written(library: Library, inbox: Path) -> None:
    picture = case(inbox, library, 25)
    assert (picture.rating, picture.tags) == (5, ("gull",))
    library.annotations.tag([picture.id], add=["lamp"], remove=["gull"])
    library.annotations.write_sidecars()
    assert not Path(f"{picture.path}.xmp").exists()
    data = (inbox / "25_basename.xmp").read_bytes()
    assert xmp.read(data) == Judgement(rating=5, tags=("lamp",))
    assert b'xmp:Label="Red"' in data
    (inbox / "25_basename.xmp").write_bytes(xmp.write(Judgement(rating=1), data))
    os.utime(inbox / "25_basename.xmp", (5, 5))
    library.imports.folder(inbox)
    assert (library.picture(picture.id).rating, library.picture(picture.id).tags) == (1, ())


def test_a_sidecar_that_a_raw_picture_shares_is_left_to_it(library: Library, inbox: Path) -> None:
    (inbox / "25_basename.cr2").write_bytes(b"raw")
    picture = case(inbox, library, 25)
    shared = (inbox / "25_basename.xmp").read_bytes()
    library.annotations.rate_many([picture.id], 2)
    library.annotations.write_sidecars()
    assert (inbox / "25_basename.xmp").read_bytes() == shared
    assert xmp.read(Path(f"{picture.path}.xmp").read_bytes()) == Judgement(rating=2, tags=("gull",))


def test_no_list_keeps_a_tag_that_was_taken_off(library: Library, inbox: Path) -> None:
    picture = case(inbox, library, 26)
    assert (picture.rating, picture.tags) == (4, ("boat", "quay"))
    library.annotations.tag([picture.id], add=["lamp"], remove=["boat"])
    library.annotations.write_sidecars()
    data = Path(f"{picture.path}.xmp").read_bytes()
    assert b"boat" not in data
    assert data.count(b">lamp<") == data.count(b">quay<") == 3
    assert data.count(b"<rdf:Seq>") == 1


def test_all_that_digikam_writes_is_kept_together() -> None:
    assert xmp.read(DIGIKAM) == Judgement(rating=4, tags=("boat", "quay"))
    data = xmp.write(Judgement(rating=2, mark="pick", tags=("lamp", "quay"), albums=("best",)), DIGIKAM)
    assert b"boat" not in data
    assert data.count(b"lamp") == data.count(b"quay") == 6
    for wanted in (b'MicrosoftPhoto:Rating="25"', b'acdsee:rating="2"', b'PickLabel="3"', b'ColorLabel="3"'):
        assert wanted in data
    assert xmp.read(data) == Judgement(rating=2, mark="pick", tags=("lamp", "quay"), albums=("best",))


@given(SAID, SAID)
@example(Judgement(albums=("/",)), Judgement())
@example(Judgement(tags=("/",)), Judgement(albums=("//",)))
@example(Judgement(albums=("2026/spring", "best")), Judgement(tags=("2026/spring",)))
def test_what_is_said_is_read_again_from_under_everybody_s_lists(said: Judgement, other: Judgement) -> None:
    written = xmp.write(said, DIGIKAM)
    assert xmp.read(written) == said
    # Said again it stands there once.
    assert xmp.write(said, written).count(b"<rdf:li") == written.count(b"<rdf:li")
    assert xmp.read(xmp.write(said, xmp.write(other, DIGIKAM))) == said


def test_an_album_that_digikam_took_for_a_tag_is_no_tag() -> None:
    echoed = packet(
        listed("digiKam:TagsList", "Seq", "Album/best", "night")
        + listed("lr:hierarchicalSubject", "Bag", "Album|best", "night")
        + listed("dc:subject", "Bag", "best", "night")
    )
    assert xmp.read(echoed) == Judgement(tags=("night",), albums=("best",))
    assert b"best" not in xmp.write(Judgement(tags=("night",)), echoed)


@pytest.mark.parametrize(
    ("attributes", "rating", "mark"),
    [
        ('MicrosoftPhoto:Rating="63"', 4, ""),
        ('MicrosoftPhoto:Rating="1"', 1, ""),
        ('acdsee:rating="3"', 3, ""),
        ('xmp:Rating="2" MicrosoftPhoto:Rating="99"', 2, ""),
        ('xmpDM:pick="1"', 0, "pick"),
        ('xmpDM:pick="-1" xmp:Rating="3"', 3, "reject"),
        ('xmpDM:good="False"', 0, "reject"),
        ('digiKam:PickLabel="3" xmpDM:pick="0"', 0, "pick"),
        ('digiKam:PickLabel="2"', 0, ""),
    ],
)
def test_stars_and_picks_of_others(attributes: str, rating: int, mark: str) -> None:
    found = xmp.read(packet(attributes=attributes))
    assert (found.rating, found.mark) == (rating, mark)
    again = Judgement(rating=5, mark="pick")
    assert xmp.read(xmp.write(again, packet(attributes=attributes))) == again


def test_a_broken_sidecar_is_told_at_the_import_and_when_rating(library: Library, inbox: Path) -> None:
    picture = case(inbox, library, 27)
    sidecar = inbox / "27_broken_sidecar.png.xmp"
    assert "no sidecar that can be read" in refused(library)[sidecar.name]
    assert library.annotations.sidecar_troubles() == ()
    library.annotations.rate_many([picture.id], 2)
    library.annotations.write_sidecars()
    (told,) = library.annotations.sidecar_troubles()
    assert told.path == str(sidecar)
    assert library.annotations.sidecar_troubles() == ()
    library.annotations.write_sidecars()
    assert library.annotations.sidecar_troubles() == ()
    # Mended, it gets what was said meanwhile, and is listed no more.
    sidecar.write_bytes(packet(attributes='xmp:Rating="3"'))
    library.imports.folder(inbox)
    assert library.picture(picture.id).rating == 2
    library.annotations.write_sidecars()
    assert xmp.read(sidecar.read_bytes()).rating == 2
    assert sidecar.name not in refused(library)


def test_a_sidecar_that_cannot_be_written_is_told_and_written_later(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.imports.folder(inbox)
    picture = by_name(library)["0.png"]

    def full(*given: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr("library.files.disk._write_temporary", full)
        library.annotations.rate_many([picture.id], 4)
        library.annotations.write_sidecars()
    (told,) = library.annotations.sidecar_troubles()
    assert "Read-only" in told.reason
    assert "Read-only" in refused(library)["0.png.xmp"]
    library.annotations.write_sidecars()
    assert xmp.read((inbox / "0.png.xmp").read_bytes()).rating == 4
    assert refused(library) == {}


def test_stars_of_exif_are_read_and_can_be_taken_away(library: Library, inbox: Path) -> None:
    picture = case(inbox, library, 28)
    before = Path(picture.path).read_bytes()
    assert picture.rating == 4
    library.annotations.rate_many([picture.id], 0)
    library.annotations.write_sidecars()
    # The picture's own bytes stay: only the sidecar can say that there are no stars any more.
    assert Path(picture.path).read_bytes() == before
    shutil.rmtree(library.folder / ".studio" / "thumbnails", ignore_errors=True)
    library.imports.forget(inbox)
    library.imports.folder(inbox)
    assert by_name(library)["28_exif_rating.jpg"].rating == 0


def test_our_own_words_are_known_after_exiv2_had_them(library: Library, inbox: Path) -> None:
    picture = case(inbox, library, 36)
    assert (picture.mark, picture.rating, picture.tags) == ("reject", 4, ("fog", "one", "two"))
    assert library.annotations.albums_of(picture.id) == ("best of",)
    library.annotations.rate_many([picture.id], 3)
    library.annotations.write_sidecars()
    text = Path(f"{picture.path}.xmp").read_text()
    assert text.count("milo:Stars") == 1
    assert xmp.read(text.encode()).rating == 3


@pytest.mark.parametrize("space", ["urn:milo-studio:1.0", "urn:milo-studio:1.0/"])
def test_our_namespace_is_known_with_and_without_a_slash(space: str) -> None:
    data = xmp.write(Judgement(rating=4, mark="reject")).replace(b"urn:milo-studio:1.0/", space.encode())
    assert xmp.read(data) == Judgement(rating=4, mark="reject")
    assert xmp.is_judgement_only(data)


def test_keywords_of_iptc_and_windows_are_read(library: Library, inbox: Path) -> None:
    image = Image.fromarray(pixels(1))
    segment = b"Photoshop 3.0\0" + iptc("fjord über".encode(), b"gr\xfcn")
    whole = encode(image, "JPEG")
    (inbox / "a.jpg").write_bytes(whole[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + whole[2:])
    exif = Image.Exif()
    exif[0x9C9E] = "boat;quay\0".encode("utf-16-le")
    exif[0x4749] = 99
    (inbox / "b.jpg").write_bytes(encode(image, "JPEG", exif=exif))
    profile = iptc(b"mast")
    text = f"\niptc\n{len(profile):8}\n{profile.hex()}\n"
    (inbox / "c.png").write_bytes(png(3, **{"Raw profile type iptc": text}))
    library.imports.folder(inbox)
    found = by_name(library)
    assert found["a.jpg"].tags == ("fjord über", "grün")
    assert (found["b.jpg"].rating, found["b.jpg"].tags) == (5, ("boat", "quay"))
    assert found["c.png"].tags == ("mast",)


def test_a_sidecar_for_other_things_leaves_what_the_picture_says(library: Library, inbox: Path) -> None:
    shutil.copy(CASES / "28_exif_rating.jpg", inbox / "a.jpg")
    (inbox / "a.jpg.xmp").write_bytes(packet(attributes='xmp:Label="Red"'))
    library.imports.folder(inbox)
    picture = by_name(library)["a.jpg"]
    assert picture.rating == 4
    os.utime(inbox / "a.jpg.xmp", (5, 5))
    library.imports.folder(inbox)
    assert library.picture(picture.id).rating == 4
    library.annotations.tag([picture.id], add=["lamp"])
    library.annotations.write_sidecars()
    data = (inbox / "a.jpg.xmp").read_bytes()
    assert xmp.read(data) == Judgement(rating=4, tags=("lamp",))
    assert b'Label="Red"' in data


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_of_iptc_are_read(body: bytes, is_cut: bool) -> None:
    from library.formats.heads import iptc as reader

    whole = iptc(b"boat", body)
    reader.texts_of(whole[: len(body)] if is_cut else whole)
    reader.texts_of(body)
    reader.in_profile({"Raw profile type iptc": body.hex()})
