"""How well labels of design sheets are found, read and taken out: `python -m tests.benchmarks.sheet_labels SEED COUNT`.

Sheets are made from seeds (2000 and 100 where none are given), of which all is known; figures are given as they are,
so that labels alone are judged. Printed are how many of the words an OCR engine no longer reads once labels are taken
out, how many are read right and said of the right figure, how many arrows, rulers and swatches are found, and how many
pixels of figures outside labels are changed. Each miss is named. FOLDER as a third argument: pictures before and after.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from studio.datasets.records import Label
from studio.datasets.sheets.labels import finding
from studio.datasets.sheets.labels.belonging import figures_of
from studio.datasets.sheets.labels.quads import as_tuple_quad, shared
from studio.datasets.sheets.labels.views import is_hex
from studio.datasets.steps.erasing import erased
from studio.lettering.seeing import ocr
from tests.studio.datasets.sheets.making.sheets import given_quads, sheet
from tests.studio.datasets.sheets.making.truth import Array, TrueLabel, TrueSheet

_EYE = 1600
"""Px of the longer side of what the judging engine sees at once: another than the finding one's."""


def main(seed: int, count: int, folder: Path | None) -> int:
    cv2.setNumThreads(1)
    reader = finding.engine()
    if reader is None:
        print(f"Nothing was measured: the OCR engine is not installed. {ocr.REMEDY}")
        return 0
    total: Counter[str] = Counter()
    worst = (0.0, seed)
    for number in range(seed, seed + count):
        made = sheet(number)
        before = time.perf_counter()
        labels = finding.found(made.pixels, reader)
        between = time.perf_counter()
        after = erased(made.pixels, [label.quad for label in labels])
        total["ms finding"] += round(1000 * (between - before))
        total["ms erasing"] += round(1000 * (time.perf_counter() - between))
        truth = given_quads(made)
        misses = [*_gone(after, truth, total), *_read(made, truth, labels, total), *_shapes(truth, labels, total)]
        share = _changed(made, truth, after, total)
        worst = max(worst, (share, number))
        print(f"sheet {number}, {made.figures} on {made.ground}: {share:.2%} changed; {'; '.join(misses) or 'no miss'}")
        sys.stdout.flush()
        if folder is not None:
            _write(folder / f"labels_{number}.jpg", made.pixels, after)
    _print(total, worst, count)
    return 0


def _gone(after: Array, truth: list[TrueLabel], total: Counter[str]) -> list[str]:
    """Words that the engine still reads where they stood."""
    lines = ocr.lines(_EYE)
    misses = []
    for label in truth:
        if label.kind != "text":
            continue
        xs, ys = [x for x, _ in label.quad], [y for _, y in label.quad]
        room = 1.5 * (max(ys) - min(ys)) + 8
        left, top = max(0, int(min(xs) - room)), max(0, int(min(ys) - room))
        crop = after[top : int(max(ys) + room), left : int(max(xs) + room)]
        scale = max(1.0, 96 / max(8.0, max(ys) - min(ys)) * 0.4)
        seen = lines(cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))
        still = [
            line.text
            for line in seen
            if shared(as_tuple_quad(line.quad / scale + np.array((left, top))), label.quad) > 0.3
            and sum(letter.isalnum() for letter in line.text) >= 2
        ]
        total["words"] += 1
        total["words gone"] += not still
        if still:
            misses.append(f"{label.text!r} still seen as {still}")
    return misses


def _read(made: TrueSheet, truth: list[TrueLabel], labels: tuple[Label, ...], total: Counter[str]) -> list[str]:
    """Words that their figure does not have."""
    figures = figures_of(made.boxes(), labels, (), ())
    misses = []
    for label in truth:
        if label.kind != "text" or label.figure is None or is_hex(label.text):
            continue
        total["said of figures"] += 1
        texts = [_plain(one.text) for one in figures[label.figure].labels]
        if _plain(label.text) in texts:
            total["read right"] += 1
            continue
        at = [one.text for one in labels if shared(one.quad, label.quad) > 0.4]
        owners = [n for n, figure in enumerate(figures) for one in figure.labels if one.text in at]
        misses.append(f"{label.text!r} of {label.figure} read as {at} of {owners}{' over it' if label.over else ''}")
    return misses


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _shapes(truth: list[TrueLabel], labels: tuple[Label, ...], total: Counter[str]) -> list[str]:
    misses = []
    for kind in ("arrow", "ruler", "swatch", "text"):
        wanted = [one for one in truth if one.kind == kind]
        there = [one for one in labels if one.kind == kind]
        for one in wanted:
            hit = any(shared(one.quad, other.quad) > 0.5 for other in labels)
            total[f"{kind}s"] += 1
            total[f"{kind}s found"] += hit
            if not hit and kind != "text":
                misses.append(f"{kind} at {round(one.quad[0][0])}, {round(one.quad[0][1])}")
        false = [other for other in there if not any(shared(one.quad, other.quad) > 0.3 for one in truth)]
        total[f"{kind}s that are none"] += len(false)
        misses += [
            f"false {kind} {other.text!r} at {round(other.quad[0][0])}, {round(other.quad[0][1])}" for other in false
        ]
        for one in wanted if kind == "swatch" else ():
            seen = [other.colour for other in there if shared(one.quad, other.quad) > 0.5]
            total["swatches read right"] += bool(seen) and _apart(seen[0], one.colour) <= 10
    return misses


def _apart(one: str, other: str) -> int:
    return max(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) for n in (1, 3, 5))


def _changed(made: TrueSheet, truth: list[TrueLabel], after: Array, total: Counter[str]) -> float:
    """The share of the figures' pixels outside labels that are changed."""
    outside = np.ones(made.owners.shape, np.uint8)
    for label in truth:
        cv2.fillConvexPoly(outside, np.round(np.asarray(label.quad)).astype(np.int32), (0,))
    figures = (made.owners > 0) & (outside > 0)
    changed = figures & (after != made.pixels).any(axis=2)
    total["figure pixels"] += int(figures.sum())
    total["changed"] += int(changed.sum())
    return float(changed.sum() / max(1, figures.sum()))


def _write(path: Path, before: Array, after: Array) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    both = np.concatenate([before, after], axis=1 if before.shape[0] > before.shape[1] else 0)
    cv2.imwrite(str(path), cv2.cvtColor(both, cv2.COLOR_RGB2BGR))


def _print(total: Counter[str], worst: tuple[float, int], count: int) -> None:
    def share(part: str, whole: str) -> str:
        return f"{total[part]} of {total[whole]} ({total[part] / max(1, total[whole]):.1%})"

    print(f"words gone to the engine:            {share('words gone', 'words')}")
    print(f"words read, and of the right figure: {share('read right', 'said of figures')}")
    print(
        f"figures' pixels outside changed:     {share('changed', 'figure pixels')}, most in {worst[1]}: {worst[0]:.2%}"
    )
    for kind in ("text", "arrow", "ruler", "swatch"):
        print(
            f"{kind}s found: {share(f'{kind}s found', f'{kind}s')}, and {total[f'{kind}s that are none']} that are none"
        )
    print(f"swatches' colours within 10 levels:  {share('swatches read right', 'swatchs')}")
    print(f"ms a sheet: {total['ms finding'] // count} finding and reading, {total['ms erasing'] // count} taking out")


if __name__ == "__main__":
    given = sys.argv[1:]
    start, many = (int(given[0]), int(given[1])) if len(given) >= 2 else (2000, 100)
    sys.exit(main(start, many, Path(given[2]) if len(given) > 2 else None))
