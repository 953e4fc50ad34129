"""What keys do in the Cast: save, begin somebody, retire, other outfits, colours and LoRAs, and the ways from here."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, ClassVar, Protocol

import msgspec
from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.stock.cast.bench import Bench
from screens.stock.cast.edited import NOBODY, USUAL, outfit_at, with_outfit, worn
from screens.stock.cast.form import with_new_outfit
from screens.stock.cast.keeping import KEPT, Keeping
from screens.stock.cast.portrait import Portraits
from studio.cast.members import Character, CharacterLora, Outfit


class Ways(Protocol):
    """Where one goes from here."""

    async def begin_scene(self, name: str) -> None:
        """Write somebody into the scene in Compose."""

    async def search(self, query: str) -> None:
        """Show in the Gallery what a search finds."""

    async def go_back(self) -> None:
        """Go to the room that was left for this one."""


class View(Protocol):
    """What is seen, as the keys need it."""

    def go_to_fields(self, name: str = "") -> None:
        """Go to a field, or to the first that should be filled in."""

    def go_to_list(self) -> bool:
        """Go to the list; whether one was elsewhere, or something was typed there."""


class KeepingKeys(Topic):
    """Keys that write, and the steps back."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save the member into your cast", id="cast.save"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take back what was typed, then saved", id="cast.undo"),
        Binding("ctrl+y", "redo", "Redo", show=False, tooltip="Do it again", id="cast.redo"),
        Binding("ctrl+r", "retire", "Retire", show=False, tooltip="Retire, or bring back", id="cast.retire"),
    ]

    def __init__(self, bench: Bench, keeping: Keeping, calls: Calls, edited: Callable[[], None]) -> None:
        self._bench, self._keeping, self._calls, self._edited = bench, keeping, calls, edited

    def action_save(self) -> None:
        """Save the member."""
        self._keeping.save()

    def action_retire(self) -> None:
        """Keep the member out of new scenes, or let it into them again."""
        self._keeping.retire()

    def action_undo(self) -> None:
        """Take back the last that was typed; where nothing was, the last that was saved."""
        if self._bench.undo():
            self._edited()
        elif self._bench.is_new:
            self._bench.forget(self._bench.key)
            self._edited()
        elif self._keeping.can_take_back:
            self._keeping.take_back()
        else:
            self._calls.say("Nothing to take back")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if self._bench.redo():
            self._edited()


