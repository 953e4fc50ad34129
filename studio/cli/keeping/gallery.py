"""`studio gallery`: the pictures that were drawn, found by their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from studio.cli.completing import picture_ids, search_words, tags
from studio.cli.keeping import gallery_export
from studio.cli.keeping.sorting import completed, order_of
from studio.cli.search_help import NEGATIONS, SearchCommand, only_words

if TYPE_CHECKING:
    from library.records import Picture
    from library.search.ordering.order import Order
    from library.store import Library

USUAL_LIMIT = 50


@click.group("gallery", short_help="Find pictures.")
def command() -> None:
    """Find pictures that were drawn."""


command.add_command(gallery_export.command)


@command.command("search", cls=SearchCommand, short_help="List the pictures that have certain words.", **NEGATIONS)
@click.argument("words", metavar="[QUERY]...", nargs=-1, callback=only_words, shell_complete=search_words)
@click.option("--limit", metavar="N", type=click.IntRange(1, 1_000_000), default=USUAL_LIMIT, show_default=True)
@click.option(
    "--sort",
    "sorting",
    metavar="drift[:NAME]|cost",
    default="",
    shell_complete=completed,
    help="By how far figures are from their references, the nearest first: of one member, or of who is farthest off;"
    " or by what pictures cost, the dearest first.",
)
@click.option("--reverse", is_flag=True, help="With --sort, the farthest or the cheapest first.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each picture.")
def search(words: Sequence[str], limit: int, sorting: str, reverse: bool, as_json: bool) -> None:
    """List the pictures that QUERY finds, newest first; without QUERY, the latest ones.

    Words are looked for in the scene, the prompt, the sayings, the characters, the plate, the style and the tags; the
    beginning of a word is enough. Printed are the number, the date, the path and the scene.

    \b
    Examples:
      studio gallery search milo debug
      studio gallery search pebkac --json
      studio gallery search 'cast:milo rating:>=4 -is:reject after:7d'
      studio gallery search --sort drift:milo --reverse after:7d
    """
    from library.errors import QueryWrong
    from library.store import Library
    from studio.cli.failure import WrongUse
    from studio.cli.output import complain, typed
    from studio.settings import settings

    order = order_of(sorting, reverse)
    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        query = typed(" ".join(words))
        try:
            found, total = _pages(library, query, limit, order)
        except QueryWrong as error:
            where = f"{error.reason}, at character {error.position + 1} of {query!r}"
            raise WrongUse("The search is not understood", where, error.remedy) from error
        if as_json:
            _print_json(library, found)
        else:
            _print_table(found)
        is_lost = not found and library.upkeep.seems_lost()
    finally:
        library.close()
    if is_lost:
        complain("The index knows no pictures, but there are some: it was lost. Run studio library rebuild")
    elif not found:
        complain(
            "No such picture was paid for"
            if sorting == "cost"
            else "No such picture was measured: studio cast measure does that"
            if order is not None
            else f"No picture has {query!r}"
            if query.strip()
            else "There are no pictures yet: draw one with studio draw"
        )
    elif total > len(found):
        complain(f"{len(found)} shown of {_count(total)}; --limit shows more")


@command.command("similar", short_help="List the pictures that look like one.")
@click.argument("picture", metavar="ID", type=click.IntRange(1), shell_complete=picture_ids)
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=USUAL_LIMIT, show_default=True)
def similar(picture: int, limit: int) -> None:
    """List the pictures that look like picture ID, the likest first.

    ID is the number that `studio gallery search` prints first. Printed are how far apart the two are, in 64ths, and
    then what `search` prints.
    """
    from library.store import Library
    from studio.cli.output import complain, plain, say
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        found = library.imports.similar(picture, limit=limit)
    finally:
        library.close()
    for one in found:
        say(
            f"{one.distance:>2}  {one.picture.id:>7}  {plain(one.picture.path)}  {_about(one.picture)}".rstrip(),
            one.picture.path,
        )
    if not found:
        complain(f"No picture looks like {picture}")


@command.command("rate", short_help="Rate pictures.")
@click.argument(
    "pictures", metavar="ID...", nargs=-1, required=True, type=click.IntRange(1), shell_complete=picture_ids
)
@click.argument("rating", metavar="N", type=click.IntRange(0, 5))
def rate(pictures: Sequence[int], rating: int) -> None:
    """Rate pictures from 1 to 5; 0 takes the rating away.

    ID is the number that `studio gallery search` prints first. All are rated, or where one is unknown, none.

    \b
    Example:
      studio gallery rate 12 13 14 5
    """
    from library.store import Library
    from studio.cli.output import say
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        changed = library.annotations.rate_many(pictures, rating)
    finally:
        library.close()
    _tell_of_sidecars(library)
    say(f"{len(changed):,} of {len(set(pictures)):,} changed")


@command.command("tag", short_help="Add tags to pictures, and take them away.")
@click.argument(
    "pictures", metavar="ID...", nargs=-1, required=True, type=click.IntRange(1), shell_complete=picture_ids
)
@click.option("--add", "more", metavar="TAG", multiple=True, shell_complete=tags, help="May be given several times.")
@click.option("--remove", "less", metavar="TAG", multiple=True, shell_complete=tags, help="May be given several times.")
def tag(pictures: Sequence[int], more: Sequence[str], less: Sequence[str]) -> None:
    """Add tags to pictures and take tags away; small and large letters are the same.

    ID is the number that `studio gallery search` prints first. All are changed, or where one is unknown, none.

    \b
    Example:
      studio gallery tag 12 13 --add blog --add 'night shift' --remove draft
    """
    from library.store import Library
    from studio.cli.failure import WrongUse
    from studio.cli.output import say, typed
    from studio.settings import settings

    if not more and not less:
        raise WrongUse("Nothing to do", "no tag is named", "Name tags with --add and --remove")
    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        changed = library.annotations.tag(pictures, add=map(typed, more), remove=map(typed, less))
    finally:
        library.close()
    _tell_of_sidecars(library)
    say(f"{len(changed):,} of {len(set(pictures)):,} changed")


def _tell_of_sidecars(library: Library) -> None:
    """Say which files beside pictures could not be written, once the library is closed and has tried."""
    from studio.cli.output import complain
    from studio.notices import about_sidecars

    if troubles := library.annotations.sidecar_troubles():
        complain(about_sidecars(troubles).line())


def _about(picture: Picture) -> str:
    """What a picture shows, in one line: its scene, or the beginning of the prompt of one that has none."""
    facts = picture.facts
    return " ".join(facts.scene.split()) or " ".join(facts.prompt[:200].split())


def _pages(library: Library, query: str, limit: int, order: Order | None) -> tuple[list[Picture], int]:
    """At most `limit` pictures, and how many there are, counted up to the library's bound."""
    page = library.page(query, limit=min(limit, 500), order=order)
    found, total = list(page.pictures), page.total
    while page.before is not None and len(found) < limit:
        page = library.page(query, before=page.before, limit=min(limit - len(found), 500), order=order)
        found += page.pictures
    return found, max(total, len(found))


