"""One door to all of `library.foreign`: a file's texts in, what is known of the picture out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from library.foreign import a1111, comfyui, fooocus, graph, invokeai, novelai, swarmui
from library.foreign.facts import ForeignFacts, ForeignUnreadable, decoded, filled, mapping

Reader = Callable[[], ForeignFacts]


def read_texts(texts: Mapping[str, str], size: tuple[int, int] | None = None) -> ForeignFacts | None:
    """What a file's texts, by keyword, say of the picture; None where no tool's metadata is among them.

    Keywords are those of PNG chunks; texts out of EXIF come as `parameters`, `prompt` and `workflow`. `size` is the
    picture's, in px. Where several tools wrote, ComfyUI's graph leads and the others fill what it leaves open. What
    claims to be a tool's and cannot be read is passed over; raises ForeignUnreadable only where nothing else is left.
    """
    facts: ForeignFacts | None = None
    refused: ForeignUnreadable | None = None
    for reader in _readers(texts, size):
        try:
            found = reader()
        except ForeignUnreadable as error:
            refused = error
            continue
        facts = found if facts is None else filled(facts, found)
    if facts is None and refused is not None:
        raise refused
    return facts


def _readers(texts: Mapping[str, str], size: tuple[int, int] | None) -> Iterator[Reader]:
    prompt, workflow = texts.get("prompt", ""), texts.get("workflow", "")
    if comfyui.is_graph(prompt) or '"nodes"' in workflow:
        yield lambda: comfyui.read_either(prompt if comfyui.is_graph(prompt) else "", workflow, size)
    for key in ("parameters", "sui_image_params"):
        if text := texts.get(key, ""):
            yield lambda text=text: _parameters(text)  # type: ignore[misc]
    if "invokeai_metadata" in texts:
        yield lambda: invokeai.read_metadata(texts["invokeai_metadata"])
    if "sd-metadata" in texts:
        yield lambda: invokeai.read_sd_metadata(texts["sd-metadata"])
    if "Dream" in texts:
        yield lambda: invokeai.read_dream(texts["Dream"])
    if texts.get("Comment", "").lstrip()[:1] == "{":
        yield lambda: novelai.read(texts["Comment"], texts.get("Description", ""), texts.get("Source", ""))


def _parameters(text: str) -> ForeignFacts:
    """What stands under `parameters`, which four tools write in three formats."""
    if text.lstrip()[:1] != "{":
        return a1111.read(text)
    given = mapping(decoded(text))
    if swarmui.KEY in given:
        return swarmui.read(given)
    if "prompt" in given and isinstance(given["prompt"], dict):
        # Nodes that save JPEG put both of ComfyUI's texts into one.
        return comfyui.read_graph(graph.graph_of(given["prompt"]))
    return fooocus.read(given)
