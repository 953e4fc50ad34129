"""Every picture of a dataset decoded once, for all that is looked for in its pixels; what was seen is kept by its hash.

`.milo/looked.msgpack` is a help and no truth: without it every picture is decoded again.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from library.errors import LibraryError, PictureUnreadable
from library.files import disk
from studio.datasets.folder import layout
from studio.datasets.folder.reading import Opened
from studio.datasets.records import Picture, Quad
from studio.datasets.reports.records import Ground, Seen, Size

if TYPE_CHECKING:
    from PIL import Image

    from studio.datasets.photographs.odd_one_out import Parts
    from studio.pictures.drift.colour import Array

FILE = f"{layout.OWN}/looked.msgpack"
VERSION = 2
"""Grows when something is looked for anew, or otherwise: what was kept before is not used then."""

_AT_ONCE = 4
"""Pictures that are decoded at once, at most: each takes some megabytes."""
_LARGE = 16 << 20
"""Pixels of a picture that is decoded alone."""
_FIGURE_SIDE, _WORDS_SIDE = 640, 1024
"""Px of the longer side at which a figure and words are looked for."""
_SURE, _LETTERS = 0.6, 2
"""How sure an OCR engine is of words that are told of, and how many letters they have, at least."""

OnStep = Callable[[int, int], None]
"""Is told how many pictures of how many were looked at. What it raises ends the work; what was seen is kept."""
FindsWords = Callable[["Array"], Sequence[tuple[str, Quad]]]
"""Words on a picture (h, w, 3) uint8 RGB, and where."""


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for beside how a picture looks: flaws at `side` px, the figure on it, words with an OCR engine."""

    side: int
    figures: bool = False
    words: bool = False


class _KeptParts(NamedTuple):
    """The palettes of a figure, each its colours and their weights, and its whole look."""

    palettes: tuple[tuple[list[list[float]], list[float]], ...]
    look: list[float] | None


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What was seen of one picture, in plain values, without its name."""

    size: Size
    ground: Ground
    prints: tuple[bytes, ...]
    flaws: tuple[tuple[str, str, float], ...]
    figure: _KeptParts | None


class _File(msgspec.Struct, frozen=True):
    version: int
    wanted: Wanted
    seen: dict[str, _Kept] = {}
    """By the SHA-256 of the pictures' files."""


class _Eyes(NamedTuple):
    """What a picture is looked at with; large ones wait for each other."""

    opened: Opened
    wanted: Wanted
    words: FindsWords | None
    alone: threading.Lock


def nobody(done: int, total: int) -> None:
    """Tells nobody."""


def look(
    opened: Opened, pictures: Sequence[Picture], wanted: Wanted | None = None, on_step: OnStep = nobody
) -> dict[str, Seen]:
    """What is seen of pictures, by their names, as far as they can be read. Blocks; about 0.1 s a picture that is new.

    Raises ReaderMissing where words are wanted and no OCR engine is installed.
    """
    wanted = wanted or Wanted(opened.dataset.side)
    known = _read(opened, wanted)
    hashes = {picture.name: opened.hashes.get(layout.picture_path(picture), "") for picture in pictures}
    found = {name: _as_seen(name, known[sha256]) for name, sha256 in hashes.items() if sha256 in known}
    new = [picture for picture in pictures if picture.name not in found]
    eyes = _Eyes(opened, wanted, _reader() if wanted.words and new else None, threading.Lock())
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        waiting = {pool.submit(_seen, eyes, picture): picture.name for picture in new}
        try:
            for done, future in enumerate(as_completed(waiting), 1):
                with suppress(PictureUnreadable):
                    found[waiting[future]] = future.result()
                on_step(done, len(waiting))
        finally:
            pool.shutdown(cancel_futures=True)
            if new:
                _write(opened, wanted, {hashes[name]: seen for name, seen in found.items() if hashes[name]})
    return {picture.name: found[picture.name] for picture in pictures if picture.name in found}


def _seen(eyes: _Eyes, picture: Picture) -> Seen:
    from library.formats import pictures as formats

    width, height = eyes.opened.sizes.get(picture.name, (0, 0))
    with eyes.alone if width * height > _LARGE else nullcontext():
        pixels = formats.read_with_alpha(disk.read_file(eyes.opened.file(picture)), picture.name)
        return _looked_at(eyes, picture.name, pixels)


