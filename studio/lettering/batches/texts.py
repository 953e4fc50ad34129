"""Which words go on which file: the same on all, from a CSV file, or sayings by chance."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from library.errors import PictureUnreadable
from library.files import disk
from studio.errors import Notice, StudioError
from studio.lettering.batches.batch import deal

FILE, TEXT = "file", "text"
"""The columns: the file, and its words; further ones, text2, text3…, are for the next panels."""


class TextsWrong(StudioError):
    """A CSV file cannot be read as files and their words."""


class Wanted(NamedTuple):
    """A file, and the words for it, or why there are none."""

    source: Path
    texts: tuple[str, ...]
    wrong: Notice | None = None


def from_csv(path: Path, sources: Sequence[Path]) -> list[Wanted]:
    """The words of a CSV file for `sources`, or for all of its files where no source is named.

    Names in it are relative to its own folder; a source is also found by its bare name. Raises TextsWrong.
    """
    rows = _rows(path)
    if not sources:
        return [_given(path.parent / name, path, texts) for name, texts in rows]
    by_path = {(path.parent / name).absolute(): texts for name, texts in rows}
    by_name: dict[str, tuple[str, ...]] = {Path(name).name: texts for name, texts in rows}
    return [_wanted(source, path, by_path, by_name) for source in sources]


def by_chance(sources: Sequence[Path], sayings: Sequence[str], taken: Mapping[Path, str]) -> list[Wanted]:
    """A saying for each source, none twice before all were used; `taken` are those that sources have already."""
    dealt = iter(deal(sayings, len(sources) - len(taken), frozenset(taken.values())))
    return [Wanted(source, (taken[source] if source in taken else next(dealt),)) for source in sources]


def _wanted(
    source: Path, path: Path, by_path: Mapping[Path, tuple[str, ...]], by_name: Mapping[str, tuple[str, ...]]
) -> Wanted:
    texts = by_path.get(source.absolute(), by_name.get(source.name))
    if texts is not None:
        return _given(source, path, texts)
    return Wanted(source, (), Notice(f"{source} was not lettered", f"{path} has no row for it", "Add one"))


def _given(source: Path, path: Path, texts: tuple[str, ...]) -> Wanted:
    if texts:
        return Wanted(source, texts)
    return Wanted(source, (), Notice(f"{source} was not lettered", f"its row in {path} has no words", "Write some"))


def _rows(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The file names and words, if any, of a CSV file with a header. Raises TextsWrong."""
    try:
        lines = disk.read_file(path).decode("utf-8-sig").splitlines()
    except PictureUnreadable as error:
        raise TextsWrong(error.reason, "", "Name a CSV file") from error
    except UnicodeDecodeError as error:
        raise TextsWrong(f"{path} is not text in UTF-8", "", "Save it as UTF-8") from error
    # Spreadsheets of many countries write semicolons, and what is pasted from one has tabs.
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    reader = csv.DictReader(lines, restval="", strict=True, delimiter=delimiter)
    try:
        columns = reader.fieldnames or []
        if FILE not in columns or TEXT not in columns:
            raise TextsWrong(f"{path} has no columns {FILE} and {TEXT}", "", "Begin it with the line: file,text")
        names = [column for column in columns if column and column.startswith(TEXT)]
        rows = []
        for row in reader:
            if None in row:
                reason = f"{path}, line {reader.line_num}: there are more fields than columns"
                raise TextsWrong(
                    reason, "", f'Write words that have a {delimiter} in them in quotes: "No{delimiter} no"'
                )
            texts = tuple(row[name] for name in names if row[name].strip())
            if texts and not row[FILE].strip():
                raise TextsWrong(f"{path}, line {reader.line_num}: the file is missing", "", "Fill it in")
            if row[FILE].strip():
                rows.append((row[FILE].strip(), texts))
    except csv.Error as error:
        raise TextsWrong(f"{path}, line {reader.line_num}: {error}", "", "Write it as CSV: file,text") from error
    if not rows:
        raise TextsWrong(f"{path} has no rows", "", "Add lines: picture.png,PEBKAC")
    return rows
