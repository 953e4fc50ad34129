"""The names of files that may be a plate's picture: relative, beside `plates.toml`, of a format that is read."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

FOLDER = "plates"
"""Where pictures that the studio makes lie, in the settings folder."""

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
LONGEST_FILE = 200
"""Characters."""
LONGEST_STEM = 40
"""Characters of a plate's name that come into its files' names."""


def about_file(file: str) -> str:
    """What is wrong with a plate's file as it is written: "is not a relative path"; empty where nothing is."""
    path = PurePosixPath(file)
    if len(file) > LONGEST_FILE:
        return "has too long a name"
    if path.is_absolute() or file.startswith("~") or "\\" in file:
        return "is not a relative path"
    if ".." in path.parts or not path.parts:
        return "lies outside of the settings folder"
    if path.suffix.lower() not in SUFFIXES:
        return f"is not one of {', '.join(sorted(SUFFIXES))}"
    return ""


def stem_of(name: str) -> str:
    """What a plate's files are named by: letters, digits and dashes of its name, "plate" where it has none."""
    return re.sub(r"[^\w]+", "-", name.casefold(), flags=re.UNICODE).strip("-_")[:LONGEST_STEM] or "plate"
