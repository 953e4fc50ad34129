"""Predictions of which the answer was lost: looked for in Replicate's own list, and followed where one alone fits."""

from __future__ import annotations

import msgspec
import pytest

from backends.base import Finished, MayBeCharged
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import MakeEngine, all_events, drawn, picture, request
from tests.standin.hosted.replicate import ReplicateStandIn
from tests.standin.hosted.server import Reply


@pytest.mark.parametrize("fault", ["cut_answer", "half_answer", "half_body"])
@pytest.mark.parametrize("pictures", [0, 1])
async def test_what_has_its_answer_lost_is_found_in_the_list(
    fault: str, pictures: int, engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    """Beside one of another seed, which is not it, and one that is followed already."""
    asked = request(start=picture() if pictures else None)
    await drawn(engine, msgspec.structs.replace(asked, job_id="a", seed=8))
    await drawn(engine, msgspec.structs.replace(asked, job_id="b"))
    setattr(standin.faults, fault, True)
    ticket = await engine.submit(asked)
    assert ticket.remote == list(standin.predictions)[-1]
    end = (await all_events(engine, ticket))[-1]
    assert isinstance(end, Finished)
    assert end.drawn.loras == ()
    assert len(standin.bodies) == 3


async def test_of_several_that_may_be_it_none_is_taken(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    asked = request()
    await drawn(make_engine(), asked)
    standin.faults.cut_answer = True
    with pytest.raises(MayBeCharged):
        await make_engine().submit(asked)
    for kept in standin.predictions.values():
        kept["created_at"] = "2026-01-01T10:00:00.1Z"
    assert (await make_engine().submit(asked)).remote == list(standin.predictions)[-1]
    assert len(standin.bodies) == 3


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"id": 7}', b'{"id": "../../account"}', b"[" * 2_000])
async def test_what_has_an_answer_without_a_name_is_found_in_the_list(
    body: bytes, engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    standin.faults.body = body
    assert (await engine.submit(request())).remote == list(standin.predictions)[-1]
    assert len(standin.bodies) == 1


@pytest.mark.parametrize("page", [Reply(500, b"<html>"), Reply(200, b"[]"), Reply(200, {"results": [{}]})])
async def test_without_a_list_it_may_be_charged(page: Reply, engine: HostedEngine, standin: ReplicateStandIn) -> None:
    asked = request()
    prepared = await engine.prepare(asked)
    standin.faults.questions, standin.faults.cut_answer = [page] * 20, True
    with pytest.raises(MayBeCharged):
        await engine.submit(asked, prepared)
    assert len(standin.bodies) == 1
