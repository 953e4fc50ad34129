"""What the terminal is told for a person who looks elsewhere."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.terminal.notifications import GATHERED, NAME, REPEATED, UNTOUCHED, Outside
from studio.errors import Notice
from studio.jobs.states import State
from studio.terminal import sequences
from studio.terminal.judging import Heard, Set, judge
from studio.terminal.records import Terminal
from studio.terminal.sequences import POP_TITLE, PUSH_TITLE, Progress
from studio.terminal.tmux import Tmux
from tests.screens.jobs import view
from tests.screens.terminal.known import GHOSTTY, UNKNOWN

IN_TMUX = judge(
    Set(),
    {"TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"},
    Heard(tmux=Tmux("xterm-ghostty", "ghostty 1.2.3", ("clipboard",), passes=True, client=7, version="3.4")),
)
CLEAR = sequences.progress(Progress.NONE)


class Told:
    """An Outside and all that it wrote."""

    def __init__(self, terminal: Terminal = GHOSTTY) -> None:
        self.terminal = terminal
        self.written: list[str] = []
        self.outside = Outside(lambda: self.terminal, self.written.append)
        self.outside.begin((), 0.0)

    def draw(self, name: str, now: float, **facts: object) -> None:
        self.outside.hear(view(name, State.RUNNING, **facts), now)

    def end(self, name: str, now: float, state: State = State.DONE, **facts: object) -> None:
        self.outside.hear(view(name, state, **facts), now)

    @property
    def rings(self) -> list[str]:
        return [one for one in self.written if "777;notify" in one or one == "\a"]

    @property
    def shown(self) -> str:
        """The progress that the terminal shows."""
        return next((one for one in reversed(self.written) if "]9;4;" in one), CLEAR)

    @property
    def percents(self) -> list[int]:
        found = (re.search(r"\]9;4;1;(\d+)", one) for one in self.written)
        return [int(one[1]) for one in found if one is not None]


def test_who_looks_is_not_rung() -> None:
    told = Told()
    told.draw("one", 1.0)
    told.end("one", 2.0)
    told.outside.look(100.0)
    assert not told.rings


def test_the_last_end_of_a_batch_rings_once_for_all() -> None:
    told = Told()
    for name in ("one", "two", "three"):
        told.draw(name, 1.0)
    told.outside.focus(False)
    told.end("one", 2.0)
    told.outside.look(10.0)
    assert not told.rings
    told.end("two", 11.0, State.CANCELLED)
    told.end("three", 12.0)
    told.outside.look(12.0 + GATHERED / 2)
    assert not told.rings
    told.outside.look(12.0 + GATHERED)
    told.outside.look(100.0)
    assert told.rings == [sequences.notification("osc777", NAME, "2 pictures are drawn")]


def test_what_another_process_draws_does_not_ring() -> None:
    told = Told()
    told.outside.focus(False)
    told.outside.hear(view("theirs", State.RUNNING), 1.0, is_own=False)
    told.outside.hear(view("theirs", State.FAILED), 2.0, is_own=False)
    told.outside.look(100.0)
    assert not told.rings
    assert told.shown == CLEAR


def test_a_failure_rings_while_others_are_on_their_way() -> None:
    told = Told()
    told.outside.focus(False)
    told.draw("one", 1.0)
    told.draw("two", 1.0)
    told.end("one", 2.0, State.FAILED, notice=Notice("The server is out of memory"))
    told.outside.look(2.0 + GATHERED)
    assert len(told.rings) == 1
    assert "Failed: Milo debugging, one: The server is out of memory" in told.rings[0]


def test_held_jobs_do_not_keep_the_ring_back() -> None:
    told = Told()
    told.outside.focus(False)
    told.outside.hear(view("held", State.DRAFT), 1.0)
    told.draw("one", 1.0)
    told.end("one", 2.0)
    told.outside.look(2.0 + GATHERED)
    assert len(told.rings) == 1
    assert told.shown == CLEAR


@pytest.mark.parametrize("back", ["focus", "key"])
def test_who_comes_back_in_time_is_not_rung(back: str) -> None:
    told = Told()
    told.outside.focus(False)
    told.draw("one", 1.0)
    told.end("one", 2.0)
    if back == "focus":
        told.outside.focus(True)
    else:
        told.outside.key(2.5)
    told.outside.look(100.0)
    assert not told.rings


def test_the_setting_turns_it_off() -> None:
    told = Told()
    told.outside.rings = False
    told.outside.focus(False)
    told.draw("one", 1.0)
    told.end("one", 2.0)
    told.outside.look(100.0)
    assert not told.rings


def test_an_unknown_terminal_gets_the_bell_and_no_progress() -> None:
    told = Told(UNKNOWN)
    told.outside.focus(False)
    told.draw("one", 1.0, fraction=0.5)
    told.end("one", 2.0)
    told.outside.look(100.0)
    assert told.rings == ["\a"]
    assert not any("]9;4" in one for one in [*told.written, told.outside.to_arrive(), told.outside.to_leave()])


def test_in_tmux_that_tells_no_focus_nobody_looks_who_has_pressed_no_key_for_long() -> None:
    told = Told(IN_TMUX)
    told.outside.key(100.0)
    told.draw("one", 101.0)
    told.end("one", 100.0 + UNTOUCHED / 2)
    told.outside.look(200.0)
    assert not any(one.endswith("\a") for one in told.written)
    told.draw("two", 201.0)
    told.end("two", 202.0)
    told.outside.look(202.0 + GATHERED)
    # tmux drops the words where another window is shown, and marks the window by the bell.
    wrapped = sequences.through_tmux(sequences.notification("osc777", NAME, "A picture is drawn: Milo debugging, two"))
    assert told.written[-1] == wrapped + "\a"


def test_once_tmux_tells_of_the_focus_that_decides() -> None:
    told = Told(IN_TMUX)
    told.outside.focus(True)
    assert not told.outside.is_away(1000.0)
    told.outside.focus(False)
    assert told.outside.is_away(1000.0)


def test_progress_is_told_again_before_it_is_taken_for_stale_and_only_while_there_is_some() -> None:
    told = Told()
    told.draw("one", 1.0, fraction=0.5)
    count = len(told.written)
    told.outside.look(2.0)
    assert len(told.written) == count
    told.outside.look(1.0 + REPEATED)
    assert told.written[-1] == sequences.progress(Progress.VALUE, 50)
    told.end("one", 20.0)
    assert told.written[-1] == CLEAR
    count = len(told.written)
    told.outside.look(100.0)
    assert len(told.written) == count


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=12))
def test_progress_of_a_batch_never_goes_back_as_its_jobs_end_one_after_the_other(fractions: list[float]) -> None:
    told = Told()
    for number in range(len(fractions)):
        told.outside.hear(view(str(number), State.WAITING), 1.0)
    for number, fraction in enumerate(fractions):
        for share in sorted((0.0, fraction)):
            told.draw(str(number), 2.0, fraction=share)
        told.end(str(number), 3.0)
    assert told.percents == sorted(told.percents)
    assert told.shown == CLEAR


def test_where_nothing_goes_on_it_is_paused_and_where_nothing_is_known_it_is_busy() -> None:
    told = Told()
    told.outside.hear(view("one", State.WAITING, trouble="no server answers"), 1.0)
    assert told.shown == sequences.progress(Progress.PAUSED, 0)
    told.outside.hear(view("one", State.WAITING), 2.0)
    assert told.shown == sequences.progress(Progress.UNKNOWN)


def test_the_title_counts_and_comes_and_goes_with_the_screen() -> None:
    told = Told()
    assert told.outside.to_arrive() == PUSH_TITLE + sequences.title(NAME)
    told.draw("one", 1.0, fraction=0.5)
    told.draw("two", 1.0)
    titled = sequences.title("milo studio · 2 on their way")
    assert titled in told.written
    assert told.outside.to_leave() == CLEAR + POP_TITLE
    # It was left for a while, and is taken again.
    assert told.outside.to_arrive() == PUSH_TITLE + titled + sequences.progress(Progress.VALUE, 25)


def test_the_linux_console_has_no_title() -> None:
    console = msgspec.structs.replace(UNKNOWN, name="Linux console")
    told = Told(console)
    told.draw("one", 1.0)
    assert told.outside.to_arrive() == told.outside.to_leave() == ""
    assert not told.written


def test_in_tmux_a_progress_that_was_dropped_is_told_again_to_who_is_back() -> None:
    told = Told(IN_TMUX)
    told.draw("one", 1.0, fraction=0.5)
    told.end("one", 2.0)
    told.outside.focus(False)
    count = len(told.written)
    told.outside.focus(True)
    assert told.written[count:] == [sequences.through_tmux(CLEAR)]
