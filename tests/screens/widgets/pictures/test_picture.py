"""PictureView: what stands in the cells, and when."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console
from rich.style import Style
from textual.geometry import Region
from textual.timer import Timer

from screens.terminal.frames import cells as parts_of_cells
from screens.terminal.frames.diacritics import MARKS
from screens.terminal.frames.encode import encode, fit
from screens.terminal.frames.frame_store import Frame, FrameKey, PictureStore
from screens.terminal.frames.frames import Source
from screens.terminal.frames.joined_strip import padded
from screens.terminal.frames.kitty_placed import PlacedStrip, placeholders
from screens.terminal.frames.kitty_placed import blank as blanks
from screens.widgets.pictures.picture import PictureView
from studio.terminal.records import CellSize, PictureChoice
from tests.screens.conftest import until
from tests.screens.glass import Glass
from tests.screens.picture_app import PictureApp

sides = st.integers(1, 4000)
cells = st.integers(1, 200)


@given(sides, sides, cells, cells)
def test_a_picture_stays_within_its_room_and_keeps_its_proportions(w: int, h: int, columns: int, rows: int) -> None:
    cell = CellSize(10, 20)
    across, down = fit(w, h, columns, rows, cell)
    assert 1 <= across <= columns
    assert 1 <= down <= rows
    if across > 3 and down > 3:
        assert abs(across * 10 / (down * 20) / (w / h) - 1) < 0.35
    assert across == columns or down == rows or min(across, down) == 1


def test_half_cells_hold_two_pixels_each() -> None:
    rgb = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [0, 255, 0]]], np.uint8)
    image = Image.fromarray(rgb)
    made = encode(image, 2, 1, CellSize(10, 20), PictureChoice("half-cells", ""), image_id=1, ground=Style())
    (strip,) = made.strips
    assert strip.text == "▀ "
    first, second = strip
    assert first.style == Style(color="#ff0000", bgcolor="#0000ff")
    assert second.style is not None
    assert second.style.bgcolor == Style(bgcolor="#00ff00").bgcolor


def sextants(rgb: NDArray[np.uint8]) -> list[list[tuple[str, str, str]]]:
    """The runs of each strip: text, ink and ground."""
    rows, columns = rgb.shape[0] // 3, rgb.shape[1] // 2
    shape = CellSize(2, 3)
    made = encode(Image.fromarray(rgb), columns, rows, shape, PictureChoice("sextants", ""), image_id=1, ground=Style())
    runs = []
    for strip in made.strips:
        assert strip.cell_length == columns
        pairs = [(one.text, one.style) for one in strip]
        assert all(style is not None and style.color and style.bgcolor for _, style in pairs)
        runs.append([(text, style.color.name, style.bgcolor.name) for text, style in pairs])  # type: ignore[union-attr]
    return runs


def test_sextants_hold_six_pixels_each() -> None:
    ink, ground = (255, 255, 255), (0, 0, 0)
    looks = {
        "\U0001fb00": [ink, ground, ground, ground, ground, ground],
        "\U0001fb1e": [ground, ground, ground, ground, ground, ink],
        "▌": [ink, ground, ink, ground, ink, ground],
        "\U0001fb02": [ink, ink, ground, ground, ground, ground],
        "\U0001fb0b": [ground, ground, ink, ink, ground, ground],
    }
    for mark, six in looks.items():
        ((run,),) = sextants(np.array(six, np.uint8).reshape(3, 2, 3))
        wanted = {mark: ("#ffffff", "#000000"), "\U0001fb1d": ("#000000", "#ffffff")}
        assert run[1:] == wanted.get(run[0])
    ((run,),) = sextants(np.full((3, 4, 3), 80, np.uint8))
    assert run == ("  ", "#515151", "#515151")


@given(st.lists(st.sampled_from([(0, 0, 0), (252, 0, 0)]), min_size=6, max_size=6))
def test_sextants_show_two_colours_as_they_are(six: list[tuple[int, int, int]]) -> None:
    ((run,),) = sextants(np.array(six, np.uint8).reshape(3, 2, 3))
    mark, ink, ground = run
    parts = next(parts for parts in range(64) if parts_of_cells.sextant(parts) == mark)
    shown = [ink if parts >> bit & 1 else ground for bit in range(6)]
    assert shown == ["#ff0000" if one[0] else "#000000" for one in six]


def test_rows_and_columns_are_numbered_as_kitty_numbers_them() -> None:
    """Those of kitty's gen/rowcolumn-diacritics.txt, in its order."""
    assert len(MARKS) == 297
    assert (MARKS[0], MARKS[-1]) == ("\u0305", "\U0001d244")
    assert sha256("".join(MARKS).encode()).hexdigest().startswith("5e5fb029e3fe73fb7f0cfc088d820ba3")


