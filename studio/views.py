"""What a person sees of the jobs, and what tells the screens and the command line that something changed."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from library.records import Lettering, Picture
from studio.errors import Notice
from studio.jobs import ENDED, WORDS, State


class JobView(msgspec.Struct, frozen=True, kw_only=True):
    """A job as it stands now. Times are Unix seconds; `preview` is encoded image bytes, empty while there is none.

    `step` of `steps` counts within the sampling (0 while it has not begun); `seconds_left` is None while unknown.
    `position` counts the jobs before this one on its engine.
    """

    id: str
    state: State
    engine: str
    scene: str
    sayings: tuple[str, ...]
    seed: int
    width: int
    height: int
    created: float
    changed: float
    batch: str = ""
    stage: str = ""
    step: int = 0
    steps: int = 0
    position: int = 0
    seconds_left: float | None = None
    began: float | None = None
    preview: bytes = b""
    notice: Notice | None = None
    picture_ids: tuple[int, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in ENDED

    @property
    def words(self) -> str:
        """What it is doing, in words: "sampling 12 of 28"."""
        if self.state is State.RUNNING and self.stage:
            return f"{self.stage} {self.step} of {self.steps}" if self.step else self.stage
        if self.state is State.QUEUED and self.position:
            return f"{WORDS[self.state]}, {self.position} before it"
        return WORDS[self.state]

    @property
    def fraction(self) -> float:
        """How far it is, 0 to 1, by its steps."""
        if self.state is State.DONE:
            return 1.0
        return self.step / self.steps if self.steps else 0.0


class JobChanged(msgspec.Struct, frozen=True):
    """A job is new, moved, or came a step further."""

    job: JobView


class PictureSaved(msgspec.Struct, frozen=True):
    """A picture is in the library."""

    picture: Picture


class LetteringSaved(msgspec.Struct, frozen=True):
    """A lettered version is in the library."""

    lettering: Lettering


class Noticed(msgspec.Struct, frozen=True):
    """Something a person should know, that belongs to no job."""

    notice: Notice


Change: TypeAlias = JobChanged | PictureSaved | LetteringSaved | Noticed
