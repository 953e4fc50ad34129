"""`studio cast measure`: how far the cast's figures in pictures are from their references."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from studio.cli.completing import search_words
from studio.cli.search_help import NEGATIONS, SearchCommand, only_words

if TYPE_CHECKING:
    from studio.pictures.measuring.measuring import Done


@click.command("measure", cls=SearchCommand, short_help="Measure how far pictures are from references.", **NEGATIONS)
@click.argument("words", metavar="[QUERY]...", nargs=-1, callback=only_words, shell_complete=search_words)
def command(words: Sequence[str]) -> None:
    """Measure drift: how far each member of the cast is from the references that it has, in the pictures of QUERY.

    Without QUERY it is done for all pictures. What was measured before is measured again only where the member's
    references are others by now. An open studio does the same by itself, whenever nothing else wants the processor.

    \b
    Examples:
      studio cast measure
      studio cast measure cast:milo after:7d
      studio gallery search --sort drift:milo --reverse
    """
    from library.errors import QueryWrong
    from library.store import Library
    from studio.cast import loading
    from studio.cli.failure import WrongUse
    from studio.cli.output import complain, say, typed
    from studio.pictures.measuring.measuring import Measurer
    from studio.pictures.measuring.subjects import subjects
    from studio.settings import settings

    folder = settings.folder()
    cast = loading.load(folder).members
    wanted = subjects(cast)
    if not wanted:
        raise WrongUse(
            "There is nothing to measure against",
            "nobody in the cast has a reference picture",
            "Give a member some: studio cast references",
        )
    library = Library.open(settings.load(folder).library_folder())
    query, figures, without = typed(" ".join(words)), 0, 0
    try:
        try:
            among = frozenset(library.ids(query, limit=_ALL)) if query.strip() else None
        except QueryWrong as error:
            where = f"{error.reason}, at character {error.position + 1} of {query!r}"
            raise WrongUse("The search is not understood", where, error.remedy) from error
        for done in Measurer(library, cast, wanted).measure_waiting(lambda: False, among):
            for line in _lines(done):
                say(line, done.picture.path)
            figures += sum(one.drift is not None for one in done.measured)
            without += sum(one.drift is None for one in done.measured)
    finally:
        library.close()
    if not figures + without:
        complain("All of them are measured, or nobody with references is in them")
    else:
        complain(f"{figures:,} measured" + (f", {without:,} could not be" if without else ""))


_ALL = 2**31
"""More ids than a library has."""


def _lines(done: Done) -> list[str]:
    from studio.cli.output import plain
    from studio.pictures.drift.records import from_json

    lines = []
    for one in done.measured:
        words = from_json(one.measure).words if one.measure else one.reason
        number = "none" if one.drift is None else f"{one.drift:.2f}"
        lines.append(f"{done.picture.id:>7}  {number}  {plain(one.member)}  {plain(words)}".rstrip())
    return lines
