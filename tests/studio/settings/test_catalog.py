"""What is said of settings: of each something, and in the README the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import msgspec
import pytest

from studio.settings.catalog import Setting, about, settings_of
from studio.settings.engine_settings import FallbackSettings, HostedSettings, ServerSettings
from studio.settings.settings import Settings

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
ALL = (
    *settings_of(Settings),
    *settings_of(ServerSettings, ("servers",)),
    *settings_of(HostedSettings, ("hosted",)),
    *settings_of(FallbackSettings, ("fallback",)),
)


def default(setting: Setting) -> str:
    """The default as the README has it."""
    value = setting.default
    return "" if value in ("", (), {}) else f"`{str(value).lower() if isinstance(value, bool) else value}`"


def row(setting: Setting) -> str:
    """The README's line on a setting."""
    choices = ", ".join(f"`{one}`" for one in setting.choices or ("true", "false") * isinstance(setting.default, bool))
    when = "at once" if setting.is_live else "next start"
    return f"| `{setting.name}` | {setting.meaning} | {choices} | {default(setting)} | {when} |"


def test_the_readme_says_of_each_setting_what_the_screen_says() -> None:
    found = re.findall(r"^\| setting \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert len(found) == 1
    assert found[0].splitlines() == [row(setting) for setting in ALL]


def test_each_setting_has_a_group_and_a_meaning_and_its_default_is_allowed() -> None:
    for setting in ALL:
        assert setting.group
        assert setting.meaning[0].isupper() or setting.meaning.startswith(setting.choices or "\0")
        assert not setting.meaning.endswith(".")
        needed = setting.name == "hosted.service"  # it has no default
        assert not setting.choices or needed or setting.default in setting.choices


class Numbers(msgspec.Struct):
    size: Annotated[int, about("A", "How large", least=1, most=9, is_live=True)] = 3


class Silent(msgspec.Struct):
    plain: str = ""


def test_bounds_stand_beside_the_field_and_hold_in_the_file() -> None:
    (setting,) = settings_of(Numbers)
    assert (setting.kind, setting.least, setting.most, setting.holds) == ("number", 1, 9, "at once")
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"size": 10}, Numbers)


def test_a_setting_of_which_nothing_is_said_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="nothing is said of the setting plain"):
        settings_of(Silent)
