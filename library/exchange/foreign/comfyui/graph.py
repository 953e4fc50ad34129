"""A ComfyUI graph of any shape as plain nodes, and the ways through it.

Format: the API prompt, `{id: {"class_type": …, "inputs": {name: value or [id, output]}}}`. Nodes come from anybody, so
what a node does is told by the names of its inputs; a few kinds (joining, choosing, random numbers) by their class.
Every walk visits a node once, so cycles and depth cost nothing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from library.exchange.foreign.facts import ForeignUnreadable, listed, mapping

MOST_NODES = 20_000
MOST_PARTS = 200
"""Entries of a list, and texts of a node, at most."""
MOST_INPUTS = 200
"""Inputs of a node that are looked at; real ones have up to some sixty."""
MOST_HOPS = 30
"""Nodes that a number or a name is followed through, at most."""
NEUTRAL = frozenset({"", "*", "any", "anything", "input", "value", "source"})
"""Inputs that say nothing of what comes by them: those of reroutes, previews and the like."""

_NUMBER_KEYS = (
    *("seed", "noise_seed", "value", "int", "number", "Number", "INT", "float", "Value", "a", "input", "choice"),
    *("source", "string", "String", "text"),
)


class Link(NamedTuple):
    """Where an input comes from: a node's id, and which of its outputs."""

    node: str
    slot: int


@dataclass(slots=True)
class Node:
    """One node: its class, its values by input name, and its links by input name."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Whether there is an input of this name, as a value or as a link."""
        return key in self.values or key in self.links

    def inputs(self) -> Iterator[str]:
        """The names of all inputs, links first."""
        yield from self.links
        yield from self.values


Graph = dict[str, Node]


def graph_of(prompt: Any) -> Graph:
    """A decoded API prompt as a graph. Raises ForeignUnreadable where it has no nodes, or more than MOST_NODES."""
    found = mapping(prompt)
    if len(found) > MOST_NODES:
        raise ForeignUnreadable(f"Its graph has more than {MOST_NODES:,} nodes")
    graph: Graph = {}
    for key, given in found.items():
        if type(given) is dict and type(kind := given.get("class_type")) is str:
            inputs = given.get("inputs")
            if type(inputs) is dict:
                graph[key] = _node(kind, inputs)
    if not graph:
        raise ForeignUnreadable("Its `prompt` is not a graph of ComfyUI")
    return graph


def _node(kind: str, inputs: dict[str, Any]) -> Node:
    values: dict[str, Any] = {}
    links: dict[str, Link] = {}
    for key, value in islice(inputs.items(), MOST_INPUTS):
        # A link is a list of a node's id and the number of its output.
        if type(value) is list and len(value) == 2 and type(value[1]) is int and type(value[0]) in (str, int):
            links[key] = Link(str(value[0]), value[1])
        elif type(value) is dict:
            values[key] = value.get("__value__", value)
        else:
            values[key] = value
    return Node(kind, values, links)


def upstream(graph: Graph, *starts: str, follow: Callable[[str], bool] | None = None) -> Iterator[tuple[str, Node]]:
    """The nodes `starts` and all that they depend on, nearest first; `follow` says which inputs are gone along."""
    seen, waiting = set(starts), deque(starts)
    while waiting:
        identity = waiting.popleft()
        node = graph.get(identity)
        if node is None:
            continue
        yield identity, node
        for key, link in node.links.items():
            if link.node not in seen and (follow is None or follow(key)):
                seen.add(link.node)
                waiting.append(link.node)


def is_reroute(node: Node) -> bool:
    """Whether a node only hands on what comes in: reroutes, under any name, have one input and no values."""
    return len(node.links) == 1 and (not node.values or not NEUTRAL.isdisjoint(node.links))


def value_of(graph: Graph, node: Node, key: str) -> Any:
    """A plain value (number, name) of an input, through reroutes and primitives; None where it is not known."""
    seen: set[str] = set()
    while key not in node.values:
        link = node.links.get(key)
        if link is None or link.node in seen or len(seen) > MOST_HOPS or (source := graph.get(link.node)) is None:
            return None
        seen.add(link.node)
        found = next((one for one in (key, *_NUMBER_KEYS) if source.has(one)), None)
        if found is None:
            if len(source.links) + len(source.values) != 1:
                return None
            found = next(source.inputs())
        node, key = source, found
    return node.values[key]


def in_order(keys: list[str]) -> list[str]:
    """Inputs as the node shows them: `text1` before `text2`, `string_a` before `string_b`."""
    return sorted(keys, key=lambda key: [(part.isdigit(), part.zfill(9)) for part in re.split(r"(\d+)", key[:80])])


def entries(value: Any) -> list[Any]:
    """The first entries of a list in a node's values."""
    return listed(value)[:MOST_PARTS]
