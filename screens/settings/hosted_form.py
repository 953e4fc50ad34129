"""The fields of one account at a hosted service, and what its models can do and cost."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Any

import msgspec
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.suggester import SuggestFromList
from textual.widgets import Input

from screens.settings.engine_tests import tested
from screens.settings.entry_form import Credential, EntryForm, line
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from studio.settings.checking import SettingsWrong, names_key
from studio.settings.engine_settings import HostedService, HostedSettings

if TYPE_CHECKING:
    from studio.doctor.doctor import Fact
    from studio.engines.services import KnownService
    from studio.workspace import Workspace

_OPTION = re.compile(r"\s*([\w.-]+)\s*=\s*(\"[^\"]*\"|[^,\"]*?)\s*(?:,|$)")


_OPTIONS: Mapping[HostedService, str] = {
    "openai": "quality = high",
    "gemini": "thinking = high",
    "replicate": "output_format = png",
    "bfl": "output_format = jpeg",
}
"""An option of each service, to show how one is written."""


class HostedForm(EntryForm):
    """Name and service, model and key, another address and options. `services` are all that there are, `taken` the
    names that other engines have."""

    HEADING, NOUN, FIRST = "hosted", "hosted engine", "hosted-name"

    def __init__(self, table: Mapping[str, Any], services: Sequence[KnownService], taken: Collection[str] = ()) -> None:
        super().__init__(table)
        self._taken = taken
        self._services = {service.kind: service for service in services}
        models = [model.id for service in services for model in service.models]
        self._suggester = SuggestFromList(dict.fromkeys(models), case_sensitive=False)

    def compose(self) -> ComposeResult:
        """The fields, two a row."""
        table = self._table
        services = [(service.title, service.kind) for service in self._services.values()]
        model = line("hosted-model", table.get("model", ""), "")
        model.suggester = self._suggester
        with Horizontal(classes="row"):
            yield Field("Name", line("hosted-name", table.get("name", ""), ""))
            yield Field("Service", Choice(services, value=table.get("service"), id="hosted-service"))
        with Horizontal(classes="row"):
            yield Field("Model", model)
            yield Field("Where the key is", line("hosted-key", table.get("key", ""), ""))
        with Horizontal(classes="row"):
            yield Field("Address, if another", line("hosted-url", table.get("url", ""), ""))
            options = written_options(table.get("options", {}))
            yield Field("Options", line("hosted-options", options, ""))

    @property
    def _service(self) -> KnownService:
        # The choice offers what there is.
        return self._services[self.query_one("#hosted-service", Choice).value]  # type: ignore[index]

    @property
    def usual(self) -> str:
        """A new account is called as its service, with a number where that is taken."""
        if self._table:
            return ""
        kind = self._service.kind
        names = chain([kind], (f"{kind}-{number}" for number in count(2)))
        return next(name for name in names if name not in self._taken)

    def advice(self) -> Text:
        """The models of the service, the one that would draw marked; and fields say what holds where they are empty."""
        service, typed = self._service, self.typed("hosted-model")
        for name, hint in (
            ("hosted-name", self.usual),
            ("hosted-model", service.models[0].id),
            ("hosted-key", f"${{{service.variables[0]}}}"),
            ("hosted-url", service.url),
            ("hosted-options", f"none, or {_OPTIONS[service.kind]}"),
        ):
            self.query_one(f"#{name}", Input).placeholder = hint
        chosen = service.model(typed)
        width = max(len(model.id) for model in service.models)
        text = Text()
        if chosen is None:
            text.append(f"{service.title} is asked for {typed}, which is not known here\n", ink(self.app, "warning"))
        text.append("What a picture of 1024×1024 costs about, and what it can be given:\n", ink(self.app, "muted"))
        for model in service.models:
            colour = ink(self.app, "primary" if model is chosen else "foreground")
            sign = "●" if model is chosen else " "
            text.append(f"{sign} {model.id:<{width}}  {model.price or '?':<7}{model.can}\n", colour)
        text.rstrip()
        return text

    def credential(self) -> Credential | None:
        """The key itself, where it was typed and not named."""
        key = self.typed("hosted-key")
        return Credential("hosted-key", "key", key) if key and not names_key(key) else None

    def hide_typed_credentials(self) -> None:
        """Show a key that is being typed to nobody who looks over a shoulder."""
        field = self.query_one("#hosted-key", Input)
        is_secret = self.credential() is not None
        if field.password is not is_secret:
            field.password = is_secret

    def table(self) -> dict[str, Any]:
        """The account as it is to stand in the settings. Raises SettingsWrong for a typed key."""
        if self.credential() is not None:
            raise SettingsWrong(
                "A key is not written into the settings",
                "others may read them",
                f"Press F6 to put it into a file that only you can read, or name ${{{self._service.variables[0]}}}",
            )
        more = {
            "model": self.typed("hosted-model"),
            "key": self.typed("hosted-key"),
            "url": self.typed("hosted-url"),
            "options": read_options(self.typed("hosted-options")),
        }
        named = {"name": self.called, "service": self._service.kind}
        return {**named, **{key: one for key, one in more.items() if one}}

    async def test(self, workspace: Workspace) -> Sequence[Fact]:
        """Ask the service whether it knows the key and the model."""
        table = self.table()
        # A name is what it is called here, and the service need not know it.
        return await tested(msgspec.convert({**table, "name": table["name"] or "it"}, HostedSettings), workspace)


def written_options(options: Mapping[str, str]) -> str:
    """Options in one line: quality = high, previews = 2."""
    return ", ".join(
        f'{name} = "{value}"' if re.search('[,"]', value) else f"{name} = {value}" for name, value in options.items()
    )


def read_options(typed: str) -> dict[str, str]:
    """The options of a line. Raises SettingsWrong."""
    found, at = {}, 0
    while typed[at:].strip():
        match = _OPTION.match(typed, at)
        if match is None:
            raise SettingsWrong(f"{typed[at:].strip()!r} is no option", "", "Write quality = high, previews = 2")
        found[match[1]], at = match[2].strip('"'), match.end()
    return found
