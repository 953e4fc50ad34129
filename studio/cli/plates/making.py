"""What `studio plate new`, `edit` and `night` do: have a picture made, keep it, and write the entry."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from studio import plate_making
from studio.cli.drawing.drawing import tell
from studio.cli.failure import wrong_use
from studio.cli.output import Bar, bar, complain, say
from studio.cli.plates.describing import lines
from studio.plate_making import Made, Making
from studio.scenes.plates import own_file
from studio.scenes.stock import PLATES, Plate
from studio.workspace import Workspace


class Asked(NamedTuple):
    """How a picture is to be made, as it was typed; no style: that of the settings."""

    style: str | None
    offline: bool
    as_it_is: bool = False
    by_night: bool = False


Make = Callable[[Workspace, Making], Awaitable[Made]]


def make_new(plate: Plate, photograph: Path | None, asked: Asked) -> None:
    """Make a plate, and print it. Raises StudioError, LibraryError."""
    with wrong_use_of_plates():
        plate = own_file.checked(plate)

    async def make(workspace: Workspace, how: Making) -> Made:
        if photograph is None:
            return await plate_making.from_words(workspace, plate, how, by_night=asked.by_night)
        return await plate_making.from_photograph(workspace, plate, photograph, how)

    def keep(workspace: Workspace, made: Made) -> Plate:
        file = own_file.keep_picture(workspace.folder, plate.name, by_night=asked.by_night, png=made.png)
        hour = {"night" if asked.by_night else "day": file}
        done = own_file.add(workspace.folder, msgspec.structs.replace(plate, made_from=made.made_from, **hour))
        workspace.learn_plates()
        return workspace.stock.plate(done.name)

    def check(workspace: Workspace) -> None:
        own_file.check_new(workspace.folder, plate)

    _run(make, keep, asked, check)


def make_changes(name: str, fields: Mapping[str, object], photograph: Path | None, asked: Asked) -> None:
    """Change a plate, with another picture where there is a photograph, and print it. Raises as `make_new`."""
    if photograph is None:
        from studio.settings import settings

        folder = settings.folder()
        with wrong_use_of_plates():
            done = own_file.change(folder, name, **fields)
        _print(own_file.named(folder, done.name), folder)
        return

    def planned(workspace: Workspace) -> Plate:
        plate = own_file.named(workspace.folder, name)
        return own_file.checked(msgspec.structs.replace(plate, **fields))

    async def make(workspace: Workspace, how: Making) -> Made:
        return await plate_making.from_photograph(workspace, planned(workspace), photograph, how)

    def keep(workspace: Workspace, made: Made) -> Plate:
        plate = planned(workspace)
        file = own_file.keep_picture(workspace.folder, plate.name, by_night=asked.by_night, png=made.png)
        hour = {"night" if asked.by_night else "day": file}
        own_file.change(workspace.folder, plate.name, **fields, made_from=made.made_from, **hour)
        return own_file.named(workspace.folder, plate.name)

    _run(make, keep, asked, lambda workspace: planned(workspace))


def make_other_hour(name: str, asked: Asked) -> None:
    """Make a plate's picture at the other hour, and print the plate. Raises as `make_new`."""

    async def make(workspace: Workspace, how: Making) -> Made:
        plate = own_file.named(workspace.folder, name)
        return await plate_making.at_other_hour(workspace, plate, how, by_night=asked.by_night)

    def keep(workspace: Workspace, made: Made) -> Plate:
        plate = own_file.named(workspace.folder, name)
        file = own_file.keep_picture(workspace.folder, plate.name, by_night=asked.by_night, png=made.png)
        own_file.change(workspace.folder, plate.name, **{"night" if asked.by_night else "day": file})
        return own_file.named(workspace.folder, plate.name)

    _run(make, keep, asked, lambda workspace: own_file.named(workspace.folder, name))


@contextmanager
def wrong_use_of_plates() -> Iterator[None]:
    """What is wrong with a plate was typed."""
    try:
        yield
    except own_file.PlateWrong as error:
        raise wrong_use(error) from error


def _run(
    make: Make, keep: Callable[[Workspace, Made], Plate], asked: Asked, check: Callable[[Workspace], object]
) -> None:
    with bar() as shown, wrong_use_of_plates():
        plate, folder = asyncio.run(_made(Workspace.open(), make, keep, asked, check, shown))
    _print(plate, folder)


async def _made(
    workspace: Workspace,
    make: Make,
    keep: Callable[[Workspace, Made], Plate],
    asked: Asked,
    check: Callable[[Workspace], object],
    shown: Bar,
) -> tuple[Plate, Path]:
    end = workspace.desk.subscribe(lambda change: tell(change, workspace, shown))
    try:
        await asyncio.to_thread(check, workspace)
        style = workspace.stock.style(workspace.settings.style if asked.style is None else asked.style)
        await workspace.start(take_up=False)
        shown.show("making the picture")
        made = await make(workspace, Making(style, asked.offline, asked.as_it_is))
        return await asyncio.to_thread(keep, workspace, made), workspace.folder
    finally:
        end()
        for line in await workspace.close():
            shown.complain(line)


def _print(plate: Plate, folder: Path) -> None:
    for line in lines(plate).lines:
        say(line)
    complain(f"Written to {folder / PLATES}, where it can be changed")
