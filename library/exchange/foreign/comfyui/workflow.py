"""ComfyUI's `workflow`, the editor's own format, as a graph like that of the API prompt, as far as it tells names.

Format: LiteGraph's serialisation, `nodes` with `inputs` that name links, and `widgets_values` in the order of the
widgets. A subgraph (`definitions.subgraphs`) stands among the nodes as one node, whose type is the subgraph's id; its
inputs are the node -10 inside, its outputs the node -20. Here its nodes stand in its place, with ids such as `57:12`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from library.exchange.foreign.comfyui.graph import MOST_HOPS, MOST_INPUTS, MOST_NODES, Graph, Link, Node
from library.exchange.foreign.comfyui.group_nodes import OUTER_INPUTS, OUTER_OUTPUTS, as_subgraph, group_named
from library.exchange.foreign.comfyui.widgets import is_named, widget_names, widget_values
from library.exchange.foreign.facts import ForeignUnreadable, listed, mapping

_BYPASSED, _MUTED = 4, 2
_DEEPEST = 20
_MOST_STEPS = 5 * MOST_NODES
"""Nodes, inputs and links that are looked at in all: one subgraph may stand in a workflow many times."""


class _Given(NamedTuple):
    """The value of a widget of a subgraph, which comes to the widgets inside."""

    value: Any


_Source = Link | _Given
_Sources = dict[Any, _Source]
_Values = dict[str, dict[str, Any]]
"""Values of the widgets of nodes, by the node's id and the widget's name."""


@dataclass(slots=True)
class _Editor:
    """What becomes of a workflow; `instead` has for outputs of nodes that are left out whose output stands for them."""

    workflow: dict[str, Any]
    subgraphs: dict[str, dict[str, Any]]
    graph: Graph = field(default_factory=dict)
    instead: dict[Link, Link] = field(default_factory=dict)
    steps: int = 0

    def count(self, steps: int) -> None:
        """Raise ForeignUnreadable where the workflow has become too large."""
        self.steps += steps
        if self.steps > _MOST_STEPS or len(self.graph) > MOST_NODES:
            raise ForeignUnreadable(f"Its workflow has more than {MOST_NODES:,} nodes")


def graph_of_workflow(workflow: dict[str, Any]) -> Graph:
    """A decoded `workflow` as a graph. Raises ForeignUnreadable where it has no nodes, or more than MOST_NODES."""
    definitions = map(mapping, listed(mapping(workflow.get("definitions")).get("subgraphs"))[:500])
    editor = _Editor(workflow, {name: one for one in definitions if (name := is_named(one.get("id")))})
    _add(editor, workflow, "", {}, {}, 0)
    graph = editor.graph
    if not graph:
        raise ForeignUnreadable("Its `workflow` has no nodes")
    for node in graph.values():
        links = ((key, _real(link, editor.instead)) for key, link in node.links.items())
        node.links = {key: link for key, link in links if link.node in graph}
        for key in node.links:
            node.values.pop(key, None)
    _join_named(graph)
    return graph


def _add(
    editor: _Editor, workflow: dict[str, Any], prefix: str, outer: _Sources, values: _Values, depth: int
) -> _Sources:
    """Add the nodes of a workflow, or of a subgraph with what comes in by its inputs, by their place, and the `values`
    that are set from outside; gives the sources of its links by their number.
    """
    editor.count(len(listed(workflow.get("links"))))
    links = dict(_links(workflow, prefix, outer))
    for given in map(mapping, listed(workflow.get("nodes"))):
        editor.count(1 + len(listed(given.get("inputs"))))
        kind, identity, mode = given.get("type"), given.get("id"), given.get("mode")
        if not isinstance(kind, str) or not isinstance(identity, int | str) or mode == _MUTED:
            continue
        place = f"{prefix}{identity}"
        if mode == _BYPASSED:
            editor.instead.update(_passed_by(given, place, links))
        elif inside := (editor.subgraphs.get(kind) or _grouped(editor, kind, given)):
            if depth < _DEEPEST:
                _add_subgraph(editor, given, inside, place, links, depth)
        else:
            editor.graph[place] = _node(kind, given, links, values.get(str(identity), {}))
    return links


def _grouped(editor: _Editor, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    group = group_named(editor.workflow, kind)
    return as_subgraph(group, given) if group else {}


def _add_subgraph(
    editor: _Editor, given: dict[str, Any], inside: dict[str, Any], place: str, links: _Sources, depth: int
) -> None:
    """Add the nodes of a subgraph in the place of the node that stands for it."""
    own, inner = _outer_values(given, inside)
    names = [is_named(mapping(one).get("name")) for one in listed(inside.get("inputs"))[:MOST_INPUTS]]
    sources: dict[str, _Source] = {key: _Given(value) for key, value in own.items()}
    sources.update(_inputs(given, links))
    names = names or list(dict.fromkeys(_input_names(given)))
    entering: _Sources = {at: sources[key] for at, key in enumerate(names) if key in sources}
    editor.count(len(listed(inside.get("links"))))
    inner_links = _add(editor, inside, f"{place}:", entering, inner, depth + 1)
    for one in map(mapping, listed(inside.get("links"))):
        number, slot = one.get("id"), one.get("target_slot")
        source = inner_links.get(number) if isinstance(number, int | str) else None
        if one.get("target_id") == OUTER_OUTPUTS and isinstance(slot, int) and isinstance(source, Link):
            editor.instead[Link(place, slot)] = source


def _outer_values(given: dict[str, Any], inside: dict[str, Any]) -> tuple[dict[str, Any], _Values]:
    """The values of a subgraph's widgets: those of its inputs, by name, and those of nodes inside, by node and name.

    `proxyWidgets` says in which order they stand, with a node's id or -1 for the subgraph's own inputs. Newer editors
    have the values of all inputs that lead to widgets, in the order of the inputs, whether the node shows them or not.
    """
    values = listed(given.get("widgets_values"))[:MOST_INPUTS]
    proxies = [listed(one) for one in listed(mapping(given.get("properties")).get("proxyWidgets"))[:MOST_INPUTS]]
    if len(proxies) < len(values):
        shown, all_names = widget_names(given), _widget_inputs(inside)
        proxies = [["-1", name] for name in (shown if len(shown) >= len(values) or not all_names else all_names)]
    own: dict[str, Any] = {}
    inner: _Values = {}
    for proxy, value in zip(proxies, values, strict=False):
        if value is None or len(proxy) < 2 or not isinstance(proxy[0], int | str) or not is_named(proxy[1]):
            continue
        if str(proxy[0]) == "-1":
            own[proxy[1]] = value
        else:
            inner.setdefault(str(proxy[0]), {})[proxy[1]] = value
    return own, inner


def _widget_inputs(inside: dict[str, Any]) -> list[str]:
    """The names of a subgraph's inputs that lead to widgets of the nodes inside."""
    widgets = {
        one.get("link")
        for node in map(mapping, listed(inside.get("nodes")))
        for one in map(mapping, listed(node.get("inputs"))[:MOST_INPUTS])
        if "widget" in one and isinstance(one.get("link"), int | str)
    }
    slots = {
        one.get("origin_slot")
        for one in map(mapping, listed(inside.get("links")))
        if one.get("origin_id") == OUTER_INPUTS and isinstance(one.get("id"), int | str) and one["id"] in widgets
        if isinstance(one.get("origin_slot"), int)
    }
    names = [is_named(mapping(one).get("name")) for one in listed(inside.get("inputs"))[:MOST_INPUTS]]
    return [name for slot, name in enumerate(names) if slot in slots]


