"""Keys for pictures of a dataset: set aside, held out, what they show, made again with other steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.stock.datasets.keeping import DatasetKeeper
from screens.stock.datasets.keys.captioning import titled
from screens.stock.datasets.keys.looking import View
from screens.stock.datasets.model import changing
from screens.stock.datasets.model.bench import DatasetBench
from studio.datasets.records import Square

BY_HAND = "by hand"
"""Why a person sets a picture aside, where nothing else is said."""


class PictureKeys(Topic):
    """Keys that act on the marked pictures, or else on the one under the cursor."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("d", "aside", "Aside", tooltip="Set aside, or bring back", id="dataset.aside"),
        Binding("h", "hold_out", "Hold out", show=False, tooltip="Keep from training, to judge by", id="dataset.hold"),
        Binding("v", "tag('view')", "View", show=False, tooltip="From where it is seen", id="dataset.view"),
        Binding("f", "tag('framing')", "Near", show=False, tooltip="How near it is seen", id="dataset.framing"),
        Binding("e", "tag('expression')", "Face", show=False, tooltip="Its expression", id="dataset.expression"),
        Binding("o", "tag('outfit')", "Outfit", show=False, tooltip="Its outfit", id="dataset.outfit"),
        Binding("m", "again", "Make again…", show=False, tooltip="With other steps", id="dataset.again"),
        Binding("n", "rename", "Rename…", show=False, tooltip="Another name", id="dataset.rename"),
        Binding("delete", "remove", "Remove", show=False, tooltip="Out of the dataset", id="dataset.remove"),
        Binding("c", "cuts", "Cuts…", tooltip="Correct the cuts of its sheet", id="dataset.cuts"),
    ]

    def __init__(self, bench: DatasetBench, keeper: DatasetKeeper, view: View, calls: Calls) -> None:
        self._bench, self._keeper, self._view, self._calls = bench, keeper, view, calls

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a field letters are typed; what another tool put here has no source to be made again from."""
        if self._view.is_typing:
            return False
        if not self._bench.chosen:
            return None
        if action == "again":
            return True if any(one.source for one in self._bench.chosen_pictures) else None
        if action == "cuts":
            return True if self._sheet() else None
        return True

    def action_aside(self) -> None:
        """Set them aside; where all are, bring them back."""
        self._view.keep_typed()
        chosen, names = self._bench.chosen_pictures, self._bench.chosen
        if all(one.aside for one in chosen):
            act, done = partial(changing.bring_back, names=names), f"{titled(names)} brought back"
        else:
            names = tuple(one.name for one in chosen if not one.aside)
            act = partial(changing.set_aside, names=names, reason=BY_HAND)
            done = f"{titled(names)} set aside. d again brings back"
        self._bench.unmark()
        self._keeper.change(act, done)

    def action_hold_out(self) -> None:
        """Hold them out; where all are, let them be trained with again."""
        self._view.keep_typed()
        names = self._bench.chosen
        out = not all(one.held_out for one in self._bench.chosen_pictures)
        done = f"{titled(names)} held out, to judge by" if out else f"{titled(names)} in training again"
        self._bench.unmark()
        self._keeper.change(partial(changing.hold_out, names=names, out=out), done)

    def action_rename(self) -> None:
        """Give the picture under the cursor another name."""
        self._view.keep_typed()
        picture = self._bench.current
        if picture is None:
            return
        name = picture.name
        from screens.stock.datasets.windows.rename_window import RenameWindow

        def rename(new: str | None) -> None:
            if new is not None:
                self._keeper.change(partial(changing.give_name, name=name, new=new), f"{name} is called {new}")

        self._calls.open(partial(RenameWindow, name), rename)

    def action_remove(self) -> None:
        """Take them out of the dataset."""
        self._view.keep_typed()
        names = self._bench.chosen
        self._bench.unmark()
        done = f"{titled(names)} taken out of the dataset. Ctrl+Z brings back"
        self._keeper.change(partial(changing.remove, names=names), done)

    def action_tag(self, field: str) -> None:
        """Say what they show."""
        names, pictures = self._bench.chosen, self._bench.chosen_pictures
        dataset = self._bench.dataset
        if dataset is None:
            return
        from screens.stock.datasets.windows.tag_window import TagWindow, words_for

        said = {getattr(one, field) for one in pictures}
        words = words_for(field, (getattr(one, field) for one in dataset.pictures))
        here = said.pop() if len(said) == 1 else ""

        def say(word: str | None) -> None:
            if word is not None:
                self._keeper.change(
                    partial(changing.tag, names=names, field=field, word=word),
                    f"{titled(names)}: {word or f'nothing said of the {field}'}",
                )

        self._calls.open(partial(TagWindow, field, titled(names), words, here), say)

    def action_again(self) -> None:
        """Make them again with other steps."""
        self._view.keep_typed()
        pictures = [one for one in self._bench.chosen_pictures if one.source]
        if not pictures or self._bench.dataset is None:
            return
        squares = [step for step in pictures[0].steps if isinstance(step, Square)]
        square = squares[-1] if squares else Square(self._bench.dataset.side)
        names = tuple(one.name for one in pictures)
        from screens.stock.datasets.windows.steps_window import StepsWindow

        def make(wanted: Square | None) -> None:
            if wanted is not None:
                act = partial(changing.make_again, names=names, square=wanted)
                self._keeper.change_slowly(act, "Made again")

        preview = partial(changing.made_so, self._keeper.folder, names[0])
        self._calls.open(partial(StepsWindow, titled(names), square, preview), make)

    def _sheet(self) -> str:
        """The source of the current picture, where that is a sheet; else empty."""
        dataset, picture = self._bench.dataset, self._bench.current
        sheets = {one.sha256 for one in dataset.sources if one.kind == "sheet"} if dataset is not None else set()
        return picture.source if picture is not None and picture.source in sheets else ""

    def action_cuts(self) -> None:
        """Correct the cuts of its sheet."""
        self._view.keep_typed()
        source = self._sheet()
        if source:
            from screens.stock.datasets.model.sheets import InDataset
            from screens.stock.datasets.sheet_screen import SheetScreen

            self._calls.open(partial(SheetScreen, self._keeper, InDataset(self._keeper.folder, source)))
