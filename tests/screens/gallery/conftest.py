"""Libraries for tests of the Gallery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Home
from tests.screens import drawn
from tests.screens.gallery.without_app import Table


@pytest.fixture
def shelf_of_eight(cast_home: Home) -> Path:
    """A library of eight pictures; the third has a lettered version."""
    library = drawn.shelf_of(cast_home.library, 8)
    drawn.letter(library, library.picture(3), "PEBKAC")
    library.close()
    return cast_home.library


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """A shelf with six pictures, the newest of which has the id 6, and no app."""
    library = drawn.shelf_of(tmp_path / "library", 6)
    yield Table(library)
    library.close()
