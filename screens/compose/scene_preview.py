"""What will be drawn of the form, a moment after each change: what was understood, prompt, references, a summary."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual.screen import Screen
from textual.timer import Timer

from screens.compose.form.field_values import FieldWrong
from screens.compose.form.scene_form import SceneForm
from screens.compose.references import References
from screens.theme import ink
from screens.widgets.live_text import LiveText
from studio.scenes.scene import Scene

if TYPE_CHECKING:
    from studio.scenes.understanding import Understanding
    from studio.workspace import Workspace

PAUSE = 0.06
"""Seconds without a key before the scene is read again."""


def summary(scene: Scene) -> str:
    """A scene's pictures, size, seed and engine, in a line."""
    width, height = scene.size
    pictures = (
        "1 picture" if scene.count == 1 else f"{scene.count} pictures{', and the best of them' if scene.best else ''}"
    )
    seed = "a random seed" if scene.seed is None else f"seed {scene.seed}"
    over = f" · over {scene.start.name}" if scene.start is not None else ""
    return f"{pictures} · {width}×{height} · {seed} · engine {scene.engine}{over}"


class ScenePreview:
    """Reads the form of a screen and shows what was understood. There is nothing to show without a `workspace`.

    `then` is called with what was understood, None of an empty scene; not while something in the form is wrong.
    """

    def __init__(self, screen: Screen[None], form: SceneForm) -> None:
        self.workspace: Workspace | None = None
        self.then: Callable[[Understanding | None], object] = lambda understood: None
        self.prompt = LiveText(id="prompt")
        self.references = References(id="references")
        self.summary = LiveText(id="summary")
        self._screen = screen
        self._form = form
        self._pause: Timer | None = None

    def read_soon(self) -> None:
        """Read the form when it has rested for a moment."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self._screen.set_timer(PAUSE, self.read, name="read the scene")

    def read(self) -> None:
        """Read the form, and show what was understood."""
        if self.workspace is None or not self._form.is_attached:
            return
        from studio.scenes.understanding import SceneEmpty, understand

        self._form.mark_good()
        wrong = None
        try:
            scene = self._form.scene()
        except FieldWrong as error:
            wrong = error
            self._form.mark_wrong(wrong.field)
            scene = self._form.plain_scene()
        try:
            understood = understand(scene, self.workspace.stock)
        except SceneEmpty:
            self._form.understanding.wait_for_words(tuple(member.name for member in self.workspace.stock.cast))
            self.prompt.say(Text("Nothing yet: the scene is empty", "dim"))
            self.references.tell((), self._form.advanced.start, self.workspace.library)
            self.then(None)
        else:
            self._show(self.workspace, understood)
            if wrong is None:
                self.then(understood)
        if wrong is None:
            self.summary.say(Text(summary(scene), "dim"))
        else:
            words = f"{wrong.notice.title}. {wrong.notice.remedy}"
            self.summary.say(Text(words, ink(self._screen.app, "warning")))

    def _show(self, workspace: Workspace, understood: Understanding) -> None:
        from studio.scenes.prompt import assemble
        from studio.scenes.reference_choice import sent

        self._form.saying.tell(len(understood.roles))
        self._form.understanding.tell(understood)
        self._form.understanding.foretell(workspace, understood)
        self.prompt.say(Text(assemble(understood)))
        self._form.advanced.tell(understood)
        self.references.tell(
            sent(understood.scene.text, understood.roles),
            self._form.advanced.start,
            workspace.library,
            understood.plate if understood.plate_sent else None,
            understood.plate_sent,
        )
