"""Progress: the queue, and the job under the cursor in full."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import ScreenResume
from textual.widgets import Static

from screens.base.messages import Changed, Opened
from screens.base.screen import StudioScreen
from screens.base.topics import offer
from screens.progress.job_board import JobBoard
from screens.progress.job_detail import JobDetail
from screens.progress.job_list import JobList
from screens.progress.picture_keys import stars_in_words
from screens.progress.server_strip import ServerStrip

NOTHING_YET = "Nothing has been drawn yet.\n\nScenes are written in Compose, and come here when they are drawn."


class ProgressScreen(StudioScreen):
    """The second room."""

    ROOM = "Progress"
    HELP = """
Every job of the studio: those being drawn first, then those that wait, then those that have ended. Jobs that an
earlier studio left unfinished go on here. The time left is reckoned from what this took on the same server before;
where nothing is known, nothing is guessed. Time in the queue is told apart from drawing.

Jobs wait here until a server has room; until then they can be held, moved and given priority. A pause holds all of
them, and those to come; what a server has goes on. One that waits can be handed on to another engine. A retry sets a
job going again that ended without a picture, and after a server ran out of memory offers something smaller. What is
drawn stays in sight: keys open, letter and rate it. What engines that are paid have charged stands above; a job that
would pass your cap is held until you release it.
"""
    CSS_PATH = "progress.tcss"
    AUTO_FOCUS = "#jobs"
    PARTS = (JobList,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "Open", tooltip="Open the picture in the Gallery", id="progress.open"),
        Binding("e", "letter", "Letter", tooltip="Letter the picture", id="progress.letter"),
        Binding("c", "cancel", "Cancel", tooltip="Cancel the job", id="progress.cancel"),
        Binding("r", "retry", "Retry", tooltip="Set a failed or cancelled job going again", id="progress.retry"),
        Binding("h", "hold", "Hold", tooltip="Hold a waiting job here, or release it", id="progress.hold"),
        Binding("p", "pause", "Pause", tooltip="Hold all waiting jobs, or release them all", id="progress.pause"),
        Binding(
            "K,shift+up", "shift(-1)", "Earlier", show=False, tooltip="Before the job above", id="progress.earlier"
        ),
        Binding("J,shift+down", "shift(1)", "Later", show=False, tooltip="After the job below", id="progress.later"),
        Binding("plus", "prioritise(1)", "More urgent", show=False, key_display="+", id="progress.more-urgent"),
        Binding("minus", "prioritise(-1)", "Less urgent", show=False, key_display="-", id="progress.less-urgent"),
        Binding("x", "hand_on", "Hand on", tooltip="Let another engine draw it", show=False, id="progress.hand-on"),
        Binding(
            "dollar_sign", "costs", "Costs", tooltip="What was spent", show=False, key_display="$", id="progress.costs"
        ),
        Binding("a", "again", "Recipe", tooltip="Open its recipe in Compose", id="progress.recipe"),
        Binding("y", "details", "Notice", tooltip="Show its notice, to copy it", show=False, id="progress.notice"),
        Binding(
            "Y", "copy", "Copy", tooltip="Copy its prompt, or the command that draws it", show=False, id="progress.copy"
        ),
        *(Binding(str(n), f"rate({n})", stars_in_words(n), show=False, id=f"progress.rate-{n}") for n in range(6)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._board = JobBoard(self)
        offer(self, self._board.keys, self._board.handing_on, self._board.spending, self._board.picture_keys)
        self.add_class("-empty", update=False)

    def compose_room(self) -> ComposeResult:
        """The list at the left, the job at the right."""
        servers = ServerStrip(id="servers")
        servers.display = False
        yield servers
        yield Static(Text(NOTHING_YET, justify="center"), id="nothing-yet")
        with Horizontal(id="room"):
            yield self._board.list
            yield JobDetail(id="job")

    def on_screen_resume(self, event: ScreenResume) -> None:
        """What is shown may be of before."""
        self._board.see_again()

    @on(Opened)
    @on(Changed)
    @on(JobList.Moved)
    def _hear(self, event: Opened | Changed | JobList.Moved) -> None:
        event.stop()
        if isinstance(event, Opened):
            self._board.open(event.workspace)
        elif isinstance(event, Changed):
            self._board.hear(event.change)
        else:
            self._board.move()
