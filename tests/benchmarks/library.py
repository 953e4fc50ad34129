"""How fast the library's pages are: `python -m tests.benchmarks.library [ROWS | FOLDER ...]`.

A number makes a library of so many rows and takes it away again; a folder is a library that `seed_rows` filled before.
Times are those of this thread, so that other programs on the machine count for less. `worst cases` are searches whose
parts are common and have little or nothing in common; what is not found in PATIENCE goes on with the next page.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from math import inf
from pathlib import Path

from library.search.ordering.order import Order
from library.store import Library
from tests.library.seeding import seed_drift, seed_rows

QUERIES = {
    "everything": ("", "  \t"),
    "common words": ("milo", "raccoon", "raccoon coffee", '"flat cartoon"'),
    "rare words": ("zebra", "milo melancholy", "melancholy zebra"),
    "prefixes": ("m", "mel", "racco", "zeb"),
    "no hits": (
        *("xylophone", "milo xylophone", "style:cubist", "album:none", "tag:none", "seed:77777777", "size:>=9000"),
        "steps:77",
    ),
    "word fields": ("cast:james", "plate:north", "saying:machine", "engine:lab", "model:kontext-7", "lora:flat-3"),
    "sparse fields": ("seed:500000", "seed:4000..4100", "steps:>100", 'tag:"rare"', "style:woodcut", "stack:8001"),
    "dense fields": (
        *("rating:>=4", "rating:5", "is:pick", "is:reject", "is:draft", "is:unread", 'tag:"robot"', "tag:robot"),
        *("steps:28", "steps:4..20", "-steps:28"),
        *("album:best", "size:16:9", "size:>=1200", "size:832x1216", "after:2024", "before:2021", "before:2020-10-01"),
    ),
    "word and field": (
        *("milo rating:5", "zebra rating:5", "milo seed:77", "raccoon is:pick", "milo is:lettered", "milo tag:robot"),
        *("milo before:2020-10", "melancholy album:best", "cast:james plate:north rating:>=3", 'milo tag:"rare"'),
    ),
    "two fields": ("is:pick rating:5", "is:draft size:16:9", "before:2020-10 is:pick", "album:best is:unread"),
    "negations": (
        *("-raccoon", "-zebra", "milo -raccoon", "milo -is:reject", "-tag:robot", "-cast:james", "-engine:draft"),
        *("is:pick -raccoon", "-(milo zebra)", "rating:5 -tag:robot"),
    ),
    "or, brackets": (
        *("raccoon or zebra", "zebra or seed:5", "(pizza or bike) -rain rating:>=4", "is:pick or is:reject"),
        *("xylophone or rating:5", "(milo or seed:5) (james or is:pick)"),
    ),
    "words without spaces": (
        *(
            "猫",
            "灯台",
            "の",
            "蜃気楼",
            "灯台猫",
            "コーヒーを飲む走",
            "飲机",
            "แมว",
            "กาแฟร้อน",
            "고양이",
            "milo 猫",
            "猫 zebra",
        ),
        *("蜃気楼 猫", "猫 rating:5", "-猫", "猫 -灯台", "灯台 or 猫", "猫 cast:james size:16:9"),
    ),
    "negative prompts": (
        *("negative:hands", "negative:mirage", 'negative:"bad anatomy"', "-negative:hands", "negative:blurry milo"),
        *("negative:blurry rating:>=4", "negative:token", "negative:none", "猫 negative:hands"),
    ),
    "references": ("from:milo", "from:james.png", "from:sofa", "-from:milo", "from:12", "from:sofa rating:5"),
    "drift": (
        *("drift:<0.3", "drift:milo<0.01", "drift:james>1.2", "drift:james", "-drift:james", "drift:milo<0.3 raccoon"),
        "drift:<0.0001",
    ),
    "costs": ("cost:>0.1", "cost:<=0.05", "cost:0.4", "cost:none", "-cost:none", "cost:>1", "cost:>0.3 raccoon"),
    "troubles": ("trouble:double", "trouble:any", "-trouble:any", "trouble:any raccoon", "trouble:missing"),
    "contrary to all": ("-milo", "-milo is:pick", "milo -cast:milo"),
}
WORST = (
    *(
        "is:draft engine:lab",
        "rating:5 is:unread",
        "coffee -coffee",
        "is:unread -milo",
        "-milo -coffee",
        "album:best -milo",
    ),
    *("-is:draft -engine:lab", 'tag:robot -tag:"robot"', "seed:<500000", "milo seed:<500000", "-is:draft engine:draft"),
    *("steps:4 steps:28", "milo steps:77", "-steps:<31 -steps:150"),
    *("engine:draft model:kontext-7", "is:pick is:reject", "-raccoon -coffee -desk", "before:2020-09-20T12:00:00"),
)
PATIENCE = 0.05
"""Seconds; what a screen waits for a page."""


SORTED = (
    *("", "raccoon", "zebra", "rating:5", "is:pick rating:5", 'tag:"rare"', "seed:500000", "cast:james", "from:sofa"),
    *(
        "drift:milo>1.4",
        "-raccoon",
        "-milo",
        "plate:kitchen steps:4",
        "xylophone",
        "style:woodcut",
        "蜃気楼",
        "before:2021",
    ),
)
"""Searches in the order of one member's drift, either way round."""


