"""Words and references that are kept to a part of the picture: the graphs of both recorded versions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backends.base import DrawRequest, ReferencePicture
from backends.comfyui.graphs.choosing import graph_of
from backends.comfyui.graphs.fitting import said
from backends.comfyui.graphs.graph import Graph, completed
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.graphs.resolve import resolve
from backends.comfyui.inventory.catalog import Catalog, read
from backends.families import GUIDANCE, Family
from tests.backends.comfyui.newer import FLUX2, KLEIN, QWEN, catalog_of
from tests.backends.comfyui.strips import strips
from tests.standin.recorded import VERSIONS, by_hand, object_info

PICTURE = ReferencePicture("a.png", "", b"")
SERVERS: dict[Family, dict[str, list[str]]] = {"flux2": FLUX2, "klein": KLEIN, "klein-base": KLEIN, "qwen-edit": QWEN}


def wanted(many: int, references: int, **changes: Any) -> DrawRequest:
    own = {"references_joined": "regions", "regions": strips(many), "references": (PICTURE,) * references}
    return DrawRequest("a", "b", "Milo at his desk", 7, 1024, 768, **{**own, **changes})


def nodes_at(version: str) -> dict[str, Any]:
    return {**by_hand("every server"), **object_info(version)}


def built(request: DrawRequest, catalog: Catalog) -> Graph:
    names = tuple(f"{number}.png" for number in range(len(request.references)))
    models = resolve(catalog, request.models, bool(names), request.loras, request.family)
    return completed(graph_of(request, models, Uploads(names)), catalog)


@pytest.mark.parametrize("version", VERSIONS)
def test_each_one_has_words_and_a_reference_in_a_part_of_the_picture(version: str) -> None:
    request = wanted(2, 3)
    graph = built(request, read(json.dumps(nodes_at(version)).encode()))
    assert said(request, graph) == ""
    assert graph["region2_prompt"]["inputs"]["text"] == "who 1"
    assert graph["region2_reference1"]["inputs"] == {"conditioning": ["region2_prompt", 0], "latent": ["encode2", 0]}
    # The third reference is nobody's, and so the whole scene's.
    assert graph["reference1"]["inputs"] == {"conditioning": ["prompt", 0], "latent": ["encode3", 0]}
    assert graph["region1_together"]["inputs"]["conditioning"] == ["region1_reference1", 0]
    assert graph["region1_together"]["inputs"]["mask"] == ["region1_mask", 0]
    assert graph["together1"]["inputs"]["conditioning_1"] == ["reference1", 0]
    assert graph["together2"]["inputs"] == {
        "conditioning_1": ["together1", 0],
        "conditioning_2": ["region2_together", 0],
    }
    assert graph["guidance"]["inputs"]["conditioning"] == ["together2", 0]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_regions_overlap_softly_and_cover_the_picture(count: int) -> None:
    graph = built(wanted(count, count), read(json.dumps(nodes_at(VERSIONS[0])).encode()))
    covered = [0.0] * 1024
    for n in range(1, count + 1):
        white, strip = graph[f"region{n}_white"]["inputs"], graph[f"region{n}_strip"]["inputs"]
        at = graph[f"region{n}_mask"]["inputs"]["x"]
        assert (white["height"], at + white["width"] <= 1024) == (768, True)
        for x in range(white["width"]):
            # As ComfyUI's FeatherMask has it.
            left = min((x + 1) / strip["left"], 1) if strip["left"] else 1.0
            right = min((white["width"] - x) / strip["right"], 1) if strip["right"] else 1.0
            covered[at + x] += left * right
    assert 0.9 < min(covered) <= max(covered) < 1.1


def test_where_a_server_has_no_masks_references_are_chained_and_it_is_said() -> None:
    nodes = nodes_at(VERSIONS[0])
    del nodes["FeatherMask"]
    poor = read(json.dumps(nodes).encode())
    request = wanted(2, 2)
    graph = built(request, poor)
    assert graph["reference2"]["inputs"]["conditioning"] == ["reference1", 0]
    assert said(request, graph) == "references one after another, and not by regions: the server lacks nodes for masks"
    alone = wanted(1, 1)
    assert said(alone, built(alone, poor)) == ""


@pytest.mark.parametrize("family", SERVERS)
def test_guidance_leads_away_from_each_region_alike(family: Family) -> None:
    request = wanted(3, 3, family=family, guidance=GUIDANCE[family])
    graph = built(request, catalog_of(**SERVERS[family]))
    masks = [node["inputs"]["mask"] for node in graph.values() if node["class_type"] == "ConditioningSetMask"]
    # Where the sampler's guidance is 1 or none, nothing is led away from.
    both = family in ("klein-base", "qwen-edit")
    assert masks == [["region1_mask", 0], ["region2_mask", 0], ["region3_mask", 0]] * (2 if both else 1)
    assert "FluxKVCache" not in [node["class_type"] for node in graph.values()]
    assert said(request, graph) == ""
