"""The prompts of a ComfyUI graph: from a sampler back along its conditionings to the texts that were encoded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from library.exchange.foreign.comfyui.graph import NEUTRAL, Graph, Link, Node, is_reroute, value_of
from library.exchange.foreign.comfyui.texts import has_words, text_input, text_keys
from library.exchange.foreign.facts import number, words

_CONDITIONS = re.compile(
    r"positive|negative|cond|guider|pipe|context|^ctx|embeds?$|prompt|any|value|input|text|cfg$|^on_"
)
_NO_WAY = re.compile(r"model|clip$|vae|control_net|latent|image|mask|pixels|samples|empty")
_BUNDLE = re.compile(r"guider|pipe|context|^ctx|embeds|any|input|cfg$")
_POSITIVE = re.compile(r"positive|(^|_)pos(_|$)")
_NEGATIVE = re.compile(r"negative|(^|_)(neg|nag|uncond)(_|$)")
_ENCODES = re.compile(r"encode|prompt|loader|t5|wildcard", re.IGNORECASE)
_LIKELY = re.compile(r"text.?encode|prompt", re.IGNORECASE)
_NO_CONDITION = re.compile(r"zero.?out", re.IGNORECASE)
_MOST_CONDITIONS = 2_000
_MOST_TEXTS = 100

_SIGNS = ("positive", "negative")
_MIDDLE = "middle"
"""The sign of DualCFGGuider's second conditioning, which stands between the positive and the negative one."""


@dataclass(slots=True)
class Conditioning:
    """What a walk along the conditioning of one sign has come by.

    `texts` are the words, each once; `is_empty` is that an encoder was met and had none, or that it was made nothing.
    """

    texts: dict[str, None] = field(default_factory=dict)
    guidance: float | None = None
    is_empty: bool = False

    def add(self, other: Conditioning) -> None:
        """Add what another walk has come by."""
        self.keep(other.texts)
        self.guidance = other.guidance if self.guidance is None else self.guidance
        self.is_empty |= other.is_empty

    def keep(self, texts: Iterable[str]) -> None:
        """Add texts that are not there yet."""
        for text in texts:
            if text and len(self.texts) < _MOST_TEXTS:
                self.texts.setdefault(text)


class Way(NamedTuple):
    """A link that a conditioning comes by.

    Until a way is named after a sign (`is_signed`), plain conditionings on it are the positive one.
    """

    link: Link
    sign: str
    is_signed: bool


def prompts(graph: Graph, samplers: list[Node], around: list[Node]) -> tuple[Conditioning, Conditioning]:
    """The positive and the negative conditioning of the samplers that drew a picture, in turns or panel by panel.

    Where these have no texts, and none is written to be empty, the nearest text of `around` is the positive one.
    """
    positive, negative = Conditioning(), Conditioning()
    signs = (*_SIGNS, _MIDDLE) if any("cond2" in node.links for node in graph.values()) else _SIGNS
    for sampler in samplers:
        wanted, unwanted, *middle = (_conditions(graph, sampler, sign) for sign in signs)
        # With two guidances the negative one may be the prompt again, and the middle one has what is not wanted.
        if middle and middle[0].texts and not unwanted.texts.keys() - wanted.texts.keys():
            unwanted = Conditioning({text: None for text in middle[0].texts if text not in wanted.texts})
        positive.add(wanted)
        # Where guidance is off, the negative input takes whatever is at hand, often the prompt itself.
        if unwanted.texts.keys() != wanted.texts.keys():
            negative.add(unwanted)
    if not positive.texts and not positive.is_empty:
        # Nodes that ask a service to draw have a prompt, and nothing that is a conditioning.
        likely = (
            _encoded(graph, node, Way(Link("", 0), "positive", True))
            or [text_input(graph, node, "prompt", "positive", set())]
            for node in around
            if _LIKELY.search(node.kind) or node.has("prompt")
        )
        positive.keep(next((found for found in likely if not negative.texts.keys() >= set(found) - {""}), []))
    return positive, negative


