"""The prompts of a ComfyUI graph: from a sampler back along its conditionings to the texts that were encoded."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from library.foreign.facts import number, words
from library.foreign.graph import Graph, Link, Node, text_input, text_keys, value_of

_CONDITIONS = re.compile(r"positive|negative|cond|guider|pipe|context|^ctx|embeds?$|prompt|any|value|input|text")
_NO_WAY = re.compile(r"model|clip$|vae|control_net|latent|image|mask|pixels|samples")
_BUNDLE = re.compile(r"guider|pipe|context|^ctx|embeds|any|input")
_ENCODES = re.compile(r"encode|prompt|loader|t5|wildcard", re.IGNORECASE)
_LIKELY = re.compile(r"text.?encode|prompt", re.IGNORECASE)
_NO_CONDITION = re.compile(r"zero.?out", re.IGNORECASE)
_MOST_CONDITIONS = 5_000
_MOST_TEXTS = 100


@dataclass(slots=True)
class Conditioning:
    """What a walk along the conditioning of one sign has come by: texts, each once, and a guidance of its own."""

    texts: dict[str, None]
    guidance: float | None = None


def prompts(graph: Graph, sampler: Node | None, around: list[Node]) -> tuple[Conditioning, Conditioning]:
    """The positive and the negative conditioning of a sampler; without it, or texts, the nearest text of `around`."""
    positive, negative = Conditioning({}), Conditioning({})
    if sampler is not None:
        _conditions(graph, sampler, "positive", positive)
        _conditions(graph, sampler, "negative", negative)
    if not positive.texts:
        # Nodes that ask a service to draw have a prompt, and nothing that is a conditioning.
        likely = (
            _encoded(graph, node, "positive") or [words(node.values.get("prompt"))]
            for node in around
            if _LIKELY.search(node.kind) or isinstance(node.values.get("prompt"), str)
        )
        _keep_texts(positive, next((found for found in likely if not negative.texts.keys() >= set(found) - {""}), []))
    return positive, negative


def _conditions(graph: Graph, sampler: Node, sign: str, found: Conditioning) -> None:
    """Walk back from a sampler along its conditioning of one sign, and gather the texts of all encoders on the way."""
    seen: set[tuple[str, str]] = set()
    # A sampler's own words: nodes that encode and draw in one have them as values.
    _keep_texts(found, [words(sampler.values.get(sign))])
    # Until a way is named after the sign, as a guider's is not, plain conditionings on it are the positive one.
    waiting = deque(_ways(sampler, sign, 2, sign == "positive"))
    while waiting:
        link, signed = waiting.popleft()
        node = graph.get(link.node)
        if node is None or (place := (link.node, _side_of(node, link))) in seen or len(seen) > _MOST_CONDITIONS:
            continue
        seen.add(place)
        if _NO_CONDITION.search(node.kind):
            continue
        if found.guidance is None and ("guidance" in node.values or "guidance" in node.links):
            found.guidance = number(value_of(graph, node, "guidance"))
        if texts := _encoded(graph, node, sign):
            _keep_texts(found, texts)
        else:
            waiting.extend(_ways(node, sign, link.slot, signed))


def _side_of(node: Node, link: Link) -> str:
    """Nodes with both conditionings are two places: their first output has the one, the second the other."""
    return str(link.slot) if {"positive", "negative"} <= node.links.keys() else ""


def _ways(node: Node, sign: str, slot: int, signed: bool) -> Iterator[tuple[Link, bool]]:
    """The inputs of a node that a conditioning of this sign may come by, and whether it is named by then."""
    if slot < 2 and "positive" in node.links and "negative" in node.links:
        sign = "positive" if slot == 0 else "negative"
    other = "negative" if sign == "positive" else "positive"
    for key, link in node.links.items():
        low = key.lower()
        if other in low or _NO_WAY.search(low) or not (signed or sign in low or _BUNDLE.search(low)):
            continue
        if _CONDITIONS.search(low):
            yield link, signed or sign in low


def _encoded(graph: Graph, node: Node, sign: str) -> list[str]:
    """The texts that a node makes a conditioning of, those of both signs where it has both as texts."""
    has = node.values.keys() | node.links.keys()
    encodes = "clip" in has or "text_encoder" in has or _ENCODES.search(node.kind)
    if not encodes:
        return []
    texts = []
    for key in text_keys(sign):
        if isinstance(node.values.get(key), str) or (key in node.links and key not in ("positive", "negative")):
            texts.append(text_input(graph, node, key, sign, set()))
    return list(dict.fromkeys(filter(None, texts)))


def _keep_texts(found: Conditioning, texts: Iterable[str]) -> None:
    for text in texts:
        if text and len(found.texts) < _MOST_TEXTS:
            found.texts.setdefault(text)
