"""What a server is known to have: asked for once, and forgotten when it is told otherwise."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import unquote

from backends.comfyui.inventory.stock import Stock
from tests.standin.recorded import object_info

T = TypeVar("T")
KSAMPLER, LOADER = "KSampler", "UNETLoader"


class Server:
    """A server that has some nodes, and counts what it is asked."""

    def __init__(self, *nodes: str) -> None:
        self.nodes = set(nodes)
        self.asked: list[str] = []

    async def get(self, route: str) -> bytes:
        name = unquote(route.rpartition("/")[2])
        self.asked.append(name)
        return json.dumps({name: object_info()[name]} if name in self.nodes else {}).encode()

    async def patiently(self, ask: Callable[[], Awaitable[T]], tries: int) -> T:
        return await ask()


async def of(stock: Stock, server: Server, *classes: str, afresh: bool = False) -> set[str]:
    return {*(await stock.of(server, classes, afresh=afresh)).nodes}  # type: ignore[arg-type]


async def test_each_node_is_asked_for_once_also_one_that_is_not_there() -> None:
    stock, server = Stock(), Server(KSAMPLER)
    assert await of(stock, server, KSAMPLER, LOADER) == {KSAMPLER}
    assert await of(stock, server, LOADER, KSAMPLER) == {KSAMPLER}
    assert sorted(server.asked) == [KSAMPLER, LOADER]
    assert not stock.is_older(60)
    assert stock.is_older(0)


async def test_a_node_that_has_gone_is_not_there_when_asked_afresh() -> None:
    stock, server = Stock(), Server(KSAMPLER, LOADER)
    assert await of(stock, server, KSAMPLER, LOADER) == {KSAMPLER, LOADER}
    server.nodes.remove(LOADER)
    assert await of(stock, server, LOADER) == {LOADER}
    assert await of(stock, server, KSAMPLER, LOADER, afresh=True) == {KSAMPLER}


async def test_what_is_forgotten_is_asked_for_again() -> None:
    stock, server = Stock(), Server(KSAMPLER)
    await of(stock, server, KSAMPLER, LOADER)
    stock.forget()
    server.nodes.add(LOADER)
    assert await of(stock, server, LOADER) == {LOADER}
