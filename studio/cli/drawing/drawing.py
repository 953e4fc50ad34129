"""What `studio draw` does: sets the jobs going, follows them, prints what came of them, and stops them at Ctrl-C."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from library.records import Lettering, Picture
from studio.cli import delivery
from studio.cli.drawing.over_cap import waited_for
from studio.cli.output import Bar, bar, duration, json_line, on_terminal
from studio.errors import StudioError
from studio.jobs.views import Change, JobChanged, JobView, Noticed
from studio.lettering.places.misplaced import warnings
from studio.pictures.prices import is_estimated
from studio.scenes.plan import one_stack
from studio.scenes.recipe import Recipe
from studio.scenes.scene import Scene
from studio.scenes.understanding import Understanding, listed, understand
from studio.workspace import Workspace

STOP_SECONDS = 5.0
"""How long Ctrl-C waits for the engine to say that a job is cancelled."""


Scenes = Callable[[Workspace], Sequence[Scene]]


def run(scenes: Scenes, targets: Sequence[Path], as_json: bool, *, best: bool = False, over_cap: bool = False) -> int:
    """Draw the scenes that `scenes` makes of a workspace, and copy the results to `targets`; the exit status.

    With `best`, the pictures are ranked: the best is handed out, and the others are kept beside it. `over_cap`: they
    may cost more than the settings allow.
    """
    with bar() as shown:
        return asyncio.run(_draw(Workspace.open(), scenes, targets, shown, as_json, best, over_cap))


async def _draw(
    workspace: Workspace,
    scenes: Scenes,
    targets: Sequence[Path],
    shown: Bar,
    as_json: bool,
    best: bool,
    over_cap: bool,
) -> int:
    """Draw scenes and report every picture in the order of the seeds; the exit status."""
    before: list[str] = []
    end = workspace.desk.subscribe(lambda change: tell(change, workspace, shown, before))
    try:
        asked = await asyncio.to_thread(scenes, workspace)
        for line in _told_before(understand(asked[0], workspace.stock), workspace):
            shown.complain(line)
        await workspace.start(take_up=False)
        shown.show("choosing the engine")
        planned = [await workspace.recipes(one) for one in asked]
        # One scene for each saying, and all are drawn alike.
        before += await workspace.warnings_of(asked[0], planned[0][0][0])
        before += await _instead(workspace, asked[0].engine, planned[0][0][0])
        for line in before:
            shown.complain(line)
        drawn = one_stack([recipe for recipes, _ in planned for recipe in recipes])
        job_ids = await workspace.desk.submit(drawn, best=best, over_cap=over_cap)
        for line in dict.fromkeys(notice.line() for _, notice in planned if notice):
            shown.complain(line)
        report = _report_best if best else _report
        return await report(workspace, job_ids, targets, shown, as_json)
    except asyncio.CancelledError:
        shown.show("stopping")
        await _stop(workspace, shown)
        raise
    finally:
        end()
        for line in await workspace.close():
            shown.complain(line)


def _told_before(understood: Understanding, workspace: Workspace) -> Iterator[str]:
    """What a person should know before anything is drawn; what was understood is for who sits at a terminal."""
    if on_terminal():
        yield understood.line()
    for fault in workspace.stock.faults:
        yield fault.notice.line()
    yield from understood.remarks()
    if names := understood.strangers:
        are = "is" if len(names) == 1 else "are"
        add = f'studio cast new {shlex.quote(names[0])} --look "…"'
        yield f"{listed(names)} {are} not in the cast, so nobody knows the looks. To add: {add}"


async def _instead(workspace: Workspace, asked_for: str, recipe: Recipe) -> list[str]:
    """Who could draw it instead of an engine that is not ready, with what is lost there, a line each."""
    if not await workspace.engines.fallback(asked_for) or workspace.engines.is_hosted(recipe.engine):
        return []
    from studio.jobs.handing_on import offers_for

    offers = await offers_for(workspace.engines, workspace.stock, recipe, asked_for)
    return [f"--engine {shlex.quote(offer.engine)} would draw it: {offer.words or 'as it stands'}" for offer in offers]


async def _report(
    workspace: Workspace, job_ids: Sequence[str], targets: Sequence[Path], shown: Bar, as_json: bool
) -> int:
    failed, left = False, list(targets)
    for job_id in job_ids:
        view = await waited_for(workspace.desk, job_id, job_ids, shown)
        if view.notice or not view.picture_ids:
            failed = failed or view.notice is None or not view.notice.warning
            shown.complain(view.notice.line() if view.notice else f"A picture was not drawn: {view.words}")
        for picture_id in view.picture_ids:
            picture = await asyncio.to_thread(workspace.library.picture, picture_id)
            versions = await asyncio.to_thread(workspace.library.letterings, picture_id)
            paths = [picture.path, *(version.path for version in versions)]
            copy = None
            if left:
                try:
                    copy = await asyncio.to_thread(delivery.deliver, Path(paths[-1]), left.pop(0))
                except StudioError as error:
                    failed = True
                    shown.complain(error.notice.line())
            _print(workspace, view, picture, versions, copy, shown, as_json)
    return 1 if failed else 0


async def _report_best(
    workspace: Workspace, job_ids: Sequence[str], targets: Sequence[Path], shown: Bar, as_json: bool
) -> int:
    """Hand out the best of what was drawn, and say of each why it stands where it does; the exit status."""
    views = {job_id: await waited_for(workspace.desk, job_id, job_ids, shown) for job_id in job_ids}
    for view in views.values():
        if view.notice or not view.picture_ids:
            shown.complain(view.notice.line() if view.notice else f"A picture was not drawn: {view.words}")
    shown.show("looking for the best")
    order = await workspace.desk.best_of.choose(job_ids, lambda: workspace.stock.cast)
    if not order:
        return 1
    first = order[0]
    copy = None
    if targets:
        newest = first.versions[-1].path if first.versions else first.picture.path
        copy = await asyncio.to_thread(delivery.deliver, Path(newest), targets[0])
    _print(workspace, views[first.job_id], first.picture, first.versions, copy, shown, as_json, first.rank.reasons)
    for one in order:
        shown.complain(f"{one.rank.place}. picture {one.picture.id}, seed {one.picture.facts.seed}: {one.rank.why}")
    return 0


def _print(
    workspace: Workspace,
    view: JobView,
    picture: Picture,
    versions: Sequence[Lettering],
    copy: Path | None,
    shown: Bar,
    as_json: bool,
    reasons: Sequence[str] = (),
) -> None:
    lettered = [version.path for version in versions]
    if as_json:
        recipe = workspace.desk.recipe(view.id)
        record: dict[str, object] = {
            "id": picture.id,
            "picture": picture.path,
            "lettered": lettered,
            "seed": view.seed,
            "engine": view.engine,
            "scene": view.scene,
            "sayings": list(view.sayings),
            "plate": recipe.plate,
            "style": recipe.style,
            "width": picture.width,
            "height": picture.height,
            "cost": picture.facts.cost,
            "cost_estimated": is_estimated(picture.facts),
            "warnings": [one for version in versions for one in warnings(version.record)],
            "troubles": list(view.notice.troubles) if view.notice else [],
        }
        if reasons:
            record["reasons"] = list(reasons)
        if copy is not None:
            record["out"] = str(copy)
        shown.say(json_line(record))
        return
    for path in [picture.path, *lettered, *([copy] if copy else [])]:
        shown.say(str(path), str(path))
    if on_terminal():
        took = duration(view.changed - (view.began or view.created))
        cost = f" for {view.cost}" if view.cost else ""
        shown.complain(f"Drawn by {view.engine} with seed {view.seed} in {took}{cost}")


def tell(change: Change, workspace: Workspace, shown: Bar, before: Sequence[str] = ()) -> None:
    """Show the job that moved; a notice that belongs to no job is said, unless it was, of a server, `before`."""
    if isinstance(change, Noticed) and not any(told.endswith(f": {change.notice.line()}") for told in before):
        shown.complain(change.notice.line())
    if not isinstance(change, JobChanged) or change.job.ended:
        return
    view, jobs = change.job, workspace.desk.views()
    number = f"{sum(job.ended for job in jobs) + 1} of {len(jobs)}: " if len(jobs) > 1 else ""
    shown.show(f"{number}{view.where}: {view.words}", view.step, view.steps or None, view.seconds_left)


async def _stop(workspace: Workspace, shown: Bar) -> None:
    """Cancel every job here and on its engine, and wait a little for the engine's word."""
    job_ids = [view.id for view in workspace.desk.views()]
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await asyncio.gather(*(workspace.desk.cancel(job_id) for job_id in job_ids))
            await workspace.desk.wait(job_ids)
    except TimeoutError:
        shown.complain("The engine did not say that it stopped; the studio shows the job under Progress")
