"""A person's own `plates.toml`: plates come, change, are retired and go, with all else kept to the byte; and undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from library.files.disk import make_folder, reading, rewrite, write_new
from studio.errors import StudioError
from studio.plain_text import plain
from studio.scenes.plates import entry_text
from studio.scenes.plates.files import FOLDER, about_file, stem_of
from studio.scenes.stock import PLATES, Plate, load_plates, shipped_plates
from studio.settings import tables

HEAD = "# Your own plates. A plate needs a name and a description; what else can be said is in the README.\n"
LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_KEYWORD, MOST_KEYWORDS = 60, 1000, 60, 200
"""Characters, and how many keywords."""


class PlateWrong(StudioError):
    """A plate cannot be as it is said; `field` is name, description, keywords or picture."""

    def __init__(self, field: str, title: str, reason: str, remedy: str) -> None:
        super().__init__(title, reason, remedy)
        self.field = field


class PlateChange(msgspec.Struct, frozen=True):
    """What was done to the file: its text before and after, and the name of the plate that it was about."""

    name: str
    before: str
    after: str


def add(folder: Path, plate: Plate) -> PlateChange:
    """Add a plate to those of a settings folder. Blocks.

    Raises PlateWrong, TableUnreadable where the file is no TOML, EntryNotKept, LibraryUnwritable, DiskFull.
    """
    plate = check_new(folder, plate)
    return _write(folder, plate.name, _table(plate), is_new=True)


def check_new(folder: Path, plate: Plate) -> Plate:
    """A plate as it would be added, in plain text. Blocks. Raises PlateWrong, as where the name is taken."""
    plate = checked(plate)
    name = plate.name.casefold()
    there = next((one for one in _every(folder) if name in (one.name.casefold(), one.label.casefold())), None)
    if there is not None:
        remedy = f"Choose another name, or change it: studio plate edit {there.name}"
        raise PlateWrong("name", f"There is a plate {there.name} already", "", remedy)
    return plate


def change(folder: Path, name: str, **fields: Any) -> PlateChange:
    """Give a plate other values; of a shipped one there is an own entry from then on, with all that it says. Blocks.

    Raises as `add`; PlateWrong too where no plate has this name.
    """
    plate = named(folder, name)
    wanted = checked(msgspec.structs.replace(plate, **fields))
    if fields.get("retired") and not [one for one in load_plates(folder).plates if one.name != plate.name]:
        title, remedy = f"{plate.label} is the only plate in use", "Take another one into use first"
        raise PlateWrong("name", title, "scenes need one", remedy)
    if not is_own(folder, plate.name):
        return _write(folder, plate.name, _table(wanted), is_new=True)
    table = _table(wanted)
    changes = {field: table.get(field) for field in fields}
    return _write(folder, plate.name, changes, is_new=False)


def remove(folder: Path, name: str) -> PlateChange:
    """Take a plate out of the person's own; of a shipped one only what the person made of it. Its pictures stay where
    they lie. Blocks. Raises as `change`."""
    plate = named(folder, name)
    if not is_own(folder, plate.name):
        remedy = f"Retire it: studio plate retire {plate.name}"
        raise PlateWrong("name", f"{plate.label} is shipped, and cannot be deleted", "", remedy)
    file = folder / PLATES
    before = tables.text_of(file)
    after = entry_text.without(before, plate.name, str(file))
    rewrite(file, after.encode())
    return PlateChange(plate.name, before, after)


def undo(folder: Path, done: PlateChange) -> PlateChange:
    """Put the file back as it was before a change, if it is as it was after it; gives the way forth again. Blocks.

    Raises EntryNotKept, TableUnreadable, LibraryUnwritable, DiskFull.
    """
    file = folder / PLATES
    if _text(file) != done.after:
        reason = f"{PLATES} was changed meanwhile"
        raise entry_text.EntryNotKept(f"{done.name} stays as it is", reason, "Change it again by hand")
    rewrite(file, done.before.encode())
    return PlateChange(done.name, done.after, done.before)


def keep_picture(folder: Path, name: str, *, by_night: bool, png: bytes) -> str:
    """Keep a picture beside the person's plates under a name that is free; its file, relative to the folder. Blocks.

    Raises LibraryUnwritable, DiskFull.
    """
    make_folder(folder / FOLDER)
    hour = "night" if by_night else "day"
    return f"{FOLDER}/{write_new(folder / FOLDER / f'{stem_of(name)}-{hour}.png', png).name}"


def named(folder: Path, name: str) -> Plate:
    """The plate of this name or title, in any case, in use or retired. Blocks. Raises PlateWrong."""
    wanted = name.strip().casefold()
    every = _every(folder)
    for plate in every:
        if wanted in (plate.name.casefold(), plate.label.casefold()):
            return plate
    known = ", ".join(plate.name for plate in every)
    raise PlateWrong("name", f"There is no plate named {plain(name)!r}", "", f"Known: {known}")


def look_at(photograph: Path) -> None:
    """Raise PictureUnreadable where a file is not there or may not be read. Blocks."""
    with reading(photograph):
        pass


def is_own(folder: Path, name: str) -> bool:
    """Whether a person's own file has an entry of this name. Raises TableUnreadable."""
    file = folder / PLATES
    return entry_text.place_of(tables.table_of(_text(file), str(file)), name) is not None


