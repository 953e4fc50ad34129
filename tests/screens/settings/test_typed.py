"""What is typed becomes a value that the settings take, or is refused with what would do."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.settings.typed import at_the_field, check_place, value_of
from studio.errors import Notice
from studio.settings.catalog import Setting
from studio.settings.checking import SettingsWrong

COUNT = Setting(("count",), "A", "number", "How many", 4, least=1, most=9)


@given(st.integers() | st.text(max_size=5))
def test_a_number_is_within_its_bounds_or_refused(typed: object) -> None:
    with contextlib.suppress(SettingsWrong):
        value = value_of(COUNT, str(typed))
        assert value is None or 1 <= value <= 9


@pytest.mark.parametrize("typed", ["0", "10", "x", "1.5"])
def test_a_number_that_cannot_be_is_told_with_its_bounds(typed: str) -> None:
    with pytest.raises(SettingsWrong) as caught:
        value_of(COUNT, typed)
    assert "from 1 to 9" in caught.value.notice.remedy


def test_what_is_no_number_at_all_is_none_of_a_share() -> None:
    with pytest.raises(SettingsWrong):
        value_of(Setting(("x",), "A", "number", "M", 0.5, least=0, most=1), "nan")


def test_a_share_may_have_a_point() -> None:
    assert value_of(Setting(("x",), "A", "number", "M", 0.5, least=0, most=1), " 0.25 ") == 0.25


@pytest.mark.parametrize(
    ("kind", "typed", "value"), [("yes or no", "no", False), ("text", " a ", "a"), ("file", "", None)]
)
def test_other_kinds(kind: str, typed: str, value: object) -> None:
    assert value_of(Setting(("x",), "A", kind, "M", ""), typed) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "named"),
    [("file", "gone.pem"), ("folder", "relative/way"), ("folder", "{here}/file"), ("folder", "~nobody-of-this-name/x")],
)
def test_places_that_cannot_be_are_refused(tmp_path: Path, kind: str, named: str) -> None:
    (tmp_path / "file").write_text("")
    setting = Setting(("x",), "A", kind, "M", "")  # type: ignore[arg-type]
    with pytest.raises(SettingsWrong):
        check_place(setting, named.format(here=tmp_path))
    check_place(setting, str(tmp_path / ("file" if kind == "file" else "new folder")))
    check_place(setting, None)


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        (Notice("/a/b.toml, line 3: 'x' is not a size", "", "Write 1x1"), "'x' is not a size. Write 1x1"),
        (Notice("/a/b.toml, line 3", "expected a text", "Correct this line"), "expected a text. Correct this line"),
        (Notice("There is no face", "'x' is not shipped"), "There is no face: 'x' is not shipped"),
    ],
)
def test_a_field_shows_by_itself_where_it_is(notice: Notice, words: str) -> None:
    assert at_the_field(notice) == words
