"""The house as trees, as long as its rules are looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house_rules import source


@pytest.fixture(scope="package", autouse=True)
def trees() -> Iterator[None]:
    """Half a million nodes that are kept cost each later collection of garbage most of a second."""
    yield
    source.forget()
