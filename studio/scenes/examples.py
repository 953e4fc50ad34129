"""Scenes to try: what an empty Compose offers to somebody who does not know yet what to write."""

from __future__ import annotations

import msgspec

import data
from studio.settings import tables

FILE = "scenes.toml"


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scene in words, and the saying for it, as they are typed."""

    text: str
    saying: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    scene: tuple[Example, ...] = ()


def shipped() -> tuple[Example, ...]:
    """The scenes that are shipped, in their order."""
    return tables.decode(data.text(FILE), _File, FILE).scene
