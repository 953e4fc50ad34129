"""Messages between the studio and a server, and what can happen to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Direction = Literal["up", "down"]
Kind = Literal["cut", "swallow", "late", "delay", "repeat", "corrupt", "502", "slow", "short", "deafen"]

WORDS: Final[dict[Kind, str]] = {
    "cut": "the connection is cut instead of the message",
    "swallow": "the message never arrives, and the connection stays open",
    "late": "the request arrives after the client has given up",
    "delay": "the message, and what follows it on its connection, comes later",
    "repeat": "the message arrives twice",
    "corrupt": "bytes in the middle are others",
    "502": "a gateway's error page comes instead of the answer; a request was not passed on",
    "slow": "the answer comes in small pieces",
    "short": "half of the answer comes, and the connection is cut",
    "deafen": "from this frame on the socket says nothing, and stays open",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a run: "up" goes to the server; `number` counts from 1 within its direction and name."""

    direction: Direction
    what: str
    number: int

    def __str__(self) -> str:
        return f"{self.direction} {self.what} #{self.number}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one message. `seconds` is the length of a delay, of a slow answer, or of being late."""

    kind: Kind
    message: Message
    seconds: float = 0.05

    def __str__(self) -> str:
        return f"{self.kind} at {self.message}"


def kinds_for(message: Message) -> tuple[Kind, ...]:
    """The faults that can happen to a message."""
    if message.what == "ws open":
        return ("cut", "swallow", "delay", "502")
    if message.what.startswith("ws "):
        down: tuple[Kind, ...] = ("deafen",) if message.direction == "down" else ()
        return ("cut", "swallow", "delay", "repeat", "corrupt", *down)
    if message.direction == "down":
        return ("cut", "swallow", "delay", "corrupt", "502", "slow", "short")
    with_body: tuple[Kind, ...] = ("corrupt",) if message.what.startswith("POST") else ()
    return ("cut", "swallow", "late", "delay", "repeat", "502", *with_body)


def corrupted(data: bytes) -> bytes:
    """The bytes with others in their middle: of the same length, no JSON any more, and UTF-8 if it was ASCII."""
    middle = len(data) // 2
    return (
        data[:middle]
        + bytes(byte ^ 0x20 if byte > 0x7F else 1 for byte in data[middle : middle + 4])
        + data[middle + 4 :]
    )
