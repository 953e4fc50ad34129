"""The command `studio`: its commands by name, loaded when they are asked for, and how they are called wrongly."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click
from click.shell_completion import CompletionItem

from studio.cli.output import complain
from studio.cli.statuses import INTERRUPTED

if TYPE_CHECKING:
    from studio.cli.entry import Doors

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Room(NamedTuple):
    """Where a command is, and what it does in one line."""

    module: str
    help: str


COMMANDS = {
    "draw": Room("studio.cli.drawing.draw", "Draw a scene, with a saying on the shirt if you like."),
    "jobs": Room("studio.cli.drawing.jobs", "See what is on its way; wait for it, cancel it, try it again."),
    "letter": Room("studio.cli.lettering.letter", "Set words on pictures that you have."),
    "show": Room("studio.cli.showing.show", "Show pictures here, in the shell."),
    "gallery": Room("studio.cli.keeping.gallery", "Find pictures that were drawn."),
    "library": Room("studio.cli.keeping.library", "Look after the folder that keeps the pictures."),
    "cast": Room("studio.cli.cast", "See who can be in a scene; add characters, and change them."),
    "plate": Room("studio.cli.plates.plate", "See the backgrounds, and make your own."),
    "dataset": Room("studio.cli.datasets.dataset", "Make what a LoRA is trained from."),
    "costs": Room("studio.cli.costs", "See what was spent on engines that are paid."),
    "doctor": Room("studio.cli.doctor", "Look whether everything is in order, and how to mend it."),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and loads one only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; for a name that is not known, all are loaded so that a near one can be named."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.add_command(importlib.import_module(COMMANDS[name].module).command, name)
        return self.commands.get(cmd_name)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without loading them, and the options."""
        begun = [(name, room.help) for name, room in COMMANDS.items() if name.startswith(incomplete)]
        return [CompletionItem(name, help=text) for name, text in begun] + click.Command.shell_complete(
            self, ctx, incomplete
        )

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; Ctrl-C ends it with one line."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            if sys.stderr.isatty():
                click.echo(err=True)  # The terminal has just shown ^C.
            complain("Stopped")
            raise click.exceptions.Exit(INTERRUPTED) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, room.help) for name, room in COMMANDS.items()])


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings=SETTINGS)
@click.option("--demo", "is_demo", is_flag=True, help="Open a library of drafts to look at, which goes when it ends.")
@click.version_option(package_name="milo-studio", message="milo-studio %(version)s")
@click.pass_context
def studio(ctx: click.Context, is_demo: bool) -> None:
    """Cartoons with recurring characters, from a scene in words to a lettered picture.

    Without a command, the studio opens in this terminal.

    \b
    A first cartoon:
      studio draw "Milo debugging at 2 AM" --shirt PEBKAC
    \b
    Other words on it, without drawing it again:
      studio letter PICTURE.png --text RTFM --out lettered/

    Each command explains itself: studio draw --help
    """
    from studio.cli.failure import keep_log

    keep_log()
    if ctx.invoked_subcommand is None:
        doors: Doors = ctx.obj
        ctx.exit(doors.open_screens(is_demo))
    if is_demo:
        raise click.UsageError("--demo opens the studio, and no command has it")


def run_command(arguments: Sequence[str], doors: Doors) -> int:
    """Run the command line and give its exit status; the screens are for where no command is named after all.

    What Click says of wrong use becomes one line on stderr.
    """
    try:
        status = studio.main(arguments, prog_name="studio", standalone_mode=False, obj=doors)
        return status if isinstance(status, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        complain(_usage_line(error))
        return error.exit_code
    except click.Abort:
        return INTERRUPTED


def _usage_line(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "studio"
    ending = "" if message.endswith((".", "!", "?", ")")) else "."
    return f"{message}{ending} See {path} --help"
