"""Compose: write a scene, see what was understood and what will be sent, have it drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Resize, ScreenResume

from screens.base.messages import Opened
from screens.base.screen import StudioScreen
from screens.base.topics import offer
from screens.base.work import ScreenWork
from screens.compose.compose_keys import ComposeKeys
from screens.compose.form.field_values import FieldWrong
from screens.compose.form.saying_picker import SayingPicker
from screens.compose.form.scene_form import SceneForm
from screens.compose.scene_preview import ScenePreview
from screens.keymap import key_of
from studio.scenes.scene import AUTO, DRAFT

if TYPE_CHECKING:
    from screens.compose.panes import ComposePanes
    from screens.compose.sketch import SketchKeeper
    from studio.scenes.recipe import PictureUse, Recipe
    from studio.scenes.scene import Scene
    from studio.scenes.stock import Stock
    from studio.settings.window import WindowLeft
    from studio.workspace import Workspace


class ComposeScreen(StudioScreen):
    """The first room."""

    ROOM = "Compose"
    HELP = """
Write what happens in the picture, and name who is in it: Milo, James, or one of your own cast. The line under
the scene says who was found, what they wear, and which wall of the lab was taken and why.

Who is named and not in the cast is told: F9 adds a character to your own, by a name and a look.

A saying swaps the outfit for the one with the blank chest panel; the words are set on it after drawing. Several
characters wear one each with " / " between them. What you see under Prompt is sent exactly so. The scene is still
here when you open the studio again, marked: what you type takes its place, → keeps it. Ctrl+N begins a new one, and
takes back what came with another picture: its plate, engine, size, seed. F8 finds the scenes of before by some of their
letters, and takes one up with its settings and a new seed.

Of several pictures you can have all, or the best: that is chosen beside the count. All are kept, as one stack; the best
is picked, and Progress and the details in the Gallery say why it is that one.

In a window of 100×30 cells and more a draft of the scene is painted while you write; Ctrl+G hides it, or shows it in a
smaller window. While the scene is empty there are scenes to try instead, reached with the arrow down.

