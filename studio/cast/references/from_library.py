"""Pictures of the library, and files, as references of a member."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from library.errors import LibraryError
from library.files.disk import read_file
from library.store import Library
from studio.cast.members import Character
from studio.cast.references.picking import ReferenceWrong, Shows, add
from studio.cast.references.shown import shown_by
from studio.notices import notice_of


class Added(NamedTuple):
    """How many pictures are references now, and what should be known of them or of others: a line each."""

    pictures: int
    remarks: tuple[str, ...]


def add_pictures(
    folder: Path,
    library: Library,
    member: Character,
    ids: Sequence[int],
    given: Shows = Shows(),  # noqa: B008  never changed
) -> Added:
    """Make pictures references of a member, one after the other. Blocks.

    What is not `given` is what their scenes say. What cannot be a reference is passed over and told. Raises
    ReferenceWrong and LibraryError where none of them can, and CharacterWrong.
    """
    count, remarks, wrong = 0, list[str](), list[ReferenceWrong | LibraryError]()
    said = {field: value for field, value in given._asdict().items() if value is not None}
    for picture_id in ids:
        try:
            picture = library.picture(picture_id)
            path = Path(picture.path)
            taken = add(folder, member.name, read_file(path), shown_by(picture, member)._replace(**said), path.name)
        except (ReferenceWrong, LibraryError) as error:
            wrong.append(error)
            remarks.append(notice_of(error).line())
        else:
            count += 1
            remarks += taken.remarks
    if wrong and not count:
        raise wrong[0]
    return Added(count, tuple(remarks))


def add_files(folder: Path, name: str, paths: Sequence[Path]) -> Added:
    """Make files references of a member, one after the other; what cannot be one is passed over and told. Blocks.

    Raises CharacterWrong.
    """
    count, remarks = 0, list[str]()
    for path in paths:
        try:
            taken = add(folder, name, read_file(path), called=path.name)
        except (ReferenceWrong, LibraryError) as error:
            remarks.append(notice_of(error).line())
        else:
            count += 1
            remarks += taken.remarks
    return Added(count, tuple(remarks))
