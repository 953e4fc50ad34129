"""What tests of several rooms share."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from studio.settings.settings import FOLDER_VARIABLE
from tests import new_index
from tests.house_rules import event_loop

event_loop.hold()
new_index.keep()

# With Python's own threshold a fifth of the tests' time goes into looking through half a million objects for garbage.
gc.set_threshold(10_000)

# A busy machine is no fault of what is tested: neither slow examples nor slow drawing of them may fail a test.
# In CI examples are the same each time; elsewhere new ones are tried, and what they find becomes an example.
settings.register_profile(
    "steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=os.environ.get("CI") == "true"
)
settings.load_profile("steady")


@dataclass(frozen=True, slots=True)
class Home:
    """A person's studio for one test: the settings folder, the library that its settings name, and the log's folder."""

    settings: Path
    library: Path
    state: Path

    def write_settings(self, text: str) -> None:
        """Write settings.toml, with the library's folder before `text`."""
        (self.settings / "settings.toml").write_text(f'library = "{self.library}"\n{text}', encoding="utf-8")


_TERMINALS = ("TMUX", "STY", "ZELLIJ", "NO_COLOR", "TERM_PROGRAM", "KITTY_WINDOW_ID", "VTE_VERSION", "KONSOLE_VERSION")


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever terminal the tests are run in, they run at one with all colours and no name."""
    for name in _TERMINALS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A settings folder and a library of the test's own, for this process and for those that it starts."""
    made = Home(tmp_path / "settings", tmp_path / "library", tmp_path / "state")
    made.settings.mkdir()
    made.write_settings("")
    monkeypatch.setenv(FOLDER_VARIABLE, str(made.settings))
    monkeypatch.setenv("XDG_STATE_HOME", str(made.state))
    monkeypatch.setenv("XDG_CACHE_HOME", str(made.state / "cache"))
    return made
