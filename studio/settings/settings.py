"""The settings: one TOML file that a person edits; where it lies, and what it may say."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from backends.families import SIZES
from studio.errors import StudioError
from studio.settings import tables

FOLDER_VARIABLE = "MILO_STUDIO_SETTINGS"
"""Names another folder for the settings; for tests, and for several studios side by side."""

MODEL_ROLES = ("unet", "clip1", "clip2", "vae")
"""The parts of a model that a server's settings may name."""

PictureProtocol = Literal["auto", "kitty", "kitty-placed", "sixel", "iterm2", "sextants", "quadrants", "half-cells"]
ColourDepth = Literal["auto", "24-bit", "256", "16"]


class SettingsWrong(StudioError):
    """A setting cannot be used as it stands."""


class ServerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ComfyUI server. A header's value may name an environment variable, `"Bearer ${COMFY_TOKEN}"`, or a file that
    only its owner can read, `"file:~/.config/lab/token"` as a whole or `"Bearer ${file:~/.config/lab/token}"` in part.

    `models` maps a role (unet, clip1, clip2, vae) to a file name or `auto`. `ca_file` names a private CA's PEM file.
    """

    name: str
    url: str
    headers: dict[str, str] = {}
    models: dict[str, str] = {}
    ca_file: str = ""


class LetteringSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How words are set: `font` is a shipped face's name or a font file in full, `pose_model` a YOLOv8-pose ONNX file,
    both files of the person's own."""

    pose_model: str = ""
    case: Literal["as-written", "upper", "small-caps"] = "as-written"
    ink: str = "auto"
    font: str = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings. `engine` is `auto`, `draft` or a server's name; `size` is WIDTHxHEIGHT in px or a name of SIZES.
    `notify`: the terminal rings for ends of jobs that nobody saw."""

    library: str = ""
    engine: str = "auto"
    style: str = "flat cartoon"
    size: str = "1024x1024"
    pictures: PictureProtocol = "auto"
    colours: ColourDepth = "auto"
    notify: bool = True
    theme: str = "milo"
    servers: tuple[ServerSettings, ...] = ()
    lettering: LetteringSettings = LetteringSettings()
    keys: dict[str, str] = {}

    def library_folder(self) -> Path:
        """Where the pictures are kept."""
        if self.library:
            return Path(self.library).expanduser()
        from platformdirs import user_pictures_path

        return user_pictures_path() / "milo-studio"


def folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The settings folder: what FOLDER_VARIABLE names, or the system's place for a program's settings."""
    named = environment.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("milo-studio")


def load(place: Path) -> Settings:
    """The settings in `place/settings.toml`; the defaults where there is no such file.

    Raises TableUnreadable for a slip in the file, SettingsWrong for a value that cannot be.
    """
    file = place / "settings.toml"
    if not file.exists():
        return Settings()
    settings = tables.read(file, Settings)
    _check(settings, file)
    _hold_credentials(settings, file)
    return settings


def _check(settings: Settings, file: Path) -> None:
    """Raise SettingsWrong, with the line, for a value that cannot be."""
    text = file.read_text(encoding="utf-8")

    def wrong(steps: list[str], title: str, reason: str, remedy: str) -> SettingsWrong:
        return SettingsWrong(f"{file}, line {tables.line_of(text, steps)}: {title}", reason, remedy)

    try:
        parse_size(settings.size)
    except SettingsWrong as error:
        raise wrong(["size"], error.notice.title, "", error.notice.remedy) from error
    names = [server.name for server in settings.servers]
    for number, server in enumerate(settings.servers):
        place = ["servers", str(number)]
        if not re.match(r"https?://[^\s/]", server.url):
            title = f"the server {server.name!r} has no usable url"
            raise wrong([*place, "url"], title, repr(server.url), "Write http://HOST:8188")
        named = f"a server cannot be named {server.name!r}"
        if "/" in server.name:
            raise wrong([*place, "name"], named, "SERVER/GRAPH names a graph", "Leave the / out")
        if not server.name.strip() or server.name in ("auto", "draft") or names.count(server.name) > 1:
            raise wrong([*place, "name"], named, "the name is taken or empty", "Choose another name")
        for role in server.models:
            if role not in MODEL_ROLES:
                title = f"there is no model role {role!r}"
                raise wrong([*place, role], title, "", f"Known: {', '.join(MODEL_ROLES)}")
    known = ["auto", "draft", *names]
    # Whether a graph is there is seen when it is used: files come and go.
    if settings.engine not in known and settings.engine.partition("/")[0] not in names:
        raise wrong(["engine"], f"there is no engine {settings.engine!r}", "", f"Known: {', '.join(known)}")


def _hold_credentials(settings: Settings, file: Path) -> None:
    """Refuse credentials that are written into a file which others can read."""
    if os.name != "posix" or not file.stat().st_mode & 0o077:
        return
    for server in settings.servers:
        held = [name for name, value in server.headers.items() if _CREDENTIAL.search(name) and not _NAMED.search(value)]
        if "@" in server.url.partition("://")[2].partition("/")[0]:
            held.append("url")
        if held:
            raise SettingsWrong(
                f"{file} holds a credential of the server {server.name!r} ({held[0]}), and others can read the file",
                f"its mode is {file.stat().st_mode & 0o777:o}",
                f'chmod 600 {file}, or write "${{NAME}}" or "file:PATH" there',
            )


_CREDENTIAL = re.compile(r"auth|token|key|secret|cookie|password|session", re.IGNORECASE)
_NAMED = re.compile(r"^file:|\$\{")


def parse_size(text: str) -> tuple[int, int]:
    """Width and height in pixels from "1024x1024" or a name of SIZES. Raises SettingsWrong.

    Sides are multiples of 16 (FLUX's patch grid) from 256 to 2048.
    """
    known = SIZES.get(text.strip().casefold())
    if known:
        return known
    match = re.fullmatch(r"\s*(\d{1,5})\s*[x×X*]\s*(\d{1,5})\s*", text)
    if match:
        width, height = int(match.group(1)), int(match.group(2))
        if all(256 <= side <= 2048 and side % 16 == 0 for side in (width, height)):
            return width, height
    raise SettingsWrong(
        f"{text!r} is not a size",
        "",
        f"Write WIDTHxHEIGHT, each a multiple of 16 from 256 to 2048, or one of {', '.join(SIZES)}",
    )