@pytest.mark.parametrize("colours", ["truecolor", "256", "standard"])
@pytest.mark.parametrize("blank", [0, 1, 9])
def test_a_row_of_a_kitty_picture_is_the_same_whole_in_few_bytes_and_in_parts(
    blank: int, colours: Literal["truecolor", "256", "standard"]
) -> None:
    style, console = Style(color="#010203"), Console(color_system=colours)
    around = [blanks(blank, Style(bgcolor="#0a0b0c"))] if blank else []
    plain = placeholders(3, 12, style, is_repeated=False)
    row = placeholders(3, 12, style, is_repeated=True)
    assert isinstance(row, PlacedStrip)
    line = padded(around, row, around)
    assert len(line.render(console).encode()) < len(plain.render(console).encode()) + 20
    cropped = Glass(40, 1).feed(plain.crop(3, 9).crop(1).render(console).encode())
    assert [cropped.kitty_at(column, 0) for column in range(6)] == [0x010203] * 5 + [0]
    whole = Glass(40, 1).feed(line.render(console).encode())
    parts = Glass(40, 1)
    for part in line.divide([blank + 5, line.cell_length]):
        parts.feed(part.render(console).encode())
    ids = [whole.kitty_at(column, 0) for column in range(40)]
    assert ids == [0] * blank + [0x010203] * 12 + [0] * (28 - blank)
    assert ids == [parts.kitty_at(column, 0) for column in range(40)]
    assert [cell.back for cell in whole.cells[0]] == [cell.back for cell in parts.cells[0]]
    assert parts.cells[0][blank + 6].text == plain.text[18:21]


def test_the_store_lets_go_of_the_least_used() -> None:
    store = PictureStore(lambda: PictureChoice("half-cells", ""))
    rgb = np.zeros((4, 4, 3), np.uint8)
    made = encode(Image.fromarray(rgb), 2, 1, CellSize(10, 20), store.choice(), image_id=1, ground=Style())
    heavy = Frame((), 0, 0, type(made)(2, 1, made.strips, 20 << 20), True)
    keys = [FrameKey(name, 2, 1, CellSize(10, 20), "") for name in "abc"]
    for key in keys[:2]:
        store.keep(key, heavy)
    assert store.get(keys[0]) is heavy
    store.keep(keys[2], heavy)
    assert store.get(keys[1]) is None
    assert store.get(keys[0]) is heavy


async def settled(app: PictureApp) -> PictureView:
    view = app.query_one(PictureView)
    while view.busy:
        await asyncio.sleep(0.005)
    return view


async def test_a_picture_is_centred_and_follows_a_new_size() -> None:
    app = PictureApp("half-cells")
    async with app.run_test(size=(60, 24)) as pilot:
        view = await settled(app)
        assert view.picture_region == Region(0, 0, 20, 10)
        view.styles.width = 40
        await pilot.pause()
        await settled(app)
        assert view.picture_region == Region(10, 0, 20, 10)
        assert len(view.render_lines(view.size.region)) == 10


async def test_what_cannot_be_read_is_said_in_words() -> None:
    app = PictureApp("half-cells")
    async with app.run_test() as pilot:
        view = await settled(app)
        view.show_bytes(b"no picture at all")
        await settled(app)
        await pilot.pause()
        assert not view.shown
        assert "picture" in view.words
        view.clear("nothing [bold]here[/bold]")
        await pilot.pause()
        assert "[bold]" in "".join(strip.text for strip in view.render_lines(view.size.region))


async def test_only_the_last_of_many_is_shown() -> None:
    app = PictureApp("half-cells")
    async with app.run_test():
        view = await settled(app)
        for tone in range(0, 250, 10):
            view.show_pixels(np.full((64, 64, 3), tone, np.uint8), f"grey {tone}")
        await settled(app)
        line = view.render_lines(view.size.region)[0]
        style = next(iter(line)).style
        assert style is not None
        assert style.bgcolor is not None
        assert style.bgcolor.get_truecolor().red == 243


async def test_a_kept_picture_stands_at_once() -> None:
    app = PictureApp("half-cells")
    async with app.run_test():
        view = await settled(app)
        app.action_other()
        await settled(app)
        before = view.render_lines(view.size.region)
        app.action_first()
        assert view.shown
        assert view.render_lines(view.size.region) != before


@pytest.mark.parametrize("is_of_same", [True, False])
async def test_what_stands_there_stays_for_long_only_where_the_next_is_of_the_same_picture(
    small_png: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_of_same: bool
) -> None:
    monkeypatch.setattr("screens.widgets.pictures.slot.PATIENCE", 0.01)
    may_be_read = threading.Event()

    def slowly() -> Path:
        assert may_be_read.wait(30)
        path = tmp_path / "slow.png"
        path.write_bytes(small_png)
        return path

    app = PictureApp("half-cells")
    async with app.run_test() as pilot:
        view = await settled(app)
        before = view.frame
        view.show_sources(Source("slow", slowly), is_of_same=is_of_same)
        if is_of_same:
            late: list[bool] = []
            view.set_timer(0.02, lambda: late.append(True))
            await until(pilot, lambda: late)
            assert view.frame is before
        else:
            await until(pilot, lambda: view.words == "…" and not view.shown)
        may_be_read.set()
        await settled(app)
        assert view.shown
        assert view.frame is not before


async def test_patience_that_ends_just_when_the_picture_comes_takes_nothing_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rung: list[Callable[[], object]] = []
    rings = PictureView.set_timer

    def noted(view: PictureView, delay: float, callback: Callable[[], object], **known: Any) -> Timer:
        rung.append(callback)
        return rings(view, delay, callback, **known)

    monkeypatch.setattr(PictureView, "set_timer", noted)
    app = PictureApp("half-cells")
    async with app.run_test() as pilot:
        view = await settled(app)
        app.action_other()
        await settled(app)
        await pilot.pause()
        assert view.shown
        for late in rung:
            late()
        assert view.shown
        assert view.words == ""
