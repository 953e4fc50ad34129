"""All of the studio behind one door: settings, stock, library, engines and desk, with no terminal."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from library.errors import LibraryError, PictureUnreadable
from library.places import Places
from studio.cast.members import Character, ReferenceMissing, reference_bytes
from studio.engines import preflight
from studio.engines.book import GRAPHS, EngineBook
from studio.errors import Notice, StudioError
from studio.pictures.finishing import usual_look
from studio.plain_text import expanded
from studio.scenes import kept_scene, plan, reference_choice, stock
from studio.scenes.recipe import Recipe, ReferenceUse
from studio.scenes.scene import DRAFT, Scene
from studio.scenes.suiting import suited
from studio.scenes.understanding import Understanding, listed, loras_asked_for, understand
from studio.settings import settings, window

if TYPE_CHECKING:
    from library.store import Library
    from studio.jobs.desk import Desk
    from studio.pictures.live_draft import LivePainter
    from studio.settings.editing import Change
    from studio.settings.keeping import Read

NO_PAINTING_OVER = (
    "The draft painter does not paint over pictures",
    "it begins with an empty sheet",
    "Choose a server that is ready as the engine, or take the picture away under Advanced",
)


class Workspace:
    """Made by `Workspace.open`; `start` and `close` belong to the event loop that draws."""

    def __init__(self, folder: Path, chosen: settings.Settings, goods: stock.Stock, library: Library) -> None:
        from studio.cast.unsaved import UnsavedMembers
        from studio.jobs.desk import Desk
        from studio.jobs.spending.caps import caps_of
        from studio.lettering.unsaved import UnsavedLetterings
        from studio.settings.watch import SettingsWatch
        from studio.side_processes import measuring, watching

        self.folder = folder
        self.settings = chosen
        self.stock = goods
        self.library = library
        self.engines = EngineBook(chosen, folder / GRAPHS)
        lettering = chosen.lettering
        self.look = usual_look(lettering)
        self.pose_model = expanded(lettering.pose_model) if lettering.pose_model else None
        self._beside = (watching(library), measuring(library, folder))
        self.desk: Desk = Desk(
            library, self.engines, look=self.look, pose_model=self.pose_model, caps=caps_of(chosen.spending)
        )
        self._settings_watch = SettingsWatch(folder, chosen, self._take_settings, self.desk.tell)
        self.is_first_start = False
        """Whether nothing of a studio was here before: neither settings nor a library."""
        self.sketch = kept_scene.kept(folder)
        self._kept_sketch = self.sketch
        self.window = window.kept(folder, chosen.library_folder())
        """How the window was left, and how it is left now: kept when this closes."""
        self._kept_window = self.window
        self.unsaved = UnsavedLetterings(folder)
        self.unsaved_members = UnsavedMembers(folder)
        self._chooser = random.Random()
        self.heed_settings: Callable[[settings.Settings], Awaitable[None]] = _heed_nothing
        """Called when `settings` are others, with those before."""

    @classmethod
    def open(cls, folder: Path | None = None) -> Workspace:
        """Read the settings and the stock, and open the library. Raises StudioError, LibraryError."""
        from library.store import Library

        folder = settings.folder() if folder is None else folder
        chosen = settings.load(folder)
        goods = stock.load(folder)
        names = {style.name.casefold() for style in goods.styles}
        if chosen.style.casefold() not in names and goods.faults_of("style", chosen.style):
            chosen = msgspec.structs.replace(chosen, style=goods.styles[0].name)
        goods.style(chosen.style)
        place = chosen.library_folder()
        is_first_start = not settings.is_there(folder) and not Places.of(place, None).index.exists()
        workspace = cls(folder, chosen, goods, Library.open(place))
        workspace.is_first_start = is_first_start
        return workspace

    @cached_property
    def live_painter(self) -> LivePainter:
        """Paints the scene while it is being written; made with the first one."""
        from studio.pictures.live_draft import LivePainter

        return LivePainter()

    async def start(self, *, take_up: bool = True) -> None:
        """Be ready to draw; with `take_up`, go on with what an earlier studio left unfinished."""
        await self.desk.start()
        if take_up:
            await self.desk.take_up()
            self.desk.best_of.begin(lambda: self.stock.cast)

    def work_beside(self) -> None:
        """Take in what comes into imported folders that are watched, and measure drift, while this is open."""
        for process in self._beside:
            process.begin()

    def watch_settings(self) -> None:
        """Heed a settings file that is edited while this is open; what changed is told as a Noticed."""
        self._settings_watch.begin()

    async def keep_setting(self, change: Change) -> Read:
        """Write one change into the settings file, and use it at once where that can be; gives the file as it is now.

        Raises StudioError and LibraryError; then the file is as it was.
        """
        return await self._settings_watch.keep(change)

    async def _take_settings(self, chosen: settings.Settings) -> None:
        from studio.settings.watch import LIVE

        before, live = self.settings, {name: getattr(chosen, name) for name in LIVE}
        self.settings = msgspec.structs.replace(before, **live)
        drawn_by = [(one.engine, one.servers, one.hosted, one.fallback) for one in (before, chosen)]
        if drawn_by[0] != drawn_by[1]:
            await self.desk.servers.learn(chosen)
        if before.spending != chosen.spending:
            from studio.jobs.spending.caps import caps_of

            self.desk.charging.caps = caps_of(chosen.spending)
        await self.heed_settings(before)

    async def close(self) -> tuple[str, ...]:
        """Let go of everything here. Says, a line each, what goes on elsewhere."""
        if "live_painter" in vars(self):
            await asyncio.to_thread(self.live_painter.close)
        for process in self._beside:
            await process.end()
        await self._settings_watch.end()
        awaited = {view.id for view in self.desk.charging.awaited()}
        left = await self.desk.close()
        await self.engines.close()
        words = [
            f"{view.engine} was drawing, its answer is lost, and it may be charged: {view.scene}"
            if view.id in awaited
            else f"{view.engine} goes on drawing: {view.scene}"
            for view in left
        ]
        try:
            await asyncio.to_thread(self.keep_sketch)
        except LibraryError as error:
            words.append(f"The scene in Compose was not kept: {error.reason}")
        if self.window != self._kept_window:
            # Where a small file cannot be written, the next studio opens as at first.
            with suppress(LibraryError):
                await asyncio.to_thread(window.keep, self.folder, self.window)
        try:
            await asyncio.to_thread(self.unsaved.keep)
        except LibraryError as error:
            words.append(f"What was not saved in Lettering was not kept: {error.reason}")
        try:
            await asyncio.to_thread(self.unsaved_members.keep)
        except LibraryError as error:
            words.append(f"What was not saved in the Cast was not kept: {error.reason}")
        await asyncio.to_thread(self.library.close)
        return tuple(words)

    def keep_sketch(self) -> None:
        """Write `sketch`, the scene that is being written, if it is another by now. Blocks.

        Raises LibraryUnwritable, DiskFull.
        """
        sketch = self.sketch
        if sketch is not None and sketch != self._kept_sketch:
            kept_scene.keep(self.folder, sketch)
            self._kept_sketch = sketch

    def learn_cast(self) -> None:
        """Read the cast anew: a character has come, or is another. Blocks."""
        goods = stock.load(self.folder)
        self.stock = msgspec.structs.replace(
            self.stock, cast=goods.cast, retired_cast=goods.retired_cast, faults=goods.faults, words=goods.words
        )

    def learn_plates(self) -> None:
        """Read the plates anew: one has come, gone or changed. Blocks."""
        goods = stock.load(self.folder)
        self.stock = msgspec.structs.replace(
            self.stock, plates=goods.plates, retired=goods.retired, faults=goods.faults, words=goods.words
        )

    async def draw(self, scene: Scene) -> tuple[tuple[str, ...], Notice | None]:
        """Understand a scene, choose its engine, and set its jobs going: their ids, and what is worth knowing.

        Raises StudioError and LibraryError.
        """
        recipes, notice = await self.recipes(scene)
        return await self.desk.submit(recipes, best=scene.best and len(recipes) > 1), notice

    async def recipes(self, scene: Scene) -> tuple[tuple[Recipe, ...], Notice | None]:
        """The recipes that a scene asks for; the references that suit it are kept in the library.

        The draft painter paints by words. The recipes of its drafts name the references all the same, so that drafts
        are found by them too; one that is missing or broken keeps nobody from a draft.
        """
        understood = understand(scene, self.stock)
        plan.check(understood)
        engine, notice = await self.engines.choose(scene.engine)
        kind = self.engines.kind(engine)
        if kind == DRAFT and scene.start is not None:
            raise StudioError(*NO_PAINTING_OVER)
        references = await asyncio.to_thread(self._keep_references, understood, is_painted=kind == DRAFT)
        plate = await asyncio.to_thread(self._keep_plate, understood)
        return self._planned(understood, engine, (*references, *plate)), notice

    async def warnings(self, scene: Scene) -> tuple[str, ...]:
        """What a person should know of how a scene would be drawn by the engine that it chose; nothing is kept.

        Raises StudioError.
        """
        understood = understand(scene, self.stock)
        name, notice = await self.engines.choose(scene.engine)
        if self.engines.kind(name) == DRAFT:
            if notice is not None and (offered := await self.engines.fallback(scene.engine)):
                others = listed([*(one.engine for one in offered), "the draft painter"])
                return (f"{notice.reason}. You are asked before who draws: {others}",)
            told = [notice.line()] if notice is not None else []
            return (*told, *await self.warnings_of(scene, self._planned(understood, name, ())[0]))
        uses = [
            ReferenceUse(one.character.name, Path(one.reference.file).name, "", one.reference.view)
            for one in reference_choice.sent(understood.scene.text, understood.roles)
        ]
        if file := understood.plate_picture:
            uses.append(ReferenceUse("", Path(file).name, ""))
        return await preflight.warnings(self.engines, self._planned(understood, name, uses)[0])

    async def warnings_of(self, scene: Scene, recipe: Recipe) -> tuple[str, ...]:
        """What a person should know of how a recipe of a scene would be drawn, but for what refuses it."""
        told: list[str] = []
        if recipe.engine_kind == DRAFT and (loras := loras_asked_for(scene, self.stock)):
            told.append(f"The draft painter uses no LoRAs: {listed(loras)}")
        return (*told, *await preflight.warnings(self.engines, recipe, refusals=False))

    def _planned(
        self, understood: Understanding, engine: str, references: Sequence[ReferenceUse]
    ) -> tuple[Recipe, ...]:
        understood = suited(understood, self.engines.abilities(engine))
        return plan.recipes(
            understood,
            engine=engine,
            engine_kind=self.engines.kind(engine),
            references=references,
            models=self.engines.models(engine),
            chooser=self._chooser,
        )

    def _keep_references(self, understood: Understanding, *, is_painted: bool) -> tuple[ReferenceUse, ...]:
        kept = []
        for who, reference, _ in reference_choice.sent(understood.scene.text, understood.roles):
            try:
                sha256 = self._keep_reference(who, reference.file)
            except ReferenceMissing:
                if not is_painted:
                    raise
            else:
                kept.append(ReferenceUse(who.name, Path(reference.file).name, sha256, reference.view))
        return tuple(kept)

    def _keep_reference(self, who: Character, file: str) -> str:
        """The hash of a member's picture, which the library keeps. Raises ReferenceMissing."""
        blob = reference_bytes(who, file)
        try:
            return self.library.references.add(blob)
        except PictureUnreadable as error:
            title = f"{who.name}'s reference {file} is not a picture"
            raise ReferenceMissing(title, error.reason, "Put a PNG or JPEG there") from error

    def _keep_plate(self, understood: Understanding) -> tuple[ReferenceUse, ...]:
        """The plate's own picture at the hour of the scene, where it has one. Raises PlatePictureMissing."""
        if not (file := understood.plate_picture):
            return ()
        from studio.pictures.plates.reading import plate_bytes

        sha256 = self.library.references.add(plate_bytes(understood.plate, file))
        return (ReferenceUse("", Path(file).name, sha256),)


async def _heed_nothing(before: settings.Settings) -> None:
    """Nobody is there for whom other settings make a difference."""
