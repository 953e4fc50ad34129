"""How many colours reach the person, and how that is known."""

from __future__ import annotations

from typing import Literal

from studio.terminal.known import NEVER, since
from studio.terminal.pictures import Case
from studio.terminal.records import Colours

_FEW = ("linux", "dumb", "vt", "ansi", "cons", "sun")
"""Beginnings of TERM of terminals with 16 colours or fewer."""


def colours_of(wanted: Colours | Literal["auto"], case: Case) -> tuple[Colours, str]:
    """The colours, and the reason: a person's word, tmux, the answer, the name, the environment, in this order.

    tmux takes 24 bits always, and itself rounds them well where its terminal has less.
    """
    if wanted != "auto":
        return wanted, f"the setting colours = {wanted!r}"
    if case.tmux is not None:
        rounds = "" if {"RGB", "Tc"} & {*case.tmux.features} else ", and rounds them where its terminal has less"
        return "24-bit", f"tmux takes them{rounds}"
    if case.within == "GNU screen":
        return "256", "GNU screen rounds to them"
    if case.answers.true_colour:
        return "24-bit", f"its answer ({case.answers.colour_how})"
    if case.answers.true_colour is False:
        return "256", f"its answer: it rounds 24 bits ({case.answers.colour_how})"
    return _without_answer(case)


def _without_answer(case: Case) -> tuple[Colours, str]:
    term = case.environment.get("TERM", "")
    colorterm = case.environment.get("COLORTERM", "")
    if case.known is not None and since(case.version, case.known.true_colour):
        return "24-bit", f"{case.known.name} has them"
    if case.known is None and case.answers.has_sixel:
        return "24-bit", "it has Sixel, and rounds nothing that it tells of"
    if colorterm.casefold() in ("truecolor", "24bit"):
        return "24-bit", f"COLORTERM={colorterm}"
    if "direct" in term:
        return "24-bit", f"TERM={term}"
    if not term or term.startswith(_FEW):
        return "16", f"TERM={term}" if term else "TERM is not set"
    if case.known is not None and case.known.true_colour == NEVER:
        return "256", f"{case.known.name} has no more"
    if "256" in term or term.startswith(("xterm", "rxvt", "screen", "tmux", "mlterm")):
        return "256", f"TERM={term}, and nothing says that it has more"
    return "16", f"TERM={term}, and nothing says that it has more"
