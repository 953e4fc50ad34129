from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from library.store import Library
from tests.library.inboxes import add

# On a machine that does other things one example may take long; what counts is what it does.
settings.register_profile("library", deadline=None)
settings.load_profile("library")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    opened = Library.open(folder)
    yield opened
    opened.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with five pictures of A1111, in two folders, the first the oldest."""
    folder = tmp_path / "inbox"
    (folder / "below").mkdir(parents=True)
    for number in range(5):
        add(folder / ("below" if number % 2 else "") / f"{number}.png", number)
    return folder
