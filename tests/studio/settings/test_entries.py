"""Files of entries: a mistake costs its own entry, and all are told at once."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.settings import entries


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    size: int = 1
    words: tuple[str, ...] = ()
    texts: dict[str, str] = {}


def read(text: str) -> tuple[list[str], list[str], list[str]]:
    """The names of the good entries, what is told, and the names of those that it costs."""
    found = entries.decode(text, "thing", Thing, "things.toml")
    return (
        [entry.value.name for entry in found.entries],
        [fault.notice.line() for fault in found.faults],
        [fault.entry for fault in found.faults],
    )


GOOD = '[[thing]]\nname = "good"\n'


@pytest.mark.parametrize(
    ("text", "told", "cost"),
    [
        ('[[thing]]\nname = "a"\nsize = "x"\n', ["line 3: expected a whole number, got a text in quotes"], "a"),
        (
            '[[thing]]\nname = "a"\nsizes = 3\n',
            ["line 3: there is no setting named 'sizes' here. Did you mean 'size'?"],
            "a",
        ),
        (
            '[[thing]]\nname = "a"\nsizes = "x"\n',
            ["line 3: there is no setting named 'sizes'"],
            "a",
        ),
        ("[[thing]]\nsize = 3\n", ["line 1: 'name' is missing. Add name = …"], ""),
        (
            '[[thing]]\nname = "a"\ntexts = { b = 1, c = 2 }\n',
            ["line 3: expected a text", "line 3: expected a text"],
            "a",
        ),
        ('[[thing]]\nname = "a"\nwords = [1, 2]\n', ["line 3: expected a text"], "a"),
        ('[[thing]]\nname = "a"\nsize = \n', ["line 3, column 8: invalid value"], "a"),
        ('[[thing]]\nname = "a"\nsize = 1\nsize = 2\n', ["line 4, column 9: cannot overwrite"], "a"),
    ],
)
def test_a_mistake_costs_its_own_entry(text: str, told: list[str], cost: str) -> None:
    names, lines, costs = read(text + GOOD)
    assert names == ["good"]
    assert len(lines) == len(told)
    assert all(words.casefold() in line.casefold() for words, line in zip(told, lines, strict=True)), lines
    assert set(costs) == {cost}
    # After another entry too, with its own lines.
    names, lines, _ = read(GOOD + text)
    assert names == ["good"]
    assert all("line 1:" not in line for line in lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[thing]\nname = "a"\n', "line 1: expected a list of tables"),
        ('[[thin]]\nname = "a"\n', "line 1: there is no setting named 'thin' here. Entries begin with [[thing]]"),
        ("thing = 3\n", "line 1: expected a list of tables"),
        ("thing = [3]\n", "line 1: expected a table"),
        ("size = 3\n" + GOOD, "line 1: there is no setting named 'size' here"),
        ('size =\n[[thing]]\nname = "good"\n', "line 1, column 7"),
    ],
)
def test_what_is_no_entry_is_told(text: str, words: str) -> None:
    names, (line,), _ = read(text)
    assert words.casefold() in line.casefold()
    assert names == (["good"] if "good" in text else [])


def test_a_second_entry_of_a_name_is_told_and_the_first_stands() -> None:
    names, (line,), cost = read(GOOD + '[[thing]]\nname = "GOOD"\nsize = 3\n')
    assert (names, cost) == (["good"], [""])
    assert "line 3: there is a thing GOOD at things.toml, line 1 already" in line


def test_entries_in_a_list_and_headings_in_texts_are_read() -> None:
    assert read('thing = [{name = "a"}, {name = "b"}]\n')[0] == ["a", "b"]
    assert read('[[thing]]\nname = """\n[[thing]]\n"""\n' + GOOD)[0] == ["[[thing]]\n", "good"]


def test_a_file_that_cannot_be_read_is_one_mistake(tmp_path: Path) -> None:
    file = tmp_path / "things.toml"
    assert entries.read(file, "thing", Thing) == entries.Found()
    file.write_bytes(b"\xff\xfe")
    (fault,) = entries.read(file, "thing", Thing).faults
    assert fault.notice.title == f"Cannot read {file}"


VALUES = st.sampled_from(['"a"', "3", "[1]", '["a"]', "{ a = 1 }", '{ a = "b" }', "2020-01-01", "true", '"', "nan"])
LINES = st.builds(
    "{} = {}".format, st.sampled_from(["name", "size", "words", "texts", "nam", "x.y", "words.z"]), VALUES
)


@given(st.lists(LINES | st.just("[[thing]]") | st.just("[thing.texts]") | st.just("[[thing.words]]"), max_size=12))
def test_whatever_stands_there_good_entries_and_mistakes_are_told_apart(lines: list[str]) -> None:
    found = entries.decode("\n".join([*lines, GOOD]), "thing", Thing, "things.toml")
    assert found.entries or found.faults
    assert all("line" in fault.notice.title or "at its end" in fault.notice.title for fault in found.faults)


def test_no_terminal_obeys_what_stands_in_an_entry() -> None:
    text = (
        '[[thing]]\nname = "a\\u001b[2J"\nwords = ["two\\nlines\\u009b"]\n\n[[thing]]\nname = "b\\u0007"\nsize = "x"\n'
    )
    found = entries.decode(text, "thing", Thing, "things.toml")
    assert [entry.value for entry in found.entries] == [Thing("a[2J", words=("two\nlines",))]
    assert [fault.entry for fault in found.faults] == ["b"]
