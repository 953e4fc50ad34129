"""The fields of one member, and of the outfit that is seen: what is typed goes to the bench, and comes from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, TextArea

from screens.stock.cast.bench import Bench
from screens.stock.cast.edited import USUAL, joined, listed, outfit_at, with_outfit, worn
from screens.stock.cast.labelled import Labelled, Words
from screens.stock.cast.references import ReferencePane
from screens.stock.cast.rows import RowList
from screens.theme import ink
from studio.cast.defaults import SPECIES
from studio.cast.members import Character, CharacterLora, Outfit

OUTFIT = ("words", "lettered", "outfit-name")
"""The fields that are those of the outfit that is seen."""
NEW_OUTFIT = "party suit"


class MemberForm(VerticalScroll):
    """`edited` is called when something was typed; rows that are chosen are heard of by the screen's parts."""

    def __init__(self, bench: Bench, edited: Callable[[], None]) -> None:
        super().__init__(id="cast-form", can_focus=False)
        self._bench, self._edited = bench, edited
        species = Input(
            id="cast-species",
            compact=True,
            select_on_focus=False,
            suggester=SuggestFromList(SPECIES, case_sensitive=False),
        )
        self._fields: dict[str, Input | Words] = {
            "name": Input(id="cast-name", compact=True, select_on_focus=False),
            "aliases": Input(
                placeholder="such as: the raccoon, raccoon handler",
                id="cast-aliases",
                compact=True,
                select_on_focus=False,
            ),
            "species": species,
            "features": Input(
                placeholder="such as: glasses, beard", id="cast-features", compact=True, select_on_focus=False
            ),
            "look": Words(id="cast-look", placeholder="such as: a woman in her fifties with curly red hair"),
            "outfit-name": Input(id="cast-outfit-name", compact=True, select_on_focus=False),
            "words": Words(id="cast-words"),
            "lettered": Words(id="cast-lettered"),
            "author": Input(id="cast-author", compact=True, select_on_focus=False),
            "licence": Input(placeholder="such as: CC BY 4.0", id="cast-licence", compact=True, select_on_focus=False),
        }
        self.outfits = RowList("Outfits", "another outfit", "cast-outfits")
        self.colours = RowList("Colours", "another colour", "cast-colours")
        self.loras = RowList("LoRAs", "a LoRA", "cast-loras")
        self.references = ReferencePane()
        titles = {
            "name": "Name",
            "aliases": "Also called",
            "species": "Is a",
            "features": "Features",
            "look": "Look, the same in every picture",
            "outfit-name": "Name of the outfit",
            "words": "Outfit",
            "lettered": "Outfit for words on the chest",
            "author": "Author",
            "licence": "Licence",
        }
        self._labelled = {name: Labelled(titles[name], widget) for name, widget in self._fields.items()}
        rows = (("outfits", self.outfits), ("colours", self.colours), ("loras", self.loras))
        self._labelled |= {name: Labelled("", widget) for name, widget in rows}

    def compose(self) -> ComposeResult:
        """Who it is, what the outfit that is seen is, the pictures, whose work it is."""
        part = self._labelled
        yield Horizontal(part["name"], part["aliases"], classes="pair")
        yield Horizontal(part["species"], part["features"], classes="pair")
        yield part["look"]
        yield part["outfits"]
        yield part["outfit-name"]
        yield part["words"]
        yield part["lettered"]
        yield Horizontal(part["colours"], part["loras"], classes="pair")
        yield self.references
        yield Horizontal(part["author"], part["licence"], classes="pair")

    # What is shown.

    def show(self, mistakes: Mapping[str, str]) -> None:
        """Show the fields of the member on the bench, and what is wrong with them."""
        edited = self._bench.current
        if edited is None:
            return
        member, at = edited.now, self._bench.at
        self._labelled["outfit-name"].display = at != USUAL
        for name, text in _texts(member, at).items():
            self._write(name, text)
        whole = worn(member, at)
        self._hint("species", whole.species)
        self._hint(
            "words", f"{whole.outfit}  (what the look says, or plain clothes)" if at == USUAL else "what is worn"
        )
        self._hint("lettered", whole.lettered_outfit if whole.outfit.strip() else "the same with a panel for a saying")
        outfit = outfit_at(member, at)
        self._labelled["words"].entitle("Outfit" if at == USUAL else f"Outfit: {outfit.name}")
        self.outfits.show([Text("usual"), *(Text(one.name or "no name yet") for one in member.outfits)], at + 1)
        inherited = [f"{part} as usual" for part in whole.colours if part not in outfit.colours]
        self.colours.show([_colour_line(part, one) for part, one in outfit.colours.items()])
        self.colours.border_subtitle = Text(", ".join(inherited), ink(self.app, "muted"))
        self.loras.show([_lora_line(one) for one in outfit.loras])
        self.references.show(member, outfit.name)
        self.say_wrong(mistakes)

    def say_wrong(self, mistakes: Mapping[str, str]) -> None:
        """Say what is wrong, each beside its field; `mistakes` are by the ways to the fields."""
        said: dict[str, str] = {}
        for way, words in mistakes.items():
            said.setdefault(field_of(way, self._bench.at), words)
        for name, labelled in self._labelled.items():
            labelled.say_wrong(said.get(name, ""))
        self.references.say_wrong(said.get("references", ""))

    def _write(self, name: str, text: str) -> None:
        widget = self._fields[name]
        # "the fox, " is on its way to a second alias.
        same = listed(_text_of(widget)) == listed(text) if name in ("aliases", "features") else _text_of(widget) == text
        if same:
            return
        with widget.prevent(Input.Changed, TextArea.Changed):
            if isinstance(widget, Input):
                widget.value = text
                widget.cursor_position = len(text)
            else:
                widget.text = text
                widget.move_cursor(widget.document.end)

    def _hint(self, name: str, words: str) -> None:
        widget = self._fields[name]
        if str(widget.placeholder) == words:
            return
        if isinstance(widget, Input):
            widget.placeholder = words
        else:
            # A text would be read as markup there.
            widget.placeholder = Content(words)

    # What is typed.

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        name = next((name for name, widget in self._fields.items() if widget is event.control), "")
        edited = self._bench.current
        if name and edited is not None:
            now = _with_text(edited.now, self._bench.at, name, _text_of(self._fields[name]))
            if now != edited.now:
                self._bench.change(now, name)
                self._edited()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    def begin(self) -> None:
        """Go to the first field that is empty and should not be, or to the first."""
        empty = (self._fields[name] for name in ("name", "look") if not _text_of(self._fields[name]).strip())
        next(empty, self._fields["name"]).focus()

    def go_to(self, name: str) -> None:
        """Go to a field."""
        widget: Widget = self._fields[name] if name in self._fields else getattr(self, name, self)
        widget.focus()
        # A field that was not there before has a place only after the next layout.
        self.call_after_refresh(widget.scroll_visible, animate=False)
        if isinstance(widget, Input):
            widget.select_all()


