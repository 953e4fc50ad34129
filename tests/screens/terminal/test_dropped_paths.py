"""What terminals paste for files that are dropped onto them is read as those files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screens.terminal.dropped_paths import dropped_paths, typed_paths, written

names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1)
paths = st.lists(names.filter(lambda name: name not in (".", "..")), min_size=1, max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)
printable = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="/", include_characters=" "))
plain_paths = (
    st.lists(printable.filter(lambda name: name.strip() == name != ""), min_size=1, max_size=4)
    .map(lambda parts: "/" + "/".join(parts))
    .filter(lambda path: not re.search(r"[\\\"']|\sfile:|\s~", path))
)


@given(st.lists(paths, min_size=1, max_size=4), st.booleans())
@example(["/a b", "/it's", '/c"d', "/~x"], True)
def test_in_the_quotes_of_a_shell(wanted: list[str], is_spaced: bool) -> None:
    text = " ".join(f"'{path.replace(chr(39), chr(39) + chr(92) + chr(39) + chr(39))}'" for path in wanted)
    assert dropped_paths(text + " " * is_spaced) == tuple(wanted)


@given(st.lists(plain_paths, min_size=1, max_size=4))
def test_as_shlex_writes_them(wanted: list[str]) -> None:
    assert dropped_paths(shlex.join(wanted)) == tuple(wanted)


@given(st.lists(paths.filter(lambda path: "\n" not in path), min_size=1, max_size=4))
def test_with_backslashes(wanted: list[str]) -> None:
    text = " ".join(re.sub(r"([^\w/.~-])", r"\\\1", path) for path in wanted)
    assert dropped_paths(text + " ") == tuple(wanted)


@given(st.lists(paths, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", " "]))
def test_as_urls(wanted: list[str], between: str) -> None:
    assert dropped_paths(between.join(Path(path).as_uri() for path in wanted) + between) == tuple(wanted)


@given(st.lists(plain_paths, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", " "]))
def test_as_they_are(wanted: list[str], between: str) -> None:
    assert dropped_paths(between.join(wanted)) == tuple(wanted)


@given(st.lists(paths, min_size=1, max_size=4))
def test_what_is_written_into_a_line_is_read_there_again(wanted: list[str]) -> None:
    assert typed_paths(written(wanted)) == tuple(wanted)


def test_a_line_may_be_a_path_from_here() -> None:
    assert typed_paths("my pictures/new ") == ("my pictures/new",)
    assert written(["my pictures/new"]) == "my pictures/new"
    assert typed_paths("  ") == ()


@given(st.text())
@example("/\\")
@example("'/a")
@example('"/a\\')
@example("file://[")
def test_anything_else_is_no_failure(text: str) -> None:
    for path in dropped_paths(text):
        assert path.startswith(("/", "~"))
        assert "\0" not in path


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/home/me/My Pictures", ("/home/me/My Pictures",)),
        ("~/a.png ~/b.png", ("~/a.png", "~/b.png")),
        ("'/a b.png' '/c.png' ", ("/a b.png", "/c.png")),
        ("'/a b.png' /c.png", ("/a b.png", "/c.png")),
        (r"/Users/me/it\'s\ here.png ", ("/Users/me/it's here.png",)),
        ("/home/me/it's here.png", ("/home/me/it's here.png",)),
        ("file:///home/me/a%20b.png\r\n", ("/home/me/a b.png",)),
        ("file://localhost/tmp/x.png", ("/tmp/x.png",)),
        ("file:/tmp/x.png", ("/tmp/x.png",)),
        ("FILE:///tmp/100%25.png", ("/tmp/100%.png",)),
        ("file://elsewhere/tmp/x.png", ()),
        ("https://example.com/a.png", ()),
        ("milo rack", ()),
        ("rating:>=3 /x", ()),
        ("x-special/nautilus-clipboard\ncopy\nfile:///tmp/x.png", ()),
        ("", ()),
        ("  \n", ()),
    ],
)
def test_what_terminals_and_file_managers_paste(text: str, wanted: tuple[str, ...]) -> None:
    assert dropped_paths(text) == wanted
