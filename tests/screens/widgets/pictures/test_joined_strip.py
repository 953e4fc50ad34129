"""Lines of several strips, and sequences that go on in a style: the same on the glass, in fewer bytes."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from screens.drawing.narrow_update import whole_letters
from screens.terminal.frames.cell_strip import CellStrip
from screens.terminal.frames.joined_strip import JoinedStrip, Pieces, texts
from screens.widgets.changing_text import changed
from studio.terminal.records import Colours
from tests.screens.glass import Glass

CONSOLE = Console(color_system="truecolor")
COLUMNS = 60

styles = st.sampled_from([Style(), Style(color="#ff0000"), Style(color="#00ff00", bgcolor="#000011"), Style(bold=True)])
segments = st.builds(lambda text, style: Segment(text, style), st.text("ab 漢", min_size=1, max_size=6), styles)
strips = st.builds(lambda parts: Strip(parts), st.lists(segments, min_size=1, max_size=4))
lines = st.lists(strips, min_size=1, max_size=4)


def cells(written: str) -> list[tuple[object, ...]]:
    row = Glass(COLUMNS, 1).feed(written.encode()).cells[0]
    return [(cell.text, cell.fore if cell.text.strip() else None, cell.back) for cell in row]


@given(lines, st.integers(0, 40), st.integers(0, 40))
def test_a_part_of_a_joined_line_is_that_part(parts: list[Strip], one: int, other: int) -> None:
    plain = Strip([segment for part in parts for segment in part])
    joined = JoinedStrip(parts)
    assert joined.cell_length == plain.cell_length
    assert cells(joined.render(CONSOLE)) == cells(plain.render(CONSOLE))
    start, end = sorted((one, other))
    assert joined.crop(start, end).text == plain.crop(start, end).text
    cuts = sorted({min(cut, plain.cell_length) for cut in (one, other, plain.cell_length)} - {0})
    assert [piece.text for piece in joined.divide(cuts)] == [piece.text for piece in plain.divide(cuts)]


numbers: dict[Colours, tuple[int, int]] = {"24-bit": (0, 2**24 - 1), "256": (16, 255), "16": (0, 15)}


def runs_of(colours: Colours) -> st.SearchStrategy[tuple[Colours, list[tuple[str, int]]]]:
    colour = st.integers(*numbers[colours])
    pairs = st.builds(lambda ink, ground: ink << 24 | ground, colour, colour)
    runs = st.lists(st.tuples(st.text("▀ 🬂", min_size=1, max_size=5), pairs), min_size=1, max_size=6)
    return st.tuples(st.just(colours), runs)


@given(st.sampled_from([*numbers]).flatmap(runs_of), st.integers(0, 40), st.integers(0, 40))
def test_a_line_of_cells_is_the_same_whole_in_parts_and_as_segments(
    drawn: tuple[Colours, list[tuple[str, int]]], one: int, other: int
) -> None:
    (colours, given), console = drawn, CONSOLE
    ends = list(accumulate(len(text) for text, _ in given))
    line = CellStrip("".join(text for text, _ in given), ends, [pair for _, pair in given], colours)
    assert line.render(Console(color_system="standard")) == line.render(console)
    plain = Strip(list(line))
    assert (line.text, line.cell_length, line.cell_count) == (plain.text, plain.cell_length, plain.cell_count)
    assert cells(line.render(console)) == cells(plain.render(console))
    assert len(line.render(console)) <= len(plain.render(console))
    start, end = sorted((one, other))
    assert list(line.crop(start, end)) == list(plain.crop(start, end))
    cuts = sorted({min(cut, line.cell_length) for cut in (one, other, line.cell_length)} - {0})
    assert [list(piece) for piece in line.divide(cuts)] == [list(piece) for piece in plain.divide(cuts)]
    around = JoinedStrip([Strip([Segment("ab", Style(color="#ff0000"))]), line])
    assert cells(around.render(console)) == cells(Strip(list(around)).render(console))
    assert "".join(text for text, _ in texts(around)) == around.text


@given(st.lists(st.tuples(strips, st.integers(0, 30)), min_size=1, max_size=5))
def test_a_style_that_goes_on_shows_the_same_in_no_more_bytes(written: list[tuple[Strip, int]]) -> None:
    pieces, plain = Pieces(), ""
    for strip, column in written:
        move, shown = f"\x1b[1;{column + 1}H", strip.render(CONSOLE)
        pieces.add(shown, move)
        plain += move + shown
    assert cells(pieces.joined()) == cells(plain)
    assert len(pieces.joined()) <= len(plain)


words = st.builds(
    lambda parts: Text.assemble(*parts),
    st.lists(st.tuples(st.text("ab1 漢\n", max_size=5), st.sampled_from(["", "red", "bold"])), max_size=5),
)


@given(words, words)
def test_painting_what_changed_gives_the_new_text(before: Text, after: Text) -> None:
    def rows(text: Text) -> list[Strip]:
        return [Strip([*line.render(CONSOLE)]) for line in text.split("\n", allow_blank=True)]

    old, new = rows(before), rows(after)
    for row in range(max(len(old), len(new))):
        blank = Segment(" " * COLUMNS)
        one, other = (Strip([*(rows[row] if row < len(rows) else []), blank]) for rows in (old, new))
        glass = Glass(COLUMNS, 1).feed(one.render(CONSOLE).encode())
        for at, first, behind in changed(old, new):
            if at == row:
                begin, end = whole_letters(other, first, behind)
                glass.feed(f"\x1b[1;{begin + 1}H{other.crop(begin, end).render(CONSOLE)}".encode())
        shown = [(cell.text, cell.fore, cell.back) for cell in glass.cells[0]]
        wanted = Glass(COLUMNS, 1).feed(other.render(CONSOLE).encode()).cells[0]
        assert shown == [(cell.text, cell.fore, cell.back) for cell in wanted]
