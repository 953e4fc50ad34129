"""How a service is reached: its address, the key, and how long it is waited for. Cheap to import."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

import msgspec


class Secret:
    """A key that is shown nowhere: neither by repr, nor by str, nor by `rich`, nor in JSON."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The key itself, for the header of a request and nothing else."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(•••)" if self._value else "Secret()"


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One account at one service. `url` has a scheme and a host, and perhaps a path; without a slash at its end.

    `key_from` says in words where the key comes from: "OPENAI_API_KEY", "the file ~/keys/openai". `headers` go with
    every request, as an organisation's name; `options` with every picture, where its own request has no others
    (`DrawRequest.options`). Times are seconds: `timeout` is how long one part of an answer may stay away, `patience`
    how long a picture may take, `pause` the first of the growing waits between two questions.
    """

    name: str
    url: str
    key: Secret
    key_from: str = ""
    headers: Mapping[str, str] = {}
    options: Mapping[str, str] = {}
    timeout: float = 30.0
    patience: float = 900.0
    pause: float = 1.0


def is_home(access: Access, url: str) -> bool:
    """Whether an address is the service's own, so that the key may go there: the same scheme, host and port.

    A service with regional hosts has them under one domain: `api.eu.bfl.ai` is as good as `api.bfl.ai`, where the
    account's own address is there too; plain http never is.
    """
    try:
        home, there = urlsplit(access.url), urlsplit(url)
        if _origin(home) == _origin(there):
            return True
        domain = _domain(home.hostname or "")
        return (
            bool(domain)
            and there.scheme == home.scheme == "https"
            and _port(there) == 443
            and ((there.hostname or "") == domain or (there.hostname or "").endswith(f".{domain}"))
        )
    except ValueError:
        return False


REGIONAL = frozenset({"bfl.ai"})
"""Domains that are one service's as a whole, under which it names regional hosts in its answers."""


def _domain(host: str) -> str:
    domain = ".".join(host.lower().split(".")[-2:])
    return domain if domain in REGIONAL else ""


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme.lower(), (parts.hostname or "").lower(), _port(parts)
