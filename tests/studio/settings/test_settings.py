from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.settings import checking, settings, tables


def load(tmp_path: Path, text: str) -> settings.Settings:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    return settings.load(tmp_path)


def test_no_file_is_all_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == settings.Settings()


def test_servers_are_read(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        """
engine = "spark2"
[[servers]]
name = "spark2"
url = "https://spark2:8188/comfy"
headers = { Authorization = "Bearer ${COMFY_TOKEN}" }
[servers.models]
unet = "auto"
""",
    )
    (server,) = loaded.servers
    assert (server.name, server.models) == ("spark2", {"unet": "auto"})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('engin = "draft"\n', 1, "Did you mean 'engine'?"),
        ('style = "x"\n\nsize = 3\n', 3, "expected a text in quotes"),
        ('[[servers]]\nname = "a"\nurl = "http://a"\n\n[[servers]]\nname = "b"\n', 5, "'url' is missing"),
        ('[[servers]]\nname = "a"\nurl = "http://a"\n[[servers]]\nname = "b"\nurl = 5\n', 6, "expected a text"),
        ('[lettering]\nposemodel = "x"\n', 2, "Did you mean 'pose_model'?"),
        (
            'pictures = "ascii"\n',
            1,
            "'ascii' is not one of auto, kitty, kitty-placed, sixel, iterm2, sextants, quadrants, half-cells",
        ),
        ('[servers]\nname = "a"\nurl = "http://a"\n', 1, "two brackets, [[…]]"),
        ("[spending]\nday = -1\n", 2, "a number >= 0"),
        ("[spending]\nmonth = nan\n", 2, "a number >= 0"),
        ('[lettering]\ncase = "LOUD"\n', 2, "'LOUD' is not one of"),
        ('style = "x\n', 1, "line 1"),
        ("= 3\n", 1, "line 1"),
    ],
)
def test_a_slip_is_told_with_file_line_and_what_was_expected(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(tables.TableUnreadable) as caught:
        load(tmp_path, text)
    told = caught.value.notice.line()
    assert f"settings.toml, line {line}" in told
    assert words in told


@pytest.mark.parametrize(
    "text",
    [
        'engine = "nowhere"',
        'library = "~nobody-of-this-name/pictures"',
        'size = "1000x1000"',
        '[[servers]]\nname = "a"\nurl = "spark2:8188"',
        '[[servers]]\nname = "draft"\nurl = "http://a"',
        '[[servers]]\nname = "a"\nurl = "http://a"\n[servers.models]\nunett = "x"',
        '[[servers]]\nname = "a/b"\nurl = "http://a"',
        'engine = "a/panel"',
        '[[servers]]\nname = "a"\nurl = "http://a"\n[[servers]]\nname = "a"\nurl = "http://b"',
    ],
)
def test_values_that_cannot_be_are_refused_with_their_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(checking.SettingsWrong, match=r"settings\.toml, line \d"):
        load(tmp_path, "# a remark\n" + text)


def test_a_graph_may_be_the_engine(tmp_path: Path) -> None:
    loaded = load(tmp_path, 'engine = "a/panel"\n[[servers]]\nname = "a"\nurl = "http://a"')
    assert loaded.engine == "a/panel"


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"style = '\xff'")
    with pytest.raises(tables.TableUnreadable, match="utf-8"):
        settings.load(tmp_path)


@given(st.text(max_size=200))
def test_any_file_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(tables.TableUnreadable):
        assert tables.decode(text, settings.Settings, "settings.toml") == settings.Settings()


@pytest.mark.parametrize(
    ("text", "size"), [("1024x768", (1024, 768)), (" 512 × 512 ", (512, 512)), ("Wide", (1344, 768))]
)
def test_sizes_are_read(text: str, size: tuple[int, int]) -> None:
    assert checking.parse_size(text) == size


@pytest.mark.parametrize("text", ["", "x", "1024", "1025x1024", "128x1024", "4096x4096", "-512x512", "99999999x512"])
def test_sizes_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(checking.SettingsWrong):
        checking.parse_size(text)


def test_the_folder_follows_the_environment() -> None:
    assert settings.folder({settings.FOLDER_VARIABLE: "/somewhere"}) == Path("/somewhere")


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://api.openai.com/v1", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://[::1]:80/v1", True),
        ("http://api.openai.com", False),
        ("http://localhost.example", False),
        ("http://127.0.0.1.example:80", False),
        ("https://key@api.openai.com", False),
        ("ftp://api.openai.com", False),
    ],
)
def test_a_key_goes_over_https_or_stays_on_this_machine(url: str, is_safe: bool) -> None:
    text = f'[[hosted]]\nname = "away"\nservice = "openai"\nurl = "{url}"\n'
    if is_safe:
        assert settings.decode(text, "settings.toml").hosted[0].url == url
    else:
        with pytest.raises(checking.SettingsWrong, match="line 4"):
            settings.decode(text, "settings.toml")


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ('url = "http://gpu:11434"\nmodel = "qwen3-vl:8b"', 0),
        ('url = "https://api.example/v1"\nkey = "${KEY}"', 0),
        ('url = "http://gpu:11434"\nkey = "${KEY}"', 2),
        ('url = "gpu:11434"', 2),
        ('url = "https://api.example"\nkey = "sk-123"', 3),
    ],
)
def test_a_vision_server_has_an_address_and_its_key_is_named_and_stays_safe(table: str, line: int) -> None:
    text = f"[vision]\n{table}\n"
    if not line:
        assert settings.decode(text, "settings.toml").vision.url
        return
    with pytest.raises(checking.SettingsWrong, match=f"line {line}"):
        settings.decode(text, "settings.toml")
