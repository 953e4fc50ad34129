"""The servers, a line each: whether they are ready, what waits there, how fast they are, and their memory."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from screens.progress.job_text import lane_line
from screens.theme import ink
from screens.widgets.live_text import LiveText
from studio.jobs.views import LaneView
from studio.plain_text import plain

MOST = 4
"""Servers that have a line of their own; the others are counted in the last one."""


class ServerStrip(LiveText):
    """Stands over the jobs where there are servers, where the queue is paused, or where something is paid."""

    def tell(self, lanes: Sequence[LaneView], *, paused: bool, spent: str = "") -> None:
        """Show the servers as they stand now, those with trouble first where there are too many, and what was spent."""
        self.display = bool(lanes) or paused or bool(spent)
        lines = [self._paused()] if paused else []
        shown = lanes if len(lanes) <= MOST else sorted(lanes, key=_is_well)[: MOST - 1]
        width = max((len(lane.name) for lane in shown), default=0)
        lines += [self._line(lane, width) for lane in shown]
        if len(shown) < len(lanes):
            rest = [lane for lane in lanes if lane not in shown]
            ready = sum(map(_is_well, rest))
            lines.append(Text(f"  and {len(rest)} more, {ready} of them ready", ink(self.app, "muted")))
        if spent:
            lines.append(Text.assemble(("Spent ", ink(self.app, "muted")), plain(spent)))
        self.say(Text("\n").join(lines))

    def _paused(self) -> Text:
        accent = ink(self.app, "accent")
        return Text.assemble(("‖ Paused", f"bold {accent}"), ("  new and waiting jobs are held here", accent))

    def _line(self, lane: LaneView, width: int) -> Text:
        state, facts = lane_line(lane)
        colour = ink(self.app, "success" if _is_well(lane) else "warning" if lane.aside_for else "error")
        if lane.detail == NOT_ASKED and not lane.aside_for:
            colour = ink(self.app, "muted")
        line = Text.assemble(("● ", colour), (lane.name.ljust(width), "bold"), "  ", (state, colour))
        if facts:
            line.append(f" · {facts}", ink(self.app, "muted"))
        return line


NOT_ASKED = "not asked yet"


def _is_well(lane: LaneView) -> bool:
    return lane.ready and lane.aside_for < 1
