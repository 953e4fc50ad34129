"""What a scene is made from: the cast, the plates, the styles, the sayings; shipped, and a person's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

import data
from studio.cast import loading
from studio.cast.members import Character
from studio.cast.name_words import Words, known
from studio.errors import Notice, StudioError
from studio.scenes.plates.files import about_file
from studio.scenes.recipe import LoraChoice
from studio.settings import entries


class UnknownName(StudioError):
    """Nothing of the stock has this name; the notice lists those that are known."""


class Plate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A background: what it looks like in words, and the keywords that choose it.

    `day` and `night` are files of its picture by day and by night, relative to `folder`, which is where the file of
    plates lies; `made_from` says in words what they were made from. What is `retired` is in no new scene.
    """

    name: str
    description: str
    title: str = ""
    keywords: tuple[str, ...] = ()
    default: bool = False
    day: str = ""
    night: str = ""
    made_from: str = ""
    retired: bool = False
    folder: str = ""

    @property
    def label(self) -> str:
        """How a person reads it: "north wall"."""
        return self.title or self.name

    def picture(self, *, by_night: bool) -> str:
        """The file of its picture at an hour: of the other hour where it has no such, empty where it has none."""
        return (self.night or self.day) if by_night else (self.day or self.night)


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around the prompt. `pattern` holds `{scene}`, and `{trigger}` where the style has a trigger word."""

    name: str
    pattern: str = "{scene}"
    trigger: str = ""
    loras: tuple[LoraChoice, ...] = ()


N = TypeVar("N", Plate, Style)

PLATES = "plates.toml"
"""The plates, shipped and in the settings folder; the pictures of a person's own lie beside it."""


class Stock(msgspec.Struct, frozen=True):
    """All that is there to choose from; `faults` are mistakes in a person's own files, whose entries are left out.

    `cast` are those who can be in a scene; who is in `retired_cast` cannot. `retired` are plates that no new scene
    takes, and that one of before still finds by their names.
    """

    cast: tuple[Character, ...]
    plates: tuple[Plate, ...]
    styles: tuple[Style, ...]
    sayings: tuple[str, ...]
    faults: tuple[entries.Fault, ...] = ()
    words: Words = Words()
    retired: tuple[Plate, ...] = ()
    retired_cast: tuple[Character, ...] = ()

    def plate(self, name: str) -> Plate:
        """The plate of this name or title, in any case. Raises UnknownName."""
        wanted = name.strip().casefold()
        for plate in (*self.plates, *self.retired):
            if wanted in (plate.name.casefold(), plate.label.casefold()):
                return plate
        raise self._unknown("plate", name, [plate.name for plate in self.plates])

    def style(self, name: str) -> Style:
        """The style of this name, in any case. Raises UnknownName."""
        wanted = name.strip().casefold()
        for style in self.styles:
            if style.name.casefold() == wanted:
                return style
        raise self._unknown("style", name, [style.name for style in self.styles])

    def faults_of(self, kind: str, name: str) -> tuple[Notice, ...]:
        """What is wrong with the character, plate or style of this name, in any case, and keeps it from being here."""
        wanted = name.strip().casefold()
        mine = (fault for fault in self.faults if fault.heading == kind and fault.entry.strip().casefold() == wanted)
        return tuple(fault.notice for fault in mine)

    def _unknown(self, kind: str, name: str, known: list[str]) -> UnknownName:
        reason = "; ".join(f"{notice.title}: {notice.reason}" for notice in self.faults_of(kind, name))
        return UnknownName(f"There is no {kind} named {name!r}", reason, f"Known: {', '.join(known)}")


def load(folder: Path) -> Stock:
    """The shipped stock with a person's own from `folder`: cast.toml, plates.toml, styles.toml, sayings.txt.

    What is named as something shipped replaces it; the rest is added. What is wrong with a file is among the `faults`,
    and costs no more than its own entry.
    """
    members, cast_faults = loading.load(folder)
    plates, retired, plate_faults = load_plates(folder)
    styles, style_faults = _own_and_shipped(folder / "styles.toml", "style", Style, _check_style)
    sayings, saying_faults = _sayings(folder / "sayings.txt")
    return Stock(
        cast=tuple(member for member in members if not member.retired),
        plates=plates,
        styles=tuple(map(_with_trigger, styles)),
        sayings=sayings,
        faults=(*cast_faults, *plate_faults, *style_faults, *saying_faults),
        words=known((*names_of_things((*plates, *retired), styles, sayings), *_names_of_outfits(members))),
        retired=retired,
        retired_cast=tuple(member for member in members if member.retired),
    )


