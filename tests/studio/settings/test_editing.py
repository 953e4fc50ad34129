"""Whatever a person wrote stays as it was, but for the one value."""

from __future__ import annotations

import difflib
import tomllib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio.settings.editing import Change, SettingNotKept, changed, standing
from studio.settings.tables import TableUnreadable

HOME = """# My studio.
library = "~/x"   # where

# who draws
engine = 'auto'

# words
[lettering]
font = "Lobster"  # nice

# the big one
[[servers]]   # one
name = "a"
url = "http://a"
headers = { Authorization = "Bearer ${X}" }  # c

[servers.models]
unet = "u"

# the small one
[[servers]]
name = "b"
url = "http://b"

# by hand
[keys]
"gallery.trash" = "delete"
"""


def lines_after(text: str, change: Change) -> tuple[set[str], set[str]]:
    """The lines that are new, and those that went; empty ones do not count."""
    new = changed(text, change, "settings.toml")
    told = list(difflib.ndiff(text.splitlines(), new.splitlines()))
    fresh, gone = ({line[2:] for line in told if line[:2] == sign and line[2:]} for sign in ("+ ", "- "))
    return fresh, gone


@pytest.mark.parametrize(
    ("change", "fresh", "gone"),
    [
        (Change(("engine",), "a"), {'engine = "a"'}, {"engine = 'auto'"}),
        (Change(("library",), "~/y"), {'library = "~/y"   # where'}, {'library = "~/x"   # where'}),
        (Change(("theme",), "nord"), {'theme = "nord"'}, set()),
        (Change(("notify",), False), {"notify = false"}, set()),
        (Change(("lettering", "ink"), "#ffffff"), {'ink = "#ffffff"'}, set()),
        (Change(("lettering", "font"), None), set(), {'font = "Lobster"  # nice'}),
        (Change(("keys", "gallery.open"), "o"), {'"gallery.open" = "o"'}, set()),
        (Change(("servers", "b"), None), set(), {'name = "b"', 'url = "http://b"', "[[servers]]"}),
        (
            Change(("servers", "a"), None),
            set(),
            {
                *("[[servers]]   # one", 'name = "a"', 'url = "http://a"', "[servers.models]", 'unet = "u"'),
                'headers = { Authorization = "Bearer ${X}" }  # c',
            },
        ),
        (
            Change(("servers", "c"), {"name": "c", "url": "http://c", "models": {"vae": "v"}}),
            {"[[servers]]", 'name = "c"', 'url = "http://c"', "[servers.models]", 'vae = "v"'},
            set(),
        ),
        (
            Change(
                ("servers", "a"),
                {
                    "name": "a",
                    "url": "http://z",
                    "headers": {"Authorization": "Bearer ${X}"},
                    "models": {"unet": "u", "vae": "v"},
                },
            ),
            {'url = "http://z"', 'vae = "v"'},
            {'url = "http://a"'},
        ),
    ],
)
def test_nothing_but_the_value_is_another(change: Change, fresh: set[str], gone: set[str]) -> None:
    assert lines_after(HOME, change) == (fresh, gone)


def test_a_new_line_comes_before_the_remarks_on_what_follows() -> None:
    lines = changed(HOME, Change(("lettering", "ink"), "auto"), "x").splitlines()
    assert lines[lines.index('ink = "auto"') - 1] == 'font = "Lobster"  # nice'
    lines = changed(HOME, Change(("servers", "a"), None), "x").splitlines()
    assert lines[lines.index('name = "b"') - 2] == "# the small one"


def test_a_table_that_is_new_comes_last_and_a_file_may_have_been_empty() -> None:
    assert changed("", Change(("lettering", "ink"), "auto"), "x") == '[lettering]\nink = "auto"\n'
    assert changed("# mine\n", Change(("lettering", "ink"), "auto"), "x") == '# mine\n\n[lettering]\nink = "auto"\n'
    assert (
        changed("", Change(("servers", "a"), {"name": "a", "url": "u"}), "x") == '[[servers]]\nname = "a"\nurl = "u"\n'
    )


def test_what_was_changed_meanwhile_is_not_written_over() -> None:
    with pytest.raises(SettingNotKept, match="changed meanwhile"):
        changed(HOME, Change(("engine",), "a", before="draft"), "x")
    with pytest.raises(SettingNotKept, match="The server 'z' was changed meanwhile"):
        changed(HOME, Change(("servers", "z"), {"name": "z"}, before={"name": "z", "url": "u"}), "x")
    assert 'engine = "a"' in changed(HOME, Change(("engine",), "a", before="auto"), "x")


@pytest.mark.parametrize(
    "change",
    [
        Change(("engine",), "auto", before="draft"),
        Change(("theme",), None, before="nord"),
        Change(("servers", "b"), {"name": "b", "url": "http://b"}, before=None),
    ],
)
def test_what_is_so_already_is_no_mistake(change: Change) -> None:
    assert changed(HOME, change, "settings.toml") == HOME


def test_a_text_that_is_no_toml_is_refused_with_its_line() -> None:
    with pytest.raises(TableUnreadable, match=r"settings\.toml, line 2"):
        changed("a = 1\nb =\n", Change(("engine",), "a"), "settings.toml")


def test_line_ends_stay() -> None:
    text = HOME.replace("\n", "\r\n")
    for change in (
        Change(("theme",), "nord"),
        Change(("engine",), "a"),
        Change(("servers", "c"), {"name": "c", "url": "u"}),
    ):
        assert "\n" not in changed(text, change, "x").replace("\r\n", "")


