"""What a person should know of a dataset's folder: what another hand did, and what is not as it should be."""

from __future__ import annotations

from typing import Literal, NamedTuple

Sort = Literal[
    "added", "removed", "renamed", "repainted", "moved", "caption", "uncaptioned", "orphan", "unreadable", "double",
    "line", "cut off",
]  # fmt: skip
OTHERS: tuple[Sort, ...] = ("added", "removed", "renamed", "repainted", "moved", "caption", "cut off")
"""What another hand did since the studio last wrote; the rest is how the folder is."""


class Told(NamedTuple):
    """Something that a person should know of the folder. `name` is the picture or file that it is about."""

    sort: Sort
    name: str
    words: str
