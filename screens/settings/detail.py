"""The pane that tells of the setting under the cursor: meaning, default, where it stands, from when a change holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from screens.settings.rows import Row, shown_value
from studio.plain_text import short_path
from studio.settings.engine_settings import HostedSettings, ServerSettings
from studio.settings.keeping import Read

if TYPE_CHECKING:
    from studio.doctor.doctor import Fact

Ink = Callable[[str], str]
"""A colour of the theme by its name."""
SIGNS = {"fine": ("✓", "success"), "note": ("–", "muted"), "broken": ("!", "error")}
KEYS = {
    "server": "t tests it.",
    "new server": "Enter asks for its name and its address.",
    "hosted": "t tests it, and spends nothing.",
    "new hosted": "Enter asks for the service, the model and where the key is.",
    "fallback": "They are gone through in this order.",
    "new fallback": "Enter asks who, when, and whether you are asked before.",
    "new key": "Enter, and then for example gallery.trash = D.",
    "key": "Delete gives back the studio's own.",
    "setting": "",
}


def told_of(row: Row, read: Read, colour: Ink) -> Text:
    """What is said of a row."""
    setting = row.setting
    text = Text.assemble((row.label.removesuffix(" …"), f"bold {colour('primary')}"))
    text.append(f"\n{setting.meaning}.\n", colour("foreground"))
    if row.kind == "server":
        server = next(one for one in read.chosen.servers if one.name == row.label)
        text.append("".join(f"{line}\n" for line in server_lines(server)), colour("foreground"))
    if row.kind == "hosted":
        account = next(one for one in read.chosen.hosted if one.name == row.label)
        text.append("".join(f"{line}\n" for line in account_lines(account)), colour("foreground"))
    default = f"By default {shown_value(setting, setting.default)}. " if row.kind == "setting" else ""
    text.append(f"{default}A change holds {setting.holds}.\n", colour("muted"))
    if row.line is not None:
        text.append(f"Stands in {short_path(str(read.file))}, line {row.line}.", colour("muted"))
    elif row.kind == "setting":
        text.append("Not set.", colour("muted"))
    text.append(f" {KEYS[row.kind]}" if row.line is not None else KEYS[row.kind], colour("muted"))
    text.rstrip()
    return text


def server_lines(server: ServerSettings) -> list[str]:
    """What a server's settings say, without any credential that stands there itself."""
    from studio.settings.checking import holds_credential

    headers = [f"{name}: {'••••••' if holds_credential(name, one) else one}" for name, one in server.headers.items()]
    models = [f"{role}: {file}" for role, file in server.models.items()]
    return [*headers, *models, *([f"ca_file: {server.ca_file}"] if server.ca_file else [])]


def account_lines(account: HostedSettings) -> list[str]:
    """What the settings say of a hosted engine; a key is never among it, only where it is."""
    options = [f"{name} = {value}" for name, value in account.options.items()]
    said = (("service", account.service), ("model", account.model), ("key", account.key), ("url", account.url))
    return [*(f"{name}: {value}" for name, value in said if value), *options]


def told_of_test(facts: Sequence[Fact], colour: Ink) -> Text:
    """What the doctor says of an engine, a line each, with what to do."""
    text = Text()
    for fact in facts:
        sign, name = SIGNS[fact.state]
        text.append(f"{sign} ", f"bold {colour(name)}")
        text.append(f"{fact.text}\n", colour("error" if fact.state == "broken" else "foreground"))
        if fact.remedy:
            text.append(f"  → {fact.remedy}\n", colour("warning"))
    text.rstrip()
    return text
