"""The fields of one server, and what stands in them as a table of the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from screens.settings.engine_tests import tested
from screens.settings.entry_form import Credential, EntryForm, line
from screens.widgets.field import Field
from studio.settings.checking import SettingsWrong, address, holds_credential, shown_address
from studio.settings.engine_settings import MODEL_ROLES, ServerSettings

if TYPE_CHECKING:
    from studio.doctor.doctor import Fact
    from studio.workspace import Workspace

HIDDEN = "••••••"
"""Stands in a field for a credential that stands in the file itself; unchanged it stays there."""
FIRST_HEADER = "Authorization"


class ServerForm(EntryForm):
    """Name and url, headers, models and a certificate authority."""

    HEADING, NOUN, FIRST = "servers", "server", "server-name"

    def __init__(self, table: Mapping[str, Any]) -> None:
        super().__init__(table)
        self._headers = [*table.get("headers", {}).items(), ("", "")]

    def compose(self) -> ComposeResult:
        """The fields, two a row."""
        table = self._table
        with Horizontal(classes="row"):
            yield Field("Name", line("server-name", table.get("name", ""), "spark2"))
            yield Field("Address", line("server-url", shown_address(table.get("url", "")), "http://spark2:8188"))
        for place, (name, value) in enumerate(self._headers):
            shown = HIDDEN if value and holds_credential(name, value) else value
            with Horizontal(classes="row"):
                yield Field("Header, if it asks for one", line(f"header-{place}", name, FIRST_HEADER))
                yield Field("Its value", line(f"value-{place}", shown, "Bearer ${COMFY_TOKEN}"))
        models = table.get("models", {})
        with Horizontal(classes="row"):
            for role in MODEL_ROLES:
                yield Field(role, line(f"model-{role}", models.get(role, ""), "auto"))
        yield Field("Its certificate authority, if private", line("server-ca", table.get("ca_file", ""), "~/ca.pem"))

    def hide_typed_credentials(self) -> None:
        """Show a credential that is being typed to nobody who looks over a shoulder."""
        for place, name, _ in self._lines():
            field = self.query_one(f"#value-{place}", Input)
            is_secret = field.value != HIDDEN and holds_credential(name, field.value) and bool(field.value)
            if field.password is not is_secret:
                field.password = is_secret

    def _lines(self) -> Iterator[tuple[int, str, str]]:
        """Each header: its place, its name, and what was typed for it; a value alone belongs to FIRST_HEADER."""
        for place, _ in enumerate(self._headers):
            value = self.typed(f"value-{place}")
            name = self.typed(f"header-{place}")
            # A header whose name is taken away goes, with the credential that stands hidden beside it.
            yield place, name or (FIRST_HEADER if value and value != HIDDEN else ""), value

    def credential(self) -> Credential | None:
        """The first credential that was typed as it is, for its header."""
        lines = (Credential(f"value-{place}", name, value) for place, name, value in self._lines() if value != HIDDEN)
        return next((one for one in lines if one.value and holds_credential(one.use, one.value)), None)

    async def test(self, workspace: Workspace) -> Sequence[Fact]:
        """Ask the server."""
        return await tested(msgspec.convert(self.table(), ServerSettings), workspace)

    def table(self) -> dict[str, Any]:
        """The server as it is to stand in the settings. Raises SettingsWrong for a typed credential."""
        table = self._table
        url = self.typed("server-url")
        if url == shown_address(table.get("url", "")):
            url = table.get("url", "")
        elif "@" in address(url):
            raise SettingsWrong("A credential stands in the address", "", "Write it as a header instead")
        if self.credential() is not None:
            raise SettingsWrong(
                "A credential is not written into the settings",
                "others may read them",
                "Name a variable, Bearer ${NAME}, or press F6: it goes into a file that only you can read",
            )
        headers = {
            name: self._headers[place][1] if value == HIDDEN else value for place, name, value in self._lines() if name
        }
        models = {role: file for role in MODEL_ROLES if (file := self.typed(f"model-{role}"))}
        more = {"headers": headers, "models": models, "ca_file": self.typed("server-ca")}
        return {"name": self.typed("server-name"), "url": url, **{key: one for key, one in more.items() if one}}
