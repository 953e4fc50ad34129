"""What the studio understands of a scene: who is in it, in which outfit, where and why, and how it is drawn."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

import msgspec

from backends.families import LOOKS_AT_REFERENCES
from studio.cast import lora_budget, mentions, outfits
from studio.cast.members import Character, CharacterLora, Outfit
from studio.errors import StudioError
from studio.plain_text import plain
from studio.scenes.names import plate_choice, positions, strangers
from studio.scenes.plates.hours import picture_for
from studio.scenes.recipe import LoraChoice
from studio.scenes.reference_choice import sent
from studio.scenes.scene import GUIDANCE, STEPS, Family, Scene
from studio.scenes.stock import Plate, Stock, Style, has_file


class SceneEmpty(StudioError):
    """There is no scene to draw."""


class Role(msgspec.Struct, frozen=True):
    """A character's part in a scene: the saying on it (empty: none), and the outfit that the scene names (None: the
    usual one)."""

    character: Character
    saying: str
    outfit: Outfit | None = None

    @property
    def dressed(self) -> Character:
        """The character with the words, colours, features and LoRAs of what is worn as the usual ones."""
        return outfits.dressed(self.character, self.outfit)

    @property
    def wearing(self) -> str:
        """What is worn in words: the lettered ones where there is a saying to carry."""
        return self.dressed.lettered_outfit if self.saying else self.dressed.outfit

    @property
    def in_words(self) -> str:
        """Who it is and what is worn, as a person is told: "Milo (party suit, 'Ha' on the chest panel)"."""
        said = [self.outfit.name] if self.outfit else []
        said += [f"{self.saying!r} on the chest panel"] if self.saying else []
        return f"{self.character.name} ({', '.join(said)})" if said else self.character.name


class Understanding(msgspec.Struct, frozen=True):
    """What the studio made of a scene. `plate_reason` says why this plate: "matched 'rack'".

    `roles` are in the order in which the scene names them, and `order` has their numbers from left to right. `shared`
    are LoRAs, with whose they are, that are weaker than the cast has them, for several members share a budget.
    `plates_left_out` are others that the scene names, `strangers` names in it that nobody of the cast has, and `unread`
    says of what it names, a line each, that its own entry has a mistake, or why else it is not drawn. `triggers` are
    the words that the LoRAs of each role listen to. `most_references` is how many pictures what draws looks at, None
    where its family says it; `left_out` are LoRAs that it takes none of.
    """

    scene: Scene
    roles: tuple[Role, ...]
    plate: Plate
    plate_reason: str
    style: Style
    loras: tuple[LoraChoice, ...]
    family: Family
    steps: int
    guidance: float
    plates_left_out: tuple[Plate, ...] = ()
    strangers: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    triggers: tuple[tuple[str, ...], ...] = ()
    order: tuple[int, ...] = ()
    shared: tuple[tuple[str, LoraChoice], ...] = ()
    most_references: int | None = None
    left_out: tuple[LoraChoice, ...] = ()

    @property
    def placed(self) -> tuple[Role, ...]:
        """The roles from left to right."""
        return tuple(self.roles[number] for number in self.order) if self.order else self.roles

    @property
    def plate_picture(self) -> str:
        """The file of the plate's own picture at the hour of the scene; empty where it has none."""
        return picture_for(self.plate, self.scene.text)

    @property
    def plate_sent(self) -> str:
        """The same file where models look at it, beside the references; empty where they do not."""
        if self.most_references is not None and len(sent(self.scene.text, self.roles)) >= self.most_references:
            return ""
        return self.plate_picture if self.looks_at_references else ""

    @property
    def looks_at_references(self) -> bool:
        """Whether what draws looks at reference pictures."""
        return self.family in LOOKS_AT_REFERENCES if self.most_references is None else self.most_references > 0

    @property
    def chosen(self) -> tuple[str, ...]:
        """The settings that the person set: no model's own take their place."""
        names = ("steps", "guidance") if self.scene.by_lot else ("seed", "steps", "guidance")
        return tuple(name for name in names if getattr(self.scene, name) is not None)

    @property
    def reference_reasons(self) -> tuple[str, ...]:
        """Why another reference than the usual is sent: "Milo's back view, for 'from behind'"; none where none is."""
        reasons = (one.reason for one in sent(self.scene.text, self.roles) if one.reason)
        return tuple(reasons) if self.looks_at_references else ()

    def line(self) -> str:
        """It in one line, as `studio draw` tells it."""
        who = ", ".join(role.in_words for role in self.roles)
        where = f"{self.plate.label}: {self.plate_reason}"
        return " · ".join([who or "nobody of the cast", where, *self.among_them(), *self.reference_reasons])

    def among_them(self) -> tuple[str, ...]:
        """How those who are named stand and share, where that is another than usual: a few words each."""
        words = []
        if self.placed != self.roles:
            words.append(f"from left to right {', '.join(role.character.name for role in self.placed)}")
        names = list(dict.fromkeys(name for name, _ in self.shared))
        for name, lora in self.shared:
            others = listed([f"{other}'s" for other in names if other != name])
            words.append(f"{name}'s LoRA at {lora.strength:g}, shared with {others}")
        return tuple(words)

    @property
    def loose_sayings(self) -> tuple[str, ...]:
        """Sayings that nobody who is named wears."""
        return tuple(saying for saying in self.scene.sayings[len(self.roles) :] if saying)

    def remarks(self) -> tuple[str, ...]:
        """What the scene names and nobody will see so, but for `strangers`: a line each."""
        lines = list(self.unread)
        if self.loose_sayings:
            sayings = listed([f"“{saying}”" for saying in self.loose_sayings])
            goes = "it goes" if len(self.loose_sayings) == 1 else "they go"
            lines.append(f"Nobody who is named wears {sayings}: {goes} on whoever is drawn")
        if self.plates_left_out:
            others = listed([plate.label for plate in self.plates_left_out])
            lines.append(f"The scene names {others} too; what is drawn is {self.plate.label}, which it names first")
        return tuple(lines)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "Cindy, Bob and Eve"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def understand(scene: Scene, stock: Stock) -> Understanding:
    """Find the cast, the plate, the outfits and the settings of a scene; its words become plain text.

    Raises SceneEmpty for a scene without words, UnknownName for a plate or style that is not there.
    """
    sayings_given = tuple(plain(saying) for saying in scene.sayings)
    scene = msgspec.structs.replace(scene, text=plain(scene.text), sayings=sayings_given)
    if not scene.text:
        raise SceneEmpty("The scene is empty", "", "Write what happens, for example: Milo debugging at 2 AM")
    every = mentions.every(scene.text, stock.cast)
    worn = outfits.find(scene.text, every, stock.cast)
    members = list({mention.character.name: mention.character for mention in every}.values())
    sayings = [*scene.sayings, *[""] * len(members)]
    roles = tuple(
        Role(member, saying, worn.chosen.get(member.name)) for member, saying in zip(members, sayings, strict=False)
    )
    # A plate is not chosen by the word "kitchen" in a kitchen apron.
    elsewhere = outfits.without_names(scene.text, (outfit.name for outfit in worn.chosen.values()))
    plate = plate_choice.choose(msgspec.structs.replace(scene, text=elsewhere), stock)
    unread = _named_with_mistakes(scene.text, stock)
    style = stock.style(scene.style)
    family: Family = scene.family or (
        "kontext" if has_file(plate.plate) or any(member.pictures for member in members) else "schnell"
    )
    order = positions.order(scene.text, every)
    loras, shared = _loras(style, roles) if scene.loras is None else (_with_bases(scene.loras, stock), ())
    return Understanding(
        scene=scene,
        roles=roles,
        plate=plate.plate,
        plate_reason=plate.reason,
        style=style,
        loras=loras,
        family=family,
        steps=scene.steps or STEPS[family],
        guidance=GUIDANCE[family] if scene.guidance is None else scene.guidance,
        plates_left_out=plate.also_named,
        strangers=strangers.find(scene.text, (*stock.cast, *stock.retired_cast, *unread), stock.words),
        unread=(
            *(_about_entry(member.name, stock) for member in unread),
            *_about_retired(scene.text, stock),
            *_about_outfits(worn),
        ),
        triggers=tuple(tuple(_triggers(role, style, loras, family)) for role in roles),
        order=order if order != tuple(range(len(roles))) else (),
        shared=shared,
    )


