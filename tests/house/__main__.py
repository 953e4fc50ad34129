"""`python -m tests.house`: draw `docs/house.svg` anew. The status is 1 where rooms import each other in a circle."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from tests.house.drawing import svg
from tests.house.imports import Module, read_tree
from tests.house.plan import plan_of
from tests.house.rooms import Circle, circles_of, house_of

ROOT = Path(__file__).parents[2]
PICTURE = Path("docs", "house.svg")
SHOWN = 12
"""How many imports of a circle are named."""


def modules_of(root: Path) -> list[Module]:
    """The modules of a project, of those top-level packages whose contracts import-linter holds."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return read_tree(root, settings["tool"]["importlinter"]["root_packages"])


def picture(modules: list[Module]) -> str:
    """The SVG of the house that these modules make."""
    return svg(plan_of(house_of(modules)))


def told(circle: Circle) -> str:
    """What a person is told of a circle."""
    names = (f"the hall of {name.partition(':')[0]}" if ":" in name else name for name in circle.names)
    shown = [f"  {module} imports {target}" for module, target in circle.imports[:SHOWN]]
    more = [f"  … and {len(circle.imports) - SHOWN} more"] if len(circle.imports) > SHOWN else []
    return "\n".join([f"A circle: {', '.join(names)} import each other.", *shown, *more])


def main(root: Path = ROOT) -> int:
    """Draw the picture of a project; the exit status."""
    modules = modules_of(root)
    (root / PICTURE).write_text(picture(modules), encoding="utf-8")
    print(f"{PICTURE}: drawn from {len(modules)} files")
    found = circles_of(modules)
    for circle in found:
        print(told(circle), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
