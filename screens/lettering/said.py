"""What the Lettering screen says of texts, places and look."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from textual.app import App

from screens.gallery.words import one_line
from screens.lettering.hand import Grip
from screens.lettering.layout import Arranged
from screens.theme import ink
from studio.arranging import place_words


def texts_said(app: App[Any], arranged: Arranged) -> Text:
    """Each text with its place, a line each."""
    lines, accent, muted = [], ink(app, "primary"), ink(app, "muted")
    for number, words in enumerate(arranged.words):
        here = number == arranged.at
        text = Text("▸ " if here else "  ", accent)
        if len(arranged.words) > 1:
            text.append(f"{number + 1} {one_line(words.text)[:18] or '…'} → ", "" if here else muted)
        text.append(place_words(arranged.places, arranged.places[words.place]), accent if here else muted)
        lines.append(text)
    return Text("\n").join(lines)


def look_said(app: App[Any], arranged: Arranged, outline: str) -> Text:
    """The look in one line, while words are typed."""
    case = {"upper": "UPPER", "small-caps": "Small Caps"}.get(arranged.look.case, "as written")
    return _pairs(app, ("case", case), ("ink", arranged.ink), ("outline", outline))


def grip_said(app: App[Any], arranged: Arranged, grip: Grip) -> Text:
    """What the arrows pull, and the face, while the place is changed by hand."""
    return _pairs(app, ("grip", grip), ("face", one_line(arranged.face)))


def _pairs(app: App[Any], *pairs: tuple[str, str]) -> Text:
    muted = ink(app, "muted")
    return Text("   ").join(Text.assemble((f"{name} ", muted), value) for name, value in pairs)
