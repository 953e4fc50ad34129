"""The scene that is being written outlives the studio: words that took thought are not to be written twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer

from screens.base.host import Notices
from screens.base.work import Work
from screens.compose.form.field_values import FieldWrong
from screens.compose.form.scene_form import SceneForm
from studio.scenes.kept_scene import Sketch

if TYPE_CHECKING:
    from studio.workspace import Workspace

REST = 1.0
"""Seconds without a change before the scene is kept on the disk; it is kept on leaving too."""


class SketchKeeper:
    """Gives the workspace the scene of a form with each change, and keeps it when the form has rested."""

    def __init__(self, screen: Screen[None], form: SceneForm, notices: Notices, work: Work) -> None:
        self._screen = screen
        self._form = form
        self._notices = notices
        self._work = work
        self._rest: Timer | None = None

    def remember(self, workspace: Workspace) -> None:
        """The form changed."""
        try:
            scene = self._form.scene()
        except FieldWrong:
            scene = self._form.plain_scene()
        workspace.sketch = Sketch(scene, *self._form.came_along())
        if self._rest is not None:
            self._rest.stop()
        self._rest = self._screen.set_timer(REST, partial(self._keep_soon, workspace), name="keep the scene")

    def _keep_soon(self, workspace: Workspace) -> None:
        self._work.begin(partial(self._keep, workspace), "keep")

    async def _keep(self, workspace: Workspace) -> None:
        with self._notices.reporting():
            await self._work.in_thread(workspace.keep_sketch)
