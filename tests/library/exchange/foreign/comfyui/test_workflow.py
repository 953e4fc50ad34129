"""The editor's own format: subgraphs, group nodes, bypassed nodes, and widgets whose names are not in the file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from library.exchange.foreign.facts import ForeignFacts
from tests.library.exchange.foreign.graphs import facts_of

SUBGRAPH = "11111111-2222-3333-4444-555555555555"
Given = dict[str, Any]


def node(identity: int, kind: str, values: object = (), inputs: tuple[Given, ...] = (), **others: object) -> Given:
    return {"id": identity, "type": kind, "widgets_values": values, "inputs": list(inputs), **others}


def into(name: str, link: int | None, kind: str = "*", widget: bool = False) -> Given:
    return {"name": name, "link": link, "type": kind, **({"widget": {"name": name}} if widget else {})}


def inner_link(number: int, origin: int, slot: int, target: int, target_slot: int) -> Given:
    return {"id": number, "origin_id": origin, "origin_slot": slot, "target_id": target, "target_slot": target_slot}


def read(nodes: list[Given], links: list[list[int]], **others: object) -> ForeignFacts:
    return facts_of({"workflow": json.dumps({"nodes": nodes, "links": links, **others})})


# A subgraph that draws: its inputs are a text, a seed, steps and a model's name, its output is a picture.
DRAWS: Given = {
    "id": SUBGRAPH,
    "inputs": [{"name": "image"}, {"name": "text"}, {"name": "steps"}, {"name": "unet_name"}],
    "nodes": [
        node(1, "UNETLoader", ["old.safetensors", "default"], (into("unet_name", 4, widget=True),)),
        node(2, "CLIPTextEncode", ["an old text"], (into("clip", None), into("text", 2, widget=True))),
        node(3, "CLIPTextEncode", ["blurry"], (into("clip", None),)),
        node(4, "KSampler", [77, "fixed", 12, 4.5, "euler", "simple", 1.0],
             (into("model", 5), into("positive", 6), into("negative", 7), into("latent_image", None),
              into("steps", 3, widget=True))),
        node(5, "VAEDecode", [], (into("samples", 8),)),
    ],
    "links": [
        inner_link(2, -10, 1, 2, 1), inner_link(3, -10, 2, 4, 4), inner_link(4, -10, 3, 1, 0),
        inner_link(5, 1, 0, 4, 0), inner_link(6, 2, 0, 4, 1), inner_link(7, 3, 0, 4, 2),
        inner_link(8, 4, 0, 5, 0), inner_link(9, 5, 0, -20, 0),
    ],
}  # fmt: skip
OUTER = (into("image", None), into("text", None, widget=True), into("steps", None, widget=True),
         into("unet_name", None, widget=True))  # fmt: skip
SAVE = node(9, "SaveImage", ["x"], (into("images", 20),))


def in_subgraph(outer: Given, *others: Given, links: tuple[list[int], ...] = ()) -> ForeignFacts:
    return read([outer, SAVE, *others], [[20, 8, 0, 9, 0], *links], definitions={"subgraphs": [DRAWS]})


@pytest.mark.parametrize(
    "outer",
    [
        node(8, SUBGRAPH, ["a raccoon", 20, "new.safetensors"], OUTER),
        # newer: a node shows some of the inputs, and has the values of all
        node(8, SUBGRAPH, ["a raccoon", 20, "new.safetensors"], OUTER[:2]),
        # older: which widget a value is of is said beside
        node(8, SUBGRAPH, ["new.safetensors", None, "a raccoon", 20], OUTER, properties={
            "proxyWidgets": [["-1", "unet_name"], ["4", "seed"], ["-1", "text"], ["-1", "steps"]]}),
        node(8, SUBGRAPH, [20, "a raccoon", "new.safetensors"], OUTER[:1], properties={
            "proxyWidgets": [["4", "steps"], ["2", "text"], ["1", "unet_name"]]}),
    ],
)  # fmt: skip
def test_the_values_of_a_subgraph_s_widgets_go_inside(outer: Given) -> None:
    found = in_subgraph(outer)
    assert (found.prompt, found.negative, found.model) == ("a raccoon", "blurry", "new.safetensors")
    assert (found.seed, found.steps, found.guidance) == (77, 20, 4.5)


def test_without_values_a_subgraph_has_those_of_the_nodes_inside() -> None:
    found = in_subgraph(node(8, SUBGRAPH, [], OUTER))
    assert (found.prompt, found.model, found.steps) == ("an old text", "old.safetensors", 12)


def test_what_comes_into_a_subgraph_is_found_by_name() -> None:
    outer = node(8, SUBGRAPH, [], (into("text", 21, widget=True), into("image", None)))
    found = in_subgraph(outer, node(7, "PrimitiveStringMultiline", ["a raccoon"]), links=([21, 7, 0, 8, 0],))
    assert found.prompt == "a raccoon"


def test_a_subgraph_in_a_subgraph_hands_its_values_on() -> None:
    around: Given = {
        "id": "around", "inputs": [{"name": "words"}],
        "nodes": [node(1, SUBGRAPH, ["not this", 20, "new.safetensors"], (into("text", 1, widget=True), *OUTER[2:]))],
        "links": [inner_link(1, -10, 0, 1, 0), inner_link(2, 1, 0, -20, 0)],
    }  # fmt: skip
    outer = node(8, "around", ["a raccoon"], (into("words", None, widget=True),))
    found = read([outer, SAVE], [[20, 8, 0, 9, 0]], definitions={"subgraphs": [DRAWS, around]})
    assert (found.prompt, found.model, found.steps) == ("a raccoon", "new.safetensors", 20)


def test_a_group_of_the_older_editor_is_opened() -> None:
    group = {
        "nodes": [
            node(0, "KSamplerSelect", ["lcm"]), node(0, "RandomNoise", [1, "fixed"]),
            node(0, "Reroute", [], (into("", None),), outputs=[{"name": ""}]),
            node(0, "BasicScheduler", ["normal", 5, 1.0], (into("model", None),)),
            node(0, "BasicGuider", [], (into("model", None), into("conditioning", None))),
            node(0, "SamplerCustomAdvanced", [], (into("noise", None), into("guider", None), into("sampler", None),
                                                  into("sigmas", None)), outputs=[{"name": "output"}]),
        ],
        "links": [[None, 0, 2, 0, 1, "MODEL"], [2, 0, 3, 0, 1, "MODEL"], [2, 0, 4, 0, 1, "MODEL"],
                  [1, 0, 5, 0, 1, "NOISE"], [4, 0, 5, 1, 1, "GUIDER"], [0, 0, 5, 2, 1, "SAMPLER"],
                  [3, 0, 5, 3, 1, "SIGMAS"]],
    }  # fmt: skip
    outer = node(8, "workflow>Draw", ["euler", 77, "randomize", "simple", 20, 1.0],
                 (into("model", 21), into("conditioning", 22)))  # fmt: skip
    found = read(
        [node(1, "UNETLoader", ["flux.safetensors", "default"]), node(2, "CLIPTextEncode", ["a raccoon"]), outer, SAVE],
        [[20, 8, 0, 9, 0], [21, 1, 0, 8, 0], [22, 2, 0, 8, 1]],
        extra={"groupNodes": {"Draw": group}},
    )
    assert (found.prompt, found.model, found.seed) == ("a raccoon", "flux.safetensors", 77)
    assert (found.steps, found.sampler, found.scheduler) == (20, "euler", "simple")


def custom(scheduler: Given, *more: Given, links: tuple[list[int], ...] = ()) -> ForeignFacts:
    """A graph of SamplerCustomAdvanced in the older way, in which no widget has a name."""
    return read(
        [
            node(1, "UNETLoader", ["flux.safetensors", "default"]), node(2, "CLIPTextEncode", ["a raccoon"]),
            node(3, "CLIPTextEncode", ["blurry"]), node(4, "RandomNoise", [7, "randomize"]),
            node(5, "KSamplerSelect", ["euler"]), scheduler,
            node(7, "CFGGuider", [4.5], (into("model", 1), into("positive", 2), into("negative", 3))),
            node(8, "SamplerCustomAdvanced", [], (into("noise", 4), into("guider", 7), into("sampler", 5),
                                                  into("sigmas", 6))),
            SAVE, *more,
        ],
        [[1, 1, 0, 7, 0], [2, 2, 0, 7, 1], [3, 3, 0, 7, 2], [4, 4, 0, 8, 0], [5, 5, 0, 8, 2], [6, 6, 0, 8, 3],
         [7, 7, 0, 8, 1], [20, 8, 0, 9, 0], *links],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("BasicScheduler", ["simple", 22, 1.0]),
        ("Flux2Scheduler", [22, 1024, 1024]),
        ("AlignYourStepsScheduler", ["SDXL", 22, 1.0]),
        ("GITSScheduler", [1.2, 22, 1.0]),
        ("KarrasScheduler", [22, 14.6, 0.03, 7.0]),
        ("SDTurboScheduler", [22, 1.0]),
        ("LTXVScheduler", [22, 2.05, 0.95, True, 0.1]),
        ("Ideogram4Scheduler", [22, 1024, 1024, 0.0, 1.5]),
        ("SomebodysScheduler", ["bong_tangent", 22, 1.0]),
    ],
)
def test_the_steps_of_every_scheduler_are_known(kind: str, values: list[object]) -> None:
    found = custom(node(6, kind, values))
    assert (found.prompt, found.negative, found.model) == ("a raccoon", "blurry", "flux.safetensors")
    assert (found.seed, found.steps, found.guidance, found.sampler) == (7, 22, 4.5, "euler")


def test_samplers_of_unknown_packs_are_told_by_their_values() -> None:
    links = [[1, 1, 0, 4, 0], [2, 2, 0, 4, 1], [3, 3, 0, 4, 2], [20, 4, 0, 9, 0]]
    inputs = (into("model", 1), into("positive", 2), into("negative", 3))
    texts = [node(2, "SomebodysTextEncode", ["a raccoon, in a lab"]), node(3, "SomebodysTextEncode", ["blurry, bad"])]
    for kind, values in (
        ("SomebodysSampler", [7, "randomize", 20, 6.5, "euler", "karras", 1.0]),
        ("SomebodysVideoSampler", [20, 6.5, 5.0, 7, "fixed", True, "euler", "karras"]),
        ("KSampler (Efficient)", [7, None, 20, 6.5, "euler", "karras", 1.0, "auto", "true"]),
    ):
        loader = node(1, "SomebodysModelLoader", ["dream.safetensors", "bf16"])
        found = read([loader, *texts, node(4, kind, values, inputs), SAVE], links)
        assert (found.prompt, found.negative, found.model) == (
            "a raccoon, in a lab",
            "blurry, bad",
            "dream.safetensors",
        )
        assert (found.seed, found.steps, found.guidance) == (7, 20, 6.5), kind
        assert (found.sampler, found.scheduler) == ("euler", "karras")


def test_of_two_texts_that_one_node_encodes_the_second_is_the_negative() -> None:
    inputs = (into("model", 1), into("text_embeds", 2))
    for kind in ("WanVideoTextEncode", "SomebodysTextEncode"):
        found = read(
            [node(1, "WanVideoModelLoader", ["wan.safetensors", "bf16"]),
             node(2, kind, ["a raccoon, in a lab", "画面静止，最差质量", True]),
             node(3, "WanVideoSampler", [25, 6, 5, 7, "fixed", True, "unipc", 0, 1, ""], inputs),
             node(9, "VHS_VideoCombine", {"save_output": True}, (into("images", 20),))],
            [[1, 1, 0, 3, 0], [2, 2, 0, 3, 1], [20, 3, 0, 9, 0]],
        )  # fmt: skip
        assert (found.prompt, found.negative) == ("a raccoon, in a lab", "画面静止，最差质量")
        assert (found.model, found.seed, found.steps, found.scheduler) == ("wan.safetensors", 7, 25, "unipc")


def test_merged_and_unclip_models_are_found() -> None:
    for kind in ("CheckpointLoaderSimple", "unCLIPCheckpointLoader"):
        found = read(
            [node(1, kind, ["first.safetensors"]), node(2, "CheckpointLoaderSimple", ["second.safetensors"]),
             node(3, "ModelMergeSimple", [0.5], (into("model1", 1), into("model2", 2))),
             node(4, "KSampler", [7, "fixed", 20, 6.5, "euler", "karras", 1.0], (into("model", 3),)), SAVE],
            [[1, 1, 0, 3, 0], [2, 2, 0, 3, 1], [3, 3, 0, 4, 0], [20, 4, 0, 9, 0]],
        )  # fmt: skip
        assert (found.model, found.seed, found.steps) == ("first.safetensors", 7, 20)


def test_a_bypassed_node_lets_through_what_is_of_the_same_type() -> None:
    twice = node(10, "KSampler", [5, "fixed", 9, 1.0, "lcm", "simple", 0.9], (
        into("model", 30, "MODEL"), into("positive", 31, "CONDITIONING"), into("latent_image", 32, "LATENT")),
        outputs=[{"name": "LATENT", "type": "LATENT"}], mode=4)  # fmt: skip
    found = read(
        [node(1, "UNETLoader", ["flux.safetensors", "default"]), node(2, "CLIPTextEncode", ["a raccoon"]),
         node(4, "KSampler", [7, "fixed", 20, 6.5, "euler", "karras", 1.0], (into("model", 1), into("positive", 2))),
         twice, SAVE],
        [[1, 1, 0, 4, 0], [2, 2, 0, 4, 1], [20, 10, 0, 9, 0], [30, 1, 0, 10, 0], [31, 2, 0, 10, 1], [32, 4, 0, 10, 2]],
    )  # fmt: skip
    assert (found.prompt, found.seed, found.steps, found.sampler) == ("a raccoon", 7, 20, "euler")


def test_a_widget_whose_link_leads_nowhere_keeps_its_value() -> None:
    muted = node(3, "PrimitiveInt", [5, "fixed"], mode=2)
    drawing = node(4, "KSampler", [7, "fixed", 20, 6.5, "euler", "karras", 1.0], (into("seed", 1, widget=True),))
    assert read([muted, drawing], [[1, 3, 0, 4, 0]]).seed == 7


def test_a_model_comes_through_a_reroute() -> None:
    reroute = node(2, "Reroute", [], (into("", 1),))
    drawing = node(4, "KSampler", [7, "fixed", 20, 6.5, "euler", "karras", 1.0], (into("model", 2),))
    found = read([node(1, "UNETLoader", ["flux.safetensors", "default"]), reroute, drawing],
                 [[1, 1, 0, 2, 0], [2, 2, 0, 4, 0]])  # fmt: skip
    assert found.model == "flux.safetensors"
