"""`studio costs`: what engines that are paid have charged, in all, or by what it went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from studio.cli.output import json_line, say

if TYPE_CHECKING:
    from library.charges import Key, Total
    from library.store import Library
    from studio.jobs.spending.caps import Caps

ALWAYS = "0000-00-00"
"""Before the first day on which anything was charged."""


@click.command("costs", short_help="See what was spent on engines that are paid.")
@click.option(
    "--by",
    type=click.Choice(("day", "month", "engine", "model", "member")),
    help="What it went on. Members of one picture share what it cost.",
)
@click.option("--since", metavar="DAY", help="From a day on: 2026-11, 2026-11-22, yesterday, or 30d for thirty days.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one line, or one for each that --by names.")
def command(by: Key | None, since: str | None, as_json: bool) -> None:
    """Say what engines that are paid have charged: today, this month, and in all.

    What may have been charged, for nobody answered, counts, and is said apart. The caps are spending.day and
    spending.month in the settings.

    \b
    Examples:
      studio costs
      studio costs --by member --since 2026-11
      studio costs --by day --since 30d --json
    """
    from library.store import Library
    from studio.jobs.spending.caps import caps_of
    from studio.settings import settings

    first = ALWAYS if since is None else _day(since)
    chosen = settings.load(settings.folder())
    library = Library.open(chosen.library_folder())
    try:
        if by is not None:
            _print(library.spending.totals(by, first=first), by, as_json)
        else:
            _print_spans(library, caps_of(chosen.spending), first, as_json)
    finally:
        library.close()


def _day(text: str) -> str:
    from datetime import datetime

    from library.errors import QueryWrong
    from library.search.terms import Made, read_value
    from studio.cli.failure import WrongUse
    from studio.jobs.spending.charging import local_day

    try:
        made = read_value("after", text.strip(), True, 0, datetime.now())
    except QueryWrong as error:
        raise WrongUse(f"--since: {error.reason}", "", "Write 2026-11, 2026-11-22, yesterday or 30d") from error
    assert isinstance(made, Made)
    return local_day(made.when)


def _print(totals: tuple[Total, ...], by: Key, as_json: bool) -> None:
    from studio.cli.output import complain, plain
    from studio.jobs.spending.words import total_words

    if as_json:
        for one in totals:
            say(json_line({"by": by, "of": one.of, **_record(one)}))
        return
    if not totals:
        complain("Nothing was spent in this time")
        return
    named = [(plain(one.of) or ("nobody of the cast" if by == "member" else "unknown"), one) for one in totals]
    width = max(len(name) for name, _ in named)
    for name, one in named:
        say(f"{name:<{width}}  {total_words(one):>12}  {_count(one)}{_doubt(one)}")


def _print_spans(library: Library, caps: Caps, first: str, as_json: bool) -> None:
    import time

    from backends.costs import in_dollars
    from studio.cli.output import complain
    from studio.jobs.spending.charging import local_day
    from studio.jobs.spending.words import total_words

    today = local_day(time.time())
    spans = {"today": (today, caps.day), "this month": (f"{today[:7]}-00", caps.month), "in all": (ALWAYS, 0.0)}
    found = [(name, _whole(library, max(start, first)), cap) for name, (start, cap) in spans.items()]
    if as_json:
        record: dict[str, object] = {name.replace(" ", "_"): _record(total) for name, total, _ in found}
        say(json_line({**record, "caps": {"day": caps.day, "month": caps.month}}))
        return
    if not found[-1][1].charges:
        complain("Nothing was spent: nothing that is paid has drawn" if first == ALWAYS else "Nothing was spent since")
        return
    for name, total, cap in found:
        of = f" of {in_dollars(cap)}" if cap else ""
        say(f"{name:<10}  {total_words(total):>12}{of}  {_count(total)}{_doubt(total)}")


def _whole(library: Library, first: str) -> Total:
    from library.charges import Total

    return next(iter(library.spending.totals("all", first=first)), Total("", 0.0, 0))


def _count(total: Total) -> str:
    return f"{total.charges:,} {'picture' if total.charges == 1 else 'pictures'}"


def _doubt(total: Total) -> str:
    from studio.jobs.spending.words import doubt_words

    words = doubt_words(total)
    return f"; {words}" if words else ""


def _record(total: Total) -> dict[str, object]:
    return {
        "dollars": round(total.dollars, 6),
        "charges": total.charges,
        "may_be_charged": round(total.maybe, 6),
        "charges_in_doubt": total.doubtful,
        "estimated": round(total.estimated, 6),
    }
