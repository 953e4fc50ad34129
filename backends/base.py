"""The protocol that every engine speaks: requests in, a stream of events out, and typed errors (`backends.errors`)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal, Protocol, TypeAlias

import msgspec

from backends.costs import Cost as Cost
from backends.errors import AnswerLost as AnswerLost
from backends.errors import BadAnswer as BadAnswer
from backends.errors import EngineBroke as EngineBroke
from backends.errors import EngineError as EngineError
from backends.errors import EngineRefused as EngineRefused
from backends.errors import EngineUnreachable as EngineUnreachable
from backends.errors import MayBeCharged as MayBeCharged
from backends.errors import ModelGone as ModelGone
from backends.errors import ModelMissing as ModelMissing
from backends.errors import ResultLost as ResultLost
from backends.figures import Figure as Figure
from backends.figures import Joined as Joined
from backends.figures import Region as Region


class LoraUse(msgspec.Struct, frozen=True):
    """One LoRA of the chain: its file name as the server lists it, and its strength (usually 0 to 1.5).

    `base` is what it was trained on, in words, where whoever asks for it says so (`backends.bases`).
    """

    file: str
    strength: float = 1.0
    base: str = ""


class LeftOut(msgspec.Struct, frozen=True):
    """A LoRA that was asked for and does not fit what draws: its file name, and what it was made for."""

    file: str
    base: str


class LoraInfo(msgspec.Struct, frozen=True):
    """What a LoRA's file says of itself: the words that it listens to, and the model it was trained on ("flux1")."""

    file: str
    trigger_words: tuple[str, ...] = ()
    base: str = ""


class ReferencePicture(msgspec.Struct, frozen=True):
    """A picture that an engine looks at, such as who a character is: encoded image bytes, their SHA-256 in hex."""

    name: str
    sha256: str
    data: bytes


class DrawRequest(msgspec.Struct, frozen=True):
    """All that an engine needs to draw one picture; the same request on the same engine gives the same picture.

    `job_id` and `client_id` are lowercase UUIDs made by the caller before anything is sent. Sizes are in pixels.
    `figures`, `plate`, `scene` and `style` are for engines that paint by code, `prompt` for those that read words.
    `models` maps a role (`unet`, `clip1`, `clip2`, `vae`) to a file name; a role that is not named is `auto`.
    `family` (`backends.families`) is which models the steps and the guidance are for; empty: the engine's. Another
    family that draws instead takes its own, but for those of `chosen`: what a person set (`seed`, `steps`, `guidance`)
    stays, and is missed by what cannot have it.
    `references_joined` is how several references reach the model; by `regions`, which go from left to right, where
    there are two at least and the engine can, else one after another.

    `start` is a picture to paint over, brought to the request's size; of it `denoise` (over 0, up to 1) is drawn anew.
    Of a `mask` on it, a picture of the same shape, white is drawn anew, black stays. `backdrop` is the plate's own
    picture, for engines that put figures before it. `options` are what one engine alone takes, by its own names and as
    text: "output_format" → "webp".
    """

    job_id: str
    client_id: str
    prompt: str
    seed: int
    width: int = 1024
    height: int = 1024
    steps: int = 20
    guidance: float = 2.5
    sampler: str = "euler"
    scheduler: str = "simple"
    loras: tuple[LoraUse, ...] = ()
    references: tuple[ReferencePicture, ...] = ()
    references_joined: Joined = "chained"
    regions: tuple[Region, ...] = ()
    start: ReferencePicture | None = None
    denoise: float = 1.0
    mask: ReferencePicture | None = None
    backdrop: ReferencePicture | None = None
    family: str = ""
    chosen: tuple[str, ...] = ()
    models: dict[str, str] = {}
    scene: str = ""
    plate: str = ""
    style: str = ""
    figures: tuple[Figure, ...] = ()
    options: dict[str, str] = {}


class Ticket(msgspec.Struct, frozen=True):
    """What names a submitted job on its engine; enough to follow, cancel or fetch it after a restart.

    `remote` is the engine's own word for the job, where it makes one of its own; empty where it uses ours, or where
    nobody can ask it for a job again.
    """

    job_id: str
    client_id: str
    remote: str = ""


class Queued(msgspec.Struct, frozen=True, tag="queued"):
    """The engine has the job; `position` jobs are before it (0: it is next)."""

    position: int


class Started(msgspec.Struct, frozen=True, tag="started"):
    """The engine has begun to work on the job."""


class Stage(msgspec.Struct, frozen=True, tag="stage"):
    """What the engine does now, in words for a person: "loading the model", "sampling", "decoding".

    `trouble` says that it is no work: what keeps the engine from going on, such as a server that has gone away.
    """

    name: str
    trouble: bool = False


class Ahead(msgspec.Struct, frozen=True, tag="ahead"):
    """The stages that the job goes through, in the order of its graph, as far as the engine says it.

    `passed` are those that need no work: the engine says that it has their results already. Told anew when it changes.
    """

    stages: tuple[str, ...]
    passed: frozenset[str] = frozenset()


class Words(msgspec.Struct, frozen=True, tag="words"):
    """What the engine says of the present stage in its own words, such as what a node tells of its progress."""

    text: str