class LoadedPlates(NamedTuple):
    """The plates that scenes choose from, those that are retired, and what is wrong with a person's own file."""

    plates: tuple[Plate, ...]
    retired: tuple[Plate, ...]
    faults: tuple[entries.Fault, ...]


def shipped_plates() -> tuple[Plate, ...]:
    """The plates that are shipped, as they are."""
    found: entries.Found[Plate] = entries.decode(data.text(PLATES), "plate", Plate, PLATES)
    return tuple(entry.value for entry in found.entries)


def load_plates(folder: Path) -> LoadedPlates:
    """The shipped plates with a person's own from `folder`. Where all are retired, the last is not: scenes need one."""
    every, faults = _own_and_shipped(folder / PLATES, "plate", Plate, _check_plate)
    every = tuple(msgspec.structs.replace(plate, folder=str(folder)) if has_file(plate) else plate for plate in every)
    used = tuple(plate for plate in every if not plate.retired) or every[-1:]
    return LoadedPlates(used, tuple(plate for plate in every if plate not in used), faults)


def has_file(plate: Plate) -> bool:
    """Whether a plate has a picture of its own."""
    return bool(plate.day or plate.night)


def _own_and_shipped(
    own: Path, heading: str, kind: type[N], check: Callable[[N, str], Iterable[Notice]]
) -> tuple[tuple[N, ...], tuple[entries.Fault, ...]]:
    """The shipped entries of a kind, with a person's own adding to them or replacing by name; what is wrong."""
    shipped: entries.Found[N] = entries.decode(data.text(own.name), heading, kind, own.name)
    found: entries.Found[N] = entries.read(own, heading, kind)
    goods = {entry.value.name.casefold(): entry.value for entry in shipped.entries}
    faults = [*shipped.faults, *found.faults]
    for entry in found.entries:
        wrong = [entries.Fault(notice, entry.value.name, heading) for notice in check(entry.value, entry.place)]
        faults += wrong
        if not wrong:
            goods[entry.value.name.casefold()] = entry.value
    return tuple(goods.values()), tuple(faults)


def _check_plate(plate: Plate, place: str) -> Iterator[Notice]:
    if not plate.name.strip():
        yield Notice(place, "a plate has an empty name", "Name it")
    for file in filter(None, (plate.day, plate.night)):
        if wrong := about_file(file):
            yield Notice(place, f"the picture {file!r} of the plate {plate.name!r} {wrong}", f"Put it beside {PLATES}")


def _check_style(style: Style, place: str) -> Iterator[Notice]:
    if not style.name.strip():
        yield Notice(place, "a style has an empty name", "Name it")
    if "{scene}" not in style.pattern:
        reason = f"the pattern of the style {style.name!r} has no {{scene}}"
        yield Notice(place, reason, "Write {scene} where the scene belongs")
    for lora in style.loras:
        yield from loading.about_base(lora.base, f"the LoRA {lora.file} of the style {style.name!r}", place)


def _with_trigger(style: Style) -> Style:
    """The style; where its pattern has no place for its trigger word, that stands before all."""
    if not style.trigger or "{trigger}" in style.pattern:
        return style
    return msgspec.structs.replace(style, pattern=f"{{trigger}}, {style.pattern}")


def names_of_things(plates: Iterable[Plate], styles: Iterable[Style], sayings: Iterable[str]) -> Iterator[str]:
    """Texts whose words are nobody's name."""
    for plate in plates:
        yield from (plate.name, plate.title, *plate.keywords)
    yield from (style.name for style in styles)
    yield from sayings


def _names_of_outfits(members: Iterable[Character]) -> Iterator[str]:
    return (outfit.name for member in members for outfit in member.outfits)


def _sayings(own: Path) -> tuple[tuple[str, ...], tuple[entries.Fault, ...]]:
    lines, faults = data.text("bofh.txt").splitlines(), []
    if own.exists():
        try:
            lines += own.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            faults.append(entries.Fault(Notice(f"Cannot read {own}", str(error), "One saying a line, in UTF-8")))
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip())), tuple(faults)
