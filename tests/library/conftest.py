from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from library.store import Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    opened = Library.open(folder)
    yield opened
    opened.close()
