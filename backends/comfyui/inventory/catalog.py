"""What a server has, read from /object_info: nodes with their inputs and choices.

A choice among names comes in two shapes: `[["a", "b"], {…}]` and `["COMBO", {"options": ["a", "b"]}]`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from backends.base import BadAnswer


class Input(msgspec.Struct, frozen=True):
    """One input of a node: `kind` is a type such as `MODEL` or `COMBO`; `default` is UNSET where there is none.

    `closed` says that it takes nothing but its choices, of which there may be none. The rest is how the editor shows
    it: as a `socket` though it could be a widget, as text of several `lines`, with a button for an `upload`, or as a
    `seed`, behind which stands what becomes of it after a run.
    """

    kind: str
    required: bool
    choices: tuple[Any, ...] = ()
    default: Any = msgspec.UNSET
    closed: bool = False
    socket: bool = False
    lines: bool = False
    upload: bool = False
    seed: bool = False

    @property
    def dynamic(self) -> bool:
        """Whether a graph spells it out under other names, or its type follows from what is linked to it.

        Such types are `COMFY_AUTOGROW_V3`, `COMFY_DYNAMICCOMBO_V3`, `COMFY_DYNAMICSLOT_V3`, `COMFY_MATCHTYPE_V3` and
        `COMFY_MULTITYPED_V3` (comfy_api/latest/_io.py); what comes after them will be named alike.
        """
        return self.kind.startswith("COMFY_")


class Node(msgspec.Struct, frozen=True):
    """A node class of the server: its inputs by name, the types of its outputs, and whether it keeps a result."""

    inputs: dict[str, Input] = {}
    outputs: tuple[str, ...] = ()
    keeps: bool = False
    output_names: tuple[str, ...] = ()


class Catalog(msgspec.Struct, frozen=True):
    """The nodes that a server has, by class."""

    nodes: dict[str, Node] = {}

    def choices(self, node: str, name: str) -> tuple[str, ...]:
        """The names that an input may take; empty where the server has no such node or input."""
        found = self.nodes.get(node, Node()).inputs.get(name)
        return tuple(choice for choice in found.choices if isinstance(choice, str)) if found else ()


def read(answer: bytes) -> Catalog:
    """The catalog in the body of /object_info. Nodes of a shape that is not understood are left out.

    Raises BadAnswer when the body is not a JSON object.
    """
    try:
        raw = msgspec.json.decode(answer, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise BadAnswer("The server's list of nodes cannot be read", "Is this address a ComfyUI?") from error
    nodes = {}
    for name, described in raw.items():
        try:
            nodes[name] = _node(msgspec.json.decode(described))
        except (msgspec.DecodeError, RecursionError, UnicodeError, AttributeError, TypeError, IndexError, KeyError):
            continue
    return Catalog(nodes)


def _node(described: Any) -> Node:
    inputs = {}
    for group in ("required", "optional"):
        for name, spec in (described["input"].get(group) or {}).items():
            inputs[name] = _input(name, spec, group == "required")
    outputs = tuple(output if isinstance(output, str) else "COMBO" for output in described.get("output") or ())
    names = tuple(name for name in described.get("output_name") or () if isinstance(name, str))
    return Node(inputs, outputs, described.get("output_node") is True, names if len(names) == len(outputs) else ())


def _input(name: str, spec: Any, required: bool) -> Input:
    kind, options = spec[0], spec[1] if len(spec) > 1 and isinstance(spec[1], dict) else {}
    choices = kind if isinstance(kind, list) else options.get("options") if kind == "COMBO" else None
    # The editor takes these two names for seeds, whether or not the node says so.
    seed = options.get("control_after_generate", kind == "INT" and name in ("seed", "noise_seed"))
    return Input(
        kind=kind if isinstance(kind, str) else "COMBO",
        required=required,
        choices=tuple(choices or ()),
        default=options.get("default", msgspec.UNSET),
        closed=isinstance(choices, list),
        socket=options.get("forceInput") is True,
        lines=options.get("multiline") is True,
        upload=options.get("image_upload") is True,
        seed=bool(seed),
    )
