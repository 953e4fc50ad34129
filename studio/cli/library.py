"""`studio library`: the index made again from the files, and the files compared with the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from library.records import Progress
    from studio.cli.output import Bar


@click.group("library", short_help="Look after the library.")
def command() -> None:
    """Look after the folder that keeps the pictures."""


@command.command("rebuild", short_help="Make the index again from the pictures.")
def rebuild() -> None:
    """Make the index of the gallery again from the pictures themselves.

    For an index that is damaged or lost, and for pictures that were copied into the folder by hand. No picture is
    changed; ratings, marks and jobs are kept where the old index can still be read.
    """
    from library.store import Library
    from studio import settings
    from studio.cli.output import bar, complain, say

    folder = settings.load(settings.folder()).library_folder()
    with bar() as shown:
        report = Library.rebuild_at(folder, on_progress=_shower(shown, "reading"))
    for finding in report.unreadable:
        complain(f"{finding.kind}: {finding.path}: {finding.detail}")
    if report.kept:
        complain(f"The damaged index was put aside: {report.kept}")
    say(f"The index has {_of(report.pictures, 'picture')} and {_of(report.letterings, 'lettered version')}")


@command.command("check", short_help="Compare the files with the index.")
@click.pass_context
def check(ctx: click.Context) -> None:
    """Compare every file of the library with the index; nothing is changed.

    What is found is printed one a line, the kind first: missing, altered, orphaned (in the folder, not in the index),
    unreadable, or leftover. The exit status is 1 where anything was found.
    """
    from library.store import Library
    from studio import settings
    from studio.cli.output import bar, complain, say

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        with bar() as shown:
            findings = library.check(_shower(shown, "checking"))
    finally:
        library.close()
    for finding in findings:
        say(f"{finding.kind:<10}  {finding.path}  {finding.detail}".rstrip())
    if not findings:
        say(f"Everything in {library.folder} is as the index says")
        return
    kinds = {finding.kind for finding in findings}
    if kinds & {"missing", "orphaned", "altered"}:
        complain("studio library rebuild makes the index fit the files")
    ctx.exit(1)


def _shower(shown: Bar, doing: str) -> Callable[[Progress], None]:
    def show(progress: Progress) -> None:
        shown.show(f"{doing} {progress.done:,} of {progress.total:,}", progress.done, progress.total)

    return show


def _of(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
