"""What the window of references shows, and what its keys change: plain functions for a thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from studio.cast import editing, taking_back
from studio.cast.members import Character, Reference
from studio.cast.references import coverage, entries, picking
from studio.cast.references.coverage import EXPRESSIONS, FRAMINGS, VIEWS
from studio.cast.references.from_library import add_files, add_pictures
from studio.cast.references.picking import Shows
from studio.cast.references.schedule import Draw, Next, Wait

if TYPE_CHECKING:
    from studio.cast.references.sets import ReferenceSet, Shot
    from studio.workspace import Workspace

HOLES = 4
"""How many of what is lacking are named."""


class Row(NamedTuple):
    """A reference as it is listed."""

    file: str
    words: str
    path: str
    picture: int = 0
    """The id of a picture that was drawn for a set and is no reference yet: it has no file."""


class Seen(NamedTuple):
    """The references of a member, and its coverage table as lines; `said` is what should be known."""

    rows: tuple[Row, ...]
    table: str
    said: str = ""


Change: TypeAlias = Callable[["Workspace", str, str], Seen]
"""Changes something of a member by its name, and of one of its references by its file; what is seen then. Blocks."""


def see(workspace: Workspace, name: str, file: str) -> Seen:
    """What there is."""
    return _seen(workspace, editing.written(workspace.folder, name).character)


def see_saying(words: str, workspace: Workspace, name: str, file: str) -> Seen:
    """What there is, and something that should be known."""
    return see(workspace, name, file)._replace(said=words)


def keep(picture: int, workspace: Workspace, name: str, file: str) -> Seen:
    """Make a picture of the set a reference, 0 for all that are none yet, each tagged with what it shows."""
    from studio.jobs.reference_sets import planning

    ids = (picture,) if picture else tuple(one for one, _ in _not_kept(workspace, name))
    if not ids:
        return see_saying("No picture of a set is left to keep", workspace, name, file)
    added = add_pictures(workspace.folder, workspace.library, planning.member_of(workspace, name), ids)
    workspace.learn_cast()
    many = "1 picture is a reference" if added.pictures == 1 else f"{added.pictures} pictures are references"
    return see_saying(". ".join((f"{many} now", *added.remarks)), workspace, name, file)


def anchor(workspace: Workspace, name: str, file: str) -> Seen:
    """Let a reference be the anchor."""
    return (
        _after(workspace, name, lambda folder: picking.anchor(folder, name, file))
        if file
        else see(workspace, name, file)
    )


def drop(workspace: Workspace, name: str, file: str) -> Seen:
    """Take a reference out."""
    return (
        _after(workspace, name, lambda folder: picking.drop(folder, name, [file]))
        if file
        else see(workspace, name, file)
    )


def turn(field: str, workspace: Workspace, name: str, file: str) -> Seen:
    """Say that a reference shows the next of what it may show in a field."""
    entry = editing.written(workspace.folder, name).character
    shown = next((one.reference for one in entries.listed(entry) if one.reference.file == file), None)
    if shown is None:
        return _seen(workspace, entry)
    words: dict[str, Sequence[str]] = {
        "view": ("", *VIEWS), "framing": ("", *FRAMINGS), "expression": ("", *EXPRESSIONS),
        "outfit": coverage.outfits_of(entry),
    }  # fmt: skip
    offered, now = words[field], getattr(shown, field)
    following = offered[(offered.index(now) + 1) % len(offered)] if now in offered else offered[0]
    return _after(
        workspace, name, lambda folder: picking.tag(folder, name, file, Shows()._replace(**{field: following}))
    )


def move(by: int, workspace: Workspace, name: str, file: str) -> Seen:
    """Move a reference in the order, up by a negative number."""
    files = [one.reference.file for one in entries.listed(editing.written(workspace.folder, name).character)]
    if file not in files:
        return see(workspace, name, file)
    at = files.index(file)
    files.insert(min(max(at + by, 0), len(files) - 1), files.pop(at))
    return _after(workspace, name, lambda folder: picking.order(folder, name, files))


def take_in(paths: Sequence[Path], workspace: Workspace, name: str, file: str) -> Seen:
    """Make files references, each that can be one; how many are, and what should be known of any, is said."""
    added = add_files(workspace.folder, name, paths)
    workspace.learn_cast()
    many = "1 picture is taken in" if added.pictures == 1 else f"{added.pictures} pictures are taken in"
    said = [f"{many}: say what {'it shows' if added.pictures == 1 else 'they show'}"] if added.pictures else []
    return see_saying(". ".join((*said, *added.remarks)), workspace, name, file)


def before(step: taking_back.Step, workspace: Workspace, name: str) -> Seen:
    """Take a step back, and see what there was before it. Raises CastChanged, LibraryError."""
    taking_back.take_back(step)
    workspace.learn_cast()
    return see(workspace, name, "")


def begun(workspace: Workspace, member: Character) -> None:
    """See to it that there is a set to go on with: the one that is not finished, or another. Blocks."""
    from studio.jobs.reference_sets import not_kept, planning

    before = planning.kept(workspace, member.name)
    if before is None or not before.left:
        cells = not_kept.lacking(workspace, member)
        style = workspace.stock.style(workspace.settings.style).name
        planning.begin(workspace, member, cells, engine="auto", style=style)


def progress(made: ReferenceSet, step: Next) -> str:
    """How far a set is, in words."""
    far = f"{len(made.drawn)} of {len(made.shots)} references of {made.member} are drawn"
    if isinstance(step, Draw):
        return f"{far}; drawing {made.shots[step.number].cell.label}"
    if isinstance(step, Wait):
        return f"{far}; the engine asks for a pause, until {_clock(step.until)}"
    if step.why == "done":
        return f"{far}: k keeps the one under the cursor, Ctrl+A all of them"
    why: dict[str, str] = {
        "quota": f"the engine takes no more {f'until {_clock(step.until)}' if step.until else 'today'}",
        "busy": "the engine asks for one pause after the other",
        "failed": next((shot.why for shot in reversed(made.shots) if shot.state == "failed"), "others failed"),
    }
    return f"{far}; {why[step.why]}. F5 goes on"


def _clock(when: float) -> str:
    return time.strftime("%a %H:%M", time.localtime(when))


def _after(workspace: Workspace, name: str, change: Callable[[Path], Character]) -> Seen:
    change(workspace.folder)
    workspace.learn_cast()
    return see(workspace, name, "")


def _seen(workspace: Workspace, entry: Character) -> Seen:
    first = entry.pictures[0].file if entry.pictures else ""
    rows = [Row(one.file, _words(one, first), str(Path(entry.folder) / one.file)) for one, _ in entries.listed(entry)]
    for at, shot in _not_kept(workspace, entry.name):
        path = workspace.library.picture(at).path
        rows.append(Row("", f"+ {shot.cell.label}: drawn, not kept", path, at))
    return Seen(tuple(rows), "\n".join(_lines(entry)))


def _not_kept(workspace: Workspace, name: str) -> tuple[tuple[int, Shot], ...]:
    from studio.jobs.reference_sets.not_kept import not_kept

    return not_kept(workspace, editing.written(workspace.folder, name).character)


def _words(reference: Reference, anchor: str) -> str:
    said = (reference.view, reference.framing, reference.expression, reference.outfit)
    star = "★" if reference.file == anchor else " "
    return f"{star} {', '.join(filter(None, said)) or 'nobody says what it shows'}  {Path(reference.file).name}"


def _lines(entry: Character) -> list[str]:
    seen = coverage.coverage(entry)
    lines = [f"{seen.share:.0%} of what scenes may ask for", "", f"{'':<20}body bust face"]
    for view in VIEWS:
        counts = [sum(row.framings[framing] for row in seen.rows if row.view == view) for framing in FRAMINGS]
        lines.append(f"{view:<20}" + "".join(f"{number or '·':>3}  " for number in counts))
    holes = coverage.holes(entry, HOLES)
    return [*lines, "", *(["Worth drawing:"] if holes else []), *(f"  {hole.label}" for hole in holes)]
