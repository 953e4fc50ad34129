"""Where a picture can go from here: Lettering, Compose again with its recipe, or painted over; or its path, copied."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec
from textual import work
from textual.binding import Binding, BindingType

from screens.drawing.threads import in_thread
from screens.gallery.keys.picture_screen import PictureScreen
from studio.errors import StudioError
from studio.scenes.grids import NEW_SEEDS
from studio.scenes.recipe import PictureUse, Recipe, from_json

if TYPE_CHECKING:
    from library.store import Library


class Onward(PictureScreen):
    """Keys that lead from the picture under the cursor to other rooms."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "letter", "Letter", tooltip="Set other words on it", id="gallery.letter"),
        Binding("r", "again('new')", "Again", tooltip="Draw it again with a new seed", id="gallery.again"),
        Binding("R", "again('same')", "Draw it as it was", show=False, id="gallery.same"),
        Binding("y", "grid", "Draw it again over seeds, guidance, a LoRA", show=False, id="gallery.grid"),
        Binding("P", "paint_over", "Paint over it", show=False, id="gallery.paint-over"),
        Binding("o", "copy_path", "Copy the file's path", show=False, id="gallery.copy-path"),
    ]

    async def action_letter(self) -> None:
        """Open it in Lettering."""
        if self.current is not None:
            await self.studio.letter_picture(self.current.id)

    async def action_again(self, how: Literal["new", "same"]) -> None:
        """Open its recipe in Compose: with a new seed, or as it was."""
        with self.studio.reporting():
            recipe = self._recipe()
            if recipe is not None and how == "new":
                recipe = msgspec.structs.replace(recipe, seed=random.randrange(NEW_SEEDS))
            if recipe is not None:
                await self.studio.run_again(recipe)

    @work
    async def action_grid(self) -> None:
        """Draw its recipe again over several values; the pictures are one stack."""
        from screens.gallery.windows.grid import GridWindow

        workspace = self.studio.workspace
        with self.studio.reporting():
            recipe = self._recipe()
            recipes = await self.app.push_screen_wait(GridWindow(recipe)) if recipe is not None else None
            if recipes and workspace is not None:
                ids = await workspace.desk.submit(recipes)
                await self.studio.watch_job(ids[0])

    def _recipe(self) -> Recipe | None:
        """The recipe of the picture under the cursor; says so where there is none. Raises RecipeUnreadable."""
        picture = self.current
        if picture is not None and not picture.facts.recipe:
            self.say("No recipe came with this picture", "It was not drawn by the studio")
        return from_json(picture.facts.recipe) if picture is not None and picture.facts.recipe else None

    @work
    async def action_paint_over(self) -> None:
        """Open Compose with this picture to paint over, a draft or any other."""
        picture, library = self.current, self.library
        if picture is None or library is None:
            return
        with self.studio.reporting():
            file = Path(picture.path)
            sha256 = await in_thread(self, _as_reference, library, file)
            recipe = from_json(picture.facts.recipe) if picture.facts.recipe else None
            await self.studio.paint_over(PictureUse(file.name, sha256), (picture.width, picture.height), recipe)

    async def action_copy_path(self) -> None:
        """Put the file's path into the clipboard, and show it."""
        if path := self.current_path:
            self.say(await self.studio.copy(path), path)


def _as_reference(library: Library, file: Path) -> str:
    """Keep a picture's bytes among the references, so that its recipe still finds them when it is gone."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise StudioError("The picture's file cannot be read", str(error.strerror), "It may have been moved") from error
    return library.references.add(data)
