"""Rows without files, for tests and benchmarks of the index alone."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from library.digest import sha256_of
from library.index.database import connect, transaction
from library.index.rows import NewPicture, picture_values
from library.records import PictureFacts

_WORDS = (
    *("raccoon", "suit", "lab", "rack", "night", "coffee", "keyboard", "monitor", "cable", "window", "desk", "neon"),
    *("cyan", "panel", "server", "tired", "happy", "angry", "running", "sleeping", "typing", "celebrating", "bike"),
    *("moon", "rain", "blueprint", "whiteboard", "pizza", "lamp", "chair", "poster", "robot", "screen", "storm"),
    *("floor", "ceiling", "shadow", "light", "smoke", "fan", "drive", "tape", "label", "badge", "headset", "mug"),
)


_UNSPACED = (
    *(
        "猫",
        "灯台",
        "ラボ",
        "夜中の",
        "サーバー",
        "コーヒー",
        "を飲む",
        "走っている",
        "実験室",
        "机の上",
        "青い光",
        "眠い",
    ),
    *(
        "机器人",
        "城市夜景",
        "雨天",
        "在屋顶上",
        "电缆",
        "แมว",
        "ประภาคาร",
        "ในห้องทดลอง",
        "กาแฟร้อน",
        "고양이가",
        "바닷가",
    ),
)
_UNWANTED = ("lowres", "bad anatomy", "extra fingers", "blurry", "watermark", "jpeg artifacts", "signature", "cropped")
_SIZES = ((1024, 1024), (1152, 896), (1344, 768), (832, 1216), (640, 480))
_PLATES = ("north wall", "server room", "rooftop", "kitchen", "corridor")
_STEPS = (28, 20, 28, 4, 28, None, 20, 8, 28, 30)
_FIVE_YEARS = 5 * 365 * 86400


def seed_rows(index: Path, count: int, seed: int = 1) -> None:
    """Add `count` pictures with 40-word prompts, over five years, in stacks of four, with all the fields filled in.

    In all: `milo`; in one of 500: `melancholy`; of 5,000: `zebra`. The oldest hundredth has the style `woodcut`.
    One of 3 has 12 words without spaces behind its prompt, `猫` in each and `蜃気楼` in one of 15,000; one of 2 has
    something unwanted, `hands` in each, `mirage` in one of 10,000, and one of 100 a text of its own.
    Of ten, four have 28 steps and one does not say; one of 10,000 has 150.
    Of three, two were drawn after `milo.png`; of these one of 4 after `james.png` too, one of 1,000 after `sofa.png`.
    Paid for is one of 3, up to 40 cents.
    Rated is one of 10, picked one of 50, rejected one of 33, tagged `robot` one of 4 and `rare` one of 10,000.
    Somebody is there twice in one of 20, and a saying is swapped in one of 5,000.
    """
    made = random.Random(seed)
    with closing(connect(index)) as connection, transaction(connection):
        first = connection.execute("select coalesce(max(id), 0) from picture").fetchone()[0]
        for number in range(first, first + count):
            words = made.choices(_WORDS, k=40)
            rare = ["melancholy"] * (number % 500 == 250) + ["zebra"] * (number % 5000 == 250)
            runs = ["猫", *made.choices(_UNSPACED, k=11), *["蜃気楼"] * (number % 15_000 == 0)] * (number % 3 == 0)
            prompt = " ".join([*words, *rare, *(["".join(runs)] if runs else [])])
            part = (number - first) / count
            _insert(connection, number, f"milo {' '.join(words[:8])}", prompt, part, _unwanted(number, made))
        _judge(connection)


def _unwanted(number: int, made: random.Random) -> str:
    if number % 2:
        return ""
    rare = ["mirage"] * (number % 10_000 == 0) + [f"token{number}"] * (number % 100 == 0)
    return ", ".join(["hands", _UNWANTED[number // 2 % 8], _UNWANTED[number // 16 % 8], *rare])


def _insert(
    connection: sqlite3.Connection, number: int, scene: str, prompt: str, part: float, negative: str = ""
) -> None:
    width, height = _SIZES[number % 7 % 5]
    made_by_comfyui = number % 3 != 0
    new = NewPicture(
        key=f"seeded/{number}",
        path=f"2026/11/{number}.png",
        sha256=f"{number:064x}",
        bytes=1_400_000,
        created=1_600_000_000.0 + part * _FIVE_YEARS,
        width=width,
        height=height,
        facts=PictureFacts(
            scene=scene,
            prompt=prompt,
            saying="Works On My Machine" if number % 3 == 0 else "",
            characters=("Milo", "James") if number % 4 == 0 else ("Milo",),
            plate=_PLATES[number % 5],
            style="woodcut" if part < 0.01 else "flat cartoon",
            engine="lab" if made_by_comfyui else "draft",
            model=f"flux1-dev-kontext-{number % 20}.safetensors" if made_by_comfyui else "",
            loras=(f"flat-{number % 11}.safetensors",) if made_by_comfyui else (),
            draft=not made_by_comfyui,
            seed=number,
            steps=150 if number % 10_000 == 7 else _STEPS[number % 10],
            guidance=2.5,
            negative=negative,
            cost=(1 + number % 400) / 1000 if number % 3 == 1 else None,
            recipe=f'{{"seed": {number}, "group": {number // 4}, "prompt": "{"a long prompt " * 80}"'
            f"{_references(number) if made_by_comfyui else ''}}}",
        ),
    )
    values = picture_values(new)
    # The row's id will be one more; tags with the row, for a change of words is written twice.
    values["tags"] = "" if (number + 1) % 4 else "robot" if (number + 1) % 10_000 else "rare\nrobot"
    columns, marks = ", ".join(values), ", ".join(f":{column}" for column in values)
    connection.execute(f"insert into picture ({columns}) values ({marks})", values)


def _references(number: int) -> str:
    names = ["milo.png", *["james.png"] * (number % 4 == 0), *["sofa.png"] * (number % 1000 == 1)]
    each = ", ".join(
        f'{{"character": "{name[:-4].title()}", "name": "{name}", "sha256": "{sha256_of(name.encode())}"}}'
        for name in names
    )
    return f', "references": [{each}]'


def seed_drift(index: Path) -> None:
    """Add a drift to every picture, from 0 to 1.5: of Milo in all, of James in one of 4."""
    measure = '{"member": "Milo", "parts": [' + '{"name": "colours", "distance": 12.5, "words": "coat"}, ' * 7 + "]}"
    with closing(connect(index)) as connection, transaction(connection):
        for name, step in (("Milo", 1), ("James", 4)):
            connection.execute("insert or ignore into drift_member (name) values (?)", (name,))
            connection.execute(
                "insert or replace into drift (picture_id, member_id, drift, measure, against)"
                f" select p.id, m.id, p.id * (7919 + m.id) % 150001 / 100000.0, '{measure}', 'seeded'"
                " from picture as p, drift_member as m where m.name = ? and p.id % ? = 0 order by p.id",
                (name, step),
            )
        connection.execute(
            "insert or replace into drift (picture_id, member_id, drift)"
            " select picture_id, 0, max(drift) from drift where member_id != 0 group by picture_id"
        )


def _judge(connection: sqlite3.Connection) -> None:
    connection.execute("update picture set rating = 1 + id / 10 % 5 where id % 10 = 0")
    connection.execute("update picture set mark = 'pick' where id % 50 = 0")
    connection.execute("update picture set mark = 'reject' where id % 33 = 0")
    connection.execute("insert into trouble select 'double', id from picture where id % 20 = 1")
    connection.execute("insert into trouble select 'swapped', id from picture where id % 5000 = 2")
    connection.execute("update picture set opened = 1 where id % 2 = 0")
    for name, every in (("robot", 4), ("rare", 10_000)):
        connection.execute("insert or ignore into tag (name) values (?)", (name,))
        connection.execute(
            "insert or ignore into picture_tag select t.id, p.id from picture p, tag t"
            " where t.name = ? and p.id % ? = 0",
            (name, every),
        )
    connection.execute("insert or ignore into album (name) values ('Best of')")
    connection.execute(
        "insert or ignore into picture_album select a.id, p.id from picture p, album a where p.id % 100 = 0"
    )
