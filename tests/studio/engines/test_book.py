from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from studio.engines.book import EngineBook, UnknownEngine
from studio.settings.engine_settings import ServerSettings
from studio.settings.settings import Settings
from tests.studio.engines.asked import Asked

TWO = Settings(servers=(ServerSettings("one", "http://127.0.0.1:1"), ServerSettings("two", "http://127.0.0.1:1")))


def book(settings: Settings, **ready: bool) -> EngineBook:
    made = EngineBook(settings)
    for name, is_ready in ready.items():
        made._made[name] = Asked(name, is_ready)
    return made


async def test_without_servers_the_draft_painter_draws_without_a_word() -> None:
    assert await EngineBook(Settings()).choose("auto") == ("draft", None)


async def test_auto_leaves_the_server_to_the_desk_while_one_is_ready() -> None:
    made = book(TWO, one=False, two=True)
    assert await made.choose("auto") == ("auto", None)
    assert made.kind("auto") == "comfyui"


async def test_auto_says_why_it_fell_back_to_the_draft_painter() -> None:
    name, notice = await book(TWO, one=False, two=False).choose("auto")
    assert name == "draft"
    assert notice is not None
    assert "one: model missing" in notice.reason


async def test_the_settings_choose_where_the_scene_does_not() -> None:
    chosen = Settings(servers=TWO.servers, engine="two")
    assert await book(chosen).choose("auto") == ("two", None)
    assert await book(chosen).choose("draft") == ("draft", None)


async def test_an_unknown_engine_is_refused_with_what_is_known() -> None:
    with pytest.raises(UnknownEngine, match="no engine named 'three'") as caught:
        await book(TWO).choose("three")
    assert "auto, draft, one, two" in caught.value.notice.remedy


async def test_a_header_that_cannot_be_filled_in_is_not_ready() -> None:
    servers = (ServerSettings("locked", "http://127.0.0.1:1", headers={"Authorization": "Bearer ${NO_SUCH_TOKEN}"}),)
    health = await EngineBook(Settings(servers=servers)).health("locked")
    assert not health.ready
    assert "NO_SUCH_TOKEN" in health.detail


async def test_close_lets_go_of_every_engine_once() -> None:
    made = book(TWO, one=True)
    engine = made._made["one"]
    await made.close()
    assert isinstance(engine, Asked)
    assert engine.closed
    assert made._made == {}


async def test_an_engine_is_let_go_of_to_the_end_by_whoever_is_cancelled_meanwhile() -> None:
    asked, may_close = asyncio.Event(), asyncio.Event()

    class Slow(Asked):
        async def close(self) -> None:
            asked.set()
            await may_close.wait()
            await super().close()

    made, engine = book(TWO), Slow("one", True)
    made._made["one"] = engine
    closing = asyncio.create_task(made.close())
    await asked.wait()
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    may_close.set()
    async with asyncio.timeout(10):
        while not engine.closed:
            await asyncio.sleep(0)


async def test_each_graph_on_each_server_is_an_engine(tmp_path: Path) -> None:
    for file in ("panel.json", "cover.JSON", "notes.txt", ".json", "bad\x1bname.json", f"{'x' * 80}.json"):
        (tmp_path / file).write_text("{}", encoding="utf-8")
    made = EngineBook(TWO, tmp_path)
    own = ("one/cover", "one/panel", "two/cover", "two/panel")
    assert made.names() == ("auto", "draft", "one", "two", *own)
    assert [made.server(name) for name in ("draft", "two", "two/panel")] == ["draft", "two", "two"]
    assert made.kind("one/panel") == "comfyui"
    engine = made.get("one/panel")
    assert (engine.name, made.get("one/panel")) == ("one/panel", engine)
    assert await made.choose("one/panel") == ("one/panel", None)
    await made.close()


async def test_graphs_of_one_server_share_its_connection(tmp_path: Path) -> None:
    (tmp_path / "panel.json").write_text("{}", encoding="utf-8")
    made = EngineBook(TWO, tmp_path)
    made.get("one/panel")
    assert set(made._made) == {"one", "one/panel"}
    await made.close()


@pytest.mark.parametrize("name", ["three/panel", "one/", "one/../x", "one/a/b", "one/a\\b", "one/\x1b", "draft/panel"])
def test_names_that_are_no_graphs_are_unknown(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownEngine):
        EngineBook(TWO, tmp_path).get(name)


def test_without_the_folder_or_servers_there_are_no_graphs(tmp_path: Path) -> None:
    assert EngineBook(TWO, tmp_path / "nowhere").graphs() == {}
    assert EngineBook(TWO).graphs() == EngineBook(Settings(), tmp_path).graphs() == {}
