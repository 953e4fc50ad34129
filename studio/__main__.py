"""The command `studio`, and the single door from the studio up to the screens."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from studio.cli.entry import Doors, run

if TYPE_CHECKING:
    from PIL import Image

    from studio.terminal.records import CellSize, PictureChoice


def open_screens() -> int:
    """Open the studio on the terminal until the person quits; the exit status."""
    from studio.terminal.asking import Exchange

    # The terminal answers while all else is imported.
    with Exchange.with_terminal() as exchange:
        # All that is made until the first picture stands stays; to look through it again and again delays that picture.
        gc.disable()
        from screens.app import run as run_screens

        return run_screens(exchange)


def picture_text(image: Image.Image, columns: int, rows: int, cell: CellSize, choice: PictureChoice) -> str:
    """What shows a picture at the cursor of a shell, as `screens.frames.printed` has it."""
    from screens.frames.printed import printed

    return printed(image, columns, rows, cell, choice)


def main() -> int:
    """Run the command line; the exit status: 0, 1 for a failure, 2 for wrong use, 130 for Ctrl-C."""
    try:
        return run(Doors(open_screens, picture_text))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
