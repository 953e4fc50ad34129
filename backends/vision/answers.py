"""What a vision server's answer says, without the model's thoughts; read strictly, and bounded before."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

from backends.errors import BadAnswer, ContentRefused, EngineError
from backends.plain import plain

_TAG = re.compile(r"<(/?)(?:think|thinking|thought|reasoning)>", re.IGNORECASE)


class Told(NamedTuple):
    """What the model said; `is_cut`: its tokens were used up, and the end is missing."""

    text: str
    is_cut: bool = False


class SaidNothing(EngineError):
    """All tokens went to thoughts, and nothing was said."""


class _Message(msgspec.Struct):
    content: str | list[dict[str, Any]] | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice]


def told(data: bytes, title: str) -> Told:
    """What stands in an answer. Raises SaidNothing, ContentRefused, BadAnswer."""
    try:
        answer = msgspec.json.decode(data, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadAnswer(f"{title} gave an answer that is no chat completion", _LOOK) from error
    if not answer.choices:
        raise BadAnswer(f"{title} gave an answer with nothing in it", _LOOK)
    first = answer.choices[0]
    if first.message.refusal:
        raise ContentRefused(f"The model refuses: {plain(first.message.refusal)}", "Write this caption yourself")
    text = without_thoughts(_text(first.message.content))
    is_cut = first.finish_reason == "length"
    if not text and is_cut:
        raise SaidNothing(
            f"The model at {title} thought until its tokens were used up, and said nothing",
            "Take a model that does not think, or turn its thinking off at the server",
        )
    if not text:
        raise BadAnswer(f"The model at {title} said nothing", "Try again, or take another model")
    return Told(text, is_cut)


def without_thoughts(text: str) -> str:
    """What is said beside thoughts: also where a template wrote their beginning, or their end was cut off."""
    said: list[str] = []
    at, is_thinking = 0, False
    for tag in _TAG.finditer(text):
        if tag[1]:
            # What stands before an end without a beginning was thought.
            said = said if is_thinking else []
            at, is_thinking = tag.end(), False
        elif not is_thinking:
            said.append(text[at : tag.start()])
            is_thinking = True
    return "".join(said if is_thinking else [*said, text[at:]]).strip()


def _text(content: str | list[dict[str, Any]] | None) -> str:
    if isinstance(content, list):
        return "".join(str(part["text"]) for part in content if isinstance(part.get("text"), str))
    return content or ""


_LOOK = "Look whether the url in the settings is that of a chat server"
