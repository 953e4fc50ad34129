"""What comes back from Gemini: a picture after thoughts and words, or the reason why there is none
(google-genai 3.6, `types.py`: FinishReason, BlockedReason)."""

from __future__ import annotations

from typing import Final

import msgspec

from backends.base import Event, Failed, Finished
from backends.costs import Cost
from backends.errors import ContentRefused, EngineBroke, EngineError, MayBeCharged, NotAllowed
from backends.gemini.costs import Usage, measured
from backends.gemini.requests import TITLE
from backends.hosted.inline import picture_in, unreadable
from backends.hosted.models import Model
from backends.hosted.refusals import words_of
from backends.plain import plain

LARGEST: Final = 256 * 2**20
"""Bytes of an answer: up to ten drafts may stand in it beside the picture."""

REFUSED: Final = {
    "IMAGE_SAFETY": "the picture is not safe",
    "IMAGE_PROHIBITED_CONTENT": "the picture shows what is prohibited",
    "IMAGE_RECITATION": "the picture is too much like another's",
    "SAFETY": "it is not safe",
    "PROHIBITED_CONTENT": "it is prohibited",
    "BLOCKLIST": "a word is on its list of those that are blocked",
    "SPII": "it names what is private to a person",
    "RECITATION": "it is too much like another's work",
    "ESCALATION": "it was handed on to be looked at",
    "JAILBREAK": "it is taken for an attempt to get round the rules",
    "OTHER": "it does not say why",
}
_AGAIN: Final = "Drawn again it may come, and it may cost again"


class _Inline(msgspec.Struct):
    data: str


class _Part(msgspec.Struct, rename="camel"):
    text: str = ""
    thought: bool = False
    inline_data: _Inline | None = None


class _Content(msgspec.Struct):
    parts: tuple[_Part, ...] = ()


class _Rating(msgspec.Struct):
    category: str = ""
    probability: str = ""
    blocked: bool = False


class _Candidate(msgspec.Struct, rename="camel"):
    content: _Content | None = None
    finish_reason: str = ""
    finish_message: str = ""
    safety_ratings: tuple[_Rating, ...] = ()


class _Feedback(msgspec.Struct, rename="camel"):
    block_reason: str = ""
    block_reason_message: str = ""
    safety_ratings: tuple[_Rating, ...] = ()


class _Answer(msgspec.Struct, rename="camel"):
    candidates: tuple[_Candidate, ...] = ()
    prompt_feedback: _Feedback | None = None
    usage_metadata: msgspec.Raw = msgspec.Raw(b"null")


def finished(body: bytes, model: Model, note: str = "") -> Event:
    """The end of a job, Finished or Failed, that an answer means. It decodes pictures, so it runs in a thread."""
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Failed(unreadable(TITLE, "its answer cannot be read"))
    cost = _cost(answer.usage_metadata, model)
    if not answer.candidates:
        return Failed(_unheard(answer.prompt_feedback), cost)
    candidate = answer.candidates[0]
    parts = candidate.content.parts if candidate.content is not None else ()
    # Drafts of its thinking come before, and what stands last is the picture.
    pictures = [part.inline_data for part in parts if part.inline_data is not None and not part.thought]
    if not pictures:
        words = words_of(" ".join(part.text for part in parts if part.text and not part.thought))
        return Failed(_without_picture(candidate, words), cost)
    try:
        return Finished((picture_in(pictures[-1].data, TITLE),), note=note, cost=cost)
    except MayBeCharged as error:
        return Failed(error, cost)


def _unheard(feedback: _Feedback | None) -> EngineError:
    """Why a request was not even begun."""
    if feedback is None or not feedback.block_reason:
        return EngineBroke(f"{TITLE} drew nothing, and does not say why", _AGAIN)
    why = _why(feedback.block_reason, feedback.block_reason_message)
    categories = _categories(feedback.block_reason, feedback.safety_ratings)
    return ContentRefused(
        f"{TITLE} refuses the words or the references: {why} ({', '.join(categories)})",
        "Write the scene otherwise",
        categories,
    )


def _without_picture(candidate: _Candidate, words: str) -> EngineError:
    """Why there is no picture in an answer: by its reason, else by what it says instead."""
    reason = candidate.finish_reason
    if reason == "PUP_LIMITED_DISABLED":
        return NotAllowed(
            f"{TITLE} has limited the account, and draws nothing for it", "See https://aistudio.google.com"
        )
    if reason in REFUSED and reason != "OTHER":
        categories = _categories(reason, candidate.safety_ratings)
        return ContentRefused(
            f"{TITLE} gives no picture: {_why(reason, candidate.finish_message)} ({', '.join(categories)})",
            "Write the scene otherwise; drawn again as it is, it may cost again",
            categories,
            "output",
        )
    if reason == "MAX_TOKENS":
        return EngineBroke(f"{TITLE} used up its tokens before it drew", "Shorten the scene, or let it think less")
    if words:
        return EngineBroke(f"{TITLE} answers in words and draws nothing: {words}", "Write the scene as a picture's")
    told = words_of(candidate.finish_message)
    code = f" ({plain(reason, 60)})" if reason not in ("", "STOP") else ""
    return EngineBroke(f"{TITLE} drew nothing{code}{': ' + told if told else ''}", _AGAIN)


def _why(reason: str, message: str) -> str:
    return words_of(message) or REFUSED.get(reason) or plain(reason, 60)


def _categories(reason: str, ratings: tuple[_Rating, ...]) -> tuple[str, ...]:
    """What it was refused for, as the service names it: of its ratings those that are high."""
    rated = [rating.category for rating in ratings if rating.blocked or rating.probability in ("HIGH", "MEDIUM")]
    return tuple(plain(name, 60) for name in rated[:20] or [reason])


def _cost(usage: msgspec.Raw, model: Model) -> Cost | None:
    """What it cost, where the answer says what was used; a picture is never lost for its bill."""
    try:
        return measured(msgspec.json.decode(usage, type=Usage), model)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
