"""What is made of the answers of real terminals, and of the environment where there are none."""

from __future__ import annotations

import msgspec
import pytest

from studio.terminal import answers, tmux
from studio.terminal.judging import Heard, Set, judge
from studio.terminal.known import KNOWN
from studio.terminal.pictures import DOUBTFUL
from studio.terminal.records import CellSize, Colours, Protocol, Terminal
from studio.terminal.sieve import Sieve
from tests.answering import RECORDED, answers_of, environment_of, recorded

OLD_KITTY, NEW_KITTY = "kitty-0.26", "kitty-0.41"


def heard_of(name: str, **tmux_says: object) -> Heard:
    """What is heard of a recorded terminal."""
    sieved = Sieve().feed(answers_of(name))
    assert not sieved.keys
    said = recorded(name)["answers"].get("tmux")
    around = msgspec.structs.replace(tmux.read(said["answer"]), **tmux_says) if said else None
    return Heard(answers.read(sieved.answers), 0.01, around)


def judged(name: str, **tmux_says: object) -> Terminal:
    return judge(Set(), environment_of(name), heard_of(name, **tmux_says))


@pytest.mark.parametrize(
    ("recording", "name", "version", "colours", "protocol"),
    [
        (NEW_KITTY, "kitty", "0.41.1", "24-bit", "kitty"),
        (OLD_KITTY, "kitty", "0.26.5", "24-bit", "kitty-placed"),
        ("konsole", "Konsole", "22.12.3", "24-bit", "kitty-placed"),
        ("xterm", "XTerm", "379", "24-bit", "quadrants"),
        ("xterm-sixel", "XTerm", "379", "24-bit", "sixel"),
        ("mlterm", "mlterm", "", "256", "sixel"),
        ("foot", "foot", "1.13.1", "24-bit", "sixel"),
        ("xtermjs", "", "", "24-bit", "sixel"),
        ("foot-in-tmux", "foot", "1.13.1", "24-bit", "sextants"),
        ("kitty-0.26-in-tmux", "kitty", "0.26.5", "24-bit", "sextants"),
        ("konsole-in-tmux", "Konsole", "22.12.3", "24-bit", "sextants"),
        ("xterm-in-tmux", "XTerm", "379", "24-bit", "quadrants"),
        ("xterm-sixel-in-tmux", "XTerm", "379", "24-bit", "quadrants"),
        ("mlterm-in-tmux", "mlterm", "", "24-bit", "quadrants"),
    ],
)
def test_a_terminal_is_what_it_answers_to_be(
    recording: str, name: str, version: str, colours: Colours, protocol: Protocol
) -> None:
    found = judged(recording)
    assert (found.name, found.version, found.colours) == (name, version, colours)
    assert found.picture.protocol == protocol
    assert found.picture.colours == colours
    assert not found.doubtful
    assert found.within == ("tmux 3.3a" if recording.endswith("in-tmux") else "")


def test_in_tmux_a_terminal_without_a_name_is_asked_about() -> None:
    found = judged("xtermjs-in-tmux")
    assert (found.name, found.picture.protocol, found.doubtful) == ("", "half-cells", DOUBTFUL[1:])


def test_all_recordings_are_judged() -> None:
    assert {judged(file.stem).name for file in RECORDED.glob("*.json")} >= {"kitty", "Konsole", "XTerm", "mlterm"}


def test_the_size_of_a_cell_and_the_background_are_read() -> None:
    assert heard_of("konsole").answers.cell == CellSize(8, 17)
    assert judged("konsole").background == (0x23, 0x26, 0x27)
    assert judged("xterm").background == (255, 255, 255)
    assert judged("xterm").cell is None
    assert judge(Set(), {}, heard_of("konsole")._replace(cell=CellSize(9, 18))).cell == CellSize(9, 18)


def test_tmux_passes_pictures_on_where_it_may() -> None:
    found = judged("kitty-0.26-in-tmux", terminal="kitty(0.41.1)", passes=True)
    assert (found.picture.protocol, found.picture.passthrough) == ("kitty", True)
    held = judged("kitty-0.26-in-tmux", terminal="kitty(0.41.1)")
    assert (held.picture.protocol, held.picture.passthrough) == ("sextants", False)
    assert "allow-passthrough on" in held.picture.better
    assert not judged("kitty-0.26-in-tmux", passes=True).picture.passthrough
    assert judged("xterm-sixel-in-tmux", features=("RGB", "sixel")).picture.protocol == "sixel"


def test_notifications_go_where_they_can() -> None:
    assert judged(NEW_KITTY).notification == "osc99"
    assert judged("kitty-0.26-in-tmux").notification == "bell"
    assert judged("kitty-0.26-in-tmux", passes=True).notification == "osc99"
    assert judged("xterm").notification == "bell"


def test_the_clipboard_goes_by_tmux_where_there_is_tmux() -> None:
    assert judged(NEW_KITTY).clipboard.way == "osc52"
    assert judged("konsole-in-tmux").clipboard.way == "tmux"


