"""Which scenes would take a plate: the shipped examples, each with the plate that it takes and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from studio.scenes.examples import shipped
from studio.scenes.names.plate_choice import choose
from studio.scenes.scene import Scene
from studio.scenes.stock import Plate, Stock


class Tried(msgspec.Struct, frozen=True):
    """A scene, the plate that it takes, and why."""

    scene: str
    plate: Plate
    reason: str


def tried(stock: Stock, scenes: Sequence[str] = ()) -> tuple[Tried, ...]:
    """Each scene, the shipped examples where none are given, with the plate that it takes."""
    return tuple(_tried(stock, scenes or [example.text for example in shipped()]))


def _tried(stock: Stock, scenes: Sequence[str]) -> Iterator[Tried]:
    for scene in scenes:
        choice = choose(Scene(text=scene), stock)
        yield Tried(scene, choice.plate, choice.reason)


def with_plate(stock: Stock, plate: Plate) -> Stock:
    """The stock as it would be with this plate in place of the one of its name, or added to the others."""
    name = plate.name.casefold()
    others = [one for one in stock.plates if one.name.casefold() != name]
    at = next((n for n, one in enumerate(stock.plates) if one.name.casefold() == name), len(others))
    return msgspec.structs.replace(stock, plates=(*others[:at], plate, *others[at:]))
