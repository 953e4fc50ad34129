"""Terminals that are told something: some that are known, and one that nobody knows."""

from __future__ import annotations

from studio.terminal.answers import Answers
from studio.terminal.judging import Heard, Set, judge

GHOSTTY = judge(Set(), {"TERM": "xterm-ghostty"}, Heard(Answers(name="ghostty", version="1.2.3", is_complete=True)))
UNKNOWN = judge(Set(), {"TERM": "xterm-256color"}, Heard())
KITTY = judge(Set(), {"TERM": "xterm-kitty"}, Heard(Answers(name="kitty", version="0.41.1", is_complete=True)))
