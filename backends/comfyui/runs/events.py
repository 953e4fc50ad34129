"""Wire messages → the events of one job: a pure function from (what is known, frame) to (what is known, events).

Only the job's own prompt id is heeded. Three kinds of frame carry no id and are taken only while the job is known to
run: `executing` right after a reconnection, previews of kind 1, and what a node says of its progress. All come from the
one job that the server runs.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from backends.base import Ahead, Cancelled, EngineBroke, Event, Failed, Preview, Queued, Stage, Started, Step, Words
from backends.comfyui.wire.frames import Frame, Message, NodeWords, PreviewPicture
from backends.plain import plain

STAGES = {
    "UNETLoader": "loading the model",
    "UnetLoaderGGUF": "loading the model",
    "CheckpointLoaderSimple": "loading the model",
    "DualCLIPLoader": "loading the model",
    "DualCLIPLoaderGGUF": "loading the model",
    "CLIPLoader": "loading the model",
    "CLIPLoaderGGUF": "loading the model",
    "VAELoader": "loading the model",
    "LoraLoader": "loading the model",
    "LoraLoaderModelOnly": "loading the model",
    "CLIPTextEncode": "reading the prompt",
    "CLIPTextEncodeFlux": "reading the prompt",
    "LoadImage": "looking at the references",
    "LoadImageMask": "looking at the references",
    "FluxKontextImageScale": "looking at the references",
    "ImageScaleToTotalPixels": "looking at the references",
    "ImageScale": "looking at the references",
    "ImageStitch": "looking at the references",
    "VAEEncode": "looking at the references",
    "ReferenceLatent": "looking at the references",
    "KSampler": "sampling",
    "KSamplerAdvanced": "sampling",
    "SamplerCustomAdvanced": "sampling",
    "VAEDecode": "decoding",
    "ImageCompositeMasked": "decoding",
    "SaveImage": "saving",
}
"""A node's class → what happens there, in words for a person."""

FETCHING = "fetching the picture"
"""What comes after the graph: the studio fetches what was saved."""

INSTANT = frozenset(
    {
        "BasicGuider",
        "ConditioningZeroOut",
        "EmptyFlux2LatentImage",
        "EmptyLatentImage",
        "EmptySD3LatentImage",
        "Flux2Scheduler",
        "FluxGuidance",
        "KSamplerSelect",
        "RandomNoise",
        "SetLatentNoiseMask",
        "SplitSigmasDenoise",
    }
)
"""Classes that take no time worth a word: the stage before them stays."""

LONGEST_WORDS = 120
"""Characters of what a node says that are told."""

MOST_STEPS = 100_000

Phase = Literal["unknown", "queued", "running", "ended"]


class Known(msgspec.Struct, frozen=True):
    """What is known of a job. `classes` maps its node ids to classes, in the order in which they need one another.

    `done` asks for a look in the history; `hinted` is a node that was named without an id, before it was known which
    job runs; `node` is the one that the server works on. `behind` are the nodes that the server calls cached or
    finished, `entered` the stages that were told; `passed` those that were not, and of which all nodes are behind.
    """

    prompt_id: str
    classes: dict[str, str] = {}
    phase: Phase = "unknown"
    position: int = -1
    stage: str = ""
    step: tuple[str, int, int] = ("", 0, 0)
    done: bool = False
    hinted: str = ""
    node: str = ""
    behind: frozenset[str] = frozenset()
    entered: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()


Outcome = tuple[Known, tuple[Event, ...]]


def translate(known: Known, frame: Frame) -> Outcome:
    """What the frame tells of the job, and the events that follow from it; never raises."""
    if known.phase == "ended":
        return known, ()
    if isinstance(frame, NodeWords):
        # These go to all sockets, without an id: only the node that this job is at speaks of this job.
        own = known.phase == "running" and frame.node == known.node and bool(frame.text)
        return known, (Words(plain(frame.text, LONGEST_WORDS)),) if own else ()
    if isinstance(frame, PreviewPicture):
        own = frame.prompt_id == known.prompt_id or (not frame.prompt_id and known.phase == "running")
        return known, (Preview(frame.data),) if own else ()
    data = frame.data
    if data.get("prompt_id") != known.prompt_id:
        return (
            _returning(known, data.get("node"))
            if frame.type == "executing" and "prompt_id" not in data
            else (known, ())
        )
    return _own_message(known, frame)


def queued(known: Known, position: int) -> Outcome:
    """The queue holds the job, with `position` waiting jobs before it."""
    if known.phase in ("running", "ended") or (known.phase, known.position) == ("queued", position):
        return known, ()
    return msgspec.structs.replace(known, phase="queued", position=position), (Queued(position),)


def running(known: Known) -> Outcome:
    """The server works on the job."""
    if known.phase in ("running", "ended"):
        return known, ()
    known, hinted = msgspec.structs.replace(known, phase="running", hinted=""), known.hinted
    ahead = _ahead(known)
    start: tuple[Event, ...] = (Started(), ahead) if ahead.stages else (Started(),)
    if hinted not in known.classes:
        return known, start
    known, events = _at_node(known, hinted)
    return known, (*start, *events)


