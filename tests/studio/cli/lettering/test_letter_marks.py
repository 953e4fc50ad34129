"""`studio letter`: what a file says of how it came into being goes with it, and what cannot go is told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from library.exchange import source_types
from library.exchange.source_types import ALGORITHMIC, TRAINED
from library.formats.heads import reading
from tests.conftest import Home
from tests.library.formats.manifests import with_manifest
from tests.screens import drawn
from tests.studio.cli.conftest import Studio
from tests.studio.cli.lettering.pictures import scene


def said_by(path: Path) -> str:
    """What a file says of how it came into being."""
    return source_types.said_in(reading.read(str(path)).head.texts)


@pytest.mark.parametrize("ending", ["jpg", "webp", "avif"])
def test_a_mark_goes_with_the_words(studio: Studio, tmp_path: Path, out: Path, ending: str) -> None:
    source = tmp_path / f"a.{ending}"
    scene().save(source, xmp=source_types.packet(TRAINED))
    assert studio("letter", source, "--text", "RTFM", "--out", out).status == 0
    (lettered,) = out.iterdir()
    assert said_by(lettered) == TRAINED


def test_a_picture_of_the_studio_is_known_and_any_other_claimed_to_be_nothing(
    studio: Studio, home: Home, tmp_path: Path, out: Path
) -> None:
    library = drawn.shelf_of(home.library, 1)
    path = Path(library.picture(1).path)
    library.close()
    scene().save(tmp_path / "plain.png")
    assert studio("letter", path, tmp_path / "plain.png", "--text", "RTFM", "--out", out).status == 0
    said = {one.name.startswith("plain"): said_by(one) for one in out.iterdir()}
    assert said == {False: ALGORITHMIC, True: ""}


def test_content_credentials_are_told_once(studio: Studio, tmp_path: Path, out: Path) -> None:
    sources = [tmp_path / "a.png", tmp_path / "b.png"]
    for source in sources:
        scene().save(source)
        signed, data = with_manifest("PNG"), source.read_bytes()
        with Image.open(source) as plain:
            assert plain.size > (8, 8)
        begin = signed.index(b"caBX") - 4
        end = begin + 12 + int.from_bytes(signed[begin : begin + 4], "big")
        source.write_bytes(data[:33] + signed[begin:end] + data[33:])
    before = [source.read_bytes() for source in sources]
    ended = studio("letter", *sources, "--text", "RTFM", "--out", out)
    assert ended.status == 0
    assert ended.err.count("Content Credentials (C2PA) of 2 pictures") == 1
    assert all(str(source) in ended.err for source in sources)
    assert [source.read_bytes() for source in sources] == before
