"""Gemini from the request to the picture and its price."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from backends.base import Engine, Failed, Finished, LoraUse, ReferencePicture
from backends.errors import EngineRefused, EngineUnreachable, KeyRefused, MayBeCharged, ModelGone
from backends.gemini import answers, service
from backends.gemini.models import model_of
from backends.hosted.access import Secret
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import MakeEngine, all_events, drawn, failed, opened, picture, request, said
from tests.standin.hosted.gemini import GeminiStandIn
from tests.standin.hosted.server import KEY, Faults, Reply


async def test_the_last_picture_that_is_no_thought_is_taken_with_its_price(
    engine: HostedEngine, standin: GeminiStandIn
) -> None:
    checked: Engine = engine
    asked = request(width=1376, height=768, loras=(LoraUse("milo.safetensors"),), seed=987_654_321, chosen=("seed",))
    end = await drawn(checked, asked)
    assert opened(end).size == (1376, 768)
    assert (opened(end).format, end.models) == ("JPEG", {"model": "gemini-nano-banana-2.1"})
    assert end.cost is not None
    assert end.cost.dollars == pytest.approx((272 * 1.5 + 1_120 * 30 + 100 * 3) / 1e6)
    assert (end.cost.measured, end.drawn.loras, end.drawn.unheeded) == (True, (), ("the seed",))
    assert standin.seen[0].json == {
        "contents": [{"role": "user", "parts": [{"text": "Mila waves. She stands in the rain."}]}],
        "generationConfig": {
            "responseModalities": ["IMAGE"],
            "imageConfig": {"aspectRatio": "16:9", "imageSize": "1K"},
        },
    }
    assert KEY not in standin.seen[0].path


async def test_references_follow_the_words_with_what_is_painted_over_first(
    engine: HostedEngine, standin: GeminiStandIn
) -> None:
    start, references = picture("teal"), (picture("red", kind="JPEG"), picture("blue", kind="WEBP"))
    await drawn(engine, request(start=start, references=references))
    parts = standin.seen[0].json["contents"][0]["parts"]
    assert [base64.b64decode(part["inlineData"]["data"]) for part in parts[1:]] == [
        one.data for one in (start, *references)
    ]
    assert [part["inlineData"]["mimeType"] for part in parts[1:]] == ["image/png", "image/jpeg", "image/webp"]


async def test_pictures_that_are_too_large_together_are_made_smaller(
    engine: HostedEngine, standin: GeminiStandIn
) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (1800, 1700, 3), dtype=np.uint8)
    large = picture_of(noise)
    await drawn(engine, request(references=(large, picture(), large)))
    assert len(large.data) * 2 * 4 / 3 > 20_000_000
    kinds = [part["inlineData"]["mimeType"] for part in standin.seen[0].json["contents"][0]["parts"][1:]]
    assert kinds == ["image/jpeg", "image/png", "image/jpeg"]
    assert len(standin.seen[0].body) <= 20_000_000


def picture_of(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> ReferencePicture:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=0)
    return ReferencePicture("noise.png", "noise", file.getvalue())


async def test_of_many_references_fourteen_are_shown(engine: HostedEngine, standin: GeminiStandIn) -> None:
    many = tuple(picture(f"#0000{number:02}") for number in range(15))
    end = await drawn(engine, request(references=many))
    assert "the reference 15" in end.drawn.unheeded
    assert len(standin.seen[0].json["contents"][0]["parts"]) == 15


async def test_thinking_is_chosen_where_it_can_be(make_engine: MakeEngine, standin: GeminiStandIn) -> None:
    await drawn(make_engine(options={"thinking": "high"}), request())
    thinking = {"thinkingLevel": "HIGH", "includeThoughts": False}
    assert standin.seen[-1].json["generationConfig"]["thinkingConfig"] == thinking
    end = await drawn(make_engine("gemini-3-pro-image", options={"thinking": "high"}), request())
    assert "the option thinking" in end.drawn.unheeded
    end = await drawn(make_engine("gemini-3.1-flash-lite-image", options={"thinking": "medium"}), request())
    assert "cannot be told to think" in end.note


async def test_health_reads_all_pages_of_the_list_and_spends_nothing(
    make_engine: MakeEngine, standin: GeminiStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await make_engine("models/gemini-3-pro-image").health()).ready
    refused = await make_engine(key=Secret("AIza-wrong")).health()
    assert (refused.ready, "does not know the key" in refused.detail) == (False, True)
    monkeypatch.setattr(service, "MOST_PAGES", 1)
    assert not (await make_engine("gemini-3-pro-image").health()).ready
    assert standin.paid == 0


async def test_a_model_that_is_gone_is_not_even_asked(make_engine: MakeEngine, standin: GeminiStandIn) -> None:
    error = await failed(make_engine("gemini-2.5-flash-image"), request())
    assert isinstance(error, ModelGone)
    assert "gemini-nano-banana-2.1" in error.remedy
    assert standin.seen == []


@pytest.mark.parametrize("name", ["../../v1/models", "a b", "x?key=1", "é"])
async def test_a_name_that_is_none_never_reaches_an_address(
    make_engine: MakeEngine, standin: GeminiStandIn, name: str
) -> None:
    assert isinstance(await failed(make_engine(name), request()), EngineRefused)
    assert standin.seen == []


async def test_without_a_key_nothing_is_sent(make_engine: MakeEngine, standin: GeminiStandIn) -> None:
    assert isinstance(await failed(make_engine(key=Secret("")), request()), KeyRefused)
    assert standin.seen == []


FAULTS = {
    "cut before it is drawn": Faults(cut_request=True),
    "cut before the answer": Faults(cut_answer=True),
    "cut in the answer": Faults(half_answer=True),
    "half an answer": Faults(half_body=True),
    "no JSON": Faults(body=b"<html>"),
    "a list": Faults(body=b"[]"),
    "no picture": Faults(picture=b"<html>not found</html>"),
    "half a picture": Faults(picture=b"\xff\xd8\xff\xe0"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_what_is_lost_after_it_was_sent_may_be_charged_and_is_sent_once(
    engine: HostedEngine, standin: GeminiStandIn, fault: Faults
) -> None:
    standin.faults = fault
    asked = request()
    assert isinstance(await failed(engine, asked), MayBeCharged)
    standin.faults = Faults()
    assert isinstance(await failed(engine, asked), MayBeCharged)
    assert standin.paid == 1


async def test_a_picture_that_is_no_use_still_has_its_price(engine: HostedEngine, standin: GeminiStandIn) -> None:
    standin.faults.picture = b"GIF89a"
    end = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(end, Failed)
    assert end.cost is not None


async def test_an_answer_that_is_too_large_is_not_kept(
    engine: HostedEngine, standin: GeminiStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LARGEST", 10_000)
    assert isinstance(await failed(engine, request()), MayBeCharged)


async def test_the_key_goes_nowhere_else(engine: HostedEngine, standin: GeminiStandIn) -> None:
    async with GeminiStandIn() as other:
        standin.faults.redirect = f"{other.url}/v1beta/models/x:generateContent"
        standin.faults.questions = [Reply(301, b"", {"Location": f"{other.url}/v1beta/models"})]
        assert isinstance(await failed(engine, request()), EngineRefused)
        assert not (await engine.health()).ready
        assert other.seen == []


async def test_a_key_that_is_repeated_is_not_shown(engine: HostedEngine, standin: GeminiStandIn) -> None:
    info = {"@type": "x.ErrorInfo", "reason": KEY}
    body = {"error": {"message": f"bad {KEY}", "status": KEY, "details": [info]}}
    for status in (400, 401, 403, 404, 429, 500, 503):
        standin.faults.refusals = [Reply(status, body)]
        assert KEY not in said(await failed(engine, request()))


async def test_where_nothing_answers_it_was_never_sent(engine: HostedEngine, standin: GeminiStandIn) -> None:
    await standin.vanish()
    with pytest.raises(EngineUnreachable):
        await engine.submit(request())


def test_a_bill_is_no_reason_to_lose_a_picture() -> None:
    text = base64.b64encode(picture().data).decode()
    for bill in (b"null", b'{"promptTokenCount": -1}', b'"much"'):
        body = (
            b'{"candidates": [{"content": {"parts": [{"inlineData": {"data": "'
            + text.encode()
            + b'"}}]}}], "usageMetadata": '
            + bill
            + b"}"
        )
        end = answers.finished(body, model_of("gemini-3-pro-image"))
        assert isinstance(end, Finished)
        assert end.cost is None