def taken(work: Callable[[], object], times: int) -> list[float]:
    """How long each of some calls took, in milliseconds, sorted."""
    found = []
    for _ in range(times):
        begun = time.thread_time()
        work()
        found.append((time.thread_time() - begun) * 1000)
    return sorted(found)


def line(name: str, times: list[float], words: str = "") -> None:
    """Print the median, the 95th percentile and the slowest."""
    print(f"  {name:<22}{times[len(times) // 2]:9.2f}{times[int(len(times) * 0.95)]:9.2f}{times[-1]:9.2f}   {words}")


def waited(work: Callable[[], object], times: int) -> list[float]:
    """The same by the clock, for work that other threads do."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append((time.perf_counter() - begun) * 1000)
    return sorted(found)


def measure_ends(library: Library, rows: int) -> None:
    """Print a line for pages that begin elsewhere than at the newest picture, and for the worst cases."""
    queries = [query for some in QUERIES.values() for query in some]
    for name, place in (("the oldest end", 0), ("newer, half-way", rows // 2)):
        line(name, sorted(t for q in queries for t in taken(partial(library.page, q, after=place, stacked=True), 2)))
    for name, patience in (("worst cases", inf), ("worst, with patience", PATIENCE)):
        each = [(taken(partial(library.page, query, patience=patience), 3), query) for query in WORST]
        worst = max((times[1], query) for times, query in each)
        line(name, sorted(t for times, _ in each for t in times), f"slowest {worst[1]!r} {worst[0]:.1f}")


def measure_orders(library: Library) -> None:
    """Print a line for first pages in an order of drift, and for later ones."""
    for name, after in (("by drift", None), ("by drift, the end", 0)):
        times, worst = [], (0.0, "")
        for order in (Order("Milo"), Order("Milo", is_farthest_first=True), Order("James"), Order()):
            for query in SORTED:
                each = taken(partial(library.page, query, after=after, order=order), 5)
                worst = max(worst, (each[len(each) // 2], f"{query} in {tuple(order)}"))
                times += each
        line(name, sorted(times), f"slowest {worst[1]!r} {worst[0]:.1f}")
    before = library.page("rating:5", limit=500, order=Order("Milo")).before
    line("by drift, further", taken(lambda: library.page("rating:5", before=before, order=Order("Milo")), 40))


def measure(home: Path, rows: int) -> None:
    """Print a line for each class of searches, plain and stacked, and for what is done to pictures."""
    print(f"  {'milliseconds':<22}{'median':>9}{'p95':>9}{'worst':>9}")
    line("open and close", taken(lambda: Library.open(home).close(), 20))
    library = Library.open(home)
    for stacked in (False, True):
        everything: list[float] = []
        for name, queries in QUERIES.items():
            times, worst = [], (0.0, "")
            for query in queries:
                each = taken(partial(library.page, query, stacked=stacked), 7)
                worst = max(worst, (each[len(each) // 2], query))
                times += each
            line(name, sorted(times), f"slowest {worst[1]!r} {worst[0]:.1f}")
            everything += times
        line("ALL, stacked" if stacked else "ALL", sorted(everything))
    measure_ends(library, rows)
    measure_orders(library)
    before = library.page("milo", before=rows // 2).before
    line("page, half-way", taken(lambda: library.page("milo", before=before), 40))
    line("open a stack", taken(lambda: library.page(f"stack:{rows // 2}"), 40))
    line("complete a field", taken(lambda: library.searches.completions("milo ca", 7), 40))
    line("complete a value", taken(lambda: library.searches.completions("model:", 6), 40))
    line("complete a negative", taken(lambda: library.searches.completions("negative:bl", 11), 40))
    line(
        "rate one",
        waited(lambda: library.annotations.rate_many([rows // 2], int(time.perf_counter_ns() // 1000 % 6)), 100),
    )
    line(
        "rate a thousand",
        waited(lambda: library.annotations.rate_many(range(1, 1001), time.perf_counter_ns() // 1000 % 6), 5),
    )
    line("tag one", waited(lambda: library.annotations.tag([rows // 2], add=[str(time.perf_counter_ns() % 100)]), 40))
    library.close()


def main(asked: list[str]) -> None:
    """Measure libraries of some sizes."""
    for one in asked or ["1000", "100000"]:
        if not one.isdecimal():
            print(f"\n{one}")
            with_index = Library.open(Path(one))
            newest = with_index.page(limit=1).pictures[0].id
            with_index.close()
            measure(Path(one), newest)
            continue
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            Library.open(home).close()
            begun = time.perf_counter()
            seed_rows(home / ".studio" / "index.sqlite", int(one))
            seed_drift(home / ".studio" / "index.sqlite")
            print(f"\n{int(one):,} pictures, seeded in {time.perf_counter() - begun:.1f} s")
            measure(home, int(one))


if __name__ == "__main__":
    main(sys.argv[1:])
