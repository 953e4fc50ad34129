"""How the window was left: kept, and forgotten where it cannot be known."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.settings import window
from studio.settings.window import GalleryLeft, WindowLeft

LIBRARY = Path("/pictures")
LEFT = WindowLeft(
    room="gallery", is_unfolded=True, library=str(LIBRARY), gallery=GalleryLeft("cast:milo", False, 7, "list")
)


def test_the_window_is_as_it_was_left(tmp_path: Path) -> None:
    window.keep(tmp_path, LEFT)
    assert window.kept(tmp_path, LIBRARY) == LEFT


def test_of_another_library_the_gallery_says_nothing(tmp_path: Path) -> None:
    window.keep(tmp_path, LEFT)
    other = window.kept(tmp_path, Path("/other"))
    assert (other.room, other.is_unfolded, other.gallery) == ("gallery", True, GalleryLeft())


@pytest.mark.parametrize("left", [msgspec.structs.replace(LEFT, version=window.VERSION + 1), {"room": 7}, [1], "x"])
def test_what_another_version_wrote_is_forgotten(tmp_path: Path, left: object) -> None:
    (tmp_path / window.FILE).write_bytes(msgspec.json.encode(left))
    assert window.kept(tmp_path, LIBRARY) == WindowLeft(library=str(LIBRARY))


@given(st.binary(max_size=80))
def test_any_file_is_read_or_forgotten(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("settings")
    (folder / window.FILE).write_bytes(data)
    assert window.kept(folder, LIBRARY).version == window.VERSION
