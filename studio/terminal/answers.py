"""What a terminal answered, as one record."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from studio.terminal.questions import KITTY_ID
from studio.terminal.records import CellSize

_NAMED = re.compile(r"(?P<name>[A-Za-z][\w.+-]*?)(?:[ /(-]+(?P<version>\d[\w.+-]*)\)?(?:\s.*)?)?$", re.DOTALL)
_DA1 = re.compile(rb"\x1b\[\?([0-9;]*)c")
_KEPT = re.compile(rb"48[:;]2[:;]+1[:;]2[:;]3(?![0-9])")
_ROUNDED = re.compile(rb"[r;](?:48[:;]|4[0-7][m;]|10[0-7][m;])")
"""In the answer to DECRQSS: the colour of the question, and any other one."""
_SIXEL = b"4"
_MOST = 80
"""Characters of a name or version that are taken; a terminal's answer is text from outside."""


class Answers(msgspec.Struct, frozen=True):
    """A terminal's answers; None and empty: it did not say.

    `has_kitty`: it takes Kitty graphics. `has_sixel`: DA1 names Sixel. `true_colour`: it kept a colour of 24 bits, or
    says that it has Tc; False only where it gave a rounded colour back. `is_complete`: DA1, which was asked last, is
    answered.
    """

    name: str = ""
    version: str = ""
    has_kitty: bool | None = None
    has_sixel: bool | None = None
    true_colour: bool | None = None
    colour_how: str = ""
    cell: CellSize | None = None
    background: tuple[int, int, int] | None = None
    is_complete: bool = False


def read(answers: Iterable[bytes]) -> Answers:
    """The record of whole answers, in any order. What is none of those that were asked for is passed over."""
    said = Answers()
    for one in answers:
        said = _with(said, one)
    return said


def is_last(answer: bytes) -> bool:
    """Whether this is the answer to the last question."""
    return _DA1.fullmatch(answer) is not None


def _with(said: Answers, one: bytes) -> Answers:
    replace = msgspec.structs.replace
    if one.startswith(b"\x1bP>|"):
        name, version = named(_text(one[4:-2]))
        return replace(said, name=name, version=version)
    if one.startswith(b"\x1b_G"):
        is_ours = f"i={KITTY_ID}".encode() in one.partition(b";")[0].removeprefix(b"\x1b_G").split(b",")
        return replace(said, has_kitty=one.partition(b";")[2].startswith(b"OK")) if is_ours else said
    if one.startswith(b"\x1bP1$r"):
        kept = _KEPT.search(one) is not None
        if not kept and not _ROUNDED.search(one):
            # It tells of no colour at all (xterm.js), which is neither a yes nor a no.
            return said
        # A word for itself outweighs what was read off a colour.
        return replace(said, true_colour=said.true_colour or kept, colour_how=said.colour_how or "DECRQSS")
    if one.startswith(b"\x1bP1+r"):
        return replace(said, true_colour=True, colour_how="XTGETTCAP")
    if size := re.fullmatch(rb"\x1b\[6;(\d{1,4});(\d{1,4})t", one):
        height, width = int(size[1]), int(size[2])
        return replace(said, cell=CellSize(width, height)) if width and height else said
    if colour := re.match(rb"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})", one):
        red, green, blue = (round(int(part, 16) * 255 / (16 ** len(part) - 1)) for part in colour.groups())
        return replace(said, background=(red, green, blue))
    if device := _DA1.fullmatch(one):
        # The first number is the terminal's class.
        return replace(said, has_sixel=_SIXEL in device[1].split(b";")[1:], is_complete=True)
    return said


def named(text: str) -> tuple[str, str]:
    """The name and the version in what a terminal calls itself: "kitty(0.41.1)", "Konsole 22.12.3", "VTE(7600)"."""
    found = _NAMED.match(text.strip())
    if found is None:
        return text.strip(), ""
    return found["name"], found["version"] or ""


def _text(data: bytes) -> str:
    """Text from outside: printable, and not endless."""
    return "".join(letter for letter in data.decode("utf-8", "replace") if letter.isprintable())[:_MOST]
