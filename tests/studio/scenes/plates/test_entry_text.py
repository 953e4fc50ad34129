"""Entries of a file that a person edits: one changes, all else stays."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.scenes.plates.entry_text import EntryNotKept, with_changes, with_new, without
from studio.settings.tables import TableUnreadable

FILE = """# My plates.

[[plate]]
name = "attic"  # under the roof
description = "an attic"
keywords = [
  "roof",   # and what lies on it
  "disk",
]

# The next one is old.
[[plate]]
name = 'Cellar "B"'
description = '''
a cellar'''

# The end.
"""
NAMES = ("attic", 'Cellar "B"')


def plates(text: str) -> list[dict[str, Any]]:
    return list(tomllib.loads(text)["plate"])


def test_a_value_changes_and_the_rest_stays() -> None:
    changed = with_changes(FILE, "ATTIC", {"description": 'an "old" attic', "day": "a.png"}, "f")
    assert plates(changed)[0]["description"] == 'an "old" attic'
    assert plates(changed)[0]["day"] == "a.png"
    assert plates(changed)[1] == plates(FILE)[1]
    assert "# under the roof" in changed
    assert "# and what lies on it" in changed
    assert changed.index("# The next one is old.") > changed.index("day")


def test_values_of_several_lines_change_too() -> None:
    changed = with_changes(FILE, NAMES[1], {"description": "dry"}, "f")
    assert plates(changed)[1]["description"] == "dry"
    changed = with_changes(changed, "attic", {"keywords": ["x"], "description": None}, "f")
    assert plates(changed)[0] == {"name": "attic", "keywords": ["x"]}
    assert "# The end." in changed


def test_an_entry_goes_without_the_remarks_of_the_next() -> None:
    left = without(FILE, "attic", "f")
    assert [one["name"] for one in plates(left)] == [NAMES[1]]
    assert "# The next one is old." in left
    assert "# My plates." in left
    assert without(without(FILE, "attic", "f"), NAMES[1], "f").count("[[") == 0


@pytest.mark.parametrize("text", ["", "# a remark", FILE, FILE.replace("\n", "\r\n"), FILE.rstrip("\n")])
def test_a_new_entry_stands_at_the_end(text: str) -> None:
    made = with_new(text, {"name": "roof", "keywords": ("a", "b")}, "f")
    assert made.startswith(text)
    assert plates(made)[-1] == {"name": "roof", "keywords": ["a", "b"]}
    assert made.count("\r\n") in (0, made.count("\n"))


def test_what_cannot_be_changed_is_said() -> None:
    with pytest.raises(EntryNotKept, match="There is no plate named roof"):
        with_changes(FILE, "roof", {"description": ""}, "f")
    with pytest.raises(EntryNotKept, match="because of how f is written"):
        with_new("plate = [{name = 'a'}]\n", {"name": "b"}, "f")
    with pytest.raises(TableUnreadable):
        with_new("plate = [", {"name": "b"}, "f")


@given(st.sampled_from(NAMES), st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20), st.booleans())
def test_any_text_is_kept(name: str, words: str, retired: bool) -> None:
    changed = with_changes(FILE, name, {"description": words, "retired": retired or None}, "f")
    before, after = plates(FILE), plates(changed)
    at = NAMES.index(name)
    assert after[at]["description"] == words
    assert after[at].get("retired", False) is retired
    assert after[1 - at] == before[1 - at]
