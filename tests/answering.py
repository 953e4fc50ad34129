"""What real terminals answer, for those who stand in for one on a pseudo-terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

RECORDED = Path(__file__).parent / "studio" / "terminal" / "recorded"
"""What terminals said, byte for byte: of each its environment over SSH and its answers by question."""

DA1 = b"\x1b[c"
PLAIN = b"\x1b[?62;c"
"""The answer of a terminal that answers nothing else."""
ASKED = ("xtversion", "kitty-graphics", "xtgettcap-tc", "decrqss-sgr-24-bit", "cell-size", "background", "da1")
"""The questions of the studio, by their names in the recordings, in its order."""


def recorded(name: str) -> dict[str, dict[str, dict[str, str]]]:
    """A recording: `environment`, and `answers` by question with `question` and `answer`."""
    read: dict[str, dict[str, dict[str, str]]] = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
    return read


def answers_of(name: str) -> bytes:
    """All that a recorded terminal answers to the studio's questions, DA1 last and once."""
    said = recorded(name)["answers"]
    device = said["da1"]["answer"].encode("latin-1")
    alone = (said[one]["answer"].encode("latin-1").removesuffix(device) for one in ASKED[:-1])
    return b"".join((*alone, device))


def environment_of(name: str) -> Mapping[str, str]:
    """What SSH sends of a recorded terminal's environment."""
    return {key: str(value) for key, value in recorded(name)["environment"].items()}


class Answerer:
    """Feed it what a program writes; it gives what the terminal answers to it."""

    def __init__(self, answers: bytes = PLAIN) -> None:
        self._answers = answers
        self._rest = b""

    def feed(self, data: bytes) -> bytes:
        """The answers to the questions that are whole by now; all of them come with DA1."""
        data = self._rest + data
        asked = data.count(DA1)
        # A question may be cut by the line.
        self._rest = data[-(len(DA1) - 1) :] if not data.endswith(DA1) else b""
        return self._answers * asked
