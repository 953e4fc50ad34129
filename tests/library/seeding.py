"""Rows without files, for tests and benchmarks of the index alone."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from library.index import connect, transaction
from library.records import PictureFacts
from library.rows import NewPicture, picture_values

_WORDS = (
    *("raccoon", "suit", "lab", "rack", "night", "coffee", "keyboard", "monitor", "cable", "window", "desk", "neon"),
    *("cyan", "panel", "server", "tired", "happy", "angry", "running", "sleeping", "typing", "celebrating", "bike"),
    *("moon", "rain", "blueprint", "whiteboard", "pizza", "lamp", "chair", "poster", "robot", "screen", "storm"),
    *("floor", "ceiling", "shadow", "light", "smoke", "fan", "drive", "tape", "label", "badge", "headset", "mug"),
)


def seed_rows(index: Path, count: int, seed: int = 1) -> None:
    """Add `count` pictures with 40-word prompts. In all: `milo`; in one of 500: `melancholy`; of 5,000: `zebra`."""
    made = random.Random(seed)
    with closing(connect(index)) as connection, transaction(connection):
        first = connection.execute("select coalesce(max(id), 0) from picture").fetchone()[0]
        for number in range(first, first + count):
            words = made.choices(_WORDS, k=40)
            rare = ["melancholy"] * (number % 500 == 250) + ["zebra"] * (number % 5000 == 250)
            _insert(connection, number, f"milo {' '.join(words[:8])}", " ".join([*words, *rare]))


def _insert(connection: sqlite3.Connection, number: int, scene: str, prompt: str) -> None:
    new = NewPicture(
        key=f"seeded/{number}",
        path=f"2026/11/{number}.png",
        sha256=f"{number:064x}",
        bytes=1_400_000,
        created=1_700_000_000.0 + number,
        width=1024,
        height=1024,
        facts=PictureFacts(
            scene=scene,
            prompt=prompt,
            saying="Works On My Machine" if number % 3 == 0 else "",
            characters=("Milo",),
            plate="north wall",
            style="flat cartoon",
            engine="draft",
            seed=number,
            steps=28,
            guidance=2.5,
            recipe='{"prompt": "' + prompt * 8 + '"}',
        ),
    )
    values = picture_values(new)
    columns, marks = ", ".join(values), ", ".join(f":{column}" for column in values)
    connection.execute(f"insert into picture ({columns}) values ({marks})", values)
