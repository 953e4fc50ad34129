"""`studio library`: folders of pictures imported, the index made again from the files, and compared with them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studio.cli.keeping import library_forget, library_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from library.records import ImportReport, Picture, Progress, Refused
    from library.store import Library
    from studio.cli.output import Bar


@click.group("library", short_help="Look after the library.")
def command() -> None:
    """Look after the folder that keeps the pictures."""


command.add_command(library_forget.forget)
command.add_command(library_forget.empty_trash)
command.add_command(library_index.backup)
command.add_command(library_index.restore)


@command.command("rebuild", short_help="Make the index again from the pictures.")
def rebuild() -> None:
    """Make the index of the gallery again from the pictures themselves.

    For an index that is damaged or lost, and for pictures of any kind that were copied into the folder by hand. No
    picture is changed. Ratings, tags and albums come from the old index where it can still be read, else from the files
    beside the pictures; imported folders and saved searches from the files beside the index. Jobs are in the index
    alone: see `studio library backup`.
    """
    from library.store import Library
    from studio.cli.output import bar, complain, say
    from studio.settings import settings

    folder = settings.load(settings.folder()).library_folder()
    with bar() as shown:
        report = Library.rebuild_at(folder, on_progress=_shower(shown, "reading"))
    for finding in report.unreadable:
        complain(f"{finding.kind}: {finding.path}: {finding.detail}")
    if report.kept:
        complain(f"The damaged index was put aside: {report.kept}")
    if report.forgotten:
        complain("There was no index: folders that were imported must be imported again (studio library import DIR)")
    _look_again(folder)
    say(f"The index has {_of(report.pictures, 'picture')} and {_of(report.letterings, 'lettered version')}")


def _look_again(folder: Path) -> None:
    """Find what was moved within the folders that were imported; a folder that is away is left for another time."""
    from library.errors import FolderMissing
    from library.store import Library

    library = Library.open(folder)
    try:
        for root in library.imports.roots():
            with suppress(FolderMissing):
                library.imports.folder(Path(root.path), recursive=root.recursive)
    finally:
        library.close()


@command.command("check", short_help="Compare the files with the index.")
@click.option("--mend", is_flag=True, help="Mend what can be mended: nothing that was said is lost.")
@click.pass_context
def check(ctx: click.Context, mend: bool) -> None:
    """Compare every file of the library with the index; nothing is changed without --mend.

    What is found is printed one a line, the kind first: missing, altered, orphaned (in the folder, not in the index),
    unreadable, or leftover. The exit status is 1 where anything was found. A lettered version that is gone is made
    again from its record; one whose picture is gone becomes a picture of its own.
    """
    from library.store import Library
    from studio.cli.output import bar, complain, say
    from studio.lettering.setting.remaking import remade
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        with bar() as shown:
            findings = library.upkeep.check(_shower(shown, "checking"))
        mended = library.upkeep.mend(findings, remade) if mend else ()
    finally:
        library.close()
    for finding in findings:
        say(f"{finding.kind:<10}  {finding.path}  {finding.detail}".rstrip())
    if not findings:
        say(f"Everything in {library.folder} is as the index says")
        return
    if mend:
        for one in mended:
            say(f"{'mended' if one.done else 'left':<10}  {one.finding.path}  {one.outcome}")
        ctx.exit(0 if all(one.done for one in mended) else 1)
    kinds = {finding.kind for finding in findings}
    if kinds & {"missing", "orphaned", "altered"}:
        complain("studio library check --mend mends what it can; studio library rebuild makes the index fit the files")
    ctx.exit(1)


@command.command("import", short_help="Take in a folder of pictures from other programs.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--watch/--no-watch",
    default=None,
    help="Go on, and take in what is added, until Ctrl-C; studios that are open do so too, until --no-watch.",
)
@click.option("--no-thumbnails", is_flag=True, help="Leave thumbnails to be made when they are first shown.")
@click.option(
    "--exclude",
    "excluded",
    metavar="PATTERN",
    multiple=True,
    help="Leave out files and folders of such names; may be given several times, and stays so. '' ends it.",
)
def import_folder(folder: Path, watch: bool | None, no_thumbnails: bool, excluded: Sequence[str]) -> None:
    """Take the pictures of DIR and of the folders in it into the gallery, where they lie; no file is changed or moved.

    Prompt, model, seed and LoRAs are read from what ComfyUI, A1111, Forge, InvokeAI, NovelAI, SwarmUI and many others
    write into PNG, JPEG, WebP, GIF and AVIF, or into a text file beside them. Run it again at any time: only what is
    new or changed is read, files that were moved keep their ratings, and pictures whose file is gone are kept as
    missing. Files that cannot be taken are listed with the reason. Thumbnails are made last, on all cores, and with
    them what tells pictures that look alike; stopped with Ctrl-C, they go on the next time. What is watched stays so:
    from then on an open studio takes in what is added.

    PATTERN is a shell pattern, of * ? [abc]: without a slash it is compared with each name, with one with the path
    below DIR, where * goes over slashes too. A folder that fits is left out with all that is in it, and pictures that
    were taken before are shown no more, until another --exclude takes the place of this one. InvokeAI's thumbnails are
    left out by themselves. Pictures of other kinds (HEIC, JPEG XL, TIFF, …), films, and links to folders are left out
    and named.

    \b
    Examples:
      studio library import ~/ComfyUI/output
      studio library import /mnt/pictures --watch
      studio library import /mnt/archive --no-thumbnails
      studio library import ~/sd --exclude 'grid-*.png' --exclude 'tests/old'
    """
    from library.store import Library
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        _import_once(library, folder, watch, excluded or None, no_thumbnails)
        _list_refused(library, folder)
        if watch:
            _watch(library, folder, no_thumbnails)
    finally:
        library.close()


def _import_once(
    library: Library, folder: Path, watch: bool | None, excluded: Sequence[str] | None, no_thumbnails: bool
) -> None:
    from studio.cli.output import bar, typed
    from studio.importing import report_words

    patterns = None if excluded is None else [typed(one) for one in excluded]
    with bar() as shown:
        report = library.imports.folder(
            folder, watched=watch, excluded=patterns, on_progress=_shower(shown, "importing")
        )
        shown.say(report_words(report))
        if report.others:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in report.others)
            count = sum(count for _, count in report.others)
            shown.say(f"{_of(count, 'file')} of other kinds left out ({kinds})")
        if not no_thumbnails:
            library.imports.prepare(on_progress=_shower(shown, "making thumbnails,"))


def _watch(library: Library, folder: Path, no_thumbnails: bool) -> None:
    """Report each change, on a line of its own, until Ctrl-C."""
    import threading

    from library.files.owners import claim_watching
    from studio.cli.output import complain, say
    from studio.importing import report_words

    def tell(report: ImportReport) -> None:
        if report.added or report.changed or report.moved or report.missing:
            say(report_words(report))
            if not no_thumbnails:
                library.imports.prepare()

    complain(f"Watching {folder}; Ctrl-C ends it")
    claim = claim_watching(library.folder)
    if not claim.mine:
        complain("An open studio watches too: what it takes in first is not told of here")
    claim.release()
    library.imports.watch(folder, threading.Event(), tell)
    complain(f"{folder} was forgotten")


def _list_refused(library: Library, folder: Path) -> None:
    """List the files that were not taken, or with a remark, and say how many of each there are."""
    from collections import Counter

    from library.exchange.sidecars import SIDECAR
    from studio.cli.output import complain

    counts: Counter[str] = Counter()
    for refused in _all_refused(library, folder):
        is_told = not refused.taken or refused.reason.startswith("taken")
        complain(f"{refused.path}: {refused.reason if is_told else f'taken, but {refused.reason}'}")
        passed_over = "not read beside a picture" if refused.path.endswith(SIDECAR) else "not taken"
        counts["taken with a remark" if refused.taken else passed_over] += 1
    if counts:
        complain(", ".join(f"{counts[word]:,} {word}" for word in sorted(counts)))


def _all_refused(library: Library, folder: Path) -> Iterator[Refused]:
    after = ""
    while page := library.imports.refused(under=folder, after=after):
        yield from page
        after = page[-1].path


@command.command("duplicates", short_help="List pictures that are nearly the same.")
@click.option("--bits", metavar="N", type=click.IntRange(0, 4), default=3, show_default=True, help="How far apart.")
@click.option("--loose", is_flag=True, help="Also what was mirrored, turned by a quarter, or cropped by a twentieth.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each group.")
def duplicates(bits: int, loose: bool, as_json: bool) -> None:
    """List groups of pictures that are nearly the same, the largest group first, the newest picture of each first.

    Each picture of a group is within N of the 64 bits of another's perceptual hash, and any two of them have the same
    16 by 16 grey fields, but for their light; drawings of a few lines are told by these alone. With --loose, all of a
    group are one of them mirrored, turned or cropped. Printed are the number of the group, and the picture's number,
    date, size and path. Nothing is changed.
    """
    from library.store import Library
    from studio.cli.output import bar, complain
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        with bar() as shown:
            library.imports.prepare(on_progress=_shower(shown, "making thumbnails,"))
            library.imports.prepare_looks(on_progress=_shower(shown, "looking at thumbnails,"))
            groups = library.imports.near_duplicates(
                distance=bits, loose=loose, on_progress=_shower(shown, "comparing,")
            )
        for number, group in enumerate(groups, 1):
            _print_group(number, library.pictures(group), as_json)
    finally:
        library.close()
    if not groups:
        complain("No two pictures are nearly the same")


def _print_group(number: int, pictures: Sequence[Picture], as_json: bool) -> None:
    from datetime import datetime

    from studio.cli.output import json_line, plain, say

    if as_json:
        each = [
            {"id": one.id, "picture": one.path, "width": one.width, "height": one.height, "bytes": one.bytes}
            for one in pictures
        ]
        say(json_line({"group": number, "pictures": each}))
        return
    for one in pictures:
        when = datetime.fromtimestamp(one.created).strftime("%Y-%m-%d %H:%M")
        say(f"{number:>5}  {one.id:>7}  {when}  {f'{one.width}x{one.height}':>9}  {plain(one.path)}", one.path)


def _shower(shown: Bar, doing: str) -> Callable[[Progress], None]:
    from studio.importing import progress_words

    def show(progress: Progress) -> None:
        words = progress_words(doing, progress)
        if not progress.total:
            shown.show(words)
            return
        shown.show(words, progress.done, progress.total)

    return show


def _of(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
