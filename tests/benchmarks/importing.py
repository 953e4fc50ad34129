"""How fast folders are imported: `python -m tests.benchmarks.importing [FILES [THUMBNAILS]]`.

Makes FILES small PNG with the metadata of real ComfyUI graphs, then prints files a second of the first import, of one
where nothing changed, and of one where all moved; thumbnails a second for THUMBNAILS files of 1024²; memory at the end.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from library.formats.decoding import decode
from library.formats.png_text import with_texts
from library.store import Library
from tests.library.exchange.foreign.samples import SAMPLES
from tests.library.making import encode, pixels

_WORDS = ("raccoon", "suit", "lab", "rack", "night", "coffee", "keyboard", "monitor", "cable", "window", "desk", "neon")


def make_files(folder: Path, count: int) -> None:
    """Files of some kilobytes, each with a graph of ComfyUI with its own prompt and seed."""
    from PIL import Image

    made = random.Random(1)
    plain = encode(Image.fromarray(pixels(1, 64, 64)))
    graphs = [text for _, text in sorted(SAMPLES.items())]
    for number in range(count):
        texts = graphs[number % len(graphs)]
        graph = json.loads(texts["prompt"])
        for node in graph.values():
            for key in ("seed", "noise_seed"):
                if key in node["inputs"]:
                    node["inputs"][key] = made.getrandbits(50)
            if isinstance(node["inputs"].get("text"), str):
                node["inputs"]["text"] = " ".join(made.choices(_WORDS, k=40))
        place = folder / f"{number // 1000:04}" / f"ComfyUI_{number:07}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(with_texts(plain, {**texts, "prompt": json.dumps(graph)}))


def measure(what: str, count: int, work: Callable[[], object]) -> None:
    """Run and print a line: result, rate by the clock, and rate by the time that this and its processes had a core."""
    begun, used = time.perf_counter(), sum(os.times()[:4])
    result = work()
    taken, core = time.perf_counter() - begun, sum(os.times()[:4]) - used
    print(f"  {what:<12}{count / taken:10,.0f} a second {count / max(core, 1e-9):10,.0f} a second of a core   {result}")


def main(count: int, thumbnails: int) -> None:
    """Measure with `count` small files, and thumbnails with `thumbnails` large ones."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make_files(home / "in", count)
        library = Library.open(home / "library")
        print(f"{count:,} files, {os.cpu_count()} cores")
        for what in ("first", "unchanged", "unchanged"):
            measure(what, count, lambda: library.imports.folder(home / "in"))
        (home / "in").rename(home / "moved")
        measure("moved", count, lambda: library.imports.folder(home / "moved"))
        print(f"  memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")
        library.close()
        if thumbnails:
            measure_thumbnails(home, thumbnails)


def measure_thumbnails(home: Path, count: int) -> None:
    """Thumbnails a second of pictures of as many bytes, and as dear to decode, as drawn ones of 1024²: 1.4 MB."""
    import cv2
    import numpy as np
    from PIL import Image

    rows = np.random.default_rng(1)
    library = Library.open(home / "large library")
    for number in range(count):
        coarse = rows.integers(0, 256, (64, 64, 3), dtype=np.uint8)
        soft = cv2.resize(coarse, (1024, 1024), interpolation=cv2.INTER_CUBIC)
        place = home / "large" / f"{number:05}.png"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(encode(Image.fromarray(soft)))
    size = place.stat().st_size
    library.imports.folder(home / "large")
    used, begun = sum(os.times()[:4]), time.perf_counter()
    ready = library.imports.prepare()
    taken, core = time.perf_counter() - begun, sum(os.times()[:4]) - used
    print(f"{ready:,} thumbnails of 1024² ({size:,} bytes): {ready / taken:.1f} a second, {ready / core:.1f} a core")
    cv2.setNumThreads(1)
    paths = [str(home / "large" / f"{number:05}.png") for number in range(count)]
    print(f"  one process alone, once it has begun: {a_core(decode, paths):.1f} a core")
    alone = a_core(lambda path: cv2.imread(path, cv2.IMREAD_REDUCED_COLOR_2), paths)
    print(f"  OpenCV decodes {alone:.1f} of them a core, and makes nothing of them")
    library.close()


def a_core(work: Callable[[str], object], paths: list[str]) -> float:
    """How many paths are worked on in a second of this process's core."""
    used = time.process_time()
    for path in paths:
        work(path)
    return len(paths) / (time.process_time() - used)


if __name__ == "__main__":
    main(*(int(one) for one in (*sys.argv[1:], *("20000", "200")[len(sys.argv) - 1 :])))
