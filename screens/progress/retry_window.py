"""What to do with a job that ran out of memory: the same again, or something smaller."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.base.screen import StudioWindow
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from screens.widgets.options import Options
from studio.jobs.views import JobView
from studio.scenes.recipe import Recipe

LEAST_SIDE, SIDE_STEP = 256, 16
"""Pixels: the shortest side that `studio.settings.checking.parse_size` takes, and what all sides are multiples of."""


def smaller(recipe: Recipe) -> Recipe | None:
    """The recipe at about half as many pixels, in the same shape; None where it is as small as can be."""
    shrunk = [max(LEAST_SIDE, round(side * 0.5**0.5 / SIDE_STEP) * SIDE_STEP) for side in (recipe.width, recipe.height)]
    if shrunk == [recipe.width, recipe.height]:
        return None
    return msgspec.structs.replace(recipe, width=shrunk[0], height=shrunk[1])


def joined(recipe: Recipe) -> Recipe | None:
    """The recipe with its references side by side as one picture; None where that would change nothing."""
    if len(recipe.references) < 2 or recipe.references_joined == "stitched":
        return None
    return msgspec.structs.replace(recipe, references_joined="stitched")


class RetryWindow(StudioWindow[Recipe | None]):
    """Gives the recipe to draw: the same one, or a smaller one; None where the person thinks better of it."""

    CSS_PATH = "../base/windows.tcss"
    AUTO_FOCUS = "#retry-ways"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="retry.close"),
    ]

    def __init__(self, job: JobView, recipe: Recipe) -> None:
        super().__init__()
        self._job = job
        again = f"As it was: {job.where} is asked to free memory first"
        ways: list[tuple[str, Recipe | None]] = [(again, recipe)]
        small, one = smaller(recipe), joined(recipe)
        if small is not None:
            ways.append((f"Smaller, {small.width}×{small.height}: opens in Compose", small))
        ways.append(("With its references side by side as one picture: opens in Compose", one))
        self._ways = [(words, way) for words, way in ways if way is not None]

    def compose(self) -> ComposeResult:
        """What happened, and the ways on."""
        with Vertical(classes="window"):
            yield Static(Text(f"{self._job.where} ran out of memory"), classes="window-title")
            yield Static(Text(self._job.scene, ink(self.app, "muted"), no_wrap=True, overflow="ellipsis"))
            yield Options(
                *(Option(Text(words)) for words, _ in self._ways), id="retry-ways", compact=True, markup=False
            )
        yield StudioFooter()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._ways[event.option_index][1])

    def action_close(self) -> None:
        """Leave the job as it is."""
        self.dismiss(None)
