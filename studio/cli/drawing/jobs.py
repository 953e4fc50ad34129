"""`studio jobs`: what is on its way, without the screens: list it, wait for it, cancel it, try it again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

import click

from studio.cli.completing import job_ids

if TYPE_CHECKING:
    from library.charges import Charge
    from library.records import JobRecord
    from library.store import Library
    from studio.cli.drawing.silent_servers import SilentServer
    from studio.errors import Notice
    from studio.jobs.views import JobView
    from studio.workspace import Workspace

AT_A_GLANCE = 8
"""Jobs that are named before they are waited for."""

LOOK_SECONDS = 0.5
"""Between two looks at a job that another studio was asked to stop."""


@click.group("jobs", short_help="See what is on its way.")
def command() -> None:
    """See what is on its way, and what came of it. A job is named by the first letters of its id."""


@command.command("list", short_help="List the jobs.")
@click.option("--all", "everything", is_flag=True, help="Also those that have ended.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each job.")
def list_jobs(everything: bool, as_json: bool) -> None:
    """List the jobs that are not done yet, newest first; those of studios that are no longer open too.

    The servers of unfinished jobs are asked whether they are there; what is wrong with one is said after the list.
    """
    from library.store import Library
    from studio.cli.drawing.silent_servers import silent_servers
    from studio.cli.output import complain
    from studio.settings import settings

    chosen = settings.load(settings.folder())
    library = Library.open(chosen.library_folder())
    try:
        found = library.jobs.latest(unfinished_only=not everything, limit=1000)
        charged = library.spending.of_jobs(*(job.id for job in found))
    finally:
        library.close()
    silent = asyncio.run(silent_servers(chosen, found))
    for job in found:
        _print(job, as_json, silent.get(job.id), charged.get(job.id, ()))
    for name, detail in sorted({(each.server, each.detail) for each in silent.values()}):
        complain(f"{name} does not answer: {detail}")
    if not found:
        complain("No job is on its way" if not everything else "There are no jobs yet: draw with studio draw")


@command.command("wait", short_help="Wait until all jobs have ended.")
@click.pass_context
def wait(ctx: click.Context) -> None:
    """Go on with the jobs that a closed or killed studio left, and wait until all jobs have ended.

    What its server has drawn meanwhile is fetched; what the server never saw is sent. The exit status is 1 when a job
    ended without a picture, or cannot be waited for: because it is held, or because the settings do not name its server
    and no open studio has it.
    """
    ctx.exit(_with_desk(_wait))


@command.command("cancel", short_help="Stop a job, here and on its server.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=job_ids)
@click.pass_context
def cancel(ctx: click.Context, ids: Sequence[str]) -> None:
    """Stop jobs by their ids, here and on their servers, whichever studio set them going. No other job is touched."""

    async def work(workspace: Workspace) -> int:
        from studio.cli.output import complain, say

        failed, going = False, []
        for job_id in await asyncio.to_thread(_find_all, workspace.library, ids):
            view = await workspace.desk.look_up(job_id)
            if view.ended:
                complain(f"{job_id[:8]} has ended: {view.words}")
            else:
                going.append(job_id)
        # Together, so that a server is told once.
        await asyncio.gather(*map(workspace.desk.cancel, going))
        for job_id in going:
            ended = await _settled(workspace, job_id)
            failed = failed or not ended
            say(f"{job_id[:8]}  {'cancelled' if ended else 'asked to stop'}")
        return 1 if failed else 0

    ctx.exit(_with_desk(work))


@command.command("retry", short_help="Try a job again that ended without a picture.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=job_ids)
@click.option("--pay-again", is_flag=True, help="Also what a paid service may have drawn and charged already.")
@click.pass_context
def retry(ctx: click.Context, ids: Sequence[str], pay_again: bool) -> None:
    """Try jobs again that failed, were cancelled or lost, and wait for them.

    What the server has drawn after all is fetched and not drawn again. What a paid service may have drawn, and cannot
    be asked for, is drawn again with --pay-again alone.
    """

    async def work(workspace: Workspace) -> int:
        from studio.cli.output import complain

        chosen = await asyncio.to_thread(_find_all, workspace.library, ids)
        going: list[str] = []
        for job_id in chosen:
            view = await workspace.desk.look_up(job_id)
            started = await workspace.desk.retry(job_id, pay_again=pay_again)
            going += started
            if not started and view.notice is not None and view.notice.may_be_charged:
                complain(f"{job_id[:8]} may have been charged: look at the service's list, then add --pay-again")
            elif not started:
                complain(f"{job_id[:8]} cannot be tried again: {view.words}")
        await workspace.desk.wait(going)
        return max(await asyncio.to_thread(_report, workspace, going), 0 if len(going) == len(chosen) else 1)

    ctx.exit(_with_desk(work))


@command.command("release", short_help="Send jobs that are held.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=job_ids)
@click.pass_context
def release(ctx: click.Context, ids: Sequence[str]) -> None:
    """Send jobs that are held, also those that pass what you allow to be spent, and wait for them."""

    async def work(workspace: Workspace) -> int:
        from studio.cli.output import complain
        from studio.jobs.states import State

        await workspace.desk.take_up()
        going: list[str] = []
        chosen = await asyncio.to_thread(_find_all, workspace.library, ids)
        for job_id in chosen:
            view = await workspace.desk.look_up(job_id)
            if view.state is State.DRAFT:
                await workspace.desk.release(job_id)
                going.append(job_id)
            else:
                complain(f"{job_id[:8]} is not held: {view.words}")
        await workspace.desk.wait(going)
        return max(await asyncio.to_thread(_report, workspace, going), 0 if len(going) == len(chosen) else 1)

    ctx.exit(_with_desk(work))


@command.command("hand-on", short_help="Let another engine draw jobs that wait.")
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=job_ids)
@click.option("--to", "engine", required=True, metavar="ENGINE", help="Who draws instead: an engine of the settings.")
@click.pass_context
def hand_on(ctx: click.Context, ids: Sequence[str], engine: str) -> None:
    """Let another engine draw jobs that wait for a server; without ids, all that no engine has heard of yet.

    What is lost there, and what it costs, is said first. The jobs are then waited for.
    """

    async def work(workspace: Workspace) -> int:
        from studio.cli.output import complain
        from studio.engines.preflight import warnings
        from studio.jobs.handing_on import hand_on, recipe_for
        from studio.jobs.states import HERE

        await workspace.desk.take_up()
        chosen = await asyncio.to_thread(_find_all, workspace.library, ids)
        chosen = chosen or [view.id for view in workspace.desk.views() if view.state in HERE]
        going, told = [], set[str]()
        for job_id in chosen:
            view = await workspace.desk.look_up(job_id)
            made = recipe_for(workspace.engines, workspace.stock, workspace.desk.recipe(job_id), engine)
            for line in await warnings(workspace.engines, made):
                if line not in told:
                    complain(line)
                told.add(line)
            if await hand_on(workspace.desk, workspace.stock, job_id, engine):
                going.append(job_id)
            else:
                complain(f"{job_id[:8]} cannot be handed on, {view.where} has it or it has ended: {view.words}")
        if not chosen:
            complain("No job waits here")
        await workspace.desk.wait(going)
        return max(await asyncio.to_thread(_report, workspace, going), 0 if len(going) == len(chosen) else 1)

    ctx.exit(_with_desk(work))


def _with_desk(work: Callable[[Workspace], Awaitable[int]]) -> int:
    """Run `work` with a workspace whose progress is shown; its exit status."""
    from studio.cli.drawing.drawing import tell
    from studio.cli.output import bar
    from studio.workspace import Workspace

    async def run(workspace: Workspace) -> int:
        with bar() as shown:
            end = workspace.desk.subscribe(lambda change: tell(change, workspace, shown))
            try:
                await workspace.start(take_up=False)
                return await work(workspace)
            finally:
                end()
                for line in await workspace.close():
                    shown.complain(line)

    return asyncio.run(run(Workspace.open()))


async def _wait(workspace: Workspace) -> int:
    from studio.cli.output import complain
    from studio.jobs.states import State

    unfinished = await asyncio.to_thread(workspace.library.jobs.latest, unfinished_only=True, limit=10_000)
    before = [record.id for record in reversed(unfinished)]
    await workspace.desk.take_up()
    views = {view.id: view for view in workspace.desk.views()}
    held = [job_id for job_id in before if job_id in views and views[job_id].state is State.DRAFT]
    if held:
        complain(f"{'1 job is' if len(held) == 1 else f'{len(held)} jobs are'} held; `studio jobs release` sends them")
    chosen = [job_id for job_id in before if job_id not in held]
    waited_for = [job_id for job_id in chosen if job_id in views and job_id not in workspace.desk.stranded]
    for line in _waiting_for([views[job_id] for job_id in waited_for]):
        complain(line)
    await workspace.desk.wait(waited_for)
    stranded = [job_id for job_id in chosen if job_id in workspace.desk.stranded]
    for job_id in stranded:
        remedy = f"name it in {workspace.folder / 'settings.toml'}, or stop the job: studio jobs cancel {job_id[:8]}"
        complain(f"{job_id[:8]}  {workspace.desk.view(job_id).words}: {remedy}")
    failed = await asyncio.to_thread(_report, workspace, [job_id for job_id in chosen if job_id not in stranded])
    return 1 if held or stranded else failed


def _waiting_for(views: Sequence[JobView]) -> list[str]:
    """What is waited for, a line each as far as they can be read at a glance."""
    if not views:
        return ["There is no job to wait for"]
    lines = [f"{view.id[:8]}  {view.words}  {view.where}  {view.scene}" for view in views[:AT_A_GLANCE]]
    more = [f"and {len(views) - AT_A_GLANCE} more"] if len(views) > AT_A_GLANCE else []
    return [f"Waiting for {'1 job' if len(views) == 1 else f'{len(views)} jobs'}:", *lines, *more]


async def _settled(workspace: Workspace, job_id: str) -> bool:
    """Whether a cancelled job ends within a few seconds; its own studio may have to write that down."""
    from studio.jobs.states import ENDED

    for _ in range(10):
        if (await asyncio.to_thread(workspace.library.jobs.get, job_id)).state in ENDED:
            return True
        await asyncio.sleep(LOOK_SECONDS)
    return False


def _report(workspace: Workspace, job_ids: Sequence[str]) -> int:
    """Print the pictures of the jobs that are done, and why others are not, or need a look; 1 where one is not."""
    from studio.cli.output import complain, say

    failed = 0
    for job_id in job_ids:
        record = workspace.library.jobs.get(job_id)
        for picture_id in record.picture_ids:
            picture = workspace.library.picture(picture_id)
            for path in [picture.path, *(version.path for version in workspace.library.letterings(picture_id))]:
                say(path, path)
        if record.notice or record.state != "done":
            failed = failed if record.state == "done" else 1
            complain(f"{job_id[:8]}  {_why(record) or record.state}")
    return failed


def _find_all(library: Library, starts: Sequence[str]) -> list[str]:
    return [_find(library, start) for start in starts]


def _find(library: Library, start: str) -> str:
    """The id that begins with `start`. Raises click.UsageError when none or several do."""
    wanted = start.strip().lower()
    found = [job.id for job in library.jobs.latest(limit=10_000) if wanted and job.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    reason = "No job" if not found else f"{len(found)} jobs"
    raise click.UsageError(f"{reason} with an id that begins with {start!r}; `studio jobs list --all` shows them")


def _print(job: JobRecord, as_json: bool, silent: SilentServer | None, charges: tuple[Charge, ...]) -> None:
    from datetime import datetime

    from studio.cli.output import json_line, say
    from studio.jobs.spending.words import cost_words
    from studio.jobs.states import ENDED, WORDS, State
    from studio.scenes.recipe import from_json

    recipe = from_json(job.recipe)
    if as_json:
        record: dict[str, object] = {
            "id": job.id,
            "state": job.state,
            "engine": job.engine,
            "scene": recipe.scene,
            "sayings": list(recipe.sayings),
            "seed": recipe.seed,
            "created": job.created,
            "changed": job.changed,
            "attempts": job.attempts,
            "pictures": list(job.picture_ids),
            "reason": _why(job),
            "troubles": list(notice.troubles) if (notice := _notice(job)) else [],
            "silent": silent.server if silent else "",
            "cost": sum(charge.dollars for charge in charges) if charges else None,
        }
        say(json_line(record))
        return
    when = datetime.fromtimestamp(job.created).strftime("%Y-%m-%d %H:%M")
    where, cost = job.engine or "any server", cost_words(charges, ended=job.state in ENDED)
    why = f"  ({_why(job)})" if job.notice else f"  ({silent.server} does not answer)" if silent else ""
    paid = f"  ({cost})" if cost else ""
    say(f"{job.id[:8]}  {when}  {WORDS[State(job.state)]:<22}  {where:<12}  {recipe.scene}{paid}{why}")


def _why(job: JobRecord) -> str:
    notice = _notice(job)
    return notice.line() if notice is not None else ""


def _notice(job: JobRecord) -> Notice | None:
    import msgspec

    from studio.errors import Notice

    return msgspec.json.decode(job.notice, type=Notice) if job.notice else None
