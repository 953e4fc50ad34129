"""A ComfyUI graph of any shape as plain nodes, and the texts and numbers that its inputs stand for.

Format: the API prompt, `{id: {"class_type": …, "inputs": {name: value or [id, output]}}}`. Nodes come from anybody, so
what a node does is told by the names of its inputs; a few kinds (joining, choosing, random numbers) by their class.
Every walk visits a node once, so cycles and depth cost nothing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from library.foreign.facts import ForeignUnreadable, listed, mapping, words

MOST_NODES = 20_000
_MOST_PARTS = 200

_TEXT_KEYS = (
    *("populated_text", "text", "prompt", "text_g", "text_l", "clip_l", "clip_g", "t5xxl", "llama", "string", "value"),
    *("String", "Text", "text_0", "caption", "wildcard_text", "prompt_text", "text1", "text2", "bert", "mt5xl", "tags"),
)
_SIGNED_KEYS = {
    "positive": ("text_positive", "positive_prompt", "prompt_positive", "positive", "positive_text"),
    "negative": ("text_negative", "negative_prompt", "prompt_negative", "negative", "negative_text"),
}
_ORDERED_KEYS = {sign: (*keys, *_TEXT_KEYS) for sign, keys in _SIGNED_KEYS.items()}
_TEXT_HINT = re.compile(r"text|prompt|string|caption|wildcard|tags|str_?\d|^input_?\w{0,2}$|^any_?\d*$|^[a-z]$", re.I)
_NO_TEXT = re.compile(
    r"file|path|name|mode|delimiter|separator|method|type|device|format|style|language|model|clip$|vae|image|seed|"
    r"normali|interpretation|regex|find|^replace|truncat|strip|clean|trim|font|color",
    re.I,
)
_JOINS = re.compile(r"concat|join|append|combine|merge|multiline.?list|build|template", re.I)
_DELIMITERS = ("delimiter", "separator", "sep")
_NUMBER_KEYS = ("seed", "noise_seed", "value", "int", "number", "Number", "INT", "float", "Value", "a", "input")
_ESCAPES = {"\\n": "\n", "\\t": "\t"}


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
    for key, value in inputs.items():
        # A link is a list of a node's id and the number of its output.
        if type(value) is list and len(value) == 2 and type(value[1]) is int and type(value[0]) in (str, int):
            links[key] = Link(str(value[0]), value[1])
        elif type(value) is dict:
            values[key] = value.get("__value__", value)
        else:
            values[key] = value
    return Node(kind, values, links)


def upstream(graph: Graph, start: str, follow: Callable[[str], bool] | None = None) -> Iterator[tuple[str, Node]]:
    """The node `start` and all that it depends on, nearest first; `follow` says which inputs are gone along."""
    seen, waiting = {start}, deque([start])
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


def text_keys(sign: str) -> tuple[str, ...]:
    """Names of inputs that hold a prompt, the likeliest first, for a `sign` of positive or negative."""
    return _ORDERED_KEYS[sign]


def text_input(graph: Graph, node: Node, key: str, sign: str, seen: set[str]) -> str:
    """What an input of a node says, through any chain of nodes that make texts; empty where that is not known."""
    if key in node.values:
        value = node.values[key]
        return words(value) if isinstance(value, str) else ""
    link = node.links.get(key)
    return "" if link is None else text_of(graph, link, sign, seen)


def text_of(graph: Graph, link: Link, sign: str, seen: set[str]) -> str:
    """The text that an output gives; `seen` has the nodes of this chain, and a node is asked once."""
    node = graph.get(link.node)
    if node is None or link.node in seen or len(seen) > _MOST_PARTS:
        return ""
    seen.add(link.node)
    if _JOINS.search(node.kind):
        return _joined(graph, node, sign, seen)
    if (chosen := _chosen(node)) is not None:
        return text_input(graph, node, chosen, sign, seen)
    for key in text_keys(sign):
        if (key in node.values or key in node.links) and (found := text_input(graph, node, key, sign, seen)):
            return _replaced(node, found)
    for key in _hinted(node):
        if found := text_input(graph, node, key, sign, seen):
            return found
    # A reroute, under any name, has one input and no values.
    if len(node.links) == 1:
        return text_of(graph, next(iter(node.links.values())), sign, seen)
    return ""


def _hinted(node: Node) -> list[str]:
    keys = [*node.values, *node.links]
    return [key for key in keys[:_MOST_PARTS] if _TEXT_HINT.search(key) and not _NO_TEXT.search(key)]


def _joined(graph: Graph, node: Node, sign: str, seen: set[str]) -> str:
    given = next((node.values[key] for key in _DELIMITERS if isinstance(node.values.get(key), str)), " ")
    parts = [text_input(graph, node, key, sign, seen) for key in _in_order(_hinted(node))]
    return words(_ESCAPES.get(given, given[:20]).join(filter(None, parts)))


def _in_order(keys: list[str]) -> list[str]:
    """Inputs as the node shows them: `text1` before `text2`, `string_a` before `string_b`."""
    return sorted(keys, key=lambda key: [(part.isdigit(), part.zfill(9)) for part in re.split(r"(\d+)", key[:80])])


def _chosen(node: Node) -> str | None:
    """The input that a switch lets through, None where the node is none or does not say."""
    if not re.search(r"switch|select|choose|if.?else", node.kind, re.I):
        return None
    for key in ("boolean", "switch", "condition", "boolean_value"):
        if isinstance(node.values.get(key), bool):
            sides = (
                ("on_true", "true", "if_true", "true_value") if node.values[key] else ("on_false", "false", "if_false")
            )
            return next((side for side in sides if side in node.links or side in node.values), None)
    for key in ("select", "index", "Input", "selection"):
        at = node.values.get(key)
        if isinstance(at, int):
            wanted = (f"input{at}", f"input_{at}", f"text_{at}", f"text{at}", f"any_{at:02d}" if 0 <= at < 100 else "")
            return next((one for one in wanted if one in node.links or one in node.values), None)
    return None


def _replaced(node: Node, text: str) -> str:
    find, by = node.values.get("find"), node.values.get("replace")
    if isinstance(find, str) and isinstance(by, str) and find and len(by) <= 1000:
        return words(text.replace(find, by, 1000))
    return text


def value_of(graph: Graph, node: Node, key: str) -> Any:
    """A plain value (number, name) of an input, through reroutes and primitives; None where it is not known."""
    seen: set[str] = set()
    while key not in node.values:
        link = node.links.get(key)
        if link is None or link.node in seen or (source := graph.get(link.node)) is None:
            return None
        seen.add(link.node)
        found = next((one for one in (key, *_NUMBER_KEYS) if one in source.values or one in source.links), None)
        if found is None:
            if len(source.links) + len(source.values) != 1:
                return None
            found = next(iter(source.links or source.values))
        node, key = source, found
    return node.values[key]


def entries(value: Any) -> list[Any]:
    """The first entries of a list in a node's values."""
    return listed(value)[:_MOST_PARTS]
