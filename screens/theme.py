"""The studio's own theme: a dark lab with the neon-cyan of Milo's piping, and amber where something needs a look."""

from __future__ import annotations

from textual.app import App
from textual.color import Color
from textual.theme import Theme

MILO = Theme(
    name="milo",
    primary="#21e6f0",
    secondary="#4f8fa8",
    accent="#f0b23c",
    warning="#f0b23c",
    error="#ff5d6c",
    success="#5fd38d",
    foreground="#d9e4ec",
    background="#0b1016",
    surface="#111922",
    panel="#17222e",
    boost="#1d2b39",
    dark=True,
    variables={
        "border": "#2a3b4c",
        "border-blurred": "#22303e",
        "block-cursor-background": "#21e6f0",
        "block-cursor-foreground": "#06222a",
        "block-cursor-text-style": "bold",
        "footer-background": "#111922",
        "footer-key-foreground": "#21e6f0",
        "footer-description-foreground": "#8fa3b3",
        "input-selection-background": "#21e6f0 35%",
        "scrollbar": "#22303e",
        "scrollbar-hover": "#2f4356",
        "scrollbar-active": "#21e6f0",
        "scrollbar-background": "#0d141b",
        "scrollbar-corner-color": "#0d141b",
    },
)


def ink(app: App[object], name: str) -> str:
    """A colour of the present theme as #rrggbb, for text that is drawn by hand; "muted" is a fainter foreground."""
    variables = app.theme_variables
    ground = Color.parse(variables["background"])
    if name == "muted":
        return ground.blend(Color.parse(variables["foreground"]).with_alpha(1), 0.62).hex
    colour = Color.parse(variables[name])
    return ground.blend(colour.with_alpha(1), colour.a).hex
