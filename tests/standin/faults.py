"""What can go wrong at the stand-in, as plain attributes that a test sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Faults:
    """Counts run down by one each time they strike; zero and empty mean that nothing goes wrong."""

    away: bool = False
    """Every connection is cut without an answer."""
    drop_socket_after: int = -1
    """After so many more frames all sockets are cut, once."""
    bad_gateway: dict[str, int] = field(default_factory=dict)
    """Route → how many answers are a proxy's 502."""
    cut_request: int = 0
    """The request of this number, counted from now, is cut off before it is heeded."""
    cut_answer: int = 0
    """The request of this number, counted from now, is heeded, and its answer cut off."""
    swallow_answers: int = 0
    """POST /prompt is accepted, and the connection cut instead of an answer."""
    swallow_prompts: int = 0
    """POST /prompt is cut off before anything is accepted."""
    cut_downloads: int = 0
    """/view sends half of the file and cuts the connection."""
    short_downloads: int = 0
    """/view sends half of the file with a length that fits, as some proxies do."""
    errors: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Node class → exception type and message that it raises."""
    extra_frames: list[str | bytes] = field(default_factory=list)
    """Frames that are sent before every sampling step."""
    rename: Callable[[str], str] | None = None
    """What the messages and the history call a drawn file."""
    redirect: dict[str, str] = field(default_factory=dict)
    """Route → where it sends the client on to."""
    own_ids: bool = False
    """Jobs get ids of the server's own, as on old servers."""
    silent_progress: bool = False
    """No progress_state is sent, as on older servers."""
    required_headers: dict[str, str] = field(default_factory=dict)
    """Headers without which every answer is a 401."""
