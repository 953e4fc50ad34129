"""The doctor's look at reference pictures: who has none, what nobody says of them, and which are unlike the others."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from studio.cast.members import Character
from studio.cast.references.coverage import VIEWS, coverage

MOST_LOOKED_AT = 48
"""References that are looked at, some 200 ms each: the doctor does not take longer with a larger cast."""

LEAST_ALIKE = 3
"""References of a member of which one can be unlike the others."""

FROM_THE_FRONT = tuple(view for view in VIEWS if view == "front" or view.startswith("three-quarter"))
"""Views that show a face; most scenes ask for one."""


class ReferenceFact(NamedTuple):
    """One thing that was found about the references of a member."""

    text: str
    state: Literal["fine", "note"] = "note"
    remedy: str = ""


def reference_facts(cast: Sequence[Character]) -> list[ReferenceFact]:
    """What is lacking in the references of a cast, and what does not belong. Blocks, some ten seconds at most."""
    return [*_holes(cast), *_odd(cast)]


def _holes(cast: Sequence[Character]) -> Iterator[ReferenceFact]:
    for member in cast:
        name, seen = shlex.quote(member.name), coverage(member)
        views = {row.view for row in seen.rows if any(row.framings.values())}
        if not member.pictures:
            words = f"{member.name} has no references: engines that look at pictures go by the words alone"
            yield ReferenceFact(words, remedy=f"studio cast references {name} draws some")
        elif not views:
            words = f"{member.name}: nobody says what the references show, so none is chosen to suit a scene"
            yield ReferenceFact(words, remedy=f"studio cast references {name} --tag 1 --view front")
        elif not views.intersection(FROM_THE_FRONT):
            words = f"{member.name} has no reference from the front, which most scenes ask for"
            yield ReferenceFact(words, remedy=f"studio cast references {name} --views front draws one")
        elif seen.untagged:
            words = f"{member.name}: nobody says what {', '.join(seen.untagged)} shows"
            remedy = f"studio cast references {name} --tag {shlex.quote(seen.untagged[0])} --view …"
            yield ReferenceFact(words, remedy=remedy)


def _odd(cast: Sequence[Character]) -> Iterator[ReferenceFact]:
    """References that do not look like the others of their member."""
    judged = [member for member in cast if len(member.pictures) >= LEAST_ALIKE]
    if not judged:
        return
    from studio.pictures.drift.measuring import KnownMember, known_cast

    # Those who have fewer tell how far others are, and cost little.
    fewest_first = sorted(cast, key=lambda member: len(member.pictures))
    sums = itertools.accumulate(len(member.pictures) for member in fewest_first)
    fits = sum(total <= MOST_LOOKED_AT for total in sums)
    wanted, left = fewest_first[:fits], fewest_first[fits:]
    for known in known_cast(wanted):
        if isinstance(known, KnownMember):
            for file, off in known.odd:
                yield ReferenceFact(
                    f"{known.name}: {file} does not look like the others (drift {off:.2f})",
                    remedy="Look at it: it shows somebody else, other clothes, or several. studio cast references"
                    f" {shlex.quote(known.name)} --drop {shlex.quote(file)} takes it out",
                )
    if left:
        names = ", ".join(member.name for member in left)
        yield ReferenceFact(
            f"the references of {names} were not compared with each other: there are many",
            "fine",
            "studio cast calibrate takes the time",
        )