def words_of(graph: Graph, sampler: Node) -> set[str]:
    """The texts of a sampler's positive conditioning."""
    return set(_conditions(graph, sampler, "positive").texts)


def _conditions(graph: Graph, sampler: Node, sign: str) -> Conditioning:
    """Walk back from a sampler along its conditioning of one sign, and gather the texts of all encoders on the way."""
    found = Conditioning()
    # A sampler's own words: nodes that encode and draw in one have them as values.
    found.keep([words(sampler.values.get(sign))])
    seen: set[Way] = set()
    # The first of a node's ways is followed to its end before the next, so that texts come in the order of the inputs.
    waiting: list[Way | list[str]] = []
    waiting.extend(reversed(_ways(sampler, Way(Link("", 0), sign, sign == "positive"))))
    while waiting:
        way = waiting.pop()
        if isinstance(way, list):
            found.keep(way)
            continue
        node = graph.get(way.link.node)
        if node is None or way in seen or len(seen) > _MOST_CONDITIONS:
            continue
        seen.add(way)
        if _NO_CONDITION.search(node.kind):
            found.is_empty = True
            continue
        if found.guidance is None and node.has("guidance"):
            found.guidance = number(value_of(graph, node, "guidance"))
        texts = _encoded(graph, node, way)
        if texts:
            waiting.append(texts)
        elif _is_without_words(node, way.sign):
            found.is_empty = True
        if not texts or _adds(node):
            waiting.extend(reversed(_ways(node, way)))
    return found


def _adds(node: Node) -> bool:
    """Whether an encoder adds its words to a conditioning that comes in, as GLIGEN's boxes do."""
    return any(key.startswith("conditioning") for key in node.links)


def _ways(node: Node, way: Way) -> list[Way]:
    """The inputs of a node that a conditioning of the way's sign may come by."""
    if is_reroute(node) and NEUTRAL.issuperset(node.links):
        return [way._replace(link=link) for link in node.links.values()]
    found = []
    for key, link in node.links.items():
        low = key.lower()
        own = _sign_of(node, low)
        # Of a node that has both conditionings, only the one of the way's sign goes on, by whichever output it comes.
        if own not in ("", way.sign) or _NO_WAY.search(low) or not (way.is_signed or own or _BUNDLE.search(low)):
            continue
        if own or _CONDITIONS.search(low):
            # From here on the middle one is as the negative one: a conditioning named so, or the second of a pair.
            sign = "negative" if own == _MIDDLE else way.sign
            found.append(Way(link, sign, way.is_signed or bool(own)))
    return found


def _sign_of(node: Node, key: str) -> str:
    """The sign that an input is named after; empty where it is after none."""
    if key == "cond2" and "negative" in node.links:
        return _MIDDLE
    if _NEGATIVE.search(key):
        return "negative"
    return "positive" if _POSITIVE.search(key) else ""


def _encoded(graph: Graph, node: Node, way: Way) -> list[str]:
    """The texts that a node makes a conditioning of, for the way that it is met by."""
    keys = _words_of(node, way.sign)
    if way.sign == "negative" and (way.link.slot > 0 or not way.is_signed):
        # The one text of an encoder is the prompt: a second output, or what comes in a bundle, is not of its words.
        keys = [key for key in keys if _NEGATIVE.search(key)]
    return list(dict.fromkeys(filter(None, (text_input(graph, node, key, way.sign, set()) for key in keys))))


def _is_without_words(node: Node, sign: str) -> bool:
    """Whether a node makes a conditioning of texts in which nothing is written."""
    keys = _words_of(node, sign)
    return bool(keys) and all(key in node.values for key in keys)


def _words_of(node: Node, sign: str) -> list[str]:
    """The inputs of a node whose texts it makes a conditioning of; none where it makes none."""
    if sign == _MIDDLE:
        return []
    if not (node.has("clip") or node.has("text_encoder") or _ENCODES.search(node.kind) or has_words(node, sign)):
        return []
    return [
        key
        for key in text_keys(node, sign)
        if isinstance(node.values.get(key), str) or (key in node.links and key not in ("positive", "negative"))
    ]
