"""What searches find, against a plain filter over plain records."""

from __future__ import annotations

import random
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import inf
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from library.errors import QueryWrong
from library.index.database import connect, transaction
from library.index.rows import NewPicture, picture_values
from library.records import PictureFacts
from library.search import bitmap_filter as sieve_room
from library.search import conditions as conditions_room
from library.search import pages as query_room
from library.search.language import Both, Either, Never, Tree, parse, written
from library.search.pages import found_ids, page_rows
from library.search.terms import Made, Named, Numbers, Shape, State, Term, Words
from library.store import Library

NOW = datetime(2026, 11, 22, 12, 0, 0)
WORDS = ("milo", "raccoon", "rack", "racing", "north", "wall", "coffee", "désk", "mug")
SIZES = ((1024, 1024), (1152, 896), (1344, 768), (640, 360), (1023, 1000))
SEEDS = (0, 1, 42, 43, 2**63 - 1, 2**63, 2**64 - 1, None)
STEPS = (0, 4, 8, 20, 28, 31, None)
ALBUMS = ("Best of", "Best of 2026", "blog")
TAGS = ("robot", "robot arm", "night")
LABELS = ("red", "to do", "tö")


@dataclass(frozen=True)
class Row:
    id: int
    trashed: bool
    missing: bool
    texts: dict[str, str]
    tags: tuple[str, ...]
    albums: tuple[str, ...]
    label: str
    seed: int | None
    size: tuple[int, int]
    rating: int
    mark: str
    letterings: int
    misread: int
    misplaced: int
    draft: bool
    opened: bool
    created: float
    stack: str
    steps: int | None


class Shelf:
    """An index and what is in it; named shortly where a test fails."""

    def __init__(self, path: Path, rows: list[Row]) -> None:
        self.path = path
        self.rows = rows


def some(made: random.Random, words: tuple[str, ...], most: int) -> str:
    return " ".join(made.choices(words, k=made.randint(0, most)))


def invent(number: int, made: random.Random) -> Row:
    return Row(
        id=number,
        trashed=made.random() < 0.1,
        missing=made.random() < 0.05,
        texts={
            **{name: some(made, WORDS, 3) for name in ("scene", "prompt", "saying", "plate", "style")},
            "characters": made.choice(("Milo", "James", "Milo James", "")),
            "engine": made.choice(("draft", "lab")),
            "model": made.choice(("flux1-dev.safetensors", "painter", "")),
            "loras": made.choice(("neon-mug.safetensors", "")),
        },
        tags=tuple(sorted(made.sample(TAGS, made.randint(0, 2)))),
        albums=tuple(made.sample(ALBUMS, made.randint(0, 2))),
        label=made.choice(("", *LABELS)),
        seed=made.choice(SEEDS),
        size=made.choice(SIZES),
        rating=made.randint(0, 5),
        mark=made.choice(("", "pick", "reject")),
        letterings=made.randint(0, 1),
        misread=made.randint(0, 1),
        misplaced=made.randint(0, 1),
        draft=made.random() < 0.5,
        opened=made.random() < 0.5,
        created=NOW.timestamp() - made.random() * 400 * 86400,
        stack=made.choice(("", "a", "b", "c")),
        steps=made.choice(STEPS),
    )


def insert(connection: sqlite3.Connection, row: Row) -> None:
    texts = row.texts
    facts = PictureFacts(
        scene=texts["scene"],
        prompt=texts["prompt"],
        saying=texts["saying"],
        plate=texts["plate"],
        style=texts["style"],
        engine=texts["engine"],
        model=texts["model"],
        characters=tuple(texts["characters"].split()),
        loras=tuple(texts["loras"].split()),
        draft=row.draft,
        seed=row.seed,
        steps=row.steps,
        stack=row.stack,
    )
    width, height = row.size
    new = NewPicture(
        key=f"k{row.id}", path=f"folder1/{row.id}.png", sha256="", bytes=1, created=row.created, width=width,
        height=height, facts=facts,
    )  # fmt: skip
    values = {
        **picture_values(new),
        **{"id": row.id, "trashed": row.trashed, "missing": row.missing, "rating": row.rating, "mark": row.mark},
        **{"letterings": row.letterings, "misread": row.misread, "misplaced": row.misplaced},
        **{"opened": row.opened, "tags": "\n".join(row.tags), "label": row.label},
    }
    marks = ", ".join(f":{column}" for column in values)
    connection.execute(f"insert into picture ({', '.join(values)}) values ({marks})", values)
    for kind, names in (("tag", row.tags), ("album", row.albums)):
        for name in names:
            connection.execute(f"insert or ignore into {kind} (name) values (?)", (name,))
            connection.execute(
                f"insert into picture_{kind} select id, ? from {kind} where name = ?",
                (row.id, name),
            )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("library")
    Library.open(folder).close()
    made = random.Random(7)
    rows = [invent(number, made) for number in range(1, 301)]
    path = folder / ".studio" / "index.sqlite"
    with closing(connect(path)) as connection, transaction(connection):
        for row in rows:
            insert(connection, row)
        for name, query in (("mine", "milo or rating:>=4"), ("twice", "saved:mine -is:pick")):
            connection.execute("insert into saved_search values (?, ?, 0)", (name, query))
    return Shelf(path, rows)


