"""`studio cast coverage`: what a member's references show, and the scenes that fill the holes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.cast.members import Character
    from studio.cast.references.coverage import Coverage, Row


@click.command("coverage", short_help="See what the references of a member show, and what they lack.")
@click.argument("name", metavar="NAME")
@click.option("--count", metavar="N", type=click.IntRange(0, 60), default=8, help="How many holes to name. Default: 8.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(name: str, count: int, as_json: bool) -> None:
    """See from where a member's references show it, how near, and with which expressions; and what is worth drawing.

    Each hole is named with the scene that fills it. `studio cast references NAME` draws them all.
    """
    from studio.cast.references import coverage
    from studio.cli.output import json_line, say
    from studio.cli.references.naming import loaded_member

    member = loaded_member(name)
    seen, holes = coverage.coverage(member), coverage.holes(member, count)
    if as_json:
        say(json_line(_record(member, seen, holes)))
        return
    for line in _table(member, seen):
        say(line)
    for file in seen.untagged:
        say(f"Nobody says what {file} shows: studio cast references {shlex.quote(member.name)} --tag {file} --view …")
    if holes:
        say("")
        say("Worth drawing, the most first:")
    from studio.cast.references.wording import scene_line

    for hole in holes:
        say(f"  {hole.label}")
        say(f"    studio draw {shlex.quote(scene_line(member.name, hole))}")


def _table(member: Character, seen: Coverage) -> Iterator[str]:
    from studio.cast.references.coverage import FRAMINGS

    count = len(member.pictures)
    pictures = "1 reference" if count == 1 else f"{count} references"
    yield f"{member.name}: {pictures}, which show {seen.share:.0%} of what a scene may ask for"
    for outfit in dict.fromkeys(row.outfit for row in seen.rows):
        yield ""
        yield f"{outfit or 'usual outfit':<22}" + "".join(f"{framing:<11}" for framing in FRAMINGS) + "expressions"
        for row in seen.rows:
            if row.outfit == outfit:
                yield _line(row)


def _line(row: Row) -> str:
    counts = "".join(f"{number or '·':<11}" for number in row.framings.values())
    moods = ", ".join(mood if number == 1 else f"{mood} {number}" for mood, number in row.expressions.items() if number)
    return f"  {row.view:<20}{counts}{moods or '·'}"


def _record(member: Character, seen: Coverage, holes: tuple[tuple[str, ...], ...]) -> dict[str, object]:
    from studio.cast.references.coverage import Cell
    from studio.cast.references.wording import scene_line

    cells = [Cell(*hole) for hole in holes]
    return {
        "member": member.name,
        "references": len(member.pictures),
        "share": round(seen.share, 4),
        "rows": [row._asdict() for row in seen.rows],
        "untagged": list(seen.untagged),
        "holes": [{**cell._asdict(), "scene": scene_line(member.name, cell)} for cell in cells],
    }