def _named_with_mistakes(text: str, stock: Stock) -> list[Character]:
    """Those whom a text names and who are not in the cast because their entries have mistakes."""
    known = {member.name.casefold() for member in stock.cast}
    names = dict.fromkeys(fault.entry for fault in stock.faults if fault.heading == "character")
    left_out = [Character(name, "") for name in names if name.strip() and name.casefold() not in known]
    return [mention.character for mention in mentions.find(text, left_out)]


def _about_entry(name: str, stock: Stock) -> str:
    """That an entry has mistakes: the first, and how many more."""
    first, *more = stock.faults_of("character", name)
    rest = f" ({len(more)} more in it)" if more else ""
    return f"{name} is left out, for the entry has a mistake: {first.line()}{rest}"


def _about_retired(text: str, stock: Stock) -> Iterator[str]:
    """Who is named and retired, with the command that changes it."""
    for mention in mentions.find(text, stock.retired_cast):
        name = mention.character.name
        yield f"{name} is retired, and in no new scene. To change that: studio cast retire {shlex.quote(name)} --back"


def _about_outfits(worn: outfits.Worn) -> Iterator[str]:
    """Outfits that the scene names and nobody wears, a line each."""
    for name, outfit in worn.also:
        yield f"{name} wears one outfit: {worn.chosen[name].name}, which the scene names before {outfit}"
    for words, name, owner in worn.lacking:
        yield f"{name} has no outfit “{words}”, which is one of {owner}'s, and wears the usual one"


