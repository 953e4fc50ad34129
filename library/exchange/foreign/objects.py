"""JSON objects that tools write as one text, told by their keys: into `parameters`, comments, XMP or files beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from library.exchange.foreign.comfyui import reading
from library.exchange.foreign.facts import ForeignFacts, encoded, mapping
from library.exchange.foreign.tools import (
    civitai,
    drawthings,
    easydiffusion,
    fooocus,
    huggingface,
    invokeai,
    mflux,
    novelai,
    ruinedfooocus,
    swarmui,
)

Reader = Callable[[], ForeignFacts]
_MOST_NODES_ASKED = 50
_BROKEN = ('"class_type"', f'"{swarmui.KEY}"', '"nodes"', '"invokeai_metadata"', f'"{mflux.KEY}"')
"""What is in texts of these tools, also where their end is missing."""


def reader_of(given: dict[str, Any], size: tuple[int, int] | None = None) -> Reader | None:
    """What reads an object; None for one of no tool that is known. `size` is the picture's, in px."""
    if swarmui.KEY in given:
        return lambda: swarmui.read(given)
    if civitai.KEY in given:
        return lambda: civitai.read(given, size)
    if _is_graph(given):
        return lambda: reading.read(_text(given), size)
    prompt, workflow = _graph(given.get("prompt")), _workflow(given.get("workflow"))
    if prompt or workflow:
        # Nodes that save JPEG put both of ComfyUI's texts into one.
        return lambda: reading.read_either(prompt, workflow, size)
    for is_given, read in _TOOLS:
        if is_given(given):
            return lambda: read(given)
    return None


def texts_in(given: dict[str, Any]) -> dict[str, str]:
    """The texts of another file that an object has by keyword, as NovelAI's WebP and converters of PNG have them."""
    if given.keys().isdisjoint(("Comment", "parameters", "invokeai_metadata", "sd-metadata", "UserComment")):
        return {}
    return {key: text for key, value in list(given.items())[:100] if (text := _text(value))}


def is_broken(text: str) -> bool:
    """Whether a text that is no JSON was begun as a tool's."""
    return any(word in text for word in _BROKEN)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return encoded(value)
    return value if isinstance(value, str) else ""


def _graph(value: Any) -> str:
    """A graph as JSON; empty for what is none, as another tool's prompt is."""
    if isinstance(value, str):
        return value if reading.is_graph(value) else ""
    return _text(value) if _is_graph(mapping(value)) else ""


def _workflow(value: Any) -> str:
    text = value if isinstance(value, str) else _text(value) if "nodes" in mapping(value) else ""
    return text if '"nodes"' in text else ""


def _is_graph(given: dict[str, Any]) -> bool:
    return any("class_type" in mapping(value) for value in _first(given))


def _first(given: dict[str, Any]) -> Iterator[Any]:
    for _, value in zip(range(_MOST_NODES_ASKED), given.values(), strict=False):
        yield value


_TOOLS: tuple[tuple[Callable[[dict[str, Any]], bool], Callable[[dict[str, Any]], ForeignFacts]], ...] = (
    (ruinedfooocus.is_given, ruinedfooocus.read),
    (easydiffusion.is_given, easydiffusion.read),
    (drawthings.is_given, drawthings.read),
    (novelai.is_given, novelai.read_settings),
    (invokeai.is_given, invokeai.read_settings),
    (huggingface.is_given, huggingface.read),
    (mflux.is_given, mflux.read),
    (fooocus.is_given, fooocus.read),
)
"""The surest first: several have names like `guidance_scale`, and mflux has a `base_model` as Fooocus has."""
