"""How well drift tells what changed from what only looks other, and how long it takes.

Run from the repository root: python -m tests.benchmarks.drift [--tuning] [--members N] [--pictures FOLDER] [--verbose]

On drafts of ten members, and of ten more by chance, each change has to be named in the right part, and pose, plate,
light and size alone have to raise no alarm. FOLDER holds the pictures of the public repository ComfyUI_examples that
are named below: in most of them is one girl with the ears of a fennec, drawn by ten models in many clothes. References
are some of those, and the others are told from pictures without her; the AUC is the mean of several choices of
references, with its interval by bootstrap over all pairs. Milliseconds are of one core; where the network
is installed (`OPENBLAS_NUM_THREADS=1` keeps it on one) they are with it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from backends.base import Figure
from library.formats.pictures import read_picture
from studio.cast.members import Character
from studio.lettering.records import Placement
from studio.pictures.drift.calibrating import area_under_curve, interval
from studio.pictures.drift.embedding import extra
from studio.pictures.drift.looking import Seen
from studio.pictures.drift.measuring import KnownMember, known_from, measure_seen
from studio.pictures.drift.records import Drift
from tests.benchmarks.drift.members import JUDGING, TUNING, invented
from tests.benchmarks.drift.pictures import Drafted, changed, references, unchanged

SETS = {
    "tuning": ((TUNING, 5_000), (invented(1, 10), 7_000)),
    "judging": ((JUDGING, 90_000), (invented(20_261, 10), 150_000)),
}
"""Members, and the seed of their first picture: those that limits are set by, and those that judge them. No limit may
be set by what the latter show: who changes one after a look at them needs others."""

SHE = (
    "chroma_example",
    "fennec_girl_flowers",
    "fennec_girl_sing",
    "flux_canny_model_example",
    "flux_dev_checkpoint_example",
    "flux_dev_example",
    "flux_kontext_example",
    "hidream_dev_example",
    "latent_upscale_different_prompt_model",
    "lumina2_basic_example",
    "qwen_image_basic_example",
    "sd3_anime_example",
)
WHOLE = (0, 0, 10**6, 10**6)
OTHERS = {
    "flux_controlnet_example": WHOLE,
    "girl_in_field": WHOLE,
    "flux_schnell_example": WHOLE,
    "noisy_latents_3_subjects": (700, 340, 1030, 960),
}
"""Pictures without her, and the box (left, top, right, bottom) in them that is looked at. Of three girls in one, who
are all asked for with her ears, the first has black hair; the other two came out blonde, and may as well be her."""

TWIN = {"noisy_latents_3_subjects": (1380, 340, 1700, 960)}
"""The third of those girls: asked for with pink hair, and drawn blonde."""

CHOICES, OF_HER = 8, 6


def seen(one: Drafted) -> Seen:
    return Seen(one.pixels, tuple((place.who, Placement("shirt", place.quad)) for place in one.places))


def member_of(figure: Figure) -> Character:
    return Character(figure.name, figure.look or "somebody", colours=figure.colours, species=figure.species)


def drafts(figures: Sequence[Figure], seed: int, verbose: bool) -> None:
    """What is named of changes, and what is raised where nothing changed."""
    shown = [(member_of(figure), [seen(one) for one in references(figure, seed)]) for figure in figures]
    members = [one for one in known_from(shown) if isinstance(one, KnownMember)]
    alarms, quiet, hits, asked, why = (Counter[str]() for _ in range(5))
    times = []
    for figure, member in zip(figures, members, strict=True):
        for one in (*unchanged(figure, seed + 1000), *changed(figure, seed + 2000)):
            start = time.thread_time()
            (found,) = measure_seen(seen(one), [member])
            times.append(1000 * (time.thread_time() - start))
            outside = {part.name: part.words for part in found.outside} if isinstance(found, Drift) else {}
            kind = one.what if one.part == "head" else one.part or one.what.partition(":")[0]
            if one.part:
                asked[kind] += 1
                hit = any(word in outside.get(one.part, "") for word in one.words)  # type: ignore[call-overload]
                hits[kind] += hit
            else:
                quiet[kind] += 1
                hit = not outside
                alarms[kind] += bool(outside)
                why.update(outside.keys())
            if verbose and not hit:
                print(f"  {figure.name}, {one.what}: {outside or 'nothing is said'}")
    who = f"{len(members)} members ({figures[0].name} to {figures[-1].name})"
    print(f"{who}, {sum(asked.values())} changes, {sum(quiet.values())} without")
    print(f"  named in the right part: {_shares(hits, asked)}")
    print(f"  false alarms: {_shares(alarms, quiet)}; {dict(why.most_common())}")
    print(f"  one figure: median {statistics.median(times):.0f} ms, 95 % within {np.quantile(times, 0.95):.0f} ms")
    own = [value for member in members for value in member.calibration.own]
    others = [value for member in members for value in member.calibration.others]
    low, high = interval(own, others, 300)
    print(f"  own references against other members': AUC {area_under_curve(own, others):.3f} ({low:.3f} to {high:.3f})")


def _shares(some: Counter[str], of: Counter[str]) -> str:
    each = ", ".join(f"{kind} {some[kind]}/{of[kind]}" for kind in of)
    return f"{sum(some.values()) / max(sum(of.values()), 1):.1%} ({each})"


def pictures(folder: Path, verbose: bool) -> None:
    """How well one girl is told from others, in pictures by ten models."""
    her = [Seen(read_picture(folder / f"{name}.png")) for name in SHE]
    without, twin = _cut(folder, OTHERS), _cut(folder, TWIN)
    cast = [(member_of(figure), [seen(one) for one in references(figure, 1)[:4]]) for figure in TUNING[:6]]
    chance = random.Random(1)
    near: list[float] = []
    far: list[float] = []
    alike: list[float] = []
    areas = []
    for _ in range(CHOICES):
        chosen = chance.sample(range(len(her)), OF_HER)
        girl = Character("the fennec girl", "a girl with the ears of a fennec")
        (member, *_) = known_from([(girl, [her[n] for n in chosen]), *cast])
        if not isinstance(member, KnownMember):
            raise SystemExit(str(member))
        rest = {SHE[n]: her[n] for n in range(len(her)) if n not in chosen}
        own = {name: _value(member, picture) for name, picture in rest.items()}
        others = {name: _value(member, picture) for name, picture in without.items()}
        alike += [_value(member, picture) for picture in twin.values()]
        if verbose:
            for title, values in (("her", own), ("others", others)):
                print(f"  {title}: " + ", ".join(f"{name} {value:.2f}" for name, value in values.items()))
        areas.append(area_under_curve([*own.values()], [*others.values()]))
        near += own.values()
        far += others.values()
    low, high = interval(near, far)
    print(f"{len(her)} pictures of one girl, {len(without)} of others, {OF_HER} references, {CHOICES} choices of them")
    print(f"  with one who was drawn as if she were her: {area_under_curve(near, far + alike):.3f} pooled")
    print(f"  AUC {statistics.mean(areas):.3f} (pooled {area_under_curve(near, far):.3f}, {low:.3f} to {high:.3f})")


def _cut(folder: Path, boxes: Mapping[str, tuple[int, int, int, int]]) -> dict[str, Seen]:
    cut = {}
    for name, (left, top, right, bottom) in boxes.items():
        pixels = read_picture(folder / f"{name}.png")[top:bottom, left:right]
        cut[name] = Seen(np.ascontiguousarray(pixels))
    return cut


def _value(member: KnownMember, picture: Seen) -> float:
    """The number for sorting; where there is none, a picture is last."""
    (found,) = measure_seen(picture, [member])
    return found.value if isinstance(found, Drift) else 2.0


def main() -> None:
    """Print what was reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tuning", action="store_true", help="the members that limits were set by")
    parser.add_argument("--members", type=int, default=10)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--verbose", action="store_true", help="name each that was missed")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    print("with the network for whole looks" if extra.installed() else "without the network for whole looks")
    if asked.pictures is not None:
        pictures(asked.pictures, asked.verbose)
    if asked.members:
        for figures, seed in SETS["tuning" if asked.tuning else "judging"]:
            drafts(figures[: asked.members], seed, asked.verbose)


if __name__ == "__main__":
    main()
