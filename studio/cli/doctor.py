"""`studio doctor`: what is in order, what is not, and how to mend it."""

from __future__ import annotations

import click

SIGNS = {"fine": " ", "note": "-", "broken": "!"}


@click.command("doctor", short_help="Look whether everything is in order.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Look whether everything is in order: settings, library, terminal, engines, fonts, versions.

    What is broken is marked with ! and followed by what to do; the exit status is 1 then. Nothing is changed.
    """
    import asyncio

    from studio.cli.failure import log_file
    from studio.cli.output import complain, say
    from studio.cli.terminal_asked import heard_of_terminal
    from studio.doctor import doctor
    from studio.settings import settings

    heard = heard_of_terminal()
    facts = [*asyncio.run(doctor.examine(settings.folder(), heard=heard)), doctor.Fact("log", str(log_file()))]
    width = max(len(fact.topic) for fact in facts)
    before = ""
    for fact in facts:
        topic = "" if fact.topic == before else fact.topic
        before = fact.topic
        say(f"{SIGNS[fact.state]} {topic:<{width}}  {fact.text}")
        if fact.remedy:
            say(f"  {'':<{width}}  → {fact.remedy}")
    broken = sum(fact.state == "broken" for fact in facts)
    if broken:
        complain(f"{broken} {'thing is' if broken == 1 else 'things are'} broken")
        ctx.exit(1)
