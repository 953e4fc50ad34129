"""The settings: one TOML file that a person edits; where it lies, and what it may say."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from backends.families import SIZES
from studio.errors import StudioError
from studio.plain_text import expanded
from studio.settings import tables
from studio.settings.catalog import about

FILE = "settings.toml"

FOLDER_VARIABLE = "MILO_STUDIO_SETTINGS"
"""Names another folder for the settings; for tests, and for several studios side by side."""

MODEL_ROLES = ("unet", "clip1", "clip2", "vae")
"""The parts of a model that a server's settings may name."""

PictureProtocol = Literal["auto", "kitty", "kitty-placed", "sixel", "iterm2", "sextants", "quadrants", "half-cells"]
ColourDepth = Literal["auto", "24-bit", "256", "16"]
Motion = Literal["full", "reduced"]
Case = Literal["as-written", "upper", "small-caps"]


class SettingsWrong(StudioError):
    """A setting cannot be used as it stands."""


class ServerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ComfyUI server. A header's value may name an environment variable, `"Bearer ${COMFY_TOKEN}"`, or a file that
    only its owner can read, `"file:~/.config/lab/token"` as a whole or `"Bearer ${file:~/.config/lab/token}"` in part.

    `models` maps a role (MODEL_ROLES) to a file name or `auto`.
    """

    name: Annotated[str, about("Servers", "What you call it", is_live=True)]
    url: Annotated[
        str, about("Servers", "Where it is: http://HOST:8188; a path prefix is kept", "address", is_live=True)
    ]
    headers: Annotated[
        dict[str, str],
        about(
            "Servers",
            'What is sent with each request, as a token: "Bearer ${NAME}" is filled in from the environment,'
            ' "file:PATH" from a file that only you can read',
            "credentials",
            is_live=True,
        ),
    ] = {}
    models: Annotated[
        dict[str, str],
        about("Servers", "A file for a part of the model (unet, clip1, clip2, vae), else auto", "models", is_live=True),
    ] = {}
    ca_file: Annotated[
        str, about("Servers", "The PEM file of a certificate authority of your own", "file", is_live=True)
    ] = ""


class LetteringSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How words are set."""

    pose_model: Annotated[
        str, about("Lettering", "A YOLOv8-pose model (ONNX) that finds the chest where there is no panel", "file")
    ] = ""
    case: Annotated[Case, about("Lettering", "How capital letters are set")] = "as-written"
    ink: Annotated[str, about("Lettering", "The colour of words: auto, or #rrggbb", "ink")] = "auto"
    font: Annotated[str, about("Lettering", "A shipped face, or the path of a font file of your own", "font")] = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings, each with what is said of it to people: in the settings screen and, compared by a test, the README.

    `size` is WIDTHxHEIGHT in px or a name of SIZES.
    """

    library: Annotated[str, about("Studio", "Where the pictures are kept; a local disk is best", "folder")] = ""
    engine: Annotated[
        str,
        about(
            "Drawing", "Who draws where nobody chose: auto, draft, a server, or SERVER/GRAPH", "engine", is_live=True
        ),
    ] = "auto"
    style: Annotated[str, about("Drawing", "The style that a new scene begins with", "style")] = "flat cartoon"
    size: Annotated[
        str, about("Drawing", "The size that a new scene begins with: WIDTHxHEIGHT in px, or a name", "size")
    ] = "1024x1024"
    pictures: Annotated[
        PictureProtocol,
        about("Terminal", "How pictures are shown; auto is the best that the terminal can", is_live=True),
    ] = "auto"
    colours: Annotated[
        ColourDepth, about("Terminal", "How many colours are written; auto is what the terminal has", is_live=True)
    ] = "auto"
    notify: Annotated[
        bool, about("Terminal", "Whether the terminal rings when jobs end while you look elsewhere", is_live=True)
    ] = True
    motion: Annotated[
        Motion,
        about(
            "Terminal",
            "How much moves; reduced: nothing glides, no cursor blinks, bars go on by steps. TEXTUAL_ANIMATIONS=none in"
            " the environment does the same",
            is_live=True,
        ),
    ] = "full"
    theme: Annotated[
        str, about("Terminal", "The colours of the studio; the palette lists the themes", "theme", is_live=True)
    ] = "milo"
    servers: Annotated[
        tuple[ServerSettings, ...], about("Servers", "The ComfyUI servers that draw", "servers", is_live=True)
    ] = ()
    lettering: LetteringSettings = LetteringSettings()
    keys: Annotated[
        dict[str, str],
        about("Keys", "Other keys for what is done, by the names that F1 shows", "keys", is_live=True),
    ] = {}

    def library_folder(self) -> Path:
        """Where the pictures are kept."""
        if self.library:
            return expanded(self.library)
        from platformdirs import user_pictures_path

        return user_pictures_path() / "milo-studio"


def folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The settings folder: what FOLDER_VARIABLE names, or the system's place for a program's settings."""
    named = environment.get(FOLDER_VARIABLE)
    if named:
        return expanded(named)
    from platformdirs import user_config_path

    return user_config_path("milo-studio")


