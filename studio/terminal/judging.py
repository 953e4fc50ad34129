"""One record of a terminal: what a person set wins, then what it answered, then its name, then the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from studio.terminal.answers import Answers, named
from studio.terminal.clipboard import clipboard_of
from studio.terminal.colours import colours_of
from studio.terminal.known import Known, by_name, by_program, by_term, numbers, surely_since
from studio.terminal.pictures import Case, picture_of
from studio.terminal.records import CellSize, Colours, Finding, Notification, Protocol, Terminal

if TYPE_CHECKING:
    from studio.terminal.tmux import Tmux


class Set(NamedTuple):
    """What a person set, or said when asked: `remembered` is by `Terminal.key`."""

    pictures: Protocol | Literal["auto"] = "auto"
    colours: Colours | Literal["auto"] = "auto"
    remembered: Mapping[str, Protocol] = {}


class Heard(NamedTuple):
    """What was asked and heard: the terminal's answers, when the last of them came, tmux's word where there is tmux,
    the size of a cell as the line tells it (TIOCGWINSZ), and what the terminal around tmux answered through it."""

    answers: Answers = Answers()
    round_trip: float | None = None
    tmux: Tmux | None = None
    cell: CellSize | None = None
    outer: Answers = Answers()


UNHEARD = Heard()
"""What is heard where nothing was asked."""

_HINTS = (
    ("KITTY_WINDOW_ID", "kitty"),
    ("GHOSTTY_RESOURCES_DIR", "ghostty"),
    ("WEZTERM_PANE", "WezTerm"),
    ("KONSOLE_VERSION", "Konsole"),
    ("WT_SESSION", "Windows Terminal"),
    ("ALACRITTY_WINDOW_ID", "alacritty"),
    ("VTE_VERSION", "VTE"),
)
"""Variables that a terminal sets for what runs in it, and whose they are; ssh sends none of them."""


def judge(wanted: Set, environment: Mapping[str, str], heard: Heard) -> Terminal:
    """What the terminal is and can."""
    within = multiplexer(environment, heard)
    known, name, version, how = _identity(environment, heard, within)
    said = heard.outer if heard.tmux is not None else heard.answers
    case = Case(known, name, numbers(version), said, heard.tmux, within, environment)
    colours, colours_how = colours_of(wanted.colours, case)
    term = environment.get("TERM", "")
    picture, doubtful = picture_of(wanted.pictures, wanted.remembered.get(name or term), case)
    passes = heard.tmux is not None and heard.tmux.passes
    direct = not within or passes
    notification: Notification = known.notification if known is not None and direct else "bell"
    cell = heard.cell or heard.answers.cell
    findings = (
        Finding("name", " ".join(filter(None, (name, version))) or "not known", how),
        *([Finding("within", within, "the environment")] if within else []),
        Finding("TERM", term or "not set", "the environment"),
        Finding("colours", colours, colours_how),
        *_measures(heard),
    )
    return Terminal(
        name,
        version,
        within,
        colours,
        msgspec.structs.replace(picture, colours=colours),
        passes,
        notification,
        has_progress=known is not None and direct and surely_since(numbers(version), known.progress),
        clipboard=clipboard_of(known, name, numbers(version), heard.tmux, within),
        cell=cell,
        background=heard.answers.background,
        round_trip=heard.round_trip,
        findings=findings,
        doubtful=doubtful,
    )


def _measures(heard: Heard) -> list[Finding]:
    """The size of a cell and the background, and how they were found out."""
    cell, ground = heard.cell or heard.answers.cell, heard.answers.background
    how = "the line (TIOCGWINSZ)" if heard.cell else "its answer" if cell else "nobody says"
    found = [Finding("cell", f"{cell.width}×{cell.height} px" if cell else "not known", how)]
    if ground is not None:
        found.append(Finding("background", "#{:02x}{:02x}{:02x}".format(*ground), "its answer (OSC 11)"))
    return found


def multiplexer(environment: Mapping[str, str], heard: Heard) -> str:
    """What stands between the terminal and the studio, with its version; empty: nothing."""
    if heard.tmux is not None:
        return f"tmux {heard.tmux.version}".strip()
    if environment.get("STY"):
        return "GNU screen"
    if environment.get("ZELLIJ"):
        return "Zellij"
    return ""


def _identity(environment: Mapping[str, str], heard: Heard, within: str) -> tuple[Known | None, str, str, str]:
    """Who the terminal is: its line in the table, its name and version, and how that is known."""
    if heard.tmux is not None:
        name, version = named(heard.tmux.terminal) if heard.tmux.terminal else ("", "")
        how = "tmux (client_termtype)"
        if not name:
            name, version, how = heard.outer.name, heard.outer.version, "its answer through tmux (XTVERSION)"
        known = by_name(name) or by_term(heard.tmux.term)
        if name:
            return known, name, version, how
        return known, known.name if known else "", "", f"tmux (client_termname {heard.tmux.term or 'is empty'})"
    said = heard.answers
    if within == "Zellij":
        return by_name("Zellij"), "Zellij", said.version if said.name.casefold() == "zellij" else "", "ZELLIJ is set"
    if said.name:
        return by_name(said.name), said.name, said.version, "its answer (XTVERSION)"
    if within:
        return None, "", "", f"{within} does not say"
    return _by_environment(environment)


def _by_environment(environment: Mapping[str, str]) -> tuple[Known | None, str, str, str]:
    program = environment.get("TERM_PROGRAM", "")
    if known := by_program(program):
        return known, known.name, environment.get("TERM_PROGRAM_VERSION", ""), f"TERM_PROGRAM={program}"
    for variable, called in _HINTS:
        if environment.get(variable) and (known := by_name(called)):
            version = environment[variable] if variable.endswith("_VERSION") else ""
            return known, known.name, _konsole(version) if called == "Konsole" else version, f"{variable} is set"
    term = environment.get("TERM", "")
    if known := by_term(term):
        return known, known.name, "", f"TERM={term}"
    return None, "", "", "it gives no name"


def _konsole(version: str) -> str:
    """KONSOLE_VERSION as Konsole writes it elsewhere: 221203 is 22.12.3."""
    return f"{version[:2]}.{version[2:4]}.{version[4:]}" if len(version) == 6 and version.isdecimal() else version
