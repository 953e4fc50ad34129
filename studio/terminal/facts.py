"""What the doctor tells of a terminal: what was found, how, and what would give more."""

from __future__ import annotations

from typing import NamedTuple

from studio.terminal.clipboard import clipboard_words
from studio.terminal.pictures import PASSTHROUGH
from studio.terminal.records import Terminal

RING = {
    "osc9": "a notification (OSC 9)",
    "osc99": "a notification (OSC 99)",
    "osc777": "a notification (OSC 777)",
    "bell": "the bell",
}


class TerminalFact(NamedTuple):
    """A line of the doctor's; `remedy` says what would give more, and where to put it."""

    text: str
    remedy: str = ""


def facts_of(terminal: Terminal) -> list[TerminalFact]:
    """All that is known of a terminal, the most important first."""
    facts = [
        TerminalFact(f"{one.topic}: {one.value} ({one.how})", _remedy(one.topic, terminal)) for one in terminal.findings
    ]
    facts.append(
        TerminalFact(f"pictures as {terminal.picture.protocol}: {terminal.picture.reason}", terminal.picture.better)
    )
    if terminal.doubtful:
        remedy = f"The Gallery asks once, by showing it; or set pictures to one of {', '.join(terminal.doubtful)}"
        facts.append(TerminalFact("whether it shows more than half cells is not known", remedy))
    progress = ", progress in its tab" if terminal.has_progress else ""
    facts.append(TerminalFact(f"while you look elsewhere it tells by {RING[terminal.notification]}{progress}"))
    facts.append(TerminalFact(*clipboard_words(terminal)))
    if terminal.round_trip is None:
        facts.append(TerminalFact("round trip: it was not asked, or did not answer within a second"))
    else:
        facts.append(TerminalFact(f"round trip: {1000 * terminal.round_trip:.0f} ms"))
    return facts


def _remedy(topic: str, terminal: Terminal) -> str:
    if topic == "colours" and terminal.colours != "24-bit":
        return more_colours(terminal)
    if topic == "within" and terminal.within.startswith("tmux") and not terminal.passes:
        return f"`{PASSTHROUGH}` in tmux.conf lets notifications through, and pictures where the terminal has them"
    return ""


def more_colours(terminal: Terminal) -> str:
    """How to get more colours than a terminal has."""
    if terminal.within == "GNU screen":
        return "tmux, or none, passes 24-bit colour on"
    return 'If it has 24-bit colour after all: `colours = "24-bit"` in the settings, or COLORTERM=truecolor'
