"""Captions of a dataset changed together, as one change that is taken back together; and where descriptions come from.

What would be changed is told first (`captions.editing.changes`), and written by `write`. Drafts of a vision server are
marked with its model until a person has looked at them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import msgspec

from library.errors import PictureUnreadable
from library.files import disk
from studio.cast.members import Character, by_name
from studio.datasets.captions import recipes, words
from studio.datasets.captions.editing import Change
from studio.datasets.captions.warnings import Looked
from studio.datasets.folder import layout, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.records import DatasetWrong, Picture
from studio.plain_text import plain

PICTURE_COLUMNS = ("picture", "file", "file_name", "name", "image")
CAPTION_COLUMNS = ("caption", "text", "description", "prompt")
"""What other tools call them, `file_name` and `text` those of Hugging Face's ImageFolder."""
LARGEST_TABLE = 64 << 20
"""Bytes of a file with captions."""


class Given(NamedTuple):
    """What a file gives: captions by the pictures' names, or descriptions where its column is called so, and the names
    of files that are no pictures of the dataset."""

    texts: Mapping[str, str]
    are_descriptions: bool
    strangers: tuple[str, ...]


def write(opened: Opened, done: Sequence[Change], told: str, drafted: str | None = "", **fields: Any) -> Opened:
    """Write captions as one change; `told` says what was done. `drafted` is the model that wrote them, empty where none
    did; None: drafts stay drafts, for who changes many has not looked at each. `fields` are what the dataset says
    otherwise then, as another trigger.

    Raises as `writing.Change.commit`; DatasetWrong for a picture that is not there.
    """
    changed = {change.picture: change.after for change in done}
    pictures = tuple(
        msgspec.structs.replace(one, drafted=drafted) if drafted is not None and one.name in changed else one
        for one in opened.dataset.pictures
    )
    with writing.change(opened) as change:
        for name, text in changed.items():
            change.caption(opened.picture(name), text)
        return change.commit(msgspec.structs.replace(opened.dataset, pictures=pictures, **fields), told)


def looked_at(opened: Opened, names: Iterable[str]) -> Opened:
    """The captions of these pictures are drafts no more: a person has looked at them."""
    chosen = set(names)
    pictures = tuple(
        msgspec.structs.replace(one, drafted="") if one.name in chosen else one for one in opened.dataset.pictures
    )
    with writing.change(opened) as change:
        dataset = msgspec.structs.replace(opened.dataset, pictures=pictures)
        return change.commit(dataset, "Looked at drafts of captions")


def looked(opened: Opened, cast: Sequence[Character]) -> Looked:
    """What warnings look at: the captions, the member, and the bytes of the files. Blocks."""
    files = {}
    for picture in opened.dataset.pictures:
        path = layout.caption_path(picture)
        if path in opened.hashes:
            with suppress(PictureUnreadable):
                files[picture.name] = disk.read_file(opened.folder / path)
    return Looked(opened.dataset, opened.captions, by_name(opened.dataset.member, cast), files)


def readers(opened: Opened, names: Iterable[str]) -> list[tuple[str, Callable[[], bytes]]]:
    """What reads the file of each picture, as `captions.drafting.drafts` asks for it. Raises DatasetWrong."""
    return [(name, partial(disk.read_file, opened.file(opened.picture(name)))) for name in names]


def from_labels(opened: Opened, names: Iterable[str], cast: Sequence[Character]) -> dict[str, str]:
    """Descriptions from what sheets said of figures, and from what is known of pictures."""
    dataset = opened.dataset
    member = by_name(dataset.member, cast)
    known = (dataset.name, dataset.trigger, dataset.member, *(member.aliases if member is not None else ()))
    worn = {outfit.name: outfit.words for outfit in member.outfits} if member is not None else {}
    found = {name: words.from_labels(opened.picture(name), known, worn) for name in names}
    return {name: text for name, text in found.items() if text}


def from_recipes(opened: Opened, names: Iterable[str], cast: Sequence[Character]) -> dict[str, str]:
    """Descriptions from the recipes in the sources, or in the pictures themselves, else from prompts. Blocks."""
    found = {}
    for name in names:
        picture = opened.picture(name)
        recipe = recipes.recipe_in(_source_of(opened, picture))
        if recipe is not None:
            found[name] = recipes.from_recipe(recipe, opened.dataset, cast)
        elif picture.prompt:
            found[name] = recipes.from_prompt(picture.prompt, opened.dataset, cast)
    return {name: text for name, text in found.items() if text}


def from_file(path: Path, opened: Opened) -> Given:
    """Captions from a CSV file with a header, or from lines of JSON (`metadata.jsonl`); pictures are named with or
    without ending and folder. Blocks. Raises DatasetWrong."""
    try:
        if path.stat().st_size > LARGEST_TABLE:
            raise DatasetWrong(f"{plain(str(path))} is too large", "it has more than 64 MiB", "Name a CSV file")
        text = disk.read_file(path).decode("utf-8-sig")
    except OSError as error:
        raise DatasetWrong(f"{plain(str(path))} cannot be read", error.strerror or "", "Name a CSV file") from error
    except PictureUnreadable as error:
        raise DatasetWrong(error.reason, "", "Name a CSV file") from error
    except UnicodeDecodeError as error:
        raise DatasetWrong(f"{plain(str(path))} is no UTF-8", "", "Save it as UTF-8") from error
    rows = list(_json_rows(text, path) if text.lstrip().startswith("{") else _csv_rows(text, path))
    column = next((one for one in CAPTION_COLUMNS if any(one in row for row in rows)), "")
    named = next((one for one in PICTURE_COLUMNS if any(one in row for row in rows)), "")
    if rows and not (column and named):
        raise DatasetWrong(f"{plain(str(path))} has no pictures and captions", "", "Begin it with: picture,caption")
    known = {one.name.casefold(): one.name for one in opened.dataset.pictures}
    texts, strangers = {}, []
    for row in rows:
        name = PurePosixPath(str(row.get(named, "")).replace("\\", "/")).name
        picture = known.get(name.casefold()) or known.get(PurePosixPath(name).stem.casefold())
        if picture is None:
            strangers.append(plain(name))
        elif caption := plain(str(row.get(column) or "")):
            texts[picture] = caption
    return Given(texts, column == "description", tuple(strangers))


def _csv_rows(text: str, path: Path) -> Iterator[Mapping[str, object]]:
    # Spreadsheets of many countries write semicolons, and what is pasted from one has tabs.
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    # A caption in quotes may have several lines, whose ends the reader must see.
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="", strict=True, delimiter=delimiter)
    try:
        for row in reader:
            yield {key.strip().casefold(): value for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        where = f"{plain(str(path))}, line {reader.line_num}"
        raise DatasetWrong(f"{where} cannot be read", str(error), "Put captions with commas in quotes") from error


def _json_rows(text: str, path: Path) -> Iterator[Mapping[str, object]]:
    # Only there: U+2028 and its like stand as they are in texts of JSON.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=dict[str, object])
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            where = f"{plain(str(path))}, line {number}"
            raise DatasetWrong(f"{where} is no object of JSON", str(error), "Write one object a line") from error


def _source_of(opened: Opened, picture: Picture) -> bytes:
    """The bytes of the source that a picture is from, or of itself; empty where neither can be read."""
    source = next((one for one in opened.dataset.sources if one.sha256 == picture.source), None)
    path = opened.file(picture) if source is None else opened.folder / layout.source_path(source)
    try:
        return disk.read_file(path)
    except PictureUnreadable:
        return b""
