"""Style sheets are read before a screen is mounted: Textual reads them afterwards, and styles it anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from textual.css.stylesheet import Stylesheet


def read_missing(sheet: Stylesheet, paths: Iterable[PurePath]) -> None:
    """Read the style sheets that are not read yet. Raises StylesheetError, StylesheetParseError."""
    missing = [path for path in paths if not sheet.has_source(str(path))]
    if missing:
        sheet.read_all(missing)
        sheet.parse()
