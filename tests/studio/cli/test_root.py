"""The command itself: help, wrong use, no terminal, errors of every kind as one line."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from library.errors import DiskFull
from studio.cli import entry
from studio.cli.failure import told
from studio.errors import StudioError
from studio.scenes.understanding import SceneEmpty
from tests.conftest import Home
from tests.studio.cli.conftest import DOORS, Studio, one_line


def test_help_names_every_command_and_shows_examples(studio: Studio) -> None:
    ended = studio("--help")
    assert ended.status == 0
    for name in ("draw", "letter", "gallery", "library", "cast", "plate", "doctor"):
        assert name in ended.out
    assert 'studio draw "Milo debugging at 2 AM" --shirt PEBKAC' in ended.out


@pytest.mark.parametrize("path", [["draw"], ["letter"], ["gallery", "search"], ["library", "check"], ["cast", "list"]])
def test_every_command_explains_itself(studio: Studio, path: list[str]) -> None:
    ended = studio(*path, "--help")
    assert ended.status == 0
    assert ended.out.startswith(f"Usage: studio {' '.join(path)}")


def test_help_loads_nothing_that_costs() -> None:
    script = (
        "import sys; from studio.__main__ import main; sys.argv = ['studio', '--help']; main();"
        "costly = {'textual', 'rich', 'numpy', 'cv2', 'PIL', 'msgspec', 'sqlite3', 'asyncio', 'screens', 'library'};"
        "print(sorted(costly & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["drow"], "Did you mean 'draw'?"),
        (["--nonsense"], "No such option '--nonsense'"),
        (["draw"], "Missing argument"),
        (["draw", "Milo", "--count", "many"], "'many'"),
        (["draw", ""], "The scene is empty"),
        (["draw", "Milo", "--engine", "easel"], "There is no engine named 'easel'. Known: auto, draft"),
        (["draw", "Milo", "--size", "3x4"], "'3x4' is not a size"),
        (["draw", "Milo", "--plate", "moon"], "There is no plate named 'moon'"),
        (["draw", "Milo", "--style", "cubist"], "There is no style named 'cubist'"),
        (["draw", "Milo", "--count", "0"], "Choose from 1 to 64"),
        (["letter", "a.png", "--out", "x"], "no words to set"),
        (["letter", "--text", "x", "--out", "x"], "no picture to letter"),
    ],
)
def test_wrong_use_is_one_line_and_status_two(studio: Studio, arguments: list[str], said: str) -> None:
    ended = studio(*arguments)
    assert ended.status == 2
    assert said in one_line(ended.err)
    assert ended.out == ""


def test_a_group_without_a_command_shows_its_help(studio: Studio) -> None:
    ended = studio("gallery")
    assert ended.status == 2
    assert "search" in ended.err


def test_without_a_terminal_the_studio_says_what_to_do_instead(process: Studio) -> None:
    ended = process()
    assert ended.status == 2
    assert "studio draw" in one_line(ended.err)


def test_on_a_terminal_the_screens_open(home: Home) -> None:
    main, terminal = pty.openpty()
    script = "import sys; from studio.cli import entry; sys.exit(entry.run(entry.Doors(lambda is_demo: 7, str), []))"
    try:
        done = subprocess.run([sys.executable, "-c", script], stdin=terminal, stdout=terminal, check=False)
    finally:
        os.close(main)
        os.close(terminal)
    assert done.returncode == 7


def test_a_slip_in_the_settings_is_named_with_its_line(studio: Studio, home: Home) -> None:
    home.write_settings('stlye = "painterly"\n')
    ended = studio("gallery", "search")
    assert ended.status == 1
    assert f"{home.settings / 'settings.toml'}, line 2: there is no setting named 'stlye' here" in one_line(ended.err)


def test_what_nobody_expected_goes_to_the_log_and_not_to_the_screen(home: Home) -> None:
    script = (
        "import sys; from studio.cli import entry, root; root.COMMANDS['draw'] = root.Room('nowhere', '');"
        "from studio.cli.entry import Doors; sys.exit(entry.run(Doors(lambda is_demo: 0, str), ['draw', 'Milo']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ModuleNotFoundError" in one_line(done.stderr)
    log = home.state / "milo-studio" / "studio.log"
    assert str(log) in done.stderr
    assert "Traceback" in log.read_text()


def test_a_log_that_cannot_be_written_is_no_second_failure(home: Home) -> None:
    home.state.write_text("a file where the folder should be")
    script = (
        "import sys; from studio.cli import entry, root; root.COMMANDS['draw'] = root.Room('nowhere', '');"
        "from studio.cli.entry import Doors; sys.exit(entry.run(Doors(lambda is_demo: 0, str), ['draw', 'Milo']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    one_line(done.stderr)


@pytest.mark.parametrize(
    ("error", "line", "status"),
    [
        (StudioError("It broke", "no luck", "Try again"), "It broke: no luck. Try again", 1),
        (SceneEmpty("The scene is empty"), "The scene is empty", 2),
        (DiskFull("no room for a.png", "Free some space"), "The disk is full: no room for a.png. Free some space", 1),
    ],
)
def test_known_errors_say_title_reason_and_remedy(error: Exception, line: str, status: int) -> None:
    notice, given = told(error)
    assert (notice.line(), given) == (line, status)


def test_a_reader_that_goes_away_is_no_error(home: Home) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "studio", "cast", "list"], stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_output_that_cannot_be_written_is_one_line(home: Home) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "studio", "cast", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "No space left" in one_line(done.stderr)


def test_run_gives_back_the_status_of_the_command(home: Home) -> None:
    assert entry.run(DOORS, ["cast", "list"]) == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_the_shell_closed_is_no_traceback(home: Home, closed: str) -> None:
    command = f'"{sys.executable}" -m studio cast list {closed}'
    ended = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_demo_is_an_option_of_the_studio_alone(studio: Studio) -> None:
    ended = studio("--demo", "cast", "list")
    assert ended.status == 2
    assert "--demo" in one_line(ended.err)


def test_the_screens_hear_that_the_demo_is_wanted(home: Home) -> None:
    main, terminal = pty.openpty()
    doors = "entry.Doors(lambda is_demo: 7 + is_demo, str)"
    script = f"import sys; from studio.cli import entry; sys.exit(entry.run({doors}, ['--demo']))"
    try:
        done = subprocess.run([sys.executable, "-c", script], stdin=terminal, stdout=terminal, check=False)
    finally:
        os.close(main)
        os.close(terminal)
    assert done.returncode == 8