A picture of the library can be painted over: P in the Gallery brings it here. Your own graphs, exported from ComfyUI
in API format into the folder graphs beside the settings, are engines: SERVER/NAME.
"""
    CSS_PATH = "compose.tcss"
    AUTO_FOCUS = "#scene"
    PARTS = (SayingPicker,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+j,ctrl+enter", "draw", "Draw", tooltip="Draw the scene", priority=True, id="compose.draw"),
        Binding("ctrl+r,r", "roll", "Random", tooltip="Take a random saying", id="compose.roll"),
        Binding("ctrl+n", "fresh", "New", tooltip="Begin a new scene", show=False, id="compose.new"),
        Binding(
            "ctrl+o", "advanced", "Advanced", tooltip="Fold the advanced settings in or out", id="compose.advanced"
        ),
        Binding("f8", "history", "History", tooltip="Find a scene of before, and take it up", id="compose.history"),
        Binding(
            "ctrl+g",
            "live",
            "Live draft",
            show=False,
            id="compose.live",
            tooltip="Show or hide the draft that is painted while you write",
        ),
        Binding("down", "scenes", "Scenes to try", show=False, id="compose.scenes"),
        Binding(
            "f9", "character", "Character", show=False, tooltip="Add a character to your cast", id="compose.character"
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.parts = ComposeParts(self)
        self.add_class("-folded", update=False)

    def compose_room(self) -> ComposeResult:
        """The form at the left (above, in a narrow terminal), what will be sent at the right."""
        parts = self.parts
        with Vertical(id="room"):
            yield parts.form
            with VerticalScroll(id="prompt-field", classes="field") as field:
                field.border_title = "Prompt, as it will be sent"
                yield parts.preview.prompt
            yield parts.preview.references
        with Horizontal(id="bar"):
            yield parts.keys.button
            yield parts.preview.summary

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        self.parts.open(event.workspace)

    def on_resize(self, event: Resize) -> None:
        """Another window has room for other things."""
        self.parts.arrange()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """The servers, and their graphs, may have changed meanwhile."""
        self.parts.see_again()


class ComposeParts:
    """The parts of the screen, put together: the form, what will be drawn of it, and what keys do."""

    def __init__(self, screen: ComposeScreen) -> None:
        self._screen = screen
        self._work = ScreenWork(screen)
        self._waiting: Callable[[], None] | None = None
        self._stock: Stock | None = None
        self._panes: ComposePanes | None = None
        self.form = SceneForm(self._edited)
        self.preview = ScenePreview(screen, self.form)
        self.keys = ComposeKeys(self.form, self.preview, screen.studio, self._work, self.take_up)
        offer(screen, self.keys)

    def open(self, workspace: Workspace) -> None:
        """The workspace is open: show what was asked for meanwhile, or the scene of last time."""
        self.preview.workspace = workspace
        self._stock = workspace.stock
        self.form.offer(workspace)
        self._panes = self._panes_of(workspace)
        key = key_of("compose.draw", [type(self._screen)], self._screen.studio.keys)
        self.keys.button.label = f"Draw  {key}".rstrip()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()
        elif workspace.sketch is not None and not self.form.text.text:
            self._show(partial(self.form.show_again, workspace.sketch))
        self.preview.read()
        self._screen.studio.as_left.append(self._note)
        if workspace.window.is_unfolded:
            self._work.begin(partial(self.form.advanced.unfold, in_sight=False), "fold")

    def _note(self, left: WindowLeft) -> WindowLeft:
        return msgspec.structs.replace(left, is_unfolded=not self._screen.has_class("-folded"))

    def _panes_of(self, workspace: Workspace) -> ComposePanes:
        """What stands beside the form from now on."""
        from screens.compose.panes import ComposePanes

        panes = ComposePanes(self._screen, self.form, self._work, workspace)
        self.preview.then = panes.read
        self.keys.panes = panes
        return panes

    def arrange(self) -> None:
        """The window is another one."""
        if self._panes is not None:
            self._screen.call_after_refresh(self._panes.arrange)

    @cached_property
    def _sketch(self) -> SketchKeeper:
        """Made with the first change."""
        from screens.compose.sketch import SketchKeeper

        return SketchKeeper(self._screen, self.form, self._screen.studio, self._work)

    def _edited(self) -> None:
        if self.preview.workspace is not None:
            self._sketch.remember(self.preview.workspace)
        self.preview.read_soon()

    def see_again(self) -> None:
        """The room is in sight again."""
        workspace = self.preview.workspace
        if workspace is not None:
            self.form.options.offer_plates(workspace.stock)
            self.form.understanding.forget()
            self._see_stock(workspace)
            self._work.begin(partial(self._look_for_graphs, workspace), "graphs")
        if self._panes is not None:
            self._panes.see_again()

    def _see_stock(self, workspace: Workspace) -> None:
        """The cast and the plates may be others by now."""
        if workspace.stock is not self._stock:
            self._stock = workspace.stock
            self.preview.read()

    async def _look_for_graphs(self, workspace: Workspace) -> None:
        """A graph may have come into its folder meanwhile, or gone."""
        self.form.options.offer_engines(await self._work.in_thread(workspace.engines.names))

    # What comes from other rooms.

    def write_name(self, name: str) -> None:
        """Write somebody of the cast into the scene, behind what stands there."""
        if self.preview.workspace is None:
            self._waiting = partial(self.write_name, name)
            return
        before = self.form.text.text.rstrip()
        self.form.text.text = f"{before} {name} ".lstrip()
        self.form.text.move_cursor(self.form.text.document.end)
        self.form.text.focus()
        self.preview.read()

    def load_recipe(self, recipe: Recipe) -> None:
        """Open a recipe as it was, to run it again or to change it first."""
        if self.preview.workspace is None:
            self._waiting = partial(self.load_recipe, recipe)
            return
        with self.form.bringing():
            self._show(partial(self.form.show, _scene_of(recipe)))

    def take_up(self, recipe: Recipe) -> None:
        """Show the scene of a recipe with its settings; the seed is a new one."""
        with self.form.bringing():
            self._show(partial(self.form.show, msgspec.structs.replace(_scene_of(recipe), seed=None)))

    def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        """Set a picture to paint over; its recipe, where it has one, gives the words and how they are to be drawn."""
        if self.preview.workspace is None:
            self._waiting = partial(self.paint_over, start, size, recipe)
            return
        if recipe is None:
            with self.form.bringing():
                self.form.advanced.paint_over(start)
                self.form.options.set_size(size)
            self.form.text.focus()
            self.preview.read()
            return
        scene = msgspec.structs.replace(_scene_of(recipe), start=start, mask=None, denoise=None, seed=None)
        if recipe.engine_kind == DRAFT:
            # What was chosen for a block-out says nothing of how a server should draw.
            scene = msgspec.structs.replace(scene, engine=AUTO, family=None, steps=None, guidance=None)
        with self.form.bringing():
            self._show(partial(self.form.show, scene))

    def _show(self, fill: Callable[[], None]) -> None:
        """Have the form filled in; what is not to be had here is told."""
        try:
            fill()
        except FieldWrong as wrong:
            self.form.mark_wrong(wrong.field)
            self._screen.call_after_refresh(self.form.query_one(f"#{wrong.field}").focus)
            self._screen.studio.show_notice(wrong.notice)
        self.form.text.focus()
        self.preview.read()


def _scene_of(recipe: Recipe) -> Scene:
    """The scene that a recipe was made from; what makes it is needed for that alone."""
    from studio.scenes.again.drawing_again import scene_of_recipe

    return scene_of_recipe(recipe)