def is_shipped(name: str) -> bool:
    """Whether a plate of this name comes with the studio."""
    return any(plate.name.casefold() == name.strip().casefold() for plate in shipped_plates())


def checked(plate: Plate) -> Plate:
    """The same in plain text. Raises PlateWrong."""
    keywords = tuple(dict.fromkeys(filter(None, (plain(word).casefold() for word in plate.keywords))))
    plate = msgspec.structs.replace(
        plate,
        name=plain(plate.name),
        title=plain(plate.title),
        description=plain(plate.description),
        made_from=plain(plate.made_from),
        keywords=keywords,
    )
    if not plate.name:
        raise PlateWrong("name", "The plate has no name", "", "Write the name that scenes call it by: attic")
    if not plate.description:
        remedy = "Write what is seen there: an attic with a round window and boxes of old disks"
        raise PlateWrong("description", f"{plate.name} has no description", "engines draw by its words", remedy)
    for what, text, most in (
        ("name", plate.name, LONGEST_NAME),
        ("title", plate.title, LONGEST_NAME),
        ("description", plate.description, LONGEST_DESCRIPTION),
        *(("keywords", word, LONGEST_KEYWORD) for word in keywords),
    ):
        if len(text) > most:
            reason = f"{text[:30]}… has {len(text)} characters"
            raise PlateWrong(what, f"The {what} of {plate.name[:30]} is too long", reason, f"Take at most {most}")
    if len(keywords) > MOST_KEYWORDS:
        raise PlateWrong("keywords", f"There are {len(keywords)} keywords", "", f"Take at most {MOST_KEYWORDS}")
    for file in filter(None, (plate.day, plate.night)):
        if wrong := about_file(file):
            raise PlateWrong("picture", f"The picture {file} {wrong}", "", f"Put it beside {PLATES}")
    return plate


def split_keywords(typed: str) -> tuple[str, ...]:
    """Keywords as they are typed, with commas between them."""
    return tuple(filter(None, (word.strip() for word in typed.split(","))))


def _write(folder: Path, name: str, table: dict[str, Any], *, is_new: bool) -> PlateChange:
    file = folder / PLATES
    before = _text(file)
    if is_new:
        after = entry_text.with_new(before or HEAD, table, str(file))
    else:
        after = entry_text.with_changes(before, name, table, str(file))
    if after != before:
        make_folder(folder)
        rewrite(file, after.encode())
    return PlateChange(name, before, after)


def _text(file: Path) -> str:
    return tables.text_of(file) if file.exists() else ""


def _every(folder: Path) -> tuple[Plate, ...]:
    loaded = load_plates(folder)
    return (*loaded.plates, *loaded.retired)


def _table(plate: Plate) -> dict[str, Any]:
    """The entry of a plate as a table: what is empty is left out, and where it lies is not said."""
    fields = msgspec.to_builtins(plate)
    return {key: value for key, value in fields.items() if value not in ("", [], (), False) and key != "folder"}
