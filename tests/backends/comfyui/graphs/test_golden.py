"""The graphs that are sent, whole, for each family and for what is asked of it; `--snapshot-update` keeps new ones."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from backends.base import DrawRequest, LoraUse, ReferencePicture
from backends.comfyui.graphs.choosing import graph_of
from backends.comfyui.graphs.fitting import drawn_by, said
from backends.comfyui.graphs.graph import completed
from backends.comfyui.graphs.resolve import resolve
from backends.comfyui.graphs.workflow import workflow
from backends.comfyui.inventory.catalog import read
from backends.comfyui.preflight import to_come
from tests.backends.comfyui.newer import FLUX2, KLEIN, QWEN, catalog_of
from tests.standin.recorded import by_hand, object_info

FLUX1 = {**object_info(), **by_hand("every server"), **by_hand("gguf")}
PICTURE = ReferencePicture("a.png", "", b"")
LORAS = (LoraUse("milo_painterly.safetensors", 0.8), LoraUse("FLUX-kontext-lora-flat-cartoon-style.safetensors", 1.0))
SERVERS = {
    "flux1": read(json.dumps(FLUX1).encode()),
    "flux2": catalog_of(**FLUX2),
    "klein": catalog_of(**KLEIN),
    "qwen": catalog_of(**QWEN),
}
ASKED: dict[str, dict[str, Any]] = {
    "words": {"family": "kontext", "guidance": 2.5, "steps": 20, "width": 1000, "height": 700},
    "two references, chained": {"family": "kontext", "references": (PICTURE, PICTURE), "loras": LORAS},
    "two references, stitched": {"references": (PICTURE, PICTURE), "references_joined": "stitched"},
    "drawn over": {"family": "dev", "start": PICTURE, "denoise": 0.6, "sampler": "dpmpp_2m", "scheduler": "beta"},
    "a part of it": {"family": "klein-base", "start": PICTURE, "mask": PICTURE, "references": (PICTURE,)},
    "quickly": {"family": "schnell", "steps": 4, "chosen": ("steps",)},
}


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("asked", ASKED)
def test_a_graph_is_sent_as_it_was(server: str, asked: str, snapshot: SnapshotAssertion) -> None:

    request = DrawRequest(job_id="a", client_id="b", **{"prompt": "Milo at his desk", "seed": 7, **ASKED[asked]})
    catalog = SERVERS[server]
    models = resolve(catalog, request.models, bool(request.references), request.loras, request.family)
    graph = completed(graph_of(request, models, to_come(request)), catalog)
    lines = [f"{name} {node['class_type']} {json.dumps(node['inputs'])}" for name, node in graph.items()]
    nodes = [[node["id"], *node["pos"], *node["size"]] for node in workflow(graph, catalog)["nodes"]]
    facts = [json.dumps(known(msgspec.to_builtins(one))) for one in (models, drawn_by(graph))]
    assert snapshot == "\n".join([*lines, json.dumps(nodes), *facts, said(request, graph)])


def known(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what it leaves open."""
    return {name: value for name, value in record.items() if value or value == 0}
