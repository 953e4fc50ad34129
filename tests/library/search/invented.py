"""A shelf of invented pictures, as plain records and as rows of an index."""

from __future__ import annotations

import json
import random
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from library.index import drift_rows
from library.index.rows import NewPicture, picture_values
from library.records import Measured, PictureFacts
from library.search.fields.trouble_term import KINDS

NOW = datetime(2026, 11, 22, 12, 0, 0)
WORDS = ("milo", "raccoon", "rack", "racing", "north", "wall", "coffee", "désk", "mug")
SIZES = ((1024, 1024), (1152, 896), (1344, 768), (640, 360), (1023, 1000))
STEPS = (0, 4, 8, 20, 28, 31, None)
SEEDS = (0, 1, 42, 43, 2**63 - 1, 2**63, 2**64 - 1, None)
ALBUMS = ("Best of", "Best of 2026", "blog")
TAGS = ("robot", "robot arm", "night")
REFERENCES = (
    ("Milo", "milo.png", "3f9ac2" + 58 * "0"),
    ("Milo", "back view.png", "3f9ac3" + 58 * "1"),
    ("James", "42.png", "7" * 64),
    ("", "sketch.png", f"{17:064x}"),
)
"""Whose each is, its name and its hash; the last is the picture 17, and was painted over."""
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
    steps: int | None
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
    references: tuple[tuple[str, str, str], ...]
    drift: dict[str, float | None]
    cost: float | None
    troubles: tuple[str, ...]


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
        steps=made.choice(STEPS),
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
        references=tuple(made.sample(REFERENCES, made.randint(0, 2))),
        drift={
            name: made.choice((None, made.randint(0, 12) / 10))
            for name in made.sample(("Milo", "James", "Orange Cat"), made.randint(0, 2))
        },
        cost=made.choice((None, None, 0.006, 0.0336, 0.05, 0.13, 1.5)),
        troubles=tuple(made.sample(KINDS, made.choice((0, 0, 1, 2)))),
    )


def recipe_of(row: Row) -> str:
    """A recipe with the row's references; empty where there are none."""
    every = [{"character": member, "name": name, "sha256": sha256} for member, name, sha256 in row.references]
    whose, start = [one for one in every if one["character"]], [one for one in every if not one["character"]]
    return json.dumps({"references": whose, "start": start[0] if start else None}) if every else ""


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
        recipe=recipe_of(row),
        cost=row.cost,
    )
    width, height = row.size
    new = NewPicture(
        key=f"k{row.id}", path=f"folder1/{row.id}.png", sha256=f"{row.id:064x}", bytes=1, created=row.created,
        width=width, height=height, facts=facts,
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
    measured = [
        Measured(name, value, reason="" if value is not None else "too small") for name, value in row.drift.items()
    ]
    drift_rows.put(connection, row.id, measured)
    connection.executemany("insert into trouble values (?, ?)", [(kind, row.id) for kind in row.troubles])
