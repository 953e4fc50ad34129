"""The fields of one who draws instead of the servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.suggester import SuggestFromList

from screens.settings.entry_form import EntryForm, line
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from studio.settings.checking import SettingsWrong
from studio.settings.engine_settings import FallbackSettings, When

WORDS: Mapping[When, str] = {"offline": "no server is ready", "busy": "each has much to do, too"}
USUAL = FallbackSettings("")


class FallbackForm(EntryForm):
    """Who, when, how many jobs are much to do, and whether without asking. `engines` are those to choose from, `first`
    is the one that it is where nothing is typed."""

    HEADING, NOUN, FIRST = "fallback", "fallback", "fallback-engine"
    IS_TESTED = False

    def __init__(self, table: Mapping[str, Any], engines: Sequence[str], first: str = "") -> None:
        super().__init__(table)
        self._first = first
        self._engines = engines

    @property
    def title(self) -> str:
        """What is asked."""
        return "Who draws instead of the servers"

    @property
    def usual(self) -> str:
        """The first hosted engine."""
        return "" if self._table else self._first

    def compose(self) -> ComposeResult:
        """The fields, two a row."""
        table = self._table
        engine = line("fallback-engine", table.get("engine", ""), self.usual or "a hosted engine")
        engine.suggester = SuggestFromList(self._engines, case_sensitive=False) if self._engines else None
        whens = [(WORDS[when], when) for when in get_args(When)]
        asks = [("yes", "no"), ("no, it draws by itself", "yes")]
        with Horizontal(classes="row"):
            yield Field("Engine", engine)
            yield Field("While", Choice(whens, value=table.get("when", USUAL.when), id="fallback-when"))
        with Horizontal(classes="row"):
            by_itself = "yes" if table.get("by_itself", USUAL.by_itself) else "no"
            yield Field("Jobs that are much to do", line("fallback-jobs", str(table.get("jobs", "")), str(USUAL.jobs)))
            yield Field("Asks before it draws", Choice(asks, value=by_itself, id="fallback-by-itself"))

    def advice(self) -> Text:
        """What the choices come to."""
        told = "They are gone through in the order of the file, and the first whose condition holds is offered."
        if self.query_one("#fallback-by-itself", Choice).value == "yes":
            told = "It draws without asking where the engine is auto, also for money: set a cap under Spending."
        known = ", ".join(self._engines)
        return Text(
            f"{told}\nKnown: {known}; or NAME/MODEL." if known else "Add a hosted engine first.", ink(self.app, "muted")
        )

    def table(self) -> dict[str, Any]:
        """The entry as it is to stand in the settings. Raises SettingsWrong."""
        jobs = self.typed("fallback-jobs")
        if jobs and not (jobs.isascii() and jobs.isdigit()):
            raise SettingsWrong(f"{jobs!r} is no number of jobs", "", "Write a number from 1 to 1000")
        said = {
            "when": self.query_one("#fallback-when", Choice).value,
            "jobs": int(jobs) if jobs else USUAL.jobs,
            "by_itself": self.query_one("#fallback-by-itself", Choice).value == "yes",
        }
        usual = {key: getattr(USUAL, key) for key in said}
        # What is as usual is written where it stood before, and else left out.
        kept = {key: value for key, value in said.items() if value != usual[key] or key in self._table}
        return {"engine": self.called, **kept}
