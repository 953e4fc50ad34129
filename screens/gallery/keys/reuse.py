"""Where a picture can go from here: Lettering, Compose with its recipe, or painted over; or what of it is copied."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

import msgspec
from textual.binding import Binding

from screens.base.host import Clipboard
from screens.drawing.threads import in_thread
from screens.gallery.shelving.context import ShelfContext, ShelfTopic
from studio.errors import StudioError
from studio.scenes.grids import NEW_SEEDS
from studio.scenes.recipe import PictureUse, Recipe, from_json

if TYPE_CHECKING:
    from library.store import Library
    from studio.workspace import Workspace


class Rooms(Clipboard, Protocol):
    """The person's clipboard, and the ways from here to other rooms, and out of the studio."""

    @property
    def workspace(self) -> Workspace | None:
        """What is open; None while it opens."""

    async def letter_picture(self, picture_id: int) -> None:
        """Open a picture in Lettering."""

    async def run_again(self, recipe: Recipe) -> None:
        """Open a recipe in Compose as it was."""

    async def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        """Open Compose with a picture to paint over."""

    async def watch_job(self, job_id: str) -> None:
        """Show a job in Progress."""


class Reusing(ShelfTopic):
    """Keys that lead from the picture under the cursor to other rooms; several that are marked are lettered at once."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("e", "letter", "Letter", tooltip="Set other words on it", id="gallery.letter"),
        Binding("r", "again('new')", "Again", tooltip="Draw it again with a new seed", id="gallery.again"),
        Binding("R", "again('same')", "Draw it as it was", show=False, id="gallery.same"),
        Binding("y", "grid", "Draw it again over seeds, guidance, a LoRA", show=False, id="gallery.grid"),
        Binding("P", "paint_over", "Paint over it", show=False, id="gallery.paint-over"),
        Binding("o", "copy_path", "Copy the file's path", show=False, id="gallery.copy-path"),
        Binding(
            "Y", "copy", "Copy", tooltip="Copy its prompt, or the command that draws it", show=False, id="gallery.copy"
        ),
    ]

    def __init__(self, context: ShelfContext, rooms: Rooms) -> None:
        super().__init__(context)
        self._rooms = rooms

    async def action_letter(self) -> None:
        """Open one picture in Lettering, several in a window that gives each its words."""
        workspace, chosen = self._rooms.workspace, self.context.chosen
        if len(chosen) > 1 and workspace is not None:
            from screens.gallery.windows.batch import BatchWindow

            self.calls.open(partial(BatchWindow, workspace, chosen))
        elif self.shelf.current is not None:
            await self._rooms.letter_picture(self.shelf.current.id)

    async def action_again(self, how: Literal["new", "same"]) -> None:
        """Open its recipe in Compose: with a new seed, or as it was."""
        with self.calls.reporting():
            recipe = self._recipe()
            if recipe is not None and how == "new":
                recipe = msgspec.structs.replace(recipe, seed=random.randrange(NEW_SEEDS))
            if recipe is not None:
                await self._rooms.run_again(recipe)

    def action_grid(self) -> None:
        """Draw its recipe again over several values; the pictures are one stack."""
        self.calls.begin(self._draw_grid)

    async def _draw_grid(self) -> None:
        from screens.gallery.windows.grid import GridWindow

        workspace = self._rooms.workspace
        with self.calls.reporting():
            recipe = self._recipe()
            recipes = await self.calls.ask(partial(GridWindow, recipe)) if recipe is not None else None
            if recipes and workspace is not None:
                ids = await workspace.desk.submit(recipes)
                await self._rooms.watch_job(ids[0])

    def _recipe(self) -> Recipe | None:
        """The recipe of the picture under the cursor; says so where there is none. Raises RecipeUnreadable."""
        picture = self.shelf.current
        if picture is not None and not picture.facts.recipe:
            self.calls.say("No recipe came with this picture", "It was not drawn by the studio")
        return from_json(picture.facts.recipe) if picture is not None and picture.facts.recipe else None

    def action_paint_over(self) -> None:
        """Open Compose with this picture to paint over, a draft or any other."""
        self.calls.begin(self._paint_over)

    async def _paint_over(self) -> None:
        picture, library = self.shelf.current, self.context.library
        if picture is None or library is None:
            return
        with self.calls.reporting():
            file = Path(picture.path)
            sha256 = await in_thread(self.calls, _as_reference, library, file)
            recipe = from_json(picture.facts.recipe) if picture.facts.recipe else None
            await self._rooms.paint_over(PictureUse(file.name, sha256), (picture.width, picture.height), recipe)

    def action_copy(self) -> None:
        """Choose what of the picture is put into the clipboard."""
        self.calls.begin(self._copy)

    async def _copy(self) -> None:
        from screens.base.copy_window import CopyWindow, copies, copy

        picture, workspace = self.shelf.current, self._rooms.workspace
        if picture is None or workspace is None:
            return
        with self.calls.reporting():
            recipe = from_json(picture.facts.recipe) if picture.facts.recipe else None
            prompt, path = picture.facts.prompt, self.view.current_path
            chosen = await self.calls.ask(
                partial(CopyWindow, copies(self._rooms, recipe, workspace.stock, prompt=prompt, path=path))
            )
            if chosen is not None:
                self.calls.say(await copy(self._rooms, chosen), f"The {chosen.name}")

    async def action_copy_path(self) -> None:
        """Put the file's path into the clipboard, and show it."""
        if path := self.view.current_path:
            self.calls.say(await self._rooms.copy(path), path)


def _as_reference(library: Library, file: Path) -> str:
    """Keep a picture's bytes among the references, so that its recipe still finds them when it is gone."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise StudioError("The picture's file cannot be read", str(error.strerror), "It may have been moved") from error
    return library.references.add(data)
