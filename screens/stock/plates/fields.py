"""The words of a plate, edited in place, and which scenes take it by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from screens.stock.plates.bench import Edited
from screens.theme import ink
from screens.widgets.field import Field
from screens.widgets.live_text import LiveText
from studio.scenes.plates.own_file import split_keywords
from studio.scenes.plates.trial import Tried
from studio.scenes.stock import Plate


class PlateFields(Vertical):
    """Calls `edited` while something is typed, and `kept` when it is to be kept."""

    def __init__(self, edited: Callable[[], object], kept: Callable[[], object]) -> None:
        super().__init__(id="plate-fields")
        self._edited, self._kept = edited, kept
        self._description = Input(id="plate-description", compact=True, select_on_focus=False)
        # Who adds a word does not want the others to be marked, and gone with the first letter.
        self._keywords = Input(
            id="plate-keywords", compact=True, placeholder="words, with commas between", select_on_focus=False
        )
        self._about = Static(id="plate-about", markup=False)
        self.tried = LiveText(id="plate-tried")
        self._plate: Plate | None = None

    def compose(self) -> ComposeResult:
        """What it is, its words, and the scenes."""
        yield self._about
        yield Field("What is seen there", self._description)
        yield Field("Keywords that choose it", self._keywords)
        yield self.tried

    def show(self, plate: Plate | None, about: Text) -> None:
        """Show a plate; what is typed of the same one stays."""
        self._about.update(about)
        if plate == self._plate:
            return
        self._plate = plate
        with self.prevent(Input.Changed):
            self._description.value = plate.description if plate else ""
            self._keywords.value = ", ".join(plate.keywords) if plate else ""
        # From their begin on, for who only reads.
        self._description.cursor_position = self._keywords.cursor_position = 0

    def read(self) -> Edited:
        """What stands in the fields."""
        words = tuple(word.casefold() for word in split_keywords(self._keywords.value))
        return Edited(" ".join(self._description.value.split()), tuple(dict.fromkeys(words)))

    @property
    def is_edited(self) -> bool:
        """Whether something else stands there than is kept."""
        plate = self._plate
        return plate is not None and self.read() != Edited(plate.description, plate.keywords)

    @property
    def has_cursor(self) -> bool:
        """Whether one of the fields has the focus."""
        return self._description.has_focus or self._keywords.has_focus

    def begin(self) -> None:
        """Go to the keywords."""
        self._keywords.focus()
        self._keywords.cursor_position = len(self._keywords.value)

    def restore(self) -> None:
        """Let what was typed go."""
        plate, self._plate = self._plate, None
        self.show(plate, Text())

    def tell(self, found: Sequence[Tried], plate: Plate | None) -> None:
        """Say which scenes take the plate, those first, and why the others do not."""
        ordered = sorted(found, key=lambda one: plate is None or one.plate.name != plate.name)
        lines = [self._line(one, plate) for one in ordered]
        self.tried.say(Text("\n").join(lines))

    def _line(self, one: Tried, plate: Plate | None) -> Text:
        is_taken = plate is not None and one.plate.name == plate.name
        line = Text()
        line.append("✓ " if is_taken else "· ", ink(self.app, "success" if is_taken else "muted"))
        line.append(one.scene, ink(self.app, "foreground" if is_taken else "muted"))
        other = "" if is_taken else f"{one.plate.label}: "
        line.append(f"\n    {other}{one.reason}", ink(self.app, "primary" if is_taken else "muted"))
        return line

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._edited()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._kept()
