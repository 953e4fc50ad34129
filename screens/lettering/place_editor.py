"""The picture of the Lettering screen, and the keys that change a place by hand while it has the focus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType

from screens.keymap import lines_of, shown_key
from screens.lettering.key_order import KeysInOrder
from screens.widgets.pictures.picture import PictureView

STEP, GROWTH, TURN = 0.008, 1.04, 2.0
"""A step, as a share of the picture's longer side; how many times as large; degrees."""

_LEGEND = (
    ("move, or pull the grip", ("hand.left", "hand.up", "hand.down", "hand.right")),
    ("larger, smaller", ("hand.larger", "hand.smaller")),
    ("wider, narrower", ("hand.wider", "hand.narrower")),
    ("turn", ("hand.turn-back", "hand.turn")),
    ("grip all, corner, tail", ("hand.grip",)),
    ("print, bubble, bar", ("hand.kind",)),
    ("take the sign there", ("hand.sign",)),
    ("font", ("hand.font",)),
    ("as it was before", ("hand.before",)),
    ("look closely", ("hand.closer",)),
    ("all sayings", ("hand.sayings",)),
    ("take back", ("lettering.undo",)),
    ("back to the words", ("hand.back",)),
)
"""What keys do by hand, in few words, and the bindings' ids."""


class PlaceEditor(PictureView, KeysInOrder, can_focus=True):
    """Shows the picture; focused, its keys change the place of the words. The screen does what they say."""

    DEFAULT_CSS = """
    PlaceEditor:focus { outline: round $primary; }
    """
    TITLE = "By hand"
    FOOTER_BESIDES = frozenset({"lettering.save", "studio.help"})
    """What the footer tells besides the keys of this widget while it has the focus: there is no room for more."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "screen.hand", "Words", tooltip="Back to the words", id="hand.back"),
        Binding(
            "left",
            "screen.move(-1, 0)",
            "Move · ⇧ size · ^ turn",
            tooltip="Move left",
            key_display="←↑↓→",
            id="hand.left",
        ),
        Binding("up", "screen.move(0, -1)", "Move up", show=False, id="hand.up"),
        Binding("down", "screen.move(0, 1)", "Move down", show=False, id="hand.down"),
        Binding("right", "screen.move(1, 0)", "Move right", show=False, id="hand.right"),
        Binding("shift+up,plus", "screen.grow(1, 1)", "Larger", show=False, id="hand.larger"),
        Binding("shift+down,minus", "screen.grow(-1, -1)", "Smaller", show=False, id="hand.smaller"),
        Binding("shift+right,greater_than_sign", "screen.grow(1, 0)", "Wider", show=False, id="hand.wider"),
        Binding("shift+left,less_than_sign", "screen.grow(-1, 0)", "Narrower", show=False, id="hand.narrower"),
        Binding("ctrl+right,full_stop", "screen.turn(1)", "Turn clockwise", show=False, id="hand.turn"),
        Binding("ctrl+left,comma", "screen.turn(-1)", "Turn back", show=False, id="hand.turn-back"),
        Binding("c", "screen.grip", "Grip", tooltip="What the arrows pull: all, a corner, the tail", id="hand.grip"),
        Binding("k", "screen.kind", "Kind", tooltip="Printed, in a bubble, on a bar", id="hand.kind"),
        Binding("s", "screen.sign", "Sign", show=False, tooltip="Take the sign under the middle", id="hand.sign"),
        Binding("b", "screen.before", "Before", tooltip="Compare with the picture as it was", id="hand.before"),
        Binding("a", "screen.sayings", "All", show=False, tooltip="Every saying on this place", id="hand.sayings"),
        Binding("f", "screen.font", "Font", show=False, tooltip="Another font (face)", id="hand.font"),
        Binding("z", "screen.closer", "Closer", show=False, tooltip="Look closely at the place", id="hand.closer"),
    ]


def legend(keymap: Mapping[str, str], room: type) -> list[tuple[str, str]]:
    """What the keys do by hand: the keys, as a person has them, and what they are for."""
    known = {line.id: line for owner in (PlaceEditor, room) for line in lines_of(owner, keymap)}
    return [(_keys([known[name].keys[0] for name in names]), words) for words, names in _LEGEND]


def _keys(keys: list[str]) -> str:
    """Keys in few cells: a modifier that they share stands once."""
    shown = [shown_key(key).replace("shift+", "⇧") for key in keys]
    first = shown[0][0]
    if len(shown) > 1 and first in "⇧^" and all(key[0] == first for key in shown):
        return first + "".join(key[1:] for key in shown)
    return "".join(shown) if all(len(key) == 1 for key in shown) else " ".join(shown)
