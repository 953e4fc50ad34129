"""`studio dataset check`: what is likely to go wrong in training, and what would help."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from studio.cli.completing import datasets

if TYPE_CHECKING:
    from studio.datasets.reports.records import Finding
    from studio.datasets.reports.reporting import Report

_WIDE = 80
_MARK = {"fails": "stops", "likely": "likely", "slight": "slight"}
_MOST_NAMES = 4


@click.command("check", short_help="Say what is likely to go wrong in training.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.option(
    "--steps", metavar="N", type=click.IntRange(1), help="How long training will be; else as the dataset says."
)
@click.option("--batch", metavar="N", type=click.IntRange(1), default=1, help="Pictures learned at once. Default: 1.")
@click.option("--words", is_flag=True, help="Look for words on pictures too, by OCR: about a second each, once.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(ctx: click.Context, name: str, steps: int | None, batch: int, words: bool, as_json: bool) -> None:
    """Look at a dataset before it is trained: what will go wrong, how surely, and what to do.

    It looks at how many pictures there are and how often each will be seen, at what they show and on which grounds, at
    what is there twice or known from training, at sizes as trainers make them, and at captions. The exit status is 1
    where training would surely stop or be worthless.

    \b
    Example:
      studio dataset check nua --steps 1500
    """
    from studio.cli.datasets.named import dataset_named, member_of
    from studio.cli.output import bar, json_line, say
    from studio.datasets.reports import reporting

    opened = dataset_named(name)
    with bar(wanted=not as_json) as shown:
        made = reporting.report(
            opened,
            steps or 0,
            batch,
            member_of(opened),
            words=words,
            on_step=lambda done, total: shown.show("Looking", done, total),
        )
    for line in [json_line(record(made))] if as_json else lines(made):
        say(line)
    ctx.exit(1 if made.verdict.fails else 0)


def lines(report: Report) -> Iterator[str]:
    """The report as text, 80 columns wide."""
    dataset = report.dataset
    others = [
        f"{len(some)} {word}" for some, word in ((report.held_out, "held out"), (report.aside, "set aside")) if some
    ]
    trigger = f"trigger word {dataset.trigger}" if dataset.trigger else "no trigger word"
    yield from _wrapped(
        f"{dataset.name}: {', '.join((_pictures(len(report.training)) + ' to learn', *others))};"
        f" {dataset.kind}, {trigger}"
    )
    if report.exposure is not None:
        yield from _wrapped(report.exposure.line())
    yield ""
    yield from _wrapped(report.verdict.words)
    for finding in report.verdict.findings:
        yield from _finding(finding, report.training)
    if report.verdict.not_looked_at:
        yield from _wrapped(f"Not looked at: {', '.join(report.verdict.not_looked_at)}")
    yield from _shown(report)
    yield from _buckets(report)
    yield from _holes(report)


def _finding(finding: Finding, every: Sequence[str]) -> Iterator[str]:
    is_of_all = set(finding.pictures) >= set(every)
    names = [] if is_of_all else [name for name in finding.pictures if name not in finding.text]
    several = f" [{', '.join(names[:_MOST_NAMES])}{', …' if len(names) > _MOST_NAMES else ''}]" if names else ""
    text = f"{finding.text}{several}. {finding.remedy}" if finding.remedy else f"{finding.text}{several}"
    yield from _wrapped(text, f"  {_MARK[finding.weight]:<7}", " " * 9)


def _shown(report: Report) -> Iterator[str]:
    """What the pictures show, and on what."""
    from studio.cast.references.coverage import FRAMINGS

    if any(sum(row.framings.values()) for row in report.covered.rows):
        yield ""
        for outfit in dict.fromkeys(row.outfit for row in report.covered.rows):
            yield f"{outfit or 'what is shown':<22}" + "".join(f"{framing:<11}" for framing in FRAMINGS) + "expressions"
            for row in (one for one in report.covered.rows if one.outfit == outfit):
                counts = "".join(f"{number or '·':<11}" for number in row.framings.values())
                moods = ", ".join(f"{mood}\u00a0{number}" for mood, number in row.expressions.items() if number)
                wrapped = _wrapped(moods or "·", f"  {row.view:<20}{counts}", " " * (22 + 11 * len(FRAMINGS)))
                yield from (line.replace("\u00a0", " ") for line in wrapped)
    if report.grounds:
        yield ""
        plain = [f"{one.colour} {len(one.names)}" for one in report.grounds if one.is_plain]
        others = sum(len(one.names) for one in report.grounds if not one.is_plain)
        said = [*plain[:6], *([f"others {sum(map(_number, plain[6:]))}"] if len(plain) > 6 else [])]
        yield from _wrapped(", ".join((*said, *([f"not plain {others}"] if others else []))), "grounds  ", " " * 9)


def _number(said: str) -> int:
    return int(said.rpartition(" ")[2])


def _buckets(report: Report) -> Iterator[str]:
    if not report.training or not report.buckets:
        return
    yield ""
    yield f"{'trainer':<16}{'px':>6}{'buckets':>9}{'with one':>10}{'cropped':>9}{'enlarged':>10}  largest bucket"
    for made in report.buckets:
        alone = sum(len(names) == 1 for names in made.filled.values())
        cropped = sum(one.cropped >= 0.02 for one in made.placed)
        enlarged = sum(one.scale > 1.02 for one in made.placed)
        first = next(iter(made.filled), None)
        largest = f"{first.width}×{first.height}" if first else "·"
        numbers = "".join(
            f"{number or '·':>{wide}}"
            for number, wide in ((len(made.filled), 9), (alone, 10), (cropped, 9), (enlarged, 10))
        )
        yield f"{made.trainer:<16}{made.resolution:>6}{numbers}  {largest}"


def _holes(report: Report) -> Iterator[str]:
    if not report.covered.holes:
        return
    yield ""
    yield "Worth drawing, the most first:"
    for hole in report.covered.holes:
        yield f"  {hole.label}"
        if hole.scene:
            yield f"    studio draw {shlex.quote(hole.scene)}"
    if not report.covered.holes[0].scene:
        yield from _wrapped("Say which member of the cast it shows, and these become scenes to draw")


def _pictures(number: int) -> str:
    return "1 picture" if number == 1 else f"{number} pictures"


def _wrapped(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    yield from textwrap.wrap(
        text, _WIDE, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def record(report: Report) -> dict[str, object]:
    """The report as JSON."""
    dataset, seen = report.dataset, report.exposure
    return {
        "dataset": dataset.name,
        "kind": dataset.kind,
        "trigger": dataset.trigger,
        "verdict": report.verdict.words,
        "fails": report.verdict.fails,
        "training": list(report.training),
        "held_out": list(report.held_out),
        "aside": list(report.aside),
        "exposure": seen and {
            "steps": seen.steps, "batch": seen.batch, "times": round(seen.times, 2), "level": seen.level,
            "good_steps": [seen.low, seen.high],
        },
        "findings": [
            {
                "weight": one.weight, "topic": one.topic, "text": one.text, "remedy": one.remedy,
                "pictures": list(one.pictures),
            }
            for one in report.verdict.findings
        ],
        "not_looked_at": list(report.verdict.not_looked_at),
        "views": report.covered.views,
        "rows": [row._asdict() for row in report.covered.rows],
        "untagged": list(report.covered.untagged),
        "holes": [hole._asdict() for hole in report.covered.holes],
        "grounds": [one._asdict() for one in report.grounds],
        "leaks": {
            "across": [one._asdict() for one in report.leaks.across],
            "inside": [one._asdict() for one in report.leaks.inside],
        },
        "buckets": [
            {
                "trainer": made.trainer,
                "resolution": made.resolution,
                "pictures": [
                    {
                        "name": one.name, "bucket": list(one.bucket), "scale": round(one.scale, 4),
                        "cropped": round(one.cropped, 4),
                    }
                    for one in made.placed
                ],
            }
            for made in report.buckets
        ],
    }  # fmt: skip
