"""What the settings say of each engine: a server, an account at a hosted service."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from studio.settings.catalog import about

MODEL_ROLES = ("unet", "clip1", "clip2", "vae")
"""The parts of a model that a server's settings may name."""

When = Literal["offline", "busy"]
HostedService = Literal["openai", "gemini", "replicate", "bfl"]


class ServerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ComfyUI server. A header's value may name an environment variable, `"Bearer ${COMFY_TOKEN}"`, or a file that
    only its owner can read, `"file:~/.config/lab/token"` as a whole or `"Bearer ${file:~/.config/lab/token}"` in part.

    `models` maps a role (MODEL_ROLES) to a file name or `auto`.
    """

    name: Annotated[str, about("Servers", "What you call it", is_live=True)]
    url: Annotated[
        str, about("Servers", "Where it is: http://HOST:8188; a path prefix is kept", "address", is_live=True)
    ]
    headers: Annotated[
        dict[str, str],
        about(
            "Servers",
            'What is sent with each request, as a token: "Bearer ${NAME}" is filled in from the environment,'
            ' "file:PATH" from a file that only you can read',
            "credentials",
            is_live=True,
        ),
    ] = {}
    models: Annotated[
        dict[str, str],
        about("Servers", "A file for a part of the model (unet, clip1, clip2, vae), else auto", "models", is_live=True),
    ] = {}
    ca_file: Annotated[
        str, about("Servers", "The PEM file of a certificate authority of your own", "file", is_live=True)
    ] = ""


class HostedSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account at a hosted service, which draws for money. The key is named and never written here: `"${NAME}"`,
    `"file:PATH"` of a file that only its owner can read, or `"keyring:SERVICE/USER"`. `options` are what else the
    service takes: quality = "high".
    """

    name: Annotated[str, about("Hosted engines", "What you call it", is_live=True)]
    service: Annotated[HostedService, about("Hosted engines", "Whose it is", is_live=True)]
    model: Annotated[
        str, about("Hosted engines", "The model that draws; empty: the service's usual one", is_live=True)
    ] = ""
    key: Annotated[
        str,
        about(
            "Hosted engines",
            'Where the key is: "${NAME}" of the environment, or "file:PATH" of a file that only you can read, or'
            " \"keyring:SERVICE/USER\" of the system's keyring (an extra); empty: the variable that the service's own"
            " tools use",
            "credential",
            is_live=True,
        ),
    ] = ""
    url: Annotated[str, about("Hosted engines", "Another address, as of a region", "address", is_live=True)] = ""
    options: Annotated[
        dict[str, str],
        about(
            "Hosted engines", 'What else is sent, as the service names it: quality = "high"', "options", is_live=True
        ),
    ] = {}


class VisionSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The server whose model looks at pictures and drafts captions: any that speaks OpenAI's chat completions. The key
    is named as a hosted engine's is; a server of one's own needs none.
    """

    url: Annotated[
        str,
        about(
            "Captions", "The server that drafts captions: http://HOST:11434; empty: none does", "address", is_live=True
        ),
    ] = ""
    model: Annotated[
        str, about("Captions", "Its model, which must see pictures, such as qwen3-vl:8b", is_live=True)
    ] = ""
    key: Annotated[
        str,
        about(
            "Captions",
            'Where its key is, if it wants one: "${NAME}", "file:PATH" or "keyring:SERVICE/USER"',
            "credential",
            is_live=True,
        ),
    ] = ""


class FallbackSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who draws instead of the servers: the first whose condition holds, asked before unless it says so."""

    engine: Annotated[str, about("Fallback", "Who draws instead: a hosted engine, or NAME/MODEL", is_live=True)]
    when: Annotated[
        When,
        about("Fallback", "offline: no server is ready; busy: each has `jobs` waiting at least, too", is_live=True),
    ] = "offline"
    jobs: Annotated[int, about("Fallback", "How many jobs make a server busy", least=1, most=1000, is_live=True)] = 5
    by_itself: Annotated[
        bool, about("Fallback", "Whether it draws without asking, where the engine is auto", is_live=True)
    ] = False
