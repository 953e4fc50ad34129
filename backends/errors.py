"""What goes wrong with engines, as typed errors with words for a person.

EngineError                     what an engine raises or puts into a Failed event
├── EngineUnreachable           nothing answers at the address
│   ├── AnswerLost              the job was sent and no answer came: it may have arrived
│   ├── NotWhole                hosted/polling.py: a finished picture did not arrive whole
│   ├── NotSent                 comfyui/wire/http.py: the request never left, and may be sent again
│   ├── NoAnswer                comfyui/wire/http.py: the request left, and no answer came
│   └── StillLoading            vision/refusals.py: the server answers, and is still loading its model
├── EngineRefused               the server answers, and will not take the request
│   ├── RateLimited             a quota is used up: a minute's or a day's, and how long that lasts
│   ├── KeyRefused              there is no key, or the service does not know it
│   ├── NotAllowed              the key is known and may not do this: not verified, wrong region, no access
│   ├── AccountEmpty            the account has no money left, or its owner's own limit is reached
│   ├── ModelGone               the model was retired, or is not there for this account
│   ├── ContentRefused          the words or the picture were refused by the service's rules: which of them
│   ├── ModelMissing            a model file is not on the server: which one, and the folder it belongs in
│   ├── FieldRefused            openai/refusals.py: the model knows no such field of a request
│   ├── FieldUnknown            vision/refusals.py: the model takes no such field of a question
│   ├── Blind                   vision/refusals.py: the model sees no pictures
│   ├── Lacking                 comfyui/runs/refusals.py: the server has no such node, or no such uploaded picture
│   ├── Rejected                comfyui/wire/http.py: the server says that the request is wrong; `body` says why
│   └── NotFound                comfyui/wire/http.py: the server has no such route, file or job
├── EngineBroke                 the request was taken, and drawing failed (out of memory, a node's exception)
├── MayBeCharged                the request left, no answer came, and sending it again could cost money twice
├── SaidNothing                 vision/answers.py: the model thought until its tokens were used up
├── ResultLost                  the server no longer knows the job: neither queued, nor running, nor in its history
└── BadAnswer                   the server's words make no sense, or are larger than is allowed
    ├── Senseless               comfyui/wire/frames.py: a frame of the socket that is in no protocol
    └── TooLarge                comfyui/wire/http.py: an answer is larger than it may be
"""

from __future__ import annotations

from typing import Literal


class EngineError(Exception):
    """What went wrong, in words for a person: `reason` says what happened, `remedy` what to do (may be empty)."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class EngineUnreachable(EngineError):
    """Nothing answers at the engine's address, or the answer never arrived whole."""


class AnswerLost(EngineUnreachable):
    """The job went on the wire and no answer came: it may be in the queue, so it must not be sent anywhere else."""


class EngineRefused(EngineError):
    """The engine answered, and will not take this request."""


class RateLimited(EngineRefused):
    """A quota is used up: `seconds` until the engine takes jobs again as it says itself, None where it does not say.

    `quota` is "minute" for one that is soon full again, and "day" for one that nobody waits for.
    """

    def __init__(self, reason: str, remedy: str, seconds: float | None, quota: Literal["minute", "day"]) -> None:
        super().__init__(reason, remedy)
        self.seconds = seconds
        self.quota = quota


class KeyRefused(EngineRefused):
    """There is no key, or the service does not know the one that it was shown."""


class NotAllowed(EngineRefused):
    """The service knows the key, and its owner may not do this: not verified, wrong region, no access to a model."""


class AccountEmpty(EngineRefused):
    """The account has no money left, or a limit that its owner set is reached."""


class ModelGone(EngineRefused):
    """The service has no such model, any more or for this account: `model` is its name."""

    def __init__(self, reason: str, remedy: str, model: str) -> None:
        super().__init__(reason, remedy)
        self.model = model


class ContentRefused(EngineRefused):
    """The words or the finished picture are against the service's rules; `categories` as the service names them.

    `stage` is what was looked at. What was refused as a finished picture may pass at another try, and may have cost.
    """

    def __init__(
        self, reason: str, remedy: str, categories: tuple[str, ...] = (), stage: Literal["input", "output"] = "input"
    ) -> None:
        super().__init__(reason, remedy)
        self.categories = categories
        self.stage = stage


class ModelMissing(EngineRefused):
    """A model file is not where the engine looks: `file` is its name, `folder` the engine's folder it belongs in."""

    def __init__(self, reason: str, remedy: str, file: str, folder: str) -> None:
        super().__init__(reason, remedy)
        self.file = file
        self.folder = folder


class EngineBroke(EngineError):
    """The engine took the request and failed while drawing; `node` names the place where it is known.

    `small_model` says that the model's weights are fp8, GGUF or the like already: a smaller file is no way out.
    """

    def __init__(
        self,
        reason: str,
        remedy: str = "",
        node: str = "",
        *,
        out_of_memory: bool = False,
        small_model: bool = False,
    ) -> None:
        super().__init__(reason, remedy)
        self.node = node
        self.out_of_memory = out_of_memory
        self.small_model = small_model


class MayBeCharged(EngineError):
    """The request left, and no answer came: the picture may have been drawn and paid for, so nobody sends it again
    without a person's word."""


class ResultLost(EngineError):
    """The engine knows nothing of this job any more: it must be drawn again."""


class BadAnswer(EngineError):
    """The engine's answer is not in its protocol, or is over the bound on its size."""
