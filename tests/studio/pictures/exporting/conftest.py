"""A library to export from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from library.store import Library
from tests.screens import drawn


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Three pictures; the newest is lettered, rated and tagged."""
    library = drawn.shelf_of(tmp_path / "library", 3)
    drawn.letter(library, library.picture(3), "RTFM")
    library.annotations.rate_many([3], 4)
    library.annotations.tag([3], ["night"])
    library.annotations.write_sidecars()
    yield library
    library.close()
