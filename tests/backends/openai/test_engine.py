"""OpenAI from the request to the picture and its price."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image

from backends.base import Engine, Finished, LoraUse, Preview, ReferencePicture
from backends.errors import EngineRefused, KeyRefused, ModelGone
from backends.hosted.access import Secret
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import MakeEngine, all_events, drawn, failed, opened, picture, request
from tests.standin.hosted.openai import OpenAIStandIn, form_of
from tests.standin.hosted.server import KEY


async def test_a_new_picture_comes_with_previews_and_its_price(engine: HostedEngine, standin: OpenAIStandIn) -> None:
    events = await all_events(engine, await engine.submit(request(width=1536, height=864)))
    end = events[-1]
    assert isinstance(end, Finished)
    assert opened(end).size == (1536, 864)
    assert len([event for event in events if isinstance(event, Preview)]) == 2
    assert end.cost is not None
    assert end.cost.dollars == pytest.approx((14 * 5 + 1_320 * 30) / 1e6)
    assert (end.cost.measured, end.models) == (True, {"model": "gpt-image-2.5-flare"})
    assert standin.seen[0].json == {
        "model": "gpt-image-2.5-flare",
        "prompt": "Mila waves. She stands in the rain.",
        "n": 1,
        "size": "1536x864",
        "quality": "medium",
        "output_format": "png",
        "stream": True,
        "partial_images": 2,
    }


async def test_neither_key_nor_seed_nor_loras_are_in_what_is_sent(engine: HostedEngine, standin: OpenAIStandIn) -> None:
    checked: Engine = engine
    loras = (LoraUse("milo.safetensors"),)
    end = await drawn(checked, request(loras=loras, seed=987_654_321, chosen=("seed",)))
    assert (end.drawn.loras, end.drawn.unheeded) == ((), ("the seed",))
    for gone in (KEY, "milo", "987654321"):
        assert gone.encode() not in standin.seen[0].body
        assert gone not in standin.seen[0].path


async def test_references_go_in_order_behind_the_picture_that_is_painted_over(
    engine: HostedEngine, standin: OpenAIStandIn
) -> None:
    start, references = picture("teal"), (picture("red", kind="JPEG"), picture("blue", kind="WEBP"))
    mask = Image.new("L", (48, 32), 0)
    mask.paste(255, (0, 0, 24, 32))
    file = io.BytesIO()
    mask.save(file, "PNG")
    masked = ReferencePicture("mask.png", "m", file.getvalue())
    await drawn(engine, request(start=start, references=references, mask=masked))
    sent, files = form_of(standin.seen[0])
    assert files["image[]"] == [start.data, *(one.data for one in references)]
    assert (sent["stream"], sent["n"], "input_fidelity" in sent) == ("true", "1", False)
    alpha = Image.open(io.BytesIO(files["mask"][0])).getchannel("A")
    assert (alpha.getpixel((0, 0)), alpha.getpixel((47, 0))) == (0, 255)


async def test_one_picture_is_named_as_one_and_of_many_sixteen_are_sent(
    make_engine: MakeEngine, standin: OpenAIStandIn
) -> None:
    engine = make_engine("gpt-image-1.5")
    await drawn(engine, request(references=(picture(),)))
    sent, files = form_of(standin.seen[-1])
    assert (len(files["image"]), sent["input_fidelity"]) == (1, "high")
    many = tuple(picture(f"#0000{number:02}") for number in range(18))
    end = await drawn(engine, request(references=many, start=picture("teal")))
    assert "the references 16 to 18" in end.drawn.unheeded
    assert len(form_of(standin.seen[-1])[1]["image[]"]) == 16


async def test_options_go_where_they_are_heeded(make_engine: MakeEngine, standin: OpenAIStandIn) -> None:
    options = {"quality": "max", "background": "transparent", "moderation": "low", "previews": "0"}
    await drawn(make_engine(options=options), request())
    body = standin.seen[-1].json
    chosen = [body[name] for name in ("quality", "background", "moderation", "partial_images")]
    assert chosen == ["max", "transparent", "low", 0]
    end = await drawn(make_engine("gpt-image-2", options=options), request())
    assert (standin.seen[-1].json["quality"], "background" in standin.seen[-1].json) == ("high", False)
    assert end.note == "GPT Image 2 has no quality max: it is high; GPT Image 2 has no transparent background"
    await drawn(make_engine(options=options), request(references=(picture(),)))
    assert "moderation" not in form_of(standin.seen[-1])[0]


@pytest.mark.parametrize(
    ("name", "value", "choices"), [("quality", "best", "auto, high, low"), ("previews", "9", "0 to 3")]
)
async def test_an_option_that_is_none_is_refused_with_those_that_are(
    make_engine: MakeEngine, standin: OpenAIStandIn, name: str, value: str, choices: str
) -> None:
    error = await failed(make_engine(options={name: value}), request())
    assert isinstance(error, EngineRefused)
    assert (name in error.reason, value in error.reason, choices in error.remedy) == (True, True, True)
    assert standin.seen == []


async def test_an_option_of_one_request_goes_before_the_accounts(
    make_engine: MakeEngine, standin: OpenAIStandIn
) -> None:
    end = await drawn(make_engine(options={"quality": "max"}), request(options={"quality": "low", "hue": "red"}))
    assert standin.seen[0].json["quality"] == "low"
    assert "the option hue" in end.drawn.unheeded


async def test_an_answer_that_is_no_stream_is_taken_too(engine: HostedEngine, standin: OpenAIStandIn) -> None:
    standin.ignores_streams = True
    end = await drawn(engine, request())
    assert end.cost is not None
    assert opened(end).format == "PNG"


@pytest.mark.parametrize("references", [(), (picture(),)])
async def test_fields_that_a_model_does_not_know_are_left_out_and_that_is_said(
    engine: HostedEngine, standin: OpenAIStandIn, references: tuple[ReferencePicture, ...]
) -> None:
    standin.lacks = {"stream", "quality"}
    end = await drawn(engine, request(references=references))
    assert "knows no quality" in end.note
    assert "knows no stream" in end.note
    assert (standin.paid, standin.drawn_count) == (3, 1)
    standin.lacks = {"prompt"}
    assert "prompt" in (await failed(engine, request())).reason


async def test_what_a_dated_or_an_unknown_model_can_do_is_likely(make_engine: MakeEngine) -> None:
    assert make_engine("gpt-image-1.5-2026-04-21").model.sizes.listed
    outlook = await make_engine("gpt-image-9").outlook(request(width=100, height=100, chosen=("seed",)))
    assert (outlook.model, outlook.unheeded) == ("gpt-image-9", ("the size 100×100: it is 816×816", "the seed"))


async def test_a_model_that_is_gone_is_not_even_asked(make_engine: MakeEngine, standin: OpenAIStandIn) -> None:
    engine = make_engine("dall-e-3")
    with pytest.raises(ModelGone, match="2026-05-12") as caught:
        await engine.submit(request())
    assert "gpt-image-2.5-flare" in caught.value.remedy
    assert not (await engine.health()).ready
    assert standin.seen == []


async def test_health_reads_the_list_and_spends_nothing(make_engine: MakeEngine, standin: OpenAIStandIn) -> None:
    assert (await make_engine().health()).ready
    gone = await make_engine("gpt-image-2.9").health()
    assert not gone.ready
    assert gone.detail.startswith("OpenAI has no gpt-image-2.9 for this key. Take gpt-image-2.5-flare")
    refused = await make_engine(key=Secret("sk-wrong-0000000000")).health()
    assert (refused.ready, "does not know the key" in refused.detail) == (False, True)
    assert "sk-wro" not in str(refused)
    missing = await make_engine(key=Secret("")).health()
    assert "THE_KEY" in missing.detail
    assert [seen.path for seen in standin.seen] == ["/v1/models"] * 3
    assert (standin.paid, "authorization" in standin.seen[0].headers) == (0, True)


async def test_certificates_that_cannot_be_read_are_said(
    make_engine: MakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    engine = make_engine()
    assert "SSL_CERT_FILE" in (await engine.health()).detail
    assert isinstance(await failed(engine, request()), EngineRefused)


async def test_without_a_key_nothing_is_sent(make_engine: MakeEngine, standin: OpenAIStandIn) -> None:
    assert isinstance(await failed(make_engine(key=Secret("")), request()), KeyRefused)
    assert standin.seen == []


def test_the_service_is_imported_without_the_network() -> None:
    code = "import sys, backends.openai.service, backends.gemini.service as s; s.Gemini().models; print(sorted("
    code += "{'httpx', 'numpy', 'cv2', 'PIL'} & set(sys.modules)))"
    path = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
