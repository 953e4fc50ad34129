"""A dataset looked at as a whole, before it is trained: the door of the report, for screens and commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from library.errors import PictureUnreadable
from library.files import disk
from studio.cast.members import Character
from studio.datasets.captions import warnings
from studio.datasets.captions.places import place_of
from studio.datasets.folder import layout
from studio.datasets.folder.reading import Opened
from studio.datasets.records import Dataset, Picture
from studio.datasets.reports import quality
from studio.datasets.reports.buckets import RULES, Buckets, buckets
from studio.datasets.reports.coverage import Covered, as_said, covered
from studio.datasets.reports.exposure import Exposure, exposure
from studio.datasets.reports.findings import Given, Verdict, verdict
from studio.datasets.reports.grounds import Cluster, clusters
from studio.datasets.reports.leaks import Leaks, leaks
from studio.datasets.reports.looking import OnStep, Wanted, look, nobody
from studio.datasets.reports.records import Finding, Seen, Size, Weight
from studio.datasets.reports.splitting import Split, split, wanted

if TYPE_CHECKING:
    from studio.datasets.folder.reading import Told
    from studio.datasets.reports.alikeness import Pair

_SAID = 0.8
"""Share of captions that name a place, from which on places are said."""
_LIKELY: frozenset[warnings.Kind] = frozenset(
    {"no caption", "no trigger", "trigger missing", "trigger inside", "placeholder", "same"}
)


class Report(msgspec.Struct, frozen=True):
    """All that is known of a dataset before it is trained, for `steps` with `batch` pictures at once."""

    dataset: Dataset
    training: tuple[str, ...]
    held_out: tuple[str, ...]
    aside: tuple[str, ...]
    exposure: Exposure | None
    buckets: tuple[Buckets, ...]
    """Of each trainer whose rule is known, at the largest resolution that it learns."""
    covered: Covered
    grounds: tuple[Cluster, ...]
    leaks: Leaks
    verdict: Verdict


def report(
    opened: Opened,
    steps: int = 0,
    batch: int = 1,
    member: Character | None = None,
    *,
    words: bool = False,
    on_step: OnStep = nobody,
) -> Report:
    """Look at a dataset; 0 steps are those that it says itself. Blocks. Raises nothing for pictures that are broken.

    `words` on pictures are looked for by an OCR engine, about a second a picture: raises ReaderMissing without one.
    """
    dataset = opened.dataset
    pictures = _as_said(opened)
    learned = tuple(picture for picture in pictures if not picture.aside and not picture.held_out)
    names = tuple(picture.name for picture in learned)
    sizes = {name: Size(*opened.sizes[name]) for name in names if name in opened.sizes}
    wanted = _wanted(opened, words=words)
    seen = look(opened, [picture for picture in dataset.pictures if not picture.aside], wanted, on_step)
    shared = leaks(pictures, dataset.sources, _pairs(list(seen.values())))
    grounds = clusters({name: seen[name].ground for name in names if name in seen})
    known = exposure(names, steps or dataset.steps, batch)
    shown = covered(dataset, learned, member)
    places = tuple(
        made[-1] for trainer in RULES if trainer != "replicate" and (made := buckets(trainer, sizes, dataset.side))
    )
    given = Given(
        dataset=dataset,
        names=names,
        sizes=sizes,
        exposure=known,
        buckets=places,
        covered=shown,
        grounds=grounds,
        grounds_are_said=_are_said([opened.captions.get(name, "") for name in names]),
        leaks=shared,
        folder=tuple(_of_folder(opened)),
        quality=quality.findings([seen[name] for name in names if name in seen]),
        wording=tuple(_of_captions(opened, member)),
        not_looked_at=() if words else ("words on pictures (--words)",),
    )
    held_out = tuple(picture.name for picture in dataset.pictures if picture.held_out and not picture.aside)
    aside = tuple(picture.name for picture in dataset.pictures if picture.aside)
    return Report(dataset, names, held_out, aside, known, places, shown, grounds, shared, verdict(given))


def _as_said(opened: Opened) -> tuple[Picture, ...]:
    """The pictures, with what their prompts and captions say that they show."""
    trigger = opened.dataset.trigger
    return tuple(as_said(one, opened.captions.get(one.name, ""), trigger) for one in opened.dataset.pictures)


def _wanted(opened: Opened, *, words: bool) -> Wanted:
    """What is looked for: in a style nobody is another figure than the rest, and many pictures have many figures."""
    figures = opened.dataset.kind != "style" and len(opened.dataset.pictures) <= quality.MOST_FIGURES
    return Wanted(opened.dataset.side, figures, words)


def _pairs(seen: Sequence[Seen]) -> Sequence[Pair]:
    from studio.datasets.reports import alikeness

    return alikeness.pairs(seen)


def _are_said(captions: Sequence[str]) -> bool:
    """Whether captions say what is behind what they show."""
    return bool(captions) and sum(bool(place_of(caption)) for caption in captions) >= _SAID * len(captions)


def _of_folder(opened: Opened) -> Iterator[Finding]:
    """What is wrong with the files: those that cannot be read, captions of nothing, mistakes in dataset.toml."""
    broken = {picture.name for picture in opened.training() if picture.name not in opened.sizes}
    told: dict[str, list[Told]] = {}
    for one in opened.told:
        told.setdefault(one.sort, []).append(one)
    if broken:
        words = next((one.words for one in told.get("unreadable", ()) if one.name in broken), "")
        number = "One picture" if len(broken) == 1 else f"{len(broken)} pictures"
        text = f"{number} cannot be read, and training stops there" + (f": {words}" if words else "")
        yield Finding("fails", "unreadable", text, "Make them again, or set them aside", tuple(sorted(broken)))
    for one in told.get("unreadable", ()):
        if one.name not in broken:
            yield Finding("slight", "unreadable", one.words, "Mend or remove the file")
    if orphans := told.get("orphan"):
        are = "A caption is" if len(orphans) == 1 else f"{len(orphans)} captions are"
        text = f"{are} of no picture: {', '.join(one.name for one in orphans[:3])}{'…' if len(orphans) > 3 else ''}"
        yield Finding("slight", "orphan", text, "Give them their picture, or remove them")
    yield from (Finding("slight", "double", one.words, "Rename one of them") for one in told.get("double", ()))
    for fault in opened.faults:
        yield Finding("slight", "dataset.toml", fault.line(), "Mend it: until then the dataset cannot be changed")


def _of_captions(opened: Opened, member: Character | None) -> Iterator[Finding]:
    files = dict(_caption_files(opened))
    for one in warnings.warnings(warnings.Looked(opened.dataset, opened.captions, member, files)):
        yield Finding(_weight(one, files), one.kind, one.text, one.remedy, one.pictures)


def _caption_files(opened: Opened) -> Iterator[tuple[str, bytes]]:
    for picture in opened.dataset.pictures:
        if (path := layout.caption_path(picture)) in opened.hashes:
            with suppress(PictureUnreadable):
                yield picture.name, disk.read_file(opened.folder / path)


def _weight(warning: warnings.Warning, files: dict[str, bytes]) -> Weight:
    if warning.kind == "encoding" and not all(_is_utf8(files.get(name, b"")) for name in warning.pictures):
        return "fails"
    return "likely" if warning.kind in _LIKELY else "slight"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def held_out(opened: Opened, share: str, seed: int = 0, on_step: OnStep = nobody) -> Split:
    """Which pictures are to be held out: "10%" or "3" of those that are not aside. Blocks. Raises DatasetWrong."""
    used = [picture for picture in _as_said(opened) if not picture.aside]
    count = wanted(share, len(used))
    seen = look(opened, used, _wanted(opened, words=False), on_step)
    return split(used, opened.dataset.sources, _pairs(list(seen.values())), count, seed)
