"""The doctor's look at LoRAs: which of the styles' and the cast's are missing on a server, and which do not fit it.

What is asked is how each style, alone and with each of the cast in each outfit that has LoRAs, would be drawn: by the
same function that draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from studio.cast.members import Character
from studio.engines.preflight import outlook_of
from studio.errors import StudioError
from studio.scenes import plan
from studio.scenes.recipe import Recipe, ReferenceUse
from studio.scenes.scene import Scene
from studio.scenes.stock import Stock
from studio.scenes.understanding import understand

if TYPE_CHECKING:
    from backends.base import Outlook
    from studio.engines.book import EngineBook

FOLDER = "models/loras"


class LoraFact(msgspec.Struct, frozen=True):
    """One thing that was found about a server's LoRAs; `broken` where what is drawn by default cannot be drawn."""

    text: str
    state: Literal["fine", "note", "broken"]
    remedy: str = ""


class Asked(msgspec.Struct, frozen=True):
    """A scene whose drawing was foretold: its style, and who is in it (empty: nobody of the cast)."""

    style: str
    who: str

    @property
    def words(self) -> str:
        """It in words: "painterly with Milo"."""
        return f"{self.style} with {self.who}" if self.who else self.style


async def lora_facts(book: EngineBook, server: str, stock: Stock, style: str) -> list[LoraFact]:
    """What a server lacks of the LoRAs of styles and cast, and what it draws without; `style` is the usual one."""
    from backends.base import EngineError

    found: dict[Asked, Outlook] = {}
    for asked, recipe in _scenes(stock, server):
        try:
            outlook = await outlook_of(book, server, recipe)
        except (EngineError, StudioError, TimeoutError):
            # What keeps a server from drawing at all is told by its health.
            continue
        if outlook is not None:
            found[asked] = outlook
    return [*_missing(found, stock, style), *_left_out(found)]


def _scenes(stock: Stock, server: str) -> Iterable[tuple[Asked, Recipe]]:
    import random

    for style in stock.styles:
        for member, who in ((None, ""), *_who(stock)):
            scene = Scene(text=who or "a room", style=style.name)
            understood = understand(scene, stock)
            uses = [ReferenceUse(member.name, "a.png", "")] if member and member.pictures else []
            recipes = plan.recipes(
                understood,
                engine=server,
                engine_kind="comfyui",
                references=uses,
                models={},
                chooser=random.Random(0),
            )
            yield Asked(style.name, who), recipes[0]


def _who(stock: Stock) -> Iterable[tuple[Character, str]]:
    """Each of the cast, and each in the outfits that have LoRAs, as a scene names them."""
    for member in stock.cast:
        yield member, member.name
        yield from ((member, f"{member.name} in {outfit.name}") for outfit in member.outfits if outfit.loras)


def _missing(found: Mapping[Asked, Outlook], stock: Stock, usual: str) -> Iterable[LoraFact]:
    without = [asked for asked, outlook in found.items() if not outlook.absent]
    whole = [name for name in dict.fromkeys(asked.style for asked in found) if _is_whole(name, found)]
    for file in dict.fromkeys(file for outlook in found.values() for file in outlook.absent):
        needing = [asked for asked, outlook in found.items() if file in outlook.absent]
        named = _owners(file, stock)
        able = ", ".join(whole or dict.fromkeys(asked.words for asked in without if not asked.who))
        remedy = f"Put {file} into {FOLDER} of ComfyUI"
        if able:
            remedy += f"; without it these styles draw: {able}"
        broken = any(asked.style.casefold() == usual.casefold() for asked in needing)
        yield LoraFact(
            f"the LoRA {file} of {named} is not in {FOLDER}: {_unable(needing)} cannot be drawn", _state(broken), remedy
        )


def _is_whole(style: str, found: Mapping[Asked, Outlook]) -> bool:
    return not any(outlook.absent for asked, outlook in found.items() if asked.style == style)


def _state(broken: bool) -> Literal["note", "broken"]:
    return "broken" if broken else "note"


def _unable(needing: list[Asked]) -> str:
    """The scenes that need a LoRA: a style by itself where nobody can be drawn in it, else who cannot."""
    styles = [asked.style for asked in needing if not asked.who]
    rest = [asked.words for asked in needing if asked.style not in styles]
    return ", ".join((*styles, *rest))


def _owners(file: str, stock: Stock) -> str:
    styles = [f"the style {style.name}" for style in stock.styles if any(lora.file == file for lora in style.loras)]
    cast = [member.name for member in stock.cast if any(lora.file == file for lora in member.every_lora)]
    return " and ".join((*styles, *cast))


def _left_out(found: Mapping[Asked, Outlook]) -> Iterable[LoraFact]:
    files: dict[tuple[str, str], dict[str, None]] = {}
    for outlook in found.values():
        for left in outlook.left_out:
            files.setdefault((outlook.model, left.base), {})[left.file] = None
    for (model, base), names in files.items():
        yield LoraFact(f"{model} draws without what was made for {base}: {', '.join(names)}", "note")
