"""What the app tells its screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from studio.jobs.views import Change
    from studio.workspace import Workspace


class Opened(Message, bubble=False):
    """The workspace is open. Every screen gets this once: one that is out of sight when it next comes into sight."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace


class Changed(Message, bubble=False):
    """Something changed at the desk: a job, a picture, a lettering, or a notice. Every screen gets all of them."""

    def __init__(self, change: Change) -> None:
        super().__init__()
        self.change = change
