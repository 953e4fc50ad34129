"""`studio dataset new` and `add`: a dataset, and pictures for it from files or from the library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from studio.cli.completing import datasets, members, picture_ids_or_files
from studio.cli.output import typed

if TYPE_CHECKING:
    from library.store import Library
    from studio.cli.output import Bar
    from studio.datasets.folder.reading import Opened
    from studio.datasets.making.adding import Added, As, Given
    from studio.datasets.photographs.networks import Models
    from studio.datasets.records import Kind

KINDS = ("style", "character", "object")
SIDES = click.IntRange(64, 4096)
MOST_FOUND = 10_000
"""Pictures that a search adds at once."""


@click.command("new", short_help="Begin a dataset.")
@click.argument("name", metavar="NAME")
@click.option(
    "--kind", type=click.Choice(KINDS), default="character", show_default=True,
    help="What is learnt: how all is drawn, one figure, or one thing.",
)  # fmt: skip
@click.option("--trigger", metavar="WORD", default="", help="The word that stands for it in prompts.")
@click.option("--pattern", metavar="WORDS", default="", help="Of captions, with {trigger} and {description} in it.")
@click.option("--member", metavar="NAME", default="", shell_complete=members, help="The member of the cast it shows.")
@click.option("--side", metavar="PX", type=SIDES, default=1024, show_default=True, help="Of its pictures.")
@click.option("--steps", metavar="N", type=click.IntRange(1), default=1500, show_default=True, help="Of the training.")
@click.option("--stem", metavar="WORD", default="", help="Pictures are WORD_01, WORD_02 …; without it, NAME.")
def new(
    name: str, kind: str, trigger: str, pattern: str, member: str, side: int, steps: int, stem: str
) -> None:  # fmt: skip
    """Begin a dataset: a folder with dataset.toml in it. Pictures that lie in the folder already are taken in.

    \b
    Example:
      studio dataset new figurine --kind style --trigger nua_figurine_style \\
        --pattern "a {trigger} chibi figurine of {description}"
    """
    from studio.cli.failure import wrong_use
    from studio.cli.output import complain, say
    from studio.datasets.captions.pattern import checked
    from studio.datasets.folder import layout, writing
    from studio.datasets.making import places
    from studio.datasets.records import Dataset, DatasetWrong
    from studio.settings import settings

    try:
        folder = places.folder_of(settings.load(settings.folder()).library_folder(), typed(name))
        dataset = Dataset(
            folder.name,
            kind=cast("Kind", kind),
            trigger=typed(trigger).strip(),
            pattern=checked(typed(pattern), typed(trigger)) if pattern else "",
            member=typed(member),
            stem=typed(stem) or layout.stem_of(folder.name),
            side=side,
            steps=steps,
        )
        opened = writing.create(folder, dataset)
    except DatasetWrong as error:
        raise wrong_use(error) from error
    say(str(opened.folder), str(opened.folder))
    if opened.dataset.pictures:
        complain(f"{len(opened.dataset.pictures)} pictures lay there already, and are in it now")


@click.command("add", short_help="Make pictures of files, or of the library's.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.argument("which", metavar="[FILE|FOLDER|ID]...", nargs=-1, shell_complete=picture_ids_or_files)
@click.option("--search", "query", metavar="QUERY", default="", help="What a search of the library finds.")
@click.option(
    "--as", "kind", type=click.Choice(["auto", "sheet", "photograph", "picture"]), default="auto", show_default=True,
    help="What the files are.",
)  # fmt: skip
@click.option("--anyway", is_flag=True, help="Make pictures also of sheets that are in doubt.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be made, and make nothing.")
@click.pass_context
def add(
    ctx: click.Context, name: str, which: Sequence[str], query: str, kind: str, anyway: bool, is_dry: bool
) -> None:  # fmt: skip
    """Make pictures of files: a design sheet is cut into its figures, without its labels, which become captions; a
    photograph is cropped; a picture is made square.

    ID is the number that `studio gallery search` prints first. The files stay as they are: the dataset keeps a copy of
    each, from which its pictures can be made again. A sheet that is in doubt is told, and nothing is made of it without
    --anyway. The exit status is 1 where a file could not be taken.

    \b
    Examples:
      studio dataset add figurine ~/sheets --as sheet
      studio dataset add milo --search 'cast:milo rating:>=4'
    """
    from contextlib import closing

    from library.store import Library
    from studio.cli.datasets.named import dataset_named
    from studio.cli.datasets.progress import told_by
    from studio.cli.output import bar, complain, say
    from studio.datasets.making import adding
    from studio.datasets.photographs.networks import models_of
    from studio.settings import settings

    if not which and not query:
        raise click.UsageError("Nothing is to be added: name files, or search with --search QUERY")
    opened, chosen = dataset_named(name), settings.load(settings.folder())
    with closing(Library.open(chosen.library_folder())) as library:
        given = [*_named(library, which), *(_found(library, typed(query)) if query else [])]
    with bar() as shown:
        if is_dry:
            ctx.exit(_say_proposals(shown, opened, given, kind, models_of(chosen)))
        added = adding.add(
            opened, given, cast("As", kind), anyway=anyway, progress=told_by(shown, "adding"), models=models_of(chosen)
        )  # fmt: skip
    for one in added.added:
        path = str(added.opened.file(added.opened.picture(one)))
        say(path, path)
    for line in _remarks(added):
        complain(line)
    ctx.exit(1 if added.refused or added.waiting else 0)


def _named(library: Library, which: Sequence[str]) -> list[Given]:
    """Files, those of folders, and pictures of the library. Raises NotInLibrary, StudioError."""
    from studio.datasets.making.adding import Given, files_in
    from studio.errors import StudioError

    given = []
    for one in which:
        if one.isascii() and one.isdecimal() and len(one) < 16:
            picture = library.picture(int(one))
            if picture.trashed:
                raise StudioError(f"Picture {one} is in the trash", "", "The Gallery's trash (T) puts it back with d")
            given.append(Given(Path(picture.path), picture))
        else:
            given += [Given(path) for path in files_in(Path(one).expanduser())]
    return given


def _found(library: Library, query: str) -> list[Given]:
    """What a search finds, the oldest first. Raises WrongUse."""
    from library.errors import QueryWrong
    from studio.cli.failure import WrongUse
    from studio.datasets.making.adding import Given

    try:
        ids = library.ids(query, newest=None, oldest=None, limit=MOST_FOUND)
    except QueryWrong as error:
        where = f"{error.reason}, at character {error.position + 1} of {query!r}"
        raise WrongUse("The search is not understood", where, error.remedy) from error
    if not ids:
        raise WrongUse("There is nothing to add", f"no picture has {query!r}", "See `studio gallery search`")
    pictures = sorted(library.pictures(ids), key=lambda one: one.id)
    return [Given(Path(one.path), one) for one in pictures]


def _say_proposals(shown: Bar, opened: Opened, given: Sequence[Given], kind: str, models: Models) -> int:
    """Say what would be made of each file; the exit status."""
    from studio.datasets.making import adding
    from studio.notices import KNOWN_ERRORS, notice_of

    wrong = 0
    for one in given:
        try:
            proposed = adding.proposal(opened, one, cast("As", kind), models)
        except KNOWN_ERRORS as error:
            wrong = 1
            shown.complain(f"{one.path.name}: {notice_of(error).line()}")
            continue
        number = len(proposed.pictures)
        shown.say(f"{proposed.source.name}: {proposed.source.kind}, {number} picture{'s' if number != 1 else ''}")
        for caption in filter(None, proposed.captions):
            shown.say(f"  {caption}")
        for doubt in proposed.doubts:
            shown.complain(f"{proposed.source.name}: {doubt}")
    return wrong


def _remarks(added: Added) -> list[str]:
    """What is to be known of what was added, and of what was not."""
    count = len(added.added)
    lines = [f"{count} picture{'s' if count != 1 else ''} added; studio dataset undo takes that back"] if count else []
    if added.there:
        lines.append(f"in the dataset already: {', '.join(added.there)}")
    for proposed in added.waiting:
        doubts = "; ".join(proposed.doubts)
        lines.append(f"{proposed.source.name} is left out: {doubts}. --anyway takes it, or correct it in the studio")
    return [*lines, *(f"{name}: {notice.line()}" for name, notice in added.refused)]
