"""What a shell completes, asked as Bash, Zsh and Fish ask; and that nothing else ever stands in the person's line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from library.store import Library
from studio.cli.entry import COMPLETES
from tests.conftest import Home
from tests.screens import drawn
from tests.studio.cli.conftest import Ended

COSTLY = {"textual", "rich", "numpy", "cv2", "PIL", "asyncio", "screens", "httpx"}
Complete = Callable[..., Ended]


@pytest.fixture
def complete(home: Home) -> Complete:
    """What the shell is told of the last of some words, as a process of its own."""

    def run(*words: str, shell: str = "zsh", python: tuple[str, ...] = ("-m", "studio")) -> Ended:
        line = ["studio", *words]
        asked = {
            COMPLETES: f"{shell}_complete",
            "COMP_WORDS": shlex.join(line) if shell != "bash" else " ".join(line),
            "COMP_CWORD": words[-1] if shell == "fish" else str(len(words)),
        }
        done = subprocess.run([sys.executable, *python], env={**os.environ, **asked}, capture_output=True, check=False)
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def values(ended: Ended) -> list[str]:
    """The values that Zsh is told of: a type, a value and a help for each."""
    assert ended.err == ""
    assert ended.status == 0
    return ended.out.splitlines()[1::3]


@pytest.fixture
def shelf(home: Home) -> Home:
    """A studio with twelve pictures, one of them tagged, a saved search, a server."""
    library = drawn.shelf_of(home.library, 12)
    library.annotations.tag([3], add=["night shift"])
    library.searches.save("to letter", "-is:lettered")
    library.trash.put([11])
    library.close()
    home.write_settings('[[servers]]\nname = "spark2"\nurl = "http://127.0.0.1:1"\n')
    return home


def test_commands_and_options(complete: Complete) -> None:
    assert values(complete("g")) == ["gallery"]
    assert values(complete("sh")) == ["show"]
    assert "--original" in values(complete("show", "--"))
    assert values(complete("draw", "x", "--family", "kl")) == ["klein", "klein-base"]


def test_ids_are_the_newest_with_their_scenes_and_not_those_in_the_trash(shelf: Home, complete: Complete) -> None:
    assert values(complete("show", "1")) == ["12", "10", "1"]
    ended = complete("gallery", "rate", "")
    assert values(ended) == [str(one) for one in range(12, 0, -1) if one != 11]
    assert "Milo" in ended.out.splitlines()[2]
    assert values(complete("gallery", "similar", "7")) == ["7"]


def test_names_that_options_take(shelf: Home, complete: Complete) -> None:
    assert values(complete("draw", "x", "--engine", "")) == ["auto", "draft", "spark2"]
    assert values(complete("draw", "x", "--plate", "NOR")) == ["north"]
    assert "flat cartoon" in values(complete("draw", "x", "--style", ""))
    assert values(complete("draw", "Mil")) == ["Milo"]
    assert values(complete("cast", "edit", "ja")) == ["James"]
    assert values(complete("draw", "x", "--size", "port")) == ["portrait"]
    assert values(complete("gallery", "tag", "3", "--remove", "ni")) == ["night shift"]


def test_a_search_by_fields_and_the_values_that_pictures_have(shelf: Home, complete: Complete) -> None:
    assert values(complete("gallery", "search", "cas")) == ["cast:"]
    assert values(complete("gallery", "search", "cast:mi")) == ["cast:Milo"]
    assert values(complete("gallery", "search", "saved:")) == ['saved:"to letter"']


def test_bash_gets_what_stands_behind_a_colon_and_its_quotes(shelf: Home, complete: Complete) -> None:
    def told(*words: str) -> list[str]:
        ended = complete(*words, shell="bash")
        assert ended.err == ""
        return [line.partition(",")[2] for line in ended.out.splitlines()]

    assert told("gallery", "search", "cast", ":") == ["Milo"]
    assert told("gallery", "search", "cast", ":", "mi") == ["Milo"]
    assert told("gallery", "search", "saved", ":", "to") == ['\\"to\\ letter\\"']
    assert "flat\\ cartoon" in told("draw", "x", "--style", "fl")


def test_a_file_is_completed_by_the_shell(shelf: Home, complete: Complete) -> None:
    assert complete("show", "./a", shell="fish").out == "file,./a\n"


@pytest.mark.parametrize("words", [["show", ""], ["draw", "x", "--engine", ""], ["gallery", "search", "cast:"]])
def test_a_slip_says_nothing(home: Home, complete: Complete, words: list[str]) -> None:
    (home.settings / "settings.toml").write_text("library = [")
    (home.settings / "plates.toml").write_text("[[plate")
    (home.settings / "plates.toml").chmod(0)
    assert complete(*words).err == ""


def test_a_broken_index_and_no_index_say_nothing_and_stay_as_they_are(home: Home, complete: Complete) -> None:
    assert complete("show", "1").err == ""
    assert not home.library.exists()
    index = home.library / ".studio" / "index.sqlite"
    Library.open(home.library).close()
    assert index.exists()
    index.write_bytes(b"no index at all" * 100)
    assert complete("show", "1") == (0, "file\n1\n_\n", "")


def test_a_mistake_of_the_studio_says_nothing(home: Home, complete: Complete) -> None:
    script = (
        "from studio.cli import root; root.COMMANDS = None; from studio.__main__ import main; raise SystemExit(main())"
    )
    ended = complete("dr", python=("-c", script))
    assert (ended.status, ended.out, ended.err) == (1, "", "")


@pytest.mark.parametrize("words", [["show", "1"], ["draw", "x", "--style", ""], ["gallery", "search", "cast:m"]])
def test_nothing_that_costs_is_imported(shelf: Home, complete: Complete, words: list[str]) -> None:
    script = (
        "import atexit, sys; from studio.__main__ import main;"
        f"atexit.register(lambda: sys.__stderr__.write(str(sorted({COSTLY!r} & set(sys.modules)))));"
        "raise SystemExit(main())"
    )
    assert complete(*words, python=("-c", script)).err == "[]"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_of_the_readme_gives_the_shell_its_script(home: Home, shell: str, complete: Complete) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "studio"],
        env={**os.environ, COMPLETES: f"{shell}_source"},
        capture_output=True,
        check=True,
    )
    assert b"_STUDIO_COMPLETE=" + shell.encode() in done.stdout
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert f"_STUDIO_COMPLETE={shell}_source studio" in readme


def test_bash_itself_completes(shelf: Home, tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    command = tmp_path / "studio"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m studio "$@"\n')
    command.chmod(0o755)
    script = (
        'eval "$(_STUDIO_COMPLETE=bash_source studio)"; COMP_WORDS=(studio show 1); COMP_CWORD=2;'
        ' _studio_completion studio; echo "${COMPREPLY[@]}"'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script], env={**os.environ, "PATH": path}, capture_output=True, check=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout == "12 10 1\n"