def field_of(way: str, at: int) -> str:
    """The field in which something is wrong, by the way to it ("colours.coat", "outfits.0.words"), the outfit at a
    place being seen."""
    steps = way.split(".")
    if steps[0] == "outfits":
        if steps[1:2] != [str(at)] or len(steps) < 3:
            return "outfits"
        steps = ["outfit-name" if steps[2] == "name" else steps[2], *steps[3:]]
    elif at != USUAL and steps[0] in ("colours", "loras", "references", "outfit", "lettered_outfit"):
        return "outfits"
    return {"outfit": "words", "lettered_outfit": "lettered", "anchor": "references"}.get(steps[0], steps[0])


def _texts(member: Character, at: int) -> dict[str, str]:
    """What stands in the fields of one text."""
    outfit = outfit_at(member, at)
    return {
        "name": member.name,
        "aliases": joined(member.aliases),
        "species": member.species,
        "features": joined(member.features),
        "look": member.look,
        "outfit-name": outfit.name,
        "words": outfit.words,
        "lettered": outfit.lettered,
        "author": member.author,
        "licence": member.licence,
    }


def _with_text(member: Character, at: int, name: str, text: str) -> Character:
    """The member with something else in a field of one text."""
    if name in OUTFIT:
        field = "name" if name == "outfit-name" else name
        return with_outfit(member, at, msgspec.structs.replace(outfit_at(member, at), **{field: text}))
    value = listed(text) if name in ("aliases", "features") else text
    return msgspec.structs.replace(member, **{name: value})


def _text_of(widget: Input | Words) -> str:
    return widget.value if isinstance(widget, Input) else widget.text


def _colour_line(part: str, colour: str) -> Text:
    from screens.stock.cast.windows.colour_steps import is_colour

    swatch = ("██", colour) if is_colour(colour) else ("??", "dim")
    return Text.assemble(swatch, f" {part} ", (colour, "dim"), no_wrap=True, overflow="ellipsis")


def _lora_line(lora: CharacterLora) -> Text:
    said: Iterator[str] = filter(None, (f"{lora.strength:g}", lora.trigger, ", ".join(lora.styles)))
    return Text.assemble(lora.file or "no file yet", (f"  {'  '.join(said)}", "dim"), no_wrap=True, overflow="ellipsis")


def with_new_outfit(member: Character) -> Character:
    """The member with another outfit, which has a name that none of its outfits has."""
    names = {one.name for one in member.outfits}
    tries = (NEW_OUTFIT, *(f"{NEW_OUTFIT} {number}" for number in range(2, len(names) + 3)))
    name = next(one for one in tries if one not in names)
    return msgspec.structs.replace(member, outfits=(*member.outfits, Outfit(name, "")))
