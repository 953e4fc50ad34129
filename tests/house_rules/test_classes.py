"""No class has more members than a person can hold in mind, those of its ancestors counted."""

from __future__ import annotations

import ast

from tests.house_rules.source import full_name, house, imported

MOST = 40
"""Members of ours: methods, properties, fields, attributes of the class and of its objects."""


def members(node: ast.ClassDef) -> set[str]:
    """What a class has by its own text."""
    found: set[str] = set()
    for part in node.body:
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            found |= {part.name, *set_on_self(part)}
        elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            found.add(part.target.id)
        elif isinstance(part, ast.Assign):
            found |= {target.id for target in part.targets if isinstance(target, ast.Name)}
        elif isinstance(part, ast.ClassDef):
            found.add(part.name)
    return found


def set_on_self(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def classes() -> dict[str, tuple[set[str], list[str]]]:
    """Each class of the house by its full name: its own members, and the full names of its bases."""
    found = {}
    for source in house():
        module = source.path.removesuffix(".py").replace("/", ".")
        own = {node.name: f"{module}.{node.name}" for node in source.tree.body if isinstance(node, ast.ClassDef)}
        known = imported(source) | own
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
                found[own[node.name]] = (members(node), [full_name(base, known) for base in bases])
    return found


def test_no_class_is_larger_than_a_person_can_hold_in_mind() -> None:
    every = classes()

    def all_members(name: str) -> set[str]:
        own, bases = every.get(name, (set(), []))
        return own.union(*map(all_members, bases))

    assert {name: count for name in every if (count := len(all_members(name))) > MOST} == {}
