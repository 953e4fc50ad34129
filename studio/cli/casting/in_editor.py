"""An entry of the cast in the person's editor, until it is right or the person thinks better of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cast import entry_text
from studio.cast.checking import CharacterWrong
from studio.cast.members import Character
from studio.cli.failure import WrongUse
from studio.cli.output import complain
from studio.settings.tables import TableUnreadable


def edited(folder: Path, name: str) -> Character | None:
    """The member as it is after the person has edited its entry; None where nothing was changed.

    Raises WrongUse where there is no terminal, and where the entry is wrong and the person does not edit it again;
    CharacterWrong, TableUnreadable where there is no such entry.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        remedy = f'Say what is to change: studio cast edit {name} --look "…"; --help lists the options'
        raise WrongUse("An editor opens in a terminal, and there is none here", "", remedy)
    before = entry_text.read(folder, name)
    text = before.text
    while True:
        left = click.edit(text, extension=".toml")
        if left is None or left == before.text:
            return None
        text = left
        try:
            return entry_text.put_back(folder, before, text)
        except (CharacterWrong, TableUnreadable) as error:
            complain(error.notice.line())
            if not click.confirm("Edit it again?", default=True, err=True):
                raise WrongUse(f"{before.name} stays as it was") from error
