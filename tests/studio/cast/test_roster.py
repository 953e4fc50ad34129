"""Who there is to be edited, what was left unsaved, and the last change taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.cast import editing, loading, roster
from studio.cast.members import Character
from studio.cast.taking_back import CastChanged, noted, take_back
from studio.cast.unsaved import FILE, Left, UnsavedMembers

OWN = """
[[character]]
name = "Milo"
look = "a grey raccoon"

[[character]]
name = "Bo"
look = "a bear"
colours = { fur = "brown" }

[[character]]
name = "Mo"
lok = "a bear"

[[character]]
look = "nobody"
"""


def test_own_members_come_first_and_those_with_mistakes_say_them(tmp_path: Path) -> None:
    (tmp_path / loading.FILE).write_text(OWN, encoding="utf-8")
    found = roster.read(tmp_path)
    assert [(one.name, one.is_own, one.entry is not None, len(one.faults)) for one in found.listed] == [
        ("Milo", True, True, 0),
        ("Bo", True, True, 1),
        ("Mo", True, False, 1),
        ("James", False, True, 0),
    ]
    assert found.listed[0].entry is not None
    assert found.listed[0].entry.outfit == ""
    assert len(found.faults) == 1
    assert [member.name for member in found.cast] == ["Milo", "James"]


def test_without_a_file_all_are_shipped(tmp_path: Path) -> None:
    assert [(one.name, one.is_own) for one in roster.read(tmp_path).listed] == [("Milo", False), ("James", False)]


def test_what_is_unsaved_is_there_again(tmp_path: Path) -> None:
    left = {
        "+1": Left(None, Character("Bo", "a bear"), "Milo"),
        "milo": Left(Character("Milo", "x"), Character("M", "")),
    }
    one = UnsavedMembers(tmp_path)
    one.keep()
    assert not (tmp_path / FILE).exists()
    one.note(left)
    one.keep()
    assert UnsavedMembers(tmp_path).of_last_time() == left
    (tmp_path / FILE).write_bytes(b"no json")
    assert UnsavedMembers(tmp_path).of_last_time() == {}


def test_a_change_is_taken_back_unless_the_file_was_changed_since(tmp_path: Path) -> None:
    file = tmp_path / loading.FILE
    _, first = noted(tmp_path, lambda: editing.add(tmp_path, Character("Bo", "a bear")), "Saving Bo")
    before = file.read_bytes()
    _, second = noted(tmp_path, lambda: editing.retire(tmp_path, "Bo"), "Retiring Bo")
    take_back(second)
    assert file.read_bytes() == before
    file.write_bytes(before + b"# mine\n")
    with pytest.raises(CastChanged):
        take_back(first)
    file.write_bytes(before)
    take_back(first)
    assert not file.exists()
