"""What a server said when it would not take a graph, told in plain words as typed errors."""

from __future__ import annotations

from typing import Any

import msgspec

from backends.base import EngineRefused
from backends.comfyui.models import SHELVES, missing
from backends.comfyui.plain import plain

_MOST_TOLD = 3


def refusal(body: bytes) -> EngineRefused:
    """The error for the body of a 400 from /prompt: `{error: {type, message, details}, node_errors}`."""
    try:
        answer = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return EngineRefused("The server refused the request and did not say why", "Look into the server's log")
    error = answer.get("error")
    found = told(answer.get("node_errors"))
    if found is not None:
        return found
    if not isinstance(error, dict):
        return EngineRefused(f"The server refused the request: {plain(error) or 'no reason given'}")
    words = [plain(error.get("message")), plain(error.get("details"))]
    reason = ": ".join(dict.fromkeys(word for word in words if word)) or "no reason given"
    remedy = "Update ComfyUI on the server, or install the node" if "does not exist" in reason else ""
    return EngineRefused(f"The server refused the request: {reason}", remedy)


def told(node_errors: object) -> EngineRefused | None:
    """The error in `node_errors` of an answer, `{id: {errors: […], class_type}}`; None where it holds none."""
    if not isinstance(node_errors, dict):
        return None
    lines = []
    for name, node in node_errors.items():
        kind = plain(node.get("class_type"), 80) if isinstance(node, dict) else ""
        errors = node.get("errors") if isinstance(node, dict) else None
        for error in errors if isinstance(errors, list) else ():
            if not isinstance(error, dict):
                continue
            absent = _absent_model(error)
            if absent is not None:
                return absent
            lines.append(f"{kind or plain(name, 40)}: {_line(error)}")
    if not lines:
        return EngineRefused("The server refused a part of the graph and did not say why") if node_errors else None
    more = f" (and {len(lines) - _MOST_TOLD} more)" if len(lines) > _MOST_TOLD else ""
    return EngineRefused("The server refused the graph. " + "; ".join(lines[:_MOST_TOLD]) + more)


def _line(error: dict[str, Any]) -> str:
    message, details = plain(error.get("message"), 160), plain(error.get("details"), 200)
    return f"{message} ({details})" if details else message


def _absent_model(error: dict[str, Any]) -> EngineRefused | None:
    extra = error.get("extra_info")
    if error.get("type") != "value_not_in_list" or not isinstance(extra, dict):
        return None
    received = extra.get("received_value")
    for role, shelf in SHELVES.items():
        names = [name for _, name in shelf.places]
        if extra.get("input_name") in names and isinstance(received, str):
            return missing(role, received)
    return None
