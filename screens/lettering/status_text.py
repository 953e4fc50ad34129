"""What the Lettering screen says of texts, places and look."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from rich.text import Text
from textual.app import App

from screens.gallery.model.captions import one_line
from screens.lettering.arrangement import Grip, Shown
from screens.lettering.layout import Arranged
from screens.theme import ink
from studio.lettering.places.by_hand import place_words


def text_lines(app: App[Any], arranged: Arranged) -> Text:
    """Each text with its place, a line each."""
    lines, accent, muted, amber = [], ink(app, "primary"), ink(app, "muted"), ink(app, "warning")
    for number, words in enumerate(arranged.words):
        here = number == arranged.at
        text = Text("▸ " if here else "  ", accent)
        if len(arranged.words) > 1:
            text.append(f"{number + 1} {one_line(words.text)[:18] or '…'} → ", "" if here else muted)
        place = arranged.places[words.place]
        loose = words.kind == "print" and not place.worn
        text.append(place_words(arranged.used, place), amber if loose else accent if here else muted)
        lines.append(text)
    return Text("\n").join(lines)


def look_lines(app: App[Any], arranged: Arranged, shown: Shown, grip: Grip | None) -> Text:
    """The look, what the picture shows (outline, words, before), and by hand what the arrows pull, in two lines."""
    case = {"upper": "UPPER", "small-caps": "Small Caps"}.get(arranged.look.case, "as written")
    look = _pairs(app, ("case", case), ("ink", arranged.ink))
    last = ("shows", shown) if grip is None else ("grip", grip)
    lines = [look, _pairs(app, ("font", one_line(arranged.face)), last)]
    if shown == "before":
        lines[1] = Text("as it was before; B ends that", ink(app, "warning"))
    return Text("\n").join(lines)


def legend_lines(app: App[Any], lines: list[tuple[str, str]]) -> Text:
    """Keys and what they do, a line each."""
    wide = max(cell_len(keys) for keys, _ in lines)
    key, muted = ink(app, "primary"), ink(app, "muted")
    said = [Text.assemble((keys + " " * (wide - cell_len(keys) + 2), key), (words, muted)) for keys, words in lines]
    return Text("\n").join(said)


def _pairs(app: App[Any], *pairs: tuple[str, str]) -> Text:
    muted = ink(app, "muted")
    return Text("   ").join(Text.assemble((f"{name} ", muted), value) for name, value in pairs)
