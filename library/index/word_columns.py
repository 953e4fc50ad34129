"""The columns of the full-text table `picture_fts`."""

from __future__ import annotations

WORD_COLUMNS = ("scene", "prompt", "sayings", "characters", "plate", "style", "tags")
"""The columns of `picture_fts` that plain words are looked for in."""
NAME_COLUMNS = ("engine", "model", "loras")
"""The columns of `picture_fts` that only fields look in."""
