"""`studio gallery export`: copies of what a search finds, for elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from studio.cli.completing import search_words
from studio.cli.search_help import NEGATIONS, only_words
from studio.pictures.exporting.records import FORMATS

if TYPE_CHECKING:
    from studio.pictures.exporting.records import Format

MOST = 10_000
"""Pictures of one export."""


@click.command("export", short_help="Copy pictures to a folder, a ZIP file or a contact sheet.", **NEGATIONS)
@click.argument("words", metavar="[QUERY]...", nargs=-1, callback=only_words, shell_complete=search_words)
@click.option("--to", "target", metavar="PATH", required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="webp", show_default=True)
@click.option("--size", "sizes", metavar="PX", multiple=True, help="The longer side; may be given several times.")
@click.option("--drawn", is_flag=True, help="Take the pictures as they were drawn, not their newest lettering.")
@click.option(
    "--strip", is_flag=True, help="Leave out recipe, prompt, rating and tags. The mark that a picture is AI-made stays."
)
@click.option("--no-ai-mark", is_flag=True, help="Leave out, too, the mark that says that a picture is AI-made.")
@click.option("--markdown", "markdown_wanted", is_flag=True, help="Write pictures.md with alt text too, and print it.")
@click.option("--limit", metavar="N", type=click.IntRange(1, MOST), default=MOST, show_default=True)
def command(
    words: Sequence[str],
    target: Path,
    form: str,
    sizes: Sequence[str],
    drawn: bool,
    strip: bool,
    no_ai_mark: bool,
    markdown_wanted: bool,
    limit: int,
) -> None:
    """Copy what QUERY finds, newest first, to PATH: a folder, a file ending in .zip, or a contact sheet ending in .png,
    .jpg, .webp or .avif. The pictures of the library stay as they are.

    Without --strip the copies carry all that is known (scene, prompt, recipe, sayings, rating, tags, albums), so that
    `studio library import` knows it again; other tools read the prompt and the settings as A1111 writes them.
    All copies of what was drawn say so, as IPTC has it (DigitalSourceType): trainedAlgorithmicMedia, of a draft
    algorithmicMedia.

    \b
    Examples:
      studio gallery export is:pick --to ~/blog --size 640 --size 1280 --markdown
      studio gallery export 'cast:milo rating:>=4' --to milo.zip --format png
      studio gallery export milo --to milo.png
    """
    from library.errors import QueryWrong
    from library.store import Library
    from studio.cli.failure import WrongUse, wrong_use
    from studio.cli.output import bar, complain, plain, say, typed
    from studio.pictures.exporting.records import ExportWrong, Wanted, sizes_of
    from studio.pictures.exporting.writing import export
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        query = typed(" ".join(words))
        wanted = Wanted(
            target=target.expanduser().absolute(),
            format=cast("Format", form),
            sizes=sizes_of(",".join(sizes)),
            lettered=not drawn,
            metadata=not strip,
            mark=not no_ai_mark,
            markdown=markdown_wanted,
        )
        ids = library.ids(query, newest=None, oldest=None, limit=limit)
        if not ids:
            raise WrongUse("There is nothing to export", f"no picture has {query!r}", "See `studio gallery search`")
        with bar() as shown:
            report = export(library, ids, wanted, lambda done, total: shown.show("exporting", done, total))
    except QueryWrong as error:
        where = f"{error.reason}, at character {error.position + 1} of {query!r}"
        raise WrongUse("The search is not understood", where, error.remedy) from error
    except ExportWrong as error:
        raise wrong_use(error) from error
    finally:
        library.close()
    for line in report.markdown.splitlines():
        say(line)
    there = f", {report.there} of them there already" if report.there else ""
    files = "1 file" if len(report.files) == 1 else f"{len(report.files)} files"
    snippet = " and pictures.md" if report.markdown and wanted.kind != "sheet" else ""
    complain(f"{files}{snippet} in {plain(report.where)}{there}")
    if words_on_credentials := report.about_credentials():
        complain(words_on_credentials)
    for failure in report.failures:
        complain(f"picture {failure.picture_id}: {failure.notice.line()}")
    if report.failures:
        click.get_current_context().exit(1)