class Step(msgspec.Struct, frozen=True, tag="step"):
    """Step `index` of `total` is done (1 ≤ index ≤ total) in the present stage."""

    index: int
    total: int


class Preview(msgspec.Struct, frozen=True, tag="preview"):
    """The unfinished picture as encoded image bytes (JPEG or PNG)."""

    data: bytes


class DrawnPlace(msgspec.Struct, frozen=True):
    """Where words can stand on a figure, as the engine knows that drew it. `kind` is `panel`, or `chest` where there is
    none; `quad` four corners (x, y) in pixels, top-left first, clockwise; a pixel's centre has whole coordinates.
    """

    who: str
    kind: str
    quad: tuple[tuple[float, float], ...]


class DrawnPicture(msgspec.Struct, frozen=True):
    """A finished picture as the engine made it: encoded bytes, metadata and all, never re-encoded.

    `places` are those of all its figures, left to right, where the engine knows them; else there are none.
    """

    data: bytes
    name: str = ""
    places: tuple[DrawnPlace, ...] = ()


Setting: TypeAlias = Literal["seed", "steps", "guidance", "sampler"]


class Drawn(msgspec.Struct, frozen=True):
    """What an engine drew with, where that may be otherwise than was asked: read from what it was really given.

    `loras` are the files of all that were used, `unheeded` what else of the request it could not do. What is None or
    empty is as it was asked for. `seed` is one that the engine chose itself. `lacks` are settings that what drew has
    not at all, whether somebody chose them or not: a picture of it claims none.
    """

    family: str = ""
    steps: int | None = None
    guidance: float | None = None
    loras: tuple[str, ...] | None = None
    seed: int | None = None
    unheeded: tuple[str, ...] = ()
    lacks: tuple[Setting, ...] = ()


class Outlook(msgspec.Struct, frozen=True):
    """How an engine would draw a request now: by which model, without which LoRAs (they do not fit), and what it lacks.

    `absent` are LoRAs that fit and are not on the server: it refuses the request. `unheeded` is what else of the
    request it cannot do ("seed", "steps", "the references 5 to 7"), `cost` what the picture would cost, about. `note`
    says it all in words, and is empty where it is drawn as asked.
    """

    family: str
    model: str
    left_out: tuple[LeftOut, ...] = ()
    absent: tuple[str, ...] = ()
    unheeded: tuple[str, ...] = ()
    cost: Cost | None = None
    note: str = ""


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """The job is done; `models` names what drew it, by role, where the engine knows, and `drawn` with what settings.

    `note` is a sentence for a person where it was drawn otherwise than was asked, such as by another family of models.
    `cost` is what all of its pictures cost together, where the engine is paid.
    """

    pictures: tuple[DrawnPicture, ...]
    models: dict[str, str] = {}
    note: str = ""
    drawn: Drawn = Drawn()
    cost: Cost | None = None


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The job ended without a picture; `error` is why, and `cost` what it cost all the same."""

    error: EngineError
    cost: Cost | None = None


class Cancelled(msgspec.Struct, frozen=True, tag="cancelled"):
    """The job was cancelled, here or on the engine."""


Event: TypeAlias = Queued | Started | Ahead | Stage | Words | Step | Preview | Finished | Failed | Cancelled
"""A stream of events ends with exactly one Finished, Failed or Cancelled."""


class Health(msgspec.Struct, frozen=True):
    """Whether an engine can draw now. `detail` is a line for a person; `facts` are name → value for `studio doctor`."""

    ready: bool
    detail: str
    facts: dict[str, str] = {}
    waiting: int = 0


class Engine(Protocol):
    """What draws. All methods belong to the event loop that made the engine; none of them blocks it."""

    @property
    def name(self) -> str:
        """The name a person chose or sees: `draft`, or a server's name from the settings."""

    @property
    def kind(self) -> str:
        """The family: `draft`, `comfyui`, or a hosted service: `openai`, `gemini`, `replicate`, `bfl`."""

    @property
    def sends_once(self) -> bool:
        """Whether a request that may have arrived must not be sent again: it may have cost money."""

    async def health(self) -> Health:
        """Look whether the engine can draw; never raises EngineError: what is wrong stands in the answer."""

    async def prepare(self, request: DrawRequest) -> str:
        """What will be sent for a request, as JSON; empty for an engine that needs no such thing. Raises EngineError.

        Reference pictures may be uploaded by this; the job is not yet known to the engine.
        """

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        """Hand over what was prepared for the request, preparing it now if need be. Raises EngineError when not taken.

        A request whose `job_id` the engine already has is not drawn twice. AnswerLost says that it may have arrived,
        MayBeCharged that it may and is paid for. An engine that `sends_once` never gets what may have arrived again.
        """

    def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        """The job's events until it ends: of this process's jobs and, where the engine outlives it, of another's.

        Engine errors come as the last event, Failed, and are not raised.
        """

    async def cancel(self, ticket: Ticket) -> None:
        """Stop this job and no other; its stream ends with Cancelled. A job that has ended is left alone."""

    async def free_memory(self) -> None:
        """Ask the engine to let go of models and memory, before a job that ran out of it is tried again."""

    async def close(self) -> None:
        """Let go of sockets and threads. Jobs on a server go on."""
