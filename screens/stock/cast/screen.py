"""The Cast: everybody at the left, the fields of one of them, and the portrait, painted while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import ScreenResume, ScreenSuspend
from textual.message import Message
from textual.widgets import Static

from screens.base.messages import Opened
from screens.base.screen import StudioScreen
from screens.base.topics import ScreenCalls, bindings_of, offer
from screens.base.work import ScreenWork
from screens.stock.cast.bench import Bench
from screens.stock.cast.edited import USUAL, worn
from screens.stock.cast.form import MemberForm, field_of
from screens.stock.cast.keeping import Keeping
from screens.stock.cast.keys import KeepingKeys, MemberKeys, OutfitKeys, WayKeys
from screens.stock.cast.member_list import MemberList
from screens.stock.cast.portrait import PortraitPane, Portraits
from screens.stock.cast.reference_keys import ReferencesKey
from screens.stock.cast.rows import RowList
from screens.stock.cast.windows.file_key import FileKey
from screens.theme import ink

if TYPE_CHECKING:
    from studio.cast.roster import Listed
    from studio.errors import Notice
    from studio.pictures.live_draft import LivePainter


class CastScreen(StudioScreen):
    """Who the characters are."""

    ROOM = "Cast"
    HELP = (
        "Everybody whom a scene can name: your own, from cast.toml beside the settings, and the shipped ones, of which"
        " your own file gets a copy when you change them. Type to find somebody; Enter or → leads to the fields, Esc"
        " back. ● marks what is not saved: it stays when you go elsewhere, also when you quit, until Ctrl+S saves it or"
        " Ctrl+Z takes it back. Remarks and order of the file stay as they are. What is wrong is said under its field,"
        " and who is left out of the cast for a mistake is marked with !.\n\n"
        "An outfit has a name by which a scene chooses it, its words, the same words with a blank panel for a saying,"
        " and colours, LoRAs and references of its own, beside the usual ones. Ctrl+O goes through them.\n\n"
        "Ctrl+L opens the references: which there are, what they show, what is lacking. There keys order and tag them,"
        " name the anchor, and F5 has the engine draw what is lacking. Ctrl+G puts the member into one file for others,"
        " and takes in somebody whom others have sent.\n\n"
        "The portrait is how drafts show the member; under it stands what the draft painter cannot show. A server draws"
        " by the words, the references and the LoRAs."
    )
    CSS_PATH = ["cast.tcss", "windows/windows.tcss"]
    AUTO_FOCUS = "#cast-filter"
    PARTS = (MemberList, RowList)
    BINDINGS = bindings_of(WayKeys, OutfitKeys, MemberKeys, KeepingKeys, ReferencesKey, FileKey)

    def __init__(self) -> None:
        super().__init__()
        self.parts = CastParts(self)

    def compose_room(self) -> ComposeResult:
        """The list, the fields or why there are none, the portrait."""
        yield CastBody(self.parts)

    @on(Opened)
    @on(ScreenResume)
    @on(ScreenSuspend)
    def _hear(self, message: Message) -> None:
        if isinstance(message, Opened):
            self.parts.open(message)
        elif isinstance(message, ScreenSuspend):
            self.parts.keeping.keep()
        else:
            self.parts.keeping.look()


class CastBody(Horizontal):
    """The list, the middle and the portrait, side by side."""

    def __init__(self, parts: CastParts) -> None:
        super().__init__(parts.members, parts.middle, parts.side, id="cast-body")
        self._parts = parts

    def on_descendant_focus(self) -> None:
        """The portrait wears what is being written."""
        self._parts.follow()

    @on(RowList.Moved, "#cast-outfits")
    @on(RowList.Chosen)
    @on(RowList.TakenOut)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._parts.hear(event)


class CastParts:
    """The parts of the screen, put together."""

    def __init__(self, screen: CastScreen) -> None:
        self._screen = screen
        calls = ScreenCalls(screen)
        self.bench = Bench(self._show)
        self.members = MemberList(self.bench.open, self._narrow, self.go_to_fields)
        self.form = MemberForm(self.bench, self._edited)
        self._out = Static(id="cast-out", markup=False)
        self.middle = Vertical(self.form, VerticalScroll(self._out, id="cast-out-field", can_focus=False))
        self.middle.id = "cast-middle"
        self.side = PortraitPane("cast-side")
        self._portraits = Portraits(self.side, self._painter, ScreenWork(screen), screen.set_timer)
        self.keeping = Keeping(self.bench, calls, screen.studio, self, self._list)
        self._outfits = OutfitKeys(self.bench, calls, self, self._portraits, self._edited)
        offer(
            screen,
            WayKeys(self.bench, calls, screen.studio),
            self._outfits,
            MemberKeys(self.bench, calls, screen.studio, self, self._list),
            KeepingKeys(self.bench, self.keeping, calls, self._edited),
            ReferencesKey(self.bench, calls, lambda: screen.studio.workspace, self.keeping),
            FileKey(self.bench, calls, lambda: screen.studio.workspace, self.keeping.look),
        )

    def _painter(self) -> LivePainter:
        """In a thread, where it is made the first time."""
        workspace = self._screen.studio.workspace
        assert workspace is not None
        return workspace.live_painter

    def open(self, message: Opened) -> None:
        """The workspace is open."""
        self.keeping.open(message.workspace)

    # What is seen.

    def _list(self) -> None:
        self.members.show(self.bench.rows(self.members.typed), self.bench.key)
        own = self.bench.listed(self.bench.key)
        faults = own.faults if own is not None and own.entry is not None and own.faults else self.bench.roster.faults
        self.members.say("\n".join(f"{place_of(notice)}: {notice.reason}" for notice in faults[:3]))

    def _narrow(self) -> None:
        """Something else is typed over the list: who fits first is seen."""
        keys = [row.key for row in self.bench.rows(self.members.typed)]
        if keys and self.bench.key not in keys:
            self.bench.open(keys[0])
        self._list()

    def _show(self) -> None:
        """Somebody else, or another outfit, is seen, or the fields say something else than was typed."""
        edited, listed = self.bench.current, self.bench.listed(self.bench.key)
        self.form.display = edited is not None
        self._out.parent.display = edited is None  # type: ignore[union-attr]
        if edited is None:
            self._out.update(self._why(listed))
        self.form.show(self._mistakes())
        self._list()
        self.follow()
        self._screen.refresh_bindings()

    def _edited(self) -> None:
        """Something was typed, or chosen in a window."""
        self.form.show(self._mistakes())
        self._list()
        self.follow()
        self.keeping.note()

    def _mistakes(self) -> dict[str, str]:
        edited = self.bench.current
        if edited is None:
            return {}
        not_yet = edited.not_written_yet
        return {way: words for way, words in self.bench.mistakes().items() if way not in not_yet}

    def _why(self, listed: Listed | None) -> Text:
        """Why somebody has no fields."""
        if listed is None:
            return Text("Nobody is here. Ctrl+N begins a member of your own.", ink(self._screen.app, "muted"))
        text = Text(f"{listed.name} is left out of the cast.\n\n", ink(self._screen.app, "error"))
        for notice in listed.faults:
            text.append(f"{place_of(notice)}: {notice.reason}\n", ink(self._screen.app, "foreground"))
            text.append(f"→ {notice.remedy}\n\n", ink(self._screen.app, "warning"))
        text.append("Correct the file; it is read again within seconds.", ink(self._screen.app, "muted"))
        return text

    def follow(self) -> None:
        """Have the portrait painted as the fields are; the lettered outfit while its field has the focus."""
        edited = self.bench.current
        focused = self._screen.focused
        if edited is None:
            self._portraits.follow(None)
            return
        at = self.bench.at
        lettered = focused is not None and focused.id == "cast-lettered"
        name = edited.now.outfits[at].name if at != USUAL else "the usual outfit" if edited.now.outfits else ""
        words = f"{name}, lettered".lstrip(", ") if lettered else name
        self._portraits.follow(worn(edited.now, at), words, lettered=lettered)

    # Where the focus is.

    def go_to_fields(self, name: str = "") -> None:
        """Go to a field, or to the first that should be filled in."""
        if self.bench.current is None:
            return
        if name:
            self.form.go_to(name)
        else:
            self.form.begin()

    def go_to_list(self) -> bool:
        """Go to the list; whether one was elsewhere, or something was typed there."""
        line = self.members.line
        if not line.has_focus:
            line.focus()
            return True
        if line.value:
            line.value = ""
            return True
        return False

    def point_at(self, way: str, words: str) -> None:
        """Go to the field to which a way leads, and say there what is wrong."""
        steps = way.split(".")
        if steps[0] == "outfits" and len(steps) > 1 and steps[1].isdigit():
            self.bench.wear(int(steps[1]))
        elif steps[0] in ("outfit", "lettered_outfit", "colours", "loras", "references", "anchor"):
            self.bench.wear(USUAL)
        self.form.say_wrong({**self._mistakes(), way: words})
        self.form.go_to(field_of(way, self.bench.at))

    # Rows.

    def hear(self, event: RowList.Chosen) -> None:
        """A line of outfits, colours or LoRAs is chosen, taken out, or the cursor is on it."""
        outfits = self._outfits
        doing = {
            "cast-outfits": (outfits.choose_outfit, outfits.take_outfit_out),
            "cast-colours": (outfits.choose_colour, outfits.take_colour_out),
            "cast-loras": (outfits.choose_lora, outfits.take_lora_out),
        }
        choose, take_out = doing[event.rows.id or ""]
        if isinstance(event, RowList.Moved):
            outfits.see_outfit(event.number)
        elif isinstance(event, RowList.TakenOut):
            take_out(event.number)
        else:
            choose(event.number)


def place_of(notice: Notice) -> str:
    """Where a mistake stands: "cast.toml, line 12"."""
    return notice.title.rpartition("/")[2]
