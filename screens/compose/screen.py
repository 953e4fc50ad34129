"""Compose: write a scene, see what was understood and what will be sent, have it drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import TextArea

from screens.base.messages import Opened
from screens.base.screen import StudioScreen
from screens.compose.advanced import PLAIN, AdvancedSettings
from screens.compose.draw_options import DrawOptions
from screens.compose.field_values import Advanced, FieldWrong, scene_of, scene_of_recipe
from screens.compose.loras import known_loras
from screens.compose.references import References
from screens.compose.saying_picker import SayingPicker
from screens.compose.understanding import UnderstandingLine
from screens.drawing.threads import in_thread
from screens.keymap import lines_of, shown_key
from screens.theme import ink
from screens.widgets.field import FRAMED, WRONG, framed
from screens.widgets.live_text import LiveText
from screens.widgets.main_button import MainButton
from screens.widgets.writing import Writing
from studio.engines.book import AUTO, DRAFT
from studio.errors import Notice, StudioError
from studio.scenes.prompt import assemble
from studio.scenes.scene import Scene, SceneEmpty, Understanding, understand

if TYPE_CHECKING:
    from studio.scenes.cast import Character
    from studio.scenes.recipe import PictureUse, Recipe
    from studio.workspace import Workspace

NO_PAINTING_OVER = (
    "The draft painter does not paint over pictures",
    "it begins with an empty sheet",
    "Choose a server that is ready as the engine, or take the picture away under Advanced",
)

PAUSE = 0.06
"""Seconds without a key before the scene is read again."""

REST = 1.0
"""Seconds without a change before the scene is kept on the disk; it is kept on leaving too."""


class ComposeScreen(StudioScreen):
    """The first room."""

    ROOM = "Compose"
    HELP = """
Write what happens in the picture, and name who is in it: Milo, James, or one of your own cast. The line under
the scene says who was found, what they wear, and which wall of the lab was taken and why.

