"""Midjourney's `Description`: the words, then options as `--ar 3:2 --v 6.1 --no fog`, then `Job ID:`.

Format: PNG files of midjourney.com; the options are those of its documentation.
"""

from __future__ import annotations

import re

from library.exchange.foreign.facts import LONGEST_TEXT, ForeignFacts, ForeignUnreadable, name, whole, words

_TOOL = "Midjourney"
_JOB = re.compile(r"\bJob ID:\s*[0-9a-fA-F-]{8,40}\s*$")
_OPTION = re.compile(r"\s--([a-zA-Z]{1,20})(?=\s|$)")
_KNOWN = frozenset({"ar", "aspect", "v", "version", "niji", "stylize", "chaos", "sref", "cref", "style", "weird", "no"})


def is_description(text: str) -> bool:
    """Whether a text is Midjourney's: it names its job, or has two of its options."""
    if _JOB.search(text[-200:]):
        return True
    return "--" in text and len(_KNOWN & {word.lower() for word in _OPTION.findall(text[:LONGEST_TEXT])}) >= 2


def read(text: str) -> ForeignFacts:
    """The facts of a `Description`. Raises ForeignUnreadable."""
    if not is_description(text):
        raise ForeignUnreadable("Its `Description` has no options of Midjourney")
    prompt, *parts = _OPTION.split(_JOB.sub("", text[:LONGEST_TEXT]))
    options = {word.lower(): value.strip() for word, value in zip(parts[0::2], parts[1::2], strict=True)}
    version = options.get("v") or options.get("version")
    niji = options.get("niji")
    return ForeignFacts(
        tool=_TOOL,
        prompt=words(prompt),
        negative=words(options.get("no")),
        model=name(f"Niji {niji}" if niji is not None else f"{_TOOL} {version}" if version else ""),
        seed=whole(options.get("seed")),
    )
