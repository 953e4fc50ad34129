"""The window in which pictures of the library become references of a member: whose, and what they show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.base.screen import StudioWindow
from screens.drawing.threads import in_thread
from screens.drawing.workers import begin_work
from screens.gallery.model.captions import how_many
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.cast.members import by_name
from studio.cast.references.coverage import EXPRESSIONS, FRAMINGS, VIEWS
from studio.cast.references.picking import Shows
from studio.notices import KNOWN_ERRORS, notice_of

if TYPE_CHECKING:
    from studio.workspace import Workspace

BY_SCENE = "\0scene"
"""In place of what is shown: what the scene says by which a picture was drawn. Nobody can type it."""

ABOUT = "Copies go into references/ beside your cast.toml. What suits a scene is sent to engines that look at pictures."


class ReferenceWindow(StudioWindow[str | None]):
    """Gives what was done, in words; None where the person thinks better of it."""

    TITLE = "References of a member"
    CSS_PATH = ["../../base/windows.tcss", "reference.tcss"]
    AUTO_FOCUS = "#reference-member"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "add", "Add", id="reference.add", priority=True),
        Binding("escape", "close", "Close", id="reference.close"),
    ]

    def __init__(self, workspace: Workspace, chosen: Sequence[int]) -> None:
        super().__init__()
        self._workspace = workspace
        # Newest first as they are chosen; as references they stand in the order in which they were drawn.
        self._chosen = tuple(reversed(chosen))
        self._is_adding = False

    def compose(self) -> ComposeResult:
        """A choice for each field, the words, and the keys."""
        names = [(member.name, member.name) for member in self._workspace.stock.cast]
        with Vertical(classes="window"):
            yield Static(Text(f"Make {how_many(self._chosen)} a reference of"), classes="window-title")
            yield Field("Member", Choice(names, id="reference-member"))
            with Horizontal():
                yield Field("Seen from", Choice(_offered(VIEWS), id="reference-view"))
                yield Field("How near", Choice(_offered(FRAMINGS), id="reference-framing"))
            with Horizontal():
                yield Field("Expression", Choice(_offered(EXPRESSIONS), id="reference-expression"))
                yield Field("Outfit", Choice(_offered(()), id="reference-outfit"))
            yield Static(Text(ABOUT, ink(self.app, "muted")), id="reference-said")
        yield StudioFooter()

    def on_mount(self) -> None:
        """Whoever is in the first of the pictures is the likely member."""
        begin_work(self, self._look, group="look", is_exclusive=True)

    async def _look(self) -> None:
        pictures = await in_thread(self, self._workspace.library.pictures, self._chosen[:1])
        shown = {name.casefold() for picture in pictures for name in picture.facts.characters}
        likely = next((one.name for one in self._workspace.stock.cast if one.name.casefold() in shown), None)
        if likely is not None:
            self.query_one("#reference-member", Choice).value = likely

    @on(Choice.Changed, "#reference-member")
    def _other_member(self, event: Choice.Changed) -> None:
        member = by_name(event.value, self._workspace.stock.cast)
        outfits = [outfit.name for outfit in member.outfits] if member is not None else []
        self.query_one("#reference-outfit", Choice).offer(_offered(outfits, "the usual one"))

    def action_add(self) -> None:
        """Make them references."""
        # A second one would find all of them there already.
        if not self._is_adding:
            self._is_adding = True
            begin_work(self, self._add, group="save")

    async def _add(self) -> None:
        said = {field: self.query_one(f"#reference-{field}", Choice).value for field in ("member", *Shows._fields)}
        try:
            done = await in_thread(self, _added, self._workspace, said, self._chosen)
        except KNOWN_ERRORS as error:
            words = Text(notice_of(error).line(), ink(self.app, "warning"))
            self.query_one("#reference-said", Static).update(words)
        else:
            self.dismiss(done)
            return
        self._is_adding = False

    def action_close(self) -> None:
        """Add nothing."""
        self.dismiss(None)


def _offered(words: Iterable[str], nothing: str = "not said") -> list[tuple[str, str]]:
    return [("what its scene says", BY_SCENE), *((word, word) for word in words), (nothing, "")]


def _added(workspace: Workspace, said: dict[str, str], chosen: Sequence[int]) -> str:
    """Make pictures references, in a thread; what was done, in words. Raises what `add_pictures` raises."""
    from studio.cast.references.from_library import add_pictures

    member = next(one for one in workspace.stock.cast if one.name == said["member"])
    given = Shows(**{field: None if said[field] == BY_SCENE else said[field] for field in Shows._fields})
    added = add_pictures(workspace.folder, workspace.library, member, chosen, given)
    workspace.learn_cast()
    pictures = "The picture is a reference" if added.pictures == 1 else f"{added.pictures} pictures are references"
    return ". ".join([f"{pictures} of {member.name}", *added.remarks[:1]])
