"""The order of several takes of one scene, from what is known of each, and why each stands where it does."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Take(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one picture. `missing` are members whom nobody finds in it, `troubles` what else went wrong.

    Of its sayings, `panels` were set on a panel, out of `sayings`; `unread` could not be read back, None where nobody
    reads. `drift` is that of who is farthest off, None where nothing can be measured, `drift_words` what differs.
    """

    missing: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    sayings: int = 0
    panels: int = 0
    unread: tuple[str, ...] | None = None
    drift: float | None = None
    drift_words: str = ""


class Ranked(msgspec.Struct, frozen=True):
    """A take by its place among those that were given, from 0, and what speaks for it or against it."""

    take: int
    reasons: tuple[str, ...]


def ranked(takes: Sequence[Take]) -> tuple[Ranked, ...]:
    """The takes, the best first: all are there, nothing went wrong, the words can be read and stand on panels, and then
    the least drift. Of what is equal the first comes first; what cannot be measured comes after what can."""
    order = sorted(range(len(takes)), key=lambda n: (*_faults(takes[n]), n))
    return tuple(Ranked(n, _reasons(takes[n], takes)) for n in order)


def _faults(take: Take) -> tuple[float, ...]:
    return (
        len(take.missing),
        len(take.troubles),
        len(take.unread or ()),
        take.sayings - take.panels,
        float("inf") if take.drift is None else take.drift,
    )


def _reasons(take: Take, among: Sequence[Take]) -> tuple[str, ...]:
    reasons = [f"{name} is not found" for name in take.missing]
    reasons += take.troubles
    reasons += [f"“{saying}” cannot be read" for saying in take.unread or ()]
    if take.unread == () and take.sayings:
        reasons.append("its words can be read")
    if take.panels < take.sayings:
        reasons.append(f"{take.panels} of {take.sayings} sayings on a panel")
    if take.drift is not None:
        known = [one.drift for one in among if one.drift is not None]
        least = len(known) > 1 and take.drift == min(known)
        reasons.append(f"{'least drift' if least else 'drift'} {take.drift:.2f}")
    if take.drift_words:
        reasons.append(take.drift_words)
    return tuple(reasons) or ("nothing speaks against it",)
