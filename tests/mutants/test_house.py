"""Which tests are for a module, and which mutants are chosen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.mutants.house import Module, NearTests, modules, nearest_tests
from tests.mutants.mutations import Mutant
from tests.mutants.sampling import sample


def built(root: Path, files: dict[str, str]) -> dict[str, NearTests]:
    """The tests of each module of a tree of files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {module.name: tests for module, tests in nearest_tests(root, modules(root, ["room", "other"])).items()}


def paths(*names: str) -> tuple[Path, ...]:
    return tuple(map(Path, names))


def test_those_named_as_the_module_come_before_those_that_import_it_and_the_rooms(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        {
            "room/inner/door.py": "",
            "room/inner/house.py": "from room.inner.door import Door",
            "tests/room/inner/test_door.py": "",
            "tests/room/inner/test_door_locks.py": "",
            "tests/room/inner/test_doors.py": "",
            "tests/room/inner/door/test_hinges.py": "",
            "tests/room/inner/deep/test_far.py": "from tests.room.building import house",
            "tests/room/inner/test_house.py": "from room.inner import house",
            "tests/room/building.py": "from room.inner.house import House",
            "tests/room/test_above.py": "from room.inner import door",
            "tests/other/test_beside.py": "def test_it():\n    from room.inner.door import Door",
            "tests/other/test_further.py": "from room.inner.house import House",
        },
    )
    assert found["room.inner.door"] == NearTests(
        paths("tests/room/inner/door/test_hinges.py", "tests/room/inner/test_door.py")
        + paths("tests/room/inner/test_door_locks.py"),
        paths("tests/other/test_beside.py", "tests/room/test_above.py"),
        (
            paths("tests/room/inner/test_house.py"),
            paths("tests/room/inner/deep/test_far.py"),
            paths("tests/room/inner/test_doors.py"),
        ),
    )


def test_a_folder_that_no_tests_mirror_has_those_of_the_folder_above(tmp_path: Path) -> None:
    found = built(tmp_path, {"room/inner/a.py": "", "room/__init__.py": "", "tests/room/test_b.py": ""})
    assert found == {
        "room": NearTests((), (), (paths("tests/room/test_b.py"),)),
        "room.inner.a": NearTests((), (), (paths("tests/room/test_b.py"),)),
    }


def test_a_room_within_a_room_has_the_tests_of_the_outer_one_too(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        {
            "room/hall/nook/a.py": "",
            "room/hall/b.py": "from room.hall.nook import a",
            "tests/room/hall/nook/test_c.py": "",
            "tests/room/hall/test_b.py": "from room.hall import b",
            "tests/room/test_far.py": "from room.hall import b",
        },
    )
    assert found["room.hall.nook.a"] == NearTests(
        (), (), (paths("tests/room/hall/test_b.py"), paths("tests/room/hall/nook/test_c.py"))
    )


def test_what_nothing_tests_has_no_tests(tmp_path: Path) -> None:
    found = built(tmp_path, {"room/a.py": "", "tests/other/test_b.py": "import other", "tests/test_all.py": ""})
    assert not any(found["room.a"])


_FOUND = st.dictionaries(
    st.sampled_from("abcdefgh").map(lambda name: Module(name, Path(f"{name}.py"))),
    st.lists(
        st.builds(lambda line, kind: Mutant(kind, line, 0, 1, b""), st.integers(), st.sampled_from("xyz")), unique=True
    ),
)


@given(_FOUND, st.integers(), st.integers(0, 60))
def test_a_sample_is_spread_over_the_modules_and_has_nothing_twice(
    found: dict[Module, list[Mutant]], seed: int, count: int
) -> None:
    chosen = sample(found, seed, count)
    assert len(chosen) == len({*chosen}) == min(count, sum(map(len, found.values())))
    assert all(one.mutant in found[one.module] for one in chosen)
    times = Counter(one.module for one in chosen)
    most = max(times.values(), default=0)
    assert all(times[module] >= min(len(mutants), most - 1) for module, mutants in found.items())
    assert chosen == sample(dict(reversed(found.items())), seed, count)
    assert chosen == sample(found, seed, count + 1)[:count]
