"""What of a picture no lettering can carry."""

from __future__ import annotations

from pathlib import Path

from studio.pictures.finishing import credentials_left
from tests.library.formats.manifests import with_manifest
from tests.screens import drawn


def test_content_credentials_stay_with_the_original(tmp_path: Path) -> None:
    library = drawn.shelf_of(tmp_path / "library", 1)
    (tmp_path / "in").mkdir()
    signed = tmp_path / "in" / "signed.webp"
    signed.write_bytes(with_manifest("WEBP"))
    library.imports.folder(tmp_path / "in")
    (picture,) = library.page("file:signed").pictures
    assert credentials_left(library, 1) == ""
    assert str(signed) in credentials_left(library, picture.id)
    signed.unlink()
    assert credentials_left(library, picture.id) == ""
    library.close()
