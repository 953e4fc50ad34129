"""Which way pictures go to a terminal, and why not a better one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from studio.terminal.answers import Answers
from studio.terminal.known import Known, since
from studio.terminal.records import PictureChoice, Protocol, Version

if TYPE_CHECKING:
    from studio.terminal.tmux import Tmux

DOUBTFUL: tuple[Protocol, ...] = ("iterm2", "sextants", "quadrants")
"""Ways that no terminal can be asked for, the best first: shown to the person where nobody knows."""

PASSTHROUGH = "set -g allow-passthrough on"
"""The line of tmux.conf that lets pictures through."""


class Case(NamedTuple):
    """Who a terminal is (its line in the table, its name and version) and what was heard of it, also through tmux."""

    known: Known | None
    name: str
    version: Version
    answers: Answers
    tmux: Tmux | None
    within: str
    environment: Mapping[str, str]


Choice = tuple[PictureChoice, tuple[Protocol, ...]]
"""The way of pictures, and the ways that the person may be asked about."""


def picture_of(wanted: Protocol | Literal["auto"], remembered: Protocol | None, case: Case) -> Choice:
    """The best way that the terminal has. `remembered` is what a person said of this terminal when they were asked."""
    if wanted != "auto":
        wrapped = wanted == "kitty" and case.tmux is not None
        return PictureChoice(wanted, f"the setting pictures = {wanted!r}", wrapped), ()
    if case.tmux is not None:
        choice = _in_tmux(case, case.tmux)
    elif case.within == "GNU screen":
        choice = PictureChoice("half-cells", "GNU screen passes no pictures on", better="Use tmux, or none")
    else:
        choice = _plain(case)
    if choice.protocol != "half-cells" or case.known is not None:
        return choice, ()
    if remembered is not None:
        return PictureChoice(remembered, f"you chose it for {case.name or case.environment.get('TERM', '')}"), ()
    doubtful = DOUBTFUL if not case.within else DOUBTFUL[1:]
    return choice, doubtful if case.environment.get("TERM", "") not in ("", "dumb", "linux") else ()


def _in_tmux(case: Case, tmux: Tmux) -> PictureChoice:
    ways = _ways(case)
    called = case.name or tmux.term
    if "kitty" in ways and tmux.passes and not _denied(case, case.answers.has_kitty):
        return PictureChoice("kitty", f"tmux passes Kitty graphics on to {called}", passthrough=True)
    if "sixel" in tmux.features:
        return PictureChoice("sixel", f"tmux passes Sixel on to {called}")
    cells = _cells(ways)
    if "kitty" in ways:
        reason = f"tmux holds back the Kitty graphics that {called} has"
        return PictureChoice(cells, reason, better=f"`{PASSTHROUGH}` in tmux.conf, or typed after `tmux`")
    if not called:
        return PictureChoice(cells, "tmux did not say which terminal it is in")
    if cells == "half-cells":
        return PictureChoice(cells, f"nothing says that {called} shows more through tmux")
    return PictureChoice(cells, f"tmux passes no pictures on to {called}, which draws these cells")


def _plain(case: Case) -> PictureChoice:
    """Without tmux: what it answered, else what its name promises."""
    ways, said = _ways(case), case.answers
    called = " ".join(filter(None, (case.name, ".".join(map(str, case.version)))))
    called = called or case.environment.get("TERM") or "this terminal"
    if "kitty" in ways and said.has_kitty is not False and not _denied(case, said.has_kitty):
        return PictureChoice("kitty", f"{called} has Kitty graphics with placeholders")
    if said.has_kitty:
        return PictureChoice("kitty-placed", f"{called} answers that it has Kitty graphics")
    if "kitty-placed" in ways and not said.is_complete:
        return PictureChoice("kitty-placed", f"{called} has Kitty graphics")
    if said.has_sixel:
        return PictureChoice("sixel", f"{called} answers that it has Sixel")
    if "sixel" in ways and not said.is_complete:
        return PictureChoice("sixel", f"{called} has Sixel")
    if "iterm2" in ways:
        return PictureChoice("iterm2", f"{called} has iTerm2's pictures")
    cells = _cells(ways)
    better = ""
    if case.known is not None and case.known.name == "XTerm":
        better = "`xterm -ti vt340` shows pictures by Sixel"
    elif case.known is not None and case.known.name == "xterm.js":
        better = "terminal.integrated.enableImages in the settings of VS Code shows them by Sixel"
    told = "draws these cells, and answers for nothing better" if cells != "half-cells" else "is not known to show more"
    return PictureChoice(cells, f"{called} {told}", better=better)


def _denied(case: Case, answer: bool | None) -> bool:
    """Whether a terminal that answers all else did not answer for Kitty graphics."""
    return case.answers.is_complete and bool(case.answers.name) and not answer


def _ways(case: Case) -> tuple[Protocol, ...]:
    if case.known is None:
        return ()
    return tuple(way for way, version in case.known.ways if since(case.version, version))


def _cells(ways: tuple[Protocol, ...]) -> Protocol:
    return next((way for way in ways if way in ("sextants", "quadrants")), "half-cells")
