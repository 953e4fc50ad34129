"""What a hosted engine says of a finished picture beside what its service says: what of the request was used."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec
import pytest

from backends.base import Cost, Drawn, DrawnPicture, DrawRequest, Event, Finished, LoraUse, ReferencePicture, Ticket
from backends.errors import EngineError, EngineRefused
from backends.hosted.access import Access, Secret
from backends.hosted.engine import HostedEngine
from backends.hosted.http import Http
from backends.hosted.models import Model, SizeRule
from backends.hosted.refusals import Refusal
from backends.hosted.service import Accepted, Listing, Told
from tests.backends.hosting import all_events, drawn, request

ABLE = Model(
    id="m/own",
    title="M",
    sizes=SizeRule(),
    references=1,
    loras=1,
    fetches_loras=True,
    seed=True,
    seeds=5,
    steps=True,
    step_range=(1, 30),
    guidance=True,
)
BARE = Model(id="m/bare", title="M", sizes=SizeRule())
ASKED = request(
    seed=8,
    steps=40,
    guidance=2.0,
    loras=(LoraUse("a/one"), LoraUse("b/two")),
    chosen=("seed", "steps", "guidance"),
)


class Scripted:
    """A service that draws at once, and says of it what it is given."""

    kind = title = "m"
    url = ""
    variables = ("M",)
    can_be_asked = True
    models: Sequence[Model] = (ABLE, BARE)

    def __init__(self, said: Finished) -> None:
        self.said = said

    def model(self, name: str) -> Model:
        return next(model for model in self.models if model.id == name)

    def authorization(self, key: str) -> Mapping[str, str]:
        return {}

    def explained(self, refusal: Refusal, model: str) -> EngineError:
        return EngineRefused("no")

    def estimate(self, request: DrawRequest, model: Model) -> Cost | None:
        return None

    def prepared(self, request: DrawRequest, model: Model) -> str:
        return "{}"

    async def begin(self, http: Http, prepared: str, pictures: Mapping[str, ReferencePicture]) -> AsyncIterator[Told]:
        yield Accepted("theirs")
        yield self.said

    async def resume(self, http: Http, remote: str) -> AsyncIterator[Event]:
        yield self.said

    async def stop(self, http: Http, remote: str) -> None:
        return

    async def listing(self, http: Http) -> Listing:
        return Listing()


def engine(model: Model, said: Drawn, models: dict[str, str]) -> HostedEngine:
    """An engine whose service says this of what it drew."""
    access = Access(name="mine", url="http://127.0.0.1:1", key=Secret("k"))
    return HostedEngine("mine", access, Scripted(Finished((DrawnPicture(b"x"),), models, drawn=said)), model.id)


@pytest.mark.parametrize(
    ("model", "said", "whole"),
    [
        (
            ABLE,
            Drawn(),
            Drawn(
                family="m/own",
                steps=30,
                guidance=2.0,
                loras=("a/one",),
                seed=3,
                unheeded=("the seed 8: it is 3", "the steps 40: it is 30"),
                lacks=("sampler",),
            ),
        ),
        # What the service says itself wins.
        (
            ABLE,
            Drawn(family="flux", steps=4, guidance=0.0, seed=99),
            Drawn(
                family="flux",
                steps=4,
                guidance=0.0,
                loras=("a/one",),
                seed=99,
                unheeded=("the seed 8: it is 3", "the steps 40: it is 30"),
                lacks=("sampler",),
            ),
        ),
        (
            BARE,
            Drawn(),
            Drawn(
                family="m/bare",
                loras=(),
                unheeded=("the seed", "the steps", "the guidance"),
                lacks=("seed", "steps", "guidance", "sampler"),
            ),
        ),
    ],
    ids=["by what was sent", "by its own words", "of a model that has nothing"],
)
async def test_what_was_used_is_told(model: Model, said: Drawn, whole: Drawn) -> None:
    mine = engine(model, said, {})
    end = await drawn(mine, msgspec.structs.replace(ASKED, job_id="a"))
    assert (end.drawn, end.models) == (whole, {"model": model.id})
    await mine.close()


async def test_of_an_earlier_studios_job_only_the_models_own_is_told() -> None:
    mine = engine(ABLE, Drawn(steps=12), {"model": "m/own:3"})
    end = (await all_events(mine, Ticket("b", "c", "theirs")))[-1]
    assert isinstance(end, Finished)
    assert (end.drawn, end.models) == (
        Drawn(family="m/own", steps=12, loras=None, lacks=("sampler",)),
        {"model": "m/own:3"},
    )
    await mine.close()
