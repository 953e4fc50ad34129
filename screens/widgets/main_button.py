"""The button of a form's bar."""

from __future__ import annotations

from textual.widgets import Button


class MainButton(Button, inherit_css=False):
    """A button in the theme's first colour, one line high.

    It has rules of its own: Textual has 57 for all kinds of buttons, a tenth of what is parsed for the first paint.
    """

    DEFAULT_CSS = """
    MainButton {
        width: auto;
        min-width: 14;
        height: auto;
        line-pad: 1;
        text-align: center;
        content-align: center middle;
        pointer: pointer;
        text-style: bold;
        color: $button-color-foreground;
        background: $primary;
        &:hover { background: $primary-darken-2; }
        &:focus { background-tint: $foreground 5%; }
        &.-active { background: $primary; tint: $background 30%; }
        &:disabled { text-opacity: 0.6; pointer: not-allowed; }
        &:ansi {
            color: $primary;
            background: ansi_default;
            &:hover, &.-active { background: $ansi-background; tint: transparent; }
            &:disabled { text-opacity: 1; text-style: bold dim; }
        }
    }
    """