def _count(total: int) -> str:
    from library.records import TOTAL_CAP

    return f"{TOTAL_CAP - 1:,} or more" if total >= TOTAL_CAP else f"{total:,}"


def _print_table(found: Sequence[Picture]) -> None:
    from datetime import datetime

    from studio.cli.output import plain, say

    width = max((len(str(picture.id)) for picture in found), default=0)
    long = max((len(plain(picture.path)) for picture in found), default=0)
    for picture in found:
        when = datetime.fromtimestamp(picture.created).strftime("%Y-%m-%d %H:%M")
        drift = "" if picture.drift is None else f"{picture.drift:.2f}  "
        say(
            f"{drift}{picture.id:>{width}}  {when}  {plain(picture.path):<{long}}  {_about(picture)}".rstrip(),
            picture.path,
        )


def _print_json(library: Library, found: Sequence[Picture]) -> None:
    from datetime import datetime

    from studio.cli.output import json_line, say
    from studio.pictures.prices import is_estimated

    for picture in found:
        facts = picture.facts
        lettered = [version.path for version in library.letterings(picture.id)] if picture.letterings else []
        record: dict[str, object] = {
            "id": picture.id,
            "picture": picture.path,
            "lettered": lettered,
            "created": datetime.fromtimestamp(picture.created).astimezone().isoformat(timespec="seconds"),
            "scene": facts.scene,
            "saying": facts.saying,
            "characters": list(facts.characters),
            "plate": facts.plate,
            "style": facts.style,
            "prompt": facts.prompt,
            "negative": facts.negative,
            "engine": facts.engine,
            "model": facts.model,
            "loras": list(facts.loras),
            "seed": facts.seed,
            "steps": facts.steps,
            "guidance": facts.guidance,
            "cost": facts.cost,
            "cost_estimated": is_estimated(facts),
            "rating": picture.rating,
            "mark": picture.mark,
            "tags": list(picture.tags),
            "label": picture.label,
            "albums": list(library.annotations.albums_of(picture.id)),
            "width": picture.width,
            "height": picture.height,
            "troubles": list(library.jobs.troubles(picture.id)),
            "drift": {one.member: one.drift for one in library.drift.of(picture.id)},
        }
        say(json_line(record))
