"""What tests of the settings screen share."""

from __future__ import annotations

import pytest

from tests.conftest import Home
from tests.screens.settings.table import REMARKS


@pytest.fixture
def settings_home(cast_home: Home) -> Home:
    cast_home.write_settings(f'pictures = "half-cells"\n{REMARKS}')
    return cast_home
