"""A list in [ ] in which some items are others: those that stay keep how they are written, and the remarks about them.

A remark behind an item, or on lines of its own over it, is about that item: it moves and goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from studio.cast.writing.statements import TOKEN, NotEditable
from studio.cast.writing.toml_values import LONGEST_LINE, formatted

_LINE_REST = r"[ \t]*(?:\#[^\n]*)?(?:\r?\n)?"
_HEAD = re.compile(rf"\[{_LINE_REST}")
_BEHIND = re.compile(rf"(?P<gap>[ \t]*)(?P<comma>,?)(?P<behind>{_LINE_REST})")


class _Piece(NamedTuple):
    """An item, what stands before it in its line and over it, and what stands behind its comma up to the next."""

    before: str
    item: str
    behind: str


class _Layout(NamedTuple):
    """A list as it is written: the bracket and what is behind it, the items, and all from there on."""

    head: str
    pieces: tuple[_Piece, ...]
    has_last_comma: bool
    rest: str


def changed_list(text: str, now: Sequence[Any], wanted: Sequence[Any], before: int = 0) -> str:
    """The text of a list that says `now`, so that it says `wanted`; `before` is how much stands before it in its line.

    A line that grows too long becomes one for each item. Raises NotEditable where remarks would be lost.
    """
    layout = _layout(text)
    if layout is None or len(layout.pieces) != len(now) or not now or not wanted:
        if "#" in text and any(token.group()[0] == "#" for token in TOKEN.finditer(text)):
            raise NotEditable(text)
        return formatted(list(wanted))
    made: list[_Piece] = []
    for value, old in zip(wanted, matched(now, wanted), strict=True):
        if old is None:
            made.append(_new(formatted(value), made[-1] if made else layout.pieces[0], layout))
        else:
            piece = layout.pieces[old]
            made.append(piece if now[old] == value else piece._replace(item=formatted(value)))
    changed = layout.head + "".join(_joined(made, layout)) + layout.rest
    if "\n" in changed or len(wanted) <= len(now) or before + len(changed) <= LONGEST_LINE:
        return changed
    return "[\n" + "".join(f"    {piece.item},\n" for piece in made) + "]"


def matched(now: Sequence[Any], wanted: Sequence[Any]) -> tuple[int | None, ...]:
    """For each wanted item the place of the old one that it is: the same, else the one of the same name or file.

    Where as many are wanted as there are, one that is neither is the old one in its place, if that is no other's. None:
    it is new.
    """
    found: list[int | None] = [None] * len(wanted)
    left = dict.fromkeys(range(len(now)))
    for is_it in (_is_same, _is_about_the_same):
        for place, value in enumerate(wanted):
            old = next((old for old in left if found[place] is None and is_it(now[old], value)), None)
            if old is not None:
                found[place] = old
                del left[old]
    if len(now) == len(wanted):
        found = [place if old is None and place in left else old for place, old in enumerate(found)]
    return tuple(found)


def _is_same(one: Any, other: Any) -> bool:
    return bool(one == other)


def _is_about_the_same(one: Any, other: Any) -> bool:
    return bool(_subject(one) == _subject(other))


def _subject(value: Any) -> Any:
    return value.get("file", value.get("name")) if isinstance(value, dict) else value


def _layout(text: str) -> _Layout | None:
    """How a list is written; None where its commas stand at the beginning of lines."""
    head = _HEAD.match(text)
    if head is None:
        return None
    at, comma, pieces = head.end(), ",", []
    for start, end in _items(text):
        found = _BEHIND.match(text, end)
        if not comma or found is None:
            return None
        pieces.append(_Piece(text[at:start], text[start:end] + found["gap"] * bool(found["comma"]), found["behind"]))
        at, comma = found.end(), found["comma"]
    if pieces and not pieces[-1].behind.endswith("\n"):
        at -= len(pieces[-1].behind)
    return _Layout(head.group(), tuple(pieces), bool(comma), text[at:])


def _items(text: str) -> Iterator[tuple[int, int]]:
    """From where to where each item of a list goes."""
    depth, start, end = 0, -1, -1
    for token in TOKEN.finditer(text):
        word = token.group()
        depth += (word in "[{") - (word in "]}")
        is_end = depth == 0 or (depth == 1 and word == ",")
        if is_end and start >= 0:
            yield start, end
            start = -1
        elif not is_end and word.strip() and word[0] != "#" and not (depth == 1 and word == "[" and token.start() == 0):
            start = token.start() + len(word) - len(word.lstrip()) if start < 0 else start
            end = token.end() - (len(word) - len(word.rstrip()))


def _new(item: str, beside: _Piece, layout: _Layout) -> _Piece:
    """A new item, written as the one beside it."""
    end = re.search(r"\r?\n$", beside.behind)
    lines = [piece.before.rpartition("\n")[2] for piece in layout.pieces]
    indent = next((line for line in lines if line), "") if end else ""
    return _Piece(indent, item, end.group() if end else "")


def _joined(pieces: Sequence[_Piece], layout: _Layout) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        is_last = place == len(pieces) - 1
        comma = "," if layout.has_last_comma or not is_last else ""
        behind = piece.behind if piece.behind.endswith("\n") else ("" if is_last else " ")
        yield piece.before + piece.item + comma + behind
