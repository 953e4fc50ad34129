"""What is wanted next, imported while nobody waits for it: the rooms that most go to, and what pictures need."""

from __future__ import annotations

from studio import showing


def import_ahead() -> None:
    """Import it; runs in a thread, for some 0.2 s."""
    import screens.gallery.screen
    import screens.progress.screen  # noqa: F401

    showing.import_decoders()
