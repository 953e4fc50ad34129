"""Tags and albums by key: for the chosen pictures, in a window or the last ones again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding

from screens.gallery.model.captions import one_line
from screens.gallery.model.change_queue import Given, Kind
from screens.gallery.shelving.context import ShelfTopic


class Tagging(ShelfTopic):
    """Keys that give tags to the chosen pictures, and put them into albums."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("t", "names('tag')", "Tags", show=False, id="gallery.tags"),
        Binding("a", "names('album')", "Albums", show=False, id="gallery.albums"),
        Binding("full_stop", "name_again", "The last tags or albums again", show=False, id="gallery.name-again"),
    ]

    def action_names(self, kind: Kind) -> None:
        """Open the window for tags or albums."""
        self.view.in_turn(partial(self._open_names, kind))

    def _open_names(self, kind: Kind) -> None:
        chosen, library = self.context.chosen, self.context.library
        if chosen and library is not None:
            from screens.gallery.windows.name_keys import Naming
            from screens.gallery.windows.tags import NamesWindow

            self.calls.open(partial(NamesWindow, Naming(kind, chosen, library, partial(self._give, chosen))))

    def action_name_again(self) -> None:
        """Give the last names to these pictures too."""
        self.view.in_turn(self._give_again)

    def _give_again(self) -> None:
        chosen, given = self.context.chosen, self.shelf.changes.given
        if given is None:
            self.calls.say("No tag or album was given yet", "t gives tags, a albums")
        elif chosen:
            self._give(
                chosen, given, lambda: self.calls.say(in_words(given), f"for {self.context.chosen_words(chosen)}")
            )

    def _give(self, chosen: tuple[int, ...], given: Given, then: Callable[[], object]) -> None:
        library = self.context.library
        if library is None:
            return
        self.shelf.changes.given = given
        change, undo = (
            (library.annotations.tag, library.annotations.set_tags)
            if given.kind == "tag"
            else (library.annotations.album, library.annotations.set_albums)
        )
        write = partial(change, chosen, given.add, given.remove)
        self.context.changer.change(
            f"{in_words(given)} for {self.context.chosen_words(chosen)}", chosen, write, undo, lambda _: then()
        )


def in_words(given: Given) -> str:
    """ "tags + night, − robot"."""
    names = [*(f"+ {one_line(name)}" for name in given.add), *(f"− {one_line(name)}" for name in given.remove)]
    return f"{given.kind}{'s' if len(names) > 1 else ''} {', '.join(names)}"
