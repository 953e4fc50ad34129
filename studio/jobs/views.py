"""What a person sees of the jobs, and what tells the screens and the command line that something changed."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from library.records import Lettering, Picture
from studio.errors import Notice, Rank
from studio.jobs.states import ENDED, WORDS, State

OF_BEST = "best-"
"""What the name of a batch begins with of which the best picture is wanted."""


class JobView(msgspec.Struct, frozen=True, kw_only=True):
    """A job as it stands now. Times are Unix seconds; `preview` is encoded image bytes, empty while there is none.

    `step` of `steps` counts within the stage (0 while it has not begun). `fraction` is how much of the drawing is done,
    0 to 1, and `seconds_left` how much longer that takes, None while unknown; waiting in a queue counts for neither.
    `engine` is empty while any server may take the job. `position` counts the jobs before this one on its engine.
    `said` is what the engine says of the stage in its own words, `trouble` what keeps the job from going on. `began` is
    when the engine began to draw, `drawn` when it was done; None where this studio did not see it. `cost` is what it
    costs, in words ("about $0.05"), empty where its engine is not paid.
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
    said: str = ""
    step: int = 0
    steps: int = 0
    position: int = 0
    fraction: float = 0.0
    seconds_left: float | None = None
    trouble: str = ""
    priority: int = 0
    place: float = 0.0
    attempts: int = 0
    began: float | None = None
    drawn: float | None = None
    cost: str = ""
    preview: bytes = b""
    notice: Notice | None = None
    picture_ids: tuple[int, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in ENDED

    @property
    def is_of_best(self) -> bool:
        """Whether the best of its batch is wanted."""
        return self.batch.startswith(OF_BEST)

    @property
    def rank(self) -> Rank | None:
        """How its picture came out among those of its batch; None while nobody has looked."""
        return None if self.notice is None else self.notice.rank

    @property
    def over_cap(self) -> bool:
        """Whether it is held until a person says that it may cost more than the settings allow."""
        return self.state is State.DRAFT and self.notice is not None and self.notice.over_cap

    @property
    def where(self) -> str:
        """Who draws it, in words."""
        return self.engine or "any server"

    def waited(self, now: float) -> float | None:
        """Seconds for which it waited, here and on its engine, before that began to draw; None where nobody saw it."""
        if self.began is None:
            return None if self.ended else max(0.0, now - self.created)
        return max(0.0, self.began - self.created)

    def drawing(self, now: float) -> float | None:
        """Seconds for which its engine has drawn it, or took in all; None where it has not begun, or nobody saw it."""
        if self.began is None or (self.ended and self.drawn is None):
            return None
        return max(0.0, (self.drawn or now) - self.began)

    @property
    def words(self) -> str:
        """What it is doing, in words: "sampling 12 of 28"."""
        if self.trouble and not self.ended:
            return self.trouble
        if self.state is State.RUNNING and self.stage:
            counted = f"{self.stage} {self.step} of {self.steps}" if self.step else self.stage
            return f"{counted}: {self.said}" if self.said else counted
        if self.state is State.QUEUED and self.position:
            return f"{WORDS[self.state]}, {self.position} before it"
        return WORDS[self.state]


class JobChanged(msgspec.Struct, frozen=True):
    """A job is new, moved, or came a step further."""

    job: JobView


class PictureSaved(msgspec.Struct, frozen=True):
    """A picture is in the library."""

    picture: Picture


class LetteringSaved(msgspec.Struct, frozen=True):
    """A lettered version is in the library."""

    lettering: Lettering


class BestChosen(msgspec.Struct, frozen=True):
    """The best of a batch is known: its picture, which is picked, and why it is that one."""

    picture: Picture
    rank: Rank


class LaneView(msgspec.Struct, frozen=True, kw_only=True):
    """A server as it stands now. `waiting` are all jobs in its queue, `ours` those of this studio, `pace` the seconds
    that a job takes there (None while nothing is known). `memory` is in words: "9.8 of 24.0 GB free".
    """

    name: str
    ready: bool
    detail: str
    waiting: int = 0
    ours: int = 0
    pace: float | None = None
    memory: str = ""
    aside_for: float = 0.0


class LaneChanged(msgspec.Struct, frozen=True):
    """A server came, went, or has another queue."""

    lane: LaneView


class Noticed(msgspec.Struct, frozen=True):
    """Something a person should know, that belongs to no job."""

    notice: Notice


Change: TypeAlias = JobChanged | PictureSaved | LetteringSaved | BestChosen | LaneChanged | Noticed
