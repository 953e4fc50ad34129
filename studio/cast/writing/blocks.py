"""The lines of a table in a text of TOML, with its heading and the remarks about it: found, put in, taken out.

Remarks directly over a heading are about that table, and so are those directly behind its last line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studio.cast.writing.statements import NotEditable, Path, Statement, statements
from studio.cast.writing.toml_values import key

HEADINGS = ("table", "list")


def heading_of(path: Path) -> str:
    """What stands in the brackets of a heading."""
    return ".".join(key(name) for name in path if isinstance(name, str))


def own_pairs(found: Sequence[Statement], heading: Statement) -> tuple[Statement, ...]:
    """The pairs below a heading, up to the next."""
    return tuple(_below(found, heading, "pair"))


def _below(found: Sequence[Statement], heading: Statement, kind: str) -> Iterator[Statement]:
    for one in found[found.index(heading) + 1 :]:
        if one.kind in HEADINGS:
            return
        if one.kind == kind:
            yield one


def span(text: str, path: Path) -> tuple[int, int]:
    """From where to where the lines of a table go, those of the tables in it too. Raises NotEditable."""
    spans = _spans(text, path)
    if len(spans) != 1:
        raise NotEditable(path)
    return spans[0]


def end_of_own(text: str, path: Path) -> int:
    """Where the lines of a table with a heading end, before the tables in it. Raises NotEditable."""
    found = statements(text)
    heading = next((one for one in found if one.kind in HEADINGS and one.path == path), None)
    if heading is None:
        raise NotEditable(path)
    return _end(found, found.index((heading, *own_pairs(found, heading))[-1]))


def _spans(text: str, path: Path) -> list[tuple[int, int]]:
    """The runs of lines about what is at a path."""
    found = statements(text)
    telling = [place for place, one in enumerate(found) if one.kind not in ("remark", "blank")]
    runs: list[list[int]] = []
    is_going_on = False
    for place in telling:
        is_mine = found[place].is_in(path)
        if is_mine and is_going_on:
            runs[-1][1] = place
        elif is_mine:
            runs.append([place, place])
        is_going_on = is_mine
    return [_with_remarks(found, first, last) for first, last in runs]


def _with_remarks(found: Sequence[Statement], first: int, last: int) -> tuple[int, int]:
    if found[first].kind == "pair":
        return found[first].start, found[last].end
    return _start(found, first), _end(found, last)


def _start(found: Sequence[Statement], first: int) -> int:
    """Where the remarks directly over a heading begin."""
    while first and found[first - 1].kind == "remark":
        first -= 1
    return found[first].start


def _end(found: Sequence[Statement], last: int) -> int:
    """Where the remarks directly behind a line end, unless they are directly over a heading."""
    after = last + 1
    while after < len(found) and found[after].kind == "remark":
        after += 1
    is_about_next = after < len(found) and found[after].kind in HEADINGS
    return found[last if is_about_next else after - 1].end


def without(text: str, path: Path) -> str:
    """The text without the lines about what is at a path."""
    for start, end in reversed(_spans(text, path)):
        text = without_span(text, start, end)
    return text


def without_span(text: str, start: int, end: int) -> str:
    """The text without these lines, and without the empty lines behind them, or before them where nothing follows."""
    blank = {one.start: one for one in statements(text) if one.kind == "blank"}
    is_section = any(one.start >= start and one.end <= end and one.kind in HEADINGS for one in statements(text))
    while is_section and end in blank:
        end = blank[end].end
    ends = {one.end: one for one in blank.values()}
    while is_section and end == len(text) and start in ends:
        start = ends[start].start
    return text[:start] + text[end:]


def without_lines(text: str, one: Statement) -> str:
    """The text without a pair."""
    return text[: one.start] + text[one.end :]


def whole_lines(text: str, start: int, end: int) -> str:
    """These lines, the last with an end."""
    lines = text[start:end]
    return lines if lines.endswith("\n") else with_ends(f"{lines}\n", text)


def inserted(text: str, at: int, block: str) -> str:
    """The text with a table at the end of a line, an empty line before it, and one behind it where a line follows."""
    gap = "\n" if text[:at].strip("\r\n") else ""
    follows = text[at:].split("\n", 1)[0].strip()
    return with_lines(text, at, f"{gap}{block}" + ("\n" if follows else ""))


def with_lines(text: str, at: int, lines: str) -> str:
    """The text with whole lines at the end of a line, which may be the last and have no end."""
    has_end = not at or text[at - 1] == "\n"
    fresh = with_ends(("" if has_end else "\n") + lines, text)
    return text[:at] + fresh + text[at:]


def with_ends(lines: str, text: str) -> str:
    """New lines with the line ends of a text."""
    plain = lines.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if "\r\n" in text else plain