REMARKS = st.lists(
    st.text(st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029"), max_size=20), max_size=3
)
WORDS = st.text(max_size=12)
PLACES = st.sampled_from(
    [
        ("engine",),
        ("theme",),
        ("library",),
        ("lettering", "font"),
        ("lettering", "ink"),
        ("keys", "gallery.trash"),
        ("keys", "x"),
    ]
)
SHAPES = (
    'engine = "draft"{c}',
    "library = '''\nover\nlines # no remark\n[keys]\n'''{c}",
    "lettering.font = 'x'{c}",
    "lettering = {{ font = 'x' }}{c}",
    "[lettering]{c}\nfont = 'a'{c}",
    "  [lettering]{c}\n  font = 'a'{c}\n  ink = 'b'",
    "[keys]{c}\n'gallery.trash' = \"delete\"{c}\n\"x\" = 'y'",
    "[[servers]]{c}\nname = 'a'{c}\nurl = 'u'\n[servers.models]{c}\nunet = 'u'",
    "[[servers]]\nname = 'b'\nurl = 'u'{c}\nheaders = {{ a = 'b' }}{c}",
    "servers = [ {{ name = 'a', url = 'u' }},{c}\n  {{ name = 'b', url = 'u' }}{c}\n]",
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Settings as people write them: in any order that is TOML, with remarks and empty lines anywhere."""
    parts = []
    for shape in draw(st.lists(st.sampled_from(SHAPES), unique=True, max_size=6)):
        parts += [f"#{remark}" for remark in draw(REMARKS)]
        parts += [""] * draw(st.integers(0, 2))
        parts.append(shape.format(c=draw(st.sampled_from(["", " # remark", "\t#[keys]"]))))
    text = "\n".join(parts) + draw(st.sampled_from(["", "\n", "\n\n# end\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def table(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def said(found: dict[str, Any]) -> dict[str, Any]:
    """What a file says: an empty table says nothing."""
    return {key: one for key, one in found.items() if one != {}}


@given(files(), PLACES, WORDS | st.none())
@example("engine = 'draft'\nlettering.font = 'x'", ("lettering", "font"), None)
@example("[lettering]\nfont = '''\n[keys]\n'''", ("lettering", "ink"), "x")
def test_any_file_says_the_same_but_for_the_value(text: str, place: tuple[str, ...], value: str | None) -> None:
    before = table(text)
    if before is None:
        return
    new = changed(text, Change(place, value), "settings.toml")
    after = table(new)
    assert after is not None
    assert standing(after, place) == value
    undone = changed(new, Change(place, standing(before, place)), "settings.toml")
    assert said(table(undone) or {}) == said(before)
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            assert line in new.splitlines(), "remarks stay"


HEADING_IN_A_TEXT = "[[servers]]\nname = 'b'\nurl = 'u'\nca_file = '''\n[keys]\n'''"


@given(files(), st.sampled_from(["a", "b", "c"]), st.booleans())
@example(HEADING_IN_A_TEXT, "a", True)
@example(HEADING_IN_A_TEXT, "b", True)
def test_any_file_takes_and_loses_servers(text: str, name: str, stays: bool) -> None:
    before = table(text)
    if before is None:
        return
    value = {"name": name, "url": "http://z", "headers": {"Authorization": "Bearer ${T}"}} if stays else None
    after = table(changed(text, Change(("servers", name), value), "settings.toml"))
    assert after is not None
    assert standing(after, ("servers", name)) == value
    others = [one for one in before.get("servers", []) if one["name"] != name]
    assert [one for one in after.get("servers", []) if one["name"] != name] == others
    assert said({**after, "servers": {}}) == said({**before, "servers": {}})


ACCOUNTS = """# paid
[[hosted]]
name = "openai"   # ours
service = "openai"

# when the lab is away
[[fallback]]
engine = "openai"
when = "offline"

# and when it is full
[[fallback]]
engine = "openai"
when = "busy"
"""


@pytest.mark.parametrize(
    ("change", "fresh", "gone"),
    [
        (
            Change(("hosted", "flux"), {"name": "flux", "service": "bfl", "options": {"output_format": "png"}}),
            {"[[hosted]]", 'name = "flux"', 'service = "bfl"', 'options = { output_format = "png" }'},
            set(),
        ),
        (
            Change(("hosted", "openai"), {"name": "oa", "service": "openai", "key": "${K}"}),
            {'name = "oa"   # ours', 'key = "${K}"'},
            {'name = "openai"   # ours'},
        ),
        (
            Change(("fallback", "1"), {"engine": "openai", "when": "busy", "jobs": 9}),
            {"jobs = 9"},
            set(),
        ),
        (Change(("hosted", "openai"), None), set(), {"[[hosted]]", 'name = "openai"   # ours', 'service = "openai"'}),
        (Change(("fallback", "1"), None), set(), {"[[fallback]]", 'engine = "openai"', 'when = "busy"'}),
        (
            Change(("fallback", "2"), {"engine": "draft", "by_itself": True}),
            {"[[fallback]]", 'engine = "draft"', "by_itself = true"},
            set(),
        ),
    ],
)
def test_accounts_go_by_name_and_who_draws_instead_by_place(change: Change, fresh: set[str], gone: set[str]) -> None:
    assert lines_after(ACCOUNTS, change) == (fresh, gone)
    with pytest.raises(SettingNotKept, match="changed meanwhile"):
        changed(ACCOUNTS, change._replace(before={"engine": "other"}), "x")
