"""Where a ComfyUI server stands and how to speak with it. Cheap to import: the settings build these records."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote, unquote, urlencode, urlsplit

import msgspec

from backends.base import EngineRefused
from backends.plain import plain

ROLES = ("unet", "clip1", "clip2", "vae")
"""The model roles that a server's settings may name; a role that is not named is `auto`."""


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """One ComfyUI server. `url` may carry a path prefix; `headers` go with every request and the socket's upgrade.

    `models` maps a role of `ROLES` to a file name or `auto`. `ca_file` names a PEM file with a private CA. Times are
    seconds: `silence` is how long a running job's socket may say nothing before the studio looks for itself,
    `patience` how long a server that has gone away is waited for, `timeout` how long one answer may stay away, and
    `pause` the first of the growing waits between two attempts. Header values never appear in a repr.
    """

    name: str
    url: str
    headers: dict[str, str] = {}
    models: dict[str, str] = {}
    ca_file: str = ""
    silence: float = 30.0
    patience: float = 900.0
    timeout: float = 30.0
    pause: float = 0.5

    def __repr__(self) -> str:
        return f"Server(name={self.name!r}, url={shown_url(self.url)!r}, headers={sorted(self.headers)!r})"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return [("name", self.name), ("url", shown_url(self.url)), ("headers", sorted(self.headers))]


def shown_url(url: str) -> str:
    """The address as a person may see it: without the user, the password, the query and the fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def base_url(server: Server) -> str:
    """The server's address without user and password, and without a slash at its end.

    Raises EngineRefused when it is not an http or https address with a host that can be looked up.
    """
    try:
        parts = urlsplit(server.url.strip())
        host = parts.hostname or ""
        usable = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
        # What cannot be looked up as a name would break in the middle of a connection.
        usable = usable and bool(host.encode("idna")) and host.isprintable() and " " not in host
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise EngineRefused(
            f"The address of {server.name} is not one that can be opened: {shown_url(server.url)}",
            "Write it as http://host:8188, with a path where a proxy needs one",
        )
    return shown_url(server.url.strip()).rstrip("/")


def safe_headers(server: Server) -> dict[str, str]:
    """The server's headers, with what the address says of user and password as one of them.

    Raises EngineRefused, naming the header and never its value, where one cannot be sent.
    """
    for name, value in server.headers.items():
        token = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
        if not token or not value.isascii() or not value.isprintable() or value != value.strip():
            raise EngineRefused(
                f"The header {plain(name, 60)!r} of {server.name} cannot be sent",
                "Use ASCII without line breaks or spaces at its ends, in the server's settings",
            )
    parts = urlsplit(server.url.strip())
    if parts.username is None or any(name.lower() == "authorization" for name in server.headers):
        return server.headers
    # In an address they would stand in every log that names it.
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {**server.headers, "Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def socket_url(server: Server, client_id: str) -> str:
    """The address of the server's websocket for this client id."""
    base = base_url(server)
    scheme, _, rest = base.partition("://")
    return f"{'wss' if scheme == 'https' else 'ws'}://{rest}/ws?{urlencode({'clientId': client_id}, quote_via=quote)}"
