"""What a scene is made from: the cast, the plates, the styles, the sayings; shipped, and a person's own."""

from __future__ import annotations

from pathlib import Path

import msgspec

import data
from studio.errors import StudioError
from studio.scenes import cast
from studio.scenes.recipe import LoraChoice
from studio.settings import tables


class UnknownName(StudioError):
    """Nothing of the stock has this name; the notice lists those that are known."""


class Plate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A background: what it looks like in words, and the keywords that choose it."""

    name: str
    description: str
    title: str = ""
    keywords: tuple[str, ...] = ()
    default: bool = False

    @property
    def label(self) -> str:
        """How a person reads it: "north wall"."""
        return self.title or self.name


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around the prompt. `pattern` holds `{scene}`, and `{trigger}` where the style has a trigger word."""

    name: str
    pattern: str = "{scene}"
    trigger: str = ""
    loras: tuple[LoraChoice, ...] = ()


class Stock(msgspec.Struct, frozen=True):
    """All that is there to choose from."""

    cast: tuple[cast.Character, ...]
    plates: tuple[Plate, ...]
    styles: tuple[Style, ...]
    sayings: tuple[str, ...]

    def plate(self, name: str) -> Plate:
        """The plate of this name or title, in any case. Raises UnknownName."""
        wanted = name.strip().casefold()
        for plate in self.plates:
            if wanted in (plate.name.casefold(), plate.label.casefold()):
                return plate
        raise _unknown("plate", name, [plate.name for plate in self.plates])

    def style(self, name: str) -> Style:
        """The style of this name, in any case. Raises UnknownName."""
        wanted = name.strip().casefold()
        for style in self.styles:
            if style.name.casefold() == wanted:
                return style
        raise _unknown("style", name, [style.name for style in self.styles])


class _PlateFile(msgspec.Struct, forbid_unknown_fields=True):
    plate: tuple[Plate, ...] = ()


class _StyleFile(msgspec.Struct, forbid_unknown_fields=True):
    style: tuple[Style, ...] = ()


def load(folder: Path) -> Stock:
    """The shipped stock with a person's own from `folder`: cast.toml, plates.toml, styles.toml, sayings.txt.

    What is named as something shipped replaces it; the rest is added. Raises TableUnreadable.
    """
    plates = {
        plate.name.casefold(): plate
        for plate in tables.decode(data.text("plates.toml"), _PlateFile, "plates.toml").plate
    }
    styles = {
        style.name.casefold(): style
        for style in tables.decode(data.text("styles.toml"), _StyleFile, "styles.toml").style
    }
    if (folder / "plates.toml").exists():
        plates |= {plate.name.casefold(): plate for plate in tables.read(folder / "plates.toml", _PlateFile).plate}
    if (folder / "styles.toml").exists():
        styles |= {style.name.casefold(): style for style in tables.read(folder / "styles.toml", _StyleFile).style}
    for style in styles.values():
        _check(style, folder)
    return Stock(cast.load(folder), tuple(plates.values()), tuple(styles.values()), _sayings(folder))


def _check(style: Style, folder: Path) -> None:
    if "{scene}" not in style.pattern:
        reason = f"the pattern of the style {style.name!r} has no {{scene}}"
        raise tables.TableUnreadable(f"{folder / 'styles.toml'}", reason, "Write {scene} where the scene belongs")
    for lora in style.loras:
        cast.check_base(lora.base, f"the LoRA {lora.file} of the style {style.name!r}", folder / "styles.toml")


def _sayings(folder: Path) -> tuple[str, ...]:
    lines = data.text("bofh.txt").splitlines()
    own = folder / "sayings.txt"
    if own.exists():
        try:
            lines += own.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise tables.TableUnreadable(f"Cannot read {own}", str(error), "One saying a line, in UTF-8") from error
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _unknown(what: str, name: str, known: list[str]) -> UnknownName:
    return UnknownName(f"There is no {what} named {name!r}", "", f"Known: {', '.join(known)}")