A saying swaps the outfit for the one with the blank chest panel; the words are set on it after drawing. Two
characters wear two sayings with " / " between them. What you see under Prompt is sent exactly so. The scene is still
here when you open the studio again; Ctrl+N begins a new one.

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
    ]

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._waiting: Callable[[], None] | None = None
        self._reading: Timer | None = None
        self._keeping: Timer | None = None
        self._sending = False
        self.add_class("-folded", update=False)

    def compose_room(self) -> ComposeResult:
        """The form at the left (above, in a narrow terminal), what will be sent at the right."""
        with Vertical(id="room"):
            with Vertical(id="form"):
                hint = "Milo debugging at 2 AM while James brings coffee"
                yield framed("Scene", Writing(id="scene", placeholder=hint))
                yield UnderstandingLine(id="understood")
                yield SayingPicker(id="saying")
                yield DrawOptions(id="draw-options")
                yield AdvancedSettings(id="advanced")
            with VerticalScroll(id="prompt-field", classes="field"):
                yield LiveText(id="prompt")
            yield References(id="references")
        with Horizontal(id="bar"):
            yield MainButton("Draw  F5", id="draw")
            yield LiveText(id="summary")

    def on_mount(self) -> None:
        """Name the prompt's frame."""
        self.query_one("#prompt-field").border_title = "Prompt, as it will be sent"

    @on(AdvancedSettings.Folded)
    def _folded(self, event: AdvancedSettings.Folded) -> None:
        self.set_class(event.is_in, "-folded")

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        self._workspace = event.workspace
        self.query_one(SayingPicker).offer(event.workspace.stock.sayings)
        self.query_one(DrawOptions).offer(event.workspace)
        draw = next(line for line in lines_of(type(self), self.studio.keys) if line.id == "compose.draw")
        self.query_one("#draw", MainButton).label = f"Draw  {shown_key(draw.keys[0])}"
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()
        elif event.workspace.sketch is not None and not self._text.text:
            self._show_scene(event.workspace.sketch)
        self._read()

    # From the fields to what was understood.

    @on(TextArea.Changed)
    @on(SayingPicker.Chosen)
    @on(DrawOptions.Edited)
    @on(AdvancedSettings.Edited)
    def _edited(self) -> None:
        if self._workspace is not None:
            self._remember(self._workspace)
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(PAUSE, self._read, name="read the scene")

    def scene(self) -> Scene:
        """What the person wrote and chose. Raises FieldWrong."""
        return scene_of(
            self._text.text,
            self.query_one(SayingPicker).words,
            self.query_one(DrawOptions).read(),
            self.query_one(AdvancedSettings).read(),
        )

    def _plain_scene(self) -> Scene:
        """The scene without what cannot be read of its settings."""
        names = self.query_one(DrawOptions).names()
        return scene_of(self._text.text, self.query_one(SayingPicker).words, names, Advanced())

    def _read(self) -> None:
        if self._workspace is None:
            return
        self.query(f".{FRAMED}").remove_class(WRONG)
        wrong = None
        try:
            scene = self.scene()
        except FieldWrong as error:
            wrong = error
            self._mark_wrong(wrong.field)
            scene = self._plain_scene()
        try:
            understood = understand(scene, self._workspace.stock)
        except SceneEmpty:
            cast = tuple(member.name for member in self._workspace.stock.cast)
            self.query_one(UnderstandingLine).wait_for_words(cast)
            self.query_one("#prompt", LiveText).say(Text("Nothing yet: the scene is empty", "dim"))
            self._show_references(())
        else:
            self._show(understood)
        self._summarise(scene, wrong)

    def _remember(self, workspace: Workspace) -> None:
        """Let the scene outlive the studio: words that took thought are not to be written twice."""
        try:
            workspace.sketch = self.scene()
        except FieldWrong:
            workspace.sketch = self._plain_scene()
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(REST, self._keep, name="keep the scene")

    @work(exclusive=True, group="keep")
    async def _keep(self) -> None:
        if self._workspace is not None:
            with self.studio.reporting():
                await in_thread(self, self._workspace.keep_sketch)

    def _show(self, understood: Understanding) -> None:
        line = self.query_one(UnderstandingLine)
        line.tell(understood)
        if self._workspace is not None:
            line.foretell(self._workspace, understood)
        self.query_one("#prompt", LiveText).say(Text(assemble(understood)))
        self.query_one(AdvancedSettings).tell(understood)
        self._show_references(tuple(role.character for role in understood.roles))

    def _show_references(self, cast: tuple[Character, ...]) -> None:
        if self._workspace is not None:
            self.query_one(References).tell(cast, self.query_one(AdvancedSettings).start, self._workspace.library)

    def _summarise(self, scene: Scene, wrong: FieldWrong | None) -> None:
        if wrong is not None:
            colour = ink(self.app, "warning")
            words = Text(f"{wrong.notice.title}. {wrong.notice.remedy}", colour)
        else:
            width, height = scene.size
            pictures = "1 picture" if scene.count == 1 else f"{scene.count} pictures"
            seed = "a random seed" if scene.seed is None else f"seed {scene.seed}"
            over = f" · over {scene.start.name}" if scene.start is not None else ""
            words = Text(f"{pictures} · {width}×{height} · {seed} · engine {scene.engine}{over}", "dim")
        self.query_one("#summary", LiveText).say(words)

    def _mark_wrong(self, name: str) -> None:
        """Mark the field; one of the advanced settings may not be there while they are folded."""
        for node in self.query(f"#{name}"):
            next(one for one in node.ancestors_with_self if one.has_class(FRAMED)).add_class(WRONG)

    # What the keys do.

    def action_roll(self) -> None:
        """Take a random saying."""
        self.query_one(SayingPicker).roll()

    def action_fresh(self) -> None:
        """Begin a new scene; how it is drawn stays."""
        self._text.clear()
        self.query_one(SayingPicker).words = ()
        self.query_one(AdvancedSettings).paint_over(None)
        self._text.focus()

    async def action_advanced(self) -> None:
        """Fold the advanced settings in or out."""
        await self.query_one(AdvancedSettings).toggle()

    @on(MainButton.Pressed, "#draw")
    async def _draw_pressed(self, event: MainButton.Pressed) -> None:
        event.stop()
        await self.action_draw()

    async def action_draw(self) -> None:
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
            self.studio.show_notice(wrong.notice)
            await self._point_at(wrong.field)
        except SceneEmpty as empty:
            self._text.focus()
            self.studio.show_notice(empty.notice)
        else:
            self._sending = True
            self._send(self._workspace, scene)

    @work(group="draw")
    async def _send(self, workspace: Workspace, scene: Scene) -> None:
        button = self.query_one("#draw", MainButton)
        button.disabled = True
        self.query_one("#summary", LiveText).say(Text("Looking for an engine…", ink(self.app, "accent")))
        try:
            with self.studio.reporting():
                if scene.start is not None and (await workspace.engines.choose(scene.engine))[0] == DRAFT:
                    raise StudioError(*NO_PAINTING_OVER)
                jobs, notice = await workspace.draw(scene)
                if notice is not None:
                    self.studio.show_notice(notice)
                await self.studio.watch_job(jobs[0])
        finally:
            self._sending = False
            button.disabled = False
            if self.is_attached:
                self._read()

    async def _point_at(self, field: str) -> None:
        advanced = self.query_one(AdvancedSettings)
        if field in PLAIN:
            await advanced.unfold()
        self._mark_wrong(field)
        self.call_after_refresh(self.query_one(f"#{field}").focus)

    def load_recipe(self, recipe: Recipe) -> None:
        """Open a recipe as it was, to run it again or to change it first."""
        if self._workspace is None:
            self._waiting = partial(self.load_recipe, recipe)
            return
        self._show_scene(scene_of_recipe(recipe))

    def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        """Set a picture to paint over; its recipe, where it has one, gives the words and how they are to be drawn."""
        if self._workspace is None:
            self._waiting = partial(self.paint_over, start, size, recipe)
            return
        take = self.query_one(DrawOptions)
        if recipe is None:
            self.query_one(AdvancedSettings).paint_over(start)
            take.set_size(size)
            self._text.focus()
            self._read()
            return
        scene = msgspec.structs.replace(scene_of_recipe(recipe), start=start, mask=None, denoise=None, seed=None)
        if recipe.engine_kind == DRAFT:
            # What was chosen for a block-out says nothing of how a server should draw.
            scene = msgspec.structs.replace(scene, engine=AUTO, family=None, steps=None, guidance=None)
        self._show_scene(scene)

    def _show_scene(self, scene: Scene) -> None:
        self._text.text = scene.text
        self._text.move_cursor(self._text.document.end)
        self.query_one(SayingPicker).words = scene.sayings
        self.query_one(AdvancedSettings).show(scene)
        try:
            self.query_one(DrawOptions).show(scene)
        except FieldWrong as wrong:
            self._mark_wrong(wrong.field)
            self.call_after_refresh(self.query_one(f"#{wrong.field}").focus)
            self.studio.show_notice(wrong.notice)
        self._text.focus()
        self._read()

    @work(exclusive=True, group="loras")
    async def _learn_loras(self, workspace: Workspace) -> None:
        self.query_one(AdvancedSettings).loras.learn(await known_loras(workspace.engines))

    @on(AdvancedSettings.Unfolded)
    def _unfolded(self) -> None:
        if self._workspace is not None:
            self._learn_loras(self._workspace)

    @on(events.ScreenResume)
    def _seen_again(self) -> None:
        if self._workspace is not None:
            self.query_one(UnderstandingLine).forget()
            self._look_for_graphs(self._workspace)

    @work(exclusive=True, group="graphs")
    async def _look_for_graphs(self, workspace: Workspace) -> None:
        """A graph may have come into its folder meanwhile, or gone."""
        self.query_one(DrawOptions).offer_engines(await in_thread(self, workspace.engines.names))

    @property
    def _text(self) -> TextArea:
        return self.query_one("#scene", TextArea)