def broke(data: dict[str, Any]) -> EngineBroke:
    """The error of an `execution_error` message, with what can be done about it."""
    node = plain(data.get("node_type"), 80)
    kind = plain(data.get("exception_type"), 120)
    words = plain(data.get("exception_message"), 400) or kind or "no reason given"
    place = f" in {node}" if node else ""
    if "outofmemory" in kind.lower() or "out of memory" in words.lower():
        return EngineBroke(
            f"The server ran out of memory{place}: {words}",
            "Try a smaller size or fewer references, or free the server's memory and draw again",
            node,
            out_of_memory=True,
        )
    if "clip input is invalid" in words.lower():
        return EngineBroke(
            f"Drawing failed{place}: the checkpoint holds no text encoder",
            "It holds only the diffusion model: load it with UNETLoader, DualCLIPLoader and VAELoader",
            node,
        )
    remedy = "The model file may be broken: copy it to the server again" if "safetensor" in kind.lower() else ""
    return EngineBroke(f"Drawing failed{place}: {words}", remedy or "The server's own log has the details", node)


def _returning(known: Known, node: object) -> Outcome:
    if not isinstance(node, str):
        return known, ()
    if known.phase == "running":
        return _at_node(known, node)
    return msgspec.structs.replace(known, hinted=node), ()


def _own_message(known: Known, message: Message) -> Outcome:
    data = message.data
    match message.type:
        case "execution_start" | "execution_cached" | "executed" | "execution_success":
            # What was hinted before was another job's.
            known, events = running(msgspec.structs.replace(known, hinted=""))
            if message.type != "execution_cached":
                return known, events
            known, passed = _behind(known, data.get("nodes"))
            return known, (*events, *passed)
        case "executing":
            node = data.get("node")
            if node is None:
                return msgspec.structs.replace(known, done=True), ()
            return _at_node(known, node) if isinstance(node, str) else (known, ())
        case "progress":
            return _stepped(known, data.get("node"), data.get("value"), data.get("max"))
        case "progress_state":
            return _progress_state(known, data.get("nodes"))
        case "execution_interrupted":
            return msgspec.structs.replace(known, phase="ended"), (Cancelled(),)
        case "execution_error":
            return msgspec.structs.replace(known, phase="ended"), (Failed(broke(data)),)
    return known, ()


def _at_node(known: Known, node: str) -> Outcome:
    known, events = running(known)
    known = msgspec.structs.replace(known, node=node)
    kind = known.classes.get(node, "")
    if kind in INSTANT:
        return known, events
    stage = stage_of(kind)
    if stage == known.stage:
        return known, events
    entered = known.entered | {stage}
    return msgspec.structs.replace(known, stage=stage, entered=entered), (*events, Stage(stage))


def stage_of(kind: str) -> str:
    """What happens at a node of this class, in words for a person."""
    return STAGES.get(kind) or (f"working on {plain(kind, 60)}" if kind else "working")


def _ahead(known: Known) -> Ahead:
    """The stages of the job's graph; without one, none."""
    names = dict.fromkeys(stage_of(kind) for kind in known.classes.values() if kind not in INSTANT)
    return Ahead((*names, FETCHING) if names else (), known.passed)


def _behind(known: Known, nodes: object) -> Outcome:
    """The server calls these nodes cached or finished; what is told where whole stages are behind by that."""
    if not isinstance(nodes, list):
        return known, ()
    behind = known.behind | {node for node in nodes if isinstance(node, str) and node in known.classes}
    if behind == known.behind:
        return known, ()
    to_do = {stage_of(kind) for node, kind in known.classes.items() if kind not in INSTANT and node not in behind}
    passed = frozenset(_ahead(known).stages) - to_do - known.entered - {FETCHING}
    told = passed != known.passed
    known = msgspec.structs.replace(known, behind=behind, passed=passed)
    return known, (_ahead(known),) if told else ()


def _stepped(known: Known, node: object, value: object, total: object) -> Outcome:
    if not isinstance(node, str) or not isinstance(value, int | float) or not isinstance(total, int | float):
        return known, ()
    if not 1 <= value <= MOST_STEPS or not 1 <= total <= MOST_STEPS:
        return known, ()
    step = (node, min(int(value), int(total)), int(total))
    if step == known.step:
        return known, ()
    known, events = _at_node(known, node)
    return msgspec.structs.replace(known, step=step), (*events, Step(step[1], step[2]))


def _progress_state(known: Known, nodes: object) -> Outcome:
    """Newer servers tell the progress of all nodes at once: the running one counts, and the finished are behind."""
    if not isinstance(nodes, dict):
        return known, ()
    states = {name: state for name, state in nodes.items() if isinstance(state, dict)}
    known, passed = _behind(known, [name for name, state in states.items() if state.get("state") == "finished"])
    for name, state in states.items():
        if state.get("state") == "running":
            value = state.get("value")
            if isinstance(value, int | float) and value >= 1:
                known, events = _stepped(known, name, value, state.get("max"))
            else:
                known, events = _at_node(known, name)
            return known, (*passed, *events)
    return known, passed
