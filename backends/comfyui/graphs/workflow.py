"""A graph as ComfyUI's editor keeps it, so that a picture which is dragged into ComfyUI opens as one.

SaveImage writes `extra_pnginfo.workflow` into the picture. Its form is the editor's workflow of version 0.4
(docs.comfy.org/specs/workflow_json_0.4): nodes with places, slots and the values of their widgets in order, and links
`[id, from node, from slot, to node, to slot, type]`. A server's node list says which inputs are slots and which are
widgets; nodes that it does not describe keep the order of the graph.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from backends.comfyui.graphs.graph import Graph, classes_of
from backends.comfyui.graphs.layout import Size, laid_out
from backends.comfyui.inventory.catalog import Catalog, Input, Node

VERSION: Final = 0.4
WIDTH: Final = 315.0
"""Pixels of a node's width. Its height is that of its title, and of a line for each slot and each widget."""
TITLE: Final = 34.0
SLOT: Final = 20.0
WIDGET: Final = 24.0
TEXT: Final = 140.0
"""Pixels of a widget for text of several lines."""
ANY: Final = "*"
"""The type of a slot that the server does not describe."""

MOST_OUTPUTS: Final = 256
"""Outputs of one node; a link to a later one is none."""

_WIDGETS: Final = frozenset({"INT", "FLOAT", "STRING", "BOOLEAN", "COMBO"})
_EMPTY: Final[dict[str, Any]] = {"INT": 0, "FLOAT": 0.0, "BOOLEAN": False}

Source = tuple[str, int]
"""A node's id, and the number of its output."""


class _Slot(msgspec.Struct):
    """An input that a link may go into; `widget` says that it is also a widget, whose place a link takes."""

    name: str
    kind: str
    source: Source | None
    widget: bool = False


class _Form(msgspec.Struct):
    """A node as the editor shows it: slots, values of widgets, outputs as (name, type), and its height in pixels."""

    slots: list[_Slot]
    values: list[Any]
    outputs: list[tuple[str, str]]
    height: float


def workflow(graph: Graph, catalog: Catalog, name: str = "") -> dict[str, Any]:
    """The graph, in API format, as the editor opens it, laid out from left to right; `name` is its id, a UUID."""
    order = list(classes_of(graph))
    numbers = _numbers(order)
    forms = {node: _form(graph, node, catalog) for node in order}
    needs = {node: [slot.source[0] for slot in form.slots if slot.source] for node, form in forms.items()}
    places = laid_out(needs, {node: Size(WIDTH, form.height) for node, form in forms.items()})
    links: list[list[Any]] = []
    entering: dict[tuple[str, int], int] = {}
    leaving: dict[Source, list[int]] = {}
    for node in order:
        for at, slot in enumerate(forms[node].slots):
            if slot.source is None:
                continue
            number = len(links) + 1
            origin, output = slot.source
            links.append([number, numbers[origin], output, numbers[node], at, forms[origin].outputs[output][1]])
            entering[node, at] = number
            leaving.setdefault(slot.source, []).append(number)
    nodes = []
    for turn, node in enumerate(order):
        form, kind, title = forms[node], graph[node]["class_type"], _title(graph[node])
        inputs = [_input(slot, entering.get((node, at))) for at, slot in enumerate(form.slots)]
        outputs = [
            {"name": label, "type": kind_of, "links": leaving.get((node, at)), "slot_index": at}
            for at, (label, kind_of) in enumerate(form.outputs)
        ]
        nodes.append(
            {
                "id": numbers[node],
                "type": kind,
                "pos": list(places[node]),
                "size": [WIDTH, form.height],
                "flags": {},
                "order": turn,
                "mode": 0,
                "inputs": inputs,
                "outputs": outputs,
                **({"title": title} if title else {}),
                "properties": {"Node name for S&R": kind},
                "widgets_values": form.values,
            }
        )
    return {
        **({"id": name} if name else {}),
        "revision": 0,
        "last_node_id": max(numbers.values(), default=0),
        "last_link_id": len(links),
        "nodes": nodes,
        "links": links,
        "groups": [],
        "config": {},
        "extra": {},
        "version": VERSION,
    }


