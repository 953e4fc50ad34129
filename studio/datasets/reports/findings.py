"""What is likely to go wrong in training, the gravest first, each with what to do; and a verdict in a sentence.

It works with what there is: a part that nobody looked at is named, and nothing is said of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from studio.datasets.records import Dataset, Kind
from studio.datasets.reports.buckets import Buckets
from studio.datasets.reports.coverage import Covered
from studio.datasets.reports.exposure import Exposure
from studio.datasets.reports.grounds import Cluster
from studio.datasets.reports.leaks import Leaks, Shared, Why
from studio.datasets.reports.records import WEIGHTS, Finding, Size, Weight

FEW: Final[Mapping[Kind, int]] = {"character": 10, "object": 8, "style": 10}
"""Pictures below which what they share by chance is learned with what they should teach."""
_HARDLY_ANY = 4
_CROPPED, _ENLARGED = 0.1, 1.5
_VARIED = 4
"""Pictures from which on it says something that all are alike in something."""


class Given(msgspec.Struct, frozen=True):
    """What is known of a dataset; a part that is None was not looked at.

    `names` are the pictures that are learned. `folder`, `quality` and `wording` are what others found: in the folder,
    in pixels and in captions.
    """

    dataset: Dataset
    names: tuple[str, ...]
    sizes: Mapping[str, Size]
    exposure: Exposure | None = None
    buckets: tuple[Buckets, ...] = ()
    covered: Covered | None = None
    grounds: tuple[Cluster, ...] | None = None
    grounds_are_said: bool = False
    """Whether captions say what is behind what they show."""
    leaks: Leaks | None = None
    folder: tuple[Finding, ...] = ()
    quality: tuple[Finding, ...] | None = None
    wording: tuple[Finding, ...] | None = None
    not_looked_at: tuple[str, ...] = ()
    """Other parts that nobody looked at, in words."""


class Verdict(msgspec.Struct, frozen=True):
    """All findings, the gravest first, what they come to, and what was not looked at."""

    findings: tuple[Finding, ...]
    words: str
    not_looked_at: tuple[str, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether training would surely stop, or learn something else."""
        return any(finding.weight == "fails" for finding in self.findings)


def verdict(given: Given) -> Verdict:
    """What all that is known comes to."""
    every = [finding for look in _LOOKS for finding in look(given)]
    # One ground that is seen says more than that no caption names one.
    is_seen = any(finding.topic == "ground" for finding in every)
    wording = [finding for finding in given.wording or () if not (is_seen and finding.topic == "no place")]
    every += [*given.folder, *wording, *(given.quality or ())]
    ordered = tuple(sorted(every, key=lambda finding: WEIGHTS.index(finding.weight)))
    parts = {"pixels": given.quality, "captions": given.wording, "grounds": given.grounds, "leaks": given.leaks}
    missing = tuple(name for name, part in parts.items() if part is None)
    return Verdict(ordered, _words(ordered), (*missing, *given.not_looked_at) if given.names else ())


def _words(findings: Sequence[Finding]) -> str:
    counts = {weight: sum(finding.weight == weight for finding in findings) for weight in WEIGHTS}
    if counts["fails"]:
        return f"Not ready: {_things(counts['fails'])} would make the training fail, or worthless"
    if counts["likely"]:
        return f"It can be trained, but {_things(counts['likely'])} will be seen in what it draws"
    if counts["slight"]:
        return f"Good to train; {_things(counts['slight'])} could be better"
    return "Good to train"


def _things(number: int) -> str:
    return "one thing" if number == 1 else f"{number} things"


def _count(given: Given) -> Iterator[Finding]:
    count, enough = len(given.names), FEW[given.dataset.kind]
    if count == 0:
        yield Finding("fails", "count", "There are no pictures to learn from", "Add some: studio dataset add")
    elif count < enough:
        weight: Weight = "likely" if count <= _HARDLY_ANY else "slight"
        number = "One picture is" if count == 1 else f"{count} pictures are"
        text = f"{number} few for {_A[given.dataset.kind]}: what they share by chance is learned too"
        yield Finding(weight, "count", text, f"Add pictures: {enough} and more are usual")


_A: Mapping[Kind, str] = {"character": "a character", "object": "an object", "style": "a style"}


def _exposure(given: Given) -> Iterator[Finding]:
    seen = given.exposure
    if seen is None or seen.level == "good":
        return
    weight: Weight = "likely" if seen.level in ("too few", "too many") else "slight"
    yield Finding(weight, "steps", seen.line(), f"Train {seen.low:,} to {seen.high:,} steps")


def _sizes(given: Given) -> Iterator[Finding]:
    """What trainers cut off pictures, or scale up: of each the trainer that does it to most."""
    if not given.buckets:
        return
    worst = max(given.buckets, key=lambda made: sum(one.cropped >= _CROPPED for one in made.placed))
    cropped = [one for one in worst.placed if one.cropped >= _CROPPED]
    if cropped:
        most = max(one.cropped for one in cropped)
        text = f"{worst.trainer} cuts up to {most:.0%} off {_pictures(len(cropped))}, which no bucket fits"
        names = tuple(one.name for one in cropped)
        yield Finding("slight", "crop", text, "Make them square, or of a common shape: studio dataset clean", names)
    worst = max(given.buckets, key=lambda made: sum(one.scale >= _ENLARGED for one in made.placed))
    enlarged = [one for one in worst.placed if one.scale >= _ENLARGED]
    if enlarged and given.quality is None:
        most = max(one.scale for one in enlarged)
        are = "One picture would be" if len(enlarged) == 1 else f"{len(enlarged)} pictures would be"
        text = f"{are} enlarged up to {most:.1f} times by {worst.trainer}: softness is learned"
        yield Finding("likely", "small", text, "Take larger ones", tuple(one.name for one in enlarged))


