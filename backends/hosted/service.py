"""What one service brings: its models, what goes on the wire, and what its answers mean.

A picture is begun once. Services that name the job themselves (Replicate, Black Forest Labs) are asked again by that
name after a restart; of those that answer with the picture itself (OpenAI, Gemini) nobody can ask again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

import msgspec

from backends.base import DrawRequest, Event, ReferencePicture
from backends.costs import Cost
from backends.errors import EngineError
from backends.hosted.models import Model
from backends.hosted.refusals import Refusal

if TYPE_CHECKING:
    from backends.hosted.http import Http


class Accepted(msgspec.Struct, frozen=True):
    """The service has the job, or all of the request has left; `remote` is its name there, empty where it has none."""

    remote: str = ""


Told: TypeAlias = Accepted | Event


class Listing(msgspec.Struct, frozen=True):
    """What a service says of itself now, which wins over what is shipped. `models` are the names of those that it
    lists, None where it does not say; `detail` a line for a person; `facts` are for the doctor: an account's name, what
    is left of its money. Never a key."""

    models: frozenset[str] | None = None
    detail: str = ""
    facts: Mapping[str, str] = {}


@runtime_checkable
class Describes(Protocol):
    """A service that says of each of its models what it takes, which wins over what is shipped."""

    async def described(self, http: Http, model: Model) -> Model:
        """The model as the service has it now, without spending anything. Raises EngineError, ModelGone of one that it
        has not."""


@runtime_checkable
class Lists(Protocol):
    """A service that lists the jobs it was given lately."""

    async def sent_lately(self, http: Http, prepared: str, since: float) -> Sequence[str]:
        """Its names of the jobs that are as what was prepared and began at `since` (Unix seconds) or later, as far as
        the clocks agree. Raises EngineError."""


class Service(Protocol):
    """One service. Nothing of it keeps a state, so that one object serves every account."""

    @property
    def kind(self) -> str:
        """`openai`, `gemini`, `replicate`, `bfl`."""

    @property
    def title(self) -> str:
        """As a person calls it: "OpenAI", "Black Forest Labs"."""

    @property
    def url(self) -> str:
        """Where it is unless the settings say otherwise."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables in which its own tools look for the key, the usual one first."""

    @property
    def can_be_asked(self) -> bool:
        """Whether it can be asked again for a job that it named."""

    @property
    def models(self) -> Sequence[Model]:
        """The models that are shipped as known, the one to take first where nobody chose; retired ones last."""

    def model(self, name: str) -> Model:
        """A model by its name: a shipped one, or what is likely of one that is not known; by none the usual one."""

    def authorization(self, key: str) -> Mapping[str, str]:
        """The headers that carry the key."""

    def explained(self, refusal: Refusal, model: str) -> EngineError:
        """What an answer that is no success means, in words with a remedy; a typed error of `backends.errors`.

        `model` is what was to draw; empty where nothing was asked for that costs.
        """

    def estimate(self, request: DrawRequest, model: Model) -> Cost | None:
        """What a picture would cost, about, of a request that was fitted to the model; None where nobody can say."""

    def prepared(self, request: DrawRequest, model: Model) -> str:
        """What will be sent for a request that was fitted to the model, as JSON. Of a picture stands its hash alone."""

    def begin(self, http: Http, prepared: str, pictures: Mapping[str, ReferencePicture]) -> AsyncIterator[Told]:
        """Send what was prepared, once; `pictures` are by hash. The first that is told is Accepted, then come events up
        to Finished, Failed or Cancelled.

        Raises EngineUnreachable where it never left, EngineRefused where it was not taken, MayBeCharged where nobody
        knows.
        """

    def resume(self, http: Http, remote: str) -> AsyncIterator[Event]:
        """The events of a job that an earlier studio began, up to its end. Engine errors come as Failed."""

    async def stop(self, http: Http, remote: str) -> None:
        """Ask the service to stop a job; one that has ended is left alone. Raises EngineError."""

    async def listing(self, http: Http) -> Listing:
        """What the service says of itself and of this key, without spending anything. Raises EngineError."""
