"""Switches of a ComfyUI graph: where it is known which input one lets through, only that is left of it.

What a switch keeps back was not drawn: texts, models, LoRAs and numbers behind it are no part of the picture.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

from library.exchange.foreign.comfyui.graph import MOST_HOPS, NEUTRAL, Graph, Node, value_of
from library.exchange.foreign.comfyui.texts import text_input, writes
from library.exchange.foreign.facts import whole

_SWITCHES = re.compile(r"switch|select|choose|choice|if.?else|branch", re.I)
_FIRST_OF = re.compile(r"^any switch", re.I)
_TURNS = re.compile(r"(?i:invert|negate|\bnot\b)|Not(?=Node|$)")
_ASKS = ("switch", "boolean", "condition", "cond", "boolean_value", "bool", "if", "value")
_YES = ("on_true", "if_true", "true", "true_value", "tt_value", "when_true", "value_if_true", "on_yes")
_NO = ("on_false", "if_false", "false", "false_value", "ff_value", "when_false", "value_if_false", "on_no")
_SIDES = frozenset((*_YES, *_NO))
_NUMBERS = ("select", "index", "Input", "selection", "selected", "input_number")
_TRUTHS = {"true": True, "on": True, "yes": True, "enable": True, "false": False, "off": False, "no": False}
_TEXTUAL_WAY = re.compile(r"text|prompt|string|cond|positive|negative|on_true|on_false", re.I)
_PASSES = 4
_MOST_SWITCHES = 500
_MOST_SIDES = 10

_Sides = dict[str, list[Node]]
"""By a switch's id: for each input that it does not let through, what it would be if it did."""


def settle(graph: Graph) -> None:
    """Make each switch of a graph whose choice is known a reroute, in place."""
    switches = dict(islice(_switches(graph), _MOST_SWITCHES))
    sides: _Sides = {}
    # One switch may set another: each pass knows more.
    for _ in range(_PASSES):
        known = {identity: kept for identity, node in switches.items() if (kept := _kept(graph, node)) is not None}
        for identity, kept in known.items():
            node = switches.pop(identity)
            others = [key for key in node.inputs() if key not in kept and key not in _ASKS][:_MOST_SIDES]
            sides[identity] = [_left(node, [key]) for key in others]
            graph[identity] = _left(node, kept)
        if not known:
            break
    _prefer_own_words(graph, sides)


def _switches(graph: Graph) -> Iterator[tuple[str, Node]]:
    for identity, node in graph.items():
        if not node.links.keys().isdisjoint(_SIDES) or _FIRST_OF.search(node.kind) or _SWITCHES.search(node.kind):
            yield identity, node


def _left(node: Node, kept: list[str]) -> Node:
    """A switch with nothing but the inputs that it lets through."""
    names = {key: "input" if len(kept) == 1 else re.sub(r"_?\d+$", "", key) for key in kept}
    return Node(
        node.kind,
        {names[key]: node.values[key] for key in kept if key in node.values},
        {names[key]: node.links[key] for key in kept if key in node.links},
    )


def _kept(graph: Graph, node: Node) -> list[str] | None:
    """The inputs that a switch lets through, none where the chosen one is not connected; None is not known."""
    if _FIRST_OF.search(node.kind):
        return [key for key, link in node.links.items() if link.node in graph][:1]
    yes, no = _sides(node)
    if yes or no:
        truth = next((found for key in _ASKS if (found := _truth(graph, node, key)) is not None), None)
        return None if truth is None else (yes if truth else no)
    for key in _NUMBERS:
        at = whole(value_of(graph, node, key)) if node.has(key) else None
        numbered = [one for one in node.inputs() if (end := re.search(r"\d{1,3}$", one)) and int(end[0]) == at]
        if at is not None and numbered:
            return numbered
    return None


def _sides(node: Node) -> tuple[list[str], list[str]]:
    """The inputs for yes and for no: named so, or the first and the second of two that end in a and b."""
    yes, no = [key for key in _YES if node.has(key)][:1], [key for key in _NO if node.has(key)][:1]
    if yes or no or not any(node.has(key) for key in _ASKS):
        return yes, no
    keys = list(node.inputs())
    return [key for key in keys if key.endswith("_a")][:1], [key for key in keys if key.endswith("_b")][:1]


def _truth(graph: Graph, node: Node, key: str) -> bool | None:
    """Whether a boolean input is on, through primitives and what turns it; None where that is not known."""
    is_turned = False
    for _ in range(MOST_HOPS):
        if key in node.values:
            found = _as_truth(node.values[key])
            return None if found is None else found != is_turned
        link = node.links.get(key)
        source = graph.get(link.node) if link is not None else None
        if source is None:
            return None
        is_turned ^= bool(_TURNS.search(source.kind))
        known = next((one for one in (key, *_ASKS, "input", "Value", "source") if source.has(one)), None)
        if known is None and len(source.links) + len(source.values) == 1:
            known = next(source.inputs())
        if known is None:
            return None
        node, key = source, known
    return None


def _as_truth(value: Any) -> bool | None:
    if isinstance(value, str):
        return _TRUTHS.get(value.strip().lower())
    return bool(value) if isinstance(value, bool) or value in (0, 1) else None


def _prefer_own_words(graph: Graph, sides: _Sides) -> None:
    """Where a switch lets through what a language model wrote, take the side with the person's own words instead.

    What was written is not in the file, and it was made of these words.
    """
    for _ in range(_PASSES):
        written = _written(graph, sides)
        reached = [identity for identity in sides if identity in written]
        if not reached:
            return
        for identity in reached:
            own = (one for one in sides.pop(identity) if not any(link.node in written for link in one.links.values()))
            said = (one for one in own if text_input(graph, one, "input", "positive", set()))
            graph[identity] = next(said, graph[identity])


def _written(graph: Graph, sides: _Sides) -> set[str]:
    """The nodes whose text a language model wrote, as far as the nearest switches that have another side."""
    writers = [identity for identity, node in graph.items() if writes(node)]
    uses: dict[str, list[str]] = {}
    if not writers:
        return set()
    for identity, node in graph.items():
        # A node that shows a text may have kept it.
        for key, link in node.links.items() if not node.values.get("text_0") else ():
            if key in NEUTRAL or _TEXTUAL_WAY.search(key):
                uses.setdefault(link.node, []).append(identity)
    found, waiting = set(writers), deque(writers)
    while waiting:
        identity = waiting.popleft()
        for user in uses.get(identity, ()) if identity not in sides else ():
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found
