"""The list of the plates says whose each is, which hours it has, and what is being made of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from textual.app import App, ComposeResult

from screens.stock.plates.bench import PlateBench
from screens.stock.plates.plate_list import PlateList
from studio.scenes import stock
from studio.scenes.stock import Plate

PLATES = (
    Plate("attic", "an attic", day="a.png", night="b.png"), Plate("barn", "a barn", day="a.png"),
    Plate("cellar", "a cellar", night="b.png"), Plate("den", "a den"),
)  # fmt: skip


class OneList(App[None]):
    """A list."""

    def compose(self) -> ComposeResult:
        yield PlateList()


async def test_each_line_says_what_there_is_of_a_plate() -> None:
    bench = PlateBench(lambda: None)
    retired = (msgspec.structs.replace(PLATES[3], name="old", retired=True),)
    bench.take(
        msgspec.structs.replace(stock.load(Path("no")), plates=PLATES, retired=retired), frozenset({"barn", "old"})
    )
    bench.making = {"den": "its night"}
    bench.go_to(2)
    app = OneList()
    async with app.run_test(size=(40, 12)) as pilot:
        one = app.query_one(PlateList)
        one.show(bench)
        await pilot.pause()
        lines = [str(one.get_option_at_index(at).prompt) for at in range(one.option_count)]
        assert lines == ["  attic ☀☾", "● barn ☀", "  cellar ☾", "  den …", "● old retired"]
        assert one.highlighted == 2
        bench.making = {}
        bench.go_to(3)
        one.show(bench)
        assert str(one.get_option_at_index(3).prompt) == "  den"
        assert one.highlighted == 3
        bench.take(msgspec.structs.replace(stock.load(Path("no")), plates=(), retired=()), frozenset())
        one.show(bench)
        assert [one.option_count, one.highlighted] == [0, None]
