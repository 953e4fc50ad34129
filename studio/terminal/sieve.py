"""A terminal's answers come by the same line as a person's keys; here they are told apart, wherever the line is cut.

Nothing that a key sends looks like an answer, but the beginning of one may: Alt+P is `ESC P`, with which a device
control string begins. So what may become an answer is held until more comes, or until `let_go`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ANSWER = re.compile(
    rb"\x1bP(?:>\||[01][+$]r|!\|)[^\x1b]*\x1b\\"  # XTVERSION, XTGETTCAP, DECRQSS, DA3
    rb"|\x1b_G[^\x1b]*\x1b\\"  # Kitty graphics
    rb"|\x1b\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)"  # colours
    rb"|\x1b\[[?>=][0-9;]*c"  # DA1, DA2
    rb"|\x1b\[[468];\d+;\d+t"  # sizes
    rb"|\x1b\[\?[0-9;]*S"  # Sixel
)
_BEGUN = re.compile(
    rb"\x1b(?:"
    rb"P(?:>|[01!]|[01][+$])?"
    rb"|P(?:>\||[01][+$]r|!\|)[^\x1b]*\x1b?"
    rb"|_(?:G[^\x1b]*\x1b?)?"
    rb"|\](?:\d+(?:;[^\x07\x1b]*\x1b?)?)?"
    rb"|\[(?:[?>=][0-9;]*|[468](?:;\d*(?:;\d*)?)?)?"
    rb")?"
)
LONGEST = 4096
"""Bytes after which what began like an answer is none."""


class Sieved(NamedTuple):
    """What came, told apart: whole answers, and the keys between them in their order."""

    answers: tuple[bytes, ...]
    keys: bytes


class Sieve:
    """Feed it what comes by the line. With `is_open` false all are keys: nothing was asked, and nothing is held."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.is_open = is_open
        self._held = b""

    @property
    def holds(self) -> bool:
        """Whether something is held that may become an answer."""
        return bool(self._held)

    def feed(self, data: bytes) -> Sieved:
        """Tell apart what came."""
        if not self.is_open:
            return Sieved((), self.let_go() + data)
        data, self._held = self._held + data, b""
        answers: list[bytes] = []
        keys = bytearray()
        at = 0
        while (escape := data.find(b"\x1b", at)) >= 0:
            keys += data[at:escape]
            answer = _ANSWER.match(data, escape)
            if answer is not None:
                answers.append(answer[0])
                at = answer.end()
            elif len(data) - escape <= LONGEST and _BEGUN.fullmatch(data, escape):
                self._held = data[escape:]
                return Sieved(tuple(answers), bytes(keys))
            else:
                keys += data[escape : escape + 1]
                at = escape + 1
        return Sieved(tuple(answers), bytes(keys + data[at:]))

    def let_go(self) -> bytes:
        """Give back as keys what is held: too long ago to become an answer."""
        held, self._held = self._held, b""
        return held
