"""What the painter paints: the same for the same request, other for another, and nothing makes it stumble."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backends.base import DrawRequest, Figure
from backends.draft.canvas import Canvas, Pixels
from backends.draft.painter import chests, model_sheet, paint
from backends.draft.palette import SPECIES
from backends.draft.plates import NAMES
from backends.draft.reading import script
from tests.backends.draft.samples import CINDY, JAMES, MILO, STYLES, far, lettered, panels, request

SCENES = {
    "bike": "Milo rides the bike",
    "celebrate": "Milo celebrates",
    "run": "Milo is running",
    "type": "Milo is typing",
    "solder": "Milo is soldering",
    "sit": "Milo sits",
    "point": "Milo explains",
    "wave": "Milo waves",
    "think": "Milo ponders",
    "shrug": "Milo is baffled",
    "akimbo": "Milo is proud",
    "cheeks": "Milo is shocked",
    "stand": "Milo",
}


def test_the_same_request_gives_the_same_picture_in_any_process() -> None:
    code = (
        "import hashlib; from backends.draft.painter import paint; "
        "from tests.backends.draft.samples import *; "
        "styles = ('flat cartoon', 'painterly', 'figurine'); "
        "asked = [request('Milo and Cindy celebrate', 'west', (MILO, CINDY), 7, style=style) for style in styles]; "
        "print(hashlib.sha256(b''.join(paint(one).tobytes() for one in asked)).hexdigest())"
    )
    there = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": salt, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for salt in ("1", "2")
    ]
    here = [
        paint(request("Milo and Cindy celebrate", "west", (MILO, CINDY), 7, job_id="another", style=style))
        for style in STYLES
    ]
    assert {hashlib.sha256(b"".join(one.tobytes() for one in here)).hexdigest()} == set(there)


def test_steps_and_guidance_change_nothing() -> None:
    given_ = request("Milo codes")
    other = DrawRequest("x", "y", "words", 1, 256, 256, 50, 7.0, scene="Milo codes", plate="north", figures=(MILO,))
    assert np.array_equal(paint(given_), paint(other))


def test_the_seed_changes_the_composition() -> None:
    pictures = [paint(request("Milo codes", seed=seed)) for seed in range(4)]
    assert min(far(pictures[a], pictures[b]) for a in range(4) for b in range(a)) > 8


def test_the_four_walls_and_the_plain_one_differ() -> None:
    rooms = [paint(request(plate=plate, figures=())) for plate in (*NAMES, "elsewhere")]
    assert NAMES == ("north", "east", "south", "west")
    assert min(far(rooms[a], rooms[b]) for a in range(5) for b in range(a)) > 15
    assert np.array_equal(rooms[4], paint(request(plate="", figures=())))


def test_the_hour_is_seen_in_the_window() -> None:
    light = {hour: float(paint(request(hour, "east", ())).mean()) for hour in ("at 2 AM", "at noon", "at sunset")}
    assert light["at 2 AM"] < light["at sunset"] < light["at noon"]


@pytest.mark.parametrize("pose", script.POSES)
def test_every_pose_paints_its_own_picture(pose: str) -> None:
    told = script.read(SCENES[pose], [script.Who("Milo", "raccoon")]).parts[0]
    assert told.pose == (pose if pose != "stand" else "")
    picture = paint(request(SCENES[pose], figures=(MILO,)))
    empty = paint(request(SCENES[pose], figures=()))
    assert picture.shape == (256, 256, 3)
    assert far(picture, empty) > 12
    if pose != "stand":
        assert far(picture, paint(request("Milo", figures=(MILO,)))) > 3


@cache
def sheet_of(species: str) -> Pixels:
    return model_sheet(Figure("X", species), 256)


@pytest.mark.parametrize("species", [*SPECIES, "otter", ""])
def test_every_species_has_its_own_head(species: str) -> None:
    sheet = sheet_of(species)
    assert sheet.shape == (256, 256, 3)
    others = [other for other in SPECIES if other != species]
    if species in SPECIES:
        assert min(far(sheet, sheet_of(other)) for other in others) > 1


def test_the_colours_of_the_cast_are_worn() -> None:
    red = Figure("X", "fox", {"suit": "#cc2020", "fur": "no colour", "nonsense": "#123456"})
    sheet = model_sheet(red, 256).astype(int)
    assert int(((abs(sheet - (204, 32, 32))).sum(axis=2) < 30).sum()) > 900
    assert np.array_equal(
        model_sheet(Figure("X", "fox", {"fur": "no colour"}), 256), model_sheet(Figure("X", "fox"), 256)
    )


@pytest.mark.parametrize("size", [(512, 512), (672, 384), (384, 672)])
@pytest.mark.parametrize("scene", [*SCENES.values(), "Milo is reading", "Milo drinks coffee", "Milo is asleep"])
def test_the_panel_is_white_cyan_framed_and_uncovered(scene: str, size: tuple[int, int]) -> None:
    picture = paint(request(scene, "west", (lettered(MILO),), 3, size))
    x, y, wide, tall, count = panels(picture)[0]
    assert wide >= 0.18 * size[0]
    assert tall >= 0.4 * wide
    assert count >= 0.78 * wide * tall, "hands and props leave the panel free"
    inner = picture[y + tall // 4 : y + tall * 3 // 4, x + wide // 4 : x + wide * 3 // 4]
    assert int(inner.min()) >= 250
    around = picture[max(0, y - 8) : y + tall + 8, max(0, x - 8) : x + wide + 8].astype(int)
    cyan = (around[..., 0] < 90) & (around[..., 1] > 180) & (around[..., 2] > 200)
    assert int(cyan.sum()) > 0.9 * (wide + tall)


@pytest.mark.parametrize(
    ("size", "style"),
    [((640, 640), ""), ((1344, 1248), ""), ((256, 2048), ""), ((640, 640), "painterly"), ((768, 512), "figurine")],
)
@pytest.mark.parametrize("scene", ["Milo and James wave", "Milo runs", "James types while Milo sits on the couch"])
def test_the_painter_says_where_the_panels_are(scene: str, size: tuple[int, int], style: str) -> None:
    asked = request(scene, "west", (lettered(MILO), lettered(JAMES)), 5, size, style=style)
    picture, places = paint(asked), chests(asked)
    assert [(place.who, place.kind) for place in places] == [("Milo", "panel"), ("James", "panel")]
    for place in places:
        quad = np.array(place.quad)
        inner, outer = (quad.mean(0) + (quad - quad.mean(0)) * grow for grow in (0.82, 1.03))
        for corners, is_white in ((inner, True), (outer, False)):
            points = np.concatenate([corners, (corners + np.roll(corners, -1, 0)) / 2]).round().astype(int)
            inside = points[((points >= 0) & (points < (asked.width, asked.height))).all(1)]
            assert ((picture[inside[:, 1], inside[:, 0]] >= 240).all(1) == is_white).all()


def test_who_has_no_panel_has_a_chest_and_the_nearest_left_comes_first() -> None:
    places = chests(request("Milo and James", "west", (MILO, lettered(JAMES)), 3, (640, 640)))
    assert [(place.who, place.kind) for place in places] == [("Milo", "chest"), ("James", "panel")]
    assert max(x for x, _ in places[0].quad) < min(x for x, _ in places[1].quad)


def test_each_lettered_figure_has_a_panel_and_no_other_is_drawn() -> None:
    both = paint(request("Milo and James wave", "west", (lettered(MILO), lettered(JAMES)), 3, (640, 640)))
    first, second, *rest = panels(both)
    assert min(first[4], second[4]) > 4 * max((one[4] for one in rest), default=0)
    assert abs(first[0] - second[0]) > 200
    for plate in (*NAMES, "plain"):
        plain = panels(paint(request("Milo and James", plate, (MILO, JAMES), 3, (640, 640))))
        assert max((one[4] for one in plain), default=0) < 640 * 640 * 0.004


def test_the_word_draft_is_in_a_bottom_corner_and_is_no_panel() -> None:
    picture = paint(request(figures=(), size=(512, 512)))
    corners = np.concatenate([picture[460:, :90], picture[460:, -90:]], axis=1)
    assert int(corners.max()) > 170
    assert sum(one[4] for one in panels(picture)) < 60


def test_stages_count_up_to_their_total() -> None:
    heard: list[tuple[str, int, int]] = []

    def hear(name: str, index: int, total: int, canvas: Canvas) -> None:
        heard.append((name, index, total))

    for figures in ((), (MILO,), (MILO, JAMES), (MILO,) * 6):
        heard.clear()
        paint(request(figures=figures), hear)
        assert [index for _, index, _ in heard] == list(range(1, len(heard) + 1))
        assert {total for _, _, total in heard} == {len(heard)}


words = st.lists(
    st.sampled_from(
        [*SCENES.values(), "James asleep", "fire", "at 2 AM", "rain", "love", "on the couch", "\x00", "both", "ß"]
    )
)
figures = st.builds(
    Figure,
    st.text(max_size=12),
    st.sampled_from([*SPECIES, "", "yeti", "RACCOON "]),
    st.dictionaries(st.sampled_from(["fur", "suit", "hair", "", "x"]), st.text("#0aFz", max_size=8), max_size=3),
    st.lists(st.sampled_from(["glasses", "beard", "cap", "headset", "long hair", "bald", "labcoat", "?"])).map(tuple),
    st.booleans(),
    st.sampled_from(["", "a woman", "an old man with a cane", "a boy of seven", "\x00"]),
    st.sampled_from(["", "a red dress", "a long skirt", "shorts", "a sweater"]),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    scene=st.one_of(words.map(" ".join), st.text(max_size=60)),
    plate=st.sampled_from([*NAMES, "", "WEST", "nowhere"]),
    cast=st.lists(figures, max_size=6).map(tuple),
    seed=st.integers(-5, 2**63),
    style=st.sampled_from(["", "painterly", "figurine"]),
    size=st.tuples(st.integers(1, 420), st.integers(1, 420)),
)
def test_no_request_makes_it_stumble(
    scene: str, plate: str, cast: tuple[Figure, ...], seed: int, style: str, size: tuple[int, int]
) -> None:
    picture = paint(request(scene, plate, cast, seed, size, style=style))
    assert picture.shape == (max(size[1], 256), max(size[0], 256), 3)
    assert picture.dtype == np.uint8


@pytest.mark.parametrize("size", [(256, 2048), (2048, 256), (2048, 2048)])
def test_the_ends_of_the_range_of_sizes(size: tuple[int, int]) -> None:
    picture = paint(request("Milo and James celebrate " * 4000, "south", (lettered(MILO), JAMES), 2, size))
    assert picture.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("name", ["milo", "james"])
def test_the_shipped_references_are_small_whole_and_plain(name: str) -> None:
    data = (Path(__file__).parents[3] / "data" / "references" / f"{name}.png").read_bytes()
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert len(data) <= 80_000
    assert picture is not None
    assert picture.shape == (1024, 1024, 3)
    border = np.concatenate([picture[:8].reshape(-1, 3), picture[-8:].reshape(-1, 3), picture[:, :8].reshape(-1, 3)])
    assert int(np.ptp(border, axis=0).max()) <= 2, "nothing is cut by the picture's edge"
