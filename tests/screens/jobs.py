"""Jobs for tests of what is shown."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.jobs.states import State
from studio.jobs.views import JobView, LaneView


def view(name: str, state: State, **facts: Any) -> JobView:
    """A job with times that do not depend on the clock."""
    plain = JobView(
        id=name,
        state=state,
        engine="draft",
        scene=f"Milo debugging, {name}",
        sayings=(),
        seed=7,
        width=1024,
        height=1024,
        created=100.0,
        changed=100.0,
    )
    return msgspec.structs.replace(plain, **facts)


def lane(ready: bool, **facts: Any) -> LaneView:
    """A server as it stands."""
    return msgspec.structs.replace(LaneView(name="rack", ready=ready, detail=""), **facts)
