"""What a person may choose of OpenAI's own, besides the model."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

Quality: TypeAlias = Literal["auto", "low", "medium", "high", "xhigh", "max"]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The service's words, as its reference has them and `DrawRequest.options` says them. `moderation` is heeded where
    nothing is edited.

    `previews` is how many unfinished pictures come; each costs about a hundred tokens. None: two, and none at `low`.
    """

    quality: Quality = "medium"
    background: Literal["auto", "opaque", "transparent"] = "auto"
    moderation: Literal["auto", "low"] = "auto"
    previews: Annotated[int, msgspec.Meta(ge=0, le=3)] | None = None
