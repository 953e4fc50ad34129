"""A plan → SVG, in the colours of the studio's screens."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from tests.house.laying import CORNER, Area, Head, Line
from tests.house.plan import DOT, LEADING, MARGIN, NAME, PADDING, SMALL, WIDTH, FloorPlan, Plan, RoomPlan, sentence_at
from tests.house.texts import cut, width

NIGHT, WALL, PAPER, EDGE = "#0a0e16", "#0f1621", "#162130", "#2a3a4f"
INK, DIM = "#e4ebf3", "#8797aa"
ARROW, WARNING = "#5f7d9c", "#ff5d6c"
TINTS = ("#35d6e6", "#f2b45a", "#8fd18a", "#b59cf5", "#ef8fb0", "#7fb2f0", "#d3d86e", "#a9b6c6")
"""The colours of the floors, in the order of their names."""
FACE = "ui-monospace, 'SF Mono', 'JetBrains Mono', Menlo, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
LEGEND = 62.0


def svg(plan: Plan) -> str:
    """The picture, as the text of a file."""
    tints = dict(zip(sorted(floor.floor.name for floor in plan.floors), TINTS * len(plan.floors), strict=False))
    height = plan.height + LEGEND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(WIDTH)} {_n(height)}" '
        f'width="{_n(WIDTH)}" height="{_n(height)}" role="img" font-family="{FACE}" font-size="{_n(SMALL)}">',
        "<title>The house: its floors, their rooms, and what imports what</title>",
        f'<rect width="{_n(WIDTH)}" height="{_n(height)}" rx="14" fill="{NIGHT}"/>',
        *_arrows(plan.lines, plan.heads, NIGHT),
        *(part for floor in plan.floors for part in _floor(floor, tints)),
        *_legend(plan.height, tints),
        "</svg>",
    ]
    return "\n".join(filter(None, parts)) + "\n"


def _floor(plan: FloorPlan, tints: dict[str, str]) -> Iterator[str]:
    area, tint = plan.area, tints[plan.floor.name]
    yield _box(area, WALL, EDGE, 10)
    yield f'<rect x="{_n(area.x)}" y="{_n(area.y + 10)}" width="3" height="16" rx="1.5" fill="{tint}"/>'
    yield _text(area.x + PADDING, area.y + 23, plan.words.name, tint, size=NAME + 2, bold=True)
    yield _text(area.x + area.width - PADDING, area.y + 22, plan.words.size, DIM, anchor="end")
    yield _text(area.x + PADDING + sentence_at(plan.words.name, NAME + 2), area.y + 22, plan.words.beside, DIM)
    yield from _lines(area.x + PADDING, area.y + 42, plan.words.below)
    yield from _arrows(plan.lines, plan.heads, WALL)
    for room in plan.rooms:
        yield from _room(room, tint, tints)


def _room(plan: RoomPlan, tint: str, tints: dict[str, str]) -> Iterator[str]:
    room, area, words = plan
    yield _box(area, PAPER, EDGE, 6, dashed=room.is_hall)
    yield _text(area.x + PADDING, area.y + 20, words.name, DIM if room.is_hall else INK, size=NAME, bold=True)
    right = area.x + area.width - PADDING
    for at, used in enumerate(reversed(room.uses)):
        yield f'<circle cx="{_n(right - 4 - DOT * at)}" cy="{_n(area.y + 15)}" r="3.5" fill="{tints[used]}"/>'
    yield _text(right - DOT * len(room.uses) - 4 * bool(room.uses), area.y + 19, words.size, DIM, anchor="end")
    yield _text(area.x + PADDING + sentence_at(words.name, NAME), area.y + 19, words.beside, DIM)
    yield from _lines(area.x + PADDING, area.y + 38, words.below)
    if room.inner:
        inner = cut(" ".join(f"{name}/" for name in room.inner), SMALL, area.width - 2 * PADDING)
        yield _text(area.x + PADDING, area.y + 38 + LEADING * len(words.below), inner, tint)


def _legend(top: float, tints: dict[str, str]) -> Iterator[str]:
    """What the signs mean, in two lines."""
    x, y = MARGIN, top + 24
    for sign, meaning in (
        (Line("", ((0, 0), (34, 0)), 3.0, False, False), "imports; the more, the thicker"),
        (Line("", ((0, 0), (34, 0)), 2.0, True, False), "only inside functions"),
        (Line("", ((0, 0), (34, 0)), 2.0, False, True), "in a circle"),
    ):
        yield f'<g transform="translate({_n(x)} {_n(y - 4)})">{"".join(_arrows((sign,), (), NIGHT))}</g>'
        yield _text(x + 42, y, meaning, DIM)
        x += 42 + width(meaning, SMALL) + 26
    yield _box(Area(x, y - 11, 34, 14), PAPER, DIM, 4, dashed=True)
    yield _text(x + 42, y, "a hall: modules of a floor that lie in none of its rooms", DIM)
    x, y = MARGIN, y + 20
    yield _text(x, y, "A dot: the room imports from that floor", DIM)
    x += width("A dot: the room imports from that floor", SMALL) + 18
    for name, tint in tints.items():
        yield f'<circle cx="{_n(x)}" cy="{_n(y - 4)}" r="3.5" fill="{tint}"/>'
        yield _text(x + 9, y, name, DIM)
        x += 9 + width(name, SMALL) + 20


def _arrows(lines: tuple[Line, ...], heads: tuple[Head, ...], ground: str) -> Iterator[str]:
    """Arrows, net by net, each with an edge of the ground, so that those that cross do not run into each other."""
    for net in dict.fromkeys(line.net for line in lines):
        own = [line for line in lines if line.net == net]
        for line in own:
            width = _n(line.thickness + 4)
            yield f'<path d="{_way(line.points)}" fill="none" stroke="{ground}" stroke-width="{width}"/>'
        for line in own:
            colour = WARNING if line.warns else ARROW
            dashes = ' stroke-dasharray="5 4"' if line.late else ""
            width = _n(line.thickness)
            yield f'<path d="{_way(line.points)}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>'
    for head in heads:
        yield _head(head)


def _way(points: tuple[tuple[float, float], ...]) -> str:
    """A line through points, its corners rounded."""
    way = f"M{_n(points[0][0])} {_n(points[0][1])}"
    for (x0, y0), (x1, y1), (x2, y2) in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, (abs(x1 - x0) + abs(y1 - y0)) / 2, (abs(x2 - x1) + abs(y2 - y1)) / 2)
        way += f"L{_n(x1 - _sign(x1 - x0) * radius)} {_n(y1 - _sign(y1 - y0) * radius)}"
        way += f"Q{_n(x1)} {_n(y1)} {_n(x1 + _sign(x2 - x1) * radius)} {_n(y1 + _sign(y2 - y1) * radius)}"
    return way + f"L{_n(points[-1][0])} {_n(points[-1][1])}"


def _head(head: Head) -> str:
    base = head.y - head.size * 1.4 if head.down else head.y + head.size * 1.4
    colour = WARNING if head.warns else ARROW
    left, right = head.x - head.size, head.x + head.size
    return f'<path d="M{_n(left)} {_n(base)}L{_n(right)} {_n(base)}L{_n(head.x)} {_n(head.y)}Z" fill="{colour}"/>'


def _box(area: Area, fill: str, edge: str, radius: float, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="3 3"' if dashed else ""
    place = f'x="{_n(area.x)}" y="{_n(area.y)}" width="{_n(area.width)}" height="{_n(area.height)}"'
    return f'<rect {place} rx="{_n(radius)}" fill="{fill}" stroke="{edge}"{dashes}/>'


def _lines(x: float, y: float, text: tuple[str, ...]) -> Iterator[str]:
    for at, line in enumerate(text):
        yield _text(x, y + LEADING * at, line, DIM)


def _text(
    x: float, y: float, text: str, colour: str, size: float = SMALL, bold: bool = False, anchor: str = "start"
) -> str:
    more = f' font-size="{_n(size)}"' if size != SMALL else ""
    more += ' font-weight="600"' if bold else ""
    more += f' text-anchor="{anchor}"' if anchor != "start" else ""
    if not text:
        return ""
    return f'<text x="{_n(x)}" y="{_n(y)}" fill="{colour}"{more}>{escape(text)}</text>'


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _n(number: float) -> str:
    """A number with one digit after the point at most, the same on every machine."""
    return f"{number:.1f}".removesuffix(".0")
