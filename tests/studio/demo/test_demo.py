"""What the demo shows, and that nothing of it stays, nor of a person's own is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.store import Library
from studio.demo.opening import demo_settings, opened_demo, painter_count
from studio.demo.painter import paint_share
from studio.demo.painting import paint, recipe_of
from studio.demo.shots import SHOTS, takes
from studio.scenes import stock
from studio.scenes.stock import Stock
from studio.settings.settings import Settings, load
from tests.conftest import Home


@pytest.fixture
def goods(tmp_path: Path) -> Stock:
    return stock.load(tmp_path)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "demo")
    yield opened
    opened.close()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's place for temporary files."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_it_shows_forty_pictures_of_the_cast_everywhere(goods: Stock) -> None:
    recipes = [recipe_of(take, goods) for take in takes()]
    assert len(recipes) == 40
    assert all(recipe.cast for recipe in recipes)
    assert {member.name for recipe in recipes for member in recipe.cast} == {member.name for member in goods.cast}
    assert {recipe.plate for recipe in recipes} == {plate.name for plate in goods.plates} - {"plain ground"}
    assert {recipe.style for recipe in recipes} == {style.name for style in goods.styles}
    assert len({(recipe.scene, recipe.seed) for recipe in recipes}) == 40
    assert len({recipe.scene for recipe in recipes}) == len(SHOTS)


def test_every_word_is_worn_by_somebody(goods: Stock) -> None:
    for take in takes():
        recipe = recipe_of(take, goods)
        assert len(recipe.sayings) == sum(member.lettered for member in recipe.cast), recipe.scene


def test_each_picture_is_kept_as_a_person_would_have_it(library: Library, goods: Stock) -> None:
    wanted = [take for take in takes() if take.shot is SHOTS[0]]
    ids = [paint(library, goods, take, created=1.7e9) for take in wanted]
    (stack,) = library.page("tag:blog rating:5 is:pick cast:milo is:draft is:lettered -is:misplaced").pictures
    assert stack.id == ids[-1]
    assert [one.stacked for one in library.page(stacked=True).pictures] == [len(wanted)]
    assert library.letterings(stack.id)[0].sayings == SHOTS[0].sayings
    # The same again is the same picture.
    assert paint(library, goods, wanted[0], created=1.7e9) == ids[0]


def test_painters_share_the_work(tmp_path: Path, goods: Stock, library: Library) -> None:
    (tmp_path / "settings.toml").write_text(f'library = "{library.folder}"\n')
    paint_share(tmp_path, 13, 20)
    every = takes()
    assert [one.facts.seed for one in library.page().pictures] == [every[33].seed, every[13].seed]


def test_it_is_painted_while_it_is_open_and_gone_afterwards(home: Home, place: Path) -> None:
    before = sorted(home.settings.iterdir())
    with opened_demo() as folder:
        there = load(folder).library_folder()
        library = Library.open(there)
        try:
            while not library.page().pictures:
                assert folder.is_dir()
        finally:
            library.close()
        assert there.is_relative_to(place)
    assert list(place.iterdir()) == []
    assert sorted(home.settings.iterdir()) == before
    assert not home.library.exists()


def test_a_painter_ends_with_its_studio(home: Home, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(f'library = "{tmp_path / "painted"}"\n')
    command = [sys.executable, "-m", "studio.demo.painter", str(tmp_path), "0", "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as painter:
        assert painter.stdin is not None
        painter.stdin.close()
        assert painter.wait(30) == 0


def test_a_slip_in_the_own_settings_keeps_nobody_out(home: Home, place: Path) -> None:
    home.write_settings("no = table = at all")
    with opened_demo() as folder:
        assert load(folder) == Settings(library=load(folder).library)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(texts, texts), texts, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_its_settings_are_the_persons_keys_and_looks(keys: dict[str, str], theme: str, place: str) -> None:
    looks = Settings(keys=keys, theme=theme, pictures="sextants", colours="256", notify=False, motion="reduced")
    chosen = msgspec.structs.replace(looks, library="~/own", engine="spark2")
    read = msgspec.convert(tomllib.loads(demo_settings(chosen, Path("/demo") / place)), Settings)
    wanted = msgspec.structs.replace(looks, library=str(Path("/demo") / place))
    assert read == wanted


@pytest.mark.parametrize(("cores", "painters"), [(1, 1), (2, 1), (3, 2), (4, 3), (64, 3)])
def test_one_processor_is_the_studios(monkeypatch: pytest.MonkeyPatch, cores: int, painters: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    assert painter_count() == painters
