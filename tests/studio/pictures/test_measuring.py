"""Pictures are measured once for the references that their members have, and again when these change."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from library.files.owners import claim_measuring
from library.records import Picture, PictureFacts
from library.search.ordering.order import Order
from library.store import Library
from studio import side_processes
from studio.cast import loading
from studio.cast.members import Character
from studio.cli.beside.measuring import measure_until
from studio.pictures.drift import measuring as door
from studio.pictures.drift.measuring import KnownMember, Pixels
from studio.pictures.drift.records import Drift, Part, Unmeasurable
from studio.pictures.measuring.measuring import Measurer
from studio.pictures.measuring.subjects import subjects
from studio.pictures.measuring.waiting import Waiting
from tests.conftest import Home

PATIENCE = 30.0
"""Seconds after which what never came is a failure."""


def png(shade: int) -> bytes:
    return cv2.imencode(".png", np.full((8, 8, 3), shade, np.uint8))[1].tobytes()


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    opened = Library.open(home.library)
    yield opened
    opened.close()


def known_cast(cast: Sequence[Character]) -> tuple[KnownMember | Unmeasurable, ...]:
    return tuple(
        Unmeasurable("No", "the references are too small") if one.name == "Nap" else KnownMember(one.name, "")
        for one in cast
    )


def measure_all(pixels: Pixels, members: Sequence[KnownMember], recipe: str = "") -> tuple[Drift | Unmeasurable, ...]:
    """How dark it is."""
    value = round(1 - float(pixels.mean()) / 255, 3)
    if value == 1.0:
        raise ZeroDivisionError
    part = Part("colours", 19.0, 8.0, 1.2, "coat: #2F5DA8, here #6A5D8C, ΔE 19")
    return tuple(Drift(one.name, value, (part,), (0, 0, 8, 8), "milo.png") for one in members)


@pytest.fixture(autouse=True)
def measure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A measure that takes no time."""
    monkeypatch.setattr(door, "known_cast", known_cast)
    monkeypatch.setattr(door, "measure_all", measure_all)


@pytest.fixture
def cast(home: Home) -> tuple[Character, ...]:
    """Milo and James of those that are shipped, with references of one's own, and two of one's own."""
    home.settings.mkdir(parents=True, exist_ok=True)
    for name, shade in (("a.png", 1), ("b.png", 2)):
        (home.settings / name).write_bytes(png(shade))
    (home.settings / "cast.toml").write_text(
        '[[character]]\nname = "Zed"\nlook = "a robot"\nreferences = ["a.png"]\n'
        '[[character]]\nname = "Nap"\nlook = "a cat"\nreferences = ["b.png", "gone.png"]\n'
        '[[character]]\nname = "Bare"\nlook = "a dog"\n'
    )
    return loading.load(home.settings).members


def drawn(library: Library, shade: int, *names: str) -> Picture:
    return library.save_picture(png(shade), PictureFacts(characters=names), key=f"{shade}/{names}")


def measured(library: Library, cast: Sequence[Character]) -> list[int]:
    return [one.picture.id for one in Measurer(library, cast, subjects(cast)).measure_waiting(lambda: False)]


def test_who_has_references_is_measured_once(library: Library, cast: tuple[Character, ...], home: Home) -> None:
    ids = [
        drawn(library, shade, *names).id for shade, names in ((51, ("Zed",)), (102, ("zed", "Nap")), (153, ("Bare",)))
    ]
    assert measured(library, cast) == [ids[1], ids[0]]
    assert measured(library, cast) == []
    (said,) = library.drift.of(ids[0])
    assert (said.member, said.drift, said.against) == ("Zed", 0.8, subjects(cast)[-2].against)
    zed, nap = library.drift.of(ids[1])
    assert (nap.drift, nap.reason, zed.drift) == (None, "the references are too small", 0.6)
    assert [one.id for one in library.page(order=Order("Zed")).pictures] == [ids[1], ids[0]]
    later = drawn(library, 200, "Zed").id
    assert measured(library, cast) == [later]
    (home.settings / "a.png").write_bytes(png(3))
    assert measured(library, loading.load(home.settings).members) == [later, ids[1], ids[0]]
    file = home.settings / "cast.toml"
    file.write_text(file.read_text().replace('"a robot"\n', '"a robot"\ncolours = {body = "#2f5da8"}\n'))
    assert measured(library, loading.load(home.settings).members) == [later, ids[1], ids[0]]


def test_one_picture_that_cannot_be_measured_is_not_all(library: Library, cast: tuple[Character, ...]) -> None:
    black, whole, gone = (drawn(library, shade, "Zed") for shade in (0, 51, 60))
    Path(gone.path).unlink()
    assert measured(library, cast) == [gone.id, whole.id, black.id]
    assert ["ZeroDivisionError" in one.reason for one in library.drift.of(black.id)] == [True]
    assert [one.drift for one in library.drift.of(gone.id)] == [None]
    assert measured(library, cast) == []


def test_a_look_finds_what_came_since(library: Library, cast: tuple[Character, ...], home: Home) -> None:
    waiting = Waiting(library, home.settings)
    assert not waiting.look()
    drawn(library, 51, "Bare")
    assert not waiting.look()
    drawn(library, 52, "Zed")
    assert waiting.look()
    assert waiting.look()
    measured(library, waiting.cast)
    assert not waiting.look()
    (home.settings / "a.png").write_bytes(png(4))
    assert waiting.look()


def test_what_comes_is_measured_beside_until_nothing_comes(
    library: Library, cast: tuple[Character, ...], home: Home
) -> None:
    first = drawn(library, 51, "Zed")
    measure_until(library, home.settings, threading.Event(), lingers=0.01)
    assert library.drift.of(first.id)
    stop = threading.Event()
    thread = threading.Thread(target=measure_until, args=(library, home.settings, stop))
    thread.start()
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


async def test_an_open_studio_has_a_process_that_measures(
    library: Library, cast: tuple[Character, ...], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_processes, "MEASURED_FIRST_AFTER", 0)
    monkeypatch.setattr(side_processes, "MEASURED_AFTER", 0.01)
    picture = drawn(library, 51, "Zed")
    process = side_processes.measuring(library, home.settings)
    process.begin()
    try:
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(library.drift.of, picture.id):
                await asyncio.sleep(0.02)
    finally:
        await process.end()
    assert claim_measuring(home.library).mine
