"""Switches of a ComfyUI graph: where it is known which input one lets through, only that is left of it.

What a switch keeps back was not drawn: texts, models, LoRAs and numbers behind it are no part of the picture.
"""

from __future__ import annotations

import re
from typing import Any

from library.foreign.facts import whole
from library.foreign.graph import MOST_HOPS, Graph, Link, Node, value_of
from library.foreign.texts import is_written, text_input

_SWITCHES = re.compile(r"switch|select|choose|choice|if.?else|branch", re.I)
_FIRST_OF = re.compile(r"^any switch", re.I)
_TURNS = re.compile(r"(?i:invert|negate|\bnot\b)|Not(?=Node|$)")
_ASKS = ("switch", "boolean", "condition", "cond", "boolean_value", "bool", "if", "value")
_YES = ("on_true", "if_true", "true", "true_value", "tt_value", "when_true", "value_if_true", "on_yes")
_NO = ("on_false", "if_false", "false", "false_value", "ff_value", "when_false", "value_if_false", "on_no")
_NUMBERS = ("select", "index", "Input", "selection", "selected", "input_number")
_TRUTHS = {"true": True, "on": True, "yes": True, "enable": True, "false": False, "off": False, "no": False}
_PASSES = 4
_MOST_SWITCHES = 500


def settle(graph: Graph) -> None:
    """Make each switch of a graph whose choice is known a reroute, in place."""
    switches = [node for node in graph.values() if _is_switch(node)][:_MOST_SWITCHES]
    # One switch may set another: each pass knows more.
    for _ in range(_PASSES):
        before = len(switches)
        switches = [node for node in switches if not _settled(graph, node)]
        if len(switches) == before:
            return


def _is_switch(node: Node) -> bool:
    if _FIRST_OF.search(node.kind) or _SWITCHES.search(node.kind):
        return True
    return any(node.has(key) for key in _YES) and any(node.has(key) for key in _NO)


def _settled(graph: Graph, node: Node) -> bool:
    """Leave of a switch what it lets through; False where that is not known."""
    kept = _kept(graph, node)
    if kept is None:
        return False
    if len(kept) == 1:
        kept = [_own_words(graph, node, kept[0])]
    names = {key: "input" if len(kept) == 1 else re.sub(r"_?\d+$", "", key) for key in kept}
    links = {names[key]: node.links[key] for key in kept if key in node.links}
    node.values = {names[key]: node.values[key] for key in kept if key in node.values}
    node.links = links
    return True


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


def _own_words(graph: Graph, node: Node, chosen: str) -> str:
    """The chosen input, or where a language model wrote that, the other one if it has the person's own words."""
    link = node.links.get(chosen)
    if link is None or not is_written(graph, link):
        return chosen
    for key in node.inputs():
        if key == chosen or key in _ASKS or not _is_own(graph, node.links.get(key)):
            continue
        if text_input(graph, node, key, "positive", set()):
            return key
    return chosen


def _is_own(graph: Graph, link: Link | None) -> bool:
    return link is None or not is_written(graph, link)
