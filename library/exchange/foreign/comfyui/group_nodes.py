"""Group nodes of ComfyUI's older editor, `workflow/NAME` or `workflow>NAME`, as the subgraphs that followed them.

Format: `extra.groupNodes[NAME]` has `nodes`, known by their index, and `links` as lists of origin, slot, target and
slot, where the origin is null for what comes from outside. Inputs and outputs that are not joined inside are those of
the group, in the order of its nodes; so are the widgets, whose values all stand in a row on the outer node.
"""

from __future__ import annotations

import re
from typing import Any

from library.exchange.foreign.comfyui.graph import MOST_INPUTS
from library.exchange.foreign.facts import listed, mapping

OUTER_INPUTS, OUTER_OUTPUTS = -10, -20
"""The ids that stand for a subgraph's own inputs and outputs."""

_GROUP = re.compile(r"^workflow[/>](.+)$", re.S)
_MOST = 500


def group_named(workflow: dict[str, Any], kind: str) -> dict[str, Any]:
    """The definition of a group node in a workflow; empty for a node of another kind."""
    found = _GROUP.match(kind[:300])
    return mapping(mapping(mapping(workflow.get("extra")).get("groupNodes")).get(found[1])) if found else {}


def as_subgraph(group: dict[str, Any], outer: dict[str, Any]) -> dict[str, Any]:
    """A group as the definition of a subgraph, with the values that its `outer` node has."""
    nodes = [dict(mapping(one)) for one in listed(group.get("nodes"))[:_MOST]]
    inside = {(link[2], link[3]): (link[0], link[1]) for link in map(_link, listed(group.get("links"))[:_MOST]) if link}
    values = listed(outer.get("widgets_values"))
    links: list[dict[str, Any]] = []
    entering = leaving = at = 0
    for index, node in enumerate(nodes):
        inputs = [dict(mapping(one)) for one in listed(node.get("inputs"))[:MOST_INPUTS]]
        for slot, one in enumerate(inputs):
            origin, origin_slot = inside.get((index, slot), (None, 0))
            if origin is None and "widget" not in one:
                origin, origin_slot, entering = OUTER_INPUTS, entering, entering + 1
            one["link"] = None if origin is None else len(links)
            if origin is not None:
                links.append({"id": len(links), "origin_id": origin, "origin_slot": origin_slot})
        many = len(listed(node.get("widgets_values")))
        node.update(id=index, inputs=inputs, widgets_values=values[at : at + many])
        at += many
    used = set(inside.values())
    for index, node in enumerate(nodes):
        for slot in range(len(listed(node.get("outputs"))[:MOST_INPUTS])):
            if (index, slot) not in used:
                ends = {"target_id": OUTER_OUTPUTS, "target_slot": leaving}
                links.append({"id": len(links), "origin_id": index, "origin_slot": slot, **ends})
                leaving += 1
    return {"nodes": nodes, "links": links}


def _link(given: Any) -> tuple[int | None, int, int, int] | None:
    found = listed(given)[:4]
    if len(found) < 4 or not all(type(one) is int for one in found[1:]) or type(found[0]) not in (int, type(None)):
        return None
    return found[0], found[1], found[2], found[3]
