"""What is wanted next, imported while nobody waits for it: the rooms that most go to, and what pictures need."""

from __future__ import annotations

from studio.pictures import screen_pixels


def import_ahead() -> None:
    """Import it; runs in a thread, for some 0.2 s."""
    import screens.gallery.screen
    import screens.progress.screen  # noqa: F401

    screen_pixels.import_decoders()
