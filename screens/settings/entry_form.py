"""What the forms of a server, a hosted engine and of who draws instead share: one table of a list of the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.text import Text
from textual.containers import VerticalScroll
from textual.widgets import Input

if TYPE_CHECKING:
    from studio.doctor.doctor import Fact
    from studio.workspace import Workspace


class Credential(NamedTuple):
    """A credential that was typed as it is: the field in which it stands, what it is for, and itself."""

    field: str
    use: str
    value: str


class EntryForm(VerticalScroll):
    """The fields; `table` is the entry as it stands in the file, empty for a new one.

    HEADING is the list in the file, NOUN what one of it is called, FIRST the field that is filled in first; IS_TESTED
    says whether there is somebody to ask how it is.
    """

    HEADING: ClassVar[str]
    NOUN: ClassVar[str]
    FIRST: ClassVar[str]
    IS_TESTED: ClassVar[bool] = True

    def __init__(self, table: Mapping[str, Any]) -> None:
        super().__init__(can_focus=False)
        self._table = table

    @property
    def title(self) -> str:
        """What is changed."""
        name = self._table.get("name", "")
        return f"The {self.NOUN} {name}" if name else f"A new {self.NOUN}"

    @property
    def called(self) -> str:
        """How the entry is called now: as it is typed, else as an untouched field shows."""
        return self.typed(self.FIRST) or self.usual

    @property
    def usual(self) -> str:
        """How a new entry is called where nothing is typed; empty where that must be said."""
        return ""

    def typed(self, name: str) -> str:
        """What stands in a field."""
        return self.query_one(f"#{name}", Input).value.strip()

    def table(self) -> dict[str, Any]:
        """The entry as it is to stand in the settings. Raises SettingsWrong for what cannot be written there."""
        raise NotImplementedError

    def advice(self) -> Text:
        """What helps to fill it in; empty: nothing."""
        return Text()

    def credential(self) -> Credential | None:
        """The first credential that was typed as it is."""
        return None

    def replace(self, field: str, value: str) -> None:
        """Put something else into a field."""
        self.query_one(f"#{field}", Input).value = value

    def hide_typed_credentials(self) -> None:
        """Show a credential that is being typed to nobody who looks over a shoulder."""

    async def test(self, workspace: Workspace) -> Sequence[Fact]:
        """What the doctor says of the entry as it stands here. Raises SettingsWrong."""
        raise NotImplementedError


def line(name: str, value: str, hint: str) -> Input:
    """A field to type in."""
    return Input(value, placeholder=hint, id=name, compact=True)
