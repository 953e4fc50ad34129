"""The modules of this very tree."""

from __future__ import annotations

import pytest

from tests.house.__main__ import ROOT, modules_of
from tests.house.imports import Module


@pytest.fixture(scope="session")
def today() -> list[Module]:
    return modules_of(ROOT)
