"""Libraries for tests of the Gallery."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Home
from tests.screens import drawn


@pytest.fixture
def shelf_of_eight(cast_home: Home) -> Path:
    """A library of eight pictures; the third has a lettered version."""
    library = drawn.shelf_of(cast_home.library, 8)
    drawn.letter(library, library.picture(3), "PEBKAC")
    library.close()
    return cast_home.library
