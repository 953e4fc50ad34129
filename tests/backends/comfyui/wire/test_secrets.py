"""Addresses, headers and redirects: credentials go to their server, and nowhere else."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rich.pretty import pretty_repr

from backends.base import BadAnswer, EngineRefused, EngineUnreachable, Failed, Finished, Ticket
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.wire import http
from backends.comfyui.wire.server import Server, base_url, shown_url, socket_url
from tests.backends.comfyui.conftest import MakeEngine, all_events, reference, request
from tests.standin.server import StandIn

TLS = Path(__file__).parents[3] / "standin" / "tls"
"""A certificate for 127.0.0.1 and its authority, made for these tests and good for nothing else."""

SECRET = "Bearer 5f3c-not-for-others"
HEADERS = {"Authorization": SECRET, "X-Lab-Key": SECRET}


@pytest.fixture
async def elsewhere() -> AsyncIterator[StandIn]:
    async with StandIn() as server:
        yield server


async def test_headers_go_with_every_request_and_the_socket(make_engine: MakeEngine, standin: StandIn) -> None:
    standin.faults.required_headers = HEADERS
    engine = make_engine(headers=HEADERS)
    assert isinstance((await all_events(engine, await engine.submit(request())))[-1], Finished)
    assert standin.wire.opened == 1
    assert not any("Origin" in headers for headers in standin.headers_seen)


async def test_a_server_that_wants_headers_says_so(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.required_headers = HEADERS
    with pytest.raises(EngineRefused, match="does not let the studio in") as caught:
        await engine.submit(request())
    assert "headers" in caught.value.remedy
    assert "401" in (await engine.health()).detail


@pytest.mark.parametrize("route", ["look", "/object_info/KSampler", "/prompt", "/view"])
async def test_a_redirect_to_another_host_is_not_followed(
    route: str, make_engine: MakeEngine, standin: StandIn, elsewhere: StandIn
) -> None:
    route = standin.route_of_a_look if route == "look" else route
    standin.faults.redirect[route] = elsewhere.url + route
    engine = make_engine(headers=HEADERS)
    try:
        failed = (await all_events(engine, await engine.submit(request())))[-1]
        assert isinstance(failed, Failed)
        reason = failed.error.reason
    except EngineRefused as error:
        reason = error.reason
    assert elsewhere.url in reason
    assert SECRET not in reason
    assert elsewhere.requests == []


async def test_the_socket_follows_no_redirect(make_engine: MakeEngine, standin: StandIn, elsewhere: StandIn) -> None:
    standin.faults.redirect["/ws"] = elsewhere.url + "/ws"
    engine = make_engine(headers=HEADERS)
    assert isinstance((await all_events(engine, await engine.submit(request())))[-1], Finished)
    assert elsewhere.requests == []


async def test_a_redirect_on_the_same_server_is_followed(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.redirect["/view"] = "/never"
    standin.faults.redirect["/system_stats"] = standin.url + "/features"
    assert (await engine.health()).facts["version"] == "of unknown version"


async def test_a_path_prefix_is_kept() -> None:
    async with StandIn(prefix="/lab/comfy") as server:
        engine = ComfyUIEngine(Server(name="lab", url=f"{server.url}/", pause=0.01))
        assert isinstance((await all_events(engine, await engine.submit(request())))[-1], Finished)
        assert server.wire.opened == 1
        await engine.close()


async def test_a_private_authority_is_trusted_when_it_is_named() -> None:
    async with StandIn(certificate=TLS / "server.pem") as server:
        engine = ComfyUIEngine(Server(name="lab", url=server.url, ca_file=str(TLS / "authority.pem")))
        assert isinstance((await all_events(engine, await engine.submit(request())))[-1], Finished)
        assert server.wire.opened == 1
        await engine.close()


async def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    async with StandIn(certificate=TLS / "server.pem") as server:
        engine = ComfyUIEngine(Server(name="lab", url=server.url, headers=HEADERS, pause=0.01))
        with pytest.raises(EngineUnreachable, match="not trusted") as caught:
            await engine.submit(request())
        assert "ca_file" in caught.value.remedy
        assert server.headers_seen == []
        await engine.close()


async def test_headers_and_passwords_are_in_no_log(
    make_engine: MakeEngine, standin: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.faults.required_headers = {"X-Lab-Key": SECRET, "Authorization": "Basic bWU6c2VzYW1lLTQy"}
    engine = make_engine(url=standin.url.replace("//", "//me:sesame-42@"), headers={"X-Lab-Key": SECRET})
    assert isinstance((await all_events(engine, await engine.submit(request())))[-1], Finished)
    assert standin.wire.opened == 1
    for secret in (SECRET, "sesame-42", "bWU6c2VzYW1lLTQy"):
        assert secret not in caplog.text


def test_header_values_never_show() -> None:
    server = Server(name="lab", url="http://me:pass@host:1/x?token=abc", headers=HEADERS)
    for shown in (repr(server), f"{server}", pretty_repr(server)):
        assert SECRET not in shown
        assert "pass" not in shown
        assert "abc" not in shown
        assert "X-Lab-Key" in shown


@pytest.mark.parametrize("value", ["a\r\nX-Other: b", "schlüssel", " quux", "\x00"])
async def test_a_header_that_cannot_be_sent_is_named_without_its_value(value: str) -> None:
    health = await ComfyUIEngine(Server(name="lab", url="http://host", headers={"X-Key": value})).health()
    assert "'X-Key' of lab" in health.detail
    assert value not in health.detail


@pytest.mark.parametrize(
    "url",
    [
        "",
        "host:8188",
        "ftp://host",
        "http://",
        "http://[::1",
        "http://host:99999",
        "http://h?x=1",
        "http://two words",
        "http://a..b",
        f"http://{'a' * 64}.de",
    ],
)
async def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    engine = ComfyUIEngine(Server(name="lab", url=url))
    assert "The address of lab" in (await engine.health()).detail
    with pytest.raises(EngineRefused, match="The address of lab"):
        await engine.submit(request())
    (failed,) = await all_events(engine, Ticket(request().job_id, request().client_id))
    assert isinstance(failed, Failed)
    await engine.close()


async def test_a_socks_proxy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    health = await ComfyUIEngine(Server(name="lab", url="http://127.0.0.1:8")).health()
    assert "names a proxy" in health.detail


async def test_a_ca_file_that_is_none_is_refused() -> None:
    engine = ComfyUIEngine(Server(name="lab", url="https://host", ca_file=__file__))
    assert "CA file of lab" in (await engine.health()).detail


def test_addresses() -> None:
    server = Server(name="lab", url="https://host/comfy/")
    assert base_url(server) == "https://host/comfy"
    assert socket_url(server, "a b&c") == "wss://host/comfy/ws?clientId=a%20b%26c"
    assert shown_url("http://a:b@host:1/p?q#f") == "http://host:1/p"


async def test_no_credential_is_in_the_graph_the_picture_or_what_is_prepared(
    make_engine: MakeEngine, standin: StandIn
) -> None:
    standin.faults.required_headers = HEADERS
    engine = make_engine(headers=HEADERS)
    prepared = await engine.prepare(wanted := request())
    finished = (await all_events(engine, await engine.submit(wanted, prepared)))[-1]
    assert isinstance(finished, Finished)
    (body,) = standin.bodies
    for held in (prepared.encode(), json.dumps(body).encode(), finished.pictures[0].data, repr(finished).encode()):
        assert SECRET.encode() not in held
        assert b"5f3c" not in held


@pytest.mark.parametrize("route", ["look", "/object_info/KSampler", "/prompt", "/upload/image"])
async def test_no_credential_is_in_an_error(
    route: str, make_engine: MakeEngine, standin: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.faults.bad_gateway[standin.route_of_a_look if route == "look" else route] = 100
    engine = make_engine(headers=HEADERS, url=standin.url.replace("//", "//me:sesame-42@"))
    with pytest.raises(EngineUnreachable) as caught:
        await engine.submit(request(references=(reference(),)))
    error: BaseException | None = caught.value
    while error is not None:
        for secret in (SECRET, "sesame-42"):
            assert secret not in "".join(traceback.format_exception(error))
        error = error.__cause__ or error.__context__
    assert SECRET not in caplog.text


async def test_an_answer_that_is_too_large_is_not_read_on(
    engine: ComfyUIEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LARGEST_JSON", 100)
    with pytest.raises(BadAnswer, match="more than"):
        await engine.submit(request())


async def test_a_picture_that_is_too_large_fails_with_its_reason(
    engine: ComfyUIEngine, monkeypatch: pytest.MonkeyPatch, standin: StandIn
) -> None:
    monkeypatch.setattr(http, "LARGEST_PICTURE", 100)
    failed = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(failed, Failed)
    assert "/view with more than" in failed.error.reason
    assert standin.asked("GET", "/view") == 1