class MemberKeys(Topic):
    """Keys that begin somebody, and go to what there is of somebody."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+n", "fresh", "New", tooltip="Begin a new member of the cast", id="cast.new"),
        Binding("f9", "duplicate", "Copy", tooltip="Begin a copy of the member", id="cast.duplicate"),
        Binding("escape", "back", "Back", tooltip="Back to the list, then to the room before", id="cast.back"),
    ]

    def __init__(self, bench: Bench, calls: Calls, ways: Ways, view: View, listed: Callable[[], None]) -> None:
        self._bench, self._calls, self._ways, self._view, self._listed = bench, calls, ways, view, listed

    def action_fresh(self) -> None:
        """Begin a new member."""
        self._bench.begin(NOBODY)
        self._listed()
        self._view.go_to_fields("name")

    def action_duplicate(self) -> None:
        """Begin a copy of the member under another name."""
        edited = self._bench.current
        if edited is None:
            return
        names = {one.casefold() for one in (*(row.name for row in self._bench.rows()), "")}
        tries = (f"{edited.now.name} {number}" for number in range(2, len(names) + 3))
        name = next(one for one in tries if one.casefold() not in names)
        copy = msgspec.structs.replace(edited.now, name=name, aliases=(), retired=False)
        self._bench.begin(copy, edited.seen.name if edited.seen is not None else "")
        self._listed()
        self._view.go_to_fields("name")

    def action_back(self) -> None:
        """Go to the list; from there to the room before this one."""
        if self._view.go_to_list():
            return
        if unsaved := self._bench.unsaved():
            names = ", ".join(one.now.name or "nobody yet" for one in unsaved.values())
            self._calls.say(f"Not saved, and kept: {names}", KEPT)
        self._calls.begin(self._ways.go_back, group="way")


class WayKeys(Topic):
    """Keys that go elsewhere with the member."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "scene", "Scene", tooltip="Write a scene with the member", id="cast.scene"),
        Binding("f8", "pictures", "Pictures", tooltip="Pictures with the member, in the Gallery", id="cast.pictures"),
        # Textual's TextArea has a use of its own for this key.
        Binding("f6", "app.plates", "Plates", tooltip="The backgrounds of scenes", id="cast.plates", priority=True),
    ]

    def __init__(self, bench: Bench, calls: Calls, ways: Ways) -> None:
        self._bench, self._calls, self._ways = bench, calls, ways

    def action_scene(self) -> None:
        """Write a scene with the member in it."""
        edited = self._bench.current
        if edited is None or edited.seen is None:
            self._calls.say("Save the member first", "Scenes find who is in the file")
            return
        name = edited.seen.name
        if self._bench.at != USUAL and edited.seen.outfits[self._bench.at :]:
            name = f"{name} in the {edited.seen.outfits[self._bench.at].name}"
        self._go(partial(self._ways.begin_scene, name))

    def action_pictures(self) -> None:
        """Show the pictures with the member."""
        edited = self._bench.current
        if edited is not None:
            name = (edited.seen or edited.now).name
            self._go(partial(self._ways.search, f'cast:"{name}"' if " " in name else f"cast:{name}"))

    def _go(self, way: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._calls.begin(way, group="way")


class OutfitKeys(Topic):
    """Keys and clicks for the outfits, colours and LoRAs of the member."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+o", "outfit", "Outfit", tooltip="See the next outfit", id="cast.outfit"),
    ]

    def __init__(
        self, bench: Bench, calls: Calls, view: View, portraits: Portraits, edited: Callable[[], None]
    ) -> None:
        self._bench, self._calls, self._view = bench, calls, view
        self._portraits, self._edited = portraits, edited

    def action_outfit(self) -> None:
        """See the next outfit."""
        edited = self._bench.current
        if edited is not None:
            count = len(edited.now.outfits) + 1
            self._bench.wear((self._bench.at + 2) % count - 1)

    def _change(self, member: Character, kind: str = "") -> None:
        self._bench.change(member, kind)
        self._edited()

    # Outfits.

    def see_outfit(self, number: int) -> None:
        """The cursor of the outfits is on a line."""
        self._bench.wear(number - 1)

    def choose_outfit(self, number: int) -> None:
        """Go to the words of an outfit, or add one."""
        edited = self._bench.current
        if edited is None:
            return
        if number > len(edited.now.outfits):
            self._change(with_new_outfit(edited.now))
            self._bench.wear(len(edited.now.outfits))
        self._view.go_to_fields("words" if number == 0 else "outfit-name")

    def take_outfit_out(self, number: int) -> None:
        """Take an outfit out; the usual one stays."""
        edited = self._bench.current
        if edited is not None and number:
            outfits = edited.now.outfits
            self._bench.wear(min(self._bench.at, USUAL))
            self._change(msgspec.structs.replace(edited.now, outfits=(*outfits[: number - 1], *outfits[number:])))

    # Colours.

    def choose_colour(self, number: int) -> None:
        """Choose the colour of a part, or of another part."""
        # A key that comes twice opens one window.
        self._calls.begin(partial(self._choose_colour, number), group="window", is_exclusive=True)

    async def _choose_colour(self, number: int) -> None:
        from screens.drawing.threads import in_thread
        from screens.stock.cast.windows.colour_steps import offered
        from screens.stock.cast.windows.colour_window import Chosen, ColourForm, ColourWindow
        from studio.pictures.portrait import figure_of

        edited = self._bench.current
        if edited is None:
            return
        before, at, key = edited.now, self._bench.at, self._bench.key
        colours = [*outfit_at(before, at).colours.items()]
        seen = worn(before, at)
        part, colour = colours[number] if number < len(colours) else ("", "")
        every = await in_thread(self._calls, offered, figure_of(seen))
        free = [one.name for one in every if one.is_part and one.name not in dict(colours)]

        def window() -> ColourWindow:
            title = f"The colour of {part}" if part else "The colour of another part"
            made = ColourWindow(title, ColourForm(Chosen(part, colour), free, every, tried))
            self._portraits.beside = made.portrait
            return made

        def tried(chosen: Chosen) -> None:
            if chosen == Chosen(part, colour) or not chosen.part:
                self._portraits.show_beside()
            self._portraits.follow(worn(_with_colour(before, at, chosen.part, chosen.number), at))

        def then(chosen: Chosen | None) -> None:
            self._portraits.beside = None
            edited = self._bench.current
            if chosen is not None and edited is not None and (key, at) == (self._bench.key, self._bench.at):
                self._change(_with_colour(edited.now, at, *chosen))
            else:
                self._edited()

        self._calls.open(window, then)

    def take_colour_out(self, number: int) -> None:
        """Let the look say the colour of a part."""
        self._change_outfit(lambda outfit: _without_colour(outfit, number))

    # LoRAs.

    def choose_lora(self, number: int) -> None:
        """Change a LoRA, or add one."""
        from screens.stock.cast.windows.lora_window import LoraWindow

        edited = self._bench.current
        if edited is None:
            return
        loras, at, key = outfit_at(edited.now, self._bench.at).loras, self._bench.at, self._bench.key
        lora = loras[number] if number < len(loras) else CharacterLora("")

        def then(chosen: CharacterLora | None) -> None:
            if chosen is not None and (key, at) == (self._bench.key, self._bench.at):
                self._change_outfit(
                    lambda outfit: msgspec.structs.replace(
                        outfit, loras=(*outfit.loras[:number], chosen, *outfit.loras[number + 1 :])
                    )
                )

        self._calls.open(lambda: LoraWindow(lora), then)

    def take_lora_out(self, number: int) -> None:
        """Take a LoRA out."""
        self._change_outfit(
            lambda outfit: msgspec.structs.replace(outfit, loras=(*outfit.loras[:number], *outfit.loras[number + 1 :]))
        )

    def _change_outfit(self, change: Callable[[Outfit], Outfit]) -> None:
        edited = self._bench.current
        if edited is not None:
            at = self._bench.at
            self._change(with_outfit(edited.now, at, change(outfit_at(edited.now, at))))


def _with_colour(member: Character, at: int, part: str, number: str) -> Character:
    if not part:
        return member
    outfit = outfit_at(member, at)
    return with_outfit(member, at, msgspec.structs.replace(outfit, colours={**outfit.colours, part: number}))


def _without_colour(outfit: Outfit, number: int) -> Outfit:
    part = [*outfit.colours][number]
    return msgspec.structs.replace(outfit, colours={one: it for one, it in outfit.colours.items() if one != part})
