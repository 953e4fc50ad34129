"""What a server said when it would not take a graph, told in plain words as typed errors."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from backends.base import EngineRefused
from backends.comfyui.graphs.models import SHELVES, missing
from backends.comfyui.inventory.packs import remedy
from backends.plain import plain

_MOST_TOLD = 3
_NO_SUCH_NODE = re.compile(r"Cannot execute because node (.+) does not exist")


class Lacking(EngineRefused):
    """The server has no such node, or no such uploaded picture, as the graph names."""


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
    known = _by_type(error)
    if known is not None:
        return known
    words = [plain(error.get("message")), plain(error.get("details"))]
    reason = ": ".join(dict.fromkeys(word for word in words if word)) or "no reason given"
    return EngineRefused(f"The server refused the request: {reason}")


def _by_type(error: dict[str, Any]) -> EngineRefused | None:
    """The error for what newer servers name by its type, and 0.3.64 by its words (comfy's `validate_prompt`)."""
    extra = error.get("extra_info")
    extra = extra if isinstance(extra, dict) else {}
    place = plain(error.get("details"), 60).removeprefix("Node ID ").strip("'")
    older = _NO_SUCH_NODE.match(plain(error.get("message")))
    if error.get("type") == "invalid_prompt_id":
        return EngineRefused(
            "The server does not take the id that the job came with",
            "Draw the scene again, under another id. If that is refused too, something between the studio and the "
            "server changes what is sent",
        )
    if error.get("type") != "missing_node_type" and older is None:
        return None
    kind = plain(older[1] if older else extra.get("class_type"), 80)
    if not kind:
        return EngineRefused(
            f"The node {place} of the graph has no class",
            "Put the graph together again in ComfyUI, and choose Workflow → Export (API) there",
        )
    title = plain(extra.get("node_title"), 80)
    called = f" titled {title}" if title and title != kind else ""
    return Lacking(f"The server has no node {kind}, which the graph uses at {place}{called}", remedy(kind))


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
            absent = _absent_model(error) or _absent_picture(error)
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


def _absent_picture(error: dict[str, Any]) -> EngineRefused | None:
    details = plain(error.get("details"), 200)
    if error.get("type") != "custom_validation_failed" or "Invalid image file" not in details:
        return None
    return Lacking(
        f"The server does not have a picture that was brought there: {details.rpartition(': ')[2]}",
        "Draw it again, which brings it there again. If that fails too, look at the server's folder input",
    )


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
