"""Pairs of pictures become groups: any two of a group are a pair, or all are pairs with one of them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


class Pairs(NamedTuple):
    """Places of two pictures, each pair once, and how far apart they are: 0 or more."""

    one: Places
    other: Places
    apart: NDArray[np.float32]


def complete(count: int, pairs: Pairs) -> Places:
    """Each picture's group, by number, so that any two of a group are a pair (complete linkage).

    The nearest are joined first. Groups become one with the last of the pairs between them.
    """
    group = np.arange(count)
    members: dict[int, list[int]] = {}
    shared: dict[int, Counter[int]] = {}
    for at in np.argsort(pairs.apart, kind="stable").tolist():
        one, other = int(group[pairs.one[at]]), int(group[pairs.other[at]])
        sides = members.setdefault(one, [one]), members.setdefault(other, [other])
        shared.setdefault(one, Counter())[other] += 1
        shared.setdefault(other, Counter())[one] += 1
        if shared[one][other] < len(sides[0]) * len(sides[1]):
            continue
        if len(shared[one]) < len(shared[other]):
            one, other = other, one
        group[members[other]] = one
        members[one] += members.pop(other)
        for third, between in shared.pop(other).items():
            del shared[third][other]
            if third != one:
                shared[one][third] += between
                shared[third][one] += between
    return group


def around(count: int, pairs: Pairs) -> Places:
    """Each picture's group, by number, so that all of a group are pairs with one of them, its original.

    Of what is cropped at the left and what is cropped at the right, neither is the other's, but both are the whole's.
    Originals are the pictures that are in the most pairs.
    """
    ends = np.concatenate((pairs.one, pairs.other))
    order = np.argsort(ends, kind="stable")
    others = np.concatenate((pairs.other, pairs.one))[order]
    degrees = np.bincount(ends, minlength=count)
    begins = np.concatenate(([0], np.cumsum(degrees)))
    group = np.full(count, -1)
    for one in np.argsort(-degrees, kind="stable").tolist():
        if group[one] < 0:
            near_by = others[begins[one] : begins[one + 1]]
            group[near_by[group[near_by] < 0]] = one
            group[one] = one
    return group


def hanging(count: int, pairs: Pairs) -> Places:
    """For each picture the lowest place of those that it hangs together with, by any chain of pairs."""
    lowest = np.arange(count)
    while True:
        before = lowest.copy()
        ends = np.minimum(lowest[pairs.one], lowest[pairs.other])
        np.minimum.at(lowest, pairs.one, ends)
        np.minimum.at(lowest, pairs.other, ends)
        lowest = lowest[lowest]
        if np.array_equal(lowest, before):
            return lowest


def each_once(found: list[Pairs]) -> Pairs:
    """Each pair once, the lower place first, as near as it was found."""
    pairs = concatenated(found)
    low, high = np.minimum(pairs.one, pairs.other), np.maximum(pairs.one, pairs.other)
    order = np.lexsort((pairs.apart, high, low))
    low, high, apart = low[order], high[order], pairs.apart[order]
    first = np.ones(len(low), bool)
    first[1:] = (np.diff(low) != 0) | (np.diff(high) != 0)
    return Pairs(low[first], high[first], apart[first])


def concatenated(found: list[Pairs]) -> Pairs:
    nothing = np.empty(0, np.int64)
    return Pairs(
        np.concatenate([nothing, *(one.one for one in found)]),
        np.concatenate([nothing, *(one.other for one in found)]),
        np.concatenate([np.empty(0, np.float32), *(one.apart for one in found)]),
    )