def _batches(given: Given) -> Iterator[Finding]:
    """Buckets that do not fill a batch: of diffusion-pipe they are dropped, of others they make the batches uneven."""
    batch = given.exposure.batch if given.exposure else 1
    for made in given.buckets if batch > 1 else ():
        short = [name for names in made.filled.values() if len(names) < batch for name in names]
        if not short or (len(made.filled) == 1 and made.trainer != "diffusion-pipe"):
            continue
        remedy = "Make all of one shape, or learn one at a time: --batch 1"
        if made.trainer == "diffusion-pipe":
            text = f"diffusion-pipe would never learn {_pictures(len(short))}, whose buckets have fewer than {batch}"
            yield Finding("likely", "buckets", text, remedy, tuple(short))
        elif made.trainer == "kohya":
            text = f"{_pictures(len(short)).capitalize()} lie in buckets that do not fill {batch} at once"
            yield Finding("slight", "buckets", text, remedy, tuple(short))


def _coverage(given: Given) -> Iterator[Finding]:
    covered = given.covered
    if covered is None or not given.names:
        return
    untagged = len(covered.untagged)
    if untagged and given.dataset.kind != "style":
        text = f"Nothing says from where {_pictures(untagged)} of {len(given.names)} are seen"
        remedy = "Say it in their captions, or on the screen Datasets: then what is lacking is known"
        yield Finding("slight", "views", text, remedy, covered.untagged)
    there = {view: number for view, number in covered.views.items() if number}
    lacking = [view for view, number in covered.views.items() if not number]
    if sum(there.values()) < _VARIED or given.dataset.kind == "style":
        return
    if len(there) == 1:
        only = next(iter(there))
        text = f"All are seen {_seen(only)}: other views will be guessed, or come out as that one"
        yield Finding("likely", "views", text, "Draw it from other sides: see the scenes below")
    elif lacking and not untagged:
        yield Finding("slight", "views", f"Nothing shows it {_seen(', '.join(lacking))}", "See the scenes below")


def _seen(view: str) -> str:
    return {"front": "from the front", "back": "from behind"}.get(view, f"as: {view}")


def _grounds(given: Given) -> Iterator[Finding]:
    if given.grounds is None or len(given.names) < _VARIED or given.grounds_are_said:
        return
    first = given.grounds[0] if given.grounds else None
    if first is not None and first.is_plain and len(first.names) == len(given.names):
        text = f"All stand on one plain ground ({first.colour}), which is learned with what is on it"
        yield Finding("slight", "ground", text, "Say it in the captions, as 'on a plain ground', or vary it")


_TWICE: Mapping[Why, str] = {
    "same picture": "is the same as",
    "mirrored": "is the same as, in a mirror,",
    "same part": "shows the same part of its source as",
    "same source": "comes from the same picture as",
    "same sheet": "comes from the same sheet as",
}


def _leaks(given: Given) -> Iterator[Finding]:
    if given.leaks is None:
        return
    by: dict[Weight, list[Shared]] = defaultdict(list)
    for shared in given.leaks.across:
        by["slight" if shared.why == "same sheet" else "likely"].append(shared)
    for weight, some in by.items():
        held = tuple(dict.fromkeys(shared.other for shared in some))
        first = some[0]
        text = (
            f"{_pictures(len(held)).capitalize()} to judge by {'is' if len(held) == 1 else 'are'} known from training:"
            f" {first.other} {_TWICE[first.why]} {first.one}"
        )
        yield Finding(weight, "leak", text, "Split anew: studio dataset split", held)
    twice = tuple(dict.fromkeys(shared.other for shared in given.leaks.inside))
    if twice:
        first = given.leaks.inside[0]
        are = "One picture is" if len(twice) == 1 else f"{len(twice)} pictures are"
        text = f"{are} there more than once: {first.other} {_TWICE[first.why]} {first.one}"
        yield Finding("likely", "twice", text, "Set them aside: what is there twice is learned twice as well", twice)


def _held_out(given: Given) -> Iterator[Finding]:
    if len(given.names) >= FEW[given.dataset.kind] and not any(picture.held_out for picture in given.dataset.pictures):
        text = "Nothing is held out, so nothing tells what is learned from what is learned by heart"
        yield Finding("slight", "held out", text, "Hold some out: studio dataset split")


def _pictures(number: int) -> str:
    return "one picture" if number == 1 else f"{number} pictures"


_LOOKS: tuple[Callable[[Given], Iterator[Finding]], ...] = (
    _count, _leaks, _exposure, _batches, _coverage, _sizes, _grounds, _held_out,
)  # fmt: skip
