"""Keys that write captions: one after the other, by the pattern, and over many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.drawing.threads import in_thread
from screens.stock.datasets.keeping import DatasetKeeper
from screens.stock.datasets.keys.looking import View
from screens.stock.datasets.model import changing
from screens.stock.datasets.model.bench import DatasetBench
from screens.stock.datasets.parts.pane import PicturePane
from studio.plain_text import plain

if TYPE_CHECKING:
    from studio.workspace import Workspace


class CaptionKeys(Topic):
    """Keys for captions; those of the editor itself lead through the pictures."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("p", "pattern", "Pattern", tooltip="Captions as the pattern has them", id="dataset.pattern"),
        Binding("w", "draft", "Draft", show=False, tooltip="First drafts by a vision server", id="dataset.draft"),
        Binding("r", "replace", "Replace…", tooltip="Find and replace in what is listed", id="dataset.replace"),
    ]

    def __init__(
        self,
        bench: DatasetBench,
        keeper: DatasetKeeper,
        pane: PicturePane,
        view: View,
        calls: Calls,
        workspace: Callable[[], Workspace | None],
    ) -> None:
        self._bench, self._keeper, self._pane, self._view, self._calls = bench, keeper, pane, view, calls
        self._workspace = workspace

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
            # Another program may have written meanwhile what the bench has by now.
            seen = {name: self._pane.written}
            otherwise = partial(self._put_back, name, caption, self._pane.written)
            self._write({name: caption}, "", f"Wrote the caption of {name}", seen=seen, otherwise=otherwise)

    def _write(
        self,
        captions: Mapping[str, str],
        done: str,
        words: str,
        drafted: str | None = "",
        seen: Mapping[str, str] | None = None,
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        """Keep captions; they are seen at once. `seen` are those that the person saw, where the bench has others.

        `otherwise` is called where they could not be kept.
        """
        seen = {name: self._bench.caption_of(name) for name in captions} if seen is None else seen
        for name, caption in captions.items():
            self._bench.note_caption(name, caption)
        name, _ = self._pane.caption
        if name in captions:
            self._pane.kept(captions[name])
        kept = dict(captions)
        act = partial(changing.write_captions, captions=kept, seen=seen, words=words, drafted=drafted)
        self._keeper.change(act, lambda warning: warning or done, otherwise)

    def _put_back(self, name: str, caption: str, before: str) -> None:
        """Have in the editor again what was typed and could not be kept, unless something else is typed by now."""
        row = next((row for row, one in enumerate(self._bench.rows) if one.name == name), None)
        if row is None or self._pane.is_edited:
            return
        self._bench.note_caption(name, before)
        self._bench.go_to(row)
        self._pane.kept(before)
        self._pane.write(caption)

    def action_pattern_here(self) -> None:
        """Write the caption as the pattern has it, for the person to go on with; Ctrl+Z takes it back."""
        workspace, picture = self._workspace(), self._bench.current
        if workspace is not None and picture is not None:
            self._calls.begin(partial(self._pattern_here, workspace, picture.name), group="pattern", is_exclusive=True)

    async def _pattern_here(self, workspace: Workspace, name: str) -> None:
        with self._calls.reporting():
            made = await in_thread(self._calls, changing.by_pattern, self._keeper.folder, (name,), workspace.stock.cast)
            if name in made and self._pane.caption[0] == name:
                self._pane.write(made[name])

    # Over many.

    @property
    def _wanted(self) -> tuple[str, ...]:
        """The marked pictures, or else those listed that have no caption."""
        return self._bench.chosen if self._bench.marked else tuple(one.name for one in self._bench.uncaptioned)

    def _say_all_have(self) -> None:
        self._calls.say("All that are listed have a caption", "Space marks those that are to get another one")

    def action_pattern(self) -> None:
        """Put the pattern around the captions of the marked pictures, or with none marked write one for each that is
        listed and has none."""
        self._view.keep_typed()
        workspace, names = self._workspace(), self._wanted
        if not names:
            self._say_all_have()
        elif workspace is not None:
            self._calls.begin(partial(self._pattern, workspace, names), group="pattern", is_exclusive=True)

    async def _pattern(self, workspace: Workspace, names: Sequence[str]) -> None:
        with self._calls.reporting():
            cast, seen = workspace.stock.cast, {name: self._bench.caption_of(name) for name in names}
            made = await in_thread(self._calls, changing.by_pattern, self._keeper.folder, names, cast, seen)
            captions = {name: text for name, text in made.items() if text != self._bench.caption_of(name)}
            if captions:
                done = f"{_how_many(len(captions))} by the pattern. Ctrl+Z takes it back"
                # Who puts a pattern around drafts has not looked at each.
                self._write(captions, done, "Wrote captions by the pattern", None)
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
            done = f"{_how_many(len(captions))} changed. Ctrl+Z takes it back"
            # Who edits many has not looked at each.
            self._write(captions, done, f"Replaced in {_how_many(len(captions))}", None)
            self._bench.tell()

    def action_draft(self) -> None:
        """Have a vision server write first drafts for the marked pictures, or for those that have no caption."""
        self._view.keep_typed()
        workspace, names, opened = self._workspace(), self._wanted, self._keeper.opened
        if not names:
            self._say_all_have()
        elif workspace is not None and opened is not None:
            from screens.stock.datasets.windows.draft_window import DraftWindow

            model = workspace.settings.vision.model or "a vision server"
            self._calls.open(partial(DraftWindow, opened, workspace, names), partial(self._drafted, model))

    def _drafted(self, model: str, captions: dict[str, str] | None) -> None:
        if captions:
            done = f"{_how_many(len(captions))} drafted. Ctrl+Z takes it back"
            self._write(captions, done, f"Drafts by {model}", model)
            self._bench.tell()


def _how_many(count: int) -> str:
    return "1 caption" if count == 1 else f"{count:,} captions"


def titled(names: Sequence[str]) -> str:
    """ "figurine_01", or "12 pictures"."""
    return plain(names[0]) if len(names) == 1 else f"{len(names):,} pictures"
