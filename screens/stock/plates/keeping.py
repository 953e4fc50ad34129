"""What changes plates: each change is written in a thread, one after another, and can be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.stock.plates.bench import Edited, PlateBench
from studio.scenes.plates import own_file
from studio.scenes.plates.own_file import PlateChange
from studio.scenes.stock import PLATES, Plate

if TYPE_CHECKING:
    from studio.plate_making import Made, Making
    from studio.workspace import Workspace

MOST_KEPT = 50
"""Changes that can be taken back."""


class PlateOrder(msgspec.Struct, frozen=True):
    """A picture that is to be made: of a new plate, or of one that is there (`is_new` says which).

    Without a photograph it is made from the plate's description.
    """

    plate: Plate
    photograph: str
    style: str
    by_night: bool
    as_it_is: bool
    offline: bool
    is_new: bool


class PlateKeeper:
    """Changes what the bench holds, and the person's own file."""

    def __init__(self, bench: PlateBench, calls: Calls) -> None:
        self._bench, self._calls = bench, calls
        self._turn = asyncio.Lock()
        self.workspace: Workspace | None = None

    def open(self, workspace: Workspace) -> None:
        """The workspace is open."""
        self.workspace = workspace
        self._calls.begin(self._read, group="read")

    async def _read(self) -> None:
        workspace = self.workspace
        assert workspace is not None
        with self._calls.reporting():
            self._bench.scenes = await in_thread(self._calls, _scenes_to_try, workspace)
            await self._learn()

    async def _learn(self, name: str = "") -> None:
        """Show the plates as they are by now."""
        workspace = self.workspace
        assert workspace is not None
        own = await asyncio.to_thread(_learnt, workspace)
        self._bench.take(workspace.stock, own, name)

    # Changes.

    def change(self, what: str, **fields: Any) -> None:
        """Give the current plate other values, and say what was done."""
        plate = self._bench.current
        if plate is not None:
            self._begin(partial(own_file.change, self._folder, plate.name, **fields), what)

    def keep(self, edited: Edited) -> None:
        """Keep the words of the current plate, where they are others."""
        plate = self._bench.current
        if plate is not None and edited != Edited(plate.description, plate.keywords):
            fields = {"description": edited.description, "keywords": edited.keywords}
            self.change(f"{plate.label} is kept", **fields)

    def delete(self) -> None:
        """Take the current plate out of the person's own file."""
        plate = self._bench.current
        if plate is not None:
            self._begin(partial(own_file.remove, self._folder, plate.name), f"{plate.label} is out of {PLATES}")

    @property
    def can_take_back(self) -> bool:
        """Whether something was changed, or is being written."""
        return bool(self._bench.done) or self._turn.locked()

    def undo(self) -> None:
        """Take back the last change, also one that is still being written."""
        self._calls.begin_for_good(self._undo, group="changes")

    async def _undo(self) -> None:
        async with self._turn:
            if not self._bench.done:
                self._calls.say("Nothing to take back")
                return
            last = self._bench.done.pop()
            with self._calls.reporting():
                await asyncio.to_thread(own_file.undo, self._folder, last)
                self._calls.say(f"Taken back: {last.name}")
            await self._learn(last.name)

    @property
    def _folder(self) -> Path:
        assert self.workspace is not None
        return self.workspace.folder

    def _begin(self, act: Callable[[], PlateChange], what: str) -> None:
        async def work() -> None:
            with self._calls.reporting():
                async with self._turn:
                    done = await asyncio.to_thread(act)
                    self._note(done)
                    await self._learn(done.name)
                self._calls.say(what)

        # To its end, also where the screen is left meanwhile.
        self._calls.begin_for_good(work, group="changes")

    def _note(self, done: PlateChange) -> None:
        if done.before != done.after:
            self._bench.done = [*self._bench.done[-MOST_KEPT + 1 :], done]

    # Pictures.

    def make(self, order: PlateOrder) -> None:
        """Have a picture made; it goes on while the person does something else."""
        self._begin_making(order.plate, "picture", partial(self._make, order))

    def make_other_hour(self) -> None:
        """Have the current plate's picture by night made from the one by day; the reverse where only that is there."""
        plate = self._bench.current
        if plate is None:
            return
        by_night = bool(plate.day)
        self._begin_making(plate, "night" if by_night else "day", partial(self._make_hour, plate, by_night))

    def _begin_making(self, plate: Plate, what: str, make: Callable[[], Any]) -> None:
        if self.workspace is None or plate.name in self._bench.making:
            return
        self._bench.making[plate.name] = f"its {what} is being made…"
        self._calls.say(f"{plate.label}: its {what} is being made", "It goes on while you do something else")
        self._bench.go_on()

        async def work() -> None:
            try:
                with self._calls.reporting():
                    await make()
            finally:
                self._bench.making.pop(plate.name, None)
                self._bench.go_on()

        self._calls.begin_for_good(work, group="plates")

    async def _make(self, order: PlateOrder) -> None:
        from studio import plate_making

        workspace, how = self._how(order.style, order.offline, order.as_it_is)
        plate = order.plate
        if order.photograph:
            made = await plate_making.from_photograph(workspace, plate, Path(order.photograph), how)
        else:
            made = await plate_making.from_words(workspace, plate, how, by_night=order.by_night)
        await self._put(plate, made, by_night=order.by_night, is_new=order.is_new)

    async def _make_hour(self, plate: Plate, by_night: bool) -> None:
        from studio import plate_making

        workspace, how = self._how("", offline=False, as_it_is=False)
        made = await plate_making.at_other_hour(workspace, plate, how, by_night=by_night)
        await self._put(plate, made, by_night=by_night, is_new=False)

    def _how(self, style: str, offline: bool, as_it_is: bool) -> tuple[Workspace, Making]:
        from studio.plate_making import Making

        workspace = self.workspace
        assert workspace is not None
        return workspace, Making(workspace.stock.style(style or workspace.settings.style), offline, as_it_is)

    async def _put(self, plate: Plate, made: Made, *, by_night: bool, is_new: bool) -> None:
        """Keep a picture that was made, and the plate with it."""
        async with self._turn:
            done = await asyncio.to_thread(_kept, self._folder, plate, made, by_night, is_new)
            self._note(done)
            self._bench.by_night = by_night
            await self._learn(done.name)
        self._calls.say(f"{plate.label} has its picture by {'night' if by_night else 'day'}", made.made_from)


def _kept(folder: Path, plate: Plate, made: Made, by_night: bool, is_new: bool) -> PlateChange:
    file = own_file.keep_picture(folder, plate.name, by_night=by_night, png=made.png)
    fields = {"made_from": made.made_from, "night" if by_night else "day": file}
    if is_new:
        return own_file.add(folder, msgspec.structs.replace(plate, **fields))
    return own_file.change(folder, plate.name, **fields)


def _learnt(workspace: Workspace) -> frozenset[str]:
    """Read the plates anew, and which of them stand in the person's own file. Blocks."""
    workspace.learn_plates()
    every = (*workspace.stock.plates, *workspace.stock.retired)
    return frozenset(plate.name.casefold() for plate in every if own_file.is_own(workspace.folder, plate.name))


def _scenes_to_try(workspace: Workspace) -> tuple[str, ...]:
    """The scene that is being written in Compose, if there is one, and the shipped examples. Blocks."""
    from studio.scenes.examples import shipped

    written = workspace.sketch.scene.text.strip() if workspace.sketch is not None else ""
    return (*filter(None, [written]), *(example.text for example in shipped()))
