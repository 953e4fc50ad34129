"""The studio's own theme: a dark lab with the neon-cyan of Milo's piping, and amber where something needs a look."""

from __future__ import annotations

from textual.app import App
from textual.color import Color
from textual.theme import Theme

from studio.terminal.records import Colours

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


MILO_256 = Theme(
    name=MILO.name,
    primary="#00ffff",
    secondary="#5fafaf",
    accent="#ffaf00",
    warning="#ffaf00",
    error="#ff5f5f",
    success="#5fd787",
    foreground="#e4e4e4",
    background="#121212",
    surface="#1c1c1c",
    panel="#262626",
    dark=True,
    variables={
        # A theme's own boost is passed over where it has a panel (Textual 8.2.8).
        "boost": "#3a3a3a",
        "border": "#4e4e4e",
        "border-blurred": "#3a3a3a",
        "block-cursor-background": "#00ffff",
        "block-cursor-foreground": "#121212",
        "block-cursor-text-style": "bold",
        "footer-background": "#1c1c1c",
        "footer-key-foreground": "#00ffff",
        "footer-description-foreground": "#a8a8a8",
        "input-selection-background": "#005f87",
        "scrollbar": "#3a3a3a",
        "scrollbar-hover": "#585858",
        "scrollbar-active": "#00ffff",
        "scrollbar-background": "#080808",
        "scrollbar-corner-color": "#080808",
    },
)
"""The same in colours that are among the 240 fixed ones: its dark blues would all become one or two greys."""

MILO_16 = Theme(
    name=MILO.name,
    primary="#00ffff",
    secondary="#00cdcd",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff0000",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={
        "boost": "#0000ee",
        "border": "#7f7f7f",
        "border-blurred": "#7f7f7f",
        "block-cursor-background": "#00cdcd",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#0000ee",
        "block-cursor-blurred-foreground": "#ffffff",
        "footer-background": "#000000",
        "footer-key-foreground": "#00ffff",
        "footer-description-foreground": "#e5e5e5",
        "input-selection-background": "#0000ee",
        "scrollbar": "#00cdcd",
        "scrollbar-hover": "#00cdcd",
        "scrollbar-active": "#00cdcd",
        "scrollbar-background": "#000000",
        "scrollbar-corner-color": "#000000",
    },
)
"""The same in xterm's first 16."""


def theme_for(colours: Colours) -> Theme:
    """The studio's own theme for a terminal of so many colours; all have one name."""
    return {"24-bit": MILO, "256": MILO_256, "16": MILO_16}[colours]


def ink(app: App[object], name: str) -> str:
    """A colour of the present theme as Rich reads it, for text that is drawn by hand; "muted" is a fainter foreground.

    That is #rrggbb, or in an ANSI theme a colour of the terminal: its number, or its own fore- or background.
    """
    variables = app.theme_variables
    ground = Color.parse(variables["background"])
    colour = Color.parse(variables["foreground" if name == "muted" else name])
    if colour.ansi is None:
        colour = ground.blend(colour.with_alpha(1), 0.62 if name == "muted" else colour.a)
    # Where nothing of a colour is seen, it is the ground, which may be the terminal's own.
    return colour.hex if colour.ansi is None else colour.rich_color.name
