"""The bytes that ask a terminal what it is; its answers are read by `studio.terminal.answers`.

DA1 stands last: every terminal answers it, so its answer ends the waiting.
Sources: xterm's ctlseqs (DA1, XTVERSION, DECRQSS, XTGETTCAP, window operations, OSC 11) and
https://sw.kovidgoyal.net/kitty/graphics-protocol/ (querying support).
"""

from __future__ import annotations

from collections.abc import Mapping

DA1 = b"\x1b[c"

KITTY_ID = 31
"""The picture id that the question for Kitty graphics carries, and its answer."""

_KITTY = b"\x1b_Gi=%d,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\" % KITTY_ID
_VERSION = b"\x1b[>0q"
_TRUE_COLOUR = b"\x1bP+q5463\x1b\\" + b"\x1b[48;2;1;2;3m\x1bP$qm\x1b\\\x1b[m"
"""Whether it has `Tc`, and which colour it takes for one of 24 bits."""
_CELL = b"\x1b[16t"
_BACKGROUND = b"\x1b]11;?\x1b\\"
_WIPED = b"\r\x1b[K"
"""What takes away what a terminal printed of questions that it does not know."""

_THROUGH_TMUX = (_VERSION, _KITTY, DA1)
"""What the terminal around tmux is asked: the rest is tmux's affair."""

_PLAIN = ("linux", "dumb", "vt", "ansi", "cons", "")
"""Beginnings of TERM where sequences that are not known are printed: only DA1 is asked; "" is TERM not set."""


def questions(environment: Mapping[str, str], *, is_wiped: bool = True) -> bytes:
    """What to ask a terminal in an environment. `is_wiped`: the cursor's line is blank, and is so again then."""
    term = environment.get("TERM", "")
    if any(term.startswith(one) if one else not term for one in _PLAIN):
        return DA1
    if environment.get("STY") and not environment.get("TMUX"):
        # GNU screen hands what is in a device control string (ESC P) on to its terminal, as text.
        return _VERSION + DA1
    # tmux takes an application program command (ESC _) for the pane's title.
    kitty = b"" if environment.get("TMUX") else _KITTY
    return b"".join((_VERSION, kitty, _TRUE_COLOUR, _CELL, _BACKGROUND, _WIPED if is_wiped else b"", DA1))


def questions_through_tmux() -> bytes:
    """What to ask the terminal around tmux, wrapped for tmux, which passes it on where allow-passthrough is on.

    Its answers come back through tmux as they are; tmux itself answers nothing to this.
    """
    return b"".join(b"\x1bPtmux;" + one.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\" for one in _THROUGH_TMUX)
