"""The engine against the stand-in, from the request to the picture."""

from __future__ import annotations

import io
import json

from PIL import Image

from backends.base import Finished, Preview, Stage, Started, Step
from backends.comfyui.engine import ComfyUIEngine
from tests.backends.comfyui.conftest import MILO, all_events, reference, request
from tests.standin.server import StandIn


async def test_kontext_with_a_reference_and_a_lora_is_drawn_and_fetched(
    engine: ComfyUIEngine, standin: StandIn
) -> None:
    wanted = request(references=(reference(),), loras=(MILO,))
    ticket = await engine.submit(wanted)
    events = await all_events(engine, ticket)
    assert (ticket.job_id, ticket.client_id) == (wanted.job_id, wanted.client_id)
    stages = [event.name for event in events if isinstance(event, Stage)]
    assert list(dict.fromkeys(stages)) == [
        "loading the model",
        "reading the prompt",
        "looking at the references",
        "sampling",
        "decoding",
        "saving",
        "fetching the picture",
    ]
    assert [event for event in events if isinstance(event, Step)][-1] == Step(4, 4)
    assert sum(isinstance(event, Started) for event in events) == 1
    assert any(isinstance(event, Preview) for event in events)
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.models["unet"] == "flux1-dev-kontext_fp8_scaled.safetensors"
    picture = Image.open(io.BytesIO(finished.pictures[0].data))
    assert picture.size == (128, 128)
    assert json.loads(picture.text["prompt"]) == standin.bodies[0]["prompt"]  # type: ignore[attr-defined]