def _looked_at(eyes: _Eyes, name: str, pixels: Array) -> Seen:
    """What is seen of a picture (H, W, 3 or 4) uint8 RGB(A), upright."""
    import numpy as np

    from studio.datasets.photographs.looks import look_at, smaller
    from studio.datasets.photographs.odd_one_out import parts_of
    from studio.datasets.photographs.quality import flaws
    from studio.datasets.reports import alikeness

    image = _over_paper(pixels)
    words = eyes.words(np.asarray(image)) if eyes.words else ()
    seen = look_at(pixels, eyes.wanted.side)
    wrong = flaws(seen, eyes.wanted.side, words)
    is_plain = any(flaw.kind == "plain" for flaw in wrong)
    figure = None
    if eyes.wanted.figures and not is_plain:
        high, wide = seen.working.shape[:2]
        scale = min(1.0, _FIGURE_SIDE / max(high, wide))
        figure = parts_of(smaller(seen.working, (max(1, round(wide * scale)), max(1, round(high * scale)))))
    return alikeness.seen(name, image)._replace(flaws=wrong, figure=figure)


def _over_paper(pixels: Array) -> Image.Image:
    """The picture as trainers see it that know no transparency."""
    from PIL import Image

    from library.formats.pictures import PAPER

    image = Image.fromarray(pixels)
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, (*PAPER, 255)), image).convert("RGB")


def _reader() -> FindsWords:
    """An OCR engine, for one picture at a time. Raises ReaderMissing."""
    from studio.lettering.seeing import ocr

    if not ocr.installed():
        raise ocr.missing("Words on pictures cannot be looked for")
    lines, alone = ocr.lines(_WORDS_SIDE), threading.Lock()

    def found(rgb: Array) -> Sequence[tuple[str, Quad]]:
        with alone:
            every = lines(rgb)
        sure = [line for line in every if line.sureness >= _SURE and len(line.text.strip()) >= _LETTERS]
        return [(line.text, _quad(line.quad)) for line in sure]

    return found


def _quad(corners: Array) -> Quad:
    one, two, three, four = ((float(x), float(y)) for x, y in corners)
    return one, two, three, four


def _read(opened: Opened, wanted: Wanted) -> Mapping[str, _Kept]:
    try:
        kept = msgspec.msgpack.decode(disk.read_file(opened.folder / FILE), type=_File)
    except (PictureUnreadable, msgspec.DecodeError):
        return {}
    return kept.seen if (kept.version, kept.wanted) == (VERSION, wanted) else {}


def _write(opened: Opened, wanted: Wanted, seen: Mapping[str, Seen]) -> None:
    """Keep what was seen, where the folder can be written."""
    kept = {sha256: _as_kept(one) for sha256, one in seen.items()}
    with suppress(LibraryError):
        disk.write_over(opened.folder / FILE, msgspec.msgpack.encode(_File(VERSION, wanted, kept)))


def _as_kept(seen: Seen) -> _Kept:
    figure = None
    if (parts := seen.figure) is not None:
        palettes = (parts.whole, parts.head, parts.hair, parts.torso)
        kept = tuple((part.colours.tolist(), part.weights.tolist()) for part in palettes)
        figure = _KeptParts(kept, None if parts.look is None else parts.look.tolist())
    return _Kept(
        seen.size,
        seen.ground,
        seen.prints,
        tuple((flaw.kind, flaw.reason, flaw.strength) for flaw in seen.flaws),
        figure,
    )


def _as_seen(name: str, kept: _Kept) -> Seen:
    from studio.datasets.photographs.quality import Flaw

    flaws = tuple(Flaw(kind, reason, strength) for kind, reason, strength in kept.flaws)  # type: ignore[arg-type]
    return Seen(name, kept.size, kept.ground, kept.prints, flaws, None if kept.figure is None else _parts(kept.figure))


def _parts(kept: _KeptParts) -> Parts:
    import numpy as np

    from studio.datasets.photographs.odd_one_out import Parts
    from studio.pictures.drift.palette import Palette

    whole, head, hair, torso = (
        Palette(np.array(colours, np.float32).reshape(-1, 3), np.array(weights, np.float32))
        for colours, weights in kept.palettes
    )
    return Parts(whole, head, hair, torso, None if kept.look is None else np.array(kept.look, np.float32))
