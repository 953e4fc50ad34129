"""What is read of a module: its imports, and whether they are late."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.house.imports import first_sentence, read_module, read_tree

KNOWN = {
    name: Path(f"{name.replace('.', '/')}{'/__init__' * name.endswith(('shop', 'till'))}.py")
    for name in ("shop", "shop.door", "shop.till", "shop.till.coins", "shop.till.paper")
}


def imports(text: str, name: str = "shop.door") -> dict[str, bool]:
    return read_module(name, dedent(text), KNOWN).imports


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("import shop.till.coins", "shop.till.coins"),
        ("from shop.till.coins import count", "shop.till.coins"),
        ("from shop.till import coins", "shop.till.coins"),
        ("from shop.till import amount", "shop.till"),
        ("from .till import coins", "shop.till.coins"),
        ("from . import till", "shop.till"),
        ("try:\n    import shop.till\nexcept ImportError:\n    pass", "shop.till"),
        ("try:\n    pass\nexcept OSError:\n    import shop.till", "shop.till"),
        ("match 1:\n    case 1:\n        import shop.till", "shop.till"),
        ("class A:\n    import shop.till", "shop.till"),
    ],
)
def test_an_import_is_found_wherever_it_stands(text: str, target: str) -> None:
    assert imports(text) == {target: False}


def test_two_dots_go_up_from_a_module_and_one_stays_in_a_package() -> None:
    assert imports("from ..door import open", "shop.till.coins") == {"shop.door": False}
    assert imports("from .coins import count", "shop.till") == {"shop.till.coins": False}


def test_what_only_types_need_and_what_is_not_of_the_tree_is_left_out() -> None:
    text = """
        import os
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            import shop.till.coins
        else:
            import shop.till.paper
    """
    assert imports(text) == {"shop.till.paper": False}


def test_an_import_is_late_where_only_functions_have_it() -> None:
    late = "def pay():\n    if True:\n        import shop.till\n"
    assert imports(late) == {"shop.till": True}
    assert imports("class A:\n    async def pay(self):\n        import shop.till\n") == {"shop.till": True}
    assert imports(late + "import shop.till\n") == {"shop.till": False}
    assert imports("import shop.till\n" + late) == {"shop.till": False}


def test_the_first_sentence_ends_at_its_stop_or_its_paragraph() -> None:
    assert first_sentence("A door, `open` or\nshut. It creaks.\n\nMore.") == "A door, open or shut"
    assert first_sentence("A till\n\nIt has coins.") == "A till"
    assert first_sentence("") == ""


def test_a_package_that_says_what_it_is_for_holds_no_code() -> None:
    assert not read_module("shop", '"""A shop."""\n', KNOWN).holds_code
    assert not read_module("shop", "", KNOWN).holds_code
    assert read_module("shop", '"""A shop."""\n\nOPEN = True\n', KNOWN).holds_code
    assert read_module("shop.door", "", KNOWN).holds_code


def test_a_tree_is_read_by_the_names_of_its_modules(tmp_path: Path) -> None:
    for path in ("shop/till/coins.py", "shop/__init__.py", "shop/till/__init__.py", "street/lamp.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text('"""Here."""\n')
    assert [module.name for module in read_tree(tmp_path, ["shop"])] == ["shop", "shop.till", "shop.till.coins"]
