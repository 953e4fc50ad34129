"""What `studio cast references` draws: the set is begun or gone on with, followed, and its pictures are named."""

from __future__ import annotations

import asyncio
import shlex
import time
from typing import TYPE_CHECKING

from library.store import Library
from studio.cli.output import Bar, bar, complain, json_line, say
from studio.cli.references.asked import Asked
from studio.cli.references.naming import loaded_member, picture_named
from studio.jobs.reference_sets import planning, running
from studio.settings import settings
from studio.workspace import Workspace

if TYPE_CHECKING:
    from studio.cast.references.coverage import Cell
    from studio.cast.references.schedule import End
    from studio.cast.references.sets import ReferenceSet


def draw(said: Asked) -> int:
    """Draw a set, or only say what it would be; the exit status. Raises StudioError, LibraryError."""
    from studio.cli.failure import wrong_use

    try:
        with bar() as shown:
            return asyncio.run(_draw(Workspace.open(), said, shown))
    except planning.SetWrong as error:
        raise wrong_use(error) from error


async def _draw(workspace: Workspace, said: Asked, shown: Bar) -> int:
    try:
        member = planning.member_of(workspace, said.name)
        if not said.is_resumed:
            cells = planning.wanted(member, said.count, said.views, None if said.outfit is None else [said.outfit])
            if said.is_dry:
                for line in _plan(member.name, cells):
                    shown.say(line)
                return 0
            await asyncio.to_thread(_begin, workspace, said, cells)
        await workspace.start()
        made, end = await running.run(workspace, member.name, lambda told: _tell(told, shown))
        for line in await asyncio.to_thread(_drawn, workspace.library, made, said.as_json):
            shown.say(line)
        shown.complain(ending(made, end))
        return 0 if end.why == "done" else 1
    except asyncio.CancelledError:
        shown.complain(f"To go on: studio cast references {shlex.quote(said.name)} --resume")
        raise
    finally:
        for line in await workspace.close():
            shown.complain(line)


def _begin(workspace: Workspace, said: Asked, cells: tuple[Cell, ...]) -> None:
    member, source = planning.member_of(workspace, said.name), None
    if said.source:
        named = picture_named(said.source, workspace.library, member)
        source = planning.source_of(workspace, named.called, named.data)
    workspace.engines.kind(said.engine)
    style = workspace.stock.style(said.style or workspace.settings.style).name
    planning.begin(
        workspace, member, cells, engine=said.engine, style=style, source=source, restart=said.is_restarted
    )  # fmt: skip


def _tell(told: running.Told, shown: Bar) -> None:
    from studio.cast.references.schedule import Draw, Wait

    made, done = told.made, len(told.made.drawn)
    if isinstance(told.step, Draw):
        shown.show(f"drawing {made.shots[told.step.number].cell.label}", done, len(made.shots))
    elif isinstance(told.step, Wait):
        shown.complain(f"The engine asks for a pause, until {_clock(told.step.until)}")


def _plan(name: str, cells: tuple[Cell, ...]) -> list[str]:
    from studio.cast.references.wording import scene_line

    return [f"{number:>2}  {scene_line(name, cell)}" for number, cell in enumerate(cells, 1)]


def _drawn(library: Library, made: ReferenceSet, as_json: bool) -> list[str]:
    lines = []
    for shot in made.shots:
        picture = library.picture_by_key(shot.key)
        if as_json:
            there = {"id": picture.id, "picture": picture.path} if picture else {}
            lines.append(json_line({"state": shot.state, **shot.cell._asdict(), **there, "why": shot.why}))
        elif picture is not None:
            lines.append(f"{picture.id}  {shot.cell.label}  {picture.path}")
        else:
            gone = "deleted since" if shot.state == "drawn" else f"failed: {shot.why}" if shot.why else "not drawn yet"
            lines.append(f"–  {shot.cell.label}  {gone}")
    return lines


def ending(made: ReferenceSet, end: End) -> str:
    """How a run ended, and how to go on, in a line."""
    name = shlex.quote(made.member)
    far = f"{len(made.drawn)} of {len(made.shots)} pictures are drawn"
    on = f"studio cast references {name} --resume"
    if end.why == "done":
        return f"All {len(made.shots)} are drawn. To keep some: studio cast references {name} --keep ID,ID"
    if end.why == "quota":
        when = f"after {_clock(end.until)}" if end.until else "on another day"
        which = (
            "The engine's quota of the day is used up" if made.quota == "day" else "The engine asks for a long pause"
        )
        return f"{which}: {far}. Go on {when}: {on}"
    if end.why == "busy":
        return f"The engine asks for one pause after the other: {far}. Go on later: {on}"
    why = next((shot.why for shot in reversed(made.shots) if shot.state == "failed"), "")
    return f"{far}, others failed: {why}. To try again: {on}"


def _clock(when: float) -> str:
    """A time as a person reads it: the hour, and the day where it is another."""
    there, now = time.localtime(when), time.localtime()
    return time.strftime("%H:%M:%S" if there[:3] == now[:3] else "%Y-%m-%d %H:%M", there)


def status(said: Asked) -> None:
    """Say which references a member has, and how far its set is. Raises StudioError, LibraryError."""
    member = loaded_member(said.name)
    from studio.cast.references.sets import from_json

    if not said.as_json:
        for line in _references(member.name):
            say(line)
    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        data = library.reference_sets.read(member.name)
        made = from_json(data) if data else None
        for line in _drawn(library, made, said.as_json) if made is not None else ():
            say(line)
    finally:
        library.close()
    if made is None:
        complain(f"No set was begun: studio cast references {shlex.quote(member.name)}")
    else:
        complain(f"{len(made.drawn)} of {len(made.shots)} pictures of the set are drawn")


def _references(name: str) -> list[str]:
    from studio.cast import editing
    from studio.cast.references import coverage, entries

    entry = editing.written(settings.folder(), name).character
    anchor = entry.pictures[0].file if entry.pictures else ""
    lines = []
    for number, (reference, _) in enumerate(entries.listed(entry), 1):
        cell = coverage.cell_of(reference)
        shows = cell.label if cell else ", ".join(filter(None, (reference.expression, reference.outfit))) or "untagged"
        lines.append(f"{number:>2}  {reference.file}  {shows}{'  (anchor)' if reference.file == anchor else ''}")
    return lines
