"""Whether settings can be, and why not: addresses, names, sizes, and credentials that others could read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from backends.families import SIZES
from studio.errors import StudioError
from studio.plain_text import expanded
from studio.settings import tables
from studio.settings.engine_settings import MODEL_ROLES, HostedSettings, ServerSettings, VisionSettings

if TYPE_CHECKING:
    from studio.settings.settings import Settings


class SettingsWrong(StudioError):
    """A setting cannot be used as it stands."""


Wrong = Callable[[list[str], str, str, str], "SettingsWrong"]
"""Makes the error of a value: the steps to it, title, reason, remedy."""


def check(settings: Settings, text: str, file: str) -> None:
    """Raise SettingsWrong, with the line, for a value that cannot be."""

    def wrong(steps: list[str], title: str, reason: str, remedy: str) -> SettingsWrong:
        return SettingsWrong(f"{file}, line {tables.line_of(text, steps)}: {title}", reason, remedy)

    try:
        parse_size(settings.size)
    except SettingsWrong as error:
        raise wrong(["size"], error.notice.title, "", error.notice.remedy) from error
    if settings.library.startswith("~") and not expanded(settings.library).is_absolute():
        raise wrong(["library"], f"{settings.library!r} begins with nobody's home", "", "Write the whole path, or ~/…")
    ink = settings.lettering.ink
    if not _INK.fullmatch(ink):
        raise wrong(["lettering", "ink"], f"{ink!r} is no ink", "", "Write auto, or a colour as #rrggbb")
    names = [*(server.name for server in settings.servers), *(account.name for account in settings.hosted)]
    for number, server in enumerate(settings.servers):
        _check_server(server, names, ["servers", str(number)], wrong)
    for number, account in enumerate(settings.hosted):
        _check_hosted(account, names, ["hosted", str(number)], wrong)
    _check_vision(settings.vision, wrong)
    for number, instead in enumerate(settings.fallback):
        if instead.engine.partition("/")[0] not in names:
            named = ", ".join(names) or "none yet: name servers and hosted engines first"
            title = f"there is no engine {instead.engine!r} to fall back on"
            raise wrong(["fallback", str(number), "engine"], title, "", f"Known: {named}")
    known = ["auto", "draft", *names]
    # Whether a graph is there is seen when it is used: files come and go.
    if settings.engine not in known and settings.engine.partition("/")[0] not in names:
        raise wrong(["engine"], f"there is no engine {settings.engine!r}", "", f"Known: {', '.join(known)}")


def _check_server(server: ServerSettings, names: list[str], place: list[str], wrong: Wrong) -> None:
    if not re.match(r"https?://[^\s/]", server.url):
        title = f"the server {server.name!r} has no usable url"
        raise wrong([*place, "url"], title, repr(server.url), "Write http://HOST:8188")
    named = f"a server cannot be named {server.name!r}"
    if "/" in server.name:
        raise wrong([*place, "name"], named, "SERVER/GRAPH names a graph", "Leave the / out")
    if not server.name.strip() or server.name in ("auto", "draft") or names.count(server.name) > 1:
        raise wrong([*place, "name"], named, "the name is taken or empty", "Choose another name")
    for role in server.models:
        if role not in MODEL_ROLES:
            title = f"there is no model role {role!r}"
            raise wrong([*place, role], title, "", f"Known: {', '.join(MODEL_ROLES)}")


def _check_hosted(account: HostedSettings, names: list[str], place: list[str], wrong: Wrong) -> None:
    named = f"a hosted engine cannot be named {account.name!r}"
    if "/" in account.name:
        raise wrong([*place, "name"], named, "NAME/MODEL names a model", "Leave the / out")
    if not account.name.strip() or account.name in ("auto", "draft") or names.count(account.name) > 1:
        raise wrong([*place, "name"], named, "the name is taken or empty", "Choose another name")
    if account.url and not _SAFE_URL.match(account.url):
        remedy = "Write https://HOST: over http, which is for this machine alone, others would read the key"
        raise wrong([*place, "url"], f"{account.name!r} has no usable url", repr(account.url), remedy)
    if account.key and not names_key(account.key):
        raise wrong(
            [*place, "key"],
            f"the key of {account.name!r} stands in the file",
            "",
            'Write "${NAME}", "file:PATH" or "keyring:SERVICE"',
        )


def _check_vision(vision: VisionSettings, wrong: Wrong) -> None:
    if vision.url and not re.match(r"https?://[^\s/@]+(/|$)", vision.url):
        title = "the vision server has no usable url"
        raise wrong(["vision", "url"], title, repr(vision.url), "Write http://HOST:11434")
    if vision.key and not names_key(vision.key):
        remedy = 'Write "${NAME}", "file:PATH" or "keyring:SERVICE"'
        raise wrong(["vision", "key"], "the key of the vision server stands in the file", "", remedy)
    if vision.key and vision.url and not _SAFE_URL.match(vision.url):
        title = "the key of the vision server would go over http, where others would read it"
        raise wrong(["vision", "url"], title, repr(vision.url), "Write https://HOST, or take the key away")


def hold_credentials(settings: Settings, file: Path) -> None:
    """Refuse credentials that are written into a file which others can read."""
    if os.name != "posix" or not file.stat().st_mode & 0o077:
        return
    for server in settings.servers:
        held = [name for name, value in server.headers.items() if holds_credential(name, value)]
        if "@" in address(server.url):
            held.append("url")
        if held:
            raise SettingsWrong(
                f"{file} holds a credential of the server {server.name!r} ({held[0]}), and others can read the file",
                f"its mode is {file.stat().st_mode & 0o777:o}",
                f'chmod 600 {file}, or write "${{NAME}}" or "file:PATH" there',
            )


_SAFE_URL = re.compile(r"https://[^\s/@]+(/|$)|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/|$)")
_INK = re.compile(r"auto|#[0-9a-fA-F]{6}")


def shown_address(url: str) -> str:
    """A url as a person may see it: without a credential that stands in it."""
    return url.replace(f"{address(url).rpartition('@')[0]}@", "•••@", 1) if "@" in address(url) else url


def address(url: str) -> str:
    """Host and port of a url, and the credential before them where one stands there."""
    return url.partition("://")[2].partition("/")[0]


def holds_credential(header: str, value: str) -> bool:
    """Whether a header's value is a credential itself, and not the name of a variable or a file that has it."""
    return bool(_CREDENTIAL.search(header)) and not _NAMED.search(value)


def names_key(key: str) -> bool:
    """Whether a hosted engine's key is named, and not the key itself."""
    return bool(_NAMED.search(key)) or key.startswith("keyring:")


_CREDENTIAL = re.compile(r"auth|token|key|secret|cookie|password|session", re.IGNORECASE)
_NAMED = re.compile(r"^file:|\$\{")


def parse_size(text: str) -> tuple[int, int]:
    """Width and height in pixels from "1024x1024" or a name of SIZES. Raises SettingsWrong.

    Sides are multiples of 16 (FLUX's patch grid) from 256 to 2048.
    """
    known = SIZES.get(text.strip().casefold())
    if known:
        return known
    match = re.fullmatch(r"\s*(\d{1,5})\s*[x×X*]\s*(\d{1,5})\s*", text)
    if match:
        width, height = int(match.group(1)), int(match.group(2))
        if all(256 <= side <= 2048 and side % 16 == 0 for side in (width, height)):
            return width, height
    raise SettingsWrong(
        f"{text!r} is not a size",
        "",
        f"Write WIDTHxHEIGHT, each a multiple of 16 from 256 to 2048, or one of {', '.join(SIZES)}",
    )