def is_there(place: Path) -> bool:
    """Whether a settings file lies in the folder."""
    return (place / FILE).exists()


def load(place: Path) -> Settings:
    """The settings in `place/settings.toml`; the defaults where there is no such file.

    Raises TableUnreadable for a slip in the file, SettingsWrong for a value that cannot be.
    """
    file = place / FILE
    if not file.exists():
        return Settings()
    text = tables.text_of(file)
    settings = decode(text, str(file))
    _hold_credentials(settings, file)
    return settings


def decode(text: str, file: str) -> Settings:
    """The settings that a text says; `file` names it in errors. Raises TableUnreadable, SettingsWrong."""
    settings = tables.decode(text, Settings, file)
    _check(settings, text, file)
    return settings


Wrong = Callable[[list[str], str, str, str], "SettingsWrong"]
"""Makes the error of a value: the steps to it, title, reason, remedy."""


def _check(settings: Settings, text: str, file: str) -> None:
    """Raise SettingsWrong, with the line, for a value that cannot be."""

    def wrong(steps: list[str], title: str, reason: str, remedy: str) -> SettingsWrong:
        return SettingsWrong(f"{file}, line {tables.line_of(text, steps)}: {title}", reason, remedy)

    try:
        parse_size(settings.size)
    except SettingsWrong as error:
        raise wrong(["size"], error.notice.title, "", error.notice.remedy) from error
    if settings.library.startswith("~") and not expanded(settings.library).is_absolute():
        raise wrong(["library"], f"{settings.library!r} begins with nobody's home", "", "Write the whole path, or ~/…")
    ink = settings.lettering.ink
    if not _INK.fullmatch(ink):
        raise wrong(["lettering", "ink"], f"{ink!r} is no ink", "", "Write auto, or a colour as #rrggbb")
    names = [server.name for server in settings.servers]
    for number, server in enumerate(settings.servers):
        _check_server(server, names, ["servers", str(number)], wrong)
    known = ["auto", "draft", *names]
    # Whether a graph is there is seen when it is used: files come and go.
    if settings.engine not in known and settings.engine.partition("/")[0] not in names:
        raise wrong(["engine"], f"there is no engine {settings.engine!r}", "", f"Known: {', '.join(known)}")


def _check_server(server: ServerSettings, names: list[str], place: list[str], wrong: Wrong) -> None:
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


def _hold_credentials(settings: Settings, file: Path) -> None:
    """Refuse credentials that are written into a file which others can read."""
    if os.name != "posix" or not file.stat().st_mode & 0o077:
        return
    for server in settings.servers:
        held = [name for name, value in server.headers.items() if holds_credential(name, value)]
        if "@" in address(server.url):
            held.append("url")
        if held:
            raise SettingsWrong(
                f"{file} holds a credential of the server {server.name!r} ({held[0]}), and others can read the file",
                f"its mode is {file.stat().st_mode & 0o777:o}",
                f'chmod 600 {file}, or write "${{NAME}}" or "file:PATH" there',
            )


_INK = re.compile(r"auto|#[0-9a-fA-F]{6}")


def shown_address(url: str) -> str:
    """A url as a person may see it: without a credential that stands in it."""
    return url.replace(f"{address(url).rpartition('@')[0]}@", "•••@", 1) if "@" in address(url) else url


def address(url: str) -> str:
    """Host and port of a url, and the credential before them where one stands there."""
    return url.partition("://")[2].partition("/")[0]


def holds_credential(header: str, value: str) -> bool:
    """Whether a header's value is a credential itself, and not the name of a variable or a file that has it."""
    return bool(_CREDENTIAL.search(header)) and not _NAMED.search(value)


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
