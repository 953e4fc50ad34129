"""The window of what a dataset says of itself: its name, what is trained, the trigger word, the pattern."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

import msgspec
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Topic, bindings_of, offer
from screens.stock.datasets.model import changing
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.datasets.records import Dataset, Kind

KINDS: tuple[tuple[str, str], ...] = (
    ("a style: how everything is drawn", "style"),
    ("a character: one figure", "character"),
    ("an object: one thing", "object"),
)
LONGEST = 200
"""Characters of a field."""

ABOUT = (
    "The trigger word calls up what was trained: one that means nothing yet, as nua_figurine_style. In the pattern"
    " stand {trigger} and {description}."
)


class AboutForm(Vertical):
    """The fields over the words; `give` gets the dataset as they say."""

    def __init__(
        self, dataset: Dataset, members: Sequence[str], give: Callable[[Dataset | None], object], *, is_new: bool
    ) -> None:
        super().__init__(classes="window")
        self._dataset, self._give, self._is_new = dataset, give, is_new

        def line(name: str, value: str, placeholder: str = "") -> Input:
            return Input(value, placeholder=placeholder, id=f"about-{name}", compact=True, max_length=LONGEST)

        self._lines = {
            "name": line("name", dataset.name, "figurine"),
            "trigger": line("trigger", dataset.trigger, "nua_figurine_style"),
            "pattern": line("pattern", dataset.pattern, "the usual one: a {trigger} … of {description}"),
            "side": line("side", str(dataset.side)),
            "steps": line("steps", str(dataset.steps)),
        }
        self._kind = Choice(KINDS, value=dataset.kind, id="about-kind")
        known = [(name, name) for name in members]
        if dataset.member and dataset.member not in members:
            known.insert(0, (dataset.member, dataset.member))
        self._member = Choice([("nobody of the cast", ""), *known], value=dataset.member, id="about-member")
        self._said = Static(id="about-said", markup=False)

    def compose(self) -> ComposeResult:
        """One under the other."""
        lines = self._lines
        yield Static(Text("A new dataset" if self._is_new else "The dataset"), classes="window-title")
        yield Horizontal(
            Field("Name", lines["name"], id="about-name-field"), Field("What is trained", self._kind), classes="row"
        )
        yield Horizontal(Field("Trigger word", lines["trigger"]), Field("Whom it shows", self._member), classes="row")
        yield Field("Pattern of captions", lines["pattern"], id="about-pattern-field")
        yield Horizontal(
            Field("Side of pictures in px", lines["side"], id="about-side-field"),
            Field("Steps of the training", lines["steps"], id="about-steps-field"),
            classes="row",
        )
        yield self._said

    def on_mount(self) -> None:
        """Say what it is about."""
        self._say(ABOUT, "muted")

    def _say(self, words: str, colour: str) -> None:
        self._said.update(Text(words, ink(self.app, colour)))

    @on(Input.Submitted)
    def take(self) -> None:
        """Give what stands in the fields, where it can be."""
        text = {name: " ".join(line.value.split()) for name, line in self._lines.items()}
        bounds = {"side": (64, 4096), "steps": (1, 1_000_000)}
        wrong = next((name for name, span in bounds.items() if not _is_in(text[name], *span)), "")
        if not text["name"]:
            self._point_at("name", "It has no name. Its folder is called so: figurine")
        elif text["pattern"] and (mistakes := changing.pattern_mistakes(text["pattern"], text["trigger"])):
            self._point_at("pattern", f"This is no pattern: {mistakes}")
        elif wrong:
            self._point_at(wrong, "Write a number from {} to {:,}".format(*bounds[wrong]))
        else:
            self._give(
                msgspec.structs.replace(
                    self._dataset,
                    name=text["name"],
                    kind=cast(Kind, self._kind.value),
                    trigger=text["trigger"],
                    pattern=text["pattern"],
                    member=self._member.value,
                    side=int(text["side"]),
                    steps=int(text["steps"]),
                )
            )

    def _point_at(self, name: str, words: str) -> None:
        for one in self.query(Field):
            one.set_wrong(one.id == f"about-{name}-field")
        self._lines[name].focus()
        self._say(words, "error")


class AboutKeys(Topic):
    """The keys of the window."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "take", "Take", tooltip="Take what stands there", id="dataset-about.take", priority=True),
        Binding("escape", "close", "Close", id="dataset-about.close"),
    ]

    def __init__(self, form: AboutForm, give: Callable[[Dataset | None], object]) -> None:
        self._form, self._give = form, give

    def action_take(self) -> None:
        """Take what stands in the fields."""
        self._form.take()

    def action_close(self) -> None:
        """Leave it as it was."""
        self._give(None)


class AboutWindow(StudioWindow[Dataset | None]):
    """Gives the dataset as its fields say; None: as it was."""

    TITLE = "A dataset"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#about-name"
    BINDINGS = bindings_of(AboutKeys)

    def __init__(self, dataset: Dataset, members: Sequence[str], *, is_new: bool) -> None:
        """`members` are the names of the cast."""
        super().__init__()
        self._form = AboutForm(dataset, members, self.dismiss, is_new=is_new)
        offer(self, AboutKeys(self._form, self.dismiss))

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()


def _is_in(typed: str, least: int, most: int) -> bool:
    return typed.isdecimal() and len(typed) < 10 and least <= int(typed) <= most
