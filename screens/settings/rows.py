"""What the settings screen lists: a row for each setting, each engine, and each key that is another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from studio.plain_text import short_path
from studio.settings.catalog import Setting, settings_of
from studio.settings.checking import shown_address
from studio.settings.engine_settings import FallbackSettings
from studio.settings.keeping import Read
from studio.settings.settings import Settings

RowKind = Literal[
    "setting", "server", "new server", "hosted", "new hosted", "fallback", "new fallback", "key", "new key"
]


class Row(NamedTuple):
    """One row: what it is called, what it says now, and the line of the file in which it stands, None: it does not."""

    kind: RowKind
    setting: Setting
    steps: tuple[str, ...]
    label: str
    shown: str
    line: int | None

    @property
    def group(self) -> str:
        """The heading that it stands under."""
        return self.setting.group


def rows_of(read: Read) -> tuple[Row, ...]:
    """All rows, group by group, in the order in which the groups come up."""
    found = [row for setting in settings_of(Settings) for row in _rows(setting, read)]
    groups = dict.fromkeys(row.group for row in found)
    return tuple(row for group in groups for row in found if row.group == group)


def _rows(setting: Setting, read: Read) -> Iterator[Row]:
    if setting.kind == "servers":
        for server in read.chosen.servers:
            steps = (*setting.steps, server.name)
            yield Row("server", setting, steps, server.name, shown_address(server.url), read.line(steps))
        yield Row("new server", setting, setting.steps, "Add a server …", "", None)
    elif setting.kind == "keys":
        for name, keys in read.chosen.keys.items():
            steps = (*setting.steps, name)
            yield Row("key", setting, steps, name, keys, read.line(steps))
        yield Row("new key", setting, setting.steps, "Change a key …", "", None)
    elif setting.kind == "hosted":
        for account in read.chosen.hosted:
            steps = (*setting.steps, account.name)
            shown = f"{account.service} {account.model}".rstrip()
            yield Row("hosted", setting, steps, account.name, shown, read.line(steps))
        yield Row("new hosted", setting, setting.steps, "Add a hosted engine …", "", None)
    elif setting.kind == "fallback":
        for place, instead in enumerate(read.chosen.fallback):
            steps = (*setting.steps, str(place))
            yield Row("fallback", setting, steps, instead.engine, in_words(instead), read.line(steps))
        place = len(read.chosen.fallback)
        yield Row("new fallback", setting, (*setting.steps, str(place)), "Add who draws instead …", "", None)
    else:
        value = value_at(read.chosen, setting.steps)
        shown = shown_value(setting, value, read.chosen)
        yield Row("setting", setting, setting.steps, setting.name, shown, read.line(setting.steps))


def in_words(instead: FallbackSettings) -> str:
    """When somebody draws instead, and whether a person is asked."""
    when = "no server is ready" if instead.when == "offline" else f"each has {instead.jobs} jobs waiting"
    return f"while {when}, {'by itself' if instead.by_itself else 'asks before'}"


def value_at(chosen: Settings, steps: tuple[str, ...]) -> Any:
    """The value of a setting that stands in no list."""
    value: Any = chosen
    for step in steps:
        value = getattr(value, step)
    return value


def shown_value(setting: Setting, value: Any, chosen: Settings | None = None) -> str:
    """A value as a person reads it; with `chosen`, what an empty one stands for."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if setting.kind == "folder":
        return short_path(value or str((chosen or Settings()).library_folder()))
    return str(value) or "–"
