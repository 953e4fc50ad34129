"""Members of the cast as they are edited: in the person's own `cast.toml`, of which everything else stays to the byte.

A shipped member that is edited gets an entry of its own there, complete. `field` of CharacterWrong is the way to what
is wrong: "look", "colours.coat", "outfits.0.words", "references.2.outfit".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import data
from library.files.disk import rewrite, write_new
from studio.cast import loading
from studio.cast.checking import CharacterWrong, checked, in_plain_text, outfit_key
from studio.cast.members import Character, Outfit, Reference, by_name, with_files
from studio.cast.writing import edits
from studio.cast.writing.statements import NotEditable, statements
from studio.cast.writing.toml_values import table_of
from studio.plain_text import plain
from studio.settings import entries, tables

HEAD = "# Your own cast. A character needs a name and a look; what else can be said is in the README.\n"
TRIES = 3


class Written(NamedTuple):
    """A member as its entry says: what the entry leaves open is empty. `is_own`: it stands in the person's own file."""

    character: Character
    is_own: bool


class OwnFile(NamedTuple):
    """The person's own file: its text, empty where it is not there, and the names of its entries in their order."""

    path: Path
    text: str
    names: tuple[str, ...]

    def place_of(self, name: str) -> int | None:
        """Where the entry of this name stands, from 0 on; None where there is none."""
        wanted = plain(name).casefold()
        return next((place for place, one in enumerate(self.names) if plain(one).casefold() == wanted), None)

    def is_in_sections(self) -> bool:
        """Whether its entries have headings of their own."""
        return any(one.kind == "list" and one.path == (edits.HEADING, 0) for one in statements(self.text))


def written(folder: Path, name: str) -> Written:
    """The entry of the member of this name or alias, in a settings folder or shipped. Blocks.

    Raises CharacterWrong (field name) where there is none; TableUnreadable.
    """
    loaded = loading.load(folder)
    wanted = name.casefold().strip()
    for fault in loaded.faults:
        if fault.heading == "character" and wanted and fault.entry.casefold() == wanted:
            remedy = f"Correct it in an editor: studio cast edit {name}"
            raise CharacterWrong("name", f"The entry of {name} has a mistake", fault.notice.line(), remedy)
    member = by_name(wanted, loaded.members)
    if member is None:
        known = ", ".join(one.name for one in loaded.members)
        raise CharacterWrong("name", f"Nobody of the cast is named {name!r}", "", f"Known: {known}")
    own = entries.read(folder / loading.FILE, "character", Character).entries
    for entry in own:
        if entry.value.name == member.name:
            return Written(msgspec.structs.replace(entry.value, folder=str(folder)), is_own=True)
    shipped = entries.decode(data.text(loading.FILE), "character", Character, loading.FILE).entries
    return Written(next(entry.value for entry in shipped if entry.value.name == member.name), is_own=False)


def add(folder: Path, member: Character) -> Character:
    """Add a member with all that it says; as it is in the cast then. Blocks.

    Raises CharacterWrong, TableUnreadable where the file is no TOML, LibraryUnwritable, DiskFull.
    """
    return _kept(folder, lambda: checked(in_plain_text(member), loading.load(folder).members))


def change(folder: Path, name: str, changes: Mapping[str, Any], seen: Character | None = None) -> Character:
    """Change fields of a member's entry: `{"look": "a fox", "outfits": (Outfit(…),)}`; as it is in the cast then.

    Blocks. A field that is made empty is taken out of the entry. `seen` is the member as `written` gave it: where a
    field that is to be changed says something else by now, nothing is changed. Raises as `add`.
    """

    def wanted() -> Character:
        entry, is_own = written(folder, name)
        _refuse_other_values(entry, changes, seen)
        others = [one for one in loading.load(folder).members if one.name.casefold() != entry.name.casefold()]
        asked = (
            {"references": _with_other_names(entry, changes["outfits"]), **changes} if "outfits" in changes else changes
        )
        cleaned = in_plain_text(msgspec.structs.replace(entry, **asked))
        fresh = {field: getattr(cleaned, field) for field in asked}
        member = checked(msgspec.structs.replace(entry, **fresh), others, entry)
        if not is_own:
            refuse_other_name(entry.name, member.name)
        return member

    return _kept(folder, wanted, name)


def duplicate(folder: Path, name: str, new_name: str) -> Character:
    """Add a member like another, under a new name, without its aliases. Blocks. Raises as `add`."""
    entry, _ = written(folder, name)
    copy = msgspec.structs.replace(entry, name=new_name, aliases=(), retired=False)
    # Before its pictures are copied.
    checked(in_plain_text(copy), loading.load(folder).members)
    return add(folder, with_own_references(folder, copy, copy))


