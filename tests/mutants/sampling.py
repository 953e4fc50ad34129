"""Which mutants are tried: chosen by a seed, and spread over the modules, so that a few stand for the whole house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from tests.mutants.house import Module
from tests.mutants.mutations import Mutant


class Chosen(NamedTuple):
    """A mutant of a module."""

    module: Module
    mutant: Mutant


def sample(found: Mapping[Module, Sequence[Mutant]], seed: int, count: int) -> list[Chosen]:
    """`count` mutants, or all: first the module, then the kind, then the place; no module twice before all once."""
    random = Random(seed)
    order = sorted(module for module, mutants in found.items() if mutants)
    random.shuffle(order)
    left = [(module, _by_kinds(found[module], random)) for module in order]
    chosen: list[Chosen] = []
    while left and len(chosen) < count:
        still = []
        for module, mutants in left:
            mutant = next(mutants, None)
            if mutant is not None:
                chosen.append(Chosen(module, mutant))
                still.append((module, mutants))
        left = still
    return chosen[:count]


def _by_kinds(mutants: Sequence[Mutant], random: Random) -> Iterator[Mutant]:
    """All mutants in a random order in which the kinds take turns: constants are many, dropped calls are few."""
    kinds: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in random.sample(mutants, len(mutants)):
        kinds[mutant.kind].append(mutant)
    while kinds:
        for kind in random.sample(sorted(kinds), len(kinds)):
            yield kinds[kind].pop()
            if not kinds[kind]:
                del kinds[kind]
