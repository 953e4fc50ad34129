"""How the scene is to be drawn: style, plate, engine, size, count, seed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from backends.families import SIZES
from screens.compose.form.field_values import DrawChoices, FieldWrong, count_of, seed_of
from screens.widgets.choice import Choice
from screens.widgets.field import Field, framed
from studio.scenes.scene import Scene

if TYPE_CHECKING:
    from studio.scenes.stock import Stock
    from studio.workspace import Workspace

OWN_SIZE = "own"
WANTED = (("all of them", ""), ("the best", "best"))
"""Which of several pictures are wanted; all are kept."""
AUTO = ("auto", "")


class DrawOptions(Vertical):
    """The fields of how a scene is to be drawn."""

    class Edited(Message):
        """Something in the fields changed."""

    def compose(self) -> ComposeResult:
        """Two rows of fields."""
        sizes = [(f"{name} {width}×{height}", name) for name, (width, height) in SIZES.items()]
        yield framed("Style", Choice([("flat cartoon", "flat cartoon")], id="style"))
        yield framed("Plate", Choice([AUTO], id="plate"))
        yield framed("Engine", Choice([("auto", "auto")], id="engine"))
        yield Field("Size", Choice([*sizes, ("own size", OWN_SIZE)], id="size"), id="size-field")
        yield Field("Count", Input("1", id="count", max_length=3, compact=True), id="count-field")
        yield framed("Seed", Input(placeholder="random", id="seed", max_length=20))

    def offer(self, workspace: Workspace) -> None:
        """Fill the choices from the stock, the engines and the settings."""
        stock = workspace.stock
        self._offer("style", [(style.name, style.name) for style in stock.styles], workspace.settings.style)
        self._offer("plate", _plates_of(stock), "")
        engines = [(name, name) for name in workspace.engines.names()]
        self._offer("engine", engines, workspace.settings.engine)
        own_size = Input(placeholder="1024x1024", id="own-size", compact=True, max_length=9)
        self.query_one("#size-field").mount(own_size)
        self.query_one("#count-field").mount(Choice(WANTED, id="best"))
        from studio.settings.checking import parse_size

        self._set_size(parse_size(workspace.settings.size))

    def offer_plates(self, stock: Stock) -> None:
        """The plates may be others; the choice stays where it can."""
        pairs = _plates_of(stock)
        if tuple(value for _, value in pairs) != self._chosen("plate").offered:
            self._offer("plate", pairs, str(self._chosen("plate").value))

    def offer_engines(self, names: tuple[str, ...]) -> None:
        """These engines can be chosen; the choice stays where it can."""
        if names != self._chosen("engine").offered:
            self._offer("engine", [(name, name) for name in names], str(self._chosen("engine").value))

    def _offer(self, name: str, pairs: list[tuple[str, str]], value: str) -> None:
        choice = self._chosen(name)
        with self.prevent(Choice.Changed):
            choice.offer(pairs)
            known = {pair[1].casefold(): pair[1] for pair in pairs}
            choice.value = known.get(value.casefold(), pairs[0][1])

    def show(self, scene: Scene) -> None:
        """Show what a scene chose. Raises FieldWrong for a name that is not to be had here."""
        self._set_size(scene.size)
        self._words("count").value = str(scene.count)
        self._chosen("best").value = "best" if scene.best else ""
        self._words("seed").value = "" if scene.seed is None else str(scene.seed)
        for name, value in (("style", scene.style), ("plate", scene.plate), ("engine", scene.engine)):
            choice = self._chosen(name)
            known = {offered.casefold(): offered for offered in choice.offered}
            if value.casefold() not in known:
                raise FieldWrong(name, f"There is no {name} named {value!r} here any more", "Choose another")
            choice.value = known[value.casefold()]

    def read(self) -> DrawChoices:
        """What stands in the fields. Raises FieldWrong."""
        count = count_of(self._words("count").value)
        return DrawChoices(
            style=str(self._chosen("style").value),
            plate=str(self._chosen("plate").value),
            engine=str(self._chosen("engine").value),
            size=self._chosen_size(),
            count=count,
            best=count > 1 and bool(self._chosen("best").value),
            seed=seed_of(self._words("seed").value),
        )

    def values(self) -> dict[str, str]:
        """What stands in the fields, by their ids, readable or not."""
        fields: list[Choice | Input] = [*self.query(Choice), *self.query(Input)]
        return {field.id: str(field.value) for field in fields if field.id}

    def put(self, values: Mapping[str, str]) -> None:
        """Put values into fields, by their ids; one that is not offered any more is left out."""
        for name, value in values.items():
            for line in self.query(f"#{name}").results(Input):
                line.value = value
            for choice in self.query(f"#{name}").results(Choice):
                choice.value = value if value in choice.offered else choice.value

    def names(self) -> DrawChoices:
        """What is chosen by name, without the numbers: always readable."""
        return DrawChoices(style=str(self._chosen("style").value), plate=str(self._chosen("plate").value))

    def _chosen_size(self) -> tuple[int, int]:
        chosen = str(self._chosen("size").value)
        if chosen != OWN_SIZE:
            return SIZES[chosen]
        from studio.settings.checking import SettingsWrong, parse_size

        try:
            return parse_size(self._words("own-size").value)
        except SettingsWrong as error:
            raise FieldWrong("own-size", error.notice.title, error.notice.remedy) from error

    def set_size(self, size: tuple[int, int]) -> None:
        """Draw at this size, where that can be drawn."""
        from studio.settings.checking import SettingsWrong, parse_size

        with suppress(SettingsWrong):
            self._set_size(parse_size(f"{size[0]}x{size[1]}"))

    def _set_size(self, size: tuple[int, int]) -> None:
        name = next((name for name, known in SIZES.items() if known == size), OWN_SIZE)
        self._chosen("size").value = name
        if name == OWN_SIZE:
            self._words("own-size").value = f"{size[0]}x{size[1]}"

    @on(Choice.Changed)
    @on(Input.Changed)
    def _edited(self, event: Choice.Changed | Input.Changed) -> None:
        event.stop()
        self.set_class(self._chosen("size").value == OWN_SIZE, "-own-size")
        count = self._words("count").value.strip()
        self.set_class(count.isdecimal() and int(count) > 1, "-several")
        self.post_message(self.Edited())

    def _chosen(self, name: str) -> Choice:
        return self.query_one(f"#{name}", Choice)

    def _words(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)


def _plates_of(stock: Stock) -> list[tuple[str, str]]:
    """The plates as they are offered; a retired one is for scenes of before."""
    used = [(plate.label, plate.name) for plate in stock.plates]
    return [("from the scene", ""), *used, *((f"{plate.label} · retired", plate.name) for plate in stock.retired)]
