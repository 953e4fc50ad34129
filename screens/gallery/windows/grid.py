"""The window that makes a grid of a recipe: which seeds, which guidance, which strengths of a LoRA."""

from __future__ import annotations

import random
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.gallery.model.captions import one_line
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.scenes import grids
from studio.scenes.recipe import Recipe


class GridWindow(StudioWindow[tuple[Recipe, ...] | None]):
    """Gives the recipes to draw; None where the person thinks better of it."""

    TITLE = "Run again as a grid"
    CSS_PATH = ["../../base/windows.tcss", "again.tcss"]
    AUTO_FOCUS = "#grid-seeds"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "draw", "Draw", id="grid.draw", priority=True),
        Binding("escape", "close", "Close", id="grid.close"),
    ]

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self._recipe = recipe
        self._chooser = random.Random()
        # New seeds stay the same while the other fields are filled in.
        self._luck = self._chooser.getrandbits(64)

    def compose(self) -> ComposeResult:
        """What is drawn, the values, and how many pictures they make."""
        recipe = self._recipe
        with Vertical(classes="window"):
            yield Static(Text("Draw it again, as a grid"), classes="window-title")
            scene = Text(one_line(recipe.scene), ink(self.app, "muted"), no_wrap=True, overflow="ellipsis")
            yield Static(scene, id="grid-scene", markup=False)
            seeds = Input("4 new", placeholder=f"{recipe.seed}", id="grid-seeds", compact=True)
            yield Field("Seeds: 4 new, or 7, 8, 20..23", seeds)
            guidance = Input(placeholder=f"{recipe.guidance:g}", id="grid-guidance", compact=True)
            yield Field("Guidance: 2, 2.5, 3 or 2..4 step 0.5", guidance)
            if recipe.loras:
                strength = Input(placeholder=f"{recipe.loras[0].strength:g}", id="grid-strength", compact=True)
                files = [(one_line(lora.file), lora.file) for lora in recipe.loras]
                choice = Choice(files, value=recipe.loras[0].file, id="grid-lora")
                yield Field("Strength of a LoRA: 0.6..1.2 step 0.2", strength, choice)
            yield Static(id="grid-said", markup=False)
        yield StudioFooter()

    def on_mount(self) -> None:
        """Say how many there are."""
        self._look()

    @on(Input.Changed)
    @on(Choice.Changed)
    def _look(self) -> None:
        try:
            words, colour = _said(len(self.recipes()), self._recipe), "muted"
        except grids.GridWrong as wrong:
            words, colour = f"{wrong.notice.title}. {wrong.notice.remedy}", "warning"
        self.query_one("#grid-said", Static).update(Text(words, ink(self.app, colour)))

    def recipes(self) -> tuple[Recipe, ...]:
        """The recipes of what stands in the fields. Raises GridWrong."""
        recipe = self._recipe
        self._chooser.seed(self._luck)
        lora = str(self.query_one("#grid-lora", Choice).value) if recipe.loras else ""
        return grids.grid(
            recipe,
            grids.seeds_of(self._typed("seeds"), recipe.seed, self._chooser),
            grids.guidances_of(self._typed("guidance")),
            lora,
            grids.strengths_of(self._typed("strength")) if lora else (),
        )

    def _typed(self, name: str) -> str:
        return self.query_one(f"#grid-{name}", Input).value

    def action_draw(self) -> None:
        """Give the recipes, or go to the field that is wrong."""
        if isinstance(self.focused, Choice):
            self.focused.action_show_list()
            return
        try:
            self.dismiss(self.recipes())
        except grids.GridWrong as wrong:
            self.query_one(f"#grid-{wrong.field}").focus()

    def action_close(self) -> None:
        """Draw nothing."""
        self.dismiss(None)


def _said(count: int, recipe: Recipe) -> str:
    pictures = "1 picture" if count == 1 else f"{count} pictures"
    without = " The draft painter looks at the seed alone." if recipe.engine_kind == "draft" else ""
    return f"{pictures} by {recipe.engine}, shown as one stack.{without}"
