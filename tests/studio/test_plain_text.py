"""Paths as a person writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.plain_text import expanded, short_path


def test_a_home_that_nobody_has_stays_as_it_is_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert expanded("~/in") == tmp_path / "in"
    assert short_path(str(expanded("~/in"))) == "~/in"
    assert expanded("~nobody-of-this-name/in") == Path("~nobody-of-this-name/in")
