"""Keys that write captions: one after the other, by the pattern, and over many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.stock.datasets.keeping import DatasetKeeper
from screens.stock.datasets.keys.looking import View
from screens.stock.datasets.model import changing
from screens.stock.datasets.model.bench import DatasetBench
from screens.stock.datasets.parts.pane import PicturePane
from studio.plain_text import plain


class CaptionKeys(Topic):
    """Keys for captions; those of the editor itself lead through the pictures."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("p", "pattern", "Pattern", tooltip="Captions as the pattern has them", id="dataset.pattern"),
        Binding("r", "replace", "Replace…", tooltip="Find and replace in what is listed", id="dataset.replace"),
    ]

    def __init__(self, bench: DatasetBench, keeper: DatasetKeeper, pane: PicturePane, view: View, calls: Calls) -> None:
        self._bench, self._keeper, self._pane, self._view, self._calls = bench, keeper, pane, view, calls

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a field letters are typed, and the editor has keys of its own."""
        if action in ("caption_step", "leave_caption", "pattern_here"):
            return True
        if self._view.is_typing:
            return False
        return True if self._bench.chosen else None

    # In the editor.

    def action_caption_step(self, by: int) -> None:
        """Keep the caption, and go to the next picture's."""
        self.keep()
        self._bench.step(by)

    def action_leave_caption(self) -> None:
        """Keep the caption, and back to the pictures."""
        self.keep()
        self._view.go_to_pictures()

    def keep(self) -> None:
        """Keep what is typed."""
        name, caption = self._pane.caption
        if self._pane.is_edited:
            self._write({name: caption}, "")

    def _write(self, captions: Mapping[str, str], done: str) -> None:
        """Keep captions; they are seen at once."""
        seen = {name: self._bench.caption_of(name) for name in captions}
        for name, caption in captions.items():
            self._bench.note_caption(name, caption)
        name, _ = self._pane.caption
        if name in captions:
            self._pane.kept(captions[name])
        act = partial(changing.write_captions, captions=dict(captions), seen=seen)
        self._keeper.change(act, lambda warning: warning or done)

    def action_pattern_here(self) -> None:
        """Write the caption as the pattern has it, for the person to go on with; Ctrl+Z takes it back."""
        dataset, picture = self._bench.dataset, self._bench.current
        if dataset is not None and picture is not None:
            self._pane.write(changing.by_pattern(dataset, picture))

    # Over many.

    def action_pattern(self) -> None:
        """Give the chosen pictures captions by the pattern; with none marked, all listed ones that have none."""
        self._view.keep_typed()
        dataset = self._bench.dataset
        if dataset is None:
            return
        wanted = self._bench.chosen_pictures if self._bench.marked else self._bench.uncaptioned
        captions = {one.name: changing.by_pattern(dataset, one) for one in wanted}
        if not captions:
            self._calls.say("All that are listed have a caption", "Space marks those that are to get another one")
            return
        self._write(captions, f"{_how_many(len(captions))} by the pattern. Ctrl+Z takes it back")
        self._bench.tell()

    def action_replace(self) -> None:
        """Find and replace over what is listed, or marked."""
        self._view.keep_typed()
        names = self._bench.chosen if self._bench.marked else tuple(one.name for one in self._bench.rows)
        captions = {name: self._bench.caption_of(name) for name in names}
        from screens.stock.datasets.windows.replace_window import ReplaceWindow

        self._calls.open(partial(ReplaceWindow, captions), self._replaced)

    def _replaced(self, captions: dict[str, str] | None) -> None:
        if captions:
            self._write(captions, f"{_how_many(len(captions))} changed. Ctrl+Z takes it back")
            self._bench.tell()


def _how_many(count: int) -> str:
    return "1 caption" if count == 1 else f"{count:,} captions"


def titled(names: Sequence[str]) -> str:
    """ "figurine_01", or "12 pictures"."""
    return plain(names[0]) if len(names) == 1 else f"{len(names):,} pictures"
