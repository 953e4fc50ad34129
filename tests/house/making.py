"""Modules for tests, from what imports what."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.house.imports import Module

_ROOMS = ["", "door", "ground", "red.a", "red.b", "green.a", "green.in.a", "blue.a", "grey.a", "white.a"]
NAMES = [f"{floor}.{room}".removesuffix(".") for floor in ("attic", "hearth", "cellar") for room in _ROOMS]
NAMES.append("hearth.__main__")


def modules(imports: dict[str, list[str]], late: tuple[str, str] = ("", "")) -> list[Module]:
    """Modules by their names, each with what it imports; one of these imports may be late."""
    names = sorted({*imports, *(target for targets in imports.values() for target in targets)})
    return [
        Module(
            name, 10, f"What {name} is for", True, {target: (name, target) == late for target in imports.get(name, ())}
        )
        for name in names
    ]


@st.composite
def trees(draw: st.DrawFn) -> list[Module]:
    """Modules on three floors that import each other in any way."""
    pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))
    imports: dict[str, list[str]] = {}
    for name, target in draw(st.lists(pairs, min_size=1, max_size=60)):
        imports.setdefault(name, []).extend([target] * (name != target))
    return modules(imports)
