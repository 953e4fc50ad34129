"""What the studio understands of a scene: who is in it, in which outfit, where and why, and how it is drawn."""

from __future__ import annotations

import re

import msgspec

from studio.errors import StudioError
from studio.plain_text import plain
from studio.scenes import cast
from studio.scenes.recipe import LoraChoice
from studio.scenes.scene import GUIDANCE, STEPS, Family, Scene
from studio.scenes.stock import Plate, Stock, Style


class SceneEmpty(StudioError):
    """There is no scene to draw."""


class Role(msgspec.Struct, frozen=True):
    """A character's part in a scene: what is worn, and the saying on it (empty: none)."""

    character: cast.Character
    saying: str

    @property
    def wearing(self) -> str:
        """The outfit in words: the lettered one where there is a saying to carry."""
        return self.character.lettered_outfit if self.saying else self.character.outfit


class Understanding(msgspec.Struct, frozen=True):
    """What the studio made of a scene. `plate_reason` says why this plate: "matched 'rack'"."""

    scene: Scene
    roles: tuple[Role, ...]
    plate: Plate
    plate_reason: str
    style: Style
    loras: tuple[LoraChoice, ...]
    family: Family
    steps: int
    guidance: float

    @property
    def chosen(self) -> tuple[str, ...]:
        """The settings that the person set: no model's own take their place."""
        return tuple(name for name in ("steps", "guidance") if getattr(self.scene, name) is not None)

    def line(self) -> str:
        """It in one line, as Compose shows it live."""
        who = ", ".join(
            f"{role.character.name} ({role.saying!r} on the chest panel)" if role.saying else role.character.name
            for role in self.roles
        )
        loose = self.scene.sayings[len(self.roles) :]
        parts = [who or "nobody of the cast", f"{self.plate.label}: {self.plate_reason}"]
        if loose:
            parts.append(f"nobody named wears {', '.join(map(repr, loose))}: it goes on whoever is drawn")
        return " · ".join(parts)


def understand(scene: Scene, stock: Stock) -> Understanding:
    """Find the cast, the plate, the outfits and the settings of a scene; its words become plain text.

    Raises SceneEmpty for a scene without words, UnknownName for a plate or style that is not there.
    """
    sayings_given = tuple(plain(saying) for saying in scene.sayings)
    scene = msgspec.structs.replace(scene, text=plain(scene.text), sayings=sayings_given)
    if not scene.text:
        raise SceneEmpty("The scene is empty", "", "Write what happens, for example: Milo debugging at 2 AM")
    members = [mention.character for mention in cast.find(scene.text, stock.cast)]
    sayings = [*scene.sayings, *[""] * len(members)]
    roles = tuple(Role(member, saying) for member, saying in zip(members, sayings, strict=False))
    plate, reason = choose_plate(scene, stock)
    style = stock.style(scene.style)
    family: Family = scene.family or ("kontext" if any(member.references for member in members) else "schnell")
    return Understanding(
        scene=scene,
        roles=roles,
        plate=plate,
        plate_reason=reason,
        style=style,
        loras=_loras(style, members) if scene.loras is None else _with_bases(scene.loras, stock),
        family=family,
        steps=scene.steps or STEPS[family],
        guidance=GUIDANCE[family] if scene.guidance is None else scene.guidance,
    )


def _loras(style: Style, members: list[cast.Character]) -> tuple[LoraChoice, ...]:
    chosen = {lora.file: lora for lora in style.loras}
    for member in members:
        for lora in member.loras_for(style.name):
            chosen.setdefault(lora.file, LoraChoice(lora.file, lora.strength, lora.base))
    return tuple(chosen.values())


def _with_bases(loras: tuple[LoraChoice, ...], stock: Stock) -> tuple[LoraChoice, ...]:
    """LoRAs that a person typed, with what the styles and the cast say that these files were trained on."""
    known = {lora.file: lora.base for style in stock.styles for lora in style.loras}
    known |= {lora.file: lora.base for member in stock.cast for lora in member.loras if lora.base}
    return tuple(msgspec.structs.replace(lora, base=lora.base or known.get(lora.file, "")) for lora in loras)


def choose_plate(scene: Scene, stock: Stock) -> tuple[Plate, str]:
    """The plate and the reason for it. One that the person named wins; else the one with the most keywords in the text.

    A keyword of several words counts once for each; at a tie the plate that stands first in the stock wins.
    """
    if scene.plate:
        return stock.plate(scene.plate), "you chose it"
    best, best_score, best_words = None, 0, [""]
    for plate in stock.plates:
        words = [word for word in dict.fromkeys(plate.keywords) if _stands_in(word, scene.text)]
        score = sum(len(word.split()) for word in words)
        if score > best_score:
            best, best_score, best_words = plate, score, words
    if best is not None:
        return best, "matched " + ", ".join(f"'{word}'" for word in best_words)
    fallback = next((plate for plate in stock.plates if plate.default), stock.plates[0])
    return fallback, "nothing in the scene names a place"


def _stands_in(keyword: str, text: str) -> bool:
    """Whether a keyword stands in a text as whole words, in any case, its plural too."""
    words = r"\s+".join(re.escape(word) for word in keyword.split())
    return re.search(rf"(?<!\w){words}(?:s|es)?(?!\w)", text, re.IGNORECASE) is not None
