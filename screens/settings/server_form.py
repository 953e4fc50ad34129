"""The fields of one server, and what stands in them as a table of the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input

from screens.widgets.field import Field
from studio.settings.checking import SettingsWrong, address, holds_credential, shown_address
from studio.settings.engine_settings import MODEL_ROLES

HIDDEN = "••••••"
"""Stands in a field for a credential that stands in the file itself; unchanged it stays there."""
FIRST_HEADER = "Authorization"


class ServerForm(VerticalScroll):
    """Name and url, headers, models and a certificate authority; `table` is the server as it stands in the file."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        super().__init__(id="server-form", can_focus=False)
        self._table = table
        self._headers = [*table.get("headers", {}).items(), ("", "")]

    def compose(self) -> ComposeResult:
        """The fields, two a row."""
        table = self._table
        with Horizontal(classes="row"):
            yield Field("Name", _line("server-name", table.get("name", ""), "spark2"))
            yield Field("Address", _line("server-url", shown_address(table.get("url", "")), "http://spark2:8188"))
        for place, (name, value) in enumerate(self._headers):
            shown = HIDDEN if value and holds_credential(name, value) else value
            with Horizontal(classes="row"):
                yield Field("Header, if it asks for one", _line(f"header-{place}", name, FIRST_HEADER))
                yield Field("Its value", _line(f"value-{place}", shown, "Bearer ${COMFY_TOKEN}"))
        models = table.get("models", {})
        with Horizontal(classes="row"):
            for role in MODEL_ROLES:
                yield Field(role, _line(f"model-{role}", models.get(role, ""), "auto"))
        yield Field("Its certificate authority, if private", _line("server-ca", table.get("ca_file", ""), "~/ca.pem"))

    def typed(self, name: str) -> str:
        """What stands in a field."""
        return self.query_one(f"#{name}", Input).value.strip()

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

    def credential(self) -> tuple[int, str, str] | None:
        """The first credential that was typed as it is: its place, its header, and itself."""
        lines = ((place, name, value) for place, name, value in self._lines() if value != HIDDEN)
        return next((one for one in lines if one[2] and holds_credential(one[1], one[2])), None)

    def replace(self, place: int, value: str) -> None:
        """Put something else in the place of a header's value."""
        self.query_one(f"#value-{place}", Input).value = value

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


def _line(name: str, value: str, hint: str) -> Input:
    return Input(value, placeholder=hint, id=name, compact=True)