@pytest.mark.parametrize(
    ("environment", "protocol", "reason"),
    [
        ({"TERM": "xterm-kitty"}, "kitty", "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty", "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty", "Ghostty"),
        ({"TERM": "xterm-256color", "GHOSTTY_RESOURCES_DIR": "/x"}, "kitty", "Ghostty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "kitty-placed", "WezTerm"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.4"}, "iterm2", "iTerm"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "211203"}, "sextants", "Konsole"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "221203"}, "kitty-placed", "Konsole 22.12.3"),
        ({"TERM": "foot-extra"}, "sixel", "foot"),
        ({"TERM": "alacritty"}, "sextants", "Alacritty"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, "sextants", "VTE"),
        ({"TERM": "xterm-256color"}, "half-cells", "xterm-256color"),
        ({}, "half-cells", "this terminal"),
        ({"TERM": "screen", "STY": "1.tty", "KITTY_WINDOW_ID": "1"}, "half-cells", "GNU screen"),
    ],
)
def test_without_an_answer_the_environment_decides(
    environment: dict[str, str], protocol: Protocol, reason: str
) -> None:
    found = judge(Set(), environment, Heard())
    assert found.picture.protocol == protocol
    assert reason in found.picture.reason


def test_what_was_in_the_environment_when_tmux_began_says_nothing() -> None:
    found = judge(Set(), {"TMUX": "x", "KITTY_WINDOW_ID": "7", "TERM": "tmux"}, Heard(tmux=tmux.Tmux(term="foot")))
    assert (found.name, found.picture.protocol) == ("foot", "sextants")
    nobody = judge(Set(), {"TMUX": "x", "KITTY_WINDOW_ID": "7", "TERM": "tmux"}, Heard(tmux=tmux.Tmux()))
    assert "did not say" in nobody.picture.reason


@pytest.mark.parametrize("setting", ["kitty", "kitty-placed", "sixel", "iterm2", "sextants", "quadrants", "half-cells"])
@pytest.mark.parametrize("recording", [NEW_KITTY, "xterm", "mlterm-in-tmux"])
def test_a_setting_overrides_every_answer(setting: Protocol, recording: str) -> None:
    found = judge(Set(setting, "16"), environment_of(recording), heard_of(recording))
    assert found.picture.protocol == setting
    assert setting in found.picture.reason
    assert found.colours == "16"


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "24-bit"),
        ({"TERM": "xterm-direct"}, "24-bit"),
        ({"TERM": "alacritty"}, "24-bit"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "screen-256color", "STY": "1"}, "256"),
        ({"TERM": "mlterm"}, "256"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "vt220"}, "16"),
        ({}, "16"),
    ],
)
def test_colours_without_an_answer(environment: dict[str, str], colours: Colours) -> None:
    assert judge(Set(), environment, Heard()).colours == colours


def test_a_rounded_answer_is_a_no_whatever_the_environment_says() -> None:
    environment = {**environment_of("mlterm"), "COLORTERM": "truecolor"}
    assert judge(Set(), environment, heard_of("mlterm")).colours == "256"


def test_where_nobody_knows_the_person_may_be_asked_and_is_believed() -> None:
    found = judge(Set(), {"TERM": "xterm-256color"}, Heard(answers.read((b"\x1b[?62c",))))
    assert found.doubtful == DOUBTFUL
    told = judge(Set(remembered={found.key: "sextants"}), {"TERM": "xterm-256color"}, Heard())
    assert (told.picture.protocol, told.doubtful) == ("sextants", ())
    # What a terminal says itself outweighs it.
    kitty = judge(Set(remembered={"kitty": "half-cells"}), environment_of(NEW_KITTY), heard_of(NEW_KITTY))
    assert kitty.picture.protocol == "kitty"


def test_a_terminal_that_nobody_knows_is_believed_too() -> None:
    said = answers.read((b"\x1bP>|Novel 1.0\x1b\\", b"\x1b_Gi=31;OK\x1b\\", b"\x1b[?62;4c"))
    assert judge(Set(), {"TERM": "xterm"}, Heard(said)).picture.protocol == "kitty-placed"
    silent = answers.read((b"\x1bP>|Novel 1.0\x1b\\", b"\x1b[?62;4c"))
    assert judge(Set(), {"TERM": "xterm"}, Heard(silent)).picture.protocol == "sixel"


def test_a_terminal_that_denies_what_its_name_promises_is_believed() -> None:
    said = answers.read((b"\x1bP>|kitty(0.41.1)\x1b\\", b"\x1b[?62c"))
    assert judge(Set(), {"TERM": "xterm-kitty"}, Heard(said)).picture.protocol == "sextants"


def test_names_in_the_table_are_told_apart() -> None:
    called = [name.casefold() for one in KNOWN for name in one.called]
    assert len(called) == len(set(called))
    programs = [name.casefold() for one in KNOWN for name in one.programs]
    assert len(programs) == len(set(programs))