def _numbers(order: list[str]) -> dict[str, int]:
    """The editor's number of each node: its id where that is one, for some custom nodes look themselves up by it."""
    numbers = {node: int(node) for node in order if node.isascii() and node.isdecimal() and str(int(node)) == node}
    free = max(numbers.values(), default=0)
    for node in order:
        if node not in numbers:
            free += 1
            numbers[node] = free
    return numbers


def _title(node: dict[str, Any]) -> str:
    meta = node.get("_meta")
    title = meta.get("title") if isinstance(meta, dict) else None
    return title if isinstance(title, str) else ""


def _input(slot: _Slot, link: int | None) -> dict[str, Any]:
    return {
        "name": slot.name,
        "type": slot.kind,
        "link": link,
        **({"widget": {"name": slot.name}} if slot.widget else {}),
    }


def _form(graph: Graph, name: str, catalog: Catalog) -> _Form:
    inputs: dict[str, Any] = graph[name]["inputs"]
    known = catalog.nodes.get(graph[name]["class_type"])
    described = known.inputs if known is not None else {key: _undescribed(graph, inputs[key]) for key in inputs}
    slots: list[_Slot] = []
    values: list[Any] = []
    height = TITLE
    for key, wanted in described.items():
        value = inputs.get(key)
        source = _source(graph, value)
        # What is given for a type without a widget stands in one that the editor has for it.
        given = key in inputs and not isinstance(value, list)
        widget = given or (wanted.kind in _WIDGETS and not wanted.socket)
        if widget:
            values += _values(wanted, value if given else None)
            height += TEXT if wanted.lines else WIDGET
        if widget or source is not None or not wanted.dynamic:
            slots.append(_Slot(key, wanted.kind, source, widget))
        # A dynamic input is spelled out under its own name, a dot, and more.
        for part in (part for part in inputs if part.startswith(f"{key}.") and part not in described):
            source = _source(graph, inputs[part])
            if source is not None:
                slots.append(_Slot(part, ANY, source))
            else:
                values.append(inputs[part])
                height += WIDGET
    values += ["image" for wanted in described.values() if wanted.upload]
    # As the editor keeps them: first what can only be linked.
    slots.sort(key=lambda slot: slot.widget)
    outputs = _outputs(graph, name, known)
    lines = max(sum(not slot.widget for slot in slots), len(outputs))
    return _Form(slots, values, outputs, height + SLOT * lines)


def _undescribed(graph: Graph, value: object) -> Input:
    """An input of a node that the server does not describe: a slot where it is linked, else a widget."""
    return Input(ANY if _source(graph, value) else "STRING", required=False)


def _values(wanted: Input, value: Any) -> list[Any]:
    """What stands in an input's widget, and in the one that the editor puts behind a seed."""
    if value is None:
        first = wanted.choices[0] if wanted.choices else _EMPTY.get(wanted.kind, "")
        value = first if wanted.default is msgspec.UNSET else wanted.default
    return [value, "fixed"] if wanted.seed else [value]


def _source(graph: Graph, value: object) -> Source | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    name, output = value
    linked = isinstance(name, str) and name in graph and isinstance(output, int) and 0 <= output < MOST_OUTPUTS
    return (name, output) if linked else None


def _outputs(graph: Graph, name: str, known: Node | None) -> list[tuple[str, str]]:
    """Name and type of each output; as many as are used where the server does not say how many there are."""
    described = known.outputs if known is not None else ()
    names = known.output_names if known is not None else ()
    used = [
        source[1]
        for node in graph.values()
        for value in node["inputs"].values()
        if (source := _source(graph, value)) is not None and source[0] == name
    ]
    count = max(len(described), max(used, default=-1) + 1)
    kinds = [*described, *[ANY] * (count - len(described))]
    return [(names[at] if at < len(names) else kind, kind) for at, kind in enumerate(kinds)]
