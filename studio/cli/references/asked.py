"""What was asked of `studio cast references`, read from its options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from studio.cli.output import typed


class Asked(msgspec.Struct, frozen=True):
    """The options as they are meant; lists are without their commas. `shows` are those of view, framing … given."""

    name: str
    source: str
    count: int
    views: tuple[str, ...]
    outfit: str | None
    engine: str
    style: str
    is_dry: bool
    is_resumed: bool
    is_restarted: bool
    is_status: bool
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    anchor: str
    ordered: tuple[str, ...]
    tagged: str
    view: str | None
    framing: str | None
    expression: str | None
    as_json: bool


def asked(name: str, options: Mapping[str, Any]) -> Asked:
    """What a person typed. `--keep` is `--add` of pictures that have an id."""
    text = {key: typed(value) for key, value in options.items() if isinstance(value, str)}
    return Asked(
        name=typed(name),
        source=text.get("source", ""),
        count=options["count"],
        views=_listed([text["views"]]),
        outfit=text.get("outfit"),
        engine=text["engine"],
        style=text.get("style", ""),
        is_dry=options["is_dry"],
        is_resumed=options["is_resumed"],
        is_restarted=options["is_restarted"],
        is_status=options["is_status"],
        added=(*map(typed, options["added"]), *_listed(map(typed, options["kept"]))),
        dropped=_listed(map(typed, options["dropped"])),
        anchor=text.get("anchor", ""),
        ordered=_listed([text.get("ordered", "")]),
        tagged=text.get("tagged", ""),
        view=text.get("view"),
        framing=text.get("framing"),
        expression=text.get("expression"),
        as_json=options["as_json"],
    )


def _listed(texts: Any) -> tuple[str, ...]:
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())
