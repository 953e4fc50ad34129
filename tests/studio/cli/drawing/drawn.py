"""What `studio draw --json` printed."""

from __future__ import annotations

import json
from typing import Any


def drawn(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


SMALL = ("--size", "256x256", "--engine", "draft")
