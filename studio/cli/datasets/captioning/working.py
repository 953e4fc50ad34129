"""What `studio dataset caption` does: one kind of change, told before and after, written as one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from library.files import disk
from studio.cli.datasets.captioning import lines
from studio.cli.datasets.captioning.caption import AS_IT_IS
from studio.cli.datasets.named import dataset_named
from studio.cli.failure import WrongUse
from studio.cli.output import bar, complain
from studio.cli.statuses import FAILED, INTERRUPTED
from studio.datasets.captions import editing, filters
from studio.datasets.captions.drafting import Draft, NotDrafted, drafts
from studio.datasets.captions.editing import Change, Edit
from studio.datasets.captions.pattern import checked, pattern_of
from studio.datasets.captions.warnings import warnings
from studio.datasets.folder.reading import Opened
from studio.datasets.making import captioning
from studio.datasets.records import Dataset
from studio.engines.vision import vision_server
from studio.errors import Notice
from studio.plain_text import plain
from studio.scenes import stock
from studio.scenes.stock import Stock
from studio.settings import settings
from studio.settings.settings import Settings


class Asked(NamedTuple):
    """What was typed; empty where it was not."""

    name: str
    query: str
    only_empty: bool
    texts: tuple[tuple[str, str], ...]
    source: str
    replace: tuple[str, str] | None
    regex: bool
    pattern: str
    trigger: str
    looked_at: bool
    tokens: bool
    dry_run: bool
    as_json: bool


class Plan(NamedTuple):
    """What is to become of captions, and how that is called; `drafted` and `fields` as `captioning.write` has them."""

    changes: tuple[Change, ...]
    told: str
    drafted: str | None = ""
    fields: dict[str, str] = {}
    failed: tuple[Notice, ...] = ()
    status: int = 0


def run(asked: Asked) -> int:
    """Do it, and give the exit status. Raises StudioError, LibraryError, EngineError."""
    _check(asked)
    chosen = settings.load(settings.folder())
    found = dataset_named(asked.name)
    names = filters.found(asked.query, found.dataset, found.captions)
    if asked.only_empty:
        names = tuple(name for name in names if not found.captions.get(name, "").strip())
    goods = stock.load(settings.folder())
    if asked.looked_at:
        return _look(asked, found, names)
    plan = _plan(asked, found, names, goods, chosen)
    if plan is None:
        lines.print_captions(found, names, tokens=asked.tokens, as_json=asked.as_json)
        lines.print_warnings(warnings(captioning.looked(found, goods.cast)), as_json=asked.as_json)
        return 0
    if asked.source == "vision":
        found, plan = _by_now(asked, plan)
    return _carry_out(asked, found, plan, goods, len(asked.texts) or len(names))


def _check(asked: Asked) -> None:
    ways = {
        "--set": bool(asked.texts),
        "--from": bool(asked.source),
        "--replace": asked.replace is not None,
        "--pattern": bool(asked.pattern),
        "--trigger": bool(asked.trigger),
        "--looked-at": asked.looked_at,
    }
    used = [name for name, is_used in ways.items() if is_used]
    if len(used) > 1:
        raise WrongUse(f"{' and '.join(used)} are two changes", "", "Do one after the other")
    if asked.regex and asked.replace is None:
        raise WrongUse("--regex is about --replace", "", "Say what is replaced: --replace OLD NEW --regex")


def _plan(asked: Asked, found: Opened, names: Sequence[str], goods: Stock, chosen: Settings) -> Plan | None:
    """What is to be changed; None where the captions are only to be seen."""
    dataset = found.dataset
    if asked.texts:
        texts = dict(asked.texts)
        for picture in texts:
            found.picture(picture)
        return _planned(found, tuple(texts), lambda name, _: plain(texts[name]), "Wrote captions")
    if asked.replace is not None:
        old, new = asked.replace
        edit = editing.replace(old, new, regex=asked.regex)
        return _edited(found, names, edit, f"Replaced {old!r} by {new!r}")
    if asked.trigger:
        return _retriggered(found, asked.trigger)
    if asked.pattern:
        return _repatterned(found, names, asked.pattern)
    if asked.source == "vision":
        return _drafted(found, names, chosen)
    if asked.source in ("labels", "recipes"):
        if asked.source == "labels":
            told = captioning.from_labels(found, names, goods.cast)
        else:
            told = captioning.from_recipes(found, names, goods.cast)
        edit = editing.described(pattern_of(dataset), dataset.trigger, told)
        return _planned(found, names, edit, f"Captions from {asked.source}")
    return _from_file(asked, found, names) if asked.source else None


def _planned(found: Opened, names: Sequence[str], edit: Edit, told: str) -> Plan:
    """Captions that are new ones."""
    return Plan(editing.changes(found.captions, names, edit), told)


def _edited(found: Opened, names: Sequence[str], edit: Edit, told: str, **fields: str) -> Plan:
    """Captions that are as before but for a part: who edits many has not looked at each."""
    return Plan(editing.changes(found.captions, names, edit), told, None, fields)


def _retriggered(found: Opened, trigger: str) -> Plan:
    old = found.dataset.trigger
    every = [one.name for one in found.dataset.pictures]
    edit: Edit = editing.retriggered(old, trigger) if old else lambda _, caption: caption
    return _edited(found, every, edit, f"The trigger word is {trigger}", trigger=trigger)


def _repatterned(found: Opened, names: Sequence[str], pattern: str) -> Plan:
    dataset = found.dataset
    old = pattern_of(dataset)
    new = old if pattern == AS_IT_IS else checked(pattern, dataset.trigger)
    edit = editing.repatterned(old, new, dataset.trigger)
    fields = {} if new == old else {"pattern": new}
    return _edited(found, names, edit, "Put captions into the pattern", **fields)


def _from_file(asked: Asked, found: Opened, names: Sequence[str]) -> Plan:
    dataset = found.dataset
    given = captioning.from_file(Path(asked.source).expanduser(), found)
    if given.strangers:
        complain(f"The dataset has no {lines.listed(given.strangers)}: left out")
    if given.are_descriptions:
        edit = editing.described(pattern_of(dataset), dataset.trigger, given.texts)
    else:

        def edit(name: str, caption: str) -> str:
            return given.texts.get(name, caption)

    return _planned(found, names, edit, f"Captions from {Path(asked.source).name}")


def _drafted(found: Opened, names: Sequence[str], chosen: Settings) -> Plan:
    """Drafts of all that are asked for; where it ends early, those that came are not lost."""
    done: list[Draft] = []
    status = 0
    try:
        asyncio.run(_draft(found, names, chosen, done))
    except KeyboardInterrupt:
        if not done:
            raise
        status = INTERRUPTED
        complain("Stopped. What was drafted is kept")
    captions = {draft.picture: draft.caption for draft in done if draft.caption}
    failed = tuple(draft.failure for draft in done if draft.failure is not None)
    changes = editing.changes(found.captions, names, lambda name, caption: captions.get(name, caption))
    model = chosen.vision.model or "a vision server"
    return Plan(changes, f"Drafts by {model}", model, {}, failed, status or (FAILED if failed else 0))


async def _draft(found: Opened, names: Sequence[str], chosen: Settings, done: list[Draft]) -> None:
    server = vision_server(chosen.vision)
    wanted = [one for one in map(found.picture, names) if not one.aside]
    pictures = [(one.name, partial(disk.read_file, found.file(one))) for one in wanted]
    try:
        with bar() as shown:
            shown.show(f"asking {server.title}", 0, len(pictures))
            async for draft in drafts(server, found.dataset, pictures):
                done.append(draft)
                shown.show(draft.picture, len(done), len(pictures))
    except NotDrafted as error:
        if not done:
            raise
        done.append(Draft("", failure=error.notice))
    finally:
        await server.close()


def _by_now(asked: Asked, plan: Plan) -> tuple[Opened, Plan]:
    """The dataset after drafts have come, which may take hours: what others did in it meanwhile stays."""
    found = dataset_named(asked.name)
    there = {one.name: found.captions.get(one.name, "") for one in found.dataset.pictures}
    kept = tuple(change for change in plan.changes if there.get(change.picture) == change.before)
    for change in plan.changes:
        if change not in kept:
            complain(f"{change.picture} was changed meanwhile: its draft is left out")
    return found, plan._replace(changes=kept)


def _look(asked: Asked, found: Opened, names: Sequence[str]) -> int:
    held = [name for name in names if found.picture(name).drafted]
    if not held:
        complain("None of these is a draft")
        return 0
    if not asked.dry_run:
        captioning.looked_at(found, held)
    lines.print_done(f"{lines.counted(len(held), 'draft')} looked at", asked.name, asked.dry_run)
    return 0


def _carry_out(asked: Asked, found: Opened, plan: Plan, goods: Stock, meant: int) -> int:
    after = editing.after(found.captions, plan.changes)
    dataset = _dataset_after(found.dataset, plan)
    if not asked.dry_run and (plan.changes or plan.fields):
        found = captioning.write(found, plan.changes, plan.told, plan.drafted, **plan.fields)
        dataset, after = found.dataset, dict(found.captions)
    lines.print_changes(plan.changes, tokens=asked.tokens, as_json=asked.as_json, dry_run=asked.dry_run)
    for notice in plan.failed:
        complain(notice.line())
    looked = captioning.looked(found, goods.cast)._replace(dataset=dataset, captions=after)
    lines.print_warnings(warnings(looked), as_json=asked.as_json)
    if not asked.as_json:
        said = f"{lines.counted(len(plan.changes), 'caption')} of {meant}"
        lines.print_done(f"{plan.told}: {said} changed" if plan.changes else "Nothing changes", asked.name,
                                 asked.dry_run or not (plan.changes or plan.fields))  # fmt: skip
    return plan.status


def _dataset_after(dataset: Dataset, plan: Plan) -> Dataset:
    import msgspec

    return msgspec.structs.replace(dataset, **plan.fields)
