"""Reference pictures that the library keeps: under their hashes, with the ending of what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from library.digest import sha256_of
from library.errors import NotInLibrary, PictureUnreadable
from library.keeping.references import References
from library.places import Places
from tests.library.making import encode, pixels


@pytest.fixture
def references(folder: Path) -> References:
    return References(Places.of(folder, None))


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".picture")])
def test_a_reference_is_kept_once_as_it_is(references: References, folder: Path, kind: str, suffix: str) -> None:
    data = encode(Image.fromarray(pixels(3, 32, 24)), kind)
    name = references.add(data)
    assert references.add(data) == name == sha256_of(data)
    (kept,) = (path for path in folder.rglob(f"{name}*"))
    assert (kept.suffix, kept.read_bytes(), references.read(name)) == (suffix, data, data)


def test_what_is_no_picture_is_not_kept_and_what_is_not_kept_is_told(references: References, folder: Path) -> None:
    with pytest.raises(PictureUnreadable):
        references.add(b"no picture")
    assert not [*folder.rglob(f"{sha256_of(b'no picture')}*")]
    for name in ("0" * 64, "..", "0" * 63 + "g"):
        with pytest.raises(NotInLibrary):
            references.read(name)
