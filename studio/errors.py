"""Errors of the studio, and the notice that a person sees: a title, a reason and a remedy."""

from __future__ import annotations

import msgspec


class Notice(msgspec.Struct, frozen=True):
    """What happened, why, and what to do; plain text, shown as it is.

    `short_of_memory`: an engine ran out of it, and is to free some before the same is tried again. `warning`: what was
    asked for was done, and needs a look.
    """

    title: str
    reason: str = ""
    remedy: str = ""
    short_of_memory: bool = False
    warning: bool = False

    def line(self) -> str:
        """The notice in one line, as the command line prints it."""
        parts = [self.title]
        if self.reason:
            parts.append(f": {self.reason}")
        if self.remedy:
            parts.append(f". {self.remedy}" if not self.reason.endswith((".", "!", "?")) else f" {self.remedy}")
        return " ".join("".join(parts).split())


class StudioError(Exception):
    """An error that already says what happened (`title`), why (`reason`), and what to do (`remedy`)."""

    def __init__(self, title: str, reason: str = "", remedy: str = "") -> None:
        super().__init__(title if not reason else f"{title}: {reason}")
        self.notice = Notice(title, reason, remedy)
