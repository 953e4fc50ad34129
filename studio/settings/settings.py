"""The settings: one TOML file that a person edits; where it lies, and what it may say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from library.records import MOST_DOLLARS
from studio.plain_text import expanded
from studio.settings import tables
from studio.settings.catalog import about
from studio.settings.checking import check, hold_credentials
from studio.settings.engine_settings import FallbackSettings, HostedSettings, ServerSettings, VisionSettings

FILE = "settings.toml"

FOLDER_VARIABLE = "MILO_STUDIO_SETTINGS"
"""Names another folder for the settings; for tests, and for several studios side by side."""

PictureProtocol = Literal["auto", "kitty", "kitty-placed", "sixel", "iterm2", "sextants", "quadrants", "half-cells"]
ColourDepth = Literal["auto", "24-bit", "256", "16"]
Motion = Literal["full", "reduced"]
Case = Literal["as-written", "upper", "small-caps"]


class LetteringSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How words are set."""

    pose_model: Annotated[
        str, about("Lettering", "A YOLOv8-pose model (ONNX) that finds the chest where there is no panel", "file")
    ] = ""
    case: Annotated[Case, about("Lettering", "How capital letters are set")] = "as-written"
    ink: Annotated[str, about("Lettering", "The colour of words: auto, or #rrggbb", "ink")] = "auto"
    font: Annotated[str, about("Lettering", "A shipped face, or the path of a font file of your own", "font")] = ""


class DatasetSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How datasets are made."""

    face_model: Annotated[
        str,
        about("Datasets", "A YuNet model (ONNX) that finds faces, so that photographs are cropped around them", "file"),
    ] = ""


class SpendingSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much is spent on engines that are paid before a person is asked, in US dollars."""

    day: Annotated[
        float,
        about(
            "Spending",
            "The dollars a day after which you are asked before a paid engine draws more; 0: never",
            least=0,
            most=MOST_DOLLARS,
            is_live=True,
        ),
    ] = 0.0
    month: Annotated[
        float, about("Spending", "The same for a calendar month", least=0, most=MOST_DOLLARS, is_live=True)
    ] = 0.0


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
    hosted: Annotated[
        tuple[HostedSettings, ...],
        about("Hosted engines", "Services that draw for money when you choose them", "hosted", is_live=True),
    ] = ()
    fallback: Annotated[
        tuple[FallbackSettings, ...],
        about("Fallback", "Who draws while the servers cannot, in this order", "fallback", is_live=True),
    ] = ()
    lettering: LetteringSettings = LetteringSettings()
    datasets: DatasetSettings = DatasetSettings()
    spending: SpendingSettings = SpendingSettings()
    vision: VisionSettings = VisionSettings()
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
    hold_credentials(settings, file)
    return settings


def decode(text: str, file: str) -> Settings:
    """The settings that a text says; `file` names it in errors. Raises TableUnreadable, SettingsWrong."""
    settings = tables.decode(text, Settings, file)
    check(settings, text, file)
    return settings
