"""`studio dataset colours`: what swatches on the sheets show, and the member gets these colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from studio.cli.completing import datasets, members

if TYPE_CHECKING:
    from studio.cast.members import Character
    from studio.datasets.making.palette import Swatch


_LONGEST = 9
"""Digits of a swatch's number."""


@click.command("colours", short_help="Give a member the colours of the swatches.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.option("--part", "said", metavar="N=PART", multiple=True, help="Swatch N is of this part; 'N=' of none.")
@click.option("--member", metavar="MEMBER", shell_complete=members, help="Else whom the dataset says that it shows.")
@click.option("--write", is_flag=True, help="Write them into the cast.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each swatch.")
@click.pass_context
def command(ctx: click.Context, name: str, said: Sequence[str], member: str, write: bool, as_json: bool) -> None:
    """List the swatches on a dataset's sheets, with the parts that the words beside them name; --write puts those that
    have a part to the member's colours in the cast. Words are read where the OCR engine is installed; else say the
    parts with --part. The exit status is 1 where a sheet could not be read.

    \b
    Examples:
      studio dataset colours nua
      studio dataset colours nua --part 2=fur --part 3= --member Nua --write
    """
    from studio.cast import editing
    from studio.cli.datasets.named import dataset_named, member_of
    from studio.cli.datasets.progress import told_by
    from studio.cli.output import bar, complain, json_line, typed
    from studio.cli.output import say as print_line
    from studio.datasets.making import palette
    from studio.settings import settings

    chosen = _chosen(said)
    folder, opened = settings.folder(), dataset_named(name)
    shown = editing.written(folder, typed(member)).character if member else member_of(opened)
    if write and shown is None:
        whom = opened.dataset.member
        raise click.UsageError(
            f"The dataset shows {whom}, who is not in the cast: studio cast new {whom}, or --member MEMBER"
            if whom
            else "The dataset does not say whom it shows: say --member MEMBER"
        )
    with bar(wanted=not as_json) as progress:
        swatches = palette.swatches(opened, told_by(progress, "reading"))
    for sheet, notice in swatches.unreadable:
        complain(f"{sheet}: {notice.line()}")
    found = swatches.found
    parts = _parts(found, shown.colours if shown is not None else {}, chosen)
    for number, (swatch, part) in enumerate(zip(found, parts, strict=True), 1):
        sheets = ", ".join(swatch.sheets)
        record = {"number": number, "colour": swatch.shade.colour, "part": part, "words": swatch.shade.words}
        print_line(
            json_line({**record, "sheets": swatch.sheets})
            if as_json
            else f"{number:>3}  {swatch.shade.colour}  {part or '-':<16}  {sheets}"
        )
    colours = {part: swatch.shade.colour for swatch, part in zip(found, parts, strict=True) if part}
    if not found:
        complain("No sheet is in this dataset" if not swatches.sheets else "No sheet has swatches")
    elif write and shown is not None and colours:
        kept = editing.change(folder, shown.name, {"colours": {**shown.colours, **colours}}, shown)
        complain(f"{kept.name}: {', '.join(f'{part} {colour}' for part, colour in colours.items())}")
    else:
        complain(_what_next(colours, shown, write=write))
    ctx.exit(1 if swatches.unreadable else 0)


def _chosen(said: Sequence[str]) -> dict[int, str]:
    """The parts that a person says, by the swatches' numbers from 1. Raises click.BadParameter."""
    from studio.cli.output import typed
    from studio.plain_text import plain

    chosen: dict[int, str] = {}
    for one in said:
        number, equals, part = plain(typed(one)).partition("=")
        if not equals or not number.strip().isdecimal() or len(number) > _LONGEST:
            raise click.BadParameter(f"{one!r} is no swatch and its part: say it as 2=fur", param_hint="--part")
        chosen[int(number)] = part.strip()
    parts = [part.casefold() for part in chosen.values() if part]
    if len(set(parts)) < len(parts):
        raise click.BadParameter("one part cannot have two colours", param_hint="--part")
    return chosen


def _parts(found: Sequence[Swatch], colours: Mapping[str, str], chosen: Mapping[int, str]) -> tuple[str, ...]:
    """The parts as words say them, and as the person says, which outweighs. Raises click.BadParameter."""
    from studio.cast.members import part_called
    from studio.datasets.making.palette import parts_of

    absent = next((number for number in chosen if not 1 <= number <= len(found)), None)
    if absent is not None:
        raise click.BadParameter(f"there is no swatch {absent}, but {len(found)} in all", param_hint="--part")
    own = {number: part_called(part, colours) for number, part in chosen.items()}
    named = {part.casefold() for part in own.values()}
    printed = ("" if part.casefold() in named else part for part in parts_of(found, colours))
    return tuple(own.get(number, part) for number, part in enumerate(printed, 1))


def _what_next(colours: Mapping[str, str], shown: Character | None, *, write: bool) -> str:
    if not colours:
        how = "say the parts: --part 1=fur"
        return f"Nothing was written: {how}" if write else f"No part is named: {how}"
    whose = shown.name if shown is not None else "a member"
    who = "" if shown is not None else " --member MEMBER"
    return f"--write{who} gives {whose} the colours that have a part"
