"""What the doctor says of the vision server: whether it answers, and whether its model sees pictures."""

from __future__ import annotations

from backends.errors import EngineError
from studio.doctor.doctor import Fact
from studio.engines.vision import vision_server
from studio.errors import StudioError
from studio.settings.engine_settings import VisionSettings

TIMEOUT, PATIENCE = 30.0, 10.0
"""Seconds for its answer, and for its loading."""


async def vision_facts(chosen: VisionSettings) -> list[Fact]:
    """One line; where the server does not say whether its model sees, that is shown a picture of four stripes."""
    named = chosen.model or "the model"
    try:
        server = vision_server(chosen, TIMEOUT, PATIENCE)
        try:
            await server.sees()
        finally:
            await server.close()
    except StudioError as error:
        notice = error.notice
        return [Fact("vision", f"{notice.title}: {notice.reason}", "broken", notice.remedy)]
    except EngineError as error:
        return [Fact("vision", error.reason, "broken", error.remedy)]
    return [Fact("vision", f"{named} at {server.title} sees pictures, and drafts captions")]
