"""The table of what was seen."""

from __future__ import annotations

from tests.terminals.steps import Figures, Stale
from tests.terminals.table import Row, table

SEEN = Figures(0.812, 0.97, 0.97, 0.96, 0.95, 1.24, 1_234_567, Stale(0.0, 0.5, 0.0, 1.0), False, 0)
BLANK = Figures(0.16, 0.2, 0.2, 0.2, 0.2, None, 900, Stale(None, None, None, None), True, None)


def test_each_run_is_a_line_under_its_headings() -> None:
    lines = table([Row("kitty 0.41", "plain", SEEN), Row("xterm-sixel 379", "tmux", BLANK)]).splitlines()

    assert " ".join(lines[2].split()) == "kitty 0.41 plain 0.81 0.97 0.97 0.96 0.95 1.2 1,234,567 0% 50% 0% 100%"
    assert " ".join(lines[3].split()) == "xterm-sixel 379 tmux 0.16 0.20 0.20 0.20 0.20 never 900 – – – –"
    assert lines[0].index("bytes") + len("bytes") == lines[2].index("1,234,567") + len("1,234,567")


def test_a_studio_that_did_not_end_well_or_that_asked_is_told() -> None:
    said = table([Row("foot", "plain", BLANK), Row("foot", "tmux", SEEN._replace(ended=1))])

    assert "foot, plain: the studio ended with no status: it did not end" in said
    assert "foot, tmux: the studio ended with status 1" in said
    assert "foot, plain: the studio asked which of some is a picture, and heard: the plainest" in said


def test_a_run_without_figures_says_why() -> None:
    said = table([Row("foot", "plain", "the studio wrote nothing")])

    assert "foot, plain: the studio wrote nothing" in said.splitlines()
