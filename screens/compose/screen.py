"""Compose: write a scene, see what was understood and what will be sent, have it drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, Collapsible, TextArea

from screens.base import StudioScreen
from screens.compose.advanced import AdvancedSettings
from screens.compose.references import References
from screens.compose.saying import SayingPicker
from screens.compose.take import TakeSettings
from screens.compose.understood import UnderstoodLine
from screens.compose.values import Advanced, FieldWrong, scene_of, scene_of_recipe
from screens.keymap import lines_of, shown_key
from screens.messages import Opened
from screens.theme import ink
from screens.widgets.field import Field
from screens.widgets.live_text import LiveText
from studio.errors import Notice
from studio.prompt import assemble
from studio.scene import Scene, SceneEmpty, Understanding, understand

if TYPE_CHECKING:
    from studio.recipe import Recipe
    from studio.workspace import Workspace

PAUSE = 0.06
"""Seconds without a key before the scene is read again."""


class ComposeScreen(StudioScreen):
    """The first room."""

    ROOM = "Compose"
    HELP = """
Write what happens in the picture, and name who is in it: Milo, James, or one of your own cast. The line under
the scene says who was found, what they wear, and which wall of the lab was taken and why.

A saying swaps the outfit for the one with the blank chest panel; the words are set on it after drawing. Two
characters wear two sayings with " / " between them. What you see under Prompt is sent exactly so.
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
    ]

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._waiting_recipe: Recipe | None = None
        self._reading: Timer | None = None
        self._sending = False
        self.add_class("-folded", update=False)

    def compose_room(self) -> ComposeResult:
        """The form at the left (above, in a narrow terminal), what will be sent at the right."""
        with Vertical(id="room"):
            with Vertical(id="form"):
                hint = "Milo debugging at 2 AM while James brings coffee"
                yield Field("Scene", TextArea(id="scene", compact=True, placeholder=hint), id="scene-field")
                yield UnderstoodLine(id="understood")
                yield SayingPicker(id="saying")
                yield TakeSettings(id="take")
                yield AdvancedSettings(id="advanced")
            with VerticalScroll(id="prompt-field", classes="field"):
                yield LiveText(id="prompt")
            yield References(id="references")
        with Horizontal(id="bar"):
            yield Button("Draw  F5", id="draw", variant="primary", compact=True)
            yield LiveText(id="summary")

    def on_mount(self) -> None:
        """Name the prompt's frame."""
        self.query_one("#prompt-field").border_title = "Prompt, as it will be sent"

    @on(Collapsible.Toggled)
    def _folded(self, event: Collapsible.Toggled) -> None:
        self.set_class(event.collapsible.collapsed, "-folded")

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        self._workspace = event.workspace
        self.query_one(SayingPicker).offer(event.workspace.stock.sayings)
        self.query_one(TakeSettings).offer(event.workspace)
        draw = next(line for line in lines_of(type(self), self.studio.keys) if line.id == "compose.draw")
        self.query_one("#draw", Button).label = f"Draw  {shown_key(draw.keys[0])}"
        if self._waiting_recipe is not None:
            self.load_recipe(self._waiting_recipe)
        self._read()

    # From the fields to what was understood.

    @on(TextArea.Changed)
    @on(SayingPicker.Chosen)
    @on(TakeSettings.Edited)
    @on(AdvancedSettings.Edited)
    def _edited(self) -> None:
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(PAUSE, self._read, name="read the scene")

    def scene(self) -> Scene:
        """What the person wrote and chose. Raises FieldWrong."""
        return scene_of(
            self._text.text,
            self.query_one(SayingPicker).words,
            self.query_one(TakeSettings).read(),
            self.query_one(AdvancedSettings).read(),
        )

    def _read(self) -> None:
        if self._workspace is None:
            return
        for field in self.query(Field):
            field.set_wrong(False)
        wrong = None
        try:
            scene = self.scene()
        except FieldWrong as error:
            wrong = error
            self._field_around(wrong.field).set_wrong(True)
            names = self.query_one(TakeSettings).names()
            scene = scene_of(self._text.text, self.query_one(SayingPicker).words, names, Advanced())
        try:
            understood = understand(scene, self._workspace.stock)
        except SceneEmpty:
            cast = tuple(member.name for member in self._workspace.stock.cast)
            self.query_one(UnderstoodLine).wait_for_words(cast)
            self.query_one("#prompt", LiveText).say(Text("Nothing yet: the scene is empty", "dim"))
            self.query_one(References).tell(())
        else:
            self._show(understood)
        self._summarise(scene, wrong)

    def _show(self, understood: Understanding) -> None:
        self.query_one(UnderstoodLine).tell(understood)
        self.query_one("#prompt", LiveText).say(Text(assemble(understood)))
        self.query_one(AdvancedSettings).tell(understood)
        self.query_one(References).tell(tuple(role.character for role in understood.roles))

    def _summarise(self, scene: Scene, wrong: FieldWrong | None) -> None:
        if wrong is not None:
            colour = ink(self.app, "warning")
            words = Text(f"{wrong.notice.title}. {wrong.notice.remedy}", colour)
        else:
            width, height = scene.size
            pictures = "1 picture" if scene.count == 1 else f"{scene.count} pictures"
            seed = "a random seed" if scene.seed is None else f"seed {scene.seed}"
            words = Text(f"{pictures} · {width}×{height} · {seed} · engine {scene.engine}", "dim")
        self.query_one("#summary", LiveText).say(words)

    def _field_around(self, name: str) -> Field:
        return next(node for node in self.query_one(f"#{name}").ancestors if isinstance(node, Field))

    # What the keys do.

    def action_roll(self) -> None:
        """Take a random saying."""
        self.query_one(SayingPicker).roll()

    def action_fresh(self) -> None:
        """Begin a new scene; how it is drawn stays."""
        self._text.clear()
        self.query_one(SayingPicker).words = ()
        self._text.focus()

    def action_advanced(self) -> None:
        """Fold the advanced settings in or out."""
        self.query_one(AdvancedSettings).toggle()

    @on(Button.Pressed, "#draw")
    def _draw_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_draw()

    def action_draw(self) -> None:
        """Have the scene drawn."""
        if self._workspace is None:
            self.studio.show_notice(Notice("The library is still being opened", "", "Try again in a moment"))
            return
        if self._sending:
            return
        try:
            scene = self.scene()
            understand(scene, self._workspace.stock)
        except FieldWrong as wrong:
            self._point_at(wrong.field)
            self.studio.show_notice(wrong.notice)
        except SceneEmpty as empty:
            self._text.focus()
            self.studio.show_notice(empty.notice)
        else:
            self._sending = True
            self._send(self._workspace, scene)

    @work
    async def _send(self, workspace: Workspace, scene: Scene) -> None:
        button = self.query_one("#draw", Button)
        button.disabled = True
        self.query_one("#summary", LiveText).say(Text("Looking for an engine…", ink(self.app, "accent")))
        try:
            with self.studio.reporting():
                jobs, notice = await workspace.draw(scene)
                if notice is not None:
                    self.studio.show_notice(notice)
                await self.studio.watch_job(jobs[0])
        finally:
            self._sending = False
            button.disabled = False
            if self.is_attached:
                self._read()

    def _point_at(self, field: str) -> None:
        advanced = self.query_one(AdvancedSettings)
        if advanced.query(f"#{field}"):
            advanced.unfold()
        self._field_around(field).set_wrong(True)
        self.call_after_refresh(self.query_one(f"#{field}").focus)

    def load_recipe(self, recipe: Recipe) -> None:
        """Open a recipe as it was, to run it again or to change it first."""
        if self._workspace is None:
            self._waiting_recipe = recipe
            return
        self._waiting_recipe = None
        scene = scene_of_recipe(recipe)
        self._text.text = scene.text
        self.query_one(SayingPicker).words = scene.sayings
        self.query_one(AdvancedSettings).show(scene)
        try:
            self.query_one(TakeSettings).show(scene)
        except FieldWrong as wrong:
            self._point_at(wrong.field)
            self.studio.show_notice(wrong.notice)
        self._text.focus()
        self._read()

    @property
    def _text(self) -> TextArea:
        return self.query_one("#scene", TextArea)
