"""What was typed into a field of the settings, as a value; or why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isnan
from typing import Any

from studio.errors import Notice
from studio.path_completion import is_file, is_folder, is_there
from studio.plain_text import expanded
from studio.settings.catalog import Setting
from studio.settings.checking import SettingsWrong
from studio.settings.settings import LetteringSettings


def value_of(setting: Setting, typed: str) -> Any:
    """The value for the file; None for nothing, so that the default holds. Raises SettingsWrong."""
    typed = typed.strip()
    if not typed:
        return None
    if setting.kind == "number":
        return _number(setting, typed)
    if setting.kind == "yes or no":
        return typed == "yes"
    return typed


def _number(setting: Setting, typed: str) -> int | float:
    least, most = setting.least, setting.most
    bounds = " ".join(filter(None, (f"from {least:g}" if least is not None else "", f"to {most:g}" if most else "")))
    kind: Callable[[str], int | float] = float if isinstance(setting.default, float) else int
    try:
        number = kind(typed)
    except ValueError as error:
        raise SettingsWrong(f"{typed!r} is no number", "", f"Write a number {bounds}".strip()) from error
    is_none = isinstance(number, float) and isnan(number)
    if is_none or (least is not None and number < least) or (most is not None and number > most):
        raise SettingsWrong(f"{typed} is out of bounds", "", f"Write a number {bounds}")
    return number


def check_place(setting: Setting, value: Any) -> None:
    """Look whether a file or a face that is named is there. Blocks. Raises SettingsWrong, FontUnknown."""
    if setting.kind == "font" and value:
        from studio.pictures.finishing import usual_look

        usual_look(LetteringSettings(font=value))
    if setting.kind == "file" and value and not is_file(expanded(value)):
        raise SettingsWrong(f"There is no file {value}", "", "Write its whole path, or ~/…")
    if setting.kind == "folder" and value:
        place = expanded(value)
        if not place.is_absolute():
            raise SettingsWrong(f"{value} says not from where", "", "Write the whole path, or ~/…")
        if is_there(place) and not is_folder(place):
            raise SettingsWrong(f"{value} is no folder", "", "Name a folder; one that is not there is made")


def at_the_field(notice: Notice) -> str:
    """A notice in one line without file and line number: the field shows where it is."""
    title = re.sub(r"^.*?, line \d+(, column \d+)?(: |$)", "", notice.title)
    words = ": ".join(filter(None, (title, notice.reason)))
    return f"{words}. {notice.remedy}" if notice.remedy else words
