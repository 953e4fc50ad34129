"""What the text inputs of a ComfyUI graph say, through any chain of nodes that join and write texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from library.exchange.foreign.comfyui.graph import MOST_PARTS, Graph, Link, Node, in_order
from library.exchange.foreign.facts import words

_TEXT_KEYS = (
    *(
        "populated_text",
        "text_0",
        "text",
        "prompt",
        "user_prompt",
        "text_g",
        "text_l",
        "clip_l",
        "clip_g",
        "t5xxl",
        "llama",
    ),
    *("string", "value", "String", "Text", "caption", "wildcard_text", "prompt_text", "text1", "text2"),
    *("bert", "mt5xl", "qwen25_7b", "tags", "f_string", "json_string", "high_level_description", "choice", "source"),
)
_SIGNED_KEYS = {
    "positive": ("text_positive", "positive_prompt", "prompt_positive", "positive", "positive_text"),
    "negative": ("text_negative", "negative_prompt", "prompt_negative", "negative", "negative_text"),
}
_TEXT_HINT = re.compile(r"text|prompt|string|caption|wildcard|tags|str_?\d|^input_?\w{0,2}$|^any_?\d*$|^[a-z]$", re.I)
_NO_TEXT = re.compile(
    r"file|path|name|mode|delimiter|separator|method|type|device|format|style|language|model|clip$|vae|image|seed|"
    r"normali|interpretation|regex|find|^replace|truncat|strip|clean|trim|font|color|system|video|audio|mask|latent",
    re.I,
)
_JOINS = re.compile(r"concat|join|append|combine|merge|multiline.?list|build|template", re.I)
_DELIMITERS = ("delimiter", "separator", "sep")
_ESCAPES = {"\\n": "\n", "\\t": "\t"}
_WRITES = re.compile(
    r"text.?gen|generate.*prompt|llm|vlm|gpt|gemini|claude|ollama|openai|chat|florence|caption|tagger|qwen.?\d?.?vl|"
    r"enhanc|expan|rewrite|interrogat",
    re.I,
)
_ENCODES = re.compile(r"encode", re.I)
_INSTRUCTS = re.compile(r"\W*(you\b|your (task|job|role)|act as\b|(re-?write|expand|enhance|describe)\b)", re.I)
_MOST_PLACES = 100
_LONGEST_PART = 10_000
_MOST_NODES = 100
"""Nodes that one text is put together from, at most: each may stand six calls deeper than the one before."""


def has_words(node: Node, sign: str) -> bool:
    """Whether a text that is named after the sign is written in a node."""
    return any(isinstance(node.values.get(key), str) for key in _SIGNED_KEYS[sign])


def text_keys(node: Node, sign: str) -> tuple[str, ...]:
    """Names of inputs that hold a prompt, the likeliest first, for a `sign` of positive or negative.

    Where a node has words of both signs, the negative one is only what is named so.
    """
    signed = _SIGNED_KEYS[sign]
    if sign == "negative" and any(node.has(key) for key in signed):
        return signed
    return (*signed, *_TEXT_KEYS)


def text_input(graph: Graph, node: Node, key: str, sign: str, seen: set[str]) -> str:
    """What an input of a node says, through any chain of nodes that make texts; empty where that is not known."""
    if key in node.values:
        value = node.values[key]
        return words(value) if isinstance(value, str) else ""
    link = node.links.get(key)
    return "" if link is None else text_of(graph, link, sign, seen)


def text_of(graph: Graph, link: Link, sign: str, seen: set[str]) -> str:
    """The text that an output gives; `seen` has the nodes of this chain, and a node is asked once.

    Of what a language model wrote, which is not in the file, the words that it was given stand in its place.
    """
    node = graph.get(link.node)
    if node is None or link.node in seen or len(seen) > _MOST_NODES:
        return ""
    seen.add(link.node)
    if "f_string" in node.values or "f_string" in node.links:
        return _formatted(graph, node, sign, seen)
    if _JOINS.search(node.kind):
        return _joined(graph, node, sign, seen)
    if writes(node) and (wish := _wish(graph, node, sign, seen)):
        return wish
    for key in (*text_keys(node, sign), *_hinted(node)):
        if node.has(key) and (found := text_input(graph, node, key, sign, seen)):
            return _replaced(graph, node, found, sign, seen)
    # A node of an unknown make: whatever comes in that may be a text.
    for key, way in node.links.items():
        if not _NO_TEXT.search(key) and (found := text_of(graph, way, sign, seen)):
            return found
    return ""


def writes(node: Node) -> bool:
    """Whether a node is a language model, whose words are not in the file."""
    return bool(_WRITES.search(node.kind)) and not _ENCODES.search(node.kind)


def _wish(graph: Graph, node: Node, sign: str, seen: set[str]) -> str:
    """What a person asked of a language model, without the instructions that it was joined with."""
    for key in (*text_keys(node, sign), *_hinted(node)):
        link = node.links.get(key)
        source = graph.get(link.node) if link is not None else None
        if link is None or source is None or link.node in seen or not _JOINS.search(source.kind):
            continue
        seen.add(link.node)
        parts = list(_parts(graph, source, sign, seen))
        own = [part for part in parts if not _INSTRUCTS.match(part)]
        return words(_delimiter(source).join(own or parts))
    return ""


def _hinted(node: Node) -> list[str]:
    keys = [*node.values, *node.links]
    return [key for key in keys[:MOST_PARTS] if _TEXT_HINT.search(key) and not _NO_TEXT.search(key)]


def _joined(graph: Graph, node: Node, sign: str, seen: set[str]) -> str:
    return words(_delimiter(node).join(_parts(graph, node, sign, seen)))


def _delimiter(node: Node) -> str:
    given = next((node.values[key] for key in _DELIMITERS if isinstance(node.values.get(key), str)), " ")
    return _ESCAPES.get(given, given[:20])


def _parts(graph: Graph, node: Node, sign: str, seen: set[str]) -> Iterator[str]:
    for key in in_order(_hinted(node)):
        if part := text_input(graph, node, key, sign, seen):
            yield part


def _replaced(graph: Graph, node: Node, text: str, sign: str, seen: set[str]) -> str:
    find = text_input(graph, node, "find", sign, seen)
    if not find or not node.has("replace"):
        return text
    by = text_input(graph, node, "replace", sign, seen)[:_LONGEST_PART]
    return words(text.replace(find, by, _MOST_PLACES))


def _formatted(graph: Graph, node: Node, sign: str, seen: set[str]) -> str:
    """A text with places in braces, `{a}`, for the inputs `values.a`."""
    template = text_input(graph, node, "f_string", sign, seen)[:_LONGEST_PART]
    keys = [key for key in node.inputs() if key.startswith("values.")][:MOST_PARTS]
    parts = {key[7:]: text_input(graph, node, key, sign, seen)[:_LONGEST_PART] for key in keys}
    return words(re.sub(r"\{(\w{1,40})\}", lambda match: parts.get(match[1]) or match[0], template, count=_MOST_PLACES))
