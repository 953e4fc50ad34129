"""What is shipped with the studio, and where it lies: sayings, cast, plates, styles, reference pictures."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def text(name: str) -> str:
    """The text of a shipped file, such as `cast.toml`. Raises FileNotFoundError for a name that is not shipped."""
    return (_HERE / name).read_text(encoding="utf-8")


def blob(name: str) -> bytes:
    """The bytes of a shipped file, such as `references/milo.png`. Raises FileNotFoundError."""
    return (_HERE / name).read_bytes()
