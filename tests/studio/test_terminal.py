"""The choice of the picture protocol, and its reason."""

from __future__ import annotations

import pytest

from studio.settings import PictureProtocol
from studio.terminal import choose


@pytest.mark.parametrize(
    ("environment", "protocol", "reason"),
    [
        ({"TERM": "xterm-kitty"}, "kitty", "TERM=xterm-kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty", "KITTY_WINDOW_ID"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty", "TERM_PROGRAM=ghostty"),
        ({"TERM": "xterm-256color", "GHOSTTY_RESOURCES_DIR": "/x"}, "kitty", "Ghostty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "sixel", "WezTerm"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "sixel", "iTerm"),
        ({"TERM": "foot-extra"}, "sixel", "foot"),
        ({"TERM": "alacritty"}, "sextants", "TERM=alacritty"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, "sextants", "VTE_VERSION"),
        ({"TERM": "xterm-256color"}, "half-cells", "xterm-256color"),
        ({}, "half-cells", "this terminal"),
        ({"TERM": "screen", "STY": "1.tty", "KITTY_WINDOW_ID": "1"}, "half-cells", "GNU screen"),
    ],
)
def test_outside_tmux_the_environment_decides(environment: dict[str, str], protocol: str, reason: str) -> None:
    choice = choose("auto", environment, lambda: pytest.fail("tmux was asked outside tmux"))
    assert choice.protocol == protocol
    assert reason in choice.reason
    assert not choice.passthrough


@pytest.mark.parametrize(
    ("answer", "protocol", "passthrough", "reason"),
    [
        ("on xterm-kitty\n", "kitty", True, "Kitty"),
        ("all xterm-ghostty", "kitty", True, "Ghostty"),
        ("off xterm-kitty", "sextants", False, "allow-passthrough on"),
        (" xterm-kitty", "sextants", False, "allow-passthrough on"),
        ("off alacritty", "sextants", False, "alacritty"),
        ("on foot", "sextants", False, "foot"),
        ("on xterm-256color", "half-cells", False, "xterm-256color"),
        ("", "half-cells", False, "did not say"),
    ],
)
def test_inside_tmux_tmux_decides(answer: str, protocol: str, passthrough: bool, reason: str) -> None:
    inherited = {"TMUX": "/tmp/tmux,1,0", "TERM": "tmux-256color", "KITTY_WINDOW_ID": "7"}
    choice = choose("auto", inherited, lambda: answer)
    assert (choice.protocol, choice.passthrough) == (protocol, passthrough)
    assert reason in choice.reason


@pytest.mark.parametrize("setting", ["kitty", "sixel", "sextants", "half-cells"])
def test_a_setting_overrides_every_guess(setting: PictureProtocol) -> None:
    choice = choose(setting, {"TERM": "xterm-kitty"}, lambda: "")
    assert choice.protocol == setting
    assert setting in choice.reason


def test_kitty_named_inside_tmux_is_wrapped() -> None:
    assert choose("kitty", {"TMUX": "x"}, lambda: "off xterm").passthrough
