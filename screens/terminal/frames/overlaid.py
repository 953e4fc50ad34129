"""A widget over whose cells pictures may lie."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region
from textual.widget import Widget

from screens.terminal.frames.encode import Encoded

Overlaid = tuple[Encoded, Region]
"""A picture that lies over cells, and over which of a slot or a widget."""


class OverlaidWidget(Widget):
    """It says which pictures lie over the cells that it drew last: the app writes them when those are written."""

    overlays: Sequence[Overlaid] = ()
