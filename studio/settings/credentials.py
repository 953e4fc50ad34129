"""Headers with credentials: from the environment, or from files that only their owner can read; never shown."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from studio.settings.checking import SettingsWrong

LARGEST: Final = 16 * 1024
"""Bytes of a credential's file at most."""
WHOLE: Final = "file:"
_PART: Final = re.compile(r"\$\{(?:(?P<name>\w+)|file:(?P<file>[^}]+))\}")


def resolve_headers(headers: Mapping[str, str], environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The headers with `${NAME}` filled in from the environment, and `${file:PATH}` from a file of the owner's.

    A value that is `file:PATH` as a whole is what stands in the file. Raises SettingsWrong, never with a value.
    """

    def fill(match: re.Match[str]) -> str:
        if match["file"]:
            return owned_text(Path(match["file"]))
        value = environment.get(match["name"])
        if value is None:
            raise SettingsWrong(
                f"The environment has no {match['name']}",
                "a server's header in the settings asks for it",
                f"Set {match['name']} before you start the studio",
            )
        return value

    return {
        name: owned_text(Path(value.removeprefix(WHOLE).strip())) if value.startswith(WHOLE) else _PART.sub(fill, value)
        for name, value in headers.items()
    }


class Key(NamedTuple):
    """A key, and where it comes from in words: "OPENAI_API_KEY", "the file ~/keys/openai". Empty: it is not there."""

    value: str
    source: str

    def __repr__(self) -> str:
        return f"Key(source={self.source!r})"


def find_key(named: str, usual: Sequence[str], environment: Mapping[str, str] = os.environ) -> Key:
    """The key that a setting names, or that one of the `usual` variables of the environment holds.

    A variable that is not there gives an empty key; a file that cannot be read raises SettingsWrong.
    """
    if named.startswith(WHOLE):
        place = named.removeprefix(WHOLE).strip()
        return Key(owned_text(Path(place)), f"the file {place}")
    if not named:
        held = next((name for name in usual if environment.get(name)), usual[0] if usual else "")
        return Key(environment.get(held, "").strip(), held)
    names = [match["name"] for match in _PART.finditer(named) if match["name"]]
    if any(not environment.get(name) for name in names):
        return Key("", " and ".join(names))
    value = resolve_headers({"key": named}, environment)["key"].strip()
    return Key(value, " and ".join(names) or "a file that the settings name")


def owned_text(place: Path) -> str:
    """What stands in a file that is its owner's alone, without spaces around it. Raises SettingsWrong."""
    try:
        file = place.expanduser()
        # What is looked at and what is read must be one file; opening a pipe must not wait for its other end.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (OSError, RuntimeError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or "the path cannot be used"
        raise SettingsWrong(f"The file {place} cannot be read", why, "The settings name it for an engine") from None
    try:
        _hold_owner(file, os.fstat(descriptor))
        data = os.read(descriptor, LARGEST + 1)
    finally:
        os.close(descriptor)
    try:
        text = data.decode().strip()
    except UnicodeDecodeError:
        text = ""
    if not text or len(data) > LARGEST:
        raise SettingsWrong(
            f"The file {file} holds no credential",
            "it is empty, too long, or no text",
            "Put the key or the header's value there",
        )
    return text


def _hold_owner(file: Path, about: os.stat_result) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise SettingsWrong(f"{file} is no file", "", "Name a file that holds the credential")
    if os.name != "posix":
        return
    if about.st_uid != os.getuid():
        raise SettingsWrong(f"The file {file} belongs to somebody else", "", "Make a file of your own")
    if about.st_mode & 0o077:
        raise SettingsWrong(
            f"Others can get at the file {file}", f"its mode is {about.st_mode & 0o777:o}", f"chmod 600 {file}"
        )