def _links(workflow: dict[str, Any], prefix: str, outer: _Sources) -> Iterator[tuple[Any, _Source]]:
    """The sources of links by their number: lists at the top, objects in subgraphs."""
    for one in listed(workflow.get("links")):
        if isinstance(one, list) and len(one) >= 4:
            number, origin, slot = one[0], one[1], one[2]
        elif isinstance(one, dict):
            number, origin, slot = one.get("id"), one.get("origin_id"), one.get("origin_slot")
        else:
            continue
        if not isinstance(number, int | str) or not isinstance(slot, int) or not isinstance(origin, int | str):
            continue
        if origin == OUTER_INPUTS and prefix:
            if slot in outer:
                yield number, outer[slot]
        else:
            yield number, Link(f"{prefix}{origin}", slot)


def _node(kind: str, given: dict[str, Any], links: _Sources, outer: dict[str, Any]) -> Node:
    """A node with its links and its values, also of widgets that are linked; `outer` is set in place of its own."""
    node = Node(kind, {**dict(widget_values(kind, given)), **outer})
    for key, source in _inputs(given, links):
        if isinstance(source, Link):
            node.links[key] = source
        else:
            node.values[key] = source.value
    return node


def _inputs(given: dict[str, Any], links: _Sources) -> Iterator[tuple[str, _Source]]:
    """The inputs of a node that something comes in by."""
    for key, one in zip(_input_names(given), listed(given.get("inputs"))[:MOST_INPUTS], strict=True):
        link = mapping(one).get("link")
        if isinstance(link, int | str) and link in links:
            yield key, links[link]


def _input_names(given: dict[str, Any]) -> Iterator[str]:
    """The names of a node's inputs; a reroute's has none."""
    for one in map(mapping, listed(given.get("inputs"))[:MOST_INPUTS]):
        yield is_named(one.get("name")) or is_named(mapping(one.get("widget")).get("name")) or "input"


def _passed_by(given: dict[str, Any], place: str, links: _Sources) -> Iterator[tuple[Link, Link]]:
    """What a bypassed node lets through: to each output the input beside it, or the first of its type."""
    inputs = list(map(mapping, listed(given.get("inputs"))[:MOST_INPUTS]))
    outputs = list(map(mapping, listed(given.get("outputs"))[:MOST_INPUTS])) or inputs
    for slot, output in enumerate(outputs):
        beside = inputs[slot : slot + 1]
        fitting = [one for one in [*beside, *inputs] if one.get("type") == output.get("type")]
        numbers = (one.get("link") for one in fitting)
        sources = (links.get(number) for number in numbers if isinstance(number, int | str))
        if (source := next((one for one in sources if isinstance(one, Link)), None)) is not None:
            yield Link(place, slot), source


def _real(link: Link, instead: dict[Link, Link]) -> Link:
    """Where a link comes from in the end, past nodes that are left out."""
    for _ in range(MOST_HOPS):
        if link not in instead:
            break
        link = instead[link]
    return link


def _join_named(graph: Graph) -> None:
    """Link the nodes that get a value by name (GetNode) to those that set it (SetNode)."""
    setters = {_label(node): node for node in graph.values() if node.kind == "SetNode" and node.links}
    for node in graph.values():
        if node.kind == "GetNode" and (found := setters.get(_label(node))) is not None:
            node.links.update(found.links)
            node.values.clear()
    for node in setters.values():
        node.values.clear()


def _label(node: Node) -> str:
    return next((value for value in node.values.values() if isinstance(value, str)), "")
