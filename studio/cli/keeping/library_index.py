"""`studio library backup` and `restore`: copies of the index."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("backup", short_help="Copy the index to a file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the index (ratings, tags, albums, jobs, searches) to FILE, whole, while studios go on.

    An older copy at FILE is replaced when the new one is whole; any other file is left alone. `studio library restore
    FILE` puts it back. The pictures are files of their own: copy the folder.

    \b
    Example:
      studio library backup ~/milo-index.sqlite
    """
    from library.store import Library
    from studio.cli.output import say
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        size = library.upkeep.back_up(file)
    finally:
        library.close()
    say(f"{file}  {size / 1e6:,.1f} MB")


@click.command("restore", short_help="Put a copy of the index back.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Make FILE, which `studio library backup` made, the index again.

    The present index is put aside, and no picture is touched. Close every studio first. What was drawn or rated since
    FILE was made comes back with `studio library rebuild`; jobs of since are only in the index that was put aside.
    """
    from library.store import Library
    from studio.cli.output import complain, say
    from studio.settings import settings

    aside = Library.restore_at(settings.load(settings.folder()).library_folder(), file)
    if aside:
        complain(f"The index of before was put aside: {aside}")
    say(f"The index is that of {file}; `studio library rebuild` takes in what was drawn and rated since")
