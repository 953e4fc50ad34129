"""The commands, their options and what each takes, as scripts call them; `--snapshot-update` keeps them."""

from __future__ import annotations

import click
from syrupy.assertion import SnapshotAssertion

from studio.cli.root import studio


def lines_of(command: click.Command, name: str, context: click.Context) -> list[str]:
    """A command with its parameters, and those below it."""
    own = click.Context(command, parent=context, info_name=name)
    lines = [f"{own.command_path}{' (hidden)' if command.hidden else ''}"]
    for one in command.params:
        said = one.to_info_dict()
        kept = ("opts", "secondary_opts", "nargs", "multiple", "required", "default", "is_flag", "flag_value", "count")
        facts = {key: said[key] for key in kept if said.get(key) not in (None, False, [])}
        kind = {key: value for key, value in said["type"].items() if value not in (None, False)}
        lines.append(f"  {one.name}: {facts} {kind}")
    if isinstance(command, click.Group):
        for below in command.list_commands(own):
            found = command.get_command(own, below)
            assert found is not None
            lines += lines_of(found, below, own)
    return lines


def test_the_commands_are_what_they_were(snapshot: SnapshotAssertion) -> None:
    assert snapshot == "\n".join(lines_of(studio, "studio", click.Context(studio)))
