"""What the help of the Gallery's screens says besides the keys: the signs, and how a search is written."""

from __future__ import annotations

from screens.base.screen import HelpTable
from screens.gallery.model.captions import LETTERED, MARKED, ODD, PICKED, REJECTED, STACK
from studio.search_help import search_language

SEARCHING = "How a search is written"

SIGNS = HelpTable(
    "Signs",
    (
        (
            f"{LETTERED}  {PICKED}  {REJECTED}  ★★★",
            "lettered · picked · rejected · three stars, 3★ where there is little room",
        ),
        (ODD, "words of a lettered version could not be read back by a reader, or nobody wears them"),
        (f"{STACK} 4", "four takes of one recipe, as a stack; its newest is what is seen"),
        (f"{MARKED['marked']}  {MARKED['range']}", "marked · would be marked by the end of the range"),
    ),
)


def searching_table() -> HelpTable:
    """The search language, as the command line tells it too."""
    return HelpTable(SEARCHING, tuple((line.example, line.meaning) for line in search_language()))