def _triggers(role: Role, style: Style, loras: Sequence[LoraChoice], family: Family) -> Iterator[str]:
    """The words that the LoRAs of a role listen to, where they are used and fit the family of models."""
    used = {lora.file: lora for lora in loras}
    said = f"{role.character.look} {role.wearing}".casefold()
    for lora in role.dressed.loras_for(style.name):
        if lora.trigger and lora.file in used and lora.trigger.casefold() not in said and _fits(lora, family):
            yield lora.trigger


def _fits(lora: CharacterLora, family: Family) -> bool:
    from backends.bases import BASE_OF_FAMILY, base_in_name, base_of, fits

    return fits(base_of(lora.base) or base_in_name(lora.file), BASE_OF_FAMILY[family])


def _loras(style: Style, roles: Sequence[Role]) -> tuple[tuple[LoraChoice, ...], tuple[tuple[str, LoraChoice], ...]]:
    """The LoRAs of a style and of the cast, and whose are weaker than the cast has them (`cast.lora_budget`)."""
    chosen = {lora.file: lora for lora in style.loras}
    owners: dict[str, str] = {}
    for role in roles:
        for lora in role.dressed.loras_for(style.name):
            if lora.file not in chosen:
                chosen[lora.file] = LoraChoice(lora.file, lora.strength, lora.base)
                owners[lora.file] = role.character.name
    strengths: dict[str, list[float]] = {}
    for file, owner in owners.items():
        strengths.setdefault(owner, []).append(chosen[file].strength)
    share = lora_budget.share(strengths)
    if share < 1:
        for file in owners:
            chosen[file] = msgspec.structs.replace(chosen[file], strength=round(share * chosen[file].strength, 2))
    shared = tuple((owner, chosen[file]) for file, owner in owners.items()) if share < 1 else ()
    return tuple(chosen.values()), shared


def loras_asked_for(scene: Scene, stock: Stock) -> tuple[str, ...]:
    """The files of LoRAs that a person wants beyond those of the style and the cast. Raises as `understand`."""
    if not scene.loras:
        return ()
    usual = {lora.file for lora in understand(msgspec.structs.replace(scene, loras=None), stock).loras}
    return tuple(lora.file for lora in scene.loras if lora.file not in usual)


def _with_bases(loras: tuple[LoraChoice, ...], stock: Stock) -> tuple[LoraChoice, ...]:
    """LoRAs that a person typed, with what the styles and the cast say that these files were trained on."""
    known = {lora.file: lora.base for style in stock.styles for lora in style.loras}
    known |= {lora.file: lora.base for member in stock.cast for lora in member.every_lora if lora.base}
    return tuple(msgspec.structs.replace(lora, base=lora.base or known.get(lora.file, "")) for lora in loras)
