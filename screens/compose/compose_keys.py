"""What keys do in Compose: have the scene drawn, a random saying, a new scene, one of before, the fold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

import msgspec
from rich.text import Text

from screens.base.host import Notices, Ways
from screens.base.topics import Topic
from screens.base.work import Work
from screens.compose.form.field_values import FieldWrong
from screens.compose.form.scene_form import SceneForm
from screens.compose.scene_preview import ScenePreview
from screens.theme import ink
from screens.widgets.main_button import MainButton
from studio.errors import Notice
from studio.scenes.scene import AUTO, DRAFT, Scene

if TYPE_CHECKING:
    from library.records import PastScene
    from screens.compose.panes import ComposePanes
    from studio.scenes.recipe import Recipe
    from studio.workspace import Workspace

SPELT = {"loras": "LoRAs", "joined": "several references"}
"""What fields are called whose names are not words."""

OPENING = Notice("The library is still being opened", "", "Try again in a moment")


class Studio(Notices, Ways, Protocol):
    """What keys need of the studio."""


class ComposeKeys(Topic):
    """Acts on the form of a scene, and on the `panes` beside it, where they are.

    Its `button` is dimmed while an engine is being looked for.
    """

    def __init__(
        self,
        form: SceneForm,
        preview: ScenePreview,
        studio: Studio,
        work: Work,
        take_up: Callable[[Recipe], None],
    ) -> None:
        """`take_up` shows the scene of a recipe, to be drawn anew."""
        self.button = MainButton("Draw  F5", id="draw", action="screen.draw")
        self.panes: ComposePanes | None = None
        self._form = form
        self._preview = preview
        self._studio = studio
        self._work = work
        self._take_up = take_up
        self._is_sending = False

    def action_roll(self) -> None:
        """Take a random saying."""
        self._form.saying.roll()

    def action_fresh(self) -> None:
        """Begin a new scene; how it is drawn stays as it was before another picture was taken up."""
        back = [SPELT.get(name, name) for name in self._form.clear() if name != "own-size"]
        if back:
            self._studio.passing.say("A new scene", f"As before the picture that you took up: {', '.join(back)}")

    def action_history(self) -> None:
        """Choose a scene of before."""
        from screens.compose.history import HistoryWindow

        workspace = self._preview.workspace
        if workspace is None:
            self._studio.show_notice(OPENING)
            return

        def chosen(past: PastScene | None) -> None:
            if past is not None:
                self._work.begin(partial(self._take, workspace, past), "past")

        self._form.app.push_screen(HistoryWindow(workspace.library), chosen)

    async def _take(self, workspace: Workspace, past: PastScene) -> None:
        from studio.scenes.history import past_recipe

        with self._studio.reporting():
            self._take_up(await self._work.in_thread(past_recipe, workspace.library, past))

    async def action_advanced(self) -> None:
        """Fold the advanced settings in or out."""
        await self._form.advanced.toggle()

    def action_live(self) -> None:
        """Show the draft of what is being written, or hide it."""
        if self.panes is not None:
            self.panes.toggle_live()

    def action_scenes(self) -> None:
        """Go to the scenes to try."""
        if self.panes is not None:
            self.panes.go_to_scenes()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The scenes to try are gone to from the empty scene alone."""
        return action != "scenes" or (self.panes is not None and self.panes.leads_to_scenes)

    def action_character(self) -> None:
        """Add a character to the cast: the first of those whom the scene names and who are not in it."""
        workspace = self._preview.workspace
        if workspace is None:
            self._studio.show_notice(OPENING)
            return
        self._work.begin(partial(self._add_character, workspace), "character", is_exclusive=False)

    async def _add_character(self, workspace: Workspace) -> None:
        from screens.compose.character_window import CharacterWindow
        from studio.scenes.understanding import SceneEmpty, understand

        if self._form.app.screen is not self._form.screen:
            # The key came twice.
            return
        try:
            strangers = understand(self._form.plain_scene(), workspace.stock).strangers
        except SceneEmpty:
            strangers = ()
        window = CharacterWindow(workspace.folder, next(iter(strangers), ""))
        added = await self._form.app.push_screen_wait(window)
        if added is not None:
            await self._work.in_thread(workspace.learn_cast)
            self._studio.passing.say(f"{added.name} is in the cast", str(workspace.folder / "cast.toml"))
            self._preview.read()
            if self.panes is not None:
                self.panes.see_again()

    async def action_draw(self) -> None:
        """Have the scene drawn."""
        from studio.scenes.understanding import SceneEmpty, understand

        workspace = self._preview.workspace
        if workspace is None:
            self._studio.show_notice(OPENING)
            return
        if self._is_sending:
            return
        try:
            scene = self._form.scene()
            understand(scene, workspace.stock)
        except FieldWrong as wrong:
            self._studio.show_notice(wrong.notice)
            await self._form.point_at(wrong.field)
        except SceneEmpty as empty:
            self._form.text.focus()
            self._studio.show_notice(empty.notice)
        else:
            self._is_sending = True
            self._work.begin(partial(self._send, workspace, scene), "draw", is_exclusive=False)

    async def _send(self, workspace: Workspace, scene: Scene) -> None:
        self.button.disabled = True
        self._preview.summary.say(Text("Looking for an engine…", ink(self._form.app, "accent")))
        try:
            with self._studio.reporting():
                chosen = await self._with_an_engine(workspace, scene)
                if chosen is None:
                    return
                jobs, notice = await workspace.draw(chosen)
                if notice is not None:
                    self._studio.show_notice(notice)
                await self._studio.watch_job(jobs[0])
        finally:
            self._is_sending = False
            self.button.disabled = False
            if self._form.is_attached:
                self._preview.read()

    async def _with_an_engine(self, workspace: Workspace, scene: Scene) -> Scene | None:
        """The scene with an engine that a person chose where its own is not ready and others are set up; None where
        nothing is to be drawn now."""
        if not await workspace.engines.fallback(scene.engine):
            return scene
        from screens.base.engine_window import EngineWindow, Way, ways_of
        from studio.jobs.handing_on import offers_for

        recipes, notice = await workspace.recipes(scene)
        offers = await offers_for(workspace.engines, workspace.stock, recipes[0], scene.engine)
        if not offers or workspace.engines.is_hosted(recipes[0].engine):
            return scene
        stays = recipes[0].engine
        words = "a draft, at once and for nothing" if stays == DRAFT else "is tried all the same"
        if notice is not None:
            why = f"No server is ready. {notice.reason}"
        else:
            why = "The servers have much to do" if stays == AUTO else f"{stays} is not ready"
        window = EngineWindow("Who draws?", (*ways_of(offers), Way(stays, words)), why)
        engine = await self._form.app.push_screen_wait(window)
        return None if engine is None else msgspec.structs.replace(scene, engine=engine)
