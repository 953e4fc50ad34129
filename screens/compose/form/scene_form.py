"""The form of a scene: its words, the saying, how it is to be drawn; read as a Scene, and filled in from one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from screens.compose.form.advanced import PLAIN, AdvancedSettings
from screens.compose.form.draw_options import DrawOptions
from screens.compose.form.field_values import Advanced, scene_of
from screens.compose.form.saying_picker import SayingPicker
from screens.compose.understanding import UnderstandingLine
from screens.widgets.field import FRAMED, WRONG, framed
from screens.widgets.writing import Writing
from studio.scenes.scene import Scene

if TYPE_CHECKING:
    from studio.scenes.kept_scene import Sketch
    from studio.workspace import Workspace

FROM_LAST_TIME = "from last time: type to replace it, → keeps it"


class SceneForm(Vertical):
    """The fields, and what was understood of them. `edited` is called when something in them changes.

    `_brought` is what stands in fields, by their ids, since another picture was taken up, and `_own` what stood there.
    """

    def __init__(self, edited: Callable[[], None]) -> None:
        super().__init__(id="form")
        self._tell_edited = edited
        self._workspace: Workspace | None = None
        self._brought: dict[str, str] = {}
        self._own: dict[str, str] = {}
        hint = "Milo debugging at 2 AM while James brings coffee"
        self.text = Writing(id="scene", placeholder=hint)
        self.understanding = UnderstandingLine(id="understood")
        self.saying = SayingPicker(id="saying")
        self.options = DrawOptions(id="draw-options")
        self.advanced = AdvancedSettings(id="advanced")

    def compose(self) -> ComposeResult:
        """The fields, one under the other."""
        yield framed("Scene", self.text)
        yield self.understanding
        yield self.saying
        yield self.options
        yield self.advanced

    def offer(self, workspace: Workspace) -> None:
        """The workspace is open: fill the choices."""
        self._workspace = workspace
        self.saying.offer(workspace.stock.sayings)
        self.options.offer(workspace)

    # What stands in the fields.

    def scene(self) -> Scene:
        """What the person wrote and chose. Raises FieldWrong."""
        return scene_of(self.text.text, self.saying.words, self.options.read(), self.advanced.read())

    def plain_scene(self) -> Scene:
        """The scene without what cannot be read of its settings."""
        return scene_of(self.text.text, self.saying.words, self.options.names(), Advanced())

    def show(self, scene: Scene) -> None:
        """Show a scene. Raises FieldWrong, when all else is shown, for what is not to be had here."""
        self.text.text = scene.text
        self.text.move_cursor(self.text.document.end)
        self.saying.words = scene.sayings
        self.advanced.show(scene)
        self.options.show(scene)

    def show_again(self, sketch: Sketch) -> None:
        """Show the scene of last time, marked: what is typed takes its place. Raises as `show` does."""
        self.text.border_subtitle = FROM_LAST_TIME
        self._brought, self._own = dict(sketch.brought), dict(sketch.own)
        try:
            self.show(sketch.scene)
        finally:
            self.text.select_all()

    def came_along(self) -> tuple[dict[str, str], dict[str, str]]:
        """What came into the fields, by their ids, with another picture, and what stood there before."""
        return dict(self._brought), dict(self._own)

    @contextmanager
    def bringing(self) -> Iterator[None]:
        """What is shown within this comes with another picture: `clear` takes it back, but for what is changed then."""
        before = {name: self._own.get(name, value) for name, value in self._values().items()}
        try:
            yield
        finally:
            brought = self._values()
            self._brought = {name: value for name, value in brought.items() if value != before[name]}
            self._own = {name: before[name] for name in self._brought}

    def clear(self) -> tuple[str, ...]:
        """Begin a new scene; how it is drawn stays as the person had it. Gives the names of what was taken back."""
        now = self._values()
        same = (name for name, value in self._brought.items() if now.get(name) == value)
        back = {name: self._own[name] for name in same if name in self._own}
        self._brought, self._own = {}, {}
        self.text.clear()
        self.saying.words = ()
        self.advanced.paint_over(None)
        self.options.put(back)
        self.advanced.put(back)
        self.text.focus()
        return tuple(back)

    def _values(self) -> dict[str, str]:
        return {**self.options.values(), **self.advanced.values()}

    @on(TextArea.SelectionChanged)
    def _marked(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        if self.text.border_subtitle and self.text.selected_text != self.text.text:
            self.text.border_subtitle = ""

    # What is wrong with them.

    def mark_wrong(self, name: str) -> None:
        """Mark the field; one of the advanced settings may not be there while they are folded."""
        for node in self.query(f"#{name}"):
            next(one for one in node.ancestors_with_self if one.has_class(FRAMED)).add_class(WRONG)

    def mark_good(self) -> None:
        """Nothing is wrong, as far as is known."""
        self.query(f".{FRAMED}").remove_class(WRONG)

    async def point_at(self, field: str) -> None:
        """Mark a field, and go there."""
        if field in PLAIN:
            await self.advanced.unfold()
        self.mark_wrong(field)
        self.call_after_refresh(self.query_one(f"#{field}").focus)

    # What the parts say.

    @on(TextArea.Changed)
    @on(SayingPicker.Chosen)
    @on(DrawOptions.Edited)
    @on(AdvancedSettings.Edited)
    def _edited(self) -> None:
        self._tell_edited()

    @on(AdvancedSettings.Folded)
    def _folded(self, event: AdvancedSettings.Folded) -> None:
        self.screen.set_class(event.is_in, "-folded")
        # What stands beside the form has other places then.
        self._tell_edited()

    @on(AdvancedSettings.Unfolded)
    @work(exclusive=True, group="loras")
    async def _learn_loras(self) -> None:
        from screens.compose.form.loras import known_loras

        if self._workspace is not None:
            self.advanced.loras.learn(await known_loras(self._workspace.engines))
