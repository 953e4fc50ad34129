"""The Lettering screen: type or choose words, see them on the picture at once, save a new version."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from screens.base.messages import Opened
from screens.drawing.threads import in_thread
from screens.lettering.key_order import WordsLine
from screens.lettering.layout import Arranged
from screens.lettering.place_editor import PlaceEditor
from screens.lettering.placement import PlacementKeys
from screens.lettering.saving import Saving
from screens.lettering.texts import Texts
from screens.widgets.options import Options
from studio.lettering.places.by_hand import open_easel
from studio.workspace import Workspace

STYLE = Binding.Group("Style")
"""Keys that share a place in the footer, so that all have room in 80 columns; the help tells them apart."""


class LetteringScreen(Texts, PlacementKeys, Saving):
    """Sets other words on a picture. What is there stays; a new version is saved beside it."""

    ROOM = "Lettering"
    HELP = (
        "Type words, or choose some of the list with ↓. Tab goes through the places that were found for them. "
        "F5 goes to the next text, or a second one; Ctrl+N adds a text. "
        "Ctrl+G goes to the picture: arrows move the place, with Shift they make it larger or smaller, with Ctrl "
        "they turn it; C grips a corner or a bubble's tail; K makes a bubble or a bar of the words; S takes the sign "
        "under the place's middle; B compares with the picture as it was; A shows all sayings on the place. "
        "Saving makes a new version beside the picture; nothing is drawn again. Ctrl+R reads the words back from it."
    )
    CSS_PATH = "lettering.tcss"
    AUTO_FOCUS = "#lettering-words"
    PARTS = (PlaceEditor,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save a new version", id="lettering.save"),
        Binding(
            "tab",
            "place(1)",
            "Place",
            tooltip="Try the next place",
            key_display="⇥",
            id="lettering.place",
            priority=True,
        ),
        Binding("shift+tab", "place(-1)", "The place before", show=False, id="lettering.place-before", priority=True),
        Binding("escape", "close", "Back", id="lettering.close"),
        Binding("ctrl+g", "hand", "Hand", tooltip="Change the place by hand", id="lettering.hand"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take the last change back", id="lettering.undo"),
        Binding("ctrl+y", "redo", "Redo", show=False, tooltip="Do it again", id="lettering.redo"),
        Binding("ctrl+r", "read", "Read back", show=False, tooltip="Read the words back now", id="lettering.read"),
        Binding("f5", "text", "Text", tooltip="Work on the next text, or a second one", id="lettering.text"),
        Binding("ctrl+n", "another", "Another text", show=False, tooltip="Add a text", id="lettering.another"),
        Binding(
            "f6", "case", "Case", tooltip="As written, upper case, small capitals", id="lettering.case", group=STYLE
        ),
        Binding("f7", "ink", "Ink", tooltip="Another ink", id="lettering.ink", group=STYLE),
        Binding("f8", "font", "Font", tooltip="Another font (face)", id="lettering.font", group=STYLE),
        Binding("f9", "outline", "Outline", show=False, tooltip="Show where the words go", id="lettering.outline"),
        Binding("f10", "closer", "Closer", show=False, tooltip="Look closely at the place", id="lettering.closer"),
        Binding("down", "list(1)", "Sayings", show=False, id="lettering.down"),
        Binding("up", "list(-1)", "Sayings", show=False, id="lettering.up"),
    ]

    def compose_room(self) -> ComposeResult:
        """The picture at the left, what can be done with it at the right."""
        with Horizontal(id="lettering-body"):
            yield PlaceEditor("looking for places …", id="lettering-picture")
            with Vertical(id="lettering-side"):
                with Vertical(classes="field", id="lettering-field") as field:
                    field.border_title = "Words"
                    yield WordsLine("type, or ↓ for a saying", id="lettering-words")
                yield Static(id="lettering-said", markup=False)
                yield Static(id="lettering-texts", markup=False)
                yield Options(id="lettering-sayings", compact=True, markup=False)
                with VerticalScroll(id="lettering-keys", can_focus=False) as keys:
                    keys.border_title = "By hand"
                    yield Static(id="lettering-legend", markup=False)
                yield Static(id="lettering-look", markup=False)
                yield Button("Save as a new version", id="lettering-save", variant="primary", compact=True)

    @on(Opened)
    def _take_workspace(self, message: Opened) -> None:
        self.workspace = message.workspace
        self.sayings = message.workspace.stock.sayings
        self.filter("")
        self._begin(message.workspace)

    @work(exclusive=True, group="easel")
    async def _begin(self, workspace: Workspace) -> None:
        with self.studio.reporting():
            easel = await in_thread(
                self, open_easel, workspace.library, self.picture_id, workspace.look, workspace.pose_model
            )
            self.easel, self.arranged = easel, Arranged.begin(easel.places, easel.begun)
            typed = self.query_one(WordsLine).value
            if typed:
                self.arranged = self.arranged.with_text(typed)
            else:
                self.take_text()
            self.ready.set()
            self.show_it()

    def action_close(self) -> None:
        """Go back without saving."""
        self.dismiss()