@pytest.fixture(params=["a small library", "a large one"], autouse=True, scope="module")
def plan(request: pytest.FixtureRequest) -> Iterator[None]:
    """All ways in which a search can be led, which a large library chooses by counts."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(query_room, "COUNT_SECONDS", 60.0)
        if request.param == "a large one":
            patched.setattr(query_room, "_FIRST_WINDOW", 16)
            for name, value in (("_MOST_ASKED", 20), ("_DEAR", 2), ("_CHUNK", 4), ("_SPLIT", 8)):
                patched.setattr(sieve_room, name, value)
            patched.setattr(conditions_room, "_MOST_FILES", 20)
        yield


COLUMNS = {"cast": "characters", "saying": "saying", "lora": "loras"}
SAVED = {"mine": "milo or rating:>=4", "twice": "saved:mine -is:pick"}


def cut(text: str) -> list[str]:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain.lower())


def has(text: str, wanted: Words) -> bool:
    words, asked = cut(text), cut(wanted.text)
    for start in range(len(words) - len(asked) + 1):
        piece = words[start : start + len(asked)]
        if piece[:-1] == asked[:-1] and (piece[-1] == asked[-1] if wanted.exact else piece[-1].startswith(asked[-1])):
            return True
    return False


def matches(tree: Tree, row: Row) -> bool:
    match tree:
        case Both(parts):
            return all(matches(part, row) for part in parts)
        case Either(parts):
            return any(matches(part, row) for part in parts)
        case Never(part):
            return not matches(part, row)
    return term_matches(tree, row)


def term_matches(term: Term, row: Row) -> bool:
    match term:
        case Words():
            return words_match(term, row)
        case Named("album", name, exact):
            albums = [album.lower() for album in row.albums]
            return any(album == name.lower() if exact else album.startswith(name.lower()) for album in albums)
        case Named("label", name, exact):
            return bool(row.label) and (row.label == name.lower() if exact else row.label.startswith(name.lower()))
        case Named("file", name, _):
            return name.lower() in f"{row.id}.png"
        case Named(_, name, _):
            return matches(parse(SAVED[name], NOW), row)
        case Shape(width, height, ratio):
            across, down = row.size
            return abs(across * height - down * width) * 100 <= down * width if ratio else row.size == (width, height)
        case State(word):
            unread = not row.opened and not row.rating and not row.mark
            flags = {"lettered": row.letterings, "misread": row.misread, "misplaced": row.misplaced, "draft": row.draft}
            states = {"unread": unread, **{flag: bool(value) for flag, value in flags.items()}}
            return states.get(word, row.mark == word)
        case Made(field, when):
            return row.created < when if field == "before" else row.created >= when
        case Numbers(field, low, high):
            value = {"seed": row.seed, "steps": row.steps, "rating": row.rating, "size": max(row.size)}[field]
            return value is not None and low <= value <= high


def words_match(term: Words, row: Row) -> bool:
    if not term.text:
        return False
    if term.field == "tag":
        return term.text.lower() in row.tags if term.exact else any(has(tag, term) for tag in row.tags)
    if term.field:
        return has(row.texts[COLUMNS.get(term.field, term.field)], term)
    everywhere = [row.texts[name] for name in ("scene", "prompt", "saying", "plate", "style", "characters")]
    return any(has(text, term) for text in (*everywhere, *row.tags))


TERMS = (
    *("milo", "rac", "north-wall", '"north wall"', '"rac"', "zebra", "desk", "...", "cast:milo", 'cast:"mil"'),
    *("saying:mug", "plate:north", "style:coffee", "engine:draft", "model:flux1-dev", "lora:neon", "seed:42"),
    *("seed:>=43", "seed:0..42", "seed:9223372036854775808", "seed:>=9223372036854775808", "size:1024x1024"),
    *("steps:20", "steps:=4", "steps:>28", "steps:>=8", "steps:<8", "steps:<=0", "steps:4..8", "steps:29..30"),
    *("steps:0", "steps:21", "steps:>=0", "steps:9223372036854775807", "steps:<99999999999999999999"),
    *("size:16:9", "size:>=1024", "size:<700", "rating:5", "rating:>=4", "rating:0", "rating:<1", "is:pick"),
    *(
        "is:reject",
        "is:lettered",
        "is:misread",
        "is:misplaced",
        "is:draft",
        "is:unread",
        "tag:robot",
        'tag:"robot"',
        "tag:arm",
        'tag:"robot arm"',
    ),
    *("album:best", 'album:"best of"', "album:none", "before:2026-06", "after:2026-06-15", "after:30d"),
    *("label:red", 'label:"RED"', "label:t", 'label:"to do"', 'label:"to"', "label:TÖ", "label:none"),
    *("before:2020", "saved:mine", "saved:twice", "file:1", 'file:"2.PNG"', "file:folder", "file:%"),
)
QUERIES = st.recursive(
    st.sampled_from(TERMS),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(" ".join),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: "(" + " or ".join(some) + ")"),
        parts.map(lambda part: f"-({part})"),
    ),
    max_leaves=5,
)


def expected(rows: list[Row], tree: Tree, trashed: bool, stacked: bool) -> list[int]:
    found, seen = [], set()
    for row in reversed(rows):
        if row.trashed == trashed and not row.missing and matches(tree, row):
            if not stacked or not row.stack or row.stack not in seen:
                found.append(row.id)
            seen.add(row.stack)
    return found


@given(QUERIES, st.booleans(), st.booleans(), st.sampled_from((23, 60)))
@settings(max_examples=60)
def test_pages_are_those_of_a_plain_filter(shelf: Shelf, query: str, trashed: bool, stacked: bool, limit: int) -> None:
    path, rows = shelf.path, shelf.rows
    wanted = expected(rows, parse(query, NOW), trashed, stacked)
    found: list[int] = []
    before: int | None = None
    with closing(connect(path)) as connection:
        while True:
            try:
                page = page_rows(connection, query, before, limit, trashed, stacked, now=NOW)
            except QueryWrong:
                # Only where the brackets multiply too far.
                assume(False)
            assert page.total == len(wanted)
            assert not page.at_least
            found += [row["id"] for row in page.rows]
            before = page.before
            if before is None:
                break
            assert len(page.rows) == limit
    assert found == wanted


@given(QUERIES, st.booleans(), st.booleans(), st.sampled_from((1, 23, 60)), st.integers(0, 301))
@settings(max_examples=60)
def test_pages_go_both_ways(shelf: Shelf, query: str, trashed: bool, stacked: bool, limit: int, place: int) -> None:
    path, rows = shelf.path, shelf.rows
    wanted = expected(rows, parse(query, NOW), trashed, stacked)
    with closing(connect(path)) as connection:
        search = partial(page_rows, connection, query, limit=limit, trashed=trashed, stacked=stacked, now=NOW)
        try:
            first, up, down = search(before=None), search(before=None, after=place), search(before=place)
        except QueryWrong:
            assume(False)
        newer, older = [one for one in wanted if one > place], [one for one in wanted if one < place]
        shown = [row["id"] for row in up.rows]
        assert shown == newer[-limit:]
        assert up.after == (shown[0] if len(newer) > limit else None)
        assert (up.before is None) == (len(newer) == len(wanted))
        assert up.before is None or [one for one in wanted if one < up.before] == wanted[len(newer) :]
        assert [row["id"] for row in down.rows] == older[:limit]
        assert (down.after is None) == (len(older) == len(wanted))
        assert down.after is None or [one for one in wanted if one > down.after] == wanted[: len(wanted) - len(older)]
        assert (first.after, up.total) == (None, len(wanted))


def test_pages_upwards_meet_without_gap(shelf: Shelf) -> None:
    path, rows = shelf.path, shelf.rows
    for patience in (inf, 1e-9):
        found: list[int] = []
        after: int | None = 0
        with closing(connect(path)) as connection:
            while after is not None:
                page = page_rows(connection, "milo -is:pick", None, 7, False, True, patience, NOW, after)
                found = [row["id"] for row in page.rows] + found
                after = page.after
        assert found == expected(rows, parse("milo -is:pick", NOW), False, True)


def test_ids_between_two(shelf: Shelf) -> None:
    path, rows = shelf.path, shelf.rows
    wanted = expected(rows, parse("milo", NOW), False, False)
    with closing(connect(path)) as connection:
        search = partial(found_ids, connection, "milo", trashed=False, stacked=False)
        assert search(newest=None, oldest=None, limit=1000) == wanted
        assert search(newest=wanted[2], oldest=wanted[5], limit=1000) == wanted[2:6]
        assert search(newest=wanted[5], oldest=wanted[2], limit=1000) == []
        assert search(newest=2**70, oldest=-5, limit=3) == wanted[:3]


@pytest.mark.parametrize("query", TERMS)
def test_each_term_alone_and_its_contrary(shelf: Shelf, query: str) -> None:
    path, rows = shelf.path, shelf.rows
    with closing(connect(path)) as connection:
        for text in (query, f"-{query}", f"milo {query}", f"is:draft {query}", f"zebra or {query}"):
            for trashed in (False, True):
                wanted = expected(rows, parse(text, NOW), trashed, False)
                page = page_rows(connection, text, None, 1000, trashed, now=NOW)
                assert [row["id"] for row in page.rows] == wanted, text


@given(QUERIES)
def test_what_is_written_is_read_again(query: str) -> None:
    tree = parse(query, NOW)
    assert parse(written(tree), NOW) == parse(written(parse(written(tree), NOW)), NOW)


def test_a_search_without_patience_goes_on_where_it_stopped(shelf: Shelf) -> None:
    path, rows = shelf.path, shelf.rows
    found: list[int] = []
    before: int | None = None
    with closing(connect(path)) as connection:
        for _ in range(100):
            page = page_rows(connection, "milo rating:5", before, 3, False, patience=1e-9, now=NOW)
            found += [row["id"] for row in page.rows]
            before = page.before
            if before is None:
                break
    assert found == expected(rows, parse("milo rating:5", NOW), False, False)
