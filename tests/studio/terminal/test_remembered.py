"""What a person said of their terminals is kept in a file that can be read and edited."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.settings import tables
from studio.settings.tables import TableUnreadable
from studio.terminal.records import Protocol
from studio.terminal.remembered import FILE, Remembered, hand_over, keep_told, keep_way, load, ways, written

WAYS = st.sampled_from([None, *get_args(Protocol)])


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.builds(Remembered, WAYS, st.booleans())))
def test_what_is_written_is_read_again(said: dict[str, Remembered]) -> None:
    assert tables.decode(written(said), dict[str, Remembered], "it") == said


def test_a_word_on_one_terminal_leaves_the_others(tmp_path: Path) -> None:
    assert load(tmp_path) == {}
    folder = tmp_path / "not yet there"
    keep_way(folder, "xterm-256color", "sextants")
    assert keep_told(folder, "st")
    assert keep_told(folder, "xterm-256color")
    keep_way(folder, "xterm-256color", "quadrants")
    assert not keep_told(folder, "st")
    assert load(folder) == {"xterm-256color": Remembered("quadrants", True), "st": Remembered(None, True)}
    assert ways(folder) == {"xterm-256color": "quadrants"}


def test_what_was_said_elsewhere_is_taken_over(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    hand_over(own, other)
    assert not own.exists()
    keep_way(other, "st", "quadrants")
    hand_over(own, other)
    keep_way(own, "xterm", "half-cells")
    keep_told(other, "st")
    hand_over(own, other)
    assert load(own) == {"xterm": Remembered("half-cells"), "st": Remembered("quadrants", True)}


def test_a_slip_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('["xterm"]\npictures = "slides"\n')
    with pytest.raises(TableUnreadable, match="line 2"):
        load(tmp_path)
