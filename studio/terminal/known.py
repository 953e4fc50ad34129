"""The table of terminals: what each can by its name and version, where its answers do not tell.

A terminal that answers is believed before this table. Versions are those from which on it holds, () from any.
Sources: the terminals' own documents, change logs and code; https://sw.kovidgoyal.net/kitty/graphics-protocol/ (who has
Kitty graphics), https://www.arewesixelyet.com (Sixel), https://conemu.github.io/en/AnsiEscapeCodes.html#ConEmu_specific_OSC
(OSC 9;4). That VTE ignores OSC 52 and OSC 777 and wants ST behind OSC 9;4 stands in its `vteseq.cc`; that Konsole has
OSC 9;4 since 26.04 in https://invent.kde.org/utilities/konsole/-/merge_requests/1054, and OSC 52 since 24.12 in
https://bugs.kde.org/show_bug.cgi?id=372116; XTerm's setting for OSC 52 in tmux(1), mlterm's in mlterm(1).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from studio.terminal.records import Notification, Protocol, Version

NEVER: Version = (1 << 30,)
"""Of no version yet."""


class Known(NamedTuple):
    """A terminal: what it calls itself in XTVERSION, the beginnings of its TERM and its TERM_PROGRAM.

    `ways` are its ways of pictures, the best first, each with the version that brought it. `true_colour` is the version
    with 24-bit colour, `progress` that with OSC 9;4, () also where none ever took OSC 9;4 for anything else.
    `clipboard` is the version that takes OSC 52 as it comes, NEVER where none does, None where nobody knows; `allows`
    is what a person sets so that it does. `pictures_copied` is the version with OSC 5522, which takes pictures too.
    """

    name: str
    called: tuple[str, ...]
    terms: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    ways: tuple[tuple[Protocol, Version], ...] = ()
    true_colour: Version = ()
    notification: Notification = "bell"
    progress: Version = NEVER
    clipboard: Version | None = None
    allows: str = ""
    pictures_copied: Version = NEVER


KNOWN: tuple[Known, ...] = (
    Known(
        "kitty",
        ("kitty",),
        ("xterm-kitty",),
        ("kitty",),
        (("kitty", (0, 28)), ("kitty-placed", (0, 20)), ("sextants", ())),
        notification="osc99",
        progress=(0, 39),
        clipboard=(),
        pictures_copied=(0, 27),
    ),
    Known(
        "Ghostty",
        ("ghostty",),
        ("xterm-ghostty",),
        ("ghostty",),
        (("kitty", ()), ("sextants", ())),
        notification="osc777",
        progress=(1, 2),
        clipboard=(),
    ),
    Known(
        "WezTerm",
        ("WezTerm",),
        ("wezterm",),
        ("WezTerm",),
        (("kitty-placed", (20220319,)), ("iterm2", ()), ("sixel", ()), ("sextants", ())),
        notification="osc777",
        progress=(20250301,),
        clipboard=(),
    ),
    Known(
        "Konsole",
        ("Konsole",),
        ("konsole",),
        (),
        (("kitty-placed", (22, 4)), ("sixel", (22, 4)), ("sextants", (21, 8)), ("quadrants", ())),
        notification="osc777",
        progress=(26, 4),
        clipboard=(24, 12),
    ),
    Known(
        "iTerm2",
        ("iTerm2",),
        (),
        ("iTerm.app",),
        (("kitty-placed", (3, 5)), ("iterm2", ()), ("sextants", (3, 5)), ("quadrants", ())),
        notification="osc9",
        progress=(3, 6, 6),
        clipboard=NEVER,
        allows="Settings → General → Selection → Applications in terminal may access clipboard",
    ),
    Known("foot", ("foot",), ("foot",), (), (("sixel", ()), ("sextants", ())), notification="osc777", clipboard=()),
    Known(
        "XTerm",
        ("XTerm",),
        (),
        (),
        (("quadrants", ()),),
        true_colour=(331,),
        clipboard=NEVER,
        allows="XTerm*disallowedWindowOps: 20,21,SetXprop in ~/.Xresources",
    ),
    Known(
        "mlterm",
        ("mlterm",),
        ("mlterm",),
        (),
        (("sixel", ()), ("quadrants", ())),
        true_colour=NEVER,
        clipboard=NEVER,
        allows="allow_osc52 = true in ~/.mlterm/main",
    ),
    Known(
        "mintty",
        ("mintty",),
        ("mintty",),
        ("mintty",),
        (("sixel", (2, 6)), ("iterm2", ()), ("quadrants", ())),
        progress=(3, 4, 2),
        clipboard=NEVER,
        allows="AllowSetSelection=yes in ~/.minttyrc",
    ),
    Known(
        "Contour",
        ("contour",),
        ("contour",),
        ("contour",),
        (("sixel", ()), ("sextants", ())),
        notification="osc777",
        progress=(0, 7),
        clipboard=(),
    ),
    Known(
        "Windows Terminal",
        ("Windows Terminal",),
        (),
        (),
        (("sixel", (1, 22)), ("sextants", (1, 22)), ("quadrants", ())),
        progress=(1, 6),
        clipboard=(),
    ),
    Known("xterm.js", ("xterm.js",), (), ("vscode",), (("quadrants", ()),), progress=()),
    Known(
        "VTE",
        ("VTE",),
        ("vte", "gnome"),
        (),
        (("sextants", (6400,)), ("quadrants", ())),
        progress=(8000,),
        clipboard=NEVER,
    ),
    Known("Alacritty", ("alacritty",), ("alacritty",), (), (("sextants", ()),), clipboard=()),
    Known(
        "Rio",
        ("rio",),
        ("rio", "xterm-rio"),
        ("rio",),
        (("kitty-placed", (0, 3)), ("sixel", ()), ("sextants", ())),
        clipboard=(),
    ),
    Known("Warp", ("Warp",), (), ("WarpTerminal",), (("kitty-placed", ()), ("quadrants", ())), notification="osc777"),
    Known(
        "Apple Terminal",
        (),
        ("nsterm",),
        ("Apple_Terminal",),
        (("half-cells", ()),),
        true_colour=NEVER,
        clipboard=NEVER,
    ),
    Known("yaft", ("yaft",), ("yaft",), (), (("sixel", ()),), clipboard=NEVER),
    Known("PuTTY", ("PuTTY",), ("putty",), (), (("quadrants", ()),), true_colour=(0, 71), clipboard=NEVER),
    Known("Zellij", ("Zellij",), (), (), (("kitty-placed", (0, 44)), ("sixel", (0, 31)), ("quadrants", ()))),
    Known("Linux console", (), ("linux",), (), (("half-cells", ()),), true_colour=NEVER, clipboard=NEVER),
)


def by_name(name: str) -> Known | None:
    """Who calls itself so in XTVERSION, or is called so here."""
    wanted = name.casefold()
    return next((one for one in KNOWN if wanted in (called.casefold() for called in (one.name, *one.called))), None)


def by_term(term: str) -> Known | None:
    """Whose TERM this is."""
    return next((one for one in KNOWN if term and term.startswith(one.terms)), None)


def by_program(program: str) -> Known | None:
    """Whose TERM_PROGRAM this is."""
    wanted = program.casefold()
    return next((one for one in KNOWN if wanted in (called.casefold() for called in one.programs)), None)


def numbers(version: str) -> Version:
    """The numbers of a version from the left: "0.41.1" is (0, 41, 1); () where it has none."""
    return tuple(int(part) for part in re.findall(r"\d{1,9}", version)[:4])


def since(version: Version, wanted: Version) -> bool:
    """Whether a version has what came with another. One that is not known counts as new, but for what never came."""
    return wanted != NEVER and (not version or version >= wanted)


def surely_since(version: Version, wanted: Version) -> bool:
    """Whether a version has what came with another, where a guess does harm: one that is not known counts as old."""
    return not wanted or (bool(version) and since(version, wanted))