def retire(folder: Path, name: str) -> Character:
    """Keep a member out of new scenes; pictures of it are found as before. Blocks. Raises as `add`."""
    return change(folder, name, {"retired": True})


def unretire(folder: Path, name: str) -> Character:
    """Let a retired member into scenes again. Blocks. Raises as `add`."""
    return change(folder, name, {"retired": False})


def refuse_other_name(name: str, new_name: str) -> None:
    """Raise CharacterWrong where a shipped member, which would come back under its own, is to have another name."""
    if new_name != name:
        remedy = f"Make one like it, and retire it: studio cast duplicate {name} {new_name}"
        raise CharacterWrong("name", f"{name} comes with the studio and keeps its name", "", remedy)


def _kept(folder: Path, wanted: Callable[[], Character], name: str = "") -> Character:
    """Write what is wanted of the member of a name; where that is empty, and of a shipped one, into a new entry."""
    for _ in range(TRIES):
        file = read_own(folder)
        member = wanted()
        entry, is_own = written(folder, name) if name else (member, False)
        try:
            if name and member == entry:
                text = file.text
            elif is_own and (place := file.place_of(entry.name)) is not None:
                text = edits.edited(file.text, place, table_of(entry), table_of(member))
            else:
                own = with_own_references(folder, member, entry) if name else member
                text = edits.appended(file.text or HEAD, table_of(own))
        except NotEditable as error:
            raise _not_editable(file, member, is_own=is_own) from error
        # Between this look and the writing stands no more than the flush of a small file.
        if text != file.text and read_own(folder) == file:
            rewrite(file.path, text.encode())
        elif text != file.text:
            continue
        return next(one for one in loading.load(folder).members if one.name == member.name)
    raise CharacterWrong(
        "name", f"{folder / loading.FILE} changes all the time", "", "Try again when nothing else writes it"
    )


def read_own(folder: Path) -> OwnFile:
    """The person's own file. Blocks. Raises TableUnreadable."""
    path = folder / loading.FILE
    text = tables.text_of(path) if path.exists() else ""
    found = tables.table_of(text, str(path)).get(edits.HEADING)
    return OwnFile(path, text, tuple(str(one.get("name")) for one in found or () if isinstance(one, dict)))


def _not_editable(file: OwnFile, member: Character, *, is_own: bool) -> CharacterWrong:
    if is_own and file.is_in_sections():
        title, reason = f"{member.name} cannot be changed here", f"because of how {file.path} is written"
        return CharacterWrong("name", title, reason, f"Change it in an editor: studio cast edit {member.name}")
    title, reason = f"{member.name} cannot be written into {file.path}", "its characters stand in a list in [ ]"
    return CharacterWrong("name", title, reason, "Write them as [[character]] tables")


def _with_other_names(entry: Character, outfits: Sequence[Outfit]) -> tuple[str | Reference, ...]:
    """The references of a member; those that show an outfit which has another name now, with that name."""
    is_named_anew = len(outfits) == len(entry.outfits)
    pairs = zip(entry.outfits, outfits, strict=True) if is_named_anew else ()
    names = {outfit_key(before.name): after.name for before, after in pairs if before.name != after.name}
    return tuple(
        one
        if isinstance(one, str) or outfit_key(one.outfit) not in names
        else msgspec.structs.replace(one, outfit=names[outfit_key(one.outfit)])
        for one in entry.references
    )


def _refuse_other_values(entry: Character, changes: Mapping[str, Any], seen: Character | None) -> None:
    """Raise CharacterWrong where a field says something else than what was seen, and than what it is to say."""
    if seen is None:
        return
    before, now, then = (table_of(one) for one in (seen, entry, msgspec.structs.replace(entry, **changes)))
    for field in changes:
        if now.get(field) not in (before.get(field), then.get(field)):
            title, reason = f"{entry.name}'s {field} was changed meanwhile", f"in {loading.FILE}"
            raise CharacterWrong(field, title, reason, "Look at what it is now, and change it again")


def with_own_references(folder: Path, member: Character, shipped: Character) -> Character:
    """A member whose shipped reference pictures lie in the settings folder too, where an entry of its own finds them.

    Others of its pictures, which came just now, lie there already. Raises LibraryUnwritable, DiskFull.
    """
    if member.folder:
        return member
    names = {one.file: one.file for one in member.pictures}
    return with_files(member, names | {one.file: _copied(folder, one.file) for one in shipped.pictures})


def _copied(folder: Path, file: str) -> str:
    """A shipped picture's name in the settings folder, where it is now, with another name if that is another's."""
    blob, there = data.blob(file), folder / file
    if there.is_file() and there.read_bytes() == blob:
        return file
    return write_new(there, blob).relative_to(folder).as_posix()
