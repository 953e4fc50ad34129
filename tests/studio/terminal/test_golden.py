"""What is said of each terminal, whole: recorded ones, and each of the table by what its environment tells.

`--snapshot-update` keeps what is said otherwise.
"""

from __future__ import annotations

import msgspec
from syrupy.assertion import SnapshotAssertion

from studio.terminal import answers, tmux
from studio.terminal.clipboard import sent_words
from studio.terminal.facts import facts_of
from studio.terminal.judging import Heard, Set, judge
from studio.terminal.known import KNOWN, Known
from studio.terminal.records import Terminal
from studio.terminal.sieve import Sieve
from tests.answering import RECORDED, answers_of, environment_of, recorded

VERSIONS = ("", "0.1", "9999")


def said_of(terminal: Terminal) -> str:
    """All that a person or a screen may know of it, in a few lines."""
    picture = terminal.picture
    facts = [f"{one.text} [{one.remedy}]" if one.remedy else one.text for one in facts_of(terminal)]
    kind = [terminal.key, terminal.notification, terminal.has_progress, picture.passthrough, *terminal.doubtful]
    return "\n".join([*facts, f"{kind} {picture.better}", sent_words(terminal.clipboard)])


def by_environment(known: Known, version: str) -> Terminal:
    """A terminal that answers nothing, by its program or else by its TERM."""
    environment = {"TERM": known.terms[0] if known.terms else "xterm-256color"}
    if known.programs:
        environment |= {"TERM_PROGRAM": known.programs[0], "TERM_PROGRAM_VERSION": version}
    return judge(Set(), environment, Heard())


def in_tmux(known: Known, version: str) -> Terminal:
    """The same in a tmux that knows it, and passes on what is for it where the version is long."""
    features = ("clipboard", "RGB", "sixel") if len(version) > 3 else ()
    called = f"{known.called[0]} {version}".strip() if known.called else ""
    term = known.terms[0] if known.terms else ""
    around = tmux.Tmux(term, called, features, len(version) > 3, "3.4", 7, "off" if version else "external")
    return judge(Set(), {"TERM": "tmux-256color", "TMUX": "/tmp/1"}, Heard(answers.Answers(), 0.02, around))


def test_recorded_terminals_are_told_as_they_were(snapshot: SnapshotAssertion) -> None:
    told = {}
    for name in sorted(path.stem for path in RECORDED.glob("*.json")):
        said = recorded(name)["answers"].get("tmux")
        sieved = Sieve().feed(answers_of(name))
        around = tmux.read(said["answer"]) if said else None
        told[name] = said_of(judge(Set(), environment_of(name), Heard(answers.read(sieved.answers), 0.01, around)))
    assert snapshot == told


def test_terminals_of_the_table_are_told_as_they_were(snapshot: SnapshotAssertion) -> None:
    told = {
        f"{known.name} {version} {made.__name__}": said_of(made(known, version))
        for known in KNOWN
        for version in VERSIONS
        for made in (by_environment, in_tmux)
    }
    assert snapshot == told


def test_what_stands_between_is_told_as_it_was(snapshot: SnapshotAssertion) -> None:
    around = {"screen": {"STY": "1"}, "zellij": {"ZELLIJ": "0"}, "nothing": {}, "dumb": {"TERM": "dumb"}}
    hints = {
        "konsole": {"KONSOLE_VERSION": "221203"},
        "vte": {"VTE_VERSION": "7600"},
        "kitty": {"KITTY_WINDOW_ID": "1"},
    }
    colours = {"colours": {"COLORTERM": "truecolor"}, "none": {"NO_COLOR": "1"}, "16": {"TERM": "linux"}}
    told = {name: said_of(judge(Set(), one, Heard())) for name, one in (around | hints | colours).items()}
    wanted = Set("sixel", "16", {})
    told["set"] = said_of(
        judge(wanted, {"TERM": "xterm"}, Heard(msgspec.structs.replace(answers.Answers(), name="foot")))
    )
    assert snapshot == told
